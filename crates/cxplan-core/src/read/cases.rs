//! `cases.toml`: what a plugin must answer. Read in two steps, because what a row may say follows from the plugin and, where
//! it leaves part of itself to the plan, from the parameters of the case.

use std::sync::LazyLock;

use toml::de::{DeTable, DeValue};

use super::conform::{Reader, suggest_key};
use super::{Document, Part, closest, part};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::fields::{Kind, KindRef, MapKey, Table, field};
use crate::inputs::MethodTables;
use crate::phrase;
use crate::phrase::Phrase;
use crate::record::Record;
use crate::source::{Source, Span, Spanned};

/// Keys of a case whose tables follow from the method.
const PARAMS: &str = "params";
const ROWS: &str = "rows";

static NUMBER: Kind = Kind::Number(f64::NEG_INFINITY, f64::INFINITY);
static TEXT: Kind = Kind::Text;

/// The tables of cases hold no tables of methods: what is the method's is read by its table alone.
static NO_METHODS: LazyLock<MethodTables> = LazyLock::new(MethodTables::default);

/// What a row must get.
static EXPECT: LazyLock<Table> = LazyLock::new(|| Table {
    name: "expect".into(),
    doc: Phrase::fixed("What a row must get", "Ce qu'une ligne doit obtenir"),
    fields: vec![
        field("score", NUMBER.clone(), "The score", "Le score"),
        field("category", Kind::Text, "Key of the category", "Clé de la catégorie"),
        field(
            "parts",
            Kind::Map(MapKey::Names, KindRef::Static(&NUMBER)),
            "Numbers of the breakdown, by key",
            "Nombres de la décomposition, par clé",
        ),
        field("notes", Kind::List(&TEXT), "Keys of the remarks", "Clés des remarques"),
        field(
            "error",
            Kind::Text,
            "Input that an error is about, or \"row\"",
            "Donnée dont parle une erreur, ou \"row\"",
        ),
        field(
            "warning",
            Kind::Text,
            "Input that a warning is about, or \"row\"",
            "Donnée dont parle un avertissement, ou \"row\"",
        ),
    ]
    .into(),
    methods: None,
});

static CASE: LazyLock<Table> = LazyLock::new(|| Table {
    name: "case".into(),
    doc: Phrase::fixed("Rows and what they must get", "Des lignes et ce qu'elles doivent obtenir"),
    fields: vec![
        field("name", Kind::Text, "What the case shows", "Ce que le cas montre").required(),
        field(
            "tolerance",
            Kind::Number(0.0, f64::INFINITY),
            "How far a number may be off",
            "De combien un nombre peut s'écarter",
        ),
        field("scores", Kind::List(&NUMBER), "The scores, one a row", "Les scores, un par ligne"),
        field(
            "expect",
            Kind::Tables(LazyLock::force(&EXPECT)),
            "What each row must get",
            "Ce que chaque ligne doit obtenir",
        ),
        field("error", Kind::Text, "Parameter that the method refuses", "Paramètre que la méthode refuse"),
    ]
    .into(),
    methods: None,
});

static ROOT: LazyLock<Table> = LazyLock::new(|| Table {
    name: "".into(),
    doc: Phrase::fixed("Cases of a plugin", "Cas d'un plugin"),
    fields: vec![
        field(
            "plugin",
            Kind::Path,
            "The plugin, from the folder of the cases",
            "Le plugin, depuis le dossier des cas",
        ),
        field("case", Kind::Tables(LazyLock::force(&CASE)), "A case", "Un cas"),
    ]
    .into(),
    methods: None,
});

/// A file of cases, as far as it can be read without the plugin.
#[derive(Debug)]
pub struct Cases<'d, 's> {
    /// The plugin that the file names.
    pub plugin: Option<Spanned<String>>,
    /// The cases, in the order of the file.
    pub cases: Vec<RawCase<'d, 's>>,
}

/// A case whose parameters and rows wait for the method.
#[derive(Debug)]
pub struct RawCase<'d, 's> {
    /// What does not depend on the method.
    pub head: Record<'static>,
    /// Whether nothing is wrong with that.
    pub sound: bool,
    part: &'d Part<'s>,
    table: &'d DeTable<'s>,
}

/// Parses a file of cases as TOML, going on after an error.
pub fn parse_cases<'s>(source: &'s Source, diagnostics: &mut Diagnostics) -> Document<'s> {
    Document { parts: vec![part(source, diagnostics)] }
}

