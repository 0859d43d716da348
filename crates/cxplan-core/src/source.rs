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
        // `Source::new` refuses texts of 4 GiB, so that no offset is cut here.
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
    /// The text.
    pub text: String,
}

/// The largest plan that is read, in bytes. A plan of 10,000 initiatives has about 4 MB.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

impl Source {
    /// Line and column of a byte, both from 1; the column counts characters.
    pub fn position(&self, offset: u32) -> (usize, usize) {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let source = Source { name: "plan.toml".into(), text: "a\né = 1\n".into() };
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(2), (2, 1));
        assert_eq!(source.position(4), (2, 2), "é is two bytes and one column");
        assert_eq!(source.position(3), (2, 1), "inside é");
        assert_eq!(source.position(99), (3, 1));
    }
}
