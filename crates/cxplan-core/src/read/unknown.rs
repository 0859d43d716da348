//! Keys that do not exist, and what their writer meant.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::conform::{Entry, Reader, is_kebab_case, place};
use super::{Close, OF_A_PERSON, closest, did_you_mean, meant, rename};
use crate::diag::{Code, Diagnostic};
use crate::fields::{MethodSlot, Table};
use crate::language;
use crate::phrase;
use crate::phrase::Phrase;
use crate::record::{Datum, Record, Value};
use crate::source::Span;

impl<'t> Reader<'t, '_> {
    /// Takes a value for that of the key which its own surely misspells: one slip is one finding. Where it is not sure, the
    /// value is not of that key's kind, or the key is there too, the key counts as not wholly known.
    pub(super) fn misspelt(
        &mut self,
        record: &mut Record<'t>,
        Close { word: meant, sure }: Close<'_>,
        key: Span,
        raw: &DeValue<'_>,
        span: Span,
    ) {
        let Some(index) = record.fields().iter().position(|field| field.key == meant) else {
            record.lose_method(meant.to_owned());
            return;
        };
        if sure && self.more_entries(record, index, raw, span) {
            return;
        }
        if !sure || record.has(meant) || record.lost(meant) {
            record.lose(index);
            return;
        }
        let before = std::mem::take(self.diagnostics);
        self.field(record, index, key, raw, span);
        let within = std::mem::replace(self.diagnostics, before);
        if record.has(meant) {
            within.sorted().into_iter().for_each(|diagnostic| self.diagnostics.push(diagnostic));
        }
    }

    /// Adds the entries of a list whose headings are misspelt to those under its right name, if there are any.
    fn more_entries(&mut self, record: &mut Record<'t>, index: usize, raw: &DeValue<'_>, span: Span) -> bool {
        let field = &record.fields()[index];
        let Some(Datum { value: Value::Records(records), .. }) = record.get_mut(index) else { return false };
        if !rename::has_headers(self.source, raw) {
            return false;
        }
        if let Some(Value::Records(more)) = self.value(field, &field.kind, raw, span) {
            records.extend(more);
            records.sort_by_key(|record| record.span);
        }
        true
    }

    /// Reports the keys of a table that do not exist, and gives what each may have meant.
    pub(super) fn unknown_in_table(
        &mut self,
        table: &'t Table,
        raw: &DeTable<'_>,
        unknown: &[Entry<'_, '_>],
    ) -> Vec<Option<Close<'t>>> {
        if unknown.is_empty() {
            return Vec::new();
        }
        let place = place(table);
        let methods = self.methods;
        let methods = table.methods.iter().flat_map(|_| methods.known());
        let mut fields: Vec<&'t str> = table.fields.iter().map(|field| field.key.as_ref()).collect();
        let known: Vec<&'t str> = fields.iter().copied().chain(methods).collect();
        fields.sort_unstable();
        let meant = |word: &str| close_key(table, word, &known);
        self.unknown_keys(raw, unknown, meant, |name, close| {
            let of_a_person = table.name == OF_A_PERSON;
            let message = match of_a_person {
                true => phrase!("the plan has no initiative `{name}`", "le plan n'a pas d'initiative `{name}`"),
                false => {
                    phrase!("unknown key `{name}` in {place}", "clé inconnue `{name}` dans {place}"; place = place)
                }
            };
            let diagnostic = Diagnostic::new(Code::UnknownKey, message);
            match close {
                Some(close) => diagnostic.help(did_you_mean(close.word)),
                None if of_a_person => diagnostic.help(Phrase::fixed(
                    "write the id of an initiative in brackets, and below it the inputs that you judge",
                    "écrivez l'identifiant d'une initiative entre crochets, et dessous les données que vous jugez",
                )),
                None => diagnostic.help(instead(table, name, &fields)),
            }
        })
    }

    /// Reports keys that do not exist, and gives what each may have meant, which `close_to` finds. `report` makes the finding,
    /// by the known key that it looks like.
    pub(super) fn unknown_keys<'k>(
        &mut self,
        raw: &DeTable<'_>,
        unknown: &[Entry<'_, '_>],
        close_to: impl Fn(&str) -> Option<Close<'k>>,
        report: impl Fn(&str, Option<Close<'k>>) -> Diagnostic,
    ) -> Vec<Option<Close<'k>>> {
        let meant: Vec<Option<Close<'k>>> = unknown.iter().map(|(key, ..)| close_to(key.value)).collect();
        let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
        meant.iter().flatten().for_each(|close| *wanted.entry(close.word).or_default() += 1);
        for ((key, value, span), close) in unknown.iter().zip(&meant) {
            let mut diagnostic =
                report(key.value, *close).at(key.span, Phrase::fixed("not known here", "inconnue ici"));
            if let Some(Close { word, sure }) = close {
                // A key that is there already, or that two are meant to be, would stand there twice.
                let free = match raw.get(*word) {
                    Some(there) => {
                        rename::has_headers(self.source, value)
                            && rename::has_headers(self.source, there.get_ref())
                    }
                    None => wanted[word] == 1,
                };
                if *sure
                    && free
                    && let Some(places) = rename::places(self.source, *key, value, *span)
                {
                    let edits = places.into_iter().map(|place| (place, (*word).to_owned()));
                    diagnostic =
                        diagnostic.fix(phrase!("rename it to `{word}`", "la renommer en `{word}`"), edits);
                }
            }
            self.tell(diagnostic);
        }
        meant
    }
}

