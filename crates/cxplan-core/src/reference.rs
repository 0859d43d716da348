//! The reference page of the plan language, in Markdown: every table and key, as declared.

use std::fmt::Write as _;

use crate::fields::{Field, Kind, MapKey, Table};
use crate::inputs::MethodTables;
use crate::method::Language;
use crate::phrase;
use crate::phrase::Phrase;

/// The page for the tables that hang from `root`, with those of the methods.
pub fn reference(root: &Table, methods: &MethodTables, language: Language) -> String {
    let mut page = Page { methods, language, text: String::new() };
    page.line(HEAD.get(language));
    page.rows(root);
    page.below(root, 0);
    page.text
}

const HEAD: Phrase = Phrase::fixed(
    "<!-- Written by `cargo xtask docs` from crates/cxplan-core/src/language/ and the built-in methods: change those. -->
# Plan reference

Every table and key of a plan, in the order of the language. An `[[entry]]` in two brackets may be written any number of times.
Files of one plan hold different tables; what is required has to stand in one of them. `cxplan schema` prints the same as a JSON
Schema ([editors](editors.md)), `cxplan explain CODE` what a finding means.

Dates are days and stand without quotes: `2027-01-04`. Amounts of time stand in quotes with their unit: `d`, `day`, `days`; `w`,
`week`, `weeks`; `mo`, `month`, `months`; also `j`, `jour`, `jours`; `sem`, `semaine`, `semaines`; `mois`. Shares are written `0.8` or
`\"80%\"`. Ids are in kebab-case: small letters, digits and single hyphens.

## The file
",
    "<!-- Écrit par `cargo xtask docs` d'après crates/cxplan-core/src/language/ et les méthodes fournies : modifiez celles-ci. -->
# Référence du plan

Chaque table et chaque clé d'un plan, dans l'ordre du langage. Un `[[élément]]` entre deux crochets s'écrit autant de fois que
nécessaire. Les fichiers d'un plan portent des tables différentes ; ce qui est obligatoire doit figurer dans l'un d'eux.
`cxplan schema --lang fr` affiche la même chose en JSON Schema ([éditeurs](editeurs.md)), `cxplan explain CODE --lang fr` ce que dit un
constat.

Les dates sont des jours et s'écrivent sans guillemets : `2027-01-04`. Les durées s'écrivent entre guillemets avec leur unité : `j`,
`jour`, `jours` ; `sem`, `semaine`, `semaines` ; `mois` ; aussi `d`, `day`, `days` ; `w`, `week`, `weeks` ; `mo`, `month`, `months`. Les
parts s'écrivent `0.8` ou `\"80%\"`. Les identifiants sont en kebab-case : minuscules, chiffres et tirets simples.

## Le fichier
",
);

/// How a table is written.
#[derive(Clone, Copy)]
enum Form {
    /// `[plan]`
    One,
    /// `[[initiative]]`
    Many,
    /// `{ … }` in a list that may hold something else too.
    Entry,
    /// `[….<id>]`
    ById,
}

