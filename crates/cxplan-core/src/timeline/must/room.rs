//! Whether there is more work for a team than room, and the rest of what is told of a day that is not kept.

use std::collections::BTreeMap;

use super::super::due::{Due, untils};
use super::{Teller, ancestors, pressing};
use crate::calendar::Day;
use crate::diag::Diagnostic;
use crate::ids::Id;
use crate::model::Team;
use crate::phrase;
use crate::phrase::Phrase;
use crate::schedule::{self, Link, Problem, Why, slack};
use crate::search::gcd;

/// Most activities of a team whose periods are looked at.
const MOST: usize = 2_000;

/// More work than room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Overload {
    pub(super) team: usize,
    /// The work: without any one of these there would be room in the period.
    pub(super) activities: Vec<usize>,
    pub(super) first: u32,
    pub(super) last: u32,
    /// What the work asks for, in millionths of a person's day.
    pub(super) asked: u128,
    /// What there is of it.
    pub(super) room: u128,
}

/// The conflict with the fewest activities among those with which a team has too little room between their earliest starts and
/// latest ends, and of which one is `about` a day; none where no period shows one, which proves nothing.
pub(super) fn overload(
    problem: &Problem,
    list: &[usize],
    musts: &[&Due],
    about: &[bool],
) -> Option<Overload> {
    // What a day bounds the ends of, without leads: the end of the axis, which proves nothing, then bounds none of these.
    let is_bounding = |link: &&Link| link.lag >= 0 && link.kind.waits_for_finish();
    let due = ancestors(problem.links.iter().filter(is_bounding), problem.activities.len(), musts);
    let mut bounded = problem.clone();
    bounded.links.retain(|link| due[link.to]);
    let windows = slack::windows(&bounded, list, untils(problem.activities.len(), musts.iter().copied()))?;
    let mut by_team: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (activity, work) in problem.activities.iter().enumerate().filter(|(activity, _)| due[*activity]) {
        for load in &work.loads {
            by_team.entry(load.team).or_default().push(activity);
        }
    }
    let of_team = |(team, work): (usize, Vec<usize>)| of_team(problem, team, work, &windows, about);
    by_team.into_iter().filter_map(of_team).min_by_key(|found| found.activities.len())
}

fn of_team(
    problem: &Problem,
    team: usize,
    mut work: Vec<usize>,
    windows: &[(Day, Day)],
    about: &[bool],
) -> Option<Overload> {
    if work.len() > MOST {
        return None;
    }
    let load = |activity: usize| problem.activities[activity].load_on(team);
    // Half days count as whole ones: work has at least so many days on which it takes its load.
    let asks = |activity: usize| {
        u128::from(problem.activities[activity].half_days.get().div_ceil(2)) * u128::from(load(activity))
    };
    // What is less than the smallest part that all loads are made of is of no use.
    let part = work.iter().map(|activity| load(*activity)).fold(0, gcd).max(1);
    let mut before = vec![0u128];
    for size in problem.teams[team].sizes(problem.days) {
        before.push(before[before.len() - 1] + u128::from(size / part * part));
    }
    work.sort_by_key(|activity| windows[*activity].1);
    let mut starts: Vec<u32> = work.iter().map(|activity| windows[*activity].0.0).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut best: Option<Overload> = None;
    for first in starts {
        let (mut asked, mut inside) = (0u128, Vec::new());
        for &activity in work.iter().filter(|activity| windows[**activity].0.0 >= first) {
            asked += asks(activity);
            inside.push(activity);
            let last = windows[activity].1.0;
            let room = before[last as usize + 1] - before[first as usize];
            if asked <= room {
                continue;
            }
            // What the conflict does not need is left out, the smallest first.
            let mut left: Vec<usize> = inside.clone();
            left.sort_by_key(|activity| (asks(*activity), *activity));
            let mut rest = asked;
            left.retain(|activity| {
                let without = rest - asks(*activity);
                let needed = without <= room;
                rest = if needed { rest } else { without };
                needed
            });
            if left.iter().any(|activity| about[*activity])
                && best.as_ref().is_none_or(|best| left.len() < best.activities.len())
            {
                left.sort_by_key(|activity| (windows[*activity], *activity));
                best = Some(Overload { team, activities: left, first, last, asked: rest, room });
            }
            // A longer period with the same start asks for more of the same.
            break;
        }
    }
    best
}