/// The key of a table that a word stands for or looks like.
fn close_key<'k>(table: &Table, word: &str, known: &[&'k str]) -> Option<Close<'k>> {
    let same = |other: &'static str| known.iter().copied().find(|known| *known == other);
    let translated = meant::key(word).and_then(same).map(|word| Close { word, sure: true });
    let other_word =
        || meant::key_of(&table.name, word).and_then(same).map(|word| Close { word, sure: false });
    translated.or_else(other_word).or_else(|| closest(word, known.iter().copied()))
}

/// What to do about a key that looks like none of a table's.
fn instead(table: &Table, name: &str, keys: &[&str]) -> Phrase {
    // What belongs to another list altogether was not misplaced.
    let near = |owner: &String| match table.name.split_once('.') {
        Some((list, _)) => owner.trim_matches(['[', ']']).split('.').next() == Some(list),
        None => true,
    };
    let owners: Vec<String> = language::owners(name).into_iter().filter(near).collect();
    if !table.name.is_empty() && language::ROOT.position(name).is_some() {
        return match language::is_list(name) {
            Some(true) => phrase!(
                "give it a heading of its own, [[{name}]], with nothing before the name",
                "donnez-lui son propre titre, [[{name}]], sans rien devant le nom"
            ),
            Some(false) => phrase!(
                "give it a heading of its own, [{name}], with nothing before the name",
                "donnez-lui son propre titre, [{name}], sans rien devant le nom"
            ),
            None => phrase!(
                "move it to the top of the file, above the first heading in brackets",
                "déplacez-la tout en haut du fichier, au-dessus du premier titre entre crochets"
            ),
        };
    }
    if (1..=3).contains(&owners.len()) {
        let (list, ou) = (owners.join(" or "), owners.join(" ou "));
        return phrase!("move it: `{name}` belongs to {list}", "déplacez-la : `{name}` appartient à {ou}");
    }
    if matches!(table.methods, Some(MethodSlot::Inputs)) && is_kebab_case(name) {
        return phrase!(
            "remove it; for a method of your own, name its plugin: [scoring.{name}] plugin = \"FILE.wasm\"",
            "retirez-la ; pour une méthode à vous, nommez son plugin : [scoring.{name}] plugin = \"FICHIER.wasm\""
        );
    }
    let keys = keys.join(", ");
    phrase!("remove it, or use one of {keys}", "retirez-la, ou prenez l'une de ces clés : {keys}")
}
