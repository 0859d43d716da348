//! Findings as a test report in the XML of `JUnit`, which nearly every CI service shows.
//!
//! Each finding is a test case: one that failed for an error, one that passed and has something to say for a warning. A plan without
//! findings is one that passed.

use cxplan_engine::core::diag::{Diagnostic, Severity};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::source::Sources;

/// The whole report.
pub(super) fn report(diagnostics: &[&Diagnostic], sources: Option<&Sources>, language: Language) -> String {
    let failures = diagnostics.iter().filter(|found| found.severity == Severity::Error).count();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let counts = |tests: usize| format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"");
    let tests = diagnostics.len().max(1);
    xml.push_str(&format!("<testsuites name=\"cxplan\" {}>\n", counts(tests)));
    xml.push_str(&format!("  <testsuite name=\"cxplan check\" {} skipped=\"0\">\n", counts(tests)));
    if diagnostics.is_empty() {
        let file = sources.map_or("plan.toml", |sources| sources.main().name.as_str());
        xml.push_str(&format!("    <testcase classname=\"{0}\" name=\"{0}\"/>\n", attribute(file)));
    }
    for diagnostic in diagnostics {
        xml.push_str(&case(diagnostic, sources, language));
    }
    xml.push_str("  </testsuite>\n</testsuites>");
    xml
}

fn case(diagnostic: &Diagnostic, sources: Option<&Sources>, language: Language) -> String {
    let number = diagnostic.code.number();
    let message = diagnostic.message.shown(language);
    let place = sources.zip(diagnostic.primary.as_ref()).map(|(sources, (span, _))| {
        let source = sources.of(*span);
        let (line, column) = source.position(span.start);
        format!("{}:{line}:{column}", source.name)
    });
    let file = sources.map_or("plan.toml", |sources| {
        diagnostic
            .primary
            .as_ref()
            .map_or_else(|| sources.main(), |(span, _)| sources.of(*span))
            .name
            .as_str()
    });
    let at = place.as_ref().map_or_else(|| file.to_owned(), Clone::clone);
    let help = diagnostic.help.as_ref().map(|help| format!("\n{}", help.shown(language)));
    let text = attribute(&format!("{at}: {message}{}", help.unwrap_or_default()));
    let head = format!(
        "    <testcase classname=\"{}\" name=\"{}\">\n",
        attribute(file),
        attribute(&format!("{number} {at}"))
    );
    let body = match diagnostic.severity {
        Severity::Error => {
            format!("      <failure type=\"{number}\" message=\"{}\">{text}</failure>\n", attribute(&message))
        }
        Severity::Warning => format!("      <system-out>{text}</system-out>\n"),
    };
    format!("{head}{body}    </testcase>\n")
}

/// Text of XML 1.0, fit for an attribute too. What XML has no way to write is left out.
fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(c),
        }
    }
    out
}
