//! The plans that `cxplan init` starts from.

use clap::ValueEnum;
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase::Phrase;

/// A plan to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Starter {
    Minimum,
    Complete,
    Retention,
    Onboarding,
    Support,
    Portfolio,
}

/// A file of a starter: its name, and its text with markers for the comments.
pub(crate) type File = (&'static str, &'static str);

/// The files of a starter in one language.
macro_rules! files {
    ($folder:literal: $($name:literal),+) => {
        &[$(($name, include_str!(concat!("../../../templates/init/", $folder, "/", $name)))),+]
    };
}

impl Starter {
    /// The name that `--template` takes.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::Complete => "complete",
            Self::Retention => "retention",
            Self::Onboarding => "onboarding",
            Self::Support => "support",
            Self::Portfolio => "portfolio",
        }
    }

    /// What it is for.
    pub(crate) const fn about(self) -> Phrase {
        match self {
            Self::Minimum => Phrase::fixed(
                "a short plan to begin with: three initiatives, two teams, one metric",
                "un plan court pour commencer : trois initiatives, deux équipes, un indicateur",
            ),
            Self::Complete => Phrase::fixed(
                "everything that a plan can say, each key with its meaning",
                "tout ce qu'un plan peut dire, chaque clé avec son sens",
            ),
            Self::Retention => Phrase::fixed(
                "customers who stay: fewer of them leave",
                "des clients qui restent : moins de départs",
            ),
            Self::Onboarding => Phrase::fixed(
                "the first weeks: new customers get to what they came for",
                "les premières semaines : les nouveaux clients obtiennent ce qu'ils sont venus chercher",
            ),
            Self::Support => Phrase::fixed(
                "help without effort: fewer contacts, settled at once",
                "une aide sans effort : moins de contacts, réglés du premier coup",
            ),
            Self::Portfolio => Phrase::fixed(
                "two plans that share teams, calendar and metrics",
                "deux plans qui partagent équipes, calendrier et indicateurs",
            ),
        }
    }

    /// The files; the first is the plan.
    pub(crate) const fn files(self, language: Language) -> &'static [File] {
        match (self, language) {
            (Self::Minimum, Language::En) => files!("minimum/en": "plan.toml"),
            (Self::Minimum, Language::Fr) => files!("minimum/fr": "plan.toml"),
            (Self::Complete, Language::En) => files!("complete/en": "plan.toml"),
            (Self::Complete, Language::Fr) => files!("complete/fr": "plan.toml"),
            (Self::Retention, Language::En) => files!("retention/en": "plan.toml"),
            (Self::Retention, Language::Fr) => files!("retention/fr": "plan.toml"),
            (Self::Onboarding, Language::En) => files!("onboarding/en": "plan.toml"),
            (Self::Onboarding, Language::Fr) => files!("onboarding/fr": "plan.toml"),
            (Self::Support, Language::En) => files!("support/en": "plan.toml"),
            (Self::Support, Language::Fr) => files!("support/fr": "plan.toml"),
            (Self::Portfolio, Language::En) => {
                files!("portfolio/en": "plan.toml", "stores.toml", "online.toml", "teams.toml")
            }
            (Self::Portfolio, Language::Fr) => {
                files!("portfolio/fr": "plan.toml", "magasins.toml", "en-ligne.toml", "equipes.toml")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use cxplan_engine::core::starter;

    use super::*;

    #[test]
    fn every_marker_finds_its_key() {
        for starter in Starter::value_variants() {
            for language in Language::ALL {
                for (name, text) in starter.files(language) {
                    let filled = starter::fill(text, language);
                    let unknown: Vec<&str> = filled.lines().filter(|line| line.contains("#?")).collect();
                    assert!(unknown.is_empty(), "{starter:?} {language:?} {name}: {unknown:?}");
                    assert_ne!(filled, *text, "{starter:?} {language:?} {name} explains nothing");
                }
            }
        }
    }

    #[test]
    fn names_are_those_of_the_command_line() {
        for starter in Starter::value_variants() {
            let value = starter.to_possible_value().expect("no starter is hidden");
            assert_eq!(value.get_name(), starter.name());
        }
    }
}
