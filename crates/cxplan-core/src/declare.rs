//! Methods that leave part of themselves to the plan: their criteria, their formula.
//!
//! What such a method reads of an initiative follows from its parameters. So these are read ahead of the plan, its plugin is
//! asked what it makes of them, and what it finds wrong is told where it stands. The plan as a whole is read afterwards, its
//! parameters once more: what is wrong with their form is told then.

use crate::diag::{Code, Diagnostic};
use crate::fields::Field;
use crate::inputs::{self, MethodTables};
use crate::method::{Fault, Input, Method, Value};
use crate::phrase;
use crate::phrase::Phrase;
use crate::read::{self, Document};
use crate::record::{self, Datum, Record};
use crate::source::Span;

/// What a plan says of a method's parameters.
#[derive(Debug)]
pub enum Settings<'t> {
    /// Nothing: there is no `[scoring.<id>]`.
    Absent,
    /// Something that cannot be read as it is, or not what the method cannot do without.
    Wrong,
    /// The parameters.
    Read(Params<'t>),
}

/// The parameters of a method, with their places.
#[derive(Debug)]
pub struct Params<'t> {
    /// One value a declared parameter.
    pub values: Vec<Value>,
    record: Record<'t>,
}

impl<'t> Params<'t> {
    /// Parameters as they were read; each has a value, a default, or is missing.
    pub fn of(method: &Method, record: Record<'t>) -> Self {
        Self { values: inputs::values(&method.spec().params, Some(&record)), record }
    }

    /// Where the table stands.
    pub const fn span(&self) -> Span {
        self.record.span
    }

    /// The findings for texts of entries that are no printable line, such as the label of an input: they would become texts of
    /// the method, which have to be.
    pub fn unprintable(&self) -> Vec<Diagnostic> {
        let maps = self.record.values().filter_map(|(_, datum)| match &datum.value {
            record::Value::Map(map) => Some(map),
            _ => None,
        });
        let entries = maps.flatten().filter_map(|(_, datum)| match &datum.value {
            record::Value::Record(entry) => Some(&**entry),
            _ => None,
        });
        entries.flat_map(Record::values).filter_map(unprintable).collect()
    }
}

fn unprintable((field, datum): (&Field, &Datum<'_>)) -> Option<Diagnostic> {
    let found = datum.as_text()?.chars().find(|char| phrase::unprintable(*char))?;
    let (key, code) = (&field.key, format!("U+{:04X}", u32::from(found)));
    let message = match found {
        '\n' => phrase!("`{key}` goes over several lines", "`{key}` s'étend sur plusieurs lignes"),
        _ => phrase!(
            "`{key}` contains the control character {code}",
            "`{key}` contient le caractère de contrôle {code}"
        ),
    };
    let finding = Diagnostic::new(Code::WrongType, message);
    Some(finding.at(datum.span, Phrase::fixed("not one printable line", "pas une ligne imprimable")).help(
        Phrase::fixed(
            "write one line, without control characters",
            "écrivez une seule ligne, sans caractère de contrôle",
        ),
    ))
}

/// Reads the parameters of a method, whose tables are these.
pub fn settings<'t>(document: &Document<'_>, method: &Method, tables: &'t MethodTables) -> Settings<'t> {
    match read::settings(document, method.id(), tables) {
        None if method.spec().params.iter().any(Input::is_needed) => Settings::Wrong,
        None => Settings::Absent,
        Some(record) if !record.is_whole() => Settings::Wrong,
        Some(record) => Settings::Read(Params::of(method, record)),
    }
}

/// The finding for what a method cannot work with.
pub fn finding(document: &Document<'_>, method: &Method, params: &Params<'_>, fault: &Fault) -> Diagnostic {
    let id = method.id();
    let span = place(document, method, params, fault);
    let diagnostic = Diagnostic::new(Code::MethodInput, fault.message.clone())
        .at(span, phrase!("says `{id}`", "dit `{id}`"));
    match &fault.help {
        Some(help) => diagnostic.help(help.clone()),
        None => diagnostic,
    }
}

fn place(document: &Document<'_>, method: &Method, params: &Params<'_>, fault: &Fault) -> Span {
    let whole = params.record.span;
    let Some(datum) = method.spec().params.get(fault.param).and_then(|param| params.record.get(&param.key))
    else {
        return whole;
    };
    let entry = match (&datum.value, fault.entry) {
        (record::Value::Map(map), Some(entry)) => map.get(entry),
        _ => None,
    };
    let (span, value) = match (entry, fault.column) {
        (None, _) => (datum.span, &datum.value),
        (Some((key, entry)), None) => (key.span, &entry.value),
        (Some((key, entry)), Some(column)) => {
            let cell = match &entry.value {
                record::Value::Record(record) => record.nth(column),
                _ => None,
            };
            cell.map_or((key.span, &entry.value), |cell| (cell.span, &cell.value))
        }
    };
    match (value, &fault.part) {
        (record::Value::Text(text), Some(part)) => document.part_of(span, text, part),
        _ => span,
    }
}
