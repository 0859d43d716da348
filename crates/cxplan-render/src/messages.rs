//! The words of documents: one catalogue a language, `templates/messages/<tag>.toml`.
//!
//! A message is text with `{name}` placeholders, or a pair `{ one, other }` that a count chooses from. Catalogues are
//! written with plain spaces; French spacing before punctuation is set once, when a catalogue is read.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cxplan_core::method::Language;

const SOURCES: [&str; 2] = [
    include_str!("../../../templates/messages/en.toml"),
    include_str!("../../../templates/messages/fr.toml"),
];

static CATALOGUES: LazyLock<[Messages; 2]> =
    LazyLock::new(|| Language::ALL.map(|language| Messages::read(language, SOURCES[language as usize])));

/// A catalogue.
#[derive(Debug)]
pub(crate) struct Messages {
    texts: BTreeMap<String, Message>,
}

#[derive(Debug)]
pub(crate) struct Message {
    one: Option<String>,
    other: String,
}

impl Messages {
    /// The catalogue of a language.
    pub(crate) fn of(language: Language) -> &'static Self {
        &CATALOGUES[language as usize]
    }

    fn read(language: Language, source: &str) -> Self {
        let table: toml::Table = toml::from_str(source).expect("built-in catalogues are valid TOML (tested)");
        let mut texts = BTreeMap::new();
        for (section, messages) in table {
            let toml::Value::Table(messages) = messages else { panic!("`{section}` is not a section") };
            for (key, value) in messages {
                let message = Message::read(language, value);
                texts.insert(format!("{section}.{key}"), message);
            }
        }
        Self { texts }
    }

    /// The text of a message, with its placeholders as they are.
    pub(crate) fn find(&self, id: &str) -> Option<&str> {
        self.texts.get(id).map(|message| message.other.as_str())
    }

    /// The text of a message that exists.
    pub(crate) fn get(&self, id: &str) -> &str {
        self.find(id).unwrap_or_else(|| panic!("no message `{id}`"))
    }

    /// The form of a message that a count asks for.
    pub(crate) fn form(&self, id: &str, one: bool) -> &str {
        let message = self.texts.get(id).unwrap_or_else(|| panic!("no message `{id}`"));
        message.one.as_deref().filter(|_| one).unwrap_or(&message.other)
    }

    #[cfg(test)]
    fn ids(&self) -> impl Iterator<Item = (&String, &Message)> {
        self.texts.iter()
    }
}

impl Message {
    fn read(language: Language, value: toml::Value) -> Self {
        let set = |text: String| if language == Language::Fr { french_spacing(&text) } else { text };
        match value {
            toml::Value::String(text) => Self { one: None, other: set(text) },
            toml::Value::Table(mut forms) => {
                let mut form = |key: &str| match forms.remove(key) {
                    Some(toml::Value::String(text)) => set(text),
                    _ => panic!("a plural message needs `one` and `other`"),
                };
                Self { one: Some(form("one")), other: form("other") }
            }
            _ => panic!("a message is a text or a pair of forms"),
        }
    }
}

/// Puts values in the places of `{name}`.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => panic!("no value for `{{{name}}}` in {text:?}"),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Replaces the plain spaces that French typography wants unbreakable: a narrow one before `;`, `!`, `?` and `%`, a
/// full one before `:` and inside guillemets.
pub(crate) fn french_spacing(text: &str) -> String {
    let mut out = text.replace(" :", "\u{a0}:").replace("« ", "«\u{a0}").replace(" »", "\u{a0}»");
    for mark in [";", "!", "?", "%"] {
        out = out.replace(&format!(" {mark}"), &format!("\u{202f}{mark}"));
    }
    out
}

/// Sets the spaces of a language in every text that a page prints, also in those of plans and methods, except in these
/// values of its top level.
pub(crate) fn typography(language: Language, page: &mut serde_json::Value, except: &[&str]) {
    fn set(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::String(text) if text.contains([':', ';', '!', '?', '%', '«', '»']) => {
                *text = french_spacing(text);
            }
            serde_json::Value::Array(values) => values.iter_mut().for_each(set),
            serde_json::Value::Object(values) => values.values_mut().for_each(set),
            _ => {}
        }
    }
    if let (Language::Fr, serde_json::Value::Object(values)) = (language, page) {
        values
            .iter_mut()
            .filter(|(key, _)| !except.contains(&key.as_str()))
            .for_each(|(_, value)| set(value));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn languages_have_the_same_messages() {
        let [en, fr] = Language::ALL.map(Messages::of);
        let ids = |messages: &Messages| messages.ids().map(|(id, _)| id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(en), ids(fr));
        for ((id, a), (_, b)) in en.ids().zip(fr.ids()) {
            assert_eq!(placeholders(&a.other), placeholders(&b.other), "{id}");
            assert_eq!(a.one.is_some(), b.one.is_some(), "{id} is a plural in one language only");
        }
    }

    #[test]
    fn every_message_is_used() {
        let mut sources = String::new();
        for folder in ["src", "src/view", "../../templates/html", "../../templates/markdown"] {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    sources.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        // Ids that end in a value of the report are built from a prefix, as in `status.` + `done`.
        let built = [
            "status.",
            "kind.",
            "polarity.",
            "month.",
            "word.",
            "emotion.",
            "origin.",
            "review.",
            "change.",
            "lens.",
            "pillar.",
            "phase.",
            "level.",
            "tie.",
            "progress.",
        ];
        let unused: Vec<_> = Messages::of(Language::En)
            .ids()
            .map(|(id, _)| id.as_str())
            .filter(|id| !built.iter().any(|prefix| id.starts_with(prefix)))
            .filter(|id| !sources.contains(&format!("\"{id}\"")))
            .collect();
        assert!(unused.is_empty(), "{unused:?}");
    }

    #[test]
    fn fill_puts_values_in_their_places() {
        assert_eq!(fill("{a} and {b}, {a}", &[("a", "x"), ("b", "{y}")]), "x and {y}, x");
    }

    #[test]
    fn french_spaces_do_not_break() {
        assert_eq!(french_spacing("« Oui » : 80 % !"), "«\u{a0}Oui\u{a0}»\u{a0}: 80\u{202f}%\u{202f}!");
    }
}
