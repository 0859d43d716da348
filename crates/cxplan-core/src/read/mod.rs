//! Reading: TOML text into a [`Record`] that follows the field tables. Goes on after an error and
//! reports them all.

mod cases;
mod changes;
mod conform;
mod meant;
mod merge;
mod rename;
mod repair;
mod syntax;
mod unknown;

use std::borrow::Cow;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::fields::{MethodSlot, Table};
use crate::inputs::MethodTables;
use crate::phrase::Phrase;
use crate::record::Record;
use crate::source::{Source, Sources, Span, Spanned};

pub use cases::{Cases, RawCase, cases, parse_cases};
pub(crate) use conform::{suggest, suggest_key};
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
    /// Where the values stand that came into the tree from elsewhere.
    changes: Option<&'s Source>,
    /// Whether the text has errors of syntax. The tree then lacks what could not be read, so that a missing key is not
    /// worth a message of its own.
    broken: bool,
    /// Places of the errors of syntax, in order; what stands there is what the parser made of it, not the plan.
    errors: Vec<Span>,
    /// Stretches of text around them, in order, where findings would be about what the parser made of it.
    misread: Vec<Span>,
    /// Whether an open bracket has swallowed part of the text.
    torn: bool,
}

/// Parses the files as TOML, going on after an error, and makes the changes that the caller asks for.
pub fn parse<'s>(sources: &'s Sources, diagnostics: &mut Diagnostics) -> Document<'s> {
    let mut parts: Vec<Part<'s>> = sources.files().iter().map(|source| part(source, diagnostics)).collect();
    if let Some(changes) = sources.changes() {
        changes::apply(&mut parts, changes, diagnostics);
        parts.iter_mut().for_each(|part| part.changes = Some(changes));
    }
    let document = Document { parts };
    if document.is_empty() {
        diagnostics.push(
            Diagnostic::new(Code::Empty, Phrase::fixed("the plan is empty", "le plan est vide")).help(
                Phrase::fixed(
                    "start with `cxplan init`, or write [plan] with a title and a start, and an [[initiative]]",
                    "commencez par `cxplan init`, ou écrivez [plan] avec un titre et un début, et une [[initiative]]",
                ),
            ),
        );
    }
    document
}

fn part<'s>(source: &'s Source, diagnostics: &mut Diagnostics) -> Part<'s> {
    let (root, found) = parse_on(source);
    // Where keys have too many dots the parser gives up without a place.
    let places = found.iter().map(|error| {
        (error.message().to_owned(), error.span().unwrap_or_else(|| syntax::most_dots(&source.text)))
    });
    let syntax::Broken { findings, places, stretches, torn } = syntax::broken(source, places);
    findings.into_iter().for_each(|finding| diagnostics.push(finding));
    let root = root.into_inner();
    Part { broken: !found.is_empty(), errors: places, misread: stretches, torn, root, source, changes: None }
}

/// Parses a text and goes on after every error. The parser leaves unread all that follows a key without an equals sign, so
/// the text is then parsed again with blanks in place of such lines.
fn parse_on(source: &Source) -> (toml::Spanned<DeTable<'_>>, Vec<toml::de::Error>) {
    let text = source.text.as_str();
    let (root, found) = DeTable::parse_recoverable(text);
    let stops = found.iter().filter(|error| error.message().starts_with("key with no value"));
    let mut lines: Vec<Range<usize>> =
        stops.filter_map(|error| error.span()).map(|span| source.line_around(span.start)).collect();
    lines.dedup();
    if lines.is_empty() {
        return (root, found);
    }
    let blanked = || {
        let mut blanked = String::with_capacity(text.len());
        let mut copied = 0;
        for line in &lines {
            blanked.push_str(&text[copied..line.start]);
            blanked.extend(text[line.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
            copied = line.end;
        }
        blanked.push_str(&text[copied..]);
        blanked
    };
    let (root, rest) = DeTable::parse_recoverable(source.legible.get_or_init(blanked));
    let on_them = |error: &toml::de::Error| {
        let at = error.span().map_or(text.len(), |span| span.start);
        lines.get(lines.partition_point(|line| line.end <= at)).is_some_and(|line| line.contains(&at))
    };
    (root, found.into_iter().filter(on_them).chain(rest).collect())
}

/// A plugin that the plan names: `[scoring.<method>] plugin = "<path>"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginRef {
    /// Key under `[scoring]`.
    pub method: String,
    /// The path as written.
    pub path: Spanned<String>,
}

/// The parameters of a method, read by its table without a word on what is wrong: that is told where the whole plan is read.
/// None where the plan has no such table.
pub(crate) fn settings<'t>(
    document: &Document<'_>,
    method: &str,
    tables: &'t MethodTables,
) -> Option<Record<'t>> {
    let table = tables.get(MethodSlot::Params, method)?;
    document.whole().find_map(|part| {
        let scoring = part.root.get("scoring")?.get_ref().as_table()?;
        let raw = scoring.get(method)?;
        let mut silent = Diagnostics::default();
        let mut reader = conform::Reader::new(part, tables, &mut silent);
        Some(match raw.get_ref() {
            DeValue::Table(inner) => reader.table(table, inner, part.source.span(raw.span())),
            _ => {
                let mut nothing = Record::new(table, part.source.span(raw.span()));
                nothing.lose(0);
                nothing
            }
        })
    })
}

