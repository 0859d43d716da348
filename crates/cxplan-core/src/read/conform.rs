//! One file's table, read by its declaration.

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::{closest, did_you_mean, leaves_folder, repair};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::fields::{Field, Kind, MapKey, MethodSlot, Table, Target};
use crate::inputs::MethodTables;
use crate::phrase;
use crate::phrase::Phrase;
use crate::quantity::{Lag, Quantity};
use crate::record::{Datum, Record, Value};
use crate::source::{Source, Span, Spanned};

type Entry<'a, 's> = (Spanned<&'a str>, &'a DeValue<'s>, Span);

/// Reads the tables of one file.
pub(super) struct Reader<'t, 'd> {
    pub(super) source: &'d Source,
    pub(super) methods: &'t MethodTables,
    pub(super) diagnostics: &'d mut Diagnostics,
    /// Whether the file has errors of syntax.
    pub(super) broken: bool,
    /// Their places, in order.
    pub(super) errors: &'d [Span],
    /// Whether the list that is being read has lost an entry.
    pub(super) incomplete: bool,
}

impl<'t> Reader<'t, '_> {
    /// Reads a table. Keys that are missing are told, but not of the root: another file may have them.
    pub(super) fn table(&mut self, table: &'t Table, raw: &DeTable<'_>, span: Span) -> Record<'t> {
        let mut record = Record::new(table, span);
        for (key, value, at) in self.in_text_order(raw) {
            if let Some(index) = table.position(key.value) {
                let outer = std::mem::take(&mut self.incomplete);
                let read = self.value(&table.fields[index], &table.fields[index].kind, value, at);
                if read.is_none() || self.incomplete {
                    record.lose(index);
                }
                self.incomplete = outer;
                if let Some(value) = read {
                    record.insert(index, Datum { key: key.span, span: at, value });
                }
            } else if let Some(method) = table.methods.and_then(|slot| self.methods.get(slot, key.value)) {
                match value {
                    DeValue::Table(inner) => {
                        let inner = self.table(method, inner, at);
                        record.methods.push((owned(key), inner));
                    }
                    _ => {
                        let kind = Phrase::fixed(
                            "a table, such as { key = value }",
                            "une table, comme { clé = valeur }",
                        );
                        self.wrong_type(key.value, kind, None, value, at);
                        record.lost_methods.push(key.value.to_owned());
                    }
                }
            } else if table.methods.is_some() && self.methods.is_unavailable(key.value) {
                record.lost_methods.push(key.value.to_owned());
            } else {
                self.unknown_key(table, raw, key);
            }
        }
        if !table.name.is_empty() {
            for (index, field) in table.fields.iter().enumerate() {
                if raw.contains_key(field.key.as_ref()) {
                    continue;
                }
                if self.broken {
                    // It may stand where the text could not be read.
                    record.lose(index);
                } else if field.required {
                    let place = Phrase::fixed("in this table", "dans cette table");
                    self.diagnostics.push(missing_key(table, field).at(span, place));
                }
            }
        }
        record
    }

    fn value(&mut self, field: &Field, kind: &'t Kind, raw: &DeValue<'_>, span: Span) -> Option<Value<'t>> {
        let scalar = !matches!(raw, DeValue::Array(_) | DeValue::Table(_));
        if scalar && self.is_broken(span) {
            return None;
        }
        let key = field.key.as_ref();
        match (kind, raw) {
            (Kind::Either(one, other), _) => {
                let kind = match (accepts(one, raw), accepts(other, raw)) {
                    (true, _) => one,
                    (false, true) => other,
                    (false, false) => {
                        self.wrong_type(key, kind.expected(), Some(kind), raw, span);
                        return None;
                    }
                };
                self.value(field, kind, raw, span)
            }
            (Kind::Text | Kind::Ref(_) | Kind::Path, DeValue::String(text)) => {
                if text.trim().is_empty() {
                    self.push(
                        Code::EmptyValue,
                        phrase!("`{key}` is empty", "`{key}` est vide"),
                        span,
                        Phrase::fixed("nothing here", "rien ici"),
                        Phrase::fixed(
                            "write a text, or leave the key out",
                            "écrivez un texte, ou retirez la clé",
                        ),
                    );
                    return None;
                }
                if matches!(kind, Kind::Path) {
                    self.path(key, text, span)
                } else {
                    Some(Value::Text(text.to_string()))
                }
            }
            (Kind::Id, DeValue::String(text)) => self.id(text, span),
            (Kind::Flag, DeValue::Boolean(flag)) => Some(Value::Flag(*flag)),
            (Kind::Integer(min, max), DeValue::Integer(_)) => {
                let integer = repair::integer(raw).filter(|integer| (min..=max).contains(&integer));
                self.in_range(integer.map(Value::Integer), key, kind, raw, span)
            }
            (Kind::Number(min, max), DeValue::Integer(_) | DeValue::Float(_)) => {
                let number = repair::number(raw).filter(|number| (*min..=*max).contains(number));
                self.in_range(number.map(Value::Number), key, kind, raw, span)
            }
            (Kind::Share(min, max), DeValue::Integer(_) | DeValue::Float(_) | DeValue::String(_)) => {
                let share = repair::share(raw).filter(|share| (*min..=*max).contains(share));
                self.in_range(share.map(Value::Number), key, kind, raw, span)
            }
            (Kind::Date, DeValue::Datetime(date)) => {
                let day = date
                    .date
                    .and_then(|date| Date::new(date.year as i16, date.month as i8, date.day as i8).ok());
                if let Some(day) = day.filter(|_| date.time.is_none()) {
                    return Some(Value::Date(day));
                }
                let diagnostic = Diagnostic::new(
                    Code::ImpossibleDate,
                    phrase!("`{key}` must be a day", "`{key}` doit être un jour"),
                )
                .at(span, Phrase::fixed("not a plain date", "pas une simple date"))
                .help(Phrase::fixed(
                    "write year-month-day, such as 2027-01-04, without a time",
                    "écrivez année-mois-jour, comme 2027-01-04, sans heure",
                ));
                self.diagnostics.push(match day {
                    Some(day) => diagnostic.fix(
                        phrase!("write {day}, without the time", "écrire {day}, sans l'heure"),
                        [(span, day.to_string())],
                    ),
                    None => diagnostic,
                });
                None
            }
            (Kind::Duration, DeValue::String(text)) => {
                self.amount(Quantity::parse(text).map(Value::Duration), key, kind, span)
            }
            (Kind::Lag, DeValue::String(text)) => {
                self.amount(Lag::parse(text).map(Value::Lag), key, kind, span)
            }
            (Kind::Duration | Kind::Lag, DeValue::Integer(_) | DeValue::Float(_)) => {
                self.push(
                    Code::BadDuration,
                    phrase!("`{key}` has no unit", "`{key}` n'a pas d'unité"),
                    span,
                    Phrase::fixed("of what?", "de quoi ?"),
                    Phrase::fixed(
                        "write the unit, such as \"3d\", \"2w\" or \"1.5mo\"",
                        "écrivez l'unité, comme \"3j\", \"2sem\" ou \"1.5mois\"",
                    ),
                );
                None
            }
            (Kind::Word(words), DeValue::String(text)) => {
                let word = words.iter().position(|word| word == text.as_ref());
                if word.is_none() {
                    let diagnostic = Diagnostic::new(
                        Code::UnknownWord,
                        phrase!("`{key}` cannot be \"{text}\"", "`{key}` ne peut pas être \"{text}\""),
                    )
                    .at(span, Phrase::fixed("not among the choices", "pas parmi les choix"));
                    self.diagnostics.push(match closest(text, words.iter().map(AsRef::as_ref)) {
                        Some(close) => diagnostic.help(did_you_mean(close)).fix(
                            phrase!("write \"{close}\"", "écrire \"{close}\""),
                            [(span, format!("\"{close}\""))],
                        ),
                        None => diagnostic.help(phrase!("write {it}", "écrivez {it}"; it = kind.expected())),
                    });
                }
                word.map(Value::Word)
            }
            (Kind::List(inner), DeValue::Array(array)) => Some(Value::List(
                array
                    .iter()
                    .filter_map(|entry| {
                        let span = self.source.span(entry.span());
                        let value = self.value(field, inner, entry.get_ref(), span);
                        self.incomplete |= value.is_none();
                        Some(Datum { key: span, span, value: value? })
                    })
                    .collect(),
            )),
            (Kind::Triple(inner), DeValue::Array(array)) => {
                if array.len() != 3 {
                    self.wrong_length(key, kind, 3, array.len(), span);
                    return None;
                }
                let mut values = Vec::new();
                for entry in array.iter() {
                    let span = self.source.span(entry.span());
                    let value = self.value(field, inner, entry.get_ref(), span);
                    values.extend(value.map(|value| Datum { key: span, span, value }));
                }
                (values.len() == 3).then_some(Value::List(values))
            }
            (Kind::Numbers { names, min, max }, DeValue::Array(array)) => {
                if array.len() != names.len() {
                    self.wrong_length(key, kind, names.len(), array.len(), span);
                    return None;
                }
                let mut values = Vec::new();
                for entry in array.iter() {
                    let span = self.source.span(entry.span());
                    let number =
                        repair::number(entry.get_ref()).filter(|number| (*min..=*max).contains(number));
                    let value = self.in_range(number.map(Value::Number), key, kind, entry.get_ref(), span)?;
                    values.push(Datum { key: span, span, value });
                }
                Some(Value::List(values))
            }
            (Kind::Table(table), DeValue::Table(raw)) => {
                Some(Value::Record(self.table(table.get(), raw, span)))
            }
            (Kind::Tables(table), DeValue::Array(array)) => Some(Value::Records(
                array
                    .iter()
                    .filter_map(|entry| {
                        let span = self.source.span(entry.span());
                        if let DeValue::Table(raw) = entry.get_ref() {
                            return Some(self.table(table, raw, span));
                        }
                        let kind = Phrase::fixed(
                            "a table, such as { key = value }",
                            "une table, comme { clé = valeur }",
                        );
                        self.wrong_type(key, kind, None, entry.get_ref(), span);
                        self.incomplete = true;
                        None
                    })
                    .collect(),
            )),
            (Kind::Tables(table), DeValue::Table(_)) => {
                let name = &table.name;
                let diagnostic = Diagnostic::new(
                    Code::WrongType,
                    phrase!("`{key}` must be a list of tables", "`{key}` doit être une liste de tables"),
                )
                .at(span, Phrase::fixed("a single table", "une seule table"))
                .help(phrase!(
                    "write [[{name}]] with two brackets, once for each entry",
                    "écrivez [[{name}]] avec deux crochets, une fois pour chaque élément"
                ));
                self.diagnostics.push(repair::into_list(diagnostic, self.source, span));
                None
            }
            (Kind::Map(keys, inner), DeValue::Table(raw)) => {
                Some(Value::Map(self.map(field, keys, inner.get(), raw)))
            }
            _ => {
                self.wrong_type(key, kind.expected(), Some(kind), raw, span);
                None
            }
        }
    }

    fn map(
        &mut self,
        field: &Field,
        keys: &MapKey,
        inner: &'t Kind,
        raw: &DeTable<'_>,
    ) -> Vec<(Spanned<String>, Datum<'t>)> {
        let mut entries = Vec::new();
        for (key, value, span) in self.in_text_order(raw) {
            let known: Vec<&str> = match keys {
                MapKey::Ref(_) => Vec::new(),
                MapKey::Words(words) => words.iter().map(String::as_str).collect(),
                MapKey::Codes => Code::ALL.iter().map(|code| code.number()).collect(),
            };
            if !matches!(keys, MapKey::Ref(_)) && !known.contains(&key.value) {
                let (name, outer) = (key.value, &field.key);
                let diagnostic = Diagnostic::new(
                    Code::UnknownKey,
                    phrase!("unknown key `{name}` in `{outer}`", "clé inconnue `{name}` dans `{outer}`"),
                )
                .at(key.span, Phrase::fixed("not known here", "inconnue ici"));
                // Codes that look alike mean different things: only small letters are a slip of the pen.
                let close = match keys {
                    MapKey::Codes => known.iter().copied().find(|code| code.eq_ignore_ascii_case(name)),
                    _ => closest(name, known.iter().copied()),
                };
                let diagnostic = match (close, keys) {
                    (Some(close), _) => rename(diagnostic, key, close, raw),
                    (None, MapKey::Codes) => diagnostic.help(Phrase::fixed(
                        "write the code of a warning; `cxplan explain` lists them",
                        "écrivez le code d'un avertissement ; `cxplan explain` les énumère",
                    )),
                    (None, _) => {
                        let list = known.join(", ");
                        diagnostic.help(phrase!("write one of {list}", "écrivez l'un de {list}"))
                    }
                };
                self.diagnostics.push(diagnostic);
                continue;
            }
            if let Some(value) = self.value(field, inner, value, span) {
                entries.push((owned(key), Datum { key: key.span, span, value }));
            }
        }
        entries
    }

    /// A path that stays in the folder that it starts from, by its words; links of the file system are looked at where
    /// files are read.
    fn path(&mut self, key: &str, text: &str, span: Span) -> Option<Value<'t>> {
        if leaves_folder(text) {
            self.push(
                Code::OutsideProject,
                phrase!(
                    "`{key}` leaves the plan's folder: {text}",
                    "`{key}` sort du dossier du plan : {text}"
                ),
                span,
                Phrase::fixed("leads outside", "mène dehors"),
                Phrase::fixed(
                    "put the file beside the plan or below it, and write its path from there",
                    "placez le fichier à côté du plan ou en dessous, et écrivez son chemin depuis là",
                ),
            );
            return None;
        }
        Some(Value::Text(text.to_owned()))
    }

    fn id(&mut self, text: &str, span: Span) -> Option<Value<'t>> {
        if is_kebab_case(text) {
            return Some(Value::Text(text.to_owned()));
        }
        let better = to_kebab_case(text);
        let example = better.as_deref().unwrap_or("guest-checkout");
        let diagnostic = Diagnostic::new(
            Code::MalformedId,
            phrase!("`{text}` is not an id", "`{text}` n'est pas un identifiant"),
        )
        .at(span, Phrase::fixed("not in kebab-case", "pas en kebab-case"))
        .help(phrase!(
            "write it with small letters, digits and single hyphens, such as \"{example}\"",
            "écrivez-le en minuscules, chiffres et tirets simples, comme \"{example}\""
        ));
        self.diagnostics.push(match better {
            Some(better) => diagnostic
                .fix(phrase!("write \"{better}\"", "écrire \"{better}\""), [(span, format!("\"{better}\""))]),
            None => diagnostic,
        });
        None
    }

    fn amount(&mut self, value: Option<Value<'t>>, key: &str, kind: &Kind, span: Span) -> Option<Value<'t>> {
        if value.is_none() {
            self.push(
                Code::BadDuration,
                phrase!("`{key}` is not an amount of time", "`{key}` n'est pas une durée"),
                span,
                Phrase::fixed("cannot be read", "illisible"),
                phrase!("write {it}", "écrivez {it}"; it = kind.expected()),
            );
        }
        value
    }

    /// Whether the parser reported an error at or right beside this place.
    fn is_broken(&self, span: Span) -> bool {
        let next = self.errors.partition_point(|error| error.end < span.start);
        self.errors.get(next).is_some_and(|error| error.start <= span.end + 1)
    }

    fn in_range(
        &mut self,
        value: Option<Value<'t>>,
        key: &str,
        kind: &Kind,
        raw: &DeValue<'_>,
        span: Span,
    ) -> Option<Value<'t>> {
        if value.is_none() {
            let diagnostic = Diagnostic::new(
                Code::OutOfRange,
                phrase!("`{key}` must be {it}", "`{key}` doit être {it}"; it = kind.expected()),
            )
            .at(span, Phrase::fixed("out of range", "hors des bornes"))
            .help(phrase!("write {it}", "écrivez {it}"; it = kind.expected()));
            self.diagnostics.push(repair::percent(diagnostic, kind, raw, span));
        }
        value
    }

    fn wrong_length(&mut self, key: &str, kind: &Kind, wanted: usize, found: usize, span: Span) {
        self.push(
            Code::OutOfRange,
            phrase!(
                "`{key}` must have {wanted} values, not {found}",
                "`{key}` doit avoir {wanted} valeurs, et non {found}"
            ),
            span,
            Phrase::fixed("wrong length", "mauvaise longueur"),
            phrase!("write {it}", "écrivez {it}"; it = kind.expected()),
        );
    }

    /// `kind` where a program could turn the value into one of that kind.
    fn wrong_type(
        &mut self,
        key: &str,
        expected: Phrase,
        kind: Option<&Kind>,
        raw: &DeValue<'_>,
        span: Span,
    ) {
        let found = match raw {
            DeValue::String(_) => Phrase::fixed("this is a text", "ceci est un texte"),
            DeValue::Integer(_) | DeValue::Float(_) => {
                Phrase::fixed("this is a number", "ceci est un nombre")
            }
            DeValue::Boolean(_) => Phrase::fixed("this is true or false", "ceci est true ou false"),
            DeValue::Datetime(_) => Phrase::fixed("this is a date", "ceci est une date"),
            DeValue::Array(_) => Phrase::fixed("this is a list", "ceci est une liste"),
            DeValue::Table(_) => Phrase::fixed("this is a table", "ceci est une table"),
        };
        let diagnostic = Diagnostic::new(
            Code::WrongType,
            phrase!("`{key}` must be {it}", "`{key}` doit être {it}"; it = expected),
        )
        .at(span, found)
        .help(phrase!("write {it}", "écrivez {it}"; it = expected));
        let replacement = kind.and_then(|kind| repair::converted(kind, raw, self.source.text_at(span)));
        self.diagnostics.push(match replacement {
            Some(text) => diagnostic.fix(phrase!("write {text}", "écrire {text}"), [(span, text)]),
            None => diagnostic,
        });
    }

    fn unknown_key(&mut self, table: &Table, raw: &DeTable<'_>, key: Spanned<&str>) {
        let name = key.value;
        let place = place(table);
        let diagnostic = Diagnostic::new(
            Code::UnknownKey,
            phrase!("unknown key `{name}` in {place}", "clé inconnue `{name}` dans {place}"; place = place),
        )
        .at(key.span, Phrase::fixed("not known here", "inconnue ici"));
        let methods = table.methods.iter().flat_map(|_| self.methods.known());
        let known = table.fields.iter().map(|field| field.key.as_ref()).chain(methods);
        self.diagnostics.push(match (closest(name, known), table.methods) {
            (Some(close), _) => rename(diagnostic, key, close, raw),
            (None, Some(MethodSlot::Inputs)) => diagnostic.help(phrase!(
                "remove it; for a method of your own, name its plugin: [scoring.{name}] plugin = \"FILE.wasm\"",
                "retirez-la ; pour une méthode à vous, nommez son plugin : [scoring.{name}] plugin = \"FICHIER.wasm\""
            )),
            (None, _) => {
                let mut keys: Vec<&str> = table.fields.iter().map(|field| field.key.as_ref()).collect();
                keys.sort_unstable();
                let keys = keys.join(", ");
                diagnostic.help(phrase!(
                    "remove it, or use one of {keys}",
                    "retirez-la, ou prenez l'une de {keys}"
                ))
            }
        });
    }

    fn push(&mut self, code: Code, message: Phrase, span: Span, label: Phrase, help: Phrase) {
        self.diagnostics.push(Diagnostic::new(code, message).at(span, label).help(help));
    }

    /// The entries by place: the parser's table is ordered by key.
    fn in_text_order<'a, 's>(&self, raw: &'a DeTable<'s>) -> Vec<Entry<'a, 's>> {
        let mut entries: Vec<_> = raw
            .iter()
            .map(|(key, value)| {
                (
                    Spanned { value: key.get_ref().as_ref(), span: self.source.span(key.span()) },
                    value.get_ref(),
                    self.source.span(value.span()),
                )
            })
            .collect();
        entries.sort_by_key(|(key, ..)| key.span);
        entries
    }
}

