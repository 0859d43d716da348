//! Ids and references: every id is unique in its list, every reference leads somewhere.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::fields::{Kind, MapKey, Target};
use crate::ids::Id;
use crate::model::{Initiative, StepId};
use crate::phrase;
use crate::phrase::Phrase;
use crate::read::{closest, did_you_mean};
use crate::record::{Datum, Record, Value};
use crate::source::{Span, Spanned};

/// The ids of every list, with their positions and places.
#[derive(Debug, Default)]
pub(super) struct Names {
    lists: BTreeMap<Target, Index>,
    /// The steps of each initiative.
    steps: Vec<Index>,
}

type Index = IndexMap<String, (usize, Span)>;

/// Findings up to which "did you mean" is looked for.
const MOST_SUGGESTED: usize = 200;

impl Names {
    /// Collects the ids; a second use of one is an error.
    pub(super) fn of(root: &Record<'_>, diagnostics: &mut Diagnostics) -> Self {
        let list =
            |target: &Target| (*target, index(root.records(target.name()), *target, |_| None, diagnostics));
        let lists = Target::LISTS.iter().map(list).collect();
        let numbered = |position: usize| Some((position + 1).to_string());
        let steps = root
            .records("initiative")
            .iter()
            .map(|initiative| index(initiative.records("steps"), Target::Step, numbered, diagnostics))
            .collect();
        Self { lists, steps }
    }

    /// The entry that a reference leads to.
    pub(super) fn find<T>(&self, record: &Record<'_>, key: &str) -> Option<Id<T>> {
        self.get(record.table.target_of(key)?, record.text_ref(key)?)
    }

    /// The entries that a list of references leads to, each with the place of the reference.
    pub(super) fn find_all<T>(&self, record: &Record<'_>, key: &str) -> Vec<Spanned<Id<T>>> {
        let Some(target) = record.table.target_of(key) else { return Vec::new() };
        let found = |datum: &Datum<'_>| {
            Some(Spanned { value: self.get(target, datum.as_text()?)?, span: datum.span })
        };
        record.list(key).iter().filter_map(found).collect()
    }

    /// The entry of an id.
    pub(super) fn get<T>(&self, target: Target, id: &str) -> Option<Id<T>> {
        self.lists.get(&target)?.get(id).map(|(position, _)| Id::new(*position))
    }

    /// The initiative, or the step of it, that `initiative` or `initiative.step` leads to.
    pub(super) fn work(&self, text: &str) -> Option<(Id<Initiative>, Option<usize>)> {
        let (initiative, step) = match text.split_once('.') {
            Some((initiative, step)) => (initiative, Some(step)),
            None => (text, None),
        };
        let initiative: Id<Initiative> = self.get(Target::Initiative, initiative)?;
        match step {
            Some(step) => {
                let (position, _) = self.steps.get(initiative.index())?.get(step)?;
                Some((initiative, Some(*position)))
            }
            None => Some((initiative, None)),
        }
    }

    /// The step that `step` (of the same initiative) or `initiative.step` leads to.
    pub(super) fn step(&self, own: Id<Initiative>, text: &str) -> Option<StepId> {
        if text.contains('.') {
            let (initiative, step) = self.work(text)?;
            return Some(StepId { initiative, step: step? });
        }
        let (step, _) = self.steps.get(own.index())?.get(text)?;
        Some(StepId { initiative: own, step: *step })
    }

    /// Number of entries of a list.
    pub(super) fn count(&self, target: Target) -> usize {
        self.lists.get(&target).map_or(0, Index::len)
    }

    /// Whether the plan has any entry of a list.
    pub(super) fn has_any(&self, target: Target) -> bool {
        self.lists.get(&target).is_some_and(|index| !index.is_empty())
    }

    /// Reports every reference of the plan that leads nowhere.
    pub(super) fn check_references(&self, root: &Record<'_>, diagnostics: &mut Diagnostics) {
        for (field, datum) in root.values() {
            match &datum.value {
                Value::Records(records) if field.key == "initiative" => {
                    for (position, record) in records.iter().enumerate() {
                        self.check_record(record, Some(Id::new(position)), diagnostics);
                    }
                }
                _ => self.check_value(&field.kind, datum, None, diagnostics),
            }
        }
        for (_, inner) in &root.methods {
            self.check_record(inner, None, diagnostics);
        }
    }

    fn check_record(&self, record: &Record<'_>, own: Option<Id<Initiative>>, diagnostics: &mut Diagnostics) {
        for (field, datum) in record.values() {
            self.check_value(&field.kind, datum, own, diagnostics);
        }
        for (_, inner) in &record.methods {
            self.check_record(inner, own, diagnostics);
        }
    }

    fn check_value(
        &self,
        kind: &Kind,
        datum: &Datum<'_>,
        own: Option<Id<Initiative>>,
        diagnostics: &mut Diagnostics,
    ) {
        match (kind, &datum.value) {
            (_, Value::Record(record)) => self.check_record(record, own, diagnostics),
            (_, Value::Records(records)) => {
                records.iter().for_each(|record| self.check_record(record, own, diagnostics));
            }
            (Kind::Either(one, other), _) => {
                self.check_value(one, datum, own, diagnostics);
                self.check_value(other, datum, own, diagnostics);
            }
            (Kind::Ref(target), Value::Text(id)) => {
                self.check_reference(*target, id, datum.span, own, diagnostics);
            }
            (Kind::List(inner), Value::List(list)) => {
                list.iter().for_each(|entry| self.check_value(inner, entry, own, diagnostics));
            }
            (Kind::Map(keys, inner), Value::Map(map)) => {
                for (key, entry) in map {
                    if let MapKey::Ref(target) = keys {
                        self.check_reference(*target, &key.value, key.span, own, diagnostics);
                    }
                    self.check_value(inner.get(), entry, own, diagnostics);
                }
            }
            _ => {}
        }
    }

    fn check_reference(
        &self,
        target: Target,
        id: &str,
        span: Span,
        own: Option<Id<Initiative>>,
        diagnostics: &mut Diagnostics,
    ) {
        let dotted = id.split_once('.').filter(|(owner, _)| !owner.is_empty());
        let (target, prefix, id) = match (target, dotted) {
            (Target::Work | Target::Step, Some((initiative, step))) => {
                match self.get::<Initiative>(Target::Initiative, initiative) {
                    Some(found) => return self.check_step(found, initiative, step, span, diagnostics),
                    None => (Target::Initiative, format!(".{step}"), initiative),
                }
            }
            (Target::Work, None) => (Target::Initiative, String::new(), id),
            (Target::Step, None) => {
                let Some(own) = own else { return };
                return self.check_step(own, "", id, span, diagnostics);
            }
            _ => (target, String::new(), id),
        };
        let Some(index) = self.lists.get(&target) else { return };
        if index.contains_key(id) || (target == Target::Stage && index.is_empty()) {
            return;
        }
        diagnostics.push(unknown(target, id, span, index, diagnostics.errors(), |close| {
            format!("\"{close}{prefix}\"")
        }));
    }

    /// `owner` as the plan writes it before the dot; empty for a step of the same initiative.
    fn check_step(
        &self,
        initiative: Id<Initiative>,
        owner: &str,
        step: &str,
        span: Span,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(index) = self.steps.get(initiative.index()) else { return };
        if index.contains_key(step) {
            return;
        }
        let dot = if owner.is_empty() { "" } else { "." };
        let mut diagnostic = unknown(Target::Step, step, span, index, diagnostics.errors(), |close| {
            format!("\"{owner}{dot}{close}\"")
        });
        if index.is_empty() && !owner.is_empty() {
            diagnostic = diagnostic.help(phrase!(
                "write \"{owner}\": the initiative has no steps",
                "écrivez \"{owner}\" : l'initiative n'a pas d'étapes"
            ));
        }
        diagnostics.push(diagnostic);
    }
}

