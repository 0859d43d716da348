//! Work, teams and ties as the solver knows them.

use std::cell::Cell;
use std::rc::Rc;

use cxplan_core::search::{Instance, heads, tails};
use pumpkin_conflict_resolvers::resolvers::ResolutionResolver;
use pumpkin_constraints::{cumulative_with_options, disjunctive_strict, less_than_or_equals};
use pumpkin_core::branching::branchers::autonomous_search::AutonomousSearch;
use pumpkin_core::branching::branchers::independent_variable_value_brancher::IndependentVariableValueBrancher;
use pumpkin_core::branching::tie_breaking::InOrderTieBreaker;
use pumpkin_core::branching::value_selection::InDomainMin;
use pumpkin_core::branching::variable_selection::Smallest;
use pumpkin_core::conflict_resolving::{ConflictAnalysisContext, ConflictResolver};
use pumpkin_core::options::SolverOptions;
use pumpkin_core::predicates::Predicate;
use pumpkin_core::results::{ProblemSolution as _, SatisfactionResultUnderAssumptions};
use pumpkin_core::termination::TerminationCondition;
use pumpkin_core::variables::{DomainId, TransformableVariable as _};
use pumpkin_core::{Solver, predicate};
use pumpkin_propagators::cumulative::options::{CumulativeOptions, CumulativePropagationMethod};
use pumpkin_propagators::cumulative::time_table::CumulativeExplanationType;
use pumpkin_propagators::disjunctive::ArgDisjunctiveTask;

use crate::rooms::{one_at_a_time, rooms};

/// What the solver says to a question.
pub(crate) enum Answer {
    /// There is such a schedule; the first day of each activity.
    Yes(Vec<u32>),
    /// There is none.
    No,
    /// The steps were used up.
    Unknown,
}

/// Where nothing is learned yet, what can start first does.
type First = IndependentVariableValueBrancher<
    DomainId,
    Smallest<DomainId, InOrderTieBreaker<DomainId, i32>>,
    InDomainMin,
>;

/// A problem, and all that was learned of it.
pub(crate) struct Model {
    solver: Solver,
    brancher: AutonomousSearch<First>,
    resolver: Resolver,
    starts: Vec<DomainId>,
    end: DomainId,
    /// What the days of all work cost together, where that is asked for.
    value: Option<DomainId>,
}

impl Model {
    /// Poses a problem of which a schedule with an end is known, and that none ends before another day.
    pub(crate) fn new(instance: &Instance, bound: u32, best: u32) -> Self {
        let mut solver = solver();
        let (heads, tails, days) = (heads(instance), tails(instance), instance.days());
        let starts: Vec<DomainId> = (0..instance.len())
            .map(|activity| {
                let last = best - tails[activity] - days[activity];
                solver.new_bounded_integer(heads[activity].cast_signed(), last.cast_signed())
            })
            .collect();
        let end = solver.new_bounded_integer(bound.cast_signed(), best.cast_signed());
        let mut tie = |from: DomainId, to: DomainId, days: i32| {
            let tag = solver.new_constraint_tag();
            let starts = [from.scaled(1), to.scaled(-1)];
            solver.add_constraint(less_than_or_equals(starts, -days, tag)).post();
        };
        instance.ties().for_each(|arc| tie(starts[arc.from], starts[arc.to], arc.days));
        for (activity, start) in starts.iter().enumerate() {
            tie(*start, end, (days[activity] + tails[activity]).cast_signed());
        }
        let length = |activity: usize| days[activity].cast_signed();
        for room in rooms(instance) {
            let work = room.loads.iter().map(|(activity, _)| *activity);
            let lengths: Vec<i32> = work.clone().map(length).collect();
            let work: Vec<DomainId> = work.map(|activity| starts[activity]).collect();
            let loads: Vec<i32> = room.loads.iter().map(|(_, load)| *load).collect();
            fit(&mut solver, work, lengths, loads, room.size);
        }
        // Follows from the room of teams, but sees further: what of several has to be first or last.
        for group in one_at_a_time(instance) {
            one_by_one(&mut solver, group.into_iter().map(|activity| (starts[activity], length(activity))));
        }
        Self::over(solver, starts, end, [])
    }

    /// What a solver knows of work that starts and ends; other numbers that follow from these.
    pub(crate) fn over(
        solver: Solver,
        starts: Vec<DomainId>,
        end: DomainId,
        others: impl IntoIterator<Item = DomainId>,
    ) -> Self {
        let all: Vec<DomainId> = starts.iter().copied().chain([end]).chain(others).collect();
        let first = IndependentVariableValueBrancher::new(Smallest::new(&all), InDomainMin);
        let resolver = Resolver { inner: ResolutionResolver::default(), has_conflict: Rc::default() };
        Self { solver, brancher: AutonomousSearch::new(first), resolver, starts, end, value: None }
    }

    /// Shows the solver a schedule, which it keeps close to from then on.
    pub(crate) fn follow(&mut self, starts: &[u32], steps: &mut u64) {
        let at = |(own, start): (&DomainId, &u32)| {
            let own = *own;
            predicate!(own == start.cast_signed())
        };
        let same: Vec<Predicate> = self.starts.iter().zip(starts).map(at).collect();
        self.ask(&same, steps);
    }

