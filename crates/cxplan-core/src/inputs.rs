//! From what a method declares to a field table, and from a read table to the values that the method gets.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::fields::{Field, Kind, KindRef, MapKey, MethodSlot, Table, TableRef, Target, field};
use crate::method::{Column, ColumnKind, Description, Entry, Input, InputKind, Language, Method, Value};
use crate::phrase::Phrase;
use crate::record::{self, Datum, Record};
use crate::source::Spanned;

/// Key of the map that names the evidence behind each input.
pub const EVIDENCE: &str = "evidence";
/// Keys of the maps that repeat the inputs for single segments and single personas.
pub const BY_SEGMENT: &str = "by_segment";
/// See [`BY_SEGMENT`].
pub const BY_PERSONA: &str = "by_persona";
/// What no input of a method may be called.
pub const RESERVED: [&str; 3] = [EVIDENCE, BY_SEGMENT, BY_PERSONA];

static EVIDENCE_REF: Kind = Kind::Ref(Target::Evidence);
static EVIDENCE_REFS: Kind = Kind::List(&EVIDENCE_REF);

/// The field tables of all loaded methods.
#[derive(Clone, Debug, Default)]
pub struct MethodTables {
    params: BTreeMap<String, Table>,
    inputs: BTreeMap<String, Table>,
    known: Vec<String>,
    unavailable: Vec<String>,
}

impl MethodTables {
    /// The tables of these methods. `undeclared` are methods whose inputs are not known, because the plan's parameters are
    /// wrong; `known` are ids to suggest, `unavailable` those whose plugin could not be loaded.
    pub fn new(methods: &[Method], undeclared: &[Method], known: &[String], unavailable: &[String]) -> Self {
        let table = |method: &Method, build: fn(&Method) -> Table| (method.id().to_owned(), build(method));
        let ids =
            |methods: &[Method]| methods.iter().map(|method| method.id().to_owned()).collect::<Vec<_>>();
        Self {
            params: methods.iter().chain(undeclared).map(|method| table(method, params_table)).collect(),
            inputs: methods.iter().map(|method| table(method, inputs_table)).collect(),
            known: ids(methods).into_iter().chain(known.iter().cloned()).collect(),
            unavailable: ids(undeclared).into_iter().chain(unavailable.iter().cloned()).collect(),
        }
    }

    /// The table of a method, if there is such a method.
    pub fn get(&self, slot: MethodSlot, method: &str) -> Option<&Table> {
        self.of(slot).get(method)
    }

    /// The tables of all methods in a place, by id.
    pub fn tables(&self, slot: MethodSlot) -> impl Iterator<Item = (&str, &Table)> {
        self.of(slot).iter().map(|(id, table)| (id.as_str(), table))
    }

    /// Ids that a plan may use.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(String::as_str)
    }

    /// Whether the method's plugin could not be loaded, or what it reads is not known, which has been said.
    pub fn is_unavailable(&self, method: &str) -> bool {
        self.unavailable.iter().any(|id| id == method)
    }

    fn of(&self, slot: MethodSlot) -> &BTreeMap<String, Table> {
        match slot {
            MethodSlot::Params => &self.params,
            MethodSlot::Inputs => &self.inputs,
        }
    }
}

/// `[scoring.<id>]`: what the engine reads of every method, then the method's own parameters.
fn params_table(method: &Method) -> Table {
    let mut fields = vec![
        field(
            "plugin",
            Kind::Path,
            "Path of the plugin, from the plan's folder",
            "Chemin du plugin, depuis le dossier du plan",
        ),
        field(
            "impact_metric",
            Kind::Ref(Target::Metric),
            "The one metric that impact speaks of",
            "Le seul indicateur dont parle l'impact",
        ),
        field(
            "confidence_needs_evidence",
            Kind::Flag,
            "Whether confidence must be backed by evidence",
            "Si la confiance doit être étayée par des preuves",
        )
        .or("false"),
    ];
    fields.extend(input_fields(method, |description| &description.params));
    Table {
        name: format!("scoring.{}", method.id()).into(),
        doc: summary(method),
        fields: fields.into(),
        methods: None,
    }
}

