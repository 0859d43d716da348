//! The plan language as a JSON Schema, for editors: completion, help and errors while typing.
//!
//! Draft-07 with plain keywords only, because the TOML editors know no more. Editors hand a date to the schema as its text.
//! A schema judges a file by itself, so it says less than the checker, and nothing that the checker would not say: it knows
//! neither references nor sums, and asks for no key of the root, which another file of the plan may have.

use serde_json::{Map, Value, json};

use crate::diag::Code;
use crate::fields::{Field, Kind, MapKey, Table};
use crate::inputs::MethodTables;
use crate::method::Language;
use crate::phrase::Phrase;
use crate::quantity;

/// What a schema says of methods that it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherMethods {
    /// A plan may bring its own: any table is fine in their place.
    Allowed,
    /// The plan's own methods are among the known.
    Refused,
}

/// The schema of a plan file whose tables hang from `root`, with help in a language.
pub fn schema(root: &Table, methods: &MethodTables, others: OtherMethods, language: Language) -> Value {
    let mut writer = Writer { methods, others, language, definitions: Map::new() };
    let mut schema = writer.object(root);
    schema.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    schema.insert("title".into(), json!(TITLE.get(language)));
    schema.insert("description".into(), json!(ABOUT.get(language)));
    // Another file of the plan may have what this one lacks; the checker reads them all.
    schema.remove("required");
    schema.insert("definitions".into(), Value::Object(writer.definitions));
    Value::Object(schema)
}

const TITLE: Phrase = Phrase::fixed("A plan of cxplan", "Un plan de cxplan");
const ABOUT: Phrase = Phrase::fixed(
    "Holds for the plan's main file and for those that it includes; [plan] and [[initiative]] must stand in one of them. `cxplan check` says more.",
    "Vaut pour le fichier principal du plan et pour ceux qu'il inclut ; [plan] et [[initiative]] doivent figurer dans l'un d'eux. `cxplan check` en dit plus.",
);

struct Writer<'a> {
    methods: &'a MethodTables,
    others: OtherMethods,
    language: Language,
    /// One a table, by its name.
    definitions: Map<String, Value>,
}

