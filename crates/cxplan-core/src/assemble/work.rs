//! Teams, tools and the days without work.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::ids::Id;
use crate::model::{Step, Team};
use crate::report::{FreezeView, TeamView, ToolView};
use crate::timeline;

use super::Facts;

impl Facts<'_> {
    pub(super) fn teams(&self) -> Vec<TeamView> {
        self.plan.teams.entries().map(|(id, team)| self.team(id, team)).collect()
    }

    fn team(&self, id: Id<Team>, team: &Team) -> TeamView {
        let mut effort = 0;
        let months = self.months();
        let mut used = vec![0.0; months.len()];
        for place in &self.timeline.order {
            let initiative = &self.plan.initiatives[place.initiative];
            let Some(dates) = self.dates(place.initiative) else { continue };
            for (step, dates) in initiative.steps.iter().zip(dates) {
                let Some(share) = step.shares().find(|share| share.team == id) else { continue };
                effort += share.effort;
                let (from, to) = (month_of(&months, dates.start), month_of(&months, dates.finish));
                for (month, (first, last)) in months.iter().enumerate().take(to + 1).skip(from) {
                    let days = self.common_days(step, id, dates.start.max(*first), dates.finish.min(*last));
                    used[month] += days * share.load as f64;
                }
            }
        }
        let load = months.iter().zip(used).map(|((first, last), used)| {
            let room = self.room(id, *first, *last);
            if room > 0.0 { used / room } else { 0.0 }
        });
        TeamView {
            id: team.id.clone(),
            name: team.name.clone(),
            capacity: team.largest() as f64 / 1e6,
            effort_person_months: self.person_months(effort),
            cost: team.cost_per_person_month.map(|rate| self.person_months(effort) * rate),
            load: load.collect(),
        }
    }

    /// Whether a team has a size that changes, or days of its own: then its days are counted one by one.
    fn is_plain(&self, team: Id<Team>) -> bool {
        let plan = self.plan;
        let entry = &plan.teams[team];
        let same = matches!(entry.sizes[..], [(from, _)] if from <= plan.head.start);
        same && entry.away.is_empty() && plan.work_calendars.is_empty() && !plan.calendar.days.has_halves()
    }

    /// What a team can do from one day to another, both counted, in millionths of a person-day.
    fn room(&self, team: Id<Team>, from: Date, to: Date) -> f64 {
        let entry = &self.plan.teams[team];
        if self.is_plain(team) {
            return f64::from(self.plain_days(team, from, to)) * entry.largest() as f64;
        }
        self.days(team, from, to).map(|(day, share)| share * entry.size_on(day) as f64).sum()
    }

    /// Days on which a team works at a step, both ends counted: those on which all of its teams work.
    fn common_days(&self, step: &Step, team: Id<Team>, from: Date, to: Date) -> f64 {
        if step.with.is_empty() {
            return self.team_days(team, from, to);
        }
        let mut common: BTreeMap<Date, (usize, f64)> = BTreeMap::new();
        for share in step.shares() {
            let entry = &self.plan.teams[share.team];
            for (day, part) in self.days(share.team, from, to).filter(|(day, _)| entry.size_on(*day) > 0) {
                let (count, least) = common.entry(day).or_insert((0, 1.0));
                *count += 1;
                *least = least.min(part);
            }
        }
        let all = step.shares().count();
        common.into_values().filter(|(count, _)| *count == all).map(|(_, part)| part).sum()
    }

    /// Days on which a team works, both ends counted; a half day is half a day.
    fn team_days(&self, team: Id<Team>, from: Date, to: Date) -> f64 {
        if self.is_plain(team) {
            return f64::from(self.plain_days(team, from, to));
        }
        let entry = &self.plan.teams[team];
        self.days(team, from, to).filter(|(day, _)| entry.size_on(*day) > 0).map(|(_, share)| share).sum()
    }

    /// The days of a team's calendar, and the part of a day that is worked on each.
    fn days(&self, team: Id<Team>, from: Date, to: Date) -> impl Iterator<Item = (Date, f64)> {
        let plan = self.plan;
        let week = plan.days_of(&plan.teams[team]);
        let frozen = move |day: Date| {
            plan.calendar.freezes.iter().any(|freeze| {
                (freeze.from..=freeze.to).contains(&day)
                    && (freeze.teams.is_empty() || freeze.teams.contains(&team))
            })
        };
        let from = from.max(plan.head.start);
        let days =
            std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(move |day| *day <= to);
        days.filter(move |day| week.works_on(*day) && !frozen(*day))
            .map(|day| (day, if week.is_half(day) { 0.5 } else { 1.0 }))
    }

    /// Days on which a team works that has the same size and the plan's days throughout, both ends counted.
    fn plain_days(&self, team: Id<Team>, from: Date, to: Date) -> u32 {
        let calendar = &self.timeline.calendar;
        let mut away: Vec<_> = self
            .plan
            .calendar
            .freezes
            .iter()
            .filter(|freeze| freeze.teams.contains(&team))
            .map(|freeze| (freeze.from.max(from), freeze.to.min(to)))
            .filter(|(from, to)| from <= to)
            .collect();
        away.sort_unstable();
        let mut days = calendar.working_days(from..=to);
        let mut counted_to: Option<Date> = None;
        for (first, last) in away {
            // Freezes may overlap; each day counts once.
            let first = counted_to.map_or(first, |counted| first.max(counted.saturating_add(1.day())));
            if first <= last {
                days -= calendar.working_days(first..=last);
                counted_to = Some(last);
            }
        }
        days
    }

    /// Days on which the plan goes on, both ends counted, from its start on.
    pub(super) fn working_days(&self, from: Date, to: Date) -> u32 {
        self.timeline.office.working_days(from..=to)
    }

    /// First and last day of each calendar month that the timeline touches.
    fn months(&self) -> Vec<(Date, Date)> {
        let spans = || self.timeline.dates.iter().flatten().filter_map(|dates| timeline::span(dates));
        let (Some(start), Some(finish)) =
            (spans().map(|(start, _)| start).min(), spans().map(|(_, finish)| finish).max())
        else {
            return Vec::new();
        };
        let mut months = Vec::new();
        let mut first = start.first_of_month();
        while first <= finish {
            months.push((first, first.last_of_month()));
            // The calendar of the library ends with the year 9999.
            let Ok(next) = first.last_of_month().tomorrow() else { break };
            first = next;
        }
        months
    }

    pub(super) fn tools(&self) -> Vec<ToolView> {
        self.plan
            .tools
            .entries()
            .map(|(id, tool)| {
                let uses = self.timeline.order.iter().flat_map(|place| {
                    let steps = &self.plan.initiatives[place.initiative].steps;
                    let dates = self.dates(place.initiative).unwrap_or_default();
                    steps
                        .iter()
                        .zip(dates)
                        .filter(|(step, _)| step.tools.contains(&id))
                        .map(|(_, dates)| dates.start)
                });
                ToolView {
                    id: tool.id.clone(),
                    name: tool.name.clone(),
                    annual_cost: tool.annual_cost,
                    first_needed: uses.min(),
                }
            })
            .collect()
    }

    /// Holidays on days that would else be worked, inside the plan or the timeline, whichever is longer.
    pub(super) fn holidays(&self) -> Vec<Date> {
        let finish = self
            .timeline
            .dates
            .iter()
            .flatten()
            .filter_map(|dates| timeline::span(dates))
            .map(|(_, finish)| finish)
            .max();
        let last = finish.map_or(self.plan.head.horizon, |finish| finish.max(self.plan.head.horizon));
        let rules = &self.plan.calendar.days;
        let shown =
            |day: &&Date| (self.plan.head.start..=last).contains(*day) && rules.workdays[weekday(**day)];
        rules.holidays.iter().filter(shown).copied().collect()
    }

    pub(super) fn freezes(&self) -> Vec<FreezeView> {
        let view = |freeze: &crate::model::Freeze| FreezeView {
            from: freeze.from,
            to: freeze.to,
            teams: freeze.teams.iter().map(|team| self.plan.teams[*team].name.clone()).collect(),
            why: freeze.why.clone(),
        };
        self.plan.calendar.freezes.iter().map(view).collect()
    }
}

fn weekday(day: Date) -> usize {
    day.weekday().to_monday_zero_offset().unsigned_abs().into()
}

/// Position of the month that holds a day.
fn month_of(months: &[(Date, Date)], day: Date) -> usize {
    months.partition_point(|(_, last)| *last < day)
}
