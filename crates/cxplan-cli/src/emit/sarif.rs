//! Findings as a log in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS, 2020).

use std::collections::BTreeSet;

use cxplan_engine::core::diag::{Code, Diagnostic, Edit, Severity};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::source::{Source, Sources, Span};
use serde_json::{Value, json};

/// The whole log: one run, with the rules that its results name.
pub(super) fn log(diagnostics: &[&Diagnostic], sources: Option<&Sources>, language: Language) -> String {
    let codes: BTreeSet<Code> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| {
            let index = codes.iter().position(|code| *code == diagnostic.code);
            result(diagnostic, index, sources, language)
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cxplan",
                "version": cxplan_engine::VERSION,
                "rules": codes.iter().map(|code| rule(*code, language)).collect::<Vec<_>>(),
            }},
            "language": match language { Language::En => "en", Language::Fr => "fr" },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}")
}

fn rule(code: Code, language: Language) -> Value {
    let page = code.page(language);
    json!({
        "id": code.number(),
        "shortDescription": { "text": code.title().shown(language) },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn result(
    diagnostic: &Diagnostic,
    rule: Option<usize>,
    sources: Option<&Sources>,
    language: Language,
) -> Value {
    let help = diagnostic.help.as_ref().map(|help| help.shown(language));
    let message = diagnostic.message.shown(language);
    let mut result = json!({
        "ruleId": diagnostic.code.number(),
        "ruleIndex": rule,
        "level": level(diagnostic.severity),
        "message": { "text": help.map_or(message.to_owned(), |help| format!("{message}\n{help}")) },
    });
    let Some(sources) = sources else { return result };
    let location = |(span, label): &(Span, Phrase)| {
        let mut location = location(sources, *span);
        if !label.is_empty() {
            location["message"] = json!({ "text": label.shown(language) });
        }
        location
    };
    // A finding on the plan as a whole is one on its file.
    let whole = || json!({ "physicalLocation": { "artifactLocation": artifact(sources.main()) } });
    result["locations"] = json!([diagnostic.primary.as_ref().map_or_else(whole, location)]);
    if !diagnostic.related.is_empty() {
        result["relatedLocations"] = diagnostic.related.iter().map(location).collect();
    }
    if let Some(fix) = &diagnostic.fix {
        let replacement = |edit: &Edit| {
            json!({
                "deletedRegion": region(sources.of(edit.span), edit.span),
                "insertedContent": { "text": edit.text },
            })
        };
        // The edits of a fix lie in one file.
        let file = fix.edits.first().map_or_else(|| sources.main(), |edit| sources.of(edit.span));
        result["fixes"] = json!([{
            "description": { "text": fix.title.shown(language) },
            "artifactChanges": [{
                "artifactLocation": artifact(file),
                "replacements": fix.edits.iter().map(replacement).collect::<Vec<_>>(),
            }],
        }]);
    }
    result
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn location(sources: &Sources, span: Span) -> Value {
    let source = sources.of(span);
    json!({ "physicalLocation": { "artifactLocation": artifact(source), "region": region(source, span) } })
}

fn region(source: &Source, span: Span) -> Value {
    let ((line, column), (end_line, end_column)) = (source.position(span.start), source.position(span.end));
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

fn artifact(source: &Source) -> Value {
    json!({ "uri": uri(&source.name) })
}

/// A reference to a file, relative where its name is: everything but letters, digits and a few marks is written as `%20`.
fn uri(name: &str) -> String {
    let share = name.starts_with(r"\\") && !name.starts_with(r"\\?\");
    let name = name.strip_prefix(r"\\?\").unwrap_or(name).replace('\\', "/");
    let has_drive = matches!(name.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    let (mut uri, path) = match name.split_at_checked(2) {
        Some((drive, path)) if has_drive => (format!("file:///{drive}"), path),
        _ if share => ("file:".to_owned(), name.as_str()),
        _ if name.starts_with('/') => ("file://".to_owned(), name.as_str()),
        _ => (String::new(), name.as_str()),
    };
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                uri.push(byte as char);
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_as_references() {
        for (name, expected) in [
            ("plan.toml", "plan.toml"),
            ("../my plan.toml", "../my%20plan.toml"),
            ("été/a:b.toml", "%C3%A9t%C3%A9/a%3Ab.toml"),
            ("/home/ann/plan.toml", "file:///home/ann/plan.toml"),
            (r"C:\Plans\cx.toml", "file:///C:/Plans/cx.toml"),
            (r"\\?\C:\Plans\cx.toml", "file:///C:/Plans/cx.toml"),
            (r"\\server\plans\cx.toml", "file://server/plans/cx.toml"),
        ] {
            assert_eq!(uri(name), expected);
        }
    }
}
