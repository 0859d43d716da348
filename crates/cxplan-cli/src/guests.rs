//! The projects that `cxplan plugin new` starts from.
//!
//! The templates are plugins that work, under the id `my-method`; only the name changes.

use clap::ValueEnum;

/// A language that a plugin can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Guest {
    Rust,
    C,
    #[value(name = "js", alias = "javascript")]
    JavaScript,
    #[value(alias = "py")]
    Python,
}

/// What a plugin is written against, in any language.
pub(crate) const WIT: &str = include_str!("../../cxplan-sdk/wit/scoring.wit");

/// A file of a template of a language.
macro_rules! file {
    ($folder:literal, $name:literal) => {
        ($name, include_str!(concat!("../../../templates/plugin/", $folder, "/", $name)))
    };
}

const CASES: (&str, &str) = file!("common", "cases.toml");
const PLAN: (&str, &str) = file!("common", "plan.toml");
const INTERFACE: (&str, &str) = ("wit/scoring.wit", WIT);

impl Guest {
    /// Names in the folder, and texts.
    pub(crate) fn files(self, id: &str) -> Vec<(&'static str, String)> {
        let files: &[(&'static str, &str)] = match self {
            Self::Rust => &[
                file!("rust", "Cargo.toml"),
                file!("rust", "src/lib.rs"),
                file!("rust", "README.md"),
                CASES,
                PLAN,
            ],
            Self::C => &[
                file!("c", "cxplan.h"),
                file!("c", "method.c"),
                file!("c", "README.md"),
                INTERFACE,
                CASES,
                PLAN,
            ],
            Self::JavaScript => &[
                file!("js", "package.json"),
                file!("js", "method.js"),
                file!("js", "README.md"),
                INTERFACE,
                CASES,
                PLAN,
            ],
            Self::Python => &[
                file!("python", "requirements.txt"),
                file!("python", "method.py"),
                file!("python", "README.md"),
                INTERFACE,
                CASES,
                PLAN,
            ],
        };
        let title = title(id);
        let fill = |text: &str| text.replace("my-method", id).replace("My method", &title);
        files.iter().map(|(name, text)| (*name, fill(text))).collect()
    }
}

/// An id as a title: `customer-gap` is "Customer gap".
fn title(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_template_s_name_is_left() {
        for guest in Guest::value_variants() {
            for (name, text) in guest.files("customer-gap") {
                let left = text.lines().find(|line| line.contains("my-method") || line.contains("My method"));
                assert_eq!(left, None, "{guest:?} {name}");
                assert!(name != "cases.toml" || text.contains("customer-gap.wasm"));
            }
        }
        assert_eq!(title("customer-gap"), "Customer gap");
    }
}
