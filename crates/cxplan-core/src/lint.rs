//! Rules of the method: what a plan may do, but the people who wrote the method would not.

use crate::diag::Diagnostics;
use crate::model::Plan;
use crate::scores::Scores;

/// Rules on the plan itself.
pub fn plan(_plan: &Plan, _diagnostics: &mut Diagnostics) {}

/// Rules on what the methods say of the plan, one entry a method of the plan.
pub fn scored(_plan: &Plan, _scores: &[Scores], _diagnostics: &mut Diagnostics) {}