/// `[initiative.<id>]`: the method's inputs, then evidence, segments and personas.
fn inputs_table(method: &Method) -> Table {
    let name = format!("initiative.{}", method.id());
    let inputs: Vec<Field> =
        input_fields(method, |description| &description.inputs).map(Field::as_estimate).collect();
    // What a segment or a persona leaves out is that of all customers.
    let some = |key: &str, doc: Phrase, target: Target| {
        let name = format!("{name}.{key}").into();
        let table = Table { name, doc, fields: optional_fields(method).into(), methods: None };
        let table = Kind::Table(TableRef::Owned(Box::new(table)));
        Kind::Map(MapKey::Ref(target), KindRef::Owned(Box::new(table)))
    };
    let segments = some(
        BY_SEGMENT,
        Phrase::fixed("The same inputs for one segment", "Les mêmes données pour un segment"),
        Target::Segment,
    );
    let personas = some(
        BY_PERSONA,
        Phrase::fixed("The same inputs for one persona", "Les mêmes données pour un persona"),
        Target::Persona,
    );
    let keys = method.spec().inputs.iter().map(|input| input.key.clone()).collect();
    let mut fields = inputs;
    fields.push(field(
        EVIDENCE,
        Kind::Map(MapKey::Words(keys), KindRef::Static(&EVIDENCE_REFS)),
        "What backs each input",
        "Ce qui étaie chaque donnée",
    ));
    fields.push(field(
        BY_SEGMENT,
        segments,
        "The same inputs for single segments",
        "Les mêmes données pour des segments précis",
    ));
    fields.push(field(
        BY_PERSONA,
        personas,
        "The same inputs for single personas",
        "Les mêmes données pour des personas précis",
    ));
    Table { name: name.into(), doc: summary(method), fields: fields.into(), methods: None }
}

/// The inputs of a method where they only differ from those of an initiative: none is required, and none has a default.
pub(crate) fn optional_fields(method: &Method) -> Vec<Field> {
    input_fields(method, |description| &description.inputs)
        .map(|field| Field { required: false, default: None, ..field.as_estimate() })
        .collect()
}

/// The parameters of a test case: the method's own, without what the engine reads of every method.
pub fn case_params(method: &Method) -> Table {
    let fields: Vec<Field> = input_fields(method, |description| &description.params).collect();
    Table { name: "params".into(), doc: summary(method), fields: fields.into(), methods: None }
}

/// A row of a test case: the method's inputs.
pub fn case_row(method: &Method) -> Table {
    let fields: Vec<Field> = input_fields(method, |description| &description.inputs).collect();
    Table { name: "rows".into(), doc: summary(method), fields: fields.into(), methods: None }
}

fn summary(method: &Method) -> Phrase {
    let text = |language| method.description(language).summary.clone();
    Phrase::new(text(Language::En), text(Language::Fr))
}

/// The fields of a method's inputs or parameters. The two declarations differ in texts alone.
fn input_fields(method: &Method, inputs: impl Fn(&Description) -> &[Input]) -> impl Iterator<Item = Field> {
    let (en, fr) = (method.description(Language::En), method.description(Language::Fr));
    let prefix = format!("scoring.{}", method.id());
    let fields: Vec<Field> =
        inputs(en).iter().zip(inputs(fr)).map(|(en, fr)| input_field(&prefix, en, fr)).collect();
    fields.into_iter()
}

fn input_field(prefix: &str, input: &Input, french: &Input) -> Field {
    let french_help = &french.help;
    let min = input.min.unwrap_or(f64::NEG_INFINITY);
    let max = input.max.unwrap_or(f64::INFINITY);
    let kind = match &input.kind {
        InputKind::Number => Kind::Number(min, max),
        // Casts saturate: an open end becomes the largest whole number.
        InputKind::Integer => Kind::Integer(min.ceil() as i64, max.floor() as i64),
        InputKind::Share => Kind::Share(min.max(0.0), max.min(1.0)),
        InputKind::Flag => Kind::Flag,
        InputKind::Choice(choices) => {
            Kind::Word(choices.iter().map(|choice| Cow::Owned(choice.key.clone())).collect::<Vec<_>>().into())
        }
        InputKind::Numbers(names) => {
            let names: Vec<Cow<'static, str>> = names.iter().map(|name| Cow::Owned(name.clone())).collect();
            Kind::Numbers { names: names.into(), min, max }
        }
        InputKind::Text => Kind::Text,
        InputKind::Entries(columns) => {
            let french: &[Column] = match &french.kind {
                InputKind::Entries(columns) => columns,
                _ => &[],
            };
            let fields: Vec<Field> =
                columns.iter().zip(french).map(|(column, french)| column_field(column, french)).collect();
            let table = Table {
                name: format!("{prefix}.{}.…", input.key).into(),
                doc: Phrase::new(input.help.clone(), french_help.clone()),
                fields: fields.into(),
                methods: None,
            };
            Kind::Map(MapKey::Names, KindRef::Owned(Box::new(Kind::Table(TableRef::Owned(Box::new(table))))))
        }
    };
    let unit = input.unit.clone().zip(french.unit.clone().or_else(|| input.unit.clone()));
    Field {
        key: Cow::Owned(input.key.clone()),
        kind,
        required: input.required,
        doc: Phrase::new(input.help.clone(), french_help.clone()),
        unit: unit.map(|(en, fr)| Phrase::new(en, fr)),
        default: default_as_written(input).map(Cow::Owned),
    }
}

