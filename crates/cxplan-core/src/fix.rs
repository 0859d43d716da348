//! Mending the text: the fixes of findings, applied to the files.

use crate::diag::{Diagnostic, Edit};
use crate::source::Sources;

/// A file's text with fixes applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// Position of the file.
    pub file: usize,
    /// The new text. What no fix touches is as it was, to the byte.
    pub text: String,
}

/// Applies the fixes of findings, as many as do not get in each other's way, and gives the files that changed and the number
/// of fixes applied. The earlier place wins; what is left over can be applied to the new text.
pub fn apply(sources: &Sources, diagnostics: &[Diagnostic]) -> (Vec<Fixed>, usize) {
    let mut fixes: Vec<&[Edit]> = diagnostics
        .iter()
        .filter_map(|diagnostic| diagnostic.fix.as_ref())
        .map(|fix| fix.edits.as_slice())
        .filter(|edits| is_sound(sources, edits))
        .collect();
    fixes.sort_by_key(|edits| edits[0].span);
    fixes.dedup();
    let mut edits: Vec<&Edit> = Vec::new();
    let mut applied = 0;
    let mut free_from = 0;
    for fix in fixes {
        // Edits of one fix are applied together or not at all.
        if fix[0].span.start >= free_from {
            free_from = fix[fix.len() - 1].span.end + 1;
            edits.extend(fix);
            applied += 1;
        }
    }
    let mut changed = Vec::new();
    for (file, source) in sources.files().iter().enumerate() {
        let mut text = String::new();
        let mut copied = 0;
        for edit in edits.iter().filter(|edit| std::ptr::eq(sources.of(edit.span), source)) {
            let range = source.range(edit.span);
            text.push_str(&source.text[copied..range.start]);
            text.push_str(&edit.text);
            copied = range.end;
        }
        if copied > 0 || !text.is_empty() {
            text.push_str(&source.text[copied..]);
            changed.push(Fixed { file, text });
        }
    }
    (changed, applied)
}

/// Whether edits lie in one file, on the borders of characters, in order and apart.
fn is_sound(sources: &Sources, edits: &[Edit]) -> bool {
    let Some(first) = edits.first() else { return false };
    let source = sources.of(first.span);
    let inside = |edit: &Edit| {
        let range = source.range(edit.span);
        std::ptr::eq(sources.of(edit.span), source)
            && source.span(range.clone()) == edit.span
            && source.text.get(range).is_some()
    };
    edits.iter().all(inside) && edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::phrase::Phrase;
    use crate::source::Span;

    fn finding(edits: &[(usize, usize, &str)]) -> Diagnostic {
        let edits = edits
            .iter()
            .map(|(start, end, text)| (Span { start: *start as u32, end: *end as u32 }, (*text).to_owned()));
        Diagnostic::new(Code::UnknownKey, Phrase::same("x")).fix(Phrase::same("y"), edits)
    }

    #[test]
    fn fixes_keep_what_is_around_them_and_out_of_each_others_way() {
        let sources = Sources::single("plan.toml", "ab = 1 # é\ncd = 2\n");
        let (fixed, applied) = apply(
            &sources,
            &[finding(&[(0, 2, "x")]), finding(&[(1, 2, "lost")]), finding(&[(12, 14, "é"), (17, 18, "3")])],
        );
        assert_eq!(applied, 2);
        assert_eq!(fixed, [Fixed { file: 0, text: "x = 1 # é\né = 3\n".into() }]);
        assert_eq!(apply(&sources, &[finding(&[(9, 10, "half of a letter")])]).0, []);
        assert_eq!(apply(&sources, &[finding(&[(5, 400, "beyond")])]).0, []);
        assert_eq!(apply(&sources, &[finding(&[(0, 0, "#")])]).0[0].text, "#ab = 1 # é\ncd = 2\n");
    }
}
