//! Proofs about plans: teams with calendars and sizes that vary, half days, fixed days and links of all kinds.
//!
//! The solver counts on the working days of each team, on which work has one length; where half days make that vary, it takes the
//! shortest. A team that is smaller for a while has something to do then. Links between such axes are tables: from a start on, not before
//! another. What of that is not exact asks less than the plan does, so that bounds hold; a schedule that comes of it counts once the plan's
//! own rules have made it.

mod axes;
#[cfg(test)]
mod tests;
mod tied;

use cxplan_core::schedule::indexed::{Indexed, Work};
use cxplan_core::schedule::{Generator, activity_list};
use cxplan_core::search::{Aim, Cost, Limits, Objective, Posed, Proof, gcd};

use crate::model::{Model, solver};
use crate::turns::{Known, take_turns};
use crate::value::RAISE;
use axes::Axes;

/// Looks for a proof that no schedule of a plan is better by what it asks for first, or for a better one.
pub fn prove_plan(posed: &Posed<'_>) -> Proof {
    let none = Proof { limits: posed.limits, list: None, steps: 0 };
    if posed.steps == 0 || !posed.goes_on() {
        return none;
    }
    let Some(mut question) = Question::new(posed) else { return none };
    let (limits, objective) = (posed.limits, posed.objective);
    let value = objective.value(question.generator.finishes());
    let end = question.generator.finishes().iter().map(|finish| u64::from(finish + 1)).max().unwrap_or(0);
    let (mut known, part) = match objective.aim {
        Aim::Value => (Known { bound: limits.value, best: value }, Some(RAISE)),
        Aim::End => (Known { bound: limits.end, best: end }, None),
    };
    if known.bound >= known.best {
        return none;
    }
    let Some(indexed) = posed.tables() else { return none };
    let drawn = match objective.aim {
        Aim::Value => Drawn::of_value(&indexed, objective, &known),
        Aim::End => Some(Drawn::of_end(&indexed, &known)),
    };
    let Some(Drawn { mut model, scale }) = drawn else { return none };
    let mut left = posed.steps;
    let shift =
        |(work, start): (&Work, &u32)| work.starts.binary_search(start).map_or(0, |at| work.shifts[at].0);
    let shifts: Vec<u32> = indexed.works.iter().zip(question.generator.starts()).map(shift).collect();
    model.follow(&shifts, &mut left);
    let ask = |model: &mut Model, most: u64, steps: &mut u64| match objective.aim {
        Aim::Value => model.is_worth(scale.down(most), steps),
        Aim::End => model.ends_by(most as u32, steps),
    };
    let go_on = || posed.goes_on();
    take_turns(&mut model, &mut known, part, &mut left, ask, go_on, |starts| {
        question.make(&indexed, &starts)
    });
    let limits = match objective.aim {
        Aim::Value => Limits { value: known.bound, ..limits },
        Aim::End => Limits { end: known.bound, ..limits },
    };
    Proof { limits, list: question.better, steps: posed.steps - left }
}

/// The best schedule so far.
struct Question<'p> {
    posed: &'p Posed<'p>,
    generator: Generator,
    cost: Cost,
    better: Option<Vec<u32>>,
}

impl<'p> Question<'p> {
    fn new(posed: &'p Posed<'p>) -> Option<Self> {
        let mut generator = Generator::new(posed.problem)?;
        generator.make(posed.list).ok()?;
        let cost = posed.objective.of(&generator, &mut Vec::new());
        Some(Self { posed, generator, cost, better: None })
    }

    /// Makes the schedule of the order in which work starts, and tells by what the aim measures it where it is better in all.
    fn make(&mut self, indexed: &Indexed, shifts: &[u32]) -> Option<u64> {
        let start = |(work, shift): (&Work, &u32)| {
            Some(work.starts[work.shifts.binary_search_by_key(shift, |(first, _)| *first).ok()?])
        };
        let priority: Vec<u32> = indexed.works.iter().zip(shifts).map(start).collect::<Option<_>>()?;
        let list = activity_list(self.posed.problem, &priority)?;
        let list: Vec<u32> = list.into_iter().map(|activity| activity as u32).collect();
        let (generator, objective) = (&mut self.generator, self.posed.objective);
        generator.make(&list).ok()?;
        let cost = objective.of(generator, &mut Vec::new());
        if cost >= self.cost {
            return None;
        }
        (self.cost, self.better) = (cost, Some(list));
        Some(match objective.aim {
            Aim::Value => objective.value(generator.finishes()),
            Aim::End => generator.finishes().iter().map(|finish| u64::from(finish + 1)).max().unwrap_or(0),
        })
    }
}

