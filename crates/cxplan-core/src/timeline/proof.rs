//! What a solver adds to a search, where there is one.

use super::best::Planning;
use crate::schedule::{Generator, Problem};
use crate::search::{Improved, Limits, Objective, Posed};

/// Steps that a solver may take where nobody says how much is looked for: a tenth of a second for some sixty steps of a plan.
const STEPS: u64 = 2_000;
/// Steps for each further search of the same length: about as long as that takes.
const MORE_STEPS: u64 = 200;
/// Activities times days for which a solver is asked then.
const SIZE: u64 = 40_000;

/// Asks the solver about the best schedule that was found, and takes a better one. `times` tells how much is looked for, in times of what is
/// usual. Gives the bounds that hold.
pub(super) fn prove(
    planning: &Planning,
    problem: &Problem,
    objective: &Objective,
    found: &mut Improved,
    generator: &mut Generator,
    (limits, times): (Limits, u64),
) -> Limits {
    let size = u64::from(problem.days) * problem.activities.len() as u64;
    let Some(prove) = planning.prove.filter(|_| size <= SIZE.saturating_mul(times)) else { return limits };
    let stop = planning.watch.as_ref().map(|watch| watch.stopped());
    let steps = STEPS.saturating_add(MORE_STEPS.saturating_mul(times - 1));
    let proof = prove(&Posed { problem, objective, list: &found.list, limits, steps, stop });
    if let Some(list) = proof.list.filter(|list| generator.make(list).is_ok()) {
        let cost = objective.cost(generator.starts(), generator.finishes(), &mut Vec::new());
        if cost < found.cost {
            (found.list, found.cost) = (list, cost);
        }
    }
    proof.limits
}