    /// Whether everything can be over by a day. Takes the steps that it needs from those it has.
    pub(crate) fn ends_by(&mut self, day: u32, steps: &mut u64) -> Answer {
        let end = self.end;
        self.ask(&[predicate!(end <= day.cast_signed())], steps)
    }

    /// Has the sum of weights times days until the end of each activity counted, between a bound and the value of a schedule that is
    /// known.
    pub(crate) fn weigh(&mut self, instance: &Instance, weights: &[i32], bound: i32, best: i32) {
        let weighed = || weights.iter().enumerate().filter(|(_, weight)| **weight > 0);
        let known: i32 =
            weighed().map(|(activity, weight)| weight * instance.days()[activity].cast_signed()).sum();
        let terms: Vec<(DomainId, i32)> =
            weighed().map(|(activity, weight)| (self.starts[activity], *weight)).collect();
        self.sum_up(&terms, known, bound, best);
    }

    /// Has the sum of numbers times weights and of what is known counted, between a bound and what is known to be possible.
    pub(crate) fn sum_up(&mut self, terms: &[(DomainId, i32)], known: i32, bound: i32, best: i32) {
        let value = self.solver.new_bounded_integer(bound, best);
        let terms = terms.iter().map(|(number, weight)| number.scaled(*weight));
        let terms: Vec<_> = terms.chain([value.scaled(-1)]).collect();
        let tag = self.solver.new_constraint_tag();
        self.solver.add_constraint(less_than_or_equals(terms, -known, tag)).post();
        self.value = Some(value);
    }

    /// Whether the value can be so low; without one the answer stays unknown. Takes the steps that it needs from those it has.
    pub(crate) fn is_worth(&mut self, most: i32, steps: &mut u64) -> Answer {
        match self.value {
            Some(value) => self.ask(&[predicate!(value <= most)], steps),
            None => Answer::Unknown,
        }
    }

    fn ask(&mut self, assumptions: &[Predicate], steps: &mut u64) -> Answer {
        let Self { solver, brancher, resolver, starts, .. } = self;
        let has_conflict = Rc::clone(&resolver.has_conflict);
        has_conflict.set(false);
        let mut steps = Steps { left: steps, has_conflict, is_first: true };
        match solver.satisfy_under_assumptions(brancher, &mut steps, resolver, assumptions) {
            SatisfactionResultUnderAssumptions::Satisfiable(found) => {
                let found = found.solution();
                Answer::Yes(starts.iter().map(|own| found.get_integer_value(*own).cast_unsigned()).collect())
            }
            SatisfactionResultUnderAssumptions::UnsatisfiableUnderAssumptions(_)
            | SatisfactionResultUnderAssumptions::Unsatisfiable(_) => Answer::No,
            SatisfactionResultUnderAssumptions::Unknown(_) => Answer::Unknown,
        }
    }
}

/// A solver without a problem. No random number is drawn, so that the seed does not matter.
pub(crate) fn solver() -> Solver {
    Solver::with_options(SolverOptions { memory_preallocated: 1, ..SolverOptions::default() })
}

/// Has work that starts somewhere fit beside each other.
pub(crate) fn fit(solver: &mut Solver, starts: Vec<DomainId>, lengths: Vec<i32>, loads: Vec<i32>, size: i32) {
    // By trial on PSPLIB: points of time explain best, and a profile made anew costs less than one that is kept.
    let options = CumulativeOptions::new(
        false,
        CumulativeExplanationType::Pointwise,
        true,
        CumulativePropagationMethod::TimeTableOverInterval,
        false,
    );
    let tag = solver.new_constraint_tag();
    solver.add_constraint(cumulative_with_options(starts, lengths, loads, size, options, tag)).post();
}

/// Has work, of which start and length are told, come one after the other.
pub(crate) fn one_by_one(solver: &mut Solver, work: impl Iterator<Item = (DomainId, i32)>) {
    let task = |(start_time, processing_time)| ArgDisjunctiveTask { start_time, processing_time };
    let tag = solver.new_constraint_tag();
    solver.add_constraint(disjunctive_strict(work.map(task), tag)).post();
}

/// The solver asks whether to go on before each of its steps, which are decisions and conflicts.
struct Steps<'s> {
    left: &'s mut u64,
    /// Whether the step before this one was a conflict.
    has_conflict: Rc<Cell<bool>>,
    is_first: bool,
}

impl TerminationCondition for Steps<'_> {
    fn should_stop(&mut self) -> bool {
        // A solver that is stopped while nothing is decided can never be asked again, so it is stopped right behind a decision alone.
        let is_decided = !self.has_conflict.replace(false) && !self.is_first;
        let is_over = *self.left == 0 && is_decided;
        self.is_first = false;
        *self.left = self.left.saturating_sub(1);
        is_over
    }
}

/// Learns from conflicts as the solver does by itself, and tells of each.
#[derive(Clone, Debug)]
struct Resolver {
    inner: ResolutionResolver,
    has_conflict: Rc<Cell<bool>>,
}

impl ConflictResolver for Resolver {
    fn resolve_conflict(&mut self, context: &mut ConflictAnalysisContext) {
        self.has_conflict.set(true);
        self.inner.resolve_conflict(context);
    }
}