/// Name of the table that the file of a person is: it has a key for each initiative of the plan.
pub(crate) const OF_A_PERSON: &str = "one person";

/// The first file of a document, read by a table of its own: a file that is no plan.
pub(crate) fn alone<'t>(
    document: &Document<'_>,
    root: &'t Table,
    methods: &'t MethodTables,
    diagnostics: &mut Diagnostics,
) -> Record<'t> {
    match document.parts.first() {
        Some(part) => {
            let mut reader = conform::Reader::new(part, methods, diagnostics);
            reader.table(root, &part.root, part.source.span(0..0))
        }
        None => Record::new(root, Span::default()),
    }
}

/// Files that a file names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// `include`: files that belong to the same plan.
    pub include: Vec<Spanned<String>>,
    /// `portfolio.plans`: files that are plans of their own.
    pub plans: Vec<Spanned<String>>,
}

/// The files that a file names, be it by a misspelt `include` or `[portfolio]`. They are needed before the whole plan can be
/// parsed; what is wrong with the text is told then.
pub fn links(source: &Source) -> Links {
    // Most files of a large plan name no other, and need not be parsed twice: `include` stands above all headings, and
    // few headings look like `[portfolio]`.
    let heading = |line: &&str| line.trim_start().starts_with('[');
    let mut head =
        source.text.lines().take_while(|line| !heading(line)).filter_map(|line| line.split_once('='));
    let mut headings = source.text.lines().filter(heading).map(|line| line.trim_matches(['[', ']', ' ']));
    let names_files = head.any(|(key, _)| means(key.trim(), "include"))
        || headings.any(|name| name.starts_with(['p', 'P']) && means(name, "portfolio"))
        || source.text.contains("portfolio");
    if !names_files {
        return Links::default();
    }
    let (root, _) = DeTable::parse_recoverable(&source.text);
    let meant = |word: &str| root.get_ref().iter().find(|(key, _)| means(key.get_ref(), word));
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
    let portfolio = meant("portfolio").and_then(|(_, table)| table.get_ref().as_table());
    Links {
        include: texts(meant("include").map(|(_, value)| value)),
        plans: texts(portfolio.and_then(|table| table.get("plans"))),
    }
}

/// Whether a key at the top of a file is this one, or surely misspells it.
fn means(key: &str, word: &str) -> bool {
    let known = crate::language::ROOT.fields.iter().map(|field| field.key.as_ref());
    key == word
        || crate::language::ROOT.position(key).is_none()
            && closest(key, known).is_some_and(|close| close.sure && close.word == word)
}

impl Document<'_> {
    /// Whether no file says anything, which is told in one message.
    fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| part.root.is_empty() && !part.broken)
    }

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
            // Whatever the list is called: `initiative` may be misspelt.
            let mut lists = part.root.values().filter_map(|value| value.get_ref().as_array());
            in_scoring || lists.any(|list| list.iter().any(|entry| table_has(entry.get_ref())))
        })
    }

    /// The place of some bytes of a text in quotes. Where the text is written with escapes, the place of the whole.
    pub(crate) fn part_of(&self, span: Span, text: &str, bytes: &Range<usize>) -> Span {
        let after = self.parts.partition_point(|part| part.source.span(0..0).start <= span.start);
        let written = after.checked_sub(1).map_or("", |part| self.parts[part].source.text_at(span));
        match written.find(text) {
            Some(at) if bytes.end <= text.len() => {
                let start = span.start + (at + bytes.start) as u32;
                Span { start, end: start + bytes.len() as u32 }
            }
            _ => span,
        }
    }

    /// The plan of a portfolio that a place belongs to, counted from 0.
    pub fn plan_of(&self, span: Span) -> Option<usize> {
        let after =
            self.parts.partition_point(|part| part.source.span(0..0) <= Span { end: u32::MAX, ..span });
        self.parts.get(after.checked_sub(1)?)?.source.plan
    }

    /// Drops the trees, which take more memory than all that is made of them. What is known of the files stays.
    pub(crate) fn drop_trees(&mut self) {
        self.parts.iter_mut().for_each(|part| part.root = DeTable::new());
    }

    /// Whether part of a file is not known, so that what the rest leads to may stand there.
    pub(crate) fn is_torn(&self) -> bool {
        self.parts.iter().any(|part| part.torn)
    }

    /// Whether a file has errors of syntax.
    pub(crate) fn is_broken(&self) -> bool {
        self.parts.iter().any(|part| !part.errors.is_empty())
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

/// A known word that looks like what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Close<'a> {
    /// The word.
    pub word: &'a str,
    /// Whether it is what was meant, but for a slip of the pen: near enough, and no other is as near. Only then may a program
    /// write it for the writer.
    pub sure: bool,
}

