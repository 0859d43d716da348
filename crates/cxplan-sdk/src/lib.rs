//! Write scoring plugins for cxplan.
//!
//! A plugin says how much each initiative of a plan is worth. It implements [`Scorer`]: [`Scorer::describe`] declares
//! what it reads and every word that readers see, [`Scorer::score`] turns the values into scores. [`export_scorer!`]
//! makes the implementation a WebAssembly component of the world `cxplan:scoring/scoring-plugin`, which imports
//! nothing: no files, no clock, no network. Away from wasm32 the macro exports nothing, so that the same
//! implementation runs in ordinary unit tests, with [`testing`] in the engine's place.
//!
//! ```
//! use cxplan_sdk::{Description, Input, Language, Meaning, Outcome, Scored, Scorer, Value, export_scorer};
//!
//! /// Initiatives that many customers asked for come first.
//! struct Votes;
//!
//! impl Scorer for Votes {
//!     fn describe(language: Language) -> Description {
//!         let text = |en, fr| language.pick(en, fr);
//!         Description {
//!             id: "votes",
//!             title: text("Votes", "Votes"),
//!             version: "1.0.0",
//!             summary: text("Counts who asked for it.", "Compte les demandes."),
//!             formula: text("votes", "votes"),
//!             meaning: Meaning::Benefit,
//!             inputs: vec![
//!                 Input::integer("votes", text("Votes", "Votes"))
//!                     .help(text("Customers who asked for it.", "Clients qui l’ont demandé."))
//!                     .min(0.0)
//!                     .required(),
//!             ],
//!             ..Description::EMPTY
//!         }
//!     }
//!
//!     fn score(_params: &[Value], rows: &[&[Value]]) -> Outcome {
//!         Outcome::of_each(rows, |row, _report| Some(Scored::new(row[0].number())))
//!     }
//! }
//!
//! export_scorer!(Votes);
//!
//! use cxplan_sdk::testing::{self, Case};
//! testing::assert_contract::<Votes>();
//! let answer = Case::<Votes>::new().row([("votes", 12.0.into())]).run();
//! assert_eq!(answer.score(0), 12.0);
//! ```

mod describe;
/// For [`export_scorer!`] alone.
#[cfg(target_arch = "wasm32")]
#[doc(hidden)]
pub mod export;
mod input;
mod outcome;
#[cfg(not(target_arch = "wasm32"))]
pub mod testing;
mod value;

pub use describe::{Category, Declaration, Description, Fault, Language, Meaning, Note, Part};
pub use input::{Choice, Column, ColumnKind, Input, InputKind, RESERVED, Role};
pub use outcome::{Outcome, Problem, Report, Scored, Severity, Words};
pub use value::{Entry, Value};

/// A scoring method. Both functions are pure: the same arguments always give the same answer.
pub trait Scorer {
    /// What the method reads and what its answers mean. Languages differ in texts alone; positions in values, parts,
    /// categories and notes point into these lists.
    fn describe(language: Language) -> Description;

    /// Scores every initiative of a plan: one row an initiative, one value a declared input, one parameter value a
    /// declared parameter. What the declaration promises holds: kinds and ranges are checked, defaults are filled in,
    /// required inputs are there. The answer to a row must not depend on its place among the rows.
    fn score(params: &[Value], rows: &[&[Value]]) -> Outcome;
}

/// A scoring method that leaves part of itself to the plan: its criteria, its formula. It has a parameter of kind text or
/// entries.
pub trait Declarer: Scorer {
    /// What the parameters of a plan add to the description. Rows and parts of scores then have these too. Pure, like the
    /// other two.
    ///
    /// # Errors
    ///
    /// What is wrong with the parameters, all of it.
    fn declare(params: &[Value]) -> Result<Declaration, Vec<Fault>>;
}

/// Exports a [`Scorer`] as the component's one interface. Write it once, in the root of a `cdylib` crate:
/// `export_scorer!(Rice);`. A [`Declarer`] is exported by `export_scorer!(Formula, declares);`. Away from wasm32 it only sees
/// to it that the type is one.
#[macro_export]
macro_rules! export_scorer {
    ($scorer:ty) => {
        #[cfg(not(target_arch = "wasm32"))]
        const _: () = {
            const fn is_scorer<S: $crate::Scorer>() {}
            is_scorer::<$scorer>();
        };
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            type Exported = $crate::export::Exported<$scorer>;
    $crate::export::export_bindings!(Exported with_types_in $crate::export);
        };
    };
    ($declarer:ty, declares) => {
        $crate::export_scorer!($declarer);
        #[cfg(not(target_arch = "wasm32"))]
        const _: () = {
            const fn is_declarer<S: $crate::Declarer>() {}
            is_declarer::<$declarer>();
        };
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            type Exported = $crate::export::Exported<$declarer>;
    $crate::export::open::export_bindings!(Exported with_types_in $crate::export::open);
        };
    };
}
