//! Numbers of the solver that wait for others, by tables.

use pumpkin_constraints::less_than_or_equals;
use pumpkin_core::Solver;
use pumpkin_core::predicate;
use pumpkin_core::predicates::Predicate;
use pumpkin_core::variables::{DomainId, TransformableVariable as _};

/// What a number can be.
pub(super) enum Points {
    /// These, ascending.
    Sparse(Vec<u32>),
    /// All up to this one.
    UpTo(u32),
}

impl Points {
    /// The first that is no less, where there is one.
    fn first_from(&self, least: u32) -> Option<u32> {
        match self {
            Self::Sparse(points) => points.get(points.partition_point(|point| *point < least)).copied(),
            Self::UpTo(last) => (least <= *last).then_some(least),
        }
    }

    /// The last that is less; one less than nothing where there is none.
    fn last_below(&self, least: i64) -> i64 {
        match self {
            Self::Sparse(points) => {
                let below = points.partition_point(|point| i64::from(*point) < least).checked_sub(1);
                below.map_or(-1 << 30, |at| i64::from(points[at]))
            }
            Self::UpTo(_) => least - 1,
        }
    }
}

/// Leaves values out of what a number can be.
pub(super) fn leave_out(solver: &mut Solver, number: DomainId, values: impl Iterator<Item = u32>) {
    for value in values {
        let value = value as i32;
        add(solver, [predicate!(number != value)]);
    }
}

/// Has a number be no less than what follows from another: for each value of the first, ascending, the least of the second; none where
/// that has none.
pub(super) fn tie(
    solver: &mut Solver,
    (from, values): (DomainId, &[u32]),
    (to, open): (DomainId, &Points),
    least: &[Option<u32>],
) {
    let pairs = values.iter().zip(least).map(|(value, least)| {
        let least = least.and_then(|least| open.first_from(least));
        (i64::from(*value), least.map(i64::from))
    });
    let pairs: Vec<(i64, Option<i64>)> = pairs.collect();
    // Where nothing is late enough there is nothing for any later value of the first either.
    let some = pairs.iter().take_while(|(_, least)| least.is_some()).count();
    if let Some((value, _)) = pairs.get(some) {
        add(solver, [predicate!(from <= (value - 1) as i32)]);
    }
    let pairs: Vec<(i64, i64)> =
        pairs.iter().filter_map(|(value, least)| Some((*value, (*least)?))).collect();
    let stretches = stretches(&pairs, open);
    if stretches.len() > MOST_STRETCHES {
        return one_by_one(solver, from, to, &pairs);
    }
    for Stretch { first, last, apart } in stretches {
        // Often it holds for other values as well.
        let holds = |pairs: &[(i64, i64)]| pairs.iter().all(|(value, least)| value + apart <= *least);
        let since = (!holds(&pairs[..first])).then(|| predicate!(from >= pairs[first].0 as i32));
        let until = (!holds(&pairs[last + 1..])).then(|| predicate!(from <= pairs[last].0 as i32));
        let tag = solver.new_constraint_tag();
        let sum = less_than_or_equals([from.scaled(1), to.scaled(-1)], -apart as i32, tag);
        match (since, until) {
            (None, None) => solver.add_constraint(sum).post(),
            (Some(when), None) | (None, Some(when)) => {
                let holds = solver.new_literal_for_predicate(when, tag);
                solver.add_constraint(sum).implied_by(holds);
            }
            (Some(since), Some(until)) => {
                let holds = solver.new_literal();
                add(solver, [!since, !until, holds.get_true_predicate()]);
                solver.add_constraint(sum).implied_by(holds);
            }
        }
    }
}

/// Values, by position, from which the second comes so many after the first.
struct Stretch {
    first: usize,
    last: usize,
    apart: i64,
}

/// More of them than that say no more than single values.
const MOST_STRETCHES: usize = 8;

/// Stretches of values with a sum that says the same as the table.
fn stretches(pairs: &[(i64, i64)], open: &Points) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    // By how many the second may come after the first so that all values of a stretch lead where they should.
    let mut room = (i64::MIN, i64::MAX);
    for (at, (value, least)) in pairs.iter().enumerate() {
        let own = (open.last_below(*least) + 1 - value, least - value);
        let both = (room.0.max(own.0), room.1.min(own.1));
        match stretches.last_mut().filter(|_| both.0 <= both.1) {
            Some(stretch) => (stretch.last, stretch.apart, room) = (at, both.1, both),
            None => {
                stretches.push(Stretch { first: at, last: at, apart: own.1 });
                room = own;
            }
        }
    }
    stretches
}

/// A clause for each value from which the second has to be later.
fn one_by_one(solver: &mut Solver, from: DomainId, to: DomainId, pairs: &[(i64, i64)]) {
    let mut known = None;
    for (at, (value, least)) in pairs.iter().enumerate() {
        if known.replace(least) == Some(least) {
            continue;
        }
        let waits = predicate!(to >= *least as i32);
        match at {
            0 => add(solver, [waits]),
            _ => add(solver, [predicate!(from <= (value - 1) as i32), waits]),
        }
    }
}

fn add(solver: &mut Solver, clause: impl IntoIterator<Item = Predicate>) {
    let tag = solver.new_constraint_tag();
    solver.add_clause(clause, tag);
}
