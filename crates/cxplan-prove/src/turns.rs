//! Questions in turns: whether there is something better, and whether the bound can be raised.

use crate::model::{Answer, Model};

/// Steps of the first question. Both questions take turns, each turn twice as long as the one before, so that neither can use up the
/// effort that would have answered the other.
const FIRST: u64 = 1_000;
/// How much more is spent on whether there is something better than on whether the bound can be raised: a "no" to the first settles
/// everything.
const BETTER: u64 = 3;

/// What is known of the best, less being better.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    /// What nothing is below.
    pub(crate) bound: u64,
    /// The best that is known.
    pub(crate) best: u64,
}

/// Asks a model whether there is something of at most so much until that is settled or the steps are used up. The bound is to be raised
/// by a part of the way to the best, or by one where none is told. `better` tells what comes of a schedule that the solver gives. Where
/// that is nothing better, as where loads had to be rounded, the solver knows too little to prove more than that.
pub(crate) fn take_turns(
    model: &mut Model,
    known: &mut Known,
    part: Option<u64>,
    left: &mut u64,
    ask: impl Fn(&mut Model, u64, &mut u64) -> Answer,
    go_on: impl Fn() -> bool,
    mut better: impl FnMut(Vec<u32>) -> Option<u64>,
) {
    let (mut turn, mut is_for_better) = (FIRST, true);
    let mut turn_left = turn * BETTER;
    let mut ceiling = known.best;
    while known.bound < ceiling && *left > 0 && go_on() {
        let raise = part.map_or(0, |part| (ceiling - 1 - known.bound) / part);
        let most = if is_for_better { ceiling - 1 } else { known.bound + raise };
        let mut steps = turn_left.min(*left);
        (*left, turn_left) = (*left - steps, turn_left - steps);
        let answer = ask(model, most, &mut steps);
        (*left, turn_left) = (*left + steps, turn_left + steps);
        match answer {
            Answer::Yes(starts) => match better(starts).filter(|found| *found < known.best) {
                Some(found) => (known.best, ceiling) = (found, ceiling.min(found)),
                None => ceiling = most,
            },
            Answer::No => known.bound = most + 1,
            Answer::Unknown => {
                is_for_better = !is_for_better;
                turn *= if is_for_better { 2 } else { 1 };
                turn_left = turn * if is_for_better { BETTER } else { 1 };
            }
        }
    }
}
