//! Ids and references: every id is unique in its list, every reference leads somewhere.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::fields::{Kind, MapKey, Target};
use crate::ids::Id;
use crate::read::suggestion;
use crate::record::{Datum, Record, Value};
use crate::source::{Span, Spanned};

/// The ids of every list, with their positions and places.
#[derive(Debug, Default)]
pub(super) struct Names {
    lists: BTreeMap<Target, Index>,
}

type Index = IndexMap<String, (usize, Span)>;

/// Findings up to which "did you mean" is looked for.
const MOST_SUGGESTED: usize = 200;

/// Lists whose entries references lead to.
const LISTS: &[Target] = &[
    Target::Goal,
    Target::Segment,
    Target::Persona,
    Target::Stage,
    Target::Touchpoint,
    Target::Evidence,
    Target::Competitor,
    Target::Metric,
    Target::Team,
    Target::Tool,
    Target::Initiative,
    Target::Review,
    Target::Audience,
];

impl Names {
    /// Collects the ids; a second use of one is an error.
    pub(super) fn of(root: &Record<'_>, diagnostics: &mut Diagnostics) -> Self {
        let list =
            |target: &Target| (*target, index(root.records(target.name()), *target, |_| None, diagnostics));
        Self { lists: LISTS.iter().map(list).collect() }
    }

    /// The entry that a reference leads to.
    pub(super) fn find<T>(&self, record: &Record<'_>, key: &str) -> Option<Id<T>> {
        let kind = &record.table.fields.iter().find(|field| field.key == key)?.kind;
        self.get(target_of(kind)?, record.text_ref(key)?)
    }

    /// The entries that a list of references leads to, each with the place of the reference.
    pub(super) fn find_all<T>(&self, record: &Record<'_>, key: &str) -> Vec<Spanned<Id<T>>> {
        let Some(field) = record.table.fields.iter().find(|field| field.key == key) else {
            return Vec::new();
        };
        let Some(target) = target_of(&field.kind) else { return Vec::new() };
        let found = |datum: &Datum<'_>| {
            Some(Spanned { value: self.get(target, datum.as_text()?)?, span: datum.span })
        };
        record.list(key).iter().filter_map(found).collect()
    }

    /// The entry of an id.
    pub(super) fn get<T>(&self, target: Target, id: &str) -> Option<Id<T>> {
        self.lists.get(&target)?.get(id).map(|(position, _)| Id::new(*position))
    }

    /// Number of entries of a list.
    pub(super) fn count(&self, target: Target) -> usize {
        self.lists.get(&target).map_or(0, Index::len)
    }

    /// Whether the plan has any entry of a list.
    pub(super) fn has_any(&self, target: Target) -> bool {
        self.lists.get(&target).is_some_and(|index| !index.is_empty())
    }

    /// Reports every reference that leads nowhere.
    pub(super) fn check_references(&self, record: &Record<'_>, diagnostics: &mut Diagnostics) {
        for (field, datum) in record.values() {
            self.check_value(&field.kind, datum, diagnostics);
        }
        for (_, inner) in &record.methods {
            self.check_references(inner, diagnostics);
        }
    }

    fn check_value(&self, kind: &Kind, datum: &Datum<'_>, diagnostics: &mut Diagnostics) {
        match (kind, &datum.value) {
            // Steps are a scope of their own; `work` resolves them.
            (Kind::Ref(Target::Step), _) => {}
            (Kind::Ref(target), Value::Text(id)) => {
                self.check_reference(*target, id, datum.span, diagnostics);
            }
            (Kind::List(inner), Value::List(list)) => {
                list.iter().for_each(|entry| self.check_value(inner, entry, diagnostics));
            }
            (Kind::Map(keys, inner), Value::Map(map)) => {
                for (key, entry) in map {
                    if let MapKey::Ref(target) = keys {
                        self.check_reference(*target, &key.value, key.span, diagnostics);
                    }
                    self.check_value(inner, entry, diagnostics);
                }
            }
            (Kind::StaticMap(target, inner), Value::Map(map)) => {
                for (key, entry) in map {
                    self.check_reference(*target, &key.value, key.span, diagnostics);
                    self.check_value(inner, entry, diagnostics);
                }
            }
            (_, Value::Record(record)) => self.check_references(record, diagnostics),
            (_, Value::Records(records)) => {
                records.iter().for_each(|record| self.check_references(record, diagnostics));
            }
            _ => {}
        }
    }

    fn check_reference(&self, target: Target, id: &str, span: Span, diagnostics: &mut Diagnostics) {
        let Some(index) = self.lists.get(&target) else { return };
        if index.contains_key(id) || (target == Target::Stage && index.is_empty()) {
            return;
        }
        // Looking for what was meant takes a look at every id: worth it for a person's mistakes, not for a thousand.
        let looked_at = if diagnostics.errors() < MOST_SUGGESTED { index.len() } else { 0 };
        diagnostics.push(unknown_reference(
            target,
            id,
            span,
            index.keys().take(looked_at).map(String::as_str),
        ));
    }
}

/// The report of a reference that leads nowhere.
pub(super) fn unknown_reference<'a>(
    target: Target,
    id: &str,
    span: Span,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let name = target.name();
    let help = suggestion(id, known.clone()).unwrap_or_else(|| {
        let some: Vec<&str> = known.clone().take(8).collect();
        if some.is_empty() {
            format!("add a [[{name}]] with this id, or remove the reference")
        } else {
            let more = if known.count() > some.len() { ", …" } else { "" };
            format!("use one of {}{more}, or add a [[{name}]] with this id", some.join(", "))
        }
    });
    Diagnostic::new(Code::UnknownReference, format!("there is no {name} `{id}`"))
        .at(span, "leads nowhere")
        .help(help)
}

/// The ids of a list, or what the entry at a position is called without one; a second use of one is an error.
pub(super) fn index(
    records: &[Record<'_>],
    target: Target,
    unnamed: impl Fn(usize) -> Option<String>,
    diagnostics: &mut Diagnostics,
) -> Index {
    let mut index = Index::new();
    for (position, record) in records.iter().enumerate() {
        let Some(id) = record.text("id").or_else(|| unnamed(position)) else { continue };
        let span = record.span_of("id");
        if let Some((_, first)) = index.get(&id) {
            diagnostics.push(
                Diagnostic::new(Code::DuplicateId, format!("{} `{id}` is defined twice", target.name()))
                    .at(span, "second definition")
                    .also(*first, "first defined here")
                    .help(format!("give one of them another id, such as `{id}-2`")),
            );
        } else {
            index.insert(id, (position, span));
        }
    }
    index
}

fn target_of(kind: &Kind) -> Option<Target> {
    match kind {
        Kind::Ref(target) => Some(*target),
        Kind::List(inner) => target_of(inner),
        _ => None,
    }
}
