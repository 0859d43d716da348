//! Work that several teams do together: it goes on where all of them work.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::crew::Crew;
use super::{Activity, Load, Problem, ScheduleError, Team, Why};
use crate::calendar::Day;

/// The days that activities run on.
pub(super) struct Calendars {
    /// The plan, each team, then each set of teams that work together.
    pub(super) all: Vec<Team>,
    /// Which of them each activity keeps.
    pub(super) of: Vec<u32>,
}

impl Calendars {
    /// None where an activity names a team that is not there.
    pub(super) fn of(problem: &Problem) -> Option<Self> {
        let mut all: Vec<Team> = std::iter::once(&problem.office).chain(&problem.teams).cloned().collect();
        let mut known: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
        let mut of = Vec::with_capacity(problem.activities.len());
        for Activity { loads, .. } in &problem.activities {
            if loads.iter().any(|load| load.team >= problem.teams.len()) {
                return None;
            }
            of.push(match loads.as_slice() {
                [] => 0,
                [load] => load.team as u32 + 1,
                many => {
                    let mut teams: Vec<usize> = many.iter().map(|load| load.team).collect();
                    teams.sort_unstable();
                    match known.entry(teams) {
                        Entry::Occupied(known) => *known.get(),
                        Entry::Vacant(new) => {
                            let together = together(new.key().iter().map(|team| &problem.teams[*team]));
                            all.push(together);
                            *new.insert(all.len() as u32 - 1)
                        }
                    }
                }
            });
        }
        Some(Self { all, of })
    }
}

/// A team without limit on the days on which all of these work; half a day where one of them works half a day.
fn together<'t>(teams: impl Iterator<Item = &'t Team>) -> Team {
    let (mut closed, mut halves) = (Vec::new(), Vec::new());
    for team in teams {
        let ends = team.capacity.iter().skip(1).map(|(day, _)| *day).chain([Day(u32::MAX)]);
        let away = team.capacity.iter().zip(ends).filter(|((_, size), _)| *size == 0);
        closed.extend(away.map(|((day, _), end)| *day..end));
        halves.extend(&team.halves);
    }
    Team::constant(u64::MAX).away(closed).with_halves(halves)
}

/// All teams during the making of a schedule.
pub(super) struct Crews {
    /// As in [`Calendars::all`]. What a set of teams takes is taken from each of them.
    crews: Vec<Crew>,
    of: Vec<u32>,
}

impl Crews {
    pub(super) fn of(problem: &Problem) -> Result<Self, ScheduleError> {
        let Calendars { all, of } = Calendars::of(problem).ok_or(ScheduleError::Malformed)?;
        let teams = 1..=problem.teams.len();
        let crew = |(at, team): (usize, &Team)| match teams.contains(&at) {
            true => Crew::new(team, problem.days),
            false => Crew::office(team, problem.days),
        };
        Ok(Self { crews: all.iter().enumerate().map(crew).collect(), of })
    }

    /// The plan, on whose days lags are counted.
    pub(super) fn plan(&self) -> &Crew {
        &self.crews[0]
    }

    /// On whose days an activity runs.
    pub(super) fn own(&self, index: usize) -> &Crew {
        &self.crews[self.of[index] as usize]
    }

    fn team(&self, load: &Load) -> &Crew {
        &self.crews[load.team + 1]
    }

    /// The first of the activity's own shifts from one on from which it has room, and how many it takes.
    pub(super) fn first_room(&mut self, index: usize, activity: &Activity, from: u32) -> Option<(u32, u32)> {
        let own = self.of[index] as usize;
        let half_days = activity.half_days.get();
        if activity.loads.len() < 2 {
            let micro_fte = activity.loads.first().map_or(0, |load| load.micro_fte);
            return self.crews[own].first_room(from, half_days, micro_fte);
        }
        let mut shift = from;
        loop {
            shift = self.first_open(own, activity, shift)?;
            let (start, length) = self.crews[own].first_room(shift, half_days, 0)?;
            let full = |shift: &u32| {
                let day = self.crews[own].day(*shift);
                day.is_none_or(|day| self.lacking(activity, day).is_some())
            };
            match (start..start + length).rev().find(full) {
                Some(full) => shift = full + 1,
                None => return Some((start, length)),
            }
        }
    }

    /// The first of its own shifts from one on that is no earlier than a day of room in any of its teams.
    fn first_open(&mut self, own: usize, activity: &Activity, mut shift: u32) -> Option<u32> {
        for load in &activity.loads {
            let day = self.crews[own].day(shift)?;
            let crew = &mut self.crews[load.team + 1];
            let (open, _) = crew.first_room(crew.shift_on_or_after(day), 1, load.micro_fte)?;
            let day = crew.day(open)?;
            shift = self.crews[own].shift_on_or_after(day);
        }
        Some(shift)
    }

    /// The first of its teams that has no room for an activity on a day on which all of them work.
    fn lacking<'a>(&self, activity: &'a Activity, day: Day) -> Option<&'a Load> {
        let lacks = |load: &&Load| {
            let crew = self.team(load);
            !crew.has_room(crew.shift_on_or_after(day), load.micro_fte)
        };
        activity.loads.iter().find(lacks)
    }

    /// Why an activity has no room on a day on which all of its teams work. To be asked of the last such day before its first room:
    /// see [`Crew::why_no_room`].
    pub(super) fn why_no_room(&self, activity: &Activity, day: Day) -> Option<Why> {
        // Who would wait for one team to grow anyway does not wait for the work of another.
        let too_small = |load: &&Load| {
            let crew = self.team(load);
            crew.is_too_small(crew.shift_on_or_after(day), load.micro_fte)
        };
        let load = activity.loads.iter().find(too_small).or_else(|| self.lacking(activity, day))?;
        let crew = self.team(load);
        crew.why_no_room(*load, crew.shift_on_or_after(day))
    }

    /// Which of its teams is away on a day; none where the plan pauses.
    pub(super) fn away(&self, activity: &Activity, day: Day) -> Option<usize> {
        activity.loads.iter().find(|load| !self.team(load).works_on(day)).map(|load| load.team)
    }

    /// Gives some of its own shifts to an activity; they must have room for it.
    pub(super) fn take(&mut self, index: usize, activity: &Activity, shift: u32, length: u32) {
        let own = self.of[index] as usize;
        if let [load] = activity.loads.as_slice() {
            self.crews[own].take(index, shift, length, load.micro_fte);
            return;
        }
        for load in &activity.loads {
            // A team may work while another is away: it is free then.
            let days = (shift..shift + length).filter_map(|shift| self.crews[own].day(shift));
            let shifts: Vec<u32> = days.map(|day| self.team(load).shift_on_or_after(day)).collect();
            for run in shifts.chunk_by(|before, after| before + 1 == *after) {
                self.crews[load.team + 1].take(index, run[0], run.len() as u32, load.micro_fte);
            }
        }
    }
}
