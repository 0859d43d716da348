//! What each error says.

use std::error::Error;
use std::fmt;

use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;

use super::words::{bytes, list, place};
use super::{LoadError, Mismatch, RunError, Space};
use crate::world::{SCORER, VERSION};

impl LoadError {
    /// What went wrong, in one sentence.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Unsupported { detail } => phrase!(
                "plugins cannot run on this machine: {detail}",
                "les plugins ne peuvent pas s'exécuter sur cette machine : {detail}"
            ),
            Self::NotAComponent { found } => phrase!(
                "not a valid WebAssembly component: {found}",
                "ce n'est pas un composant WebAssembly valide : {found}";
                found = found
            ),
            Self::TooLarge { bytes, limit } => phrase!(
                "the component has {bytes} bytes, more than the {limit} that are allowed",
                "le composant fait {bytes} octets, plus que les {limit} permis"
            ),
            Self::CompileTime { limit } => {
                let seconds = limit.as_secs_f64();
                phrase!(
                    "compiling it takes more than the {seconds} s of processor time that are allowed for its size",
                    "le compiler prend plus que les {seconds} s de processeur permises pour sa taille"
                )
            }
            Self::CompileMemory { limit } => {
                let mebibytes = limit >> 20;
                phrase!(
                    "compiling it takes more than the {mebibytes} MiB of memory that are allowed for its size",
                    "le compiler prend plus que les {mebibytes} Mio de mémoire permis pour sa taille"
                )
            }
            Self::NoCompiler { detail } => phrase!(
                "the process that compiles plugins does not run: {detail}",
                "le processus qui compile les plugins ne fonctionne pas : {detail}"
            ),
            Self::WrongWorld(mismatch) => mismatch.phrase(),
            Self::Failed(error) => error.phrase(),
        }
    }
}

impl Mismatch {
    /// What went wrong, in one sentence.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Imports(names) => phrase!(
                "the plugin imports {names}, and plugins get nothing from outside",
                "le plugin importe {names}, et les plugins ne reçoivent rien de l'extérieur";
                names = list(names)
            ),
            Self::NoScorer { exports } => phrase!(
                "the component does not export `{SCORER}`; it exports {exports}",
                "le composant n'exporte pas `{SCORER}` ; ce qu'il exporte : {exports}";
                exports = list(exports)
            ),
            Self::Version { found, supported } => phrase!(
                "the plugin was made for version {found} of `cxplan:scoring`, this program speaks version {supported}",
                "le plugin est fait pour la version {found} de `cxplan:scoring`, ce programme parle la version \
                 {supported}"
            ),
            Self::Types { detail } => phrase!(
                "the plugin's `{SCORER}` differs from version {VERSION}: {detail}",
                "le `{SCORER}` du plugin diffère de la version {VERSION} : {detail}"
            ),
        }
    }
}

impl RunError {
    /// What went wrong, in one sentence.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Trapped { call, reason, function, .. } => phrase!(
                "the plugin failed in `{call}`{place}: {reason}",
                "le plugin a échoué dans `{call}`{place} : {reason}";
                place = place(function.as_deref()), reason = reason
            ),
            Self::OutOfFuel { call, budget, .. } => phrase!(
                "`{call}` used up its fuel of {budget} instructions",
                "`{call}` a épuisé son carburant de {budget} instructions"
            ),
            Self::Deadline { call, limit, .. } => {
                let seconds = limit.as_secs_f64();
                phrase!(
                    "`{call}` was stopped after {seconds} seconds",
                    "`{call}` a été arrêté au bout de {seconds} s"
                )
            }
            Self::OutOfMemory { call, limit, .. } => phrase!(
                "`{call}` wanted more than the {limit} that it may have",
                "`{call}` a demandé plus que ce qui lui est permis : {limit}";
                limit = limit.phrase()
            ),
            Self::StackOverflow { call, limit, .. } => phrase!(
                "`{call}` nests its calls deeper than its stack of {limit} allows",
                "`{call}` imbrique ses appels plus profondément que sa pile de {limit} ne le permet";
                limit = bytes(*limit)
            ),
            Self::BrokeContract { call, what } => phrase!(
                "the plugin's answer to `{call}` breaks its contract: {what}",
                "la réponse du plugin à `{call}` ne respecte pas son contrat : {what}";
                what = what
            ),
        }
    }
}

impl Space {
    /// How much of what.
    pub fn phrase(&self) -> Phrase {
        match *self {
            Self::Memory(limit) => phrase!(
                "{limit} of memory",
                "{limit} de mémoire";
                limit = bytes(limit)
            ),
            Self::TableEntries(entries) => {
                phrase!("{entries} table entries", "{entries} entrées de tables")
            }
            Self::Pieces { instances, memories, tables } => phrase!(
                "{instances} instances, {memories} memories and {tables} tables",
                "{instances} instances, {memories} mémoires et {tables} tables"
            ),
        }
    }
}

