//! Ids and references: every id is unique in its list, every reference leads somewhere.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::fields::{Kind, MapKey, Target};
use crate::ids::Id;
use crate::method::Language;
use crate::model::{Initiative, StepId};
use crate::phrase;
use crate::phrase::Phrase;
use crate::read::{Close, closest, suggest, suggest_key};
use crate::record::{Datum, Record, Value};
use crate::source::{Span, Spanned};

/// The ids of every list, with their positions and places.
#[derive(Debug, Default)]
pub(super) struct Names {
    lists: BTreeMap<Target, Index>,
    /// Lists with entries that could not be read: what leads nowhere may lead to one of these.
    partly: BTreeSet<Target>,
    /// The steps of each initiative.
    steps: Vec<Index>,
}

/// The ids of a list.
#[derive(Debug, Default)]
struct Index {
    ids: IndexMap<String, Named>,
    /// Whether entries or their ids could not be read: what leads nowhere may then lead to one of them, and is not mended.
    lost: bool,
}

/// What has an id.
#[derive(Debug)]
struct Named {
    position: usize,
    /// Place of the id.
    span: Span,
    /// Its title or name, for those who refer to it by that.
    title: Option<String>,
}

impl Index {
    /// The id that a reference surely misspells, or whose title it gives; else one that looks like it.
    fn close(&self, text: &str) -> Option<Close<'_>> {
        let near = || closest(text, self.ids.keys().map(String::as_str));
        self.titled(text).or_else(near).map(|close| Close { sure: close.sure && !self.lost, ..close })
    }

    /// The id of the only entry with this title.
    fn titled(&self, text: &str) -> Option<Close<'_>> {
        let wanted = text.trim().to_lowercase();
        let has = |named: &Named| named.title.as_ref().is_some_and(|title| title.to_lowercase() == wanted);
        let mut found = self.ids.iter().filter(|(_, named)| has(named)).map(|(id, _)| id);
        let (Some(word), None) = (found.next(), found.next()) else { return None };
        Some(Close { word, sure: true })
    }
}

/// Findings up to which "did you mean" is looked for: as many as people are shown.
const MOST_SUGGESTED: usize = 100;

impl Names {
    /// Collects the ids; a second use of one is an error. `unread` says whether a table of the plan could not be read for
    /// what it is.
    pub(super) fn of(root: &Record<'_>, unread: bool, diagnostics: &mut Diagnostics) -> Self {
        let list = |target: &Target| (*target, index(root, target.name(), *target, |_| None, diagnostics));
        let lists = Target::LISTS.iter().map(list).collect();
        let numbered = |position: usize| Some((position + 1).to_string());
        let steps = root
            .records("initiative")
            .iter()
            .map(|initiative| index(initiative, "steps", Target::Step, numbered, diagnostics))
            .collect();
        let partly = |target: &&Target| {
            let records = root.records(target.name());
            root.lost(target.name())
                || (unread && records.is_empty())
                || records.iter().any(|record| !record.has("id"))
        };
        Self { partly: Target::LISTS.iter().filter(partly).copied().collect(), lists, steps }
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
        self.lists.get(&target)?.ids.get(id).map(|named| Id::new(named.position))
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
                let step = self.steps.get(initiative.index())?.ids.get(step)?;
                Some((initiative, Some(step.position)))
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
        let step = self.steps.get(own.index())?.ids.get(text)?;
        Some(StepId { initiative: own, step: step.position })
    }

    /// Number of entries of a list.
    pub(super) fn count(&self, target: Target) -> usize {
        self.lists.get(&target).map_or(0, |index| index.ids.len())
    }

