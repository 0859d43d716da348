//! All files of a plan, read into one record.
//!
//! Lists grow from file to file, in the order of the files. A table that there is one of, such as `[vision]`, may stand in
//! one file only. In a portfolio each plan keeps its own such tables beside the ones of the whole.

use super::Document;
use super::conform::{Reader, missing_key, place};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::fields::{Field, Kind, Table};
use crate::inputs::MethodTables;
use crate::phrase;
use crate::phrase::Phrase;
use crate::record::{Datum, Record, Value};
use crate::source::Span;

/// What was read of a plan.
#[derive(Debug)]
pub struct Reading<'t> {
    /// The whole: lists from all files, and the tables of the file that was asked for and of those that it includes.
    pub root: Record<'t>,
    /// For each plan of a portfolio, the tables that it has for itself.
    pub plans: Vec<Record<'t>>,
    /// Whether some tables could not be read for what they are.
    pub strange: bool,
    /// Whether all files of the plan were read. Where not, what is missing may stand in one of them.
    pub whole: bool,
}

/// Reads the whole document by the field tables. `whole_plan` says whether all files of the plan are there:
/// only then can something be missing.
pub fn conform<'t>(
    document: &Document<'_>,
    root: &'t Table,
    methods: &'t MethodTables,
    whole_plan: bool,
    diagnostics: &mut Diagnostics,
) -> Reading<'t> {
    let count = document.parts.iter().filter_map(|part| part.source.plan).max().map_or(0, |last| last + 1);
    let first = document.parts.first().map_or_else(Span::default, |part| part.source.span(0..0));
    let mut whole = Record::new(root, first);
    let mut plans: Vec<Record<'t>> = Vec::new();
    plans.resize_with(count, || Record::new(root, first));
    let mut strange = document.is_broken();
    for part in &document.parts {
        let mut reader = Reader::new(part, methods, diagnostics);
        let read = reader.table(root, &part.root, part.source.span(0..0));
        strange |= reader.strange;
        match part.source.plan.and_then(|plan| plans.get_mut(plan)) {
            Some(plan) => {
                plan.span = plan.span.max(part.source.span(0..0));
                add(&mut whole, read, Some(plan), diagnostics);
            }
            None => add(&mut whole, read, None, diagnostics),
        }
    }
    // The name of a file that could not be used was told; the file may hold what is missing.
    let all_named =
        !whole.lost("include") && !whole.record("portfolio").is_some_and(|portfolio| portfolio.lost("plans"));
    let part_alone = part_of_a_plan(document, &whole);
    let whole_plan = whole_plan && all_named && part_alone.is_none();
    part_alone.into_iter().for_each(|finding| diagnostics.push(finding));
    if whole_plan && !document.is_empty() && document.parts.iter().all(|part| !part.broken) {
        let missing = |field: &&Field| {
            let key = field.key.as_ref();
            field.required && !whole.has(key) && !whole.lost(key)
        };
        for field in root.fields.iter().filter(missing) {
            diagnostics.push(missing_key(place(root), field));
        }
        for (number, plan) in plans.iter().enumerate() {
            let file = document.parts.iter().find(|part| part.source.plan == Some(number));
            let head = root.position("plan").map(|head| &root.fields[head]);
            if let (Some(file), Some(head), false) = (file, head, plan.has("plan") || plan.lost("plan")) {
                let place = Phrase::fixed("a plan of the portfolio", "un plan du portefeuille");
                diagnostics
                    .push(missing_key(super::conform::place(root), head).at(file.source.span(0..0), place));
            }
        }
    }
    Reading { root: whole, plans, strange, whole: whole_plan }
}

/// The finding for a file that another one includes, read alone: it has lists, and nothing of what stands at the top of a
/// plan. What it leads to stands elsewhere.
fn part_of_a_plan(document: &Document<'_>, file: &Record<'_>) -> Option<Diagnostic> {
    let [part] = &document.parts[..] else { return None };
    let top = ["schema", "include", "plan", "portfolio"];
    let lists = file.values().any(|(field, _)| matches!(field.kind, Kind::Tables(_)));
    if part.broken || !lists || top.iter().any(|key| file.has(key) || file.lost(key)) {
        return None;
    }
    let finding = Diagnostic::new(
        Code::MissingKey,
        Phrase::fixed(
            "this file looks like a part of a plan: it has no [plan]",
            "ce fichier semble n'être qu'une partie d'un plan : il n'a pas de [plan]",
        ),
    );
    Some(finding.at(part.source.span(0..0), Phrase::fixed("a part alone", "une partie seule")).help(
        Phrase::fixed(
            "check the file that includes it, such as `cxplan check plan.toml`, or add [plan] with a title and a start",
            "contrôlez le fichier qui l'inclut, par exemple `cxplan check plan.toml`, ou ajoutez [plan] avec un titre et un début",
        ),
    ))
}

/// Puts what a file says to the whole, or the tables that a plan of a portfolio has for itself to that plan.
fn add<'t>(
    whole: &mut Record<'t>,
    file: Record<'t>,
    mut plan: Option<&mut Record<'t>>,
    diagnostics: &mut Diagnostics,
) {
    let (fields, values, lost) = file.into_parts();
    for index in lost {
        whole.lose(index);
    }
    for (index, datum) in values {
        let field = &fields[index];
        let own = !matches!(field.kind, Kind::Tables(_));
        let target = match &mut plan {
            Some(plan) if own => plan,
            _ => &mut *whole,
        };
        match (target.get_mut(index), datum.value) {
            (None, value) => target.insert(index, Datum { value, ..datum }),
            (Some(Datum { value: Value::Records(records), .. }), Value::Records(more)) => {
                records.extend(more);
            }
            // Every file may state the schema; the latest is what has to be read.
            (Some(known), Value::Integer(latest)) => {
                if matches!(known.value, Value::Integer(schema) if schema < latest) {
                    *known = Datum { value: Value::Integer(latest), ..datum };
                }
            }
            // And every file may name files.
            (Some(Datum { value: Value::List(_), .. }), _) => {}
            (Some(known), _) => {
                let key = &field.key;
                let diagnostic = Diagnostic::new(
                    Code::DefinedTwice,
                    phrase!("[{key}] stands in two files", "[{key}] figure dans deux fichiers"),
                )
                .at(datum.key, Phrase::fixed("second time", "deuxième fois"))
                .also(known.key, Phrase::fixed("first here", "d'abord ici"))
                .help(phrase!("keep it in one of them", "ne la gardez que dans l'un des deux"));
                diagnostics.push(diagnostic);
            }
        }
    }
}
