//! Text with a name, and places in it.

/// A range of bytes in the plan's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range as `usize`, for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        // A `Source` holds at most `MAX_BYTES`, so that no offset is cut here.
        Self { start: range.start as u32, end: range.end as u32 }
    }
}

/// Something and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The thing.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A plan's text and the name that messages show for it.
#[derive(Clone, Debug)]
pub struct Source {
    /// Name for messages: a path or `-`.
    pub name: String,
    /// The text, of at most [`MAX_BYTES`].
    pub text: String,
    /// Offset of the first byte of each line.
    lines: Vec<u32>,
}

/// The largest plan that is read, in bytes. A plan of 10,000 initiatives has about 4 MB.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

impl Source {
    /// A text with a name. What goes beyond [`MAX_BYTES`] is cut off; whoever reads files refuses them before.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        let mut end = text.len().min(MAX_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(newlines.map(|(offset, _)| offset as u32 + 1)).collect();
        Self { name: name.into(), text, lines }
    }

    /// Line and column of a byte, both from 1; the column counts characters.
    pub fn position(&self, offset: u32) -> (usize, usize) {
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let line = self.lines.partition_point(|start| *start as usize <= end);
        let start = self.lines[line - 1] as usize;
        (line, self.text[start..end].chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let source = Source::new("plan.toml", "a\né = 1\n");
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(2), (2, 1));
        assert_eq!(source.position(4), (2, 2), "é is two bytes and one column");
        assert_eq!(source.position(3), (2, 1), "inside é");
        assert_eq!(source.position(99), (3, 1));
    }
}
