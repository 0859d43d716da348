//! Reading: TOML text into a [`Record`] that follows the field tables. Goes on after an error and reports them all.

use std::ops::Range;

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::fields::{Field, Kind, MapKey, MethodSlot, Table};
use crate::inputs::MethodTables;
use crate::quantity::Quantity;
use crate::record::{Datum, Record, Value};
use crate::source::{Source, Span, Spanned};

type Entry<'a, 's> = (Spanned<&'a str>, &'a DeValue<'s>, Span);

/// The TOML tree of a plan.
#[derive(Debug)]
pub struct Document<'s> {
    root: DeTable<'s>,
    /// Whether the text has errors of syntax. The tree then lacks what could not be read, so that a missing key is not
    /// worth a message of its own.
    broken: bool,
    /// Places of the errors of syntax, in order; what stands there is what the parser made of it, not the plan.
    errors: Vec<Span>,
}

/// Parses the text as TOML, going on after an error.
pub fn parse<'s>(source: &'s Source, diagnostics: &mut Diagnostics) -> Document<'s> {
    let (root, errors) = DeTable::parse_recoverable(&source.text);
    for error in &errors {
        diagnostics.push(syntax_error(&source.text, error.message(), error.span()));
    }
    let mut places: Vec<Span> = errors.iter().filter_map(|error| error.span().map(Span::from)).collect();
    places.sort_unstable();
    if errors.is_empty() && root.get_ref().is_empty() {
        diagnostics.push(Diagnostic::new(Code::Empty, "the plan is empty").help(
            "start with `cxplan init`, or write [plan] with a title and a start, and an [[initiative]]",
        ));
    }
    Document {
        broken: !errors.is_empty() || root.get_ref().is_empty(),
        errors: places,
        root: root.into_inner(),
    }
}

/// A plugin that the plan names: `[scoring.<method>] plugin = "<path>"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginRef {
    /// Key under `[scoring]`.
    pub method: String,
    /// The path as written.
    pub path: Spanned<String>,
}

impl Document<'_> {
    /// The plugins that the plan names. Their declarations are needed before the plan can be checked.
    pub fn plugins(&self) -> Vec<PluginRef> {
        let Some(DeValue::Table(scoring)) = self.root.get("scoring").map(toml::Spanned::get_ref) else {
            return Vec::new();
        };
        let mut plugins: Vec<PluginRef> = scoring
            .iter()
            .filter_map(|(key, value)| {
                let path = value.get_ref().as_table()?.get("plugin")?;
                Some(PluginRef {
                    method: key.get_ref().to_string(),
                    path: Spanned { value: path.get_ref().as_str()?.to_owned(), span: path.span().into() },
                })
            })
            .collect();
        plugins.sort_by_key(|plugin| plugin.path.span);
        plugins
    }

    /// Whether the plan mentions a method under `[scoring]` or in an initiative.
    pub fn mentions(&self, method: &str) -> bool {
        let table_has =
            |value: &DeValue<'_>| value.as_table().is_some_and(|table| table.contains_key(method));
        let named = |value: &DeValue<'_>| value.as_str() == Some(method);
        let scoring = self.root.get("scoring").map(toml::Spanned::get_ref);
        scoring.is_some_and(|scoring| {
            table_has(scoring)
                || scoring.get("primary").is_some_and(|primary| named(primary.get_ref()))
                || scoring
                    .get("compare")
                    .and_then(|compare| compare.get_ref().as_array())
                    .is_some_and(|compare| compare.iter().any(|entry| named(entry.get_ref())))
        }) || self
            .root
            .get("initiative")
            .and_then(|initiatives| initiatives.get_ref().as_array())
            .is_some_and(|initiatives| initiatives.iter().any(|initiative| table_has(initiative.get_ref())))
    }
}

/// Reads the whole document by the field tables.
pub fn conform<'t>(
    document: &Document<'_>,
    root: &'t Table,
    methods: &'t MethodTables,
    diagnostics: &mut Diagnostics,
) -> Record<'t> {
    let mut reader =
        Reader { methods, diagnostics, broken: document.broken, errors: &document.errors, incomplete: false };
    reader.table(root, &document.root, Span::default())
}

struct Reader<'t, 'd> {
    methods: &'t MethodTables,
    diagnostics: &'d mut Diagnostics,
    broken: bool,
    errors: &'d [Span],
    /// Whether the list that is being read has lost an entry.
    incomplete: bool,
}

