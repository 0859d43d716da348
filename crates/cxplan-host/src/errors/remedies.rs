//! What to do about each error.

use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;

use super::{LoadError, Mismatch, RunError};
use crate::world::VERSION;

impl LoadError {
    /// What to do about it, in one sentence.
    pub fn remedy(&self) -> Phrase {
        match self {
            Self::Unsupported { .. } => Phrase::fixed(
                "run the program on a 64-bit x86 or ARM machine",
                "lancez le programme sur une machine x86 ou ARM de 64 bits",
            ),
            Self::NotAComponent { .. } => Phrase::fixed(
                "give the `.wasm` file that `wasm-tools component new` wrote",
                "donnez le fichier `.wasm` que `wasm-tools component new` a écrit",
            ),
            Self::TooLarge { .. } => Phrase::fixed(
                "ask the author for a release build without debug information",
                "demandez à l'auteur une version optimisée, sans informations de débogage",
            ),
            Self::CompileTime { .. } | Self::CompileMemory { .. } => Phrase::fixed(
                "do not use a plugin that you cannot vouch for; authors: make functions smaller, and build a release \
                 without debug information",
                "n'employez pas un plugin dont vous ne pouvez répondre ; auteurs : faites des fonctions plus petites, et \
                 une version optimisée sans informations de débogage",
            ),
            Self::NoCompiler { .. } => Phrase::fixed(
                "let cxplan start processes of its own, and do not replace its file while it runs",
                "laissez cxplan lancer ses propres processus, et ne remplacez pas son fichier pendant qu'il tourne",
            ),
            Self::WrongWorld(mismatch) => mismatch.remedy(),
            Self::Failed(error) => error.remedy(),
        }
    }
}

impl LoadError {
    /// What its author does about it, in one sentence.
    pub fn advice(&self) -> Phrase {
        match self {
            Self::TooLarge { .. } => Phrase::fixed(
                "make a release build without debug information",
                "faites une version optimisée, sans informations de débogage",
            ),
            Self::CompileTime { .. } | Self::CompileMemory { .. } => Phrase::fixed(
                "make functions smaller, and build a release without debug information",
                "faites des fonctions plus petites, et une version optimisée sans informations de débogage",
            ),
            Self::Failed(error) => error.advice(),
            Self::Unsupported { .. }
            | Self::NotAComponent { .. }
            | Self::NoCompiler { .. }
            | Self::WrongWorld(_) => self.remedy(),
        }
    }
}

impl Mismatch {
    /// What to do about it, in one sentence.
    pub fn remedy(&self) -> Phrase {
        match self {
            Self::Imports(_) => Phrase::fixed(
                "authors: build for `wasm32-unknown-unknown` without WASI, so that the component imports nothing",
                "auteurs : construisez pour `wasm32-unknown-unknown` sans WASI, afin que le composant n'importe rien",
            ),
            Self::NoScorer { .. } => Phrase::fixed(
                "check that it is a scoring plugin; authors: build against the world that `cxplan plugin wit` prints",
                "vérifiez que c'est un plugin de notation ; auteurs : construisez selon l'interface que donne \
                 `cxplan plugin wit`",
            ),
            Self::Version { found, supported } => phrase!(
                "users: get a release of the plugin for version {supported}, or a release of cxplan that speaks \
                 {found}; authors: rebuild against `cxplan:scoring@{supported}`, which `cxplan plugin wit` prints",
                "utilisateurs : prenez une version du plugin pour la {supported}, ou une version de cxplan qui parle \
                 la {found} ; auteurs : reconstruisez selon `cxplan:scoring@{supported}`, que donne \
                 `cxplan plugin wit`"
            ),
            Self::Types { .. } => phrase!(
                "users: update the plugin; authors: rebuild against `cxplan:scoring@{VERSION}` exactly as \
                 `cxplan plugin wit` prints it",
                "utilisateurs : mettez le plugin à jour ; auteurs : reconstruisez selon `cxplan:scoring@{VERSION}` \
                 exactement comme le donne `cxplan plugin wit`"
            ),
        }
    }
}

impl RunError {
    /// What the plugin's author does about it, in one sentence.
    pub const fn advice(&self) -> Phrase {
        match self {
            Self::Trapped { .. } => Phrase::fixed(
                "look for what stops it: a panic, a whole number divided by 0, a place outside of a list",
                "cherchez ce qui l'arrête : une panique, un entier divisé par 0, une place hors d'une liste",
            ),
            Self::BrokeContract { .. } => Phrase::fixed(
                "correct what the plugin declares or answers; `cxplan plugin wit` says what it must be",
                "corrigez ce que le plugin déclare ou répond ; `cxplan plugin wit` dit ce que cela doit être",
            ),
            Self::OutOfFuel { .. } | Self::Deadline { .. } => Phrase::fixed(
                "look for a loop that does not end, or for work that grows faster than the rows",
                "cherchez une boucle qui ne finit pas, ou un travail qui croît plus vite que les lignes",
            ),
            Self::OutOfMemory { .. } => Phrase::fixed(
                "look for memory that is not freed, or for lists without bounds",
                "cherchez de la mémoire qui n'est pas rendue, ou des listes sans bornes",
            ),
            Self::StackOverflow { .. } => Phrase::fixed(
                "look for a function that calls itself without an end",
                "cherchez une fonction qui s'appelle elle-même sans fin",
            ),
        }
    }

    /// What to do about it, in one sentence.
    pub const fn remedy(&self) -> Phrase {
        match self {
            Self::Trapped { .. } | Self::BrokeContract { .. } => Phrase::fixed(
                "report it to the plugin's author with the inputs; `cxplan plugin check` tries the plugin on its own",
                "signalez-le à l'auteur du plugin avec les données ; `cxplan plugin check` essaie le plugin seul",
            ),
            Self::OutOfFuel { .. } => Phrase::fixed(
                "report it to the plugin's author: a loop does not end, or the work grows faster than the rows",
                "signalez-le à l'auteur du plugin : une boucle ne finit pas, ou le travail croît plus vite que les \
                 lignes",
            ),
            Self::Deadline { .. } => Phrase::fixed(
                "try again when the machine is less busy",
                "réessayez quand la machine sera moins occupée",
            ),
            Self::OutOfMemory { .. } => Phrase::fixed(
                "report it to the plugin's author: memory is not freed, or lists have no bounds",
                "signalez-le à l'auteur du plugin : de la mémoire n'est pas rendue, ou des listes n'ont pas de bornes",
            ),
            Self::StackOverflow { .. } => Phrase::fixed(
                "report it to the plugin's author: a function calls itself without an end",
                "signalez-le à l'auteur du plugin : une fonction s'appelle elle-même sans fin",
            ),
        }
    }
}