    /// Whether the plan has any entry of a list.
    pub(super) fn has_any(&self, target: Target) -> bool {
        self.lists.get(&target).is_some_and(|index| !index.ids.is_empty())
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
                        self.check_key(*target, key, map, diagnostics);
                    }
                    self.check_value(inner.get(), entry, own, diagnostics);
                }
            }
            _ => {}
        }
    }

    /// A reference as the key of a table.
    fn check_key(
        &self,
        target: Target,
        key: &Spanned<String>,
        map: &[(Spanned<String>, Datum<'_>)],
        diagnostics: &mut Diagnostics,
    ) {
        let Some(index) = self.lists.get(&target) else { return };
        if index.ids.contains_key(&key.value) {
            return;
        }
        let mut right = String::new();
        let mut diagnostic =
            unknown(target, &key.value, key.span, index, diagnostics.errors(), |found, close| {
                close.word.clone_into(&mut right);
                suggest_key(found, close, key.span)
            });
        // Mended, the key must not stand there twice.
        let strangers = map.iter().filter(|(other, _)| !index.ids.contains_key(&other.value)).count();
        if strangers > 1 || map.iter().any(|(other, _)| other.value == right) {
            diagnostic.fix = None;
        }
        diagnostics.push(diagnostic);
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
        if index.ids.contains_key(id) || (target == Target::Stage && index.ids.is_empty()) {
            return;
        }
        // It may lead to an entry that could not be read, unless it is plainly a known one misspelt.
        if self.partly.contains(&target)
            && !closest(id, index.ids.keys().map(String::as_str)).is_some_and(|close| close.sure)
        {
            return;
        }
        diagnostics.push(unknown(target, id, span, index, diagnostics.errors(), |found, close| {
            suggest(found, close, span, &format!("{}{prefix}", close.word))
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
        if index.ids.contains_key(step) {
            return;
        }
        let dot = if owner.is_empty() { "" } else { "." };
        let mut diagnostic =
            unknown(Target::Step, step, span, index, diagnostics.errors(), |found, close| {
                suggest(found, close, span, &format!("{owner}{dot}{}", close.word))
            });
        if index.ids.is_empty() && !owner.is_empty() {
            diagnostic = diagnostic.help(phrase!(
                "write \"{owner}\": the initiative has no steps",
                "écrivez \"{owner}\" : l'initiative n'a pas d'étapes"
            ));
        }
        diagnostics.push(diagnostic);
    }
}

/// The report of a reference that leads nowhere. `meant` adds the close id, where there is one.
fn unknown(
    target: Target,
    id: &str,
    span: Span,
    index: &Index,
    errors: usize,
    meant: impl FnOnce(Diagnostic, Close<'_>) -> Diagnostic,
) -> Diagnostic {
    let name = target.name();
    let message = match target {
        Target::Step => phrase!("there is no step `{id}`", "l'étape `{id}` n'existe pas"),
        _ => {
            phrase!("there is no {it} `{id}`", "{it} `{id}` n'existe pas"; it = Phrase::new(name, target.noun().get(Language::Fr)))
        }
    };
    let diagnostic = Diagnostic::new(Code::UnknownReference, message)
        .at(span, Phrase::fixed("leads nowhere", "ne mène nulle part"));
    // Looking for what was meant takes a look at every id: worth it for a person's mistakes, not for a thousand.
    if let Some(close) = (errors < MOST_SUGGESTED).then(|| index.close(id)).flatten() {
        return meant(diagnostic, close);
    }
    let some: Vec<&str> = index.ids.keys().take(8).map(String::as_str).collect();
    let more = if index.ids.len() > some.len() { ", …" } else { "" };
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
            "prenez l'une de celles-ci : {list}{more}, ou ajoutez une étape avec cet identifiant"
        ),
        (false, _) => phrase!(
            "use one of {list}{more}, or add a [[{name}]] with this id",
            "prenez l'un de ces identifiants : {list}{more}, ou ajoutez une entrée [[{name}]] avec le vôtre"
        ),
    })
}

/// The ids of a list, or what the entry at a position is called without one; a second use of one is an error.
fn index(
    record: &Record<'_>,
    key: &str,
    target: Target,
    unnamed: impl Fn(usize) -> Option<String>,
    diagnostics: &mut Diagnostics,
) -> Index {
    let records = record.records(key);
    let lost = record.lost(key) || records.iter().any(|record| record.lost("id"));
    let mut index = Index { ids: IndexMap::with_capacity(records.len()), lost };
    for (position, record) in records.iter().enumerate() {
        let Some(id) = record.text("id").or_else(|| unnamed(position)) else { continue };
        let span = record.span_of("id");
        if let Some(Named { span: first, .. }) = index.ids.get(&id) {
            let name = target.name();
            let message = match target {
                Target::Step => {
                    phrase!("step `{id}` is defined twice", "l'identifiant `{id}` sert à deux étapes")
                }
                _ => phrase!(
                    "{name} `{id}` is defined twice",
                    "l'identifiant `{id}` sert à deux entrées [[{name}]]"
                ),
            };
            diagnostics.push(
                Diagnostic::new(Code::DuplicateId, message)
                    .at(span, Phrase::fixed("second definition", "deuxième définition"))
                    .also(*first, Phrase::fixed("first defined here", "d'abord défini ici"))
                    .help(phrase!(
                        "if both are the same, keep one; else give one of them another id, such as `{id}-2`",
                        "si c'est la même chose, gardez-en une ; sinon donnez à l'une un autre identifiant, comme `{id}-2`"
                    )),
            );
        } else {
            let title = ["title", "name"].into_iter().filter(|key| record.table.position(key).is_some());
            let title = title.filter_map(|key| record.text(key)).next();
            index.ids.insert(id, Named { position, span, title });
        }
    }
    index
}
