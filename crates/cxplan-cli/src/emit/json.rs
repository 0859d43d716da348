//! Findings as JSON, an object a line.

use cxplan_engine::core::diag::{Diagnostic, Edit};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::source::{Sources, Span};
use serde_json::{Value, json};

pub(super) fn finding(diagnostic: &Diagnostic, sources: Option<&Sources>, language: Language) -> String {
    let place = |span: Span| sources.map(|sources| place(sources, span));
    let labelled = |(span, label): &(Span, cxplan_engine::core::phrase::Phrase)| {
        let mut place = place(*span)?;
        place["label"] = json!(label.shown(language));
        Some(place)
    };
    let edit = |edit: &Edit| {
        let mut place = place(edit.span)?;
        place["text"] = json!(edit.text);
        Some(place)
    };
    json!({
        "schema": 1,
        "code": diagnostic.code.number(),
        "severity": super::severity(diagnostic),
        "message": diagnostic.message.shown(language),
        "place": diagnostic.primary.as_ref().and_then(labelled),
        "related": diagnostic.related.iter().filter_map(labelled).collect::<Vec<_>>(),
        "help": diagnostic.help.as_ref().map(|help| help.shown(language)),
        "fix": diagnostic.fix.as_ref().map(|fix| json!({
            "title": fix.title.shown(language),
            "edits": fix.edits.iter().filter_map(edit).collect::<Vec<_>>(),
        })),
    })
    .to_string()
}

fn place(sources: &Sources, span: Span) -> Value {
    let source = sources.of(span);
    let ((line, column), (end_line, end_column)) = (source.position(span.start), source.position(span.end));
    json!({
        "file": source.name, "line": line, "column": column, "end_line": end_line, "end_column": end_column,
    })
}
