//! The problem that the scheduler gets: steps, teams and calendars on an axis of days.

use std::ops::Range;

use jiff::civil::Date;

use super::super::Cause;
use super::{Network, fixed, loads};
use crate::calendar::{Calendar, Day};
use crate::ids::Id;
use crate::model::{Plan, Team, WorkDays};
use crate::schedule::{self, Activity, Problem};

/// Days of the first axis that is tried where calendars differ: about four years.
const FIRST_AXIS: u32 = 1_024;
impl Network<'_> {
    /// The problem on an axis that may be too short, and whether it is as long as any schedule can be. Each turn gives a
    /// longer one. Each goes as far as `reach` and has room behind it.
    ///
    /// Where calendars differ, every day of the axis is looked at for every team. The days that are enough for all work one
    /// after the other are then far too many: most plans need a small part of them.
    pub(in crate::timeline) fn problem(&self, calendar: &Calendar, turn: u32, reach: u32) -> (Problem, bool) {
        let plan = self.plan;
        // Behind the last day there is no room.
        let end = Day(calendar.days());
        let day = |held: &Option<(Date, Cause)>| {
            held.as_ref().map_or(Day(0), |(date, _)| calendar.day_on_or_after(*date).unwrap_or(end))
        };
        let activities: Vec<Activity> = (0..self.steps.len())
            .map(|node| {
                let step = self.step(node);
                Activity {
                    half_days: self.lengths[node],
                    loads: loads(step).collect(),
                    release: day(&self.releases[node]),
                    finish_release: day(&self.finishes[node]),
                    fixed: fixed(step).and_then(|date| calendar.day_on_or_after(date)),
                }
            })
            .collect();
        let enough = self.days(&activities, calendar).saturating_add(reach).min(calendar.days());
        let latest =
            activities.iter().map(|activity| activity.release.max(activity.fixed.unwrap_or_default()));
        let latest = latest.map(|day| day.0).fold(reach, u32::max);
        let short = FIRST_AXIS.saturating_mul(4u32.saturating_pow(turn)).saturating_add(latest);
        let days = if self.is_plain() { enough } else { enough.min(short) };
        // Many teams may share a calendar, and an axis may have a hundred thousand days: each calendar is walked once.
        let walk = |week| OffDays::of(week, plan, calendar, days);
        let everybody = walk(&plan.calendar.days);
        let weeks: Vec<OffDays> = plan.work_calendars.iter().map(|week| walk(&week.days)).collect();
        let off = |team: &Team| team.calendar.map_or(&everybody, |id| &weeks[id.index()]);
        let teams = plan.teams.entries().map(|(id, team)| self.team(id, team, calendar, off(team)));
        let problem = Problem {
            days,
            activities,
            teams: teams.collect(),
            office: everybody.of_team(schedule::Team::constant(1), []),
            links: self.links.clone(),
        };
        (problem, days == enough)
    }

    /// Whether everybody works on the same days, and on whole ones.
    fn is_plain(&self) -> bool {
        self.plan.work_calendars.is_empty() && !self.plan.calendar.days.has_halves()
    }

    /// Days that are enough for everything: one after the other, after the last release, with every freeze and absence in
    /// between.
    fn days(&self, activities: &[Activity], calendar: &Calendar) -> u32 {
        let plan = self.plan;
        let work: u64 = activities.iter().map(|activity| u64::from(activity.half_days.get())).sum();
        let lags: u64 = self.links.iter().map(|link| u64::from(link.lag.max(0).unsigned_abs())).sum();
        let closed = |from: Date, to: Date| u64::from(calendar.working_days(from..=to));
        let freezes: u64 = plan
            .calendar
            .freezes
            .iter()
            .map(|freeze| closed(freeze.from, freeze.to) * freeze.teams.len() as u64)
            .sum();
        let away: u64 = plan
            .teams
            .iter()
            .flat_map(|team| &team.away)
            .map(|absence| closed(absence.from, absence.to))
            .sum();
        // While a team is smaller than a load, or not there yet, the load waits.
        let small: u64 = plan
            .teams
            .iter()
            .filter_map(|team| team.sizes.last())
            .map(|(last, _)| closed(plan.head.start, *last))
            .sum();
        let latest = activities.iter().map(|activity| {
            activity.release.max(activity.finish_release).max(activity.fixed.unwrap_or_default())
        });
        let latest = latest.map(|day| u64::from(day.0)).max().unwrap_or(0);
        // Some work on fewer days than others, down to a half day a week: what takes them a week takes a week of the axis.
        let own = plan.teams.iter().map(|team| plan.days_of(team));
        let weeks: Vec<&WorkDays> = std::iter::once(&plan.calendar.days).chain(own).collect();
        let per_week = (0..7).filter(|day| weeks.iter().any(|week| week.workdays[*day])).count() as u64;
        let halves = weeks.iter().map(|week| u64::from(week.halves_per_week()));
        // Of teams that work together, the days that they have in common; half of such a day at least.
        let together = (0..self.steps.len()).map(|node| self.step(node)).filter(|step| !step.with.is_empty());
        let common = together.map(|step| {
            let works =
                |day: &usize| step.shares().all(|share| plan.days_of(&plan.teams[share.team]).workdays[*day]);
            (0..7).filter(works).count() as u64
        });
        let thinnest = halves.chain(common).min().unwrap_or(1).max(1);
        let stretched = (per_week * (work + 2 * lags)).div_ceil(thinnest);
        let begun = per_week * (activities.len() + self.links.len()) as u64;
        let off: usize = weeks.iter().map(|week| week.holidays.len() + week.half_holidays.len()).sum();
        let all = stretched + begun + freezes + away + small + latest + off as u64 + 1;
        all.min(u64::from(calendar.days())) as u32
    }

    /// A team on the axis of the plan: its size from day to day, without the days on which it is away.
    fn team(&self, id: Id<Team>, team: &Team, calendar: &Calendar, off: &OffDays) -> schedule::Team {
        let plan = self.plan;
        let sizes =
            team.sizes.iter().filter_map(|(from, size)| Some((calendar.day_on_or_after(*from)?, *size)));
        let frozen = plan.calendar.freezes.iter().filter(|freeze| freeze.teams.contains(&id));
        let frozen = frozen.map(|freeze| freeze.from..=freeze.to);
        let absent = team.away.iter().map(|absence| absence.from..=absence.to);
        off.of_team(schedule::Team::varying(sizes), frozen.chain(absent).map(|dates| calendar.days_in(dates)))
    }
}

/// Days of the axis on which a calendar has no work, or half a day of it.
struct OffDays {
    closed: Vec<Range<Day>>,
    halves: Vec<Day>,
}

impl OffDays {
    fn of(week: &WorkDays, plan: &Plan, calendar: &Calendar, days: u32) -> Self {
        let mut off = Self { closed: Vec::new(), halves: Vec::new() };
        // Without other calendars, every day of the axis is one of this calendar.
        if plan.work_calendars.is_empty() && !week.has_halves() {
            return off;
        }
        for day in (0..days).map(Day) {
            let Some(date) = calendar.date(day) else { break };
            if !week.works_on(date) {
                match off.closed.last_mut() {
                    Some(last) if last.end == day => last.end = Day(day.0 + 1),
                    _ => off.closed.push(day..Day(day.0 + 1)),
                }
            } else if week.is_half(date) {
                off.halves.push(day);
            }
        }
        off
    }

    /// A team on the days of the calendar, and away on some others.
    fn of_team(&self, team: schedule::Team, away: impl IntoIterator<Item = Range<Day>>) -> schedule::Team {
        team.away(self.closed.iter().cloned().chain(away)).with_halves(self.halves.iter().copied())
    }
}