impl Teller<'_> {
    fn team(&self, team: usize) -> &str {
        &self.network.plan.teams[Id::<Team>::new(team)].name
    }

    /// A team has too little room for what has to be done by the day, or by all such days together.
    pub(super) fn overloaded(&self, must: &Due, all: &[Due]) -> Option<Diagnostic> {
        let due = self.due(must);
        let overload = |musts: &[&Due]| overload(self.problem, self.list, musts, &due);
        let (found, together) = match overload(&[must]) {
            Some(found) => (found, false),
            None => (overload(&all.iter().collect::<Vec<_>>())?, true),
        };
        let (name, date, team) = (&must.name, must.date.value, self.team(found.team));
        let message = if together {
            phrase!(
                "`{name}` cannot be done by {date} if the other days that have to be kept are: the team {team} lacks room",
                "`{name}` ne peut être finie le {date} si les autres jours à tenir le sont : l'équipe {team} manque de place"
            )
        } else {
            phrase!(
                "`{name}` cannot be done by {date}: the team {team} lacks room, even with nothing else to do",
                "`{name}` ne peut être finie le {date} : l'équipe {team} manque de place, même sans rien d'autre à faire"
            )
        };
        let (from, to) = (self.date(found.first), self.date(found.last));
        let (asked, room) = (days(found.asked), days(found.room));
        let steps = self.names(&found.activities);
        let label = phrase!(
            "{steps}: {asked} person-days, and {room} from {from} to {to}",
            "{steps} : {asked} jours-personne, et {room} du {from} au {to}";
            steps = steps, asked = asked, room = room, from = Phrase::same(from), to = Phrase::same(to)
        );
        let help = Phrase::fixed(
            "give the team more people in this time, give work to another team, do less, or move the day",
            "donnez du renfort à l'équipe dans ce temps, du travail à une autre, faites-en moins, ou déplacez le jour",
        );
        let mut finding = Self::finding(must, message, label, help);
        if together {
            let others = all.iter().filter(|other| other.name != must.name || other.date != must.date);
            for other in others {
                let due = self.due(other);
                if found.activities.iter().any(|activity| due[*activity]) {
                    let name = &other.name;
                    let label = phrase!("`{name}` has to be done by then", "`{name}` doit être finie alors");
                    finding = finding.also(other.date.span, label);
                }
            }
        }
        Some(self.show(finding, &found.activities, |activity| {
            let work = &self.problem.activities[activity];
            let load = work.load_on(found.team);
            let asked = days(u128::from(work.half_days.get().div_ceil(2)) * u128::from(load));
            phrase!("{asked} person-days", "{asked} jours-personne"; asked = asked)
        }))
    }

    /// Nothing is proven: no timeline was found that keeps the day.
    pub(super) fn not_found(&self, must: &Due) -> Diagnostic {
        let due = self.due(must);
        let (name, date) = (&must.name, must.date.value);
        if self.is_late_alone(must, &due) {
            let message = phrase!(
                "no timeline was found in which `{name}` is done by {date}, not even with nothing else to do; that there is none is not proven",
                "aucun calendrier trouvé ne finit `{name}` le {date}, même sans rien d'autre à faire ; qu'il n'y en ait pas n'est pas prouvé"
            );
            let finish = self.finish(must);
            let label = phrase!("ends on {finish}", "finit le {finish}");
            let help = Phrase::fixed(
                "look for more (`--effort`), give its teams more people, do less, or move the day",
                "cherchez davantage (`--effort`), donnez du renfort à ses équipes, faites-en moins, ou déplacez le jour",
            );
            return Self::finding(must, message, label, help);
        }
        // Other work, and the team that it holds.
        let mut held: BTreeMap<usize, Option<usize>> = BTreeMap::new();
        let mut open: Vec<(usize, Option<usize>)> =
            must.last(self.slots).into_iter().map(|last| (last, None)).collect();
        let mut seen = vec![false; self.slots.len()];
        while let Some((activity, team)) = open.pop() {
            if std::mem::replace(&mut seen[activity], true) {
                continue;
            }
            if !due[activity] {
                held.insert(activity, team);
                continue;
            }
            match &self.slots[activity].why {
                Why::Link(link) => open.push((self.problem.links[*link].from, None)),
                Why::Busy { team, with, .. } => open.extend(with.iter().map(|other| (*other, Some(*team)))),
                _ => {}
            }
        }
        let others: Vec<usize> = held.keys().copied().collect();
        let message = phrase!(
            "no timeline was found in which `{name}` is done by {date}: other work is in the way; that there is none is not proven",
            "aucun calendrier trouvé ne finit `{name}` le {date} : un autre travail gêne ; qu'il n'y en ait pas n'est pas prouvé"
        );
        let finish = self.finish(must);
        let label = if others.is_empty() {
            phrase!("ends on {finish}", "finit le {finish}")
        } else {
            let names = self.names(&others);
            phrase!("ends on {finish}, after {names}", "finit le {finish}, après {names}";
                finish = Phrase::same(finish), names = names)
        };
        let help = Phrase::fixed(
            "move what holds the team, give it more people, or move the day",
            "déplacez ce qui occupe l'équipe, donnez-lui du renfort, ou déplacez le jour",
        );
        self.show(Self::finding(must, message, label, help), &others, |activity| {
            match held.get(&activity).copied().flatten() {
                Some(team) => {
                    let team = self.team(team);
                    phrase!("holds the team {team}", "occupe l'équipe {team}")
                }
                None => Phrase::fixed("comes first", "passe avant"),
            }
        })
    }

    fn due(&self, must: &Due) -> Vec<bool> {
        ancestors(&self.problem.links, self.slots.len(), &[must])
    }

    fn finish(&self, must: &Due) -> String {
        must.last(self.slots).map_or_else(String::new, |last| self.date(self.slots[last].finish.0))
    }

    /// Whether a schedule misses the day with nothing on the teams but what has to be done by it.
    fn is_late_alone(&self, must: &Due, due: &[bool]) -> bool {
        let mut alone = self.problem.clone();
        for (activity, due) in alone.activities.iter_mut().zip(due) {
            if !due {
                activity.loads.clear();
                activity.fixed = None;
            }
        }
        let lists = [Some(self.list.to_vec()), pressing(&alone, self.list, &[must])];
        let keeps =
            |list: Vec<usize>| schedule::schedule(&alone, &list).is_ok_and(|slots| must.late(&slots) == 0);
        !lists.into_iter().flatten().any(keeps)
    }
}

/// Days of a person.
fn days(micro: u128) -> Phrase {
    Phrase::number(micro as f64 / 1e6, 1)
}