/// The finding for a required key that is not there, without a place.
pub(super) fn missing_key(table: &Table, field: &Field) -> Diagnostic {
    let key = &field.key;
    let doc = field.doc.map(|doc| doc.trim_end_matches('.').to_owned());
    Diagnostic::new(
        Code::MissingKey,
        phrase!("{place} has no `{key}`", "{place} n'a pas de `{key}`"; place = place(table)),
    )
    .help(phrase!(
        "add `{key}`: {doc}; it must be {kind}",
        "ajoutez `{key}` : {doc} ; ce doit être {kind}";
        doc = doc, kind = field.kind.expected()
    ))
}

/// What messages call a table.
fn place(table: &Table) -> Phrase {
    if table.name.is_empty() {
        Phrase::fixed("the plan", "le plan")
    } else {
        Phrase::same(format!("[{}]", table.name))
    }
}

/// "Did you mean", with the change unless the table has that key already.
fn rename(diagnostic: Diagnostic, key: Spanned<&str>, close: &str, raw: &DeTable<'_>) -> Diagnostic {
    let diagnostic = diagnostic.help(did_you_mean(close));
    if raw.contains_key(close) {
        return diagnostic;
    }
    diagnostic
        .fix(phrase!("rename it to `{close}`", "la renommer en `{close}`"), [(key.span, close.to_owned())])
}