/// Bytes above which nothing is compared: nobody misspells such a text, and comparing takes the product of both lengths.
const MOST_COMPARED: usize = 100;

/// The known word that is closest to a word, if any is close: what the writer may have meant.
pub fn closest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<Close<'a>> {
    let word = word.trim();
    if word.len() > MOST_COMPARED {
        return None;
    }
    let lower = word.to_lowercase();
    let near: Vec<(f64, &str)> = known
        .filter(|known| known.len() <= MOST_COMPARED)
        .map(|known| {
            // Nearly all known words are small already.
            let small = if known.bytes().any(|byte| byte.is_ascii_uppercase()) {
                known.to_lowercase().into()
            } else {
                Cow::from(known)
            };
            (strsim::jaro_winkler(&lower, &small), known)
        })
        .filter(|(likeness, _)| *likeness >= 0.8)
        .collect();
    let mut slips: Vec<(usize, &str)> =
        near.iter().filter_map(|(_, known)| Some((slips(word, known)?, *known))).collect();
    slips.sort_by_key(|(count, _)| *count);
    match slips.as_slice() {
        [(_, word)] => return Some(Close { word, sure: true }),
        [(fewest, word), (more, _), ..] if fewest < more => return Some(Close { word, sure: true }),
        _ => {}
    }
    near.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, word)| Close { word, sure: false })
}

/// Letters written wrong, left out, added or swapped; none where the words differ by more than a hasty writer's slips, or by
/// a digit: `team-2` is no misspelt `team-1`. Accents, capitals and the signs between words do not count.
fn slips(word: &str, known: &str) -> Option<usize> {
    fn digits(text: &str) -> impl Iterator<Item = u8> {
        text.bytes().filter(u8::is_ascii_digit)
    }
    if !digits(word).eq(digits(known)) {
        return None;
    }
    let plain = |text: &str| conform::to_kebab_case(text).unwrap_or_else(|| text.to_lowercase());
    let (word, known) = (plain(word), plain(known));
    let bearable = match word.len().max(known.len()) {
        0..=2 => 0,
        3..=6 => 1,
        7..=10 => 2,
        _ => 3,
    };
    if word.len().abs_diff(known.len()) > bearable {
        return None;
    }
    Some(strsim::osa_distance(&word, &known)).filter(|count| *count <= bearable)
}

/// "did you mean" this word?
pub fn did_you_mean(word: &str) -> Phrase {
    crate::phrase!("did you mean `{word}`?", "vouliez-vous dire `{word}` ?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_word() {
        let sure = |word, known: &[&'static str]| {
            closest(word, known.iter().copied()).map(|close| (close.word, close.sure))
        };
        assert_eq!(sure("titel", &["title", "tier"]), Some(("title", true)));
        assert_eq!(
            sure("not before", &["not_before", "notes"]),
            Some(("not_before", true)),
            "signs do not count"
        );
        assert_eq!(sure("Équipe Web", &["equipe-web-2", "equipe-web"]), Some(("equipe-web", true)));
        assert_eq!(sure("cxp0311", &["CXP0311", "CXP0301"]), Some(("CXP0311", true)));
        assert_eq!(sure("team-3", &["team-1"]), Some(("team-1", false)), "another number is another team");
        assert_eq!(
            sure("cart", &["card", "cars"]).map(|(_, sure)| sure),
            Some(false),
            "as near as each other"
        );
        assert_eq!(sure("description", &["decision"]), Some(("decision", false)), "too far to be a slip");
        assert_eq!(sure("budget", &["title"]), None);
        let long = "x".repeat(MOST_COMPARED + 1);
        assert_eq!(closest(&long, std::iter::once(long.as_str())), None);
    }
}