/// A column is a field like an input that has no unit and no default.
fn column_field(column: &Column, french: &Column) -> Field {
    let as_input = |column: &Column| Input {
        key: column.key.clone(),
        label: column.label.clone(),
        help: column.help.clone(),
        unit: None,
        kind: match &column.kind {
            ColumnKind::Number => InputKind::Number,
            ColumnKind::Share => InputKind::Share,
            ColumnKind::Flag => InputKind::Flag,
            ColumnKind::Choice(choices) => InputKind::Choice(choices.clone()),
            ColumnKind::Text => InputKind::Text,
        },
        role: None,
        required: column.required,
        min: column.min,
        max: column.max,
        steps: Vec::new(),
        default: None,
    };
    input_field("", &as_input(column), &as_input(french))
}

/// The default of an input as the plan would write it.
pub fn default_as_written(input: &Input) -> Option<String> {
    written(input.default.as_ref()?, &input.kind)
}

fn written(value: &Value, kind: &InputKind) -> Option<String> {
    Some(match (value, kind) {
        (Value::Missing, _) => return None,
        (Value::Number(number), _) => number.to_string(),
        (Value::Flag(flag), _) => flag.to_string(),
        (Value::Choice(choice), InputKind::Choice(choices)) => {
            format!("\"{}\"", choices.get(*choice as usize)?.key)
        }
        (Value::Choice(_), _) => return None,
        (Value::Numbers(numbers), _) => {
            let numbers: Vec<String> = numbers.iter().map(f64::to_string).collect();
            format!("[{}]", numbers.join(", "))
        }
        (Value::Text(text), _) => toml::Value::String(text.clone()).to_string(),
        (Value::Entries(_), _) => return None,
    })
}

/// The values that a method gets for these inputs: the plan's, else the declared default.
pub fn values(inputs: &[Input], record: Option<&Record<'_>>) -> Vec<Value> {
    inputs
        .iter()
        .map(|input| {
            let given = record.and_then(|record| record.get(&input.key)).map(|datum| value(input, datum));
            given.or_else(|| input.default.clone()).unwrap_or(Value::Missing)
        })
        .collect()
}

fn value(input: &Input, datum: &Datum<'_>) -> Value {
    match (&datum.value, &input.kind) {
        (record::Value::List(_), InputKind::Number | InputKind::Share) => {
            range(datum).map_or(Value::Missing, |[_, likely, _]| Value::Number(likely))
        }
        (record::Value::List(list), _) => Value::Numbers(list.iter().filter_map(Datum::as_number).collect()),
        (record::Value::Map(map), InputKind::Entries(columns)) => {
            let entry = |(key, datum): &(Spanned<String>, Datum<'_>)| Entry {
                key: key.value.clone(),
                cells: columns.iter().map(|column| cell(datum, column)).collect(),
            };
            Value::Entries(map.iter().map(entry).collect())
        }
        _ => scalar(datum),
    }
}

fn cell(entry: &Datum<'_>, column: &Column) -> Value {
    let record::Value::Record(record) = &entry.value else { return Value::Missing };
    record.get(&column.key).map_or(Value::Missing, scalar)
}

/// A value that is neither a list nor a table.
fn scalar(datum: &Datum<'_>) -> Value {
    match &datum.value {
        record::Value::Flag(flag) => Value::Flag(*flag),
        record::Value::Word(word) => Value::Choice(*word as u32),
        record::Value::Text(text) => Value::Text(text.clone()),
        _ => datum.as_number().map_or(Value::Missing, Value::Number),
    }
}

/// The nearest value that an input may have: a step of its scale where it has one, within its ends.
pub fn nearest(input: &Input, value: f64) -> f64 {
    let distance = |step: f64| (step - value).abs();
    let step = input.steps.iter().copied().reduce(|best, step| match distance(step) < distance(best) {
        true => step,
        false => best,
    });
    let (low, high) = input.ends();
    step.unwrap_or(value).max(low).min(high)
}

/// The most person-months that an initiative may take, so that sums of thousandths of a day stay exact.
pub(crate) const MAX_EFFORT: f64 = 10_000.0;

/// The middle one of several values of an input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Median {
    pub(crate) value: f64,
    /// Whether two are in the middle and the lower one counts, as the input has no value halfway between them.
    pub(crate) is_lower: bool,
}

/// The median: of two in the middle their mean, if that is a value that the input may have. None of no values.
pub(crate) fn median(input: &Input, mut values: Vec<f64>) -> Option<Median> {
    values.sort_by(f64::total_cmp);
    let (low, high) = (*values.get(values.len().checked_sub(1)? / 2)?, *values.get(values.len() / 2)?);
    if low == high {
        return Some(Median { value: low, is_lower: false });
    }
    let mean = low / 2.0 + high / 2.0;
    let is_value = nearest(input, mean) == mean && (input.kind != InputKind::Integer || mean.fract() == 0.0);
    Some(if is_value {
        Median { value: mean, is_lower: false }
    } else {
        Median { value: low, is_lower: true }
    })
}

/// Low, likely and high, where the plan gives three numbers for one.
pub fn range(datum: &Datum<'_>) -> Option<[f64; 3]> {
    let record::Value::List(list) = &datum.value else { return None };
    let numbers: Vec<f64> = list.iter().filter_map(Datum::as_number).collect();
    numbers.try_into().ok()
}