impl<'t> Reader<'t, '_> {
    fn table(&mut self, table: &'t Table, raw: &DeTable<'_>, span: Span) -> Record<'t> {
        let mut record = Record::new(table, span);
        for (key, value, at) in in_text_order(raw) {
            if let Some(index) = table.fields.iter().position(|field| field.key == key.value) {
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
                        self.wrong_type(key.value, "a table, such as { key = value }", value, at);
                        record.lost_methods.push(key.value.to_owned());
                    }
                }
            } else if table.methods.is_some() && self.methods.is_unavailable(key.value) {
                record.lost_methods.push(key.value.to_owned());
            } else {
                self.unknown_key(table, key);
            }
        }
        for field in
            table.fields.iter().filter(|field| field.required && !raw.contains_key(field.key.as_ref()))
        {
            if !self.broken {
                self.missing_key(table, field, span);
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
            (Kind::Text | Kind::Ref(_), DeValue::String(text)) => {
                if text.trim().is_empty() {
                    self.push(
                        Code::EmptyValue,
                        format!("`{key}` is empty"),
                        span,
                        "nothing here",
                        "write a text, or leave the key out",
                    );
                    return None;
                }
                Some(Value::Text(text.to_string()))
            }
            (Kind::Id, DeValue::String(text)) => {
                if !is_kebab_case(text) {
                    self.push(
                        Code::MalformedId,
                        format!("`{text}` is not an id"),
                        span,
                        "not in kebab-case",
                        format!(
                            "write it with small letters, digits and single hyphens, such as \"{}\"",
                            to_kebab_case(text)
                        ),
                    );
                    return None;
                }
                Some(Value::Text(text.to_string()))
            }
            (Kind::Flag, DeValue::Boolean(flag)) => Some(Value::Flag(*flag)),
            (Kind::Integer(min, max), DeValue::Integer(_)) => {
                let integer = integer(raw).filter(|integer| (min..=max).contains(&integer));
                self.in_range(integer.map(Value::Integer), key, kind, span)
            }
            (Kind::Number(min, max), DeValue::Integer(_) | DeValue::Float(_)) => {
                let number = number(raw).filter(|number| (*min..=*max).contains(number));
                self.in_range(number.map(Value::Number), key, kind, span)
            }
            (Kind::Share(min, max), DeValue::Integer(_) | DeValue::Float(_) | DeValue::String(_)) => {
                let share = share(raw).filter(|share| (*min..=*max).contains(share));
                self.in_range(share.map(Value::Number), key, kind, span)
            }
            (Kind::Date, DeValue::Datetime(date)) => {
                let day = date
                    .date
                    .filter(|_| date.time.is_none())
                    .and_then(|date| Date::new(date.year as i16, date.month as i8, date.day as i8).ok());
                if day.is_none() {
                    self.push(
                        Code::ImpossibleDate,
                        format!("`{key}` must be a day"),
                        span,
                        "not a plain date",
                        "write year-month-day, such as 2027-01-04, without a time",
                    );
                }
                day.map(Value::Date)
            }
            (Kind::Duration, DeValue::String(text)) => {
                let quantity = Quantity::parse(text);
                if quantity.is_none() {
                    self.push(
                        Code::BadDuration,
                        format!("`{key}` is not an amount of time"),
                        span,
                        "cannot be read",
                        "write a number and d, w or mo, such as \"3d\", \"2w\" or \"1.5mo\"",
                    );
                }
                quantity.map(Value::Duration)
            }
            (Kind::Duration, DeValue::Integer(_) | DeValue::Float(_)) => {
                self.push(
                    Code::BadDuration,
                    format!("`{key}` has no unit"),
                    span,
                    "of what?",
                    "write the unit, such as \"3d\", \"2w\" or \"1.5mo\"",
                );
                None
            }
            (Kind::Word(words), DeValue::String(text)) => {
                let word = words.iter().position(|word| word == text.as_ref());
                if word.is_none() {
                    let help = suggestion(text, words.iter().map(AsRef::as_ref))
                        .unwrap_or_else(|| format!("write {}", kind.expected()));
                    self.push(
                        Code::UnknownWord,
                        format!("`{key}` cannot be \"{text}\""),
                        span,
                        "not among the choices",
                        help,
                    );
                }
                word.map(Value::Word)
            }
            (Kind::List(inner), DeValue::Array(array)) => Some(Value::List(
                array
                    .iter()
                    .filter_map(|entry| {
                        let span = Span::from(entry.span());
                        let value = self.value(field, inner, entry.get_ref(), span);
                        self.incomplete |= value.is_none();
                        Some(Datum { key: span, span, value: value? })
                    })
                    .collect(),
            )),
            (Kind::Numbers { names, min, max }, DeValue::Array(array)) => {
                if array.len() != names.len() {
                    self.push(
                        Code::OutOfRange,
                        format!("`{key}` must have {} numbers, not {}", names.len(), array.len()),
                        span,
                        "wrong length",
                        format!("write {}", kind.expected()),
                    );
                    return None;
                }
                let mut values = Vec::new();
                for entry in array.iter() {
                    let span = Span::from(entry.span());
                    let number = number(entry.get_ref()).filter(|number| (*min..=*max).contains(number));
                    values.push(Datum {
                        key: span,
                        span,
                        value: self.in_range(number.map(Value::Number), key, kind, span)?,
                    });
                }
                Some(Value::List(values))
            }
            (Kind::Table(table), DeValue::Table(raw)) => {
                Some(Value::Record(self.table(table.get(), raw, span)))
            }
            (Kind::Tables(table), DeValue::Array(array)) => Some(Value::Records(
                array
                    .iter()
                    .filter_map(|entry| match entry.get_ref() {
                        DeValue::Table(raw) => Some(self.table(table, raw, entry.span().into())),
                        other => {
                            self.wrong_type(
                                key,
                                "a table, such as { key = value }",
                                other,
                                entry.span().into(),
                            );
                            None
                        }
                    })
                    .collect(),
            )),
            (Kind::Tables(_), DeValue::Table(_)) => {
                self.push(
                    Code::WrongType,
                    format!("`{key}` must be a list of tables"),
                    span,
                    "a single table",
                    format!("write [[{key}]] with two brackets, once for each entry"),
                );
                None
            }
            (Kind::Map(keys, inner), DeValue::Table(raw)) => {
                Some(Value::Map(self.map(field, Some(keys), inner, raw)))
            }
            (Kind::StaticMap(_, inner), DeValue::Table(raw)) => {
                Some(Value::Map(self.map(field, None, inner, raw)))
            }
            _ => {
                self.wrong_type(key, &kind.expected(), raw, span);
                None
            }
        }
    }

    fn map(
        &mut self,
        field: &Field,
        keys: Option<&MapKey>,
        inner: &'t Kind,
        raw: &DeTable<'_>,
    ) -> Vec<(Spanned<String>, Datum<'t>)> {
        let mut entries = Vec::new();
        for (key, value, span) in in_text_order(raw) {
            if let Some(MapKey::Words(words)) = keys
                && !words.iter().any(|word| word == key.value)
            {
                let help = suggestion(key.value, words.iter().map(String::as_str))
                    .unwrap_or_else(|| format!("write one of {}", words.join(", ")));
                self.push(
                    Code::UnknownKey,
                    format!("unknown key `{}` in `{}`", key.value, field.key),
                    key.span,
                    "not known here",
                    help,
                );
                continue;
            }
            if let Some(value) = self.value(field, inner, value, span) {
                entries.push((owned(key), Datum { key: key.span, span, value }));
            }
        }
        entries
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
        span: Span,
    ) -> Option<Value<'t>> {
        if value.is_none() {
            self.push(
                Code::OutOfRange,
                format!("`{key}` must be {}", kind.expected()),
                span,
                "out of range",
                format!("write {}", kind.expected()),
            );
        }
        value
    }

    fn wrong_type(&mut self, key: &str, expected: &str, raw: &DeValue<'_>, span: Span) {
        let found = match raw {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.push(
            Code::WrongType,
            format!("`{key}` must be {expected}"),
            span,
            format!("this is {found}"),
            format!("write {expected}"),
        );
    }

    fn unknown_key(&mut self, table: &Table, key: Spanned<&str>) {
        let methods = table.methods.iter().flat_map(|_| self.methods.known());
        let known = table.fields.iter().map(|field| field.key.as_ref()).chain(methods);
        let help = suggestion(key.value, known).unwrap_or_else(|| match table.methods {
            Some(MethodSlot::Inputs) => format!(
                "remove it; for a method of your own, name its plugin: [scoring.{}] plugin = \"FILE.wasm\"",
                key.value
            ),
            _ => {
                let mut keys: Vec<&str> = table.fields.iter().map(|field| field.key.as_ref()).collect();
                keys.sort_unstable();
                format!("remove it, or use one of {}", keys.join(", "))
            }
        });
        let place = if table.name.is_empty() { "the plan".into() } else { format!("[{}]", table.name) };
        self.push(
            Code::UnknownKey,
            format!("unknown key `{}` in {place}", key.value),
            key.span,
            "not known here",
            help,
        );
    }

    fn missing_key(&mut self, table: &Table, field: &Field, span: Span) {
        let place = if table.name.is_empty() { "the plan".into() } else { format!("[{}]", table.name) };
        let message = format!("{place} has no `{}`", field.key);
        let doc = field.doc.trim_end_matches('.');
        let help = format!("add `{}`: {doc}; it must be {}", field.key, field.kind.expected());
        let diagnostic = Diagnostic::new(Code::MissingKey, message).help(help);
        // The root has no place of its own.
        self.diagnostics.push(if table.name.is_empty() {
            diagnostic
        } else {
            diagnostic.at(span, "in this table")
        });
    }

    fn push(
        &mut self,
        code: Code,
        message: String,
        span: Span,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.diagnostics.push(Diagnostic::new(code, message).at(span, label).help(help));
    }
}

