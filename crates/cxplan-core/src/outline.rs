//! What an editor asks of a plan: where each id is defined and used, and what a key means.
//!
//! It works on plans that have errors, as plans have while they are written. A language server is to be a thin layer over
//! this, [`crate::check`] and the fixes of its findings.

use crate::fields::{Field, Kind, MapKey, Table, Target};
use crate::inputs::MethodTables;
use crate::read::{Document, Reading, conform};
use crate::record::{Datum, Record, Value};
use crate::source::Span;

/// The names and keys of a plan, each list in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Outline<'t> {
    /// Entries with an id.
    pub definitions: Vec<Name>,
    /// Where entries are referred to.
    pub references: Vec<Name>,
    /// Declared keys that the plan uses.
    pub keys: Vec<Key<'t>>,
}

/// An id in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The list that its entry stands in.
    pub list: Target,
    /// The id; of a step `initiative.step`.
    pub id: String,
    /// Its place; of a step without an id that of the whole step.
    pub span: Span,
}

/// A key in the text.
#[derive(Clone, Debug)]
pub struct Key<'t> {
    /// Its place.
    pub span: Span,
    /// Place of its value.
    pub value: Span,
    /// The table that it stands in.
    pub table: &'t Table,
    /// What it is declared as.
    pub field: &'t Field,
}

/// The outline of a document by the tables of the language.
pub fn outline<'t>(document: &Document<'_>, root: &'t Table, methods: &'t MethodTables) -> Outline<'t> {
    // What is wrong is told by the check.
    let Reading { root, plans, .. } = conform(document, root, methods, false, &mut Default::default());
    let mut outline = Outline::default();
    for record in plans.iter().chain([&root]) {
        outline.table(record, "");
    }
    outline.definitions.sort_by_key(|name| name.span);
    outline.references.sort_by_key(|name| name.span);
    outline.keys.sort_by_key(|key| key.span);
    outline
}

