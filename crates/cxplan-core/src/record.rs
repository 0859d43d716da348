//! A table of the plan after reading: its declared keys with typed values and their places.

use jiff::civil::Date;

use crate::fields::{Field, Kind, Table};
use crate::quantity::{Lag, Quantity};
use crate::source::{Span, Spanned};

/// A table that conforms to its declaration, as far as it could be read.
#[derive(Clone, Debug)]
pub struct Record<'t> {
    /// The declaration.
    pub table: &'t Table,
    /// Where it stands: the header or the braces.
    pub span: Span,
    values: Vec<(usize, Datum<'t>)>,
    /// Boxed, as few records lose anything, and a plan has tens of thousands of records.
    lost: Option<Box<Lost>>,
    /// Whether it has keys of which nobody knows what they mean.
    pub strange: bool,
    /// Tables of methods, by id.
    pub methods: Vec<(Spanned<String>, Self)>,
}

/// What could not be read; it has been said why.
#[derive(Clone, Debug, Default)]
struct Lost {
    /// Fields.
    fields: Vec<usize>,
    /// Ids of methods.
    methods: Vec<String>,
}

/// A value with the place of its key and its own.
#[derive(Clone, Debug)]
pub struct Datum<'t> {
    /// Place of the key; of the value where it stands in a list.
    pub key: Span,
    /// Place of the value.
    pub span: Span,
    /// The value.
    pub value: Value<'t>,
}

