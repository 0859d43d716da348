//! A sentence in every language of the program.
//!
//! Both languages stand side by side where a message is made, so that none can be forgotten and the compiler checks what is
//! filled in.

use std::borrow::Cow;

use crate::method::Language;

/// A text in English and in French.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    en: Cow<'static, str>,
    fr: Cow<'static, str>,
}

impl Phrase {
    /// A text that is written in the program.
    pub const fn fixed(en: &'static str, fr: &'static str) -> Self {
        Self { en: Cow::Borrowed(en), fr: Cow::Borrowed(fr) }
    }

    /// A text that was put together.
    pub fn new(en: impl Into<String>, fr: impl Into<String>) -> Self {
        Self { en: Cow::Owned(en.into()), fr: Cow::Owned(fr.into()) }
    }

    /// Words that are the same in every language: names, paths, what a plugin or the system said.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { fr: Cow::Owned(text.clone()), en: Cow::Owned(text) }
    }

    /// No words at all.
    pub const fn empty() -> Self {
        Self::fixed("", "")
    }

    /// The text in a language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Fr => &self.fr,
        }
    }

    /// The English text, which tests and logs use.
    pub fn en(&self) -> &str {
        &self.en
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty()
    }

    /// A number inside a sentence, with so many decimals at most: with a comma in French. What the reader has to write keeps
    /// its point.
    pub fn number(value: f64, decimals: usize) -> Self {
        let text = format!("{:.decimals$}", round(value, decimals));
        let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        let text = if text == "-0" { "0" } else { text };
        Self::new(text, text.replace('.', ","))
    }

    /// The text in a language as it is shown: French puts a space that does not break before double signs. What stands
    /// between backticks is to be copied, and stays.
    pub fn shown(&self, language: Language) -> String {
        match language {
            Language::En => self.en.to_string(),
            Language::Fr => french_spacing(&self.fr),
        }
    }

    /// Both languages changed in the same way.
    #[must_use]
    pub fn map(&self, change: impl Fn(&str) -> String) -> Self {
        Self::new(change(&self.en), change(&self.fr))
    }
}

/// Rounds half away from zero, as people do, where `format!` would take the even neighbour.
pub fn round(value: f64, decimals: usize) -> f64 {
    let scale = (0..decimals).fold(1.0, |scale, _| scale * 10.0);
    let scaled = value * scale;
    // Larger numbers have no decimals to lose.
    if !scaled.is_finite() || scaled.abs() >= 1e12 {
        return value;
    }
    // 4.35 is a little less in binary: a few units of the last place make up for it.
    (scaled * 4.0_f64.mul_add(f64::EPSILON, 1.0)).round() / scale
}

/// French text with spaces that do not break before double signs, outside backticks.
pub fn french_spacing(text: &str) -> String {
    let mut code = false;
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        code ^= c == '`';
        let before_sign = c == ' ' && matches!(chars.peek(), Some(':' | ';' | '?' | '!' | '%' | '»'));
        let after_opening = c == ' ' && out.ends_with('«');
        out.push(if !code && (before_sign || after_opening) { '\u{a0}' } else { c });
    }
    out
}

/// A [`Phrase`] of two format strings, English first: `phrase!("no `{key}` here", "pas de `{key}` ici")`. A phrase inside a
/// phrase is named once and put into each language: `phrase!("write {it}", "écrivez {it}"; it = kind.expected())`.
#[macro_export]
macro_rules! phrase {
    ($en:literal, $fr:literal $(,)?) => {
        $crate::phrase::Phrase::new(format!($en), format!($fr))
    };
    ($en:literal, $fr:literal; $($name:ident = $phrase:expr),+ $(,)?) => {{
        let inner = ($(&$phrase,)+);
        let en = { let ($($name,)+) = inner; $(let $name = $name.get($crate::method::Language::En);)+ format!($en) };
        let fr = { let ($($name,)+) = inner; $(let $name = $name.get($crate::method::Language::Fr);)+ format!($fr) };
        $crate::phrase::Phrase::new(en, fr)
    }};
}

/// Whether a character could change how the text around it is shown: terminal escapes, line breaks, and the marks that
/// reverse the direction of writing.
pub fn unprintable(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_spaces_do_not_break_and_code_is_left_alone() {
        let phrase = phrase!("x", "vouliez-vous dire « web » ? écrivez : `a : b` ; 80 %");
        let shown = "vouliez-vous dire «\u{a0}web\u{a0}»\u{a0}? écrivez\u{a0}: `a : b`\u{a0}; 80\u{a0}%";
        assert_eq!(phrase.shown(Language::Fr), shown);
        assert_eq!(phrase.shown(Language::En), "x");
    }

    #[test]
    fn numbers_in_sentences_have_the_comma_of_the_language() {
        let number = |value| Phrase::number(value, 2);
        assert_eq!(number(4.986), Phrase::fixed("4.99", "4,99"));
        assert_eq!([number(30.0), number(-0.001)], [Phrase::fixed("30", "30"), Phrase::fixed("0", "0")]);
    }

    #[test]
    fn a_phrase_takes_names_and_phrases() {
        let key = "effort";
        let kind = Phrase::fixed("a number", "un nombre");
        let text = phrase!("`{key}` must be {it}", "`{key}` doit être {it}"; it = kind);
        assert_eq!(text.get(Language::En), "`effort` must be a number");
        assert_eq!(text.get(Language::Fr), "`effort` doit être un nombre");
        assert_eq!(phrase!("no {key}", "pas de {key}").get(Language::Fr), "pas de effort");
    }
}