impl Writer<'_> {
    /// A reference to the definition of a table, which is made where there is none yet.
    fn table(&mut self, table: &Table) -> Value {
        let name = table.name.as_ref();
        if !self.definitions.contains_key(name) {
            let object = self.object(table);
            self.definitions.insert(name.to_owned(), Value::Object(object));
        }
        json!({ "$ref": format!("#/definitions/{name}") })
    }

    fn object(&mut self, table: &Table) -> Map<String, Value> {
        let mut properties: Map<String, Value> =
            table.fields.iter().map(|field| (field.key.to_string(), self.field(field))).collect();
        let mut others = Value::Bool(false);
        if let Some(slot) = table.methods {
            let methods = self.methods;
            properties.extend(methods.tables(slot).map(|(id, table)| (id.to_owned(), self.table(table))));
            if self.others == OtherMethods::Allowed {
                // Said twice for those editors that take silence for a no.
                others = json!({ "type": "object", "additionalProperties": true });
            }
        }
        let required: Vec<&str> =
            table.fields.iter().filter(|field| field.required).map(|field| field.key.as_ref()).collect();
        let mut object = Map::new();
        object.insert("type".into(), json!("object"));
        object.insert("description".into(), json!(table.doc.get(self.language)));
        object.insert("properties".into(), Value::Object(properties));
        object.insert("additionalProperties".into(), others);
        // Draft-04 validators, which some editors have, refuse an empty list.
        if !required.is_empty() {
            object.insert("required".into(), json!(required));
        }
        object
    }

    fn field(&mut self, field: &Field) -> Value {
        let mut schema = self.kind(&field.kind);
        // Keywords beside a reference are ignored; the table has help of its own.
        if let Some(object) = schema.as_object_mut().filter(|object| !object.contains_key("$ref")) {
            object.insert("description".into(), json!(self.help(field)));
            if let Some(default) = field.default.as_deref().and_then(json_of) {
                object.insert("default".into(), default);
            }
        }
        schema
    }

    /// What the field is, then how it is written where that is not plain, its unit and its default.
    fn help(&self, field: &Field) -> String {
        let language = self.language;
        let (write, unit, default) = match language {
            Language::En => ("Write ", "Unit: ", "Default: "),
            Language::Fr => ("Écrivez ", "Unité : ", "À défaut : "),
        };
        let mut help = format!("{}.", field.doc.get(language).trim_end_matches('.'));
        if needs_telling(&field.kind) {
            help.push_str(&format!(" {write}{}.", field.kind.expected().get(language)));
        }
        if let Some(name) = &field.unit {
            help.push_str(&format!(" {unit}{}.", name.get(language)));
        }
        if let Some(value) = &field.default {
            help.push_str(&format!(" {default}{value}."));
        }
        help
    }

    fn kind(&mut self, kind: &Kind) -> Value {
        match kind {
            Kind::Text | Kind::Ref(_) => text(r"\S"),
            // Length is a keyword of its own: counting in the pattern would hide what it means.
            Kind::Id => json!({ "type": "string", "pattern": ID, "maxLength": 64 }),
            Kind::Flag => json!({ "type": "boolean" }),
            Kind::Integer(min, max) => {
                let mut schema = json!({ "type": "integer" });
                // The ends of the type are no ends of the field.
                if *min > i64::MIN {
                    schema["minimum"] = json!(min);
                }
                if *max < i64::MAX {
                    schema["maximum"] = json!(max);
                }
                schema
            }
            Kind::Number(min, max) => number(*min, *max),
            Kind::Share(min, max) => json!({ "anyOf": [number(*min, *max), text(percent(*min, *max))] }),
            Kind::Date => json!({ "type": "string", "format": "date", "pattern": DATE }),
            Kind::Duration => text(&format!(r"^\s*{}\s*$", amount())),
            Kind::Lag => text(&format!("^\\s*[-+\u{2212}]?\\s*{}\\s*$", amount())),
            Kind::Path => text(PATH),
            Kind::Word(words) => json!({ "type": "string", "enum": words }),
            Kind::List(inner) => json!({ "type": "array", "items": self.kind(inner) }),
            Kind::Triple(inner) => array_of(3, self.kind(inner)),
            Kind::Estimate(inner) => {
                let inner = self.kind(inner);
                json!({ "anyOf": [inner.clone(), array_of(3, inner)] })
            }
            Kind::Either(one, other) => json!({ "anyOf": [self.kind(one), self.kind(other)] }),
            Kind::Numbers { names, min, max } => array_of(names.len(), number(*min, *max)),
            Kind::Table(table) => self.table(table.get()),
            Kind::Tables(table) => json!({ "type": "array", "items": self.table(table) }),
            Kind::Map(keys, inner) => self.map(keys, inner.get()),
        }
    }

    /// Known keys are properties, which editors offer while typing.
    fn map(&mut self, keys: &MapKey, inner: &Kind) -> Value {
        let inner = self.kind(inner);
        let known: Map<String, Value> = match keys {
            MapKey::Ref(_) | MapKey::Names => {
                return json!({ "type": "object", "additionalProperties": inner });
            }
            MapKey::Words(words) => words.iter().map(|word| (word.clone(), inner.clone())).collect(),
            MapKey::Codes => Code::ALL
                .iter()
                .filter(|code| code.has_level())
                .map(|code| {
                    let mut schema = inner.clone();
                    schema["description"] = json!(code.title().get(self.language));
                    (code.number().to_owned(), schema)
                })
                .collect(),
        };
        json!({ "type": "object", "properties": known, "additionalProperties": false })
    }
}

/// Small letters and digits with single hyphens.
const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// Year, month, day, and no time.
const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
/// Parts with slashes between them: none is `..`, the first begins with no slash and no `~`, and there is no colon. Written
/// without looking ahead, which not every editor's patterns can.
const PATH: &str = r"^(\.|\.[^./\\:][^/\\:]*|\.\.[^/\\:]+|[^~./\\:][^/\\:]*)([/\\]+(\.|\.[^./\\:][^/\\:]*|\.\.[^/\\:]+|[^./\\:][^/\\:]*))*[/\\]*$";

fn text(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

/// An amount of time: up to ten thousand units, up to three decimals.
fn amount() -> String {
    let mut units: Vec<&str> = quantity::units().collect();
    // Longer ones first, for engines that take the first that fits.
    units.sort_by_key(|unit| (std::cmp::Reverse(unit.len()), *unit));
    format!(r"0*(10000|[0-9]{{1,4}})(\.[0-9]{{1,3}})?\s*({})", units.join("|"))
}

/// Per cent, with a sign where the range has one.
const fn percent(min: f64, max: f64) -> &'static str {
    match (min < 0.0, max <= 1.0) {
        (false, true) => r"^\s*\+?(0*100(\.0*)?|0*[0-9]{1,2}(\.[0-9]*)?|\.[0-9]+)\s*%\s*$",
        (false, false) => r"^\s*\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*%\s*$",
        (true, _) => r"^\s*[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*%\s*$",
    }
}

