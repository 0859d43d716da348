//! Why dates differ: the nearest edit along what holds an initiative.

use std::collections::{BTreeMap, VecDeque};

use super::state::Work;
use super::{Cause, WorkDiff};

/// Both states, and what differs in all of them.
pub(super) struct Causes<'f> {
    pub(super) before: &'f BTreeMap<&'f str, &'f Work>,
    pub(super) after: &'f BTreeMap<&'f str, &'f Work>,
    /// Names of the teams with more people (true) or fewer.
    pub(super) teams: BTreeMap<String, bool>,
    /// Whether the start or the calendar of the plan differs.
    pub(super) calendar: bool,
}

/// What is known of an initiative that differs.
#[derive(Clone, Copy)]
struct Known {
    /// An edit that can move dates.
    moves_dates: bool,
    edited: bool,
    /// Whether it ends earlier than it did; none where it does not move.
    earlier: Option<bool>,
}

impl Causes<'_> {
    /// Gives each initiative whose dates differ its cause.
    pub(super) fn tell(&self, found: &mut [WorkDiff]) {
        let known = |diff: &WorkDiff| {
            let moves_dates = diff.edits.iter().any(super::Edit::moves_dates);
            let earlier = diff.days.filter(|days| *days != 0).map(|days| days < 0);
            (diff.id.clone(), Known { moves_dates, edited: !diff.edits.is_empty(), earlier })
        };
        let known: BTreeMap<String, Known> = found.iter().map(known).collect();
        for diff in found {
            if diff.before.is_some() || diff.after.is_some() {
                diff.cause = Some(self.of(diff, &known));
            }
        }
    }

    fn of(&self, diff: &WorkDiff, known: &BTreeMap<String, Known>) -> Cause {
        if known.get(&diff.id).is_some_and(|known| known.moves_dates) {
            return Cause::Own;
        }
        let earlier = diff.days.is_some_and(|days| days < 0);
        // What is earlier was held before; what is later is held now.
        let states = if earlier { [self.before, self.after] } else { [self.after, self.before] };
        let nearest = |wanted: &dyn Fn(Known) -> bool| {
            states.iter().find_map(|state| nearest(&diff.id, state, known, earlier, wanted))
        };
        let own_teams = || {
            let steps =
                states.iter().filter_map(|state| state.get(diff.id.as_str())).flat_map(|work| &work.steps);
            // More people make nothing later.
            steps.filter_map(|step| step.team()).find(|team| self.teams.get(*team) == Some(&earlier))
        };
        if let Some(cause) = nearest(&|known| known.moves_dates) {
            cause
        } else if let Some(team) = own_teams() {
            Cause::Team { team: team.to_owned() }
        } else if self.calendar {
            Cause::Calendar
        } else {
            nearest(&|known| known.edited).unwrap_or(Cause::Order)
        }
    }
}

/// The nearest initiative with a wanted edit, through those that moved the same way.
fn nearest(
    from: &str,
    state: &BTreeMap<&str, &Work>,
    known: &BTreeMap<String, Known>,
    earlier: bool,
    wanted: &dyn Fn(Known) -> bool,
) -> Option<Cause> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = VecDeque::from([from]);
    while let Some(id) = open.pop_front() {
        let Some(work) = state.get(id) else { continue };
        for next in work.held_by() {
            let Some(what) = known.get(next) else { continue };
            if next == from || came_from.contains_key(next) {
                continue;
            }
            came_from.insert(next, id);
            if wanted(*what) {
                let mut along = Vec::new();
                let mut at = id;
                while at != from {
                    along.push(at.to_owned());
                    at = came_from[at];
                }
                along.reverse();
                return Some(Cause::Other { by: next.to_owned(), along });
            }
            if what.earlier == Some(earlier) {
                open.push_back(next);
            }
        }
    }
    None
}