/// Whether a kind is written in this form.
fn accepts(kind: &Kind, raw: &DeValue<'_>) -> bool {
    match kind {
        Kind::Text | Kind::Id | Kind::Path | Kind::Word(_) | Kind::Ref(_) => {
            matches!(raw, DeValue::String(_))
        }
        Kind::Flag => matches!(raw, DeValue::Boolean(_)),
        Kind::Integer(..) => matches!(raw, DeValue::Integer(_)),
        Kind::Number(..) => matches!(raw, DeValue::Integer(_) | DeValue::Float(_)),
        // A number without a unit gets the message that asks for one.
        Kind::Share(..) | Kind::Duration | Kind::Lag => {
            matches!(raw, DeValue::Integer(_) | DeValue::Float(_) | DeValue::String(_))
        }
        Kind::Date => matches!(raw, DeValue::Datetime(_)),
        Kind::List(_) | Kind::Triple(_) | Kind::Numbers { .. } | Kind::Tables(_) => {
            matches!(raw, DeValue::Array(_))
        }
        Kind::Table(_) | Kind::Map(..) => matches!(raw, DeValue::Table(_)),
        Kind::Either(one, other) => accepts(one, raw) || accepts(other, raw),
    }
}

fn owned(key: Spanned<&str>) -> Spanned<String> {
    Spanned { value: key.value.to_owned(), span: key.span }
}