fn number(min: f64, max: f64) -> Value {
    let mut schema = json!({ "type": "number" });
    for (keyword, bound) in [("minimum", min), ("maximum", max)] {
        if bound.is_finite() {
            // Whole bounds as whole numbers: editors show them.
            let whole = bound.trunc() == bound && bound.abs() <= 1e15;
            schema[keyword] = if whole { json!(bound as i64) } else { json!(bound) };
        }
    }
    schema
}

fn array_of(length: usize, items: Value) -> Value {
    json!({ "type": "array", "items": items, "minItems": length, "maxItems": length })
}

/// Whether the form of a value is not plain from what the field is.
fn needs_telling(kind: &Kind) -> bool {
    match kind {
        Kind::Text
        | Kind::Id
        | Kind::Flag
        | Kind::Word(_)
        | Kind::Integer(..)
        | Kind::Number(..)
        | Kind::Table(_)
        | Kind::Tables(_)
        | Kind::Map(..) => false,
        Kind::List(inner) => needs_telling(inner),
        Kind::Share(..)
        | Kind::Date
        | Kind::Duration
        | Kind::Lag
        | Kind::Path
        | Kind::Ref(_)
        | Kind::Triple(_)
        | Kind::Estimate(_)
        | Kind::Either(..)
        | Kind::Numbers { .. } => true,
    }
}

/// A value as TOML writes it, as JSON.
fn json_of(written: &str) -> Option<Value> {
    let table: toml::Table = toml::from_str(&format!("value = {written}")).ok()?;
    serde_json::to_value(table.get("value")?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::ROOT;

    fn plain(others: OtherMethods) -> Value {
        schema(&ROOT, &MethodTables::default(), others, Language::En)
    }

    #[test]
    fn every_table_is_defined_once_and_every_reference_leads_to_one() {
        let schema = plain(OtherMethods::Refused);
        let text = schema.to_string();
        let definitions = schema["definitions"].as_object().unwrap();
        for reference in text.split("\"#/definitions/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(definitions.contains_key(name), "{name}");
        }
        for name in ["plan", "initiative", "initiative.steps.after", "metric.baseline", "calendar.freeze"] {
            assert!(definitions.contains_key(name), "{name}");
        }
        assert!(schema.get("required").is_none(), "a part of a plan is a plan file too");
    }

    #[test]
    fn a_field_tells_its_form_unit_and_default() {
        let plan = &plain(OtherMethods::Refused)["definitions"]["plan"];
        assert_eq!(
            plan["properties"]["horizon_months"],
            json!({
                "type": "integer", "minimum": 1, "maximum": 120, "default": 12,
                "description": "Months that the plan covers. Unit: months. Default: 12.",
            })
        );
        assert_eq!(plan["properties"]["languages"]["default"], json!(["en"]));
        assert_eq!(plan["required"], json!(["title", "start"]));
        let french = schema(&ROOT, &MethodTables::default(), OtherMethods::Refused, Language::Fr);
        let lag = &french["definitions"]["initiative.depends_on"]["properties"]["lag"];
        assert!(lag["description"].as_str().unwrap().contains("À défaut : \"0d\"."), "{lag}");
    }

    #[test]
    fn every_default_is_what_toml_writes() {
        fn walk(table: &Table) {
            for field in table.fields.iter() {
                if let Some(default) = &field.default {
                    assert!(json_of(default).is_some(), "{}.{}: {default}", table.name, field.key);
                }
                match &field.kind {
                    Kind::Table(inner) => walk(inner.get()),
                    Kind::Tables(inner) => walk(inner),
                    _ => {}
                }
            }
        }
        walk(&ROOT);
    }

    #[test]
    fn methods_of_ones_own_have_a_place_unless_all_are_known() {
        let other = |others| plain(others)["definitions"]["initiative"]["additionalProperties"].clone();
        assert_eq!(other(OtherMethods::Allowed)["type"], "object");
        assert_eq!(other(OtherMethods::Refused), json!(false));
        assert_eq!(
            plain(OtherMethods::Allowed)["definitions"]["plan"]["additionalProperties"],
            json!(false),
            "no other table is open"
        );
    }
}