/// In English, for logs and tests.
macro_rules! display {
    ($($type:ty),+) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.phrase().en())
            }
        }
    )+};
}

display!(LoadError, Mismatch, RunError, Space);

impl Error for LoadError {}
impl Error for Mismatch {}
impl Error for RunError {}

impl From<Mismatch> for LoadError {
    fn from(mismatch: Mismatch) -> Self {
        Self::WrongWorld(mismatch)
    }
}

impl From<RunError> for LoadError {
    fn from(error: RunError) -> Self {
        Self::Failed(error)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use cxplan_core::method::Language;

    use super::super::Call;
    use super::*;

    /// One of each kind, filled with words that are the same everywhere, so that what differs is ours.
    fn every_kind() -> Vec<LoadError> {
        let (call, detail) = (Call::Score, || "x".to_owned());
        let mismatches = [
            Mismatch::Imports(vec![detail()]),
            Mismatch::NoScorer { exports: vec![detail()] },
            Mismatch::Version { found: detail(), supported: VERSION },
            Mismatch::Types { detail: detail() },
        ];
        let pieces = Space::Pieces { instances: 3, memories: 2, tables: 1 };
        let memory = [Space::Memory(1 << 20), Space::TableEntries(5), pieces];
        let mut failures = vec![
            RunError::Trapped { call, reason: Phrase::same("x"), function: None, backtrace: Vec::new() },
            RunError::Trapped {
                call,
                reason: Phrase::same("x"),
                function: Some(detail()),
                backtrace: Vec::new(),
            },
            RunError::OutOfFuel { call, budget: 7, backtrace: Vec::new() },
            RunError::Deadline { call, limit: Duration::from_millis(1500), backtrace: Vec::new() },
            RunError::StackOverflow { call, limit: 1 << 10, backtrace: Vec::new() },
            RunError::BrokeContract { call, what: Phrase::same("x") },
        ];
        failures.extend(memory.map(|limit| RunError::OutOfMemory { call, limit, backtrace: Vec::new() }));
        let mut all = vec![
            LoadError::Unsupported { detail: detail() },
            LoadError::NotAComponent { found: Phrase::same("x") },
            LoadError::TooLarge { bytes: 2, limit: 1 },
            LoadError::CompileTime { limit: Duration::from_secs(2) },
            LoadError::CompileMemory { limit: 1 << 20 },
            LoadError::NoCompiler { detail: detail() },
        ];
        all.extend(mismatches.map(LoadError::from));
        all.extend(failures.into_iter().map(LoadError::from));
        all
    }

    #[test]
    fn every_error_speaks_both_languages() {
        for error in every_kind() {
            for phrase in [error.phrase(), error.remedy()] {
                assert_ne!(phrase.get(Language::En), phrase.get(Language::Fr), "{error:?}");
                assert!(!phrase.get(Language::Fr).is_empty(), "{error:?}");
            }
            assert_eq!(error.to_string(), error.phrase().en());
        }
    }

    #[test]
    fn a_list_of_nothing_is_a_sentence_too() {
        let empty = Mismatch::NoScorer { exports: Vec::new() };
        assert_eq!(
            empty.phrase(),
            Phrase::fixed(
                "the component does not export `cxplan:scoring/scorer`; it exports nothing",
                "le composant n'exporte pas `cxplan:scoring/scorer` ; ce qu'il exporte : rien"
            )
        );
    }

    #[test]
    fn sizes_and_places_are_put_into_words() {
        let memory = RunError::OutOfMemory {
            call: Call::Score,
            limit: Space::Memory(64 << 20),
            backtrace: Vec::new(),
        };
        assert_eq!(
            memory.phrase(),
            Phrase::fixed(
                "`score` wanted more than the 64 MiB of memory that it may have",
                "`score` a demandé plus que ce qui lui est permis : 64 Mio de mémoire"
            )
        );
        let call = Call::Describe(Language::Fr);
        let trapped = RunError::Trapped {
            call,
            reason: Phrase::fixed("it gave up", "il a renoncé"),
            function: Some("weigh".into()),
            backtrace: Vec::new(),
        };
        assert_eq!(
            trapped.phrase(),
            Phrase::fixed(
                "the plugin failed in `describe(\"fr\")`, in its function `weigh`: it gave up",
                "le plugin a échoué dans `describe(\"fr\")`, dans sa fonction `weigh` : il a renoncé"
            )
        );
    }
}
