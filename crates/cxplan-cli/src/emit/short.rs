//! Findings in a line each: place, code, message.

use cxplan_engine::core::diag::{Diagnostic, Severity};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::source::Sources;

use super::readable;
use crate::table::printable;

pub(super) fn finding(diagnostic: &Diagnostic, sources: Option<&Sources>, language: Language) -> String {
    let place = match (&diagnostic.primary, sources) {
        (Some((span, _)), Some(sources)) => {
            let (line, column) = sources.position(*span);
            format!("{}:{line}:{column}: ", sources.of(*span).name)
        }
        (None, Some(sources)) => format!("{}: ", sources.main().name),
        (_, None) => String::new(),
    };
    let severity = match (diagnostic.severity, language) {
        (Severity::Error, Language::En) => "error",
        (Severity::Warning, Language::En) => "warning",
        (Severity::Error, Language::Fr) => "erreur",
        (Severity::Warning, Language::Fr) => "avertissement",
    };
    let message = readable(&diagnostic.message.shown(language));
    printable(&format!("{place}{severity}[{}]: {message}", diagnostic.code.number()))
}
