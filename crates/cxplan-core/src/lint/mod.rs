//! Rules of the method: what a plan may do, but the people who wrote the method would not.
//!
//! Each rule has a code from `CXP1001` on, a page that names its source, and a level that the plan (`[lints]`) or the command
//! line can change. A rule about something that is optional speaks up only where the plan uses it elsewhere: every section
//! of a plan is optional, and a short plan is not a bad one.

mod evidence;
mod journey;
mod metrics;
mod work;

pub(crate) use evidence::{Nature, nature};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Initiative, Plan};
use crate::phrase::Phrase;
use crate::scores::Scores;
use crate::source::Span;

/// Rules on the plan itself.
pub fn plan(plan: &Plan, diagnostics: &mut Diagnostics) {
    let mut rules = Rules { plan, diagnostics };
    rules.evidence();
    rules.journey();
    rules.metrics();
    rules.work();
}

/// Rules on what the methods say of the plan, one entry a method of the plan.
pub fn scored(plan: &Plan, scores: &[Scores], diagnostics: &mut Diagnostics) {
    Rules { plan, diagnostics }.must_on_could(scores);
}

/// The rules look at a plan and tell what they find.
struct Rules<'a> {
    plan: &'a Plan,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Rules<'a> {
    fn warn(&mut self, code: Code, span: Span, message: Phrase, label: Phrase, help: Phrase) {
        self.diagnostics.push(Diagnostic::new(code, message).at(span, label).help(help));
    }

    /// Initiatives that are or were to be done.
    fn undertaken(&self) -> impl Iterator<Item = &'a Initiative> + use<'a> {
        use crate::model::Status::{Paused, Rejected};
        self.plan.initiatives.iter().filter(|initiative| !matches!(initiative.status, Paused | Rejected))
    }

    /// Initiatives that are still to be done.
    fn planned(&self) -> impl Iterator<Item = &'a Initiative> + use<'a> {
        self.plan.initiatives.iter().filter(|initiative| initiative.status.is_scheduled())
    }
}