fn is_kebab_case(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// The nearest id; none where nothing of the text can stay.
fn to_kebab_case(text: &str) -> Option<String> {
    let mut id = String::new();
    for c in text.chars().flat_map(char::to_lowercase).take(64) {
        match c {
            'a'..='z' | '0'..='9' => id.push(c),
            'à' | 'â' | 'ä' => id.push('a'),
            'ç' => id.push('c'),
            'é' | 'è' | 'ê' | 'ë' => id.push('e'),
            'î' | 'ï' => id.push('i'),
            'ô' | 'ö' => id.push('o'),
            'ù' | 'û' | 'ü' => id.push('u'),
            'œ' => id.push_str("oe"),
            _ if !id.is_empty() && !id.ends_with('-') => id.push('-'),
            _ => {}
        }
    }
    id.truncate(64);
    let id = id.trim_end_matches('-');
    (!id.is_empty()).then(|| id.to_owned())
}

impl Table {
    /// Position of the field with this key.
    pub(crate) fn position(&self, key: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.key == key)
    }

    /// The lists that references in this table lead to are told apart by this.
    pub(crate) fn target_of(&self, key: &str) -> Option<Target> {
        fn target(kind: &Kind) -> Option<Target> {
            match kind {
                Kind::Ref(target) => Some(*target),
                Kind::List(inner) => target(inner),
                _ => None,
            }
        }
        target(&self.fields[self.position(key)?].kind)
    }
}
