//! Changes to a plan that stand in no file, such as `team.web.capacity=2`: put into the trees of its files before these are read,
//! so that a change is read and checked as if it stood in the file. Its place is that in [`Sources::changes`].
//!
//! [`Sources::changes`]: crate::source::Sources::changes

mod parse;

use std::borrow::Cow;

use toml::de::{DeTable, DeValue};

use super::{Part, closest, did_you_mean};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::fields::{Kind, Table};
use crate::language::ROOT;
use crate::phrase;
use crate::phrase::Phrase;
use crate::source::{Source, Span};
use parse::{Change, Word, moved, parse};

type Raw<'s> = toml::Spanned<DeValue<'s>>;

/// The short form that leaves an initiative out.
const DROP: &str = "drop";

/// Puts each line of the changes into the part that it is about, the last one of a key to stay.
pub(super) fn apply<'s>(parts: &mut [Part<'s>], changes: &'s Source, diagnostics: &mut Diagnostics) {
    let mut start = 0;
    for line in changes.text.split_terminator('\n') {
        let done = parse(changes, line, start).and_then(|change| change.put_into(parts));
        done.unwrap_or_else(|finding| diagnostics.push(finding));
        start += line.len() + 1;
    }
}

impl<'s> Change<'s> {
    fn put_into(self, parts: &mut [Part<'s>]) -> Result<(), Diagnostic> {
        let position = self.part(parts)?;
        let Some(part) = parts.get_mut(position) else { return Ok(()) };
        // A part counts bytes from its own start. Files come before the changes.
        let by = (self.source.span(0..0).start - part.source.span(0..0).start) as usize;
        let value = moved(self.value, by);
        put(&mut part.root, Some(&ROOT), &self.keys, value, &Target { source: self.source, by })
    }

    /// The part that a change is about: the one with the entry, or with the table.
    fn part(&self, parts: &[Part<'s>]) -> Result<usize, Diagnostic> {
        let [first, id, ..] = self.keys[..] else { return Err(no_change(self.span_of_keys())) };
        let field = ROOT.fields.iter().find(|field| field.key == first.text).ok_or_else(|| {
            let known = ROOT.fields.iter().map(|field| field.key.as_ref()).chain([DROP]);
            let name = first.text;
            let message = phrase!("a plan has no `{name}`", "un plan n'a pas de `{name}`");
            nowhere(message, name, known, self.source.span(first.range()))
        })?;
        if matches!(field.kind, Kind::Tables(_)) {
            let has = |part: &Part<'_>| ids(part.root.get(first.text)).any(|known| known == id.text);
            return parts.iter().position(has).ok_or_else(|| {
                let known = parts.iter().flat_map(|part| ids(part.root.get(first.text)));
                no_entry(first.text, id, known, self.source)
            });
        }
        let has = |part: &Part<'_>| part.root.contains_key(first.text);
        let whole = parts.iter().position(|part| part.source.plan.is_none() && has(part));
        Ok(whole.or_else(|| parts.iter().position(has)).unwrap_or(0))
    }

    fn span_of_keys(&self) -> Span {
        let ends = self.keys.first().zip(self.keys.last());
        ends.map_or_else(Span::default, |(first, last)| self.source.span(first.at..last.range().end))
    }
}

/// Where keys and values stand.
struct Target<'s> {
    source: &'s Source,
    /// Bytes from the start of the part to that of the changes.
    by: usize,
}

/// Sets the value that keys lead to from a table, with tables on the way that are not there yet. `declared` is what the language
/// says of the table, where it says something.
fn put<'s>(
    table: &mut DeTable<'s>,
    declared: Option<&'static Table>,
    keys: &[Word<'s>],
    value: Raw<'s>,
    target: &Target<'_>,
) -> Result<(), Diagnostic> {
    let [key, rest @ ..] = keys else { return Ok(()) };
    let field = declared.and_then(|table| table.fields.iter().find(|field| field.key == key.text));
    let kind = field.map(|field| &field.kind);
    let span = target.source.span(key.range());
    let range = key.at + target.by..key.range().end + target.by;
    let name = || toml::Spanned::new(range.clone(), Cow::Borrowed(key.text));
    if let (Some(Kind::Tables(inner)), [id, rest @ ..]) = (kind, rest) {
        let list = table.get_mut(key.text).map(toml::Spanned::get_mut);
        let mut entries = match list {
            Some(DeValue::Array(entries)) => entries.iter_mut(),
            _ => [].iter_mut(),
        };
        let entry = entries.find_map(|entry| match entry.get_mut() {
            DeValue::Table(entry) if id_of(entry) == Some(id.text) => Some(entry),
            _ => None,
        });
        return match entry {
            Some(_) if rest.is_empty() => Err(no_change(target.source.span(key.at..id.range().end))),
            Some(entry) => put(entry, Some(inner), rest, value, target),
            None => Err(no_entry(key.text, *id, ids(table.get(key.text)), target.source)),
        };
    }
    if rest.is_empty() {
        if let Some(Kind::List(Kind::Path)) = kind {
            let name = key.text;
            return Err(argument(
                phrase!(
                    "the files of `{name}` are read before anything can change",
                    "les fichiers de `{name}` sont lus avant tout changement"
                ),
                span,
            )
            .help(Phrase::fixed("change the plan itself for that", "pour cela, changez le plan lui-même")));
        }
        // The place of a key that is there would stay.
        table.remove(key.text);
        table.insert(name(), value);
        return Ok(());
    }
    let (inner, may_hold_keys) = match kind {
        Some(Kind::Table(inner)) => (Some(inner.get()), true),
        None | Some(Kind::Map(..) | Kind::Either(..)) => (None, true),
        Some(_) => (None, false),
    };
    let is_new = !table.contains_key(key.text);
    if is_new && may_hold_keys {
        table.insert(name(), toml::Spanned::new(range.clone(), DeValue::Table(DeTable::new())));
    }
    let done = match table.get_mut(key.text).map(toml::Spanned::get_mut) {
        Some(DeValue::Table(table)) => put(table, inner, rest, value, target),
        _ => {
            let name = key.text;
            Err(argument(
                phrase!(
                    "`{name}` is a value and holds no keys",
                    "`{name}` est une valeur et ne contient pas de clés"
                ),
                span,
            )
            .help(Phrase::fixed("give it a value as a whole", "donnez-lui une valeur entière")))
        }
    };
    if is_new && done.is_err() {
        // One slip is one finding: nothing is to be missing in a table that was only on the way.
        table.remove(key.text);
    }
    done
}

fn id_of<'a>(entry: &'a DeTable<'_>) -> Option<&'a str> {
    entry.get("id")?.get_ref().as_str()
}

/// The ids of a list of tables.
fn ids<'a>(list: Option<&'a Raw<'_>>) -> impl Iterator<Item = &'a str> {
    let entries = list.and_then(|list| list.get_ref().as_array());
    entries
        .into_iter()
        .flat_map(|entries| entries.iter())
        .filter_map(|entry| id_of(entry.get_ref().as_table()?))
}

fn argument(message: Phrase, span: Span) -> Diagnostic {
    Diagnostic::new(Code::Argument, message).at(span, Phrase::empty())
}

fn no_change(span: Span) -> Diagnostic {
    argument(Phrase::fixed("this names no value to change", "ceci ne nomme aucune valeur à changer"), span)
        .help(Phrase::fixed(
            "write KEY=VALUE, such as team.web.capacity=2, plan.start=2027-02-01 or drop=ID",
            "écrivez CLÉ=VALEUR, comme team.web.capacity=2, plan.start=2027-02-01 ou drop=ID",
        ))
}

fn no_entry<'a>(
    list: &str,
    id: Word<'_>,
    known: impl Iterator<Item = &'a str>,
    source: &Source,
) -> Diagnostic {
    let name = id.text;
    let message = match crate::fields::Target::of_list(list) {
        Some(target) => {
            phrase!("{noun} `{name}` does not exist", "{noun} `{name}` n'existe pas"; noun = target.noun())
        }
        None => phrase!("`{list}` has no entry `{name}`", "`{list}` n'a pas d'élément `{name}`"),
    };
    nowhere(message, name, known, source.span(id.range()))
}

/// The finding for a name that leads nowhere, with the nearest one.
fn nowhere<'a>(message: Phrase, name: &str, known: impl Iterator<Item = &'a str>, span: Span) -> Diagnostic {
    const SHOWN: usize = 8;
    let known: Vec<&str> = known.collect();
    let (some, more) =
        (known[..known.len().min(SHOWN)].join(", "), if known.len() > SHOWN { ", …" } else { "" });
    argument(message, span).help(match closest(name, known.iter().copied()) {
        Some(close) => did_you_mean(close.word),
        None if known.is_empty() => Phrase::fixed(
            "its entries have no ids: change the plan itself for that",
            "ses éléments n'ont pas d'identifiant : pour cela, changez le plan lui-même",
        ),
        None => phrase!("use one of {some}{more}", "prenez l'un de ceux-ci : {some}{more}"),
    })
}