impl<'t> Outline<'t> {
    /// The key at a place, or whose value the place lies in: the innermost one.
    pub fn key_at(&self, offset: u32) -> Option<&Key<'t>> {
        let holds = |span: Span| span.start <= offset && offset <= span.end;
        self.keys.iter().rev().find(|key| holds(key.span) || holds(key.value))
    }

    /// Where an entry is defined.
    pub fn definition(&self, list: Target, id: &str) -> Option<&Name> {
        self.definitions.iter().find(|name| name.list == list && name.id == id)
    }

    /// Where an entry is referred to; of an initiative also where its steps are.
    pub fn uses<'a>(&'a self, list: Target, id: &'a str) -> impl Iterator<Item = &'a Name> {
        self.references.iter().filter(move |name| {
            let owner = name.id.split_once('.').map(|(owner, _)| owner);
            (name.list == list && name.id == id) || (list == Target::Initiative && owner == Some(id))
        })
    }

    /// `owner` is the id of the initiative around, empty elsewhere.
    fn table(&mut self, record: &Record<'t>, owner: &str) {
        for (field, datum) in record.values() {
            self.keys.push(Key { span: datum.key, value: datum.span, table: record.table, field });
            match &datum.value {
                Value::Records(records) => {
                    for (number, entry) in (1..).zip(records) {
                        self.entry(&field.key, number, entry, owner);
                    }
                }
                _ => self.value(&field.kind, datum, owner),
            }
        }
        for (_, inner) in &record.methods {
            self.table(inner, owner);
        }
    }

    fn entry(&mut self, list: &str, number: usize, entry: &Record<'t>, owner: &str) {
        let id = entry.text_of("id").unwrap_or_default();
        let name = match Target::of_list(list) {
            // A step without an id is called by its number.
            Some(Target::Step) if id.is_empty() => Some((Target::Step, format!("{owner}.{number}"))),
            Some(Target::Step) => Some((Target::Step, format!("{owner}.{id}"))),
            target => target.filter(|_| !id.is_empty()).map(|target| (target, id.to_owned())),
        };
        if let Some((list, id)) = name {
            self.definitions.push(Name { list, id, span: entry.span_of("id") });
        }
        let target = Target::of_list(list);
        self.table(entry, if target == Some(Target::Initiative) { id } else { owner });
    }

    fn value(&mut self, kind: &'t Kind, datum: &Datum<'t>, owner: &str) {
        match (kind, &datum.value) {
            (_, Value::Record(record)) => self.table(record, owner),
            (_, Value::Records(records)) => records.iter().for_each(|record| self.table(record, owner)),
            (Kind::Either(one, other), _) => {
                self.value(one, datum, owner);
                self.value(other, datum, owner);
            }
            (Kind::Ref(target), Value::Text(text)) => self.reference(*target, text, datum.span, owner),
            (Kind::List(inner), Value::List(list)) => {
                list.iter().for_each(|entry| self.value(inner, entry, owner));
            }
            (Kind::Map(keys, inner), Value::Map(map)) => {
                for (key, entry) in map {
                    if let MapKey::Ref(target) = keys {
                        self.reference(*target, &key.value, key.span, owner);
                    }
                    self.value(inner.get(), entry, owner);
                }
            }
            _ => {}
        }
    }

    fn reference(&mut self, target: Target, text: &str, span: Span, owner: &str) {
        let (list, id) = match (target, text.contains('.')) {
            (Target::Step, false) => (Target::Step, format!("{owner}.{text}")),
            (Target::Step | Target::Work, true) => (Target::Step, text.to_owned()),
            (Target::Work, false) => (Target::Initiative, text.to_owned()),
            _ => (target, text.to_owned()),
        };
        self.references.push(Name { list, id, span });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Diagnostics;
    use crate::language;
    use crate::method::Language;
    use crate::read::parse;
    use crate::source::Sources;

    const PLAN: &str = r#"
[[team]]
id = "web"
[[initiative]]
id = "a"
steps = [
    { id = "design", title = "T", team = "web" },
    { title = "U", after = ["design"] },
    { title = "V", after = ["2"] },
]
[[initiative]]
id = "b"
depends_on = ["a", { on = "a.design", lag = "1w" }, "nowhere"]
team = "wed"
"#;

    #[test]
    fn ids_are_found_where_they_are_defined_and_used() {
        let sources = Sources::single("plan.toml", PLAN);
        let document = parse(&sources, &mut Diagnostics::default());
        let methods = MethodTables::default();
        let outline = outline(&document, &language::ROOT, &methods);
        let text = |name: &Name| sources.main().text_at(name.span).to_owned();
        let defined = outline.definition(Target::Step, "a.design").unwrap();
        assert_eq!(text(defined), "\"design\"");
        let uses: Vec<String> = outline.uses(Target::Step, "a.design").map(text).collect();
        assert_eq!(uses, ["\"design\"", "\"a.design\""]);
        assert_eq!(outline.uses(Target::Initiative, "a").count(), 4, "the whole, and its steps");
        assert_eq!(outline.uses(Target::Team, "web").count(), 1);
        assert_eq!(outline.definition(Target::Team, "wed"), None);
        assert_eq!(outline.definitions.len(), 6);
        let numbered = outline.definition(Target::Step, "a.2").unwrap();
        assert_eq!(
            text(numbered),
            "{ title = \"U\", after = [\"design\"] }",
            "a step without an id has its number"
        );
        assert_eq!(outline.uses(Target::Step, "a.2").map(text).collect::<Vec<_>>(), ["\"2\""]);
    }

    #[test]
    fn a_key_tells_what_it_means() {
        let sources = Sources::single("plan.toml", PLAN);
        let document = parse(&sources, &mut Diagnostics::default());
        let methods = MethodTables::default();
        let outline = outline(&document, &language::ROOT, &methods);
        let at = |words: &str| outline.key_at(PLAN.find(words).unwrap() as u32 + 1);
        let lag = at("lag").unwrap();
        assert_eq!((lag.field.key.as_ref(), lag.table.name.as_ref()), ("lag", "initiative.depends_on"));
        assert!(lag.field.doc.get(Language::Fr).contains("Temps ouvré"));
        assert_eq!(at("1w").unwrap().field.key, "lag", "the value too");
        assert_eq!(at("nowhere").unwrap().field.key, "depends_on");
        assert!(outline.key_at(0).is_none());
    }
}
