//! Findings as a code quality report of GitLab, in the form of Code Climate.

use std::collections::BTreeMap;

use cxplan_engine::core::diag::{Diagnostic, Severity};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::source::Sources;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The whole report. A finding keeps its fingerprint when its line moves: it is made of the code, the file, the message, and how many
/// of the same came before.
pub(super) fn report(diagnostics: &[&Diagnostic], sources: Option<&Sources>, language: Language) -> String {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let issue = |diagnostic: &&Diagnostic| {
        let place = sources.map(|sources| match &diagnostic.primary {
            Some((span, _)) => (sources.of(*span), sources.of(*span).position(span.start).0),
            None => (sources.main(), 1),
        });
        let (path, line) = place.map_or(("plan.toml", 1), |(source, line)| (source.name.as_str(), line));
        let same = format!("{}\n{path}\n{}", diagnostic.code.number(), diagnostic.message.en());
        let before = seen.entry(same.clone()).or_default();
        let fingerprint = Sha256::digest(format!("{same}\n{before}"));
        *before += 1;
        let help = diagnostic.help.as_ref().map(|help| format!("; {}", help.shown(language)));
        json!({
            "type": "issue",
            "check_name": diagnostic.code.number(),
            "description": format!("{}{}", diagnostic.message.shown(language), help.unwrap_or_default()),
            "categories": ["Bug Risk"],
            "fingerprint": fingerprint.iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
            "severity": match diagnostic.severity { Severity::Error => "major", Severity::Warning => "minor" },
            "location": { "path": path, "lines": { "begin": line } },
        })
    };
    let issues: Vec<Value> = diagnostics.iter().map(issue).collect();
    format!("{:#}", Value::Array(issues))
}
