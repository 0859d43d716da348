//! Reading: TOML text into a [`Record`](crate::record::Record) that follows the field tables. Goes on after an error and
//! reports them all.

mod conform;
mod merge;
mod repair;
mod syntax;

use std::borrow::Cow;

use toml::de::{DeTable, DeValue};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::phrase::Phrase;
use crate::source::{Source, Sources, Span, Spanned};

pub use merge::{Reading, conform};

/// The TOML trees of a plan's files.
#[derive(Debug)]
pub struct Document<'s> {
    parts: Vec<Part<'s>>,
}

/// The TOML tree of one file.
#[derive(Debug)]
struct Part<'s> {
    source: &'s Source,
    root: DeTable<'s>,
    /// Whether the text has errors of syntax. The tree then lacks what could not be read, so that a missing key is not
    /// worth a message of its own.
    broken: bool,
    /// Places of the errors of syntax, in order; what stands there is what the parser made of it, not the plan.
    errors: Vec<Span>,
}

/// Parses the files as TOML, going on after an error.
pub fn parse<'s>(sources: &'s Sources, diagnostics: &mut Diagnostics) -> Document<'s> {
    let parts: Vec<Part<'s>> = sources.files().iter().map(|source| part(source, diagnostics)).collect();
    if parts.iter().all(|part| part.root.is_empty() && part.errors.is_empty()) {
        diagnostics.push(
            Diagnostic::new(Code::Empty, Phrase::fixed("the plan is empty", "le plan est vide")).help(
                Phrase::fixed(
                    "start with `cxplan init`, or write [plan] with a title and a start, and an [[initiative]]",
                    "commencez par `cxplan init`, ou écrivez [plan] avec un titre et un début, et une [[initiative]]",
                ),
            ),
        );
    }
    Document { parts }
}

fn part<'s>(source: &'s Source, diagnostics: &mut Diagnostics) -> Part<'s> {
    let (root, found) = DeTable::parse_recoverable(&source.text);
    for error in &found {
        diagnostics.push(syntax::error(source, error.message(), error.span()));
    }
    let mut errors: Vec<Span> = found.iter().filter_map(|error| Some(source.span(error.span()?))).collect();
    errors.sort_unstable();
    let root = root.into_inner();
    Part { broken: !found.is_empty() || root.is_empty(), errors, root, source }
}

/// A plugin that the plan names: `[scoring.<method>] plugin = "<path>"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginRef {
    /// Key under `[scoring]`.
    pub method: String,
    /// The path as written.
    pub path: Spanned<String>,
}

/// Files that a file names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// `include`: files that belong to the same plan.
    pub include: Vec<Spanned<String>>,
    /// `portfolio.plans`: files that are plans of their own.
    pub plans: Vec<Spanned<String>>,
}

/// The files that a file names. They are needed before the whole plan can be parsed; what is wrong with the text is told
/// then.
pub fn links(source: &Source) -> Links {
    // Most files of a large plan name no other, and need not be parsed twice.
    if !source.text.contains("include") && !source.text.contains("portfolio") {
        return Links::default();
    }
    let (root, _) = DeTable::parse_recoverable(&source.text);
    let root = root.get_ref();
    let texts = |value: Option<&toml::Spanned<DeValue<'_>>>| {
        let entries = value.and_then(|value| value.get_ref().as_array());
        entries.map_or_else(Vec::new, |entries| {
            entries
                .iter()
                .filter_map(|entry| {
                    let text = entry.get_ref().as_str()?.to_owned();
                    Some(Spanned { value: text, span: source.span(entry.span()) })
                })
                .collect()
        })
    };
    let plans = root.get("portfolio").and_then(|portfolio| portfolio.get_ref().as_table()?.get("plans"));
    Links { include: texts(root.get("include")), plans: texts(plans) }
}

impl Document<'_> {
    /// The plugins that the plan names. Their declarations are needed before the plan can be checked.
    pub fn plugins(&self) -> Vec<PluginRef> {
        let mut plugins: Vec<PluginRef> = Vec::new();
        for part in self.whole() {
            let Some(DeValue::Table(scoring)) = part.root.get("scoring").map(toml::Spanned::get_ref) else {
                continue;
            };
            plugins.extend(scoring.iter().filter_map(|(key, value)| {
                let path = value.get_ref().as_table()?.get("plugin")?;
                Some(PluginRef {
                    method: key.get_ref().to_string(),
                    path: Spanned {
                        value: path.get_ref().as_str()?.to_owned(),
                        span: part.source.span(path.span()),
                    },
                })
            }));
        }
        plugins.sort_by_key(|plugin| plugin.path.span);
        plugins
    }

    /// Whether the plan mentions a method under `[scoring]` or in an initiative.
    pub fn mentions(&self, method: &str) -> bool {
        let table_has =
            |value: &DeValue<'_>| value.as_table().is_some_and(|table| table.contains_key(method));
        let named = |value: &DeValue<'_>| value.as_str() == Some(method);
        self.parts.iter().any(|part| {
            let scoring = part.root.get("scoring").map(toml::Spanned::get_ref);
            let in_scoring = scoring.is_some_and(|scoring| {
                table_has(scoring)
                    || scoring.get("primary").is_some_and(|primary| named(primary.get_ref()))
                    || scoring
                        .get("compare")
                        .and_then(|compare| compare.get_ref().as_array())
                        .is_some_and(|compare| compare.iter().any(|entry| named(entry.get_ref())))
            });
            let initiatives = part.root.get("initiative").and_then(|list| list.get_ref().as_array());
            in_scoring
                || initiatives
                    .is_some_and(|list| list.iter().any(|initiative| table_has(initiative.get_ref())))
        })
    }

    /// The plan of a portfolio that a place belongs to, counted from 0.
    pub fn plan_of(&self, span: Span) -> Option<usize> {
        let after =
            self.parts.partition_point(|part| part.source.span(0..0) <= Span { end: u32::MAX, ..span });
        self.parts.get(after.checked_sub(1)?)?.source.plan
    }

    /// The files that speak for the whole, and not for one plan of a portfolio.
    fn whole(&self) -> impl Iterator<Item = &Part<'_>> {
        self.parts.iter().filter(|part| part.source.plan.is_none())
    }
}

/// Whether a path leaves the folder that it starts from, by its words.
pub fn leaves_folder(path: &str) -> bool {
    path.starts_with(['/', '\\', '~'])
        || path.contains(':')
        || path.split(['/', '\\']).any(|part| part == "..")
}

/// The known word that is closest to a word, if any is close: what the writer may have meant.
pub fn closest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.trim().to_lowercase();
    let lower = |known: &'a str| match known.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(known.to_lowercase()),
        false => Cow::Borrowed(known),
    };
    known
        .map(|known| (strsim::jaro_winkler(&word, &lower(known)), known))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

/// "did you mean" this word?
pub fn did_you_mean(word: &str) -> Phrase {
    crate::phrase!("did you mean `{word}`?", "vouliez-vous dire `{word}` ?")
}