/// "did you mean" for a word that is close to one of the known words.
pub fn suggestion<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|known| (strsim::jaro_winkler(word, known), known))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| format!("did you mean `{known}`?"))
}

fn owned(key: Spanned<&str>) -> Spanned<String> {
    Spanned { value: key.value.to_owned(), span: key.span }
}

/// The entries by place: the parser's table is ordered by key.
fn in_text_order<'a, 's>(raw: &'a DeTable<'s>) -> Vec<Entry<'a, 's>> {
    let mut entries: Vec<_> = raw
        .iter()
        .map(|(key, value)| {
            (
                Spanned { value: key.get_ref().as_ref(), span: key.span().into() },
                value.get_ref(),
                value.span().into(),
            )
        })
        .collect();
    entries.sort_by_key(|(key, ..)| key.span);
    entries
}

fn integer(raw: &DeValue<'_>) -> Option<i64> {
    let integer = raw.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn number(raw: &DeValue<'_>) -> Option<f64> {
    match raw {
        DeValue::Integer(_) => integer(raw).map(|integer| integer as f64),
        DeValue::Float(float) => float.as_str().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

/// `0.8` or `"80%"`; a bare 80 is out of range rather than guessed at.
fn share(raw: &DeValue<'_>) -> Option<f64> {
    match raw {
        DeValue::String(text) => {
            let percent: f64 = text.trim().strip_suffix('%')?.trim_end().parse().ok()?;
            percent.is_finite().then_some(percent / 100.0)
        }
        _ => number(raw),
    }
}

fn is_kebab_case(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// The nearest id, for the remedy.
fn to_kebab_case(text: &str) -> String {
    let mut id = String::new();
    for c in text.chars().flat_map(char::to_lowercase).take(64) {
        if c.is_ascii_alphanumeric() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = id.trim_end_matches('-');
    if id.is_empty() { "guest-checkout".into() } else { id.into() }
}

/// Turns the parser's message into ours: a date that does not exist is a mistake of its own.
fn syntax_error(text: &str, message: &str, span: Option<Range<usize>>) -> Diagnostic {
    let span = span.unwrap_or(0..0);
    let token_start = text[..floor(text, span.start)].rfind(['\n', '=', '[', ',', ' ']).map_or(0, |i| i + 1);
    let token = text[token_start..].split(['\n', '\r', ' ', ',', ']', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = token.split('-').collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let looks_like_date =
        parts.len() == 3 && parts[0].len() == 4 && parts.iter().all(digits) && !exists(&parts);
    if looks_like_date {
        let detail = message.lines().next().unwrap_or_default();
        return Diagnostic::new(Code::ImpossibleDate, "this date does not exist")
            .at(span.into(), detail)
            .help("write year-month-day with a day that the month has, such as 2027-01-04");
    }
    let message = message.replace('\n', ", ");
    let help = if message.contains("duplicate key") {
        "keep one of the two; entries of a list of tables need two brackets, such as [[initiative]]"
    } else {
        "check quotes, brackets and commas around this place"
    };
    Diagnostic::new(Code::Syntax, message).at(span.into(), "here").help(help)
}

/// Whether year, month and day make a date.
fn exists(parts: &[&str]) -> bool {
    let number = |part: &str| part.parse::<i16>().ok();
    let day = || {
        Date::new(
            number(parts[0])?,
            i8::try_from(number(parts[1])?).ok()?,
            i8::try_from(number(parts[2])?).ok()?,
        )
        .ok()
    };
    day().is_some()
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