struct Page<'a> {
    methods: &'a MethodTables,
    language: Language,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn say(&self, phrase: &Phrase) -> String {
        phrase.get(self.language).to_owned()
    }

    /// The tables that hang from a table: a section each, with those that hang from it.
    fn below(&mut self, table: &Table, depth: usize) {
        for field in table.fields.iter() {
            if let Some((form, inner)) = hanging(&field.kind) {
                self.section(form, inner, depth);
            }
        }
        let methods = self.methods;
        for (_, inner) in table.methods.iter().flat_map(|slot| methods.tables(*slot)) {
            self.section(Form::One, inner, depth);
        }
    }

    fn section(&mut self, form: Form, table: &Table, depth: usize) {
        let (marks, title) = ("#".repeat(2 + depth.min(2)), title(form, table));
        let about = self.say(&table.doc);
        self.line(&format!("\n{marks} {title}\n\n{}.\n", escaped(about.trim_end_matches('.'))));
        if let Some(slot) = table.methods {
            let links: Vec<String> =
                self.methods.tables(slot).map(|(_, table)| link(Form::One, table)).collect();
            let links = links.join(", ");
            let methods = phrase!(
                "Methods have tables of their own in it: {links}, and what a plugin declares (`cxplan plugin info FILE`).",
                "Les méthodes y ont leurs propres tables : {links}, et ce que déclare un plugin (`cxplan plugin info FICHIER`)."
            );
            let methods = self.say(&methods);
            self.line(&format!("{methods}\n"));
        }
        self.rows(table);
        self.below(table, depth + 1);
    }

    /// One row a key.
    fn rows(&mut self, table: &Table) {
        self.line(match self.language {
            Language::En => "| key | what it is | value | unit | unless given |",
            Language::Fr => "| clé | ce que c'est | valeur | unité | à défaut |",
        });
        self.line("|---|---|---|---|---|");
        for field in table.fields.iter() {
            let doc = escaped(field.doc.get(self.language));
            let value = self.value(&field.kind);
            let unit = field.unit.as_ref().map_or(String::new(), |unit| escaped(unit.get(self.language)));
            let default = self.default(field);
            let _ = writeln!(self.text, "| `{}` | {doc} | {value} | {unit} | {default} |", field.key);
        }
    }

    fn default(&self, field: &Field) -> String {
        match (&field.default, field.required) {
            (Some(default), _) => format!("`{}`", default.replace('|', "\\|")),
            (None, true) => self.say(&Phrase::fixed("**required**", "**obligatoire**")),
            (None, false) => String::new(),
        }
    }

    /// What a value may be, with links to tables.
    fn value(&self, kind: &Kind) -> String {
        let value = match kind {
            Kind::Table(table) => {
                let link = link(Form::One, table.get());
                return self.say(&phrase!("a table: {link}", "une table : {link}"));
            }
            Kind::Tables(table) => {
                let link = link(Form::Many, table);
                return self.say(&phrase!("a list of tables: {link}", "une liste de tables : {link}"));
            }
            Kind::List(inner) if hanging(inner).is_some() => {
                let inner = self.value(inner);
                return self.say(&phrase!("a list, each entry {inner}", "une liste, chaque élément {inner}"));
            }
            Kind::Either(one, Kind::Table(table)) => {
                let (one, link) = (self.value(one), link(Form::Entry, table.get()));
                return self.say(&phrase!("{one}, or a table: {link}", "{one}, ou une table : {link}"));
            }
            Kind::Map(keys, inner) => {
                let inner = match inner.get() {
                    Kind::Table(table) => link(Form::ById, table.get()),
                    inner => self.value(inner),
                };
                let keys = match keys {
                    MapKey::Ref(target) => {
                        let name = target.name();
                        phrase!("ids of [[{name}]]", "identifiants de [[{name}]]")
                    }
                    MapKey::Words(words) => Phrase::same(
                        words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
                    ),
                    MapKey::Names => Phrase::fixed("names of your own", "noms de votre choix"),
                    MapKey::Codes => Phrase::fixed(
                        "codes of findings (`cxplan explain`)",
                        "codes de constats (`cxplan explain`)",
                    ),
                };
                return self.say(&phrase!(
                    "a table; keys: {keys}; each value: {inner}",
                    "une table ; clés : {keys} ; chaque valeur : {inner}";
                    keys = keys, inner = Phrase::same(inner)
                ));
            }
            other => other.expected(),
        };
        escaped(value.get(self.language))
    }
}

/// The table that hangs from a field, and how it is written.
fn hanging(kind: &Kind) -> Option<(Form, &Table)> {
    match kind {
        Kind::Table(table) => Some((Form::One, table.get())),
        Kind::Tables(table) => Some((Form::Many, table)),
        Kind::List(inner) => hanging(inner).map(|(_, table)| (Form::Entry, table)),
        Kind::Either(one, other) => {
            hanging(one).or_else(|| hanging(other)).map(|(_, table)| (Form::Entry, table))
        }
        Kind::Map(_, inner) => hanging(inner.get()).map(|(_, table)| (Form::ById, table)),
        _ => None,
    }
}

fn title(form: Form, table: &Table) -> String {
    let name = &table.name;
    match form {
        Form::One => format!("`[{name}]`"),
        Form::Many => format!("`[[{name}]]`"),
        Form::Entry => format!("`{name}`"),
        Form::ById => format!("`[{name}.<id>]`"),
    }
}

/// A link to the table's section, whose anchor is made of the title as code hosts make it.
fn link(form: Form, table: &Table) -> String {
    let title = title(form, table);
    let anchor: String = title
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect();
    format!("[{title}](#{anchor})")
}

/// Text in a cell of a Markdown table.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if matches!(c, '|' | '*' | '<' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::ROOT;

    #[test]
    fn every_link_leads_to_a_section_and_every_section_stands_once() {
        for language in Language::ALL {
            let page = reference(&ROOT, &MethodTables::default(), language);
            let anchors: Vec<String> = page
                .lines()
                .filter(|line| line.starts_with('#'))
                .map(|line| line.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect())
                .collect();
            for link in page.split("](#").skip(1) {
                let anchor = link.split(')').next().unwrap();
                assert_eq!(anchors.iter().filter(|known| *known == anchor).count(), 1, "{anchor}");
            }
            assert!(page.split("](#").count() > 30, "tables are linked");
        }
    }

    #[test]
    fn a_key_tells_its_value_unit_and_default() {
        let page = reference(&ROOT, &MethodTables::default(), Language::En);
        for row in [
            "| `horizon_months` | Months that the plan covers | a whole number from 1 to 120 | months | `12` |",
            "| `title` | Title of the documents | a text in quotes |  | **required** |",
            "## `[[initiative]]`",
            "### `initiative.depends_on`",
            "### `[metric.baseline]`",
        ] {
            assert!(page.lines().any(|line| line == row), "{row}");
        }
    }
}
