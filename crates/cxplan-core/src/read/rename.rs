//! Renaming a key wherever the text writes it: a table's key stands in each of its headers, in the headers of the tables
//! inside it, and before the dots of its keys.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::source::{Source, Span, Spanned};

/// All places of a key in the text; none where one of them cannot be told for sure.
pub(super) fn places(
    source: &Source,
    key: Spanned<&str>,
    value: &DeValue<'_>,
    span: Span,
) -> Option<Vec<Span>> {
    let mut walk = Walk { source, key: key.value, found: BTreeSet::new() };
    walk.value(value, span, key.span, 0, false)?;
    walk.found.contains(&key.span).then(|| walk.found.into_iter().collect())
}

/// Whether a value is written as `[[key]]`, once for each entry: two such lists may become one.
pub(super) fn has_headers(source: &Source, value: &DeValue<'_>) -> bool {
    let DeValue::Array(entries) = value else { return false };
    entries.iter().all(|entry| {
        entry.get_ref().is_table() && source.text_at(source.span(entry.span())).starts_with("[[")
    })
}

struct Walk<'s> {
    source: &'s Source,
    key: &'s str,
    found: BTreeSet<Span>,
}

impl Walk<'_> {
    /// Looks at a value that stands so many tables below the key. Under a header the keys are not written with the key
    /// before them.
    fn value(
        &mut self,
        value: &DeValue<'_>,
        span: Span,
        key: Span,
        depth: usize,
        headed: bool,
    ) -> Option<()> {
        match value {
            DeValue::Table(table) => match self.source.text_at(span).chars().next() {
                Some('{') => self.written(key, depth, headed),
                Some('[') => self.header(table, span, depth),
                _ => self.inside(table, depth, headed),
            },
            DeValue::Array(entries) if has_headers(self.source, value) => {
                for entry in entries.iter() {
                    if let DeValue::Table(table) = entry.get_ref() {
                        self.header(table, self.source.span(entry.span()), depth)?;
                    }
                }
                Some(())
            }
            _ => self.written(key, depth, headed),
        }
    }

    fn header(&mut self, table: &DeTable<'_>, span: Span, depth: usize) -> Option<()> {
        let range = self.source.range(span);
        let text = &self.source.text[range.clone()];
        let end = range.start + text.trim_end_matches(']').len();
        self.component(end, depth)?;
        self.inside(table, depth, true)
    }

    fn inside(&mut self, table: &DeTable<'_>, depth: usize, headed: bool) -> Option<()> {
        for (key, value) in table.iter() {
            let (key, span) = (self.source.span(key.span()), self.source.span(value.span()));
            self.value(value.get_ref(), span, key, depth + 1, headed)?;
        }
        Some(())
    }

    /// A key with a value: the key that is looked for stands so many dots before it.
    fn written(&mut self, key: Span, depth: usize, headed: bool) -> Option<()> {
        if !headed {
            self.component(self.source.range(key).end, depth)?;
        }
        Some(())
    }

    /// The part of a dotted key that ends here, or so many dots before.
    fn component(&mut self, end: usize, dots: usize) -> Option<()> {
        let mut part = part_before(&self.source.text, end)?;
        for _ in 0..dots {
            let before = self.source.text[..part.start].trim_end_matches([' ', '\t']).strip_suffix('.')?;
            part = part_before(&self.source.text, before.len())?;
        }
        let written = &self.source.text[part.clone()];
        (written.trim_matches(['"', '\'']) == self.key).then(|| _ = self.found.insert(self.source.span(part)))
    }
}

/// The bare or quoted key that ends at a byte, but for blanks.
fn part_before(text: &str, end: usize) -> Option<Range<usize>> {
    let end = text.get(..end)?.trim_end_matches([' ', '\t']).len();
    let before = &text[..end];
    let start = match before.chars().next_back()? {
        quote @ ('"' | '\'') => before[..end - 1].rfind(quote)?,
        _ => before.rfind([' ', '\t', '\n', '.', '[', '{', ',']).map_or(0, |sign| sign + 1),
    };
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use crate::diag::Diagnostics;
    use crate::inputs::MethodTables;
    use crate::language;
    use crate::read::{conform, parse};
    use crate::source::Sources;

    /// The text with all its fixes applied once.
    fn mended(text: &str) -> String {
        let sources = Sources::single("plan.toml", text);
        let mut diagnostics = Diagnostics::default();
        let document = parse(&sources, &mut diagnostics);
        let methods = MethodTables::new(&[], &[], &["rice".into(), "kano".into()], &[]);
        conform(&document, &language::ROOT, &methods, false, &mut diagnostics);
        let (fixed, _) = crate::fix::apply(&sources, &diagnostics.sorted());
        fixed.into_iter().next().map_or_else(|| text.to_owned(), |fixed| fixed.text)
    }

    #[test]
    fn a_key_is_renamed_wherever_it_is_written() {
        for (text, expected) in [
            ("[plan]\ntitel = 'a'\n", "[plan]\ntitle = 'a'\n"),
            (
                "[[ \"initiatives\" ]] # é\n[[initiatives]]\n[initiatives.effects]\n",
                "[[ initiative ]] # é\n[[initiative]]\n[initiative.effects]\n",
            ),
            (
                "[[initiative]]\n[[initiative.stepz]]\n[[initiative.stepz]]\n",
                "[[initiative]]\n[[initiative.steps]]\n[[initiative.steps]]\n",
            ),
            ("[scorinng.kano]\n[scorinng.rice]\n", "[scoring.kano]\n[scoring.rice]\n"),
            // The key is there as well.
            ("[plan]\ntitel = 'a'\ntitle = 'b'\n", "[plan]\ntitel = 'a'\ntitle = 'b'\n"),
            ("plann.title = 'a'\nplann.start = 2027-01-04\n", "plan.title = 'a'\nplan.start = 2027-01-04\n"),
        ] {
            assert_eq!(mended(text), expected);
        }
    }
}
