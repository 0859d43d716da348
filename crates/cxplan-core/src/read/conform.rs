//! One file's table, read by its declaration.

use std::borrow::Cow;

use jiff::civil::Date;
use toml::de::{DeArray, DeTable, DeValue};

use super::{Close, Part, closest, did_you_mean, leaves_folder, meant, repair};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::fields::{Field, Kind, MapKey, Table, Target};
use crate::inputs::MethodTables;
use crate::phrase;
use crate::phrase::Phrase;
use crate::quantity::{self, Excess, Lag, Quantity};
use crate::record::{Datum, Record, Value};
use crate::source::{Source, Span, Spanned};

pub(super) type Entry<'a, 's> = (Spanned<&'a str>, &'a DeValue<'s>, Span);

/// Reads the tables of one file.
pub(super) struct Reader<'t, 'd> {
    pub(super) source: &'d Source,
    /// Where the values stand that came into it from elsewhere.
    pub(super) changes: Option<&'d Source>,
    pub(super) methods: &'t MethodTables,
    pub(super) diagnostics: &'d mut Diagnostics,
    /// Whether the file has errors of syntax.
    pub(super) broken: bool,
    /// Their places, in order.
    pub(super) errors: &'d [Span],
    /// The stretches of text around them, in order.
    pub(super) misread: &'d [Span],
    /// Whether there were keys that nobody knows with tables or lists in them: another list may be meant.
    pub(super) strange: bool,
    /// Whether the list that is being read has lost an entry.
    pub(super) incomplete: bool,
}

impl<'t, 'd> Reader<'t, 'd> {
    /// A reader of one file.
    pub(super) fn new(
        part: &'d Part<'_>,
        methods: &'t MethodTables,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            source: part.source,
            changes: part.changes,
            methods,
            diagnostics,
            broken: part.broken,
            errors: &part.errors,
            misread: &part.misread,
            strange: false,
            incomplete: false,
        }
    }

    /// Reads a table. Keys that are missing are told, but not of the root: another file may have them.
    pub(super) fn table(&mut self, table: &'t Table, raw: &DeTable<'_>, span: Span) -> Record<'t> {
        let mut record = Record::with_room(table, span, raw.len());
        let mut unknown = Vec::new();
        for (key, value, at) in self.in_text_order(raw) {
            if let Some(index) = table.position(key.value) {
                self.field(&mut record, index, key.span, value, at);
            } else if let Some(method) = table.methods.and_then(|slot| self.methods.get(slot, key.value)) {
                match value {
                    DeValue::Table(inner) => {
                        let inner = self.table(method, inner, at);
                        // Most records have one, and a vector would make room for four.
                        record.methods.reserve_exact(1);
                        record.methods.push((owned(key), inner));
                    }
                    _ => {
                        let kind = Phrase::fixed(
                            "a table, such as { key = value }",
                            "une table, comme { clé = valeur }",
                        );
                        self.wrong_type(key.value, kind, None, value, at);
                        record.lose_method(key.value.to_owned());
                    }
                }
            } else if table.methods.is_some() && self.methods.is_unavailable(key.value) {
                record.lose_method(key.value.to_owned());
            } else {
                unknown.push((key, value, at));
            }
        }
        let meant = self.unknown_in_table(table, raw, &unknown);
        for ((key, value, at), close) in unknown.into_iter().zip(meant) {
            let strange = !close.is_some_and(|close| close.sure);
            record.strange |= strange;
            self.strange |= strange && matches!(value, DeValue::Table(_) | DeValue::Array(_));
            if let Some(close) = close {
                self.misspelt(&mut record, close, key.span, value, at);
            }
        }
        if !table.name.is_empty() {
            for (index, field) in table.fields.iter().enumerate() {
                let key = field.key.as_ref();
                if record.has(key) || record.lost(key) {
                    continue;
                }
                if self.broken {
                    // It may stand where the text could not be read.
                    record.lose(index);
                } else if field.required {
                    let whose = owner(table, raw);
                    let place = Phrase::fixed("it belongs here", "sa place est ici");
                    self.tell(missing_key(whose, field).at(span, place));
                }
            }
        }
        record
    }

    /// Reads the value of the n-th key of a table.
    pub(super) fn field(
        &mut self,
        record: &mut Record<'t>,
        index: usize,
        key: Span,
        raw: &DeValue<'_>,
        span: Span,
    ) {
        let field = &record.fields()[index];
        let outer = std::mem::take(&mut self.incomplete);
        let read = self.value(field, &field.kind, raw, span);
        if read.is_none() || self.incomplete {
            record.lose(index);
        }
        self.incomplete = outer;
        if let Some(value) = read {
            record.insert(index, Datum { key, span, value });
        }
    }

    pub(super) fn value(
        &mut self,
        field: &Field,
        kind: &'t Kind,
        raw: &DeValue<'_>,
        span: Span,
    ) -> Option<Value<'t>> {
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
                match kind {
                    Kind::Path => self.path(key, text, span),
                    _ => Some(Value::Text(text.to_string())),
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
                if let Some(share) = share.filter(|share| *share >= 2.0 && raw.as_str().is_none()) {
                    self.tell(repair::doubtful_share(key, share, span));
                }
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
                self.tell(match day {
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
                self.no_unit(key, span);
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
                    self.tell(match meant::word(text, words) {
                        Some(close) => suggest(diagnostic, close, span, close.word),
                        None => diagnostic.help(phrase!("write {it}", "écrivez {it}"; it = kind.expected())),
                    });
                }
                word.map(Value::Word)
            }
            (Kind::List(inner), DeValue::Array(array)) => {
                let mut list = Vec::with_capacity(array.len());
                for entry in array.iter() {
                    let span = self.source.span(entry.span());
                    let value = self.value(field, inner, entry.get_ref(), span);
                    self.incomplete |= value.is_none();
                    list.extend(value.map(|value| Datum { key: span, span, value }));
                }
                Some(Value::List(list))
            }
            (Kind::Triple(inner), DeValue::Array(array)) => self.three(field, kind, inner, array, span),
            (Kind::Estimate(inner), DeValue::Array(array)) => {
                let three = self.three(field, kind, inner, array, span)?;
                self.ascending(key, three, span)
            }
            (Kind::Estimate(inner), _) => self.value(field, inner, raw, span),
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
                Some(Value::Record(Box::new(self.table(table.get(), raw, span))))
            }
            (Kind::Tables(table), DeValue::Array(array)) => {
                let mut records = Vec::with_capacity(array.len());
                for entry in array.iter() {
                    let span = self.source.span(entry.span());
                    if let DeValue::Table(raw) = entry.get_ref() {
                        records.push(self.table(table, raw, span));
                        continue;
                    }
                    let kind = Phrase::fixed(
                        "a table, such as { key = value }",
                        "une table, comme { clé = valeur }",
                    );
                    self.wrong_type(key, kind, None, entry.get_ref(), span);
                    self.incomplete = true;
                }
                Some(Value::Records(records))
            }
            (Kind::Tables(_), DeValue::Table(_)) => {
                self.tell(repair::into_list(self.source, key, span));
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
        let mut unknown = Vec::new();
        let known: Option<Vec<&str>> = match keys {
            MapKey::Ref(_) | MapKey::Names => None,
            MapKey::Words(words) => Some(words.iter().map(String::as_str).collect()),
            MapKey::Codes => {
                Some(Code::ALL.iter().filter(|code| code.has_level()).map(|code| code.number()).collect())
            }
        };
        for (key, value, span) in self.in_text_order(raw) {
            if known.as_ref().is_some_and(|known| !known.contains(&key.value)) {
                unknown.push((key, value, span));
                continue;
            }
            let named = !matches!(keys, MapKey::Names) || self.name(key);
            match self.value(field, inner, value, span) {
                Some(value) if named => entries.push((owned(key), Datum { key: key.span, span, value })),
                _ => self.incomplete = true,
            }
        }
        let (outer, known) = (&field.key, known.unwrap_or_default());
        let meant = |word: &str| closest(word, known.iter().copied());
        self.unknown_keys(raw, &unknown, meant, |name, close| {
            let message = match Code::from_number(name) {
                Some(code) if !code.has_level() => {
                    phrase!("`{name}` is always an error", "`{name}` est toujours une erreur")
                }
                _ => phrase!("unknown key `{name}` in `{outer}`", "clé inconnue `{name}` dans `{outer}`"),
            };
            let diagnostic = Diagnostic::new(Code::UnknownKey, message);
            let list = known.join(", ");
            diagnostic.help(match (close, keys) {
                (Some(close), _) => did_you_mean(close.word),
                (None, MapKey::Codes) => Phrase::fixed(
                    "write the code of a warning, such as CXP1001; `cxplan explain` lists them",
                    "écrivez le code d'un avertissement, comme CXP1001 ; `cxplan explain` les énumère",
                ),
                _ => phrase!("write one of {list}", "écrivez l'une de ces clés : {list}"),
            })
        });
        entries
    }

    fn three(
        &mut self,
        field: &Field,
        kind: &Kind,
        inner: &'t Kind,
        array: &DeArray<'_>,
        span: Span,
    ) -> Option<Value<'t>> {
        if array.len() != 3 {
            self.wrong_length(&field.key, kind, 3, array.len(), span);
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

    /// Three numbers, as long as none is below the one before it.
    fn ascending(&mut self, key: &str, three: Value<'t>, span: Span) -> Option<Value<'t>> {
        let Value::List(values) = &three else { return None };
        if values.iter().filter_map(Datum::as_number).is_sorted() {
            return Some(three);
        }
        let diagnostic = Diagnostic::new(
            Code::WrongOrder,
            phrase!("the values of `{key}` do not go up", "les valeurs de `{key}` ne montent pas"),
        );
        self.tell(diagnostic.at(span, Phrase::fixed("not in order", "pas dans l'ordre")).help(
            Phrase::fixed(
                "write low, likely and high in this order",
                "écrivez bas, probable et haut dans cet ordre",
            ),
        ));
        None
    }

    /// Whether a key is a name that the plan may make up; told where not.
    fn name(&mut self, key: Spanned<&str>) -> bool {
        let name = key.value;
        if is_name(name) {
            return true;
        }
        let diagnostic = Diagnostic::new(
            Code::MalformedId,
            phrase!("`{name}` is not a name", "`{name}` n'est pas un nom"),
        )
        .at(key.span, Phrase::fixed("not well formed", "mal formé"));
        self.tell(diagnostic.help(match to_kebab_case(name).map(|better| better.replace('-', "_")) {
            Some(better) if is_name(&better) => phrase!("write {better}", "écrivez {better}"),
            _ => Phrase::fixed(
                "begin with a letter, and use small letters, digits and `_`",
                "commencez par une lettre, avec des minuscules, des chiffres et des `_`",
            ),
        }));
        false
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
        let (better, long) = (to_kebab_case(text), text.len() > MOST_OF_ID);
        let example = better.as_deref().filter(|_| !long).unwrap_or("guest-checkout");
        let diagnostic = Diagnostic::new(
            Code::MalformedId,
            phrase!("`{text}` is not an id", "`{text}` n'est pas un identifiant"),
        );
        // Which part of a long text to keep is for the writer to say.
        if long {
            self.tell(diagnostic.at(span, Phrase::fixed("too long", "trop long")).help(phrase!(
                "write it with at most {MOST_OF_ID} small letters, digits and single hyphens, such as \"{example}\"",
                "écrivez-le avec au plus {MOST_OF_ID} minuscules, chiffres et tirets simples, comme \"{example}\""
            )));
            return None;
        }
        let diagnostic = diagnostic
        .at(
            span,
            Phrase::fixed(
                "small letters, digits and hyphens only",
                "minuscules, chiffres et tirets seulement",
            ),
        )
        .help(phrase!(
            "write it without capitals, accents and spaces, in at most 64 characters, such as \"{example}\"",
            "écrivez-le sans majuscules, accents ni espaces, en 64 caractères au plus, comme \"{example}\""
        ));
        self.tell(match better {
            Some(better) => diagnostic
                .fix(phrase!("write \"{better}\"", "écrire \"{better}\""), [(span, format!("\"{better}\""))]),
            None => diagnostic,
        });
        None
    }

    fn amount(&mut self, value: Option<Value<'t>>, key: &str, kind: &Kind, span: Span) -> Option<Value<'t>> {
        if value.is_none() {
            let written = self.text_at(span);
            let diagnostic = Diagnostic::new(
                Code::BadDuration,
                phrase!("`{key}` cannot be {written}", "`{key}` ne peut pas être {written}"),
            );
            let text = written.trim_matches('"');
            let (label, help) = match quantity::excess(text) {
                Some(Excess::Long) => (
                    Phrase::fixed("too long", "trop long"),
                    Phrase::fixed(
                        "write at most 10000 days, weeks or months (\"d\", \"w\", \"mo\")",
                        "écrivez au plus 10000 jours, semaines ou mois (\"j\", \"sem\", \"mois\")",
                    ),
                ),
                Some(Excess::Decimals) => (
                    Phrase::fixed("too many decimals", "trop de décimales"),
                    Phrase::fixed("write three decimals at most", "écrivez au plus trois décimales"),
                ),
                None => (
                    Phrase::fixed("not a number with a unit", "pas un nombre avec son unité"),
                    phrase!("write {it}", "écrivez {it}"; it = kind.expected()),
                ),
            };
            let diagnostic = diagnostic.at(span, label);
            if text.parse::<f64>().is_ok() {
                self.no_unit(key, span);
                return None;
            }
            self.tell(if let Some(right) = meant::amount(text) {
                diagnostic
                    .help(phrase!("write \"{right}\"", "écrivez \"{right}\""))
                    .fix(phrase!("write \"{right}\"", "écrire \"{right}\""), [(span, format!("\"{right}\""))])
            } else if text.trim_end().ends_with('h') {
                diagnostic.help(Phrase::fixed(
                    "write days, such as \"0.5d\" for half a day of work",
                    "écrivez des jours, comme \"0.5j\" pour une demi-journée de travail",
                ))
            } else {
                diagnostic.help(help)
            });
        }
        value
    }

    fn no_unit(&mut self, key: &str, span: Span) {
        let number = self.text_at(span).trim_matches('"');
        self.push(
            Code::BadDuration,
            phrase!("`{key}` has no unit", "`{key}` n'a pas d'unité"),
            span,
            Phrase::fixed("of what?", "de quoi ?"),
            phrase!(
                "write \"{number}d\" for days, \"{number}w\" for weeks or \"{number}mo\" for months",
                "écrivez \"{number}j\" pour des jours, \"{number}sem\" pour des semaines ou \"{number}mois\" pour des mois"
            ),
        );
    }

    /// How the value at a place is written.
    fn text_at(&self, span: Span) -> &'d str {
        let changes = self.changes.filter(|changes| changes.holds(span));
        changes.unwrap_or(self.source).text_at(span)
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
            let written = self.text_at(span);
            let diagnostic = Diagnostic::new(
                Code::OutOfRange,
                phrase!("`{key}` cannot be {written}", "`{key}` ne peut pas être {written}"),
            )
            .at(span, Phrase::fixed("out of range", "hors des bornes"));
            self.tell(match repair::percent(kind, raw) {
                Some(right) => diagnostic
                    .help(phrase!(
                        "write {right}, or a share from 0 to 1",
                        "écrivez {right}, ou une part de 0 à 1"
                    ))
                    .fix(phrase!("write {right}", "écrire {right}"), [(span, right)]),
                None => diagnostic.help(phrase!("write {it}", "écrivez {it}"; it = kind.expected())),
            });
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
    pub(super) fn wrong_type(
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
        let short = kind.map_or_else(|| expected.clone(), Kind::short);
        let diagnostic = Diagnostic::new(
            Code::WrongType,
            phrase!("`{key}` must be {it}", "`{key}` doit être {it}"; it = short),
        )
        .at(span, found);
        if let (Some(Kind::Date), DeValue::String(text)) = (kind, raw) {
            return self.tell(repair::date_help(diagnostic, text, span));
        }
        let written = self.text_at(span);
        // A change may hold a text without quotes.
        let written = match raw {
            DeValue::String(text) if !written.starts_with(['"', '\'']) => Cow::from(format!("\"{text}\"")),
            _ => Cow::from(written),
        };
        let replacement = kind.and_then(|kind| repair::converted(kind, raw, &written));
        self.tell(match replacement {
            Some(text) => diagnostic
                .help(phrase!("write {text}", "écrivez {text}"))
                .fix(phrase!("write {text}", "écrire {text}"), [(span, text)]),
            None => diagnostic.help(phrase!("write {it}", "écrivez {it}"; it = expected)),
        });
    }

    /// Adds a finding, unless it is about what the parser made of a line that it could not read.
    pub(super) fn tell(&mut self, diagnostic: Diagnostic) {
        let misread = diagnostic.primary.as_ref().is_some_and(|(span, _)| {
            let next = self.misread.partition_point(|stretch| stretch.end < span.start);
            self.misread.get(next).is_some_and(|stretch| stretch.start <= span.start)
        });
        if !misread {
            self.diagnostics.push(diagnostic);
        }
    }

    fn push(&mut self, code: Code, message: Phrase, span: Span, label: Phrase, help: Phrase) {
        self.tell(Diagnostic::new(code, message).at(span, label).help(help));
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
pub(super) fn missing_key(whose: Phrase, field: &Field) -> Diagnostic {
    let key = &field.key;
    let doc = field.doc.map(|doc| lower_first(doc.trim_end_matches('.')));
    let heading = match &field.kind {
        Kind::Tables(_) => Some(format!("[[{key}]]")),
        Kind::Table(_) => Some(format!("[{key}]")),
        _ => None,
    };
    let (message, help) = match (heading, field.kind.expected()) {
        (Some(heading), _) => (
            phrase!("{whose} has no {heading}", "{whose} n'a pas de {heading}"; whose = whose),
            phrase!("add {heading}: {doc}", "ajoutez {heading} : {doc}"; doc = doc),
        ),
        (None, kind) => (
            phrase!("{whose} has no `{key}`", "{whose} n'a pas de clé `{key}`"; whose = whose),
            // A line of help that only says the key again is none.
            match doc.en() == key || doc.en().is_empty() {
                true => phrase!("add `{key}`, {kind}", "ajoutez `{key}`, {kind}"; kind = kind),
                false => {
                    phrase!("add `{key}`, {kind}: {doc}", "ajoutez `{key}`, {kind} : {doc}"; doc = doc, kind = kind)
                }
            },
        ),
    };
    Diagnostic::new(Code::MissingKey, message).help(help)
}

/// A line of help inside a sentence. Words in capitals, such as RICE, stay.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

/// What messages call a table.
pub(super) fn place(table: &Table) -> Phrase {
    if table.name.is_empty() {
        Phrase::fixed("the plan", "le plan")
    } else {
        Phrase::same(format!("[{}]", table.name))
    }
}

/// What messages call an entry of a list: by its id where it has one.
fn owner(table: &Table, raw: &DeTable<'_>) -> Phrase {
    let id = raw.get("id").and_then(|id| id.get_ref().as_str());
    match (Target::of_list(table.name.rsplit('.').next().unwrap_or_default()), id) {
        (Some(target), Some(id)) => phrase!("{noun} `{id}`", "{noun} `{id}`"; noun = target.noun()),
        _ => place(table),
    }
}

/// "Did you mean" for a text, with the change where that is sure. `text` is the right text.
pub(crate) fn suggest(diagnostic: Diagnostic, close: Close<'_>, span: Span, text: &str) -> Diagnostic {
    replace(diagnostic, close, span, toml::Value::String(text.to_owned()).to_string())
}

/// "Did you mean" for the key of a table, which is an id and so stands without quotes.
pub(crate) fn suggest_key(diagnostic: Diagnostic, close: Close<'_>, span: Span) -> Diagnostic {
    replace(diagnostic, close, span, close.word.to_owned())
}

fn replace(diagnostic: Diagnostic, close: Close<'_>, span: Span, text: String) -> Diagnostic {
    let diagnostic = diagnostic.help(did_you_mean(close.word));
    if !close.sure {
        return diagnostic;
    }
    diagnostic.fix(phrase!("write {text}", "écrire {text}"), [(span, text)])
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
        Kind::Estimate(inner) => matches!(raw, DeValue::Array(_)) || accepts(inner, raw),
        Kind::Either(one, other) => accepts(one, raw) || accepts(other, raw),
    }
}

fn owned(key: Spanned<&str>) -> Spanned<String> {
    Spanned { value: key.value.to_owned(), span: key.span }
}

/// The most letters, digits and hyphens of an id.
const MOST_OF_ID: usize = 64;

pub(super) fn is_kebab_case(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MOST_OF_ID
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// Whether a text is a name that a plan may make up for an entry of a method's table.
fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase()) && is_kebab_case(&text.replace('_', "-"))
}

/// The nearest id; none where nothing of the text can stay.
pub(super) fn to_kebab_case(text: &str) -> Option<String> {
    let mut id = String::new();
    for c in text.chars().flat_map(char::to_lowercase).take(MOST_OF_ID) {
        match c {
            'a'..='z' | '0'..='9' => id.push(c),
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => id.push('a'),
            'ç' => id.push('c'),
            'é' | 'è' | 'ê' | 'ë' => id.push('e'),
            'î' | 'ï' | 'í' | 'ì' => id.push('i'),
            'ñ' => id.push('n'),
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' | 'ø' => id.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => id.push('u'),
            'œ' => id.push_str("oe"),
            'æ' => id.push_str("ae"),
            'ß' => id.push_str("ss"),
            _ if !id.is_empty() && !id.ends_with('-') => id.push('-'),
            _ => {}
        }
    }
    id.truncate(MOST_OF_ID);
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
