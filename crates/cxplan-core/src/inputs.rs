//! From what a method declares to a field table, and from a read table to the values that the method gets.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::fields::{Field, Kind, MapKey, MethodSlot, Table, TableRef, Target, field};
use crate::method::{Description, Input, InputKind, Method, Value};
use crate::record::{self, Record};

/// Key of the map that names the evidence behind each input.
pub const EVIDENCE: &str = "evidence";
/// Key of the map that repeats the inputs for single segments.
pub const BY_SEGMENT: &str = "by_segment";

static EVIDENCE_REF: Kind = Kind::Ref(Target::Evidence);

/// The field tables of all loaded methods.
#[derive(Clone, Debug, Default)]
pub struct MethodTables {
    params: BTreeMap<String, Table>,
    inputs: BTreeMap<String, Table>,
    known: Vec<String>,
    unavailable: Vec<String>,
}

impl MethodTables {
    /// The tables of these methods. `known` are ids to suggest, `unavailable` those whose plugin could not be loaded.
    pub fn new(methods: &[Method], known: &[String], unavailable: &[String]) -> Self {
        let table = |method: &Method, build: fn(&Description) -> Table| {
            (method.id().to_owned(), build(method.spec()))
        };
        Self {
            params: methods.iter().map(|method| table(method, params_table)).collect(),
            inputs: methods.iter().map(|method| table(method, inputs_table)).collect(),
            known: methods.iter().map(|method| method.id().to_owned()).chain(known.iter().cloned()).collect(),
            unavailable: unavailable.to_vec(),
        }
    }

    /// The table of a method, if there is such a method.
    pub fn get(&self, slot: MethodSlot, method: &str) -> Option<&Table> {
        self.of(slot).get(method)
    }

    /// Ids that a plan may use.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(String::as_str)
    }

    /// Whether the method's plugin could not be loaded, which has been said.
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
fn params_table(description: &Description) -> Table {
    let mut fields = vec![
        field("plugin", Kind::Text, "Path of the plugin, from the plan's folder"),
        field("impact_metric", Kind::Ref(Target::Metric), "The one metric that impact speaks of"),
        field("confidence_needs_evidence", Kind::Flag, "Whether confidence must be backed by evidence"),
    ];
    fields.extend(description.params.iter().map(input_field));
    Table {
        name: format!("scoring.{}", description.id).into(),
        doc: description.summary.clone().into(),
        fields: fields.into(),
        methods: None,
    }
}

/// `[initiative.<id>]`: the method's inputs, then evidence and segments.
fn inputs_table(description: &Description) -> Table {
    let name = format!("initiative.{}", description.id);
    let inputs: Vec<Field> = description.inputs.iter().map(input_field).collect();
    let segment = Table {
        name: format!("{name}.{BY_SEGMENT}").into(),
        doc: "The same inputs for one segment".into(),
        fields: inputs.clone().into(),
        methods: None,
    };
    let keys = description.inputs.iter().map(|input| input.key.clone()).collect();
    let mut fields = inputs;
    fields.push(field(
        EVIDENCE,
        Kind::Map(MapKey::Words(keys), Box::new(Kind::List(&EVIDENCE_REF))),
        "What backs each input",
    ));
    fields.push(field(
        BY_SEGMENT,
        Kind::Map(MapKey::Ref(Target::Segment), Box::new(Kind::Table(TableRef::Owned(Box::new(segment))))),
        "The same inputs for single segments",
    ));
    Table { name: name.into(), doc: description.summary.clone().into(), fields: fields.into(), methods: None }
}

fn input_field(input: &Input) -> Field {
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
    };
    Field {
        key: Cow::Owned(input.key.clone()),
        kind,
        required: input.required,
        doc: Cow::Owned(input.help.clone()),
    }
}

/// The values that a method gets for these inputs: the plan's, else the declared default.
pub fn values(inputs: &[Input], record: Option<&Record<'_>>) -> Vec<Value> {
    inputs
        .iter()
        .map(|input| {
            let given = record.and_then(|record| record.get(&input.key)).map(|datum| match &datum.value {
                record::Value::Flag(flag) => Value::Flag(*flag),
                record::Value::Word(word) => Value::Choice(*word as u32),
                record::Value::List(list) => {
                    Value::Numbers(list.iter().filter_map(record::Datum::as_number).collect())
                }
                _ => datum.as_number().map_or(Value::Missing, Value::Number),
            });
            given.or_else(|| input.default.clone()).unwrap_or(Value::Missing)
        })
        .collect()
}
