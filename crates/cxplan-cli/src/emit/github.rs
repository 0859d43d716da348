//! Findings as annotations of GitHub: workflow commands, a line each.

use cxplan_engine::core::diag::Diagnostic;
use cxplan_engine::core::method::Language;
use cxplan_engine::core::source::Sources;

use crate::table::printable;

pub(super) fn finding(diagnostic: &Diagnostic, sources: Option<&Sources>, language: Language) -> String {
    let mut properties = vec![format!("title={}", diagnostic.code.number())];
    let source = sources.map(|sources| {
        diagnostic.primary.as_ref().map_or_else(|| sources.main(), |(span, _)| sources.of(*span))
    });
    // A finding on the plan as a whole is one on its file; a text from standard input is no file.
    if let Some(source) = source.filter(|source| diagnostic.primary.is_some() || source.path.is_some()) {
        properties.push(format!("file={}", property(&source.name)));
    }
    if let (Some((span, _)), Some(source)) = (&diagnostic.primary, source) {
        let ((line, column), (end_line, end_column)) =
            (source.position(span.start), source.position(span.end));
        properties.push(format!("line={line},endLine={end_line}"));
        // Columns are shown only where a finding stays on its line.
        if line == end_line {
            properties.push(format!("col={column},endColumn={end_column}"));
        }
    }
    let message = diagnostic.message.shown(language);
    let help = diagnostic.help.as_ref().map(|help| format!("\n{}", help.shown(language))).unwrap_or_default();
    let severity = super::severity(diagnostic);
    format!("::{severity} {}::{}", properties.join(","), value(&format!("{message}{help}")))
}

/// Text after the second `::`, which ends with the line. Logs are read in terminals too.
fn value(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    printable(&text)
}

/// The value of a property, which ends with a comma or colon.
fn property(text: &str) -> String {
    value(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use cxplan_engine::core::diag::Code;
    use cxplan_engine::core::phrase::Phrase;

    use super::*;

    #[test]
    fn a_plan_cannot_write_commands_of_its_own() {
        let sources = Sources::single("a,b:c\n.toml", "one\ntwo");
        let span = sources.main().span(4..7);
        let found = Diagnostic::new(Code::UnknownKey, Phrase::same("100 %\n::error::x\u{1b}[2J\u{9b}"))
            .at(span, Phrase::empty())
            .help(Phrase::same("y"));
        assert_eq!(
            finding(&found, Some(&sources), Language::En),
            "::error title=CXP0201,file=a%2Cb%3Ac%0A.toml,line=2,endLine=2,col=1,endColumn=4::100 %25%0A::error::x [2J %0Ay"
        );
    }
}