/// A problem as the solver has it.
struct Drawn {
    model: Model,
    scale: Scale,
}

/// How values are counted so that the solver can add them up: so many as one, after some that all schedules have.
#[derive(Clone, Copy)]
struct Scale {
    unit: u64,
    offset: u64,
}

impl Scale {
    /// The most that a value of at most so much can be in the numbers of the solver.
    fn down(&self, most: u64) -> i32 {
        i32::try_from(most.saturating_sub(self.offset) / self.unit).unwrap_or(i32::MAX)
    }
}

impl Drawn {
    fn of_end(indexed: &Indexed, known: &Known) -> Self {
        let mut solver = solver();
        let work = Axes::new(indexed, vec![true; indexed.works.len()]).post(&mut solver);
        let end = solver.new_bounded_integer(known.bound as i32, known.best as i32);
        work.iter().for_each(|start| start.ends_by(&mut solver, end, known.best as u32));
        let starts = work.iter().map(|start| start.number).collect();
        Self { model: Model::over(solver, starts, end, []), scale: Scale { unit: 1, offset: 0 } }
    }

    /// None where nothing can be better.
    fn of_value(indexed: &Indexed, objective: &Objective, known: &Known) -> Option<Self> {
        let weights = &objective.weights;
        let mut earliest = vec![0u32; weights.len()];
        for (work, group) in indexed.works.iter().zip(&objective.groups) {
            let day = &mut earliest[*group as usize];
            *day = (*day).max(work.finishes[0] + 1);
        }
        let sum = |unit: u64, days: &[u32]| {
            weights.iter().zip(days).map(|(weight, days)| weight / unit * u64::from(*days)).sum::<u64>()
        };
        let spare = known.best.checked_sub(sum(1, &earliest))?;
        // The last day on which each group can be done in a better schedule, that after the axis where it may lie beyond.
        let beyond = indexed.days + 1;
        let latest = |(first, weight): (&u32, &u64)| {
            let days = spare.checked_div(*weight).and_then(|days| u32::try_from(days).ok());
            days.map_or(beyond, |days| first.saturating_add(days).min(beyond))
        };
        let latest: Vec<u32> = earliest.iter().zip(weights).map(latest).collect();
        let unit = weights.iter().fold(0, |unit, weight| gcd(unit, *weight)).max(1);
        // Sums of the solver hold both what is counted and what it is compared with.
        let unit = unit * sum(unit, &latest).max(known.best / unit).div_ceil(i32::MAX as u64 / 4).max(1);
        // What of the weights is no whole unit counts by the earliest days.
        let scale = Scale { unit, offset: sum(1, &earliest) - sum(unit, &earliest) * unit };
        let mut solver = solver();
        let is_inside = objective.groups.iter().map(|group| latest[*group as usize] < beyond).collect();
        let work = Axes::new(indexed, is_inside).post(&mut solver);
        let mut done = Vec::new();
        for group in (0..weights.len()).filter(|group| weights[*group] >= unit) {
            let end = solver.new_bounded_integer(earliest[group] as i32, latest[group] as i32);
            let own = work.iter().zip(&objective.groups).filter(|(_, own)| **own as usize == group);
            own.for_each(|(start, _)| start.ends_by(&mut solver, end, latest[group]));
            done.push((end, (weights[group] / unit) as i32));
        }
        let nothing = solver.new_bounded_integer(0, 0);
        let starts = work.iter().map(|start| start.number).collect();
        let mut model = Model::over(solver, starts, nothing, done.iter().map(|(end, _)| *end));
        model.sum_up(&done, 0, 0, scale.down(known.best));
        Some(Self { model, scale })
    }
}