/// A value of one of the kinds of [`crate::fields::Kind`].
#[derive(Clone, Debug)]
pub enum Value<'t> {
    /// Text, id or reference.
    Text(String),
    /// A flag.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A number or share.
    Number(f64),
    /// A day.
    Date(Date),
    /// An amount of time.
    Duration(Quantity),
    /// An amount of time that may lie before.
    Lag(Lag),
    /// Position of a word among the choices.
    Word(usize),
    /// A list.
    List(Vec<Datum<'t>>),
    /// A table. Boxed, or every text would take as much room as a table.
    Record(Box<Record<'t>>),
    /// A list of tables.
    Records(Vec<Record<'t>>),
    /// A table with free keys.
    Map(Vec<(Spanned<String>, Datum<'t>)>),
}

/// Declares a typed getter of [`Record`].
macro_rules! getter {
    ($(#[doc = $doc:literal])* $name:ident, $type:ty, $pattern:pat => $value:expr) => {
        $(#[doc = $doc])*
        pub fn $name(&self, key: &str) -> Option<$type> {
            match &self.get(key)?.value {
                $pattern => Some($value),
                _ => None,
            }
        }
    };
}

impl<'t> Record<'t> {
    /// An empty record.
    pub fn new(table: &'t Table, span: Span) -> Self {
        Self::with_room(table, span, 0)
    }

    /// An empty record with room for so many values.
    pub(crate) fn with_room(table: &'t Table, span: Span, values: usize) -> Self {
        let values = Vec::with_capacity(values);
        Self { table, span, values, lost: None, strange: false, methods: Vec::new() }
    }

    /// What may stand in the table.
    pub(crate) fn fields(&self) -> &'t [Field] {
        &self.table.fields
    }

    /// Adds the value of the n-th field.
    pub fn insert(&mut self, field: usize, datum: Datum<'t>) {
        self.values.push((field, datum));
    }

    /// Remembers that the n-th field has a value which could not be read, or not as a whole.
    pub fn lose(&mut self, field: usize) {
        self.lost.get_or_insert_default().fields.push(field);
    }

    /// Remembers a method whose table could not be read, or whose plugin could not be loaded.
    pub fn lose_method(&mut self, id: String) {
        self.lost.get_or_insert_default().methods.push(id);
    }

    /// Methods whose table could not be read, or whose plugin could not be loaded; it has been said why.
    pub fn lost_methods(&self) -> &[String] {
        self.lost.as_ref().map_or(&[], |lost| &lost.methods)
    }

    /// The fields whose value could not be read, or not as a whole.
    fn lost_fields(&self) -> &[usize] {
        self.lost.as_ref().map_or(&[], |lost| &lost.fields)
    }

    /// Whether the key has a value which could not be read, or not as a whole.
    pub fn lost(&self, key: &str) -> bool {
        self.lost_fields().iter().any(|field| self.table.fields[*field].key == key)
    }

    /// Whether everything that stands here could be read, and nothing that must stand here is missing, also in the tables
    /// inside.
    pub fn is_whole(&self) -> bool {
        self.table.fields.iter().all(|field| self.is_whole_at(&field.key))
    }

    /// The same of what stands under one key.
    pub fn is_whole_at(&self, key: &str) -> bool {
        let Some(field) = self.table.position(key) else { return true };
        let inside = |datum: &Datum<'t>| match &datum.value {
            Value::Record(record) => record.is_whole(),
            Value::Map(map) => map.iter().all(|(_, datum)| match &datum.value {
                Value::Record(record) => record.is_whole(),
                _ => true,
            }),
            _ => true,
        };
        !self.lost_fields().contains(&field)
            && self.nth(field).map_or(!self.table.fields[field].required, inside)
    }

    /// The value of the n-th declared key.
    pub(crate) fn nth(&self, field: usize) -> Option<&Datum<'t>> {
        self.values.iter().find(|(index, _)| *index == field).map(|(_, datum)| datum)
    }

    /// The value of a key; none where the plan is silent or the value could not be read.
    pub fn get(&self, key: &str) -> Option<&Datum<'t>> {
        debug_assert!(
            self.table.fields.iter().any(|field| field.key == key),
            "[{}] declares no `{key}`",
            self.table.name
        );
        self.values.iter().find(|(field, _)| self.table.fields[*field].key == key).map(|(_, datum)| datum)
    }

    /// The value of the n-th field, to be added to.
    pub(crate) fn get_mut(&mut self, field: usize) -> Option<&mut Datum<'t>> {
        self.values.iter_mut().find(|(known, _)| *known == field).map(|(_, datum)| datum)
    }

    /// The declared fields, the values by position, and the positions of what could not be read.
    pub(crate) fn into_parts(self) -> (&'t [Field], Vec<(usize, Datum<'t>)>, Vec<usize>) {
        (&self.table.fields, self.values, self.lost.map(|lost| lost.fields).unwrap_or_default())
    }

    /// All values with their fields, in the order of the text.
    pub fn values(&self) -> impl Iterator<Item = (&'t Field, &Datum<'t>)> {
        self.values.iter().map(|(field, datum)| (&self.table.fields[*field], datum))
    }

    /// Whether the key has a value.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Place of the value of a key, else of the table.
    pub fn span_of(&self, key: &str) -> Span {
        self.get(key).map_or(self.span, |datum| datum.span)
    }

    getter!(/// A text.
        text, String, Value::Text(text) => text.clone());
    getter!(/// A text, borrowed.
        text_ref, &str, Value::Text(text) => text.as_str());
    getter!(/// A flag.
        flag, bool, Value::Flag(flag) => *flag);
    getter!(/// A whole number.
        integer, i64, Value::Integer(integer) => *integer);
    getter!(/// A number.
        number, f64, Value::Number(number) => *number);
    getter!(/// A day.
        date, Date, Value::Date(date) => *date);
    getter!(/// An amount of time.
        duration, Quantity, Value::Duration(quantity) => *quantity);
    getter!(/// An amount of time that may lie before.
        lag, Lag, Value::Lag(lag) => *lag);
    getter!(/// Position of a word among the choices.
        word, usize, Value::Word(word) => *word);
    getter!(/// A table.
        record, &Record<'t>, Value::Record(record) => record);

    /// A text of a key that the table need not declare.
    pub(crate) fn text_of(&self, key: &str) -> Option<&str> {
        self.table.position(key).and_then(|_| self.text_ref(key))
    }

    /// A list, empty where the plan is silent.
    pub fn list(&self, key: &str) -> &[Datum<'t>] {
        match self.get(key).map(|datum| &datum.value) {
            Some(Value::List(list)) => list,
            _ => &[],
        }
    }

    /// A list of tables, empty where the plan is silent.
    pub fn records(&self, key: &str) -> &[Self] {
        match self.get(key).map(|datum| &datum.value) {
            Some(Value::Records(records)) => records,
            _ => &[],
        }
    }

    /// The entries of a map, empty where the plan is silent.
    pub fn map(&self, key: &str) -> &[(Spanned<String>, Datum<'t>)] {
        match self.get(key).map(|datum| &datum.value) {
            Some(Value::Map(map)) => map,
            _ => &[],
        }
    }

    /// A list of texts.
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.list(key).iter().filter_map(|datum| datum.as_text().map(str::to_owned)).collect()
    }

    /// A list of numbers.
    pub fn numbers(&self, key: &str) -> Option<Vec<f64>> {
        self.has(key).then(|| self.list(key).iter().filter_map(Datum::as_number).collect())
    }

    /// The word of a choice as the declaration writes it.
    pub fn word_text(&self, key: &str) -> Option<String> {
        let field = &self.table.fields[self.table.position(key)?];
        self.get(key)?.as_word(&field.kind).map(str::to_owned)
    }

    /// The words of a list of choices as the declaration writes them.
    pub fn words(&self, key: &str) -> Vec<String> {
        let Some(Kind::List(kind)) =
            self.table.position(key).map(|position| &self.table.fields[position].kind)
        else {
            return Vec::new();
        };
        self.list(key).iter().filter_map(|datum| datum.as_word(kind).map(str::to_owned)).collect()
    }

    /// A list of days.
    pub fn dates(&self, key: &str) -> Vec<Date> {
        let date = |datum: &Datum<'_>| match datum.value {
            Value::Date(date) => Some(date),
            _ => None,
        };
        self.list(key).iter().filter_map(date).collect()
    }
}

impl Datum<'_> {
    /// The word of a choice of this kind.
    fn as_word<'k>(&self, kind: &'k Kind) -> Option<&'k str> {
        match (kind, &self.value) {
            (Kind::Word(words), Value::Word(word)) => words.get(*word).map(AsRef::as_ref),
            _ => None,
        }
    }
    /// The text of a text, id or reference.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a number, whole or not.
    pub fn as_number(&self) -> Option<f64> {
        match &self.value {
            Value::Number(number) => Some(*number),
            Value::Integer(integer) => Some(*integer as f64),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_of_thousands_of_records_is_small() {
        // A plan of 30,000 steps has about 200,000 values: they are most of what reading it takes.
        assert!(size_of::<Datum<'_>>() <= 48, "{} bytes", size_of::<Datum<'_>>());
        assert!(size_of::<Record<'_>>() <= 96, "{} bytes", size_of::<Record<'_>>());
    }
}