/// Reads what cases say apart from parameters and rows.
pub fn cases<'d, 's>(document: &'d Document<'s>, diagnostics: &mut Diagnostics) -> Cases<'d, 's> {
    let Some(part) = document.parts.first() else { return Cases { plugin: None, cases: Vec::new() } };
    let mut reader = Reader::new(part, LazyLock::force(&NO_METHODS), diagnostics);
    let listed = part.root.get("case").map(|list| (list.get_ref(), part.source.span(list.span())));
    let mut rest = part.root.clone();
    let mut cases = Vec::new();
    if let Some((DeValue::Array(list), _)) = listed {
        rest.remove("case");
        for entry in list.iter() {
            let span = part.source.span(entry.span());
            match entry.get_ref() {
                DeValue::Table(table) => {
                    let before = reader.diagnostics.errors();
                    let head = head(&mut reader, table, span);
                    let sound = head.is_whole() && reader.diagnostics.errors() == before;
                    cases.push(RawCase { head, sound, part, table });
                }
                other => reader.wrong_type("case", a_table(), None, other, span),
            }
        }
    }
    let root = reader.table(LazyLock::force(&ROOT), &rest, part.source.span(0..0));
    if cases.is_empty() && diagnostics.errors() == 0 {
        diagnostics.push(
            Diagnostic::new(
                Code::MissingKey,
                Phrase::fixed("there is no [[case]]", "il n'y a pas de [[case]]"),
            )
            .help(Phrase::fixed(
                "add [[case]] with a `name`, `rows` and `scores`",
                "ajoutez [[case]] avec `name`, `rows` et `scores`",
            )),
        );
    }
    let plugin = root
        .get("plugin")
        .and_then(|datum| Some(Spanned { value: datum.as_text()?.to_owned(), span: datum.span }));
    Cases { plugin, cases }
}

/// What a case says apart from parameters and rows.
fn head(reader: &mut Reader<'static, '_>, table: &DeTable<'_>, span: Span) -> Record<'static> {
    let mut rest = table.clone();
    rest.remove(PARAMS);
    rest.remove(ROWS);
    for key in table.keys() {
        let (name, known) = (key.get_ref().as_ref(), LazyLock::force(&CASE));
        let close = closest(name, [PARAMS, ROWS].into_iter()).filter(|close| close.sure);
        let is_key = name == PARAMS || name == ROWS || known.position(name).is_some();
        let Some(close) = close.filter(|_| !is_key) else { continue };
        let span = reader.source.span(key.span());
        let unknown = Diagnostic::new(
            Code::UnknownKey,
            phrase!("[case] has no key `{name}`", "[case] n'a pas de clé `{name}`"),
        )
        .at(span, Phrase::fixed("unknown key", "clé inconnue"));
        reader.tell(suggest_key(unknown, close, span));
        rest.remove(name);
    }
    reader.table(LazyLock::force(&CASE), &rest, span)
}

fn a_table() -> Phrase {
    Phrase::fixed("a table, such as { key = value }", "une table, comme { clé = valeur }")
}

impl RawCase<'_, '_> {
    /// The parameters, read by their table. An empty record where the case has none; none where they are no table.
    pub fn params<'t>(&self, table: &'t Table, diagnostics: &mut Diagnostics) -> Option<Record<'t>> {
        let mut reader = Reader::new(self.part, LazyLock::force(&NO_METHODS), diagnostics);
        match self.raw(PARAMS) {
            None => Some(reader.table(table, &DeTable::new(), self.head.span)),
            Some((DeValue::Table(raw), span)) => Some(reader.table(table, raw, span)),
            Some((other, span)) => {
                reader.wrong_type(PARAMS, a_table(), None, other, span);
                None
            }
        }
    }

    /// The rows, read by their table. None where one of them is no table.
    pub fn rows<'t>(&self, table: &'t Table, diagnostics: &mut Diagnostics) -> Option<Vec<Record<'t>>> {
        let mut reader = Reader::new(self.part, LazyLock::force(&NO_METHODS), diagnostics);
        let tables = Phrase::fixed("a list of tables", "une liste de tables");
        match self.raw(ROWS) {
            None => Some(Vec::new()),
            Some((DeValue::Array(list), _)) => {
                let mut row = |entry: &toml::Spanned<DeValue<'_>>| {
                    let span = self.part.source.span(entry.span());
                    match entry.get_ref() {
                        DeValue::Table(raw) => Some(reader.table(table, raw, span)),
                        other => {
                            reader.wrong_type(ROWS, a_table(), None, other, span);
                            None
                        }
                    }
                };
                // All of them are read, so that all that is wrong is told.
                let rows: Vec<_> = list.iter().map(&mut row).collect();
                rows.into_iter().collect()
            }
            Some((other, span)) => {
                reader.wrong_type(ROWS, tables, None, other, span);
                None
            }
        }
    }

    fn raw(&self, key: &str) -> Option<(&DeValue<'_>, Span)> {
        self.table.get(key).map(|value| (value.get_ref(), self.part.source.span(value.span())))
    }
}
