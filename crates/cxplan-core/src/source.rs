//! Text with a name, and places in it.
//!
//! A plan may be split over files. Each file has a range of its own in one long count of bytes, so that a [`Span`] says the
//! file and the place in eight bytes, and spans sort by file and then by place.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::OnceLock;

/// A range of bytes in the plan's files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Something and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The thing.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A file's text and the name that messages show for it.
#[derive(Clone, Debug)]
pub struct Source {
    /// Name for messages: a path or `-`.
    pub name: String,
    /// Where it was read from; none for a text that is no file.
    pub path: Option<PathBuf>,
    /// The text.
    pub text: String,
    /// Whether the file begins with the byte order mark that some editors put before a text; it is no part of the text.
    pub marked: bool,
    /// The plan of a portfolio that the file belongs to, counted from 0; none: the file speaks for the whole.
    pub plan: Option<usize>,
    /// Where the file begins in the count of all files.
    base: u32,
    /// Offset of the first byte of each line.
    lines: Vec<u32>,
    /// The text with blanks for lines that would end the reading of it, where there are any.
    pub(crate) legible: OnceLock<String>,
    /// Number of characters that begin before each block of [`BLOCK`] bytes: a line may be as long as a plan, and a plan
    /// may have thousands of findings in it.
    characters: Vec<u32>,
}

/// Bytes that are looked at one by one for a column.
const BLOCK: usize = 1024;

/// The largest plan that is read, all files together, in bytes. A plan of 10,000 initiatives has about 4 MB.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// The byte order mark.
const MARK: &str = "\u{feff}";

/// The most files that a plan may have.
pub const MAX_FILES: usize = 1_000;

impl Source {
    fn new(name: String, path: Option<PathBuf>, text: String, plan: Option<usize>, base: u32) -> Self {
        let (marked, text) = match text.strip_prefix(MARK) {
            Some(rest) => (true, rest.to_owned()),
            None => (false, text),
        };
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(newlines.map(|(offset, _)| offset as u32 + 1)).collect();
        let mut characters = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            characters.push(characters[characters.len() - 1] + begun(block) as u32);
        }
        Self { name, path, text, marked, plan, base, lines, characters, legible: OnceLock::new() }
    }

    /// A text as the file has it: with the byte order mark, where the file begins with one.
    pub fn as_written(&self, text: &str) -> String {
        let mark = if self.marked { MARK } else { "" };
        format!("{mark}{text}")
    }

    /// The place of a range of this file's bytes.
    pub fn span(&self, range: Range<usize>) -> Span {
        // All files together hold at most `MAX_BYTES`, so that no offset is cut here.
        Span { start: self.base + range.start as u32, end: self.base + range.end as u32 }
    }

    /// The bytes of this file that a place covers, cut to the file.
    pub fn range(&self, span: Span) -> std::ops::Range<usize> {
        let local = |offset: u32| (offset.saturating_sub(self.base) as usize).min(self.text.len());
        local(span.start)..local(span.end).max(local(span.start))
    }

    /// Whether a place lies in this file, or behind it.
    pub(crate) fn holds(&self, span: Span) -> bool {
        self.base <= span.start
    }

    /// The text at a place; empty where the place is not on the borders of characters.
    pub fn text_at(&self, span: Span) -> &str {
        self.text.get(self.range(span)).unwrap_or_default()
    }

    /// Line and column of the byte at a place, both from 1; the column counts characters.
    pub fn position(&self, offset: u32) -> (usize, usize) {
        let mut end = (offset.saturating_sub(self.base) as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.lines.partition_point(|start| *start as usize <= end);
        let start = self.lines[line - 1] as usize;
        (line, self.characters(start..end) + 1)
    }

    /// Number of characters that begin in a range of bytes.
    fn characters(&self, range: Range<usize>) -> usize {
        let bytes = self.text.as_bytes();
        if range.len() <= BLOCK {
            return begun(&bytes[range]);
        }
        let before = |offset: usize| {
            let block = offset / BLOCK;
            self.characters[block] as usize + begun(&bytes[block * BLOCK..offset])
        };
        before(range.end) - before(range.start)
    }

    /// The bytes of the line around a byte of this file, with its end.
    pub(crate) fn line_around(&self, at: usize) -> Range<usize> {
        let line = self.lines.partition_point(|start| *start as usize <= at);
        self.line_start(line)..self.line_start(line + 1)
    }

    /// The byte at the start of a line, counted from 1; the end of the text after the last line.
    pub fn line_start(&self, line: usize) -> usize {
        self.lines.get(line.saturating_sub(1)).map_or(self.text.len(), |start| *start as usize)
    }
}

/// Number of characters that begin in a piece of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

/// The files of a plan; the first is the one that was asked for.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    /// Behind all files.
    changes: Option<Source>,
}

impl Sources {
    /// A plan in one text.
    pub fn single(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut sources = Self::default();
        sources.add(name.into(), None, text.into(), None);
        sources
    }

    /// Adds a file and gives its position; none where all files together would hold more than [`MAX_BYTES`], or be more
    /// than [`MAX_FILES`].
    pub fn add(
        &mut self,
        name: String,
        path: Option<PathBuf>,
        text: String,
        plan: Option<usize>,
    ) -> Option<usize> {
        // A byte between files keeps the end of one from being the start of the next.
        let base = self.files.last().map_or(0, |last| last.base as usize + last.text.len() + 1);
        if self.files.len() >= MAX_FILES || base + text.len() > MAX_BYTES + MAX_FILES {
            return None;
        }
        self.files.push(Source::new(name, path, text, plan, base as u32));
        Some(self.files.len() - 1)
    }

