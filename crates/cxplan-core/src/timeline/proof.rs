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
        let cost = objective.of(generator, &mut Vec::new());
        if cost < found.cost {
            (found.list, found.cost) = (list, cost);
        }
    }
    proof.limits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Proof;

    /// Says that the reversed list is best.
    fn reversed(posed: &Posed<'_>) -> Proof {
        let list = posed.list.iter().rev().copied().collect();
        let limits = Limits { value: 6 * 4 + 6, ..posed.limits };
        Proof { limits, list: Some(list), steps: posed.steps }
    }

    #[test]
    fn what_a_solver_finds_counts_where_it_is_better() {
        // One person, works of 2 and 4 days worth 1 and 6.
        let mut problem = crate::schedule::laws::queue(&[2, 4]);
        let objective = Objective { groups: vec![0, 1], weights: vec![1, 6], ..Objective::default() };
        let mut generator = Generator::new(&problem).unwrap();
        let planning = Planning { prove: Some(reversed), ..Planning::default() };
        let limits = Limits { value: 20, end: 6 };
        let mut ask = |list: [u32; 2], problem: &Problem| {
            generator.make(&list).unwrap();
            let cost = objective.of(&generator, &mut Vec::new());
            let mut found = Improved { list: list.to_vec(), cost, given: cost, schedules: 1 };
            let limits = prove(&planning, problem, &objective, &mut found, &mut generator, (limits, 1));
            (found.list, found.cost[3], limits.value)
        };
        assert_eq!(ask([0, 1], &problem), (vec![1, 0], 30, 30));
        assert_eq!(ask([1, 0], &problem), (vec![1, 0], 30, 30));
        // Too large to be asked about.
        problem.days = 1_000_000;
        assert_eq!(ask([0, 1], &problem), (vec![0, 1], 38, 20));
    }
}