/// The report of a reference that leads nowhere. `written` is how the plan would write the right one.
fn unknown(
    target: Target,
    id: &str,
    span: Span,
    index: &Index,
    errors: usize,
    written: impl Fn(&str) -> String,
) -> Diagnostic {
    let name = target.name();
    let message = match target {
        Target::Step => phrase!("there is no step `{id}`", "l'étape `{id}` n'existe pas"),
        _ => phrase!("there is no {name} `{id}`", "[[{name}]] `{id}` n'existe pas"),
    };
    let diagnostic = Diagnostic::new(Code::UnknownReference, message)
        .at(span, Phrase::fixed("leads nowhere", "ne mène nulle part"));
    // Looking for what was meant takes a look at every id: worth it for a person's mistakes, not for a thousand.
    let looked_at = if errors < MOST_SUGGESTED { index.len() } else { 0 };
    if let Some(close) = closest(id, index.keys().take(looked_at).map(String::as_str)) {
        let text = written(close);
        return diagnostic
            .help(did_you_mean(close))
            .fix(phrase!("write {text}", "écrire {text}"), [(span, text)]);
    }
    let some: Vec<&str> = index.keys().take(8).map(String::as_str).collect();
    let more = if index.len() > some.len() { ", …" } else { "" };
    let list = some.join(", ");
    diagnostic.help(match (some.is_empty(), target) {
        (true, Target::Step) => Phrase::fixed(
            "add a step with this id, or remove the reference",
            "ajoutez une étape avec cet identifiant, ou retirez la référence",
        ),
        (true, _) => phrase!(
            "add a [[{name}]] with this id, or remove the reference",
            "ajoutez une entrée [[{name}]] avec cet identifiant, ou retirez la référence"
        ),
        (false, Target::Step) => phrase!(
            "use one of {list}{more}, or add a step with this id",
            "prenez l'un de {list}{more}, ou ajoutez une étape avec cet identifiant"
        ),
        (false, _) => phrase!(
            "use one of {list}{more}, or add a [[{name}]] with this id",
            "prenez l'un de {list}{more}, ou ajoutez une entrée [[{name}]] avec cet identifiant"
        ),
    })
}

/// The ids of a list, or what the entry at a position is called without one; a second use of one is an error.
fn index(
    records: &[Record<'_>],
    target: Target,
    unnamed: impl Fn(usize) -> Option<String>,
    diagnostics: &mut Diagnostics,
) -> Index {
    let mut index = Index::with_capacity(records.len());
    for (position, record) in records.iter().enumerate() {
        let Some(id) = record.text("id").or_else(|| unnamed(position)) else { continue };
        let span = record.span_of("id");
        if let Some((_, first)) = index.get(&id) {
            let name = target.name();
            diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    phrase!("{name} `{id}` is defined twice", "l'identifiant `{id}` sert deux fois ({name})"),
                )
                .at(span, Phrase::fixed("second definition", "deuxième définition"))
                .also(*first, Phrase::fixed("first defined here", "d'abord défini ici"))
                .help(phrase!(
                    "give one of them another id, such as `{id}-2`",
                    "donnez à l'un des deux un autre identifiant, comme `{id}-2`"
                )),
            );
        } else {
            index.insert(id, (position, span));
        }
    }
    index
}