    /// The same files with changes that stand in none of them, each `KEY=VALUE`; none where that is too much. `name` is what
    /// messages call their place, in which each has a line.
    pub fn with_changes(&self, name: &str, changes: &[String]) -> Option<Self> {
        let line = |change: &String| change.replace(['\n', '\r'], " ") + "\n";
        let text: String = changes.iter().map(line).collect();
        let mut changed = Self { changes: None, ..self.clone() };
        let last = changed.add(name.to_owned(), None, text, None)?;
        changed.changes = Some(changed.files.remove(last));
        Some(changed)
    }

    /// Changes to the plan that stand in none of its files.
    pub fn changes(&self) -> Option<&Source> {
        self.changes.as_ref()
    }

    /// Whether a place is in a change that stands in no file.
    pub fn is_change(&self, span: Span) -> bool {
        self.changes.as_ref().is_some_and(|changes| changes.holds(span))
    }

    /// All that places may lie in: the files, the one that was asked for first, then the changes.
    pub fn all(&self) -> impl Iterator<Item = &Source> {
        self.files.iter().chain(&self.changes)
    }

    /// Makes a file speak for the whole, and not for one plan of a portfolio.
    pub fn share(&mut self, file: usize) {
        if let Some(file) = self.files.get_mut(file) {
            file.plan = None;
        }
    }

    /// All files, the one that was asked for first.
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// The file that was asked for. A text without a name where nothing was added.
    pub fn main(&self) -> &Source {
        static NOTHING: std::sync::LazyLock<Source> =
            std::sync::LazyLock::new(|| Source::new(String::new(), None, String::new(), None, 0));
        self.files.first().unwrap_or(&NOTHING)
    }

    /// The file that a place lies in.
    pub fn of(&self, span: Span) -> &Source {
        if let Some(changes) = self.changes.as_ref().filter(|changes| changes.holds(span)) {
            return changes;
        }
        let after = self.files.partition_point(|file| file.base <= span.start);
        after.checked_sub(1).map_or_else(|| self.main(), |position| &self.files[position])
    }

    /// Line and column of the start of a place in its file.
    pub fn position(&self, span: Span) -> (usize, usize) {
        self.of(span).position(span.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let sources = Sources::single("plan.toml", "a\né = 1\n");
        let source = sources.main();
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(2), (2, 1));
        assert_eq!(source.position(4), (2, 2), "é is two bytes and one column");
        assert_eq!(source.position(3), (2, 1), "inside é");
        assert_eq!(source.position(99), (3, 1));
        assert_eq!((source.line_start(1), source.line_start(2), source.line_start(9)), (0, 2, 9));
    }

    #[test]
    fn columns_of_a_long_line_are_counted_too() {
        let text = format!("x\nab{}c{}", "é".repeat(3 * BLOCK), "d".repeat(5 * BLOCK));
        let sources = Sources::single("plan.toml", text.clone());
        for (column, (offset, _)) in text[2..].char_indices().enumerate().step_by(17) {
            assert_eq!(sources.main().position(2 + offset as u32), (2, column + 1));
        }
        assert_eq!(sources.main().position(text.len() as u32), (2, 3 + 8 * BLOCK + 1));
    }

    #[test]
    fn a_place_knows_its_file() {
        let mut sources = Sources::single("plan.toml", "one");
        sources.add("teams.toml".into(), None, "".into(), None);
        sources.add("more.toml".into(), None, "x\ntwo".into(), None);
        let places: Vec<Span> = sources.files().iter().map(|file| file.span(0..0)).collect();
        for (file, place) in sources.files().iter().zip(&places) {
            assert_eq!(sources.of(*place).name, file.name);
        }
        assert!(places.is_sorted());
        let two = sources.files()[2].span(2..5);
        assert_eq!((sources.of(two).text_at(two), sources.position(two)), ("two", (2, 1)));
        let end = sources.files()[0].span(3..3);
        assert_eq!(sources.of(end).name, "plan.toml", "the end of a file is not the start of the next");
    }

    #[test]
    fn changes_have_a_place_of_their_own_behind_the_files() {
        let sources = Sources::single("plan.toml", "a = 1");
        let changed = sources.with_changes("--what-if", &["x=1".into(), "y\nz=2".into()]).unwrap();
        let changes = changed.changes().unwrap();
        let place = changes.span(8..9);
        assert_eq!((changed.of(place).name.as_str(), changed.position(place)), ("--what-if", (2, 5)));
        assert_eq!(changes.text, "x=1\ny z=2\n");
        assert!(changed.is_change(place) && !sources.is_change(place));
        let end = sources.main().span(5..5);
        assert!(!changed.is_change(end), "the end of the file");
        assert_eq!((changed.files().len(), changed.all().count()), (1, 2));
    }

    #[test]
    fn a_byte_order_mark_is_kept_but_is_no_text() {
        let sources = Sources::single("plan.toml", "\u{feff}a = 1");
        assert_eq!((sources.main().text.as_str(), sources.main().position(0)), ("a = 1", (1, 1)));
        assert_eq!(sources.main().as_written("b = 1"), "\u{feff}b = 1");
        assert_eq!(Sources::single("plan.toml", "a = 1").main().as_written("b = 1"), "b = 1");
    }

    #[test]
    fn too_much_is_refused() {
        let mut sources = Sources::single("plan.toml", " ".repeat(MAX_BYTES));
        assert_eq!(sources.add("more.toml".into(), None, " ".repeat(MAX_FILES + 1), None), None);
    }
}
