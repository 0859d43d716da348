//! A checker that every schedule has to pass before it is shown.
//!
//! It shares nothing with the code that makes schedules: no axis of working days, no profile, no types. It takes plain
//! dates, walks the calendar day by day and counts, so that a mistake in the arithmetic there is no mistake here too.
//! Linear in activities, links and the calendar days of the schedule and of each team's part of it.

use std::ops::RangeInclusive;

use jiff::civil::Date;

mod days;
#[cfg(test)]
mod tests;

use days::Days;

/// What the schedule has to respect.
#[derive(Clone, Debug)]
pub struct Facts {
    /// First day of the plan.
    pub start: Date,
    /// Days of the week with work, Monday first.
    pub workdays: [bool; 7],
    /// Dates on which nobody works: holidays and periods for everybody, both ends counted.
    pub closed: Vec<RangeInclusive<Date>>,
    /// When half a day is worked.
    pub half: Half,
    /// Teams.
    pub teams: Vec<Team>,
    /// Work to be done.
    pub activities: Vec<Activity>,
    /// Dependencies.
    pub links: Vec<Link>,
}

/// When half a day is worked.
#[derive(Clone, Debug, Default)]
pub struct Half {
    /// Days of the week, Monday first.
    pub weekdays: [bool; 7],
    /// Dates.
    pub dates: Vec<Date>,
}

/// Days of a team that works on others than the plan does.
#[derive(Clone, Debug)]
pub struct Week {
    /// Days of the week with work, Monday first.
    pub workdays: [bool; 7],
    /// Dates on which nobody of the team works, both ends counted.
    pub closed: Vec<RangeInclusive<Date>>,
    /// When half a day is worked.
    pub half: Half,
}

/// A team as the plan describes it.
#[derive(Clone, Debug)]
pub struct Team {
    /// Millionths of a full-time equivalent from a date on, in order of time; 0 before the first.
    pub capacity: Vec<(Date, u64)>,
    /// Dates on which it does not work, both ends counted.
    pub closed: Vec<RangeInclusive<Date>>,
    /// Its own days; none: those of the plan.
    pub week: Option<Week>,
}

/// A piece of work as the plan describes it.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Half days on which all of its teams work; those of the plan where it has no team.
    pub half_days: u32,
    /// Its teams, each once: position in [`Facts::teams`] and load in micro-FTE.
    pub loads: Vec<(usize, u64)>,
    /// The date before which it must not start.
    pub not_before: Option<Date>,
    /// The date before which it must not finish.
    pub not_done_before: Option<Date>,
    /// The date on which it must start.
    pub fixed: Option<Date>,
}

/// A dependency: `second` waits for `first`.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Position in [`Facts::activities`].
    pub first: usize,
    /// The end of `first` that counts.
    pub first_end: End,
    /// Position in [`Facts::activities`].
    pub second: usize,
    /// The end of `second` that waits.
    pub second_end: End,
    /// Working days of the plan that lie between the ends; negative: the second may be so much earlier.
    pub lag: i32,
}

/// An end of an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The dawn of its first day.
    Start,
    /// The dusk of its last day.
    Finish,
}

/// A row of the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Position in [`Facts::activities`].
    pub activity: usize,
    /// First day of work.
    pub start: Date,
    /// Last day of work.
    pub finish: Date,
}

/// Something that a schedule gets wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// The activity has no row.
    Missing {
        /// The activity.
        activity: usize,
    },
    /// The activity has more than one row.
    Twice {
        /// The activity.
        activity: usize,
    },
    /// Something points to an activity or team that is not there.
    Unknown {
        /// The position.
        position: usize,
    },
    /// It finishes before it starts; its dates are not looked at further.
    Backwards {
        /// The activity.
        activity: usize,
    },
    /// It starts before the plan or before its own first date, or finishes before it may.
    TooEarly {
        /// The activity.
        activity: usize,
    },
    /// It does not start on the date on which it has to.
    NotThen {
        /// The activity.
        activity: usize,
    },
    /// It starts or finishes on a day on which nobody, or not its team, works.
    NoWork {
        /// The activity.
        activity: usize,
        /// That day.
        date: Date,
    },
    /// It is longer or shorter than it takes.
    Length {
        /// The activity.
        activity: usize,
        /// Half days on which it is worked on.
        halves: u32,
    },
    /// Something starts or finishes before what it waits for.
    Link {
        /// Position in [`Facts::links`].
        link: usize,
    },
    /// A team does more than it can; told for the first day of each such stretch.
    OverCapacity {
        /// The team.
        team: usize,
        /// First day.
        date: Date,
        /// Load on that day, in micro-FTE.
        load: u128,
        /// What the team can do on that day, in micro-FTE.
        capacity: u64,
    },
}

/// Everything that a schedule gets wrong; empty for a sound one.
pub fn verify(facts: &Facts, rows: &[Row]) -> Vec<Violation> {
    let mut found = Vec::new();
    let dates = collect(facts, rows, &mut found);
    let known = || (0..).zip(&dates).filter_map(|(activity, row)| Some((activity, (*row)?)));
    let Some(first) = known().map(|(_, row)| row.start.min(facts.start)).min() else { return found };
    let Some(last) = known().map(|(_, row)| row.finish).max() else { return found };

    let days = Days::new(first, last);
    let open = days.open(facts.workdays, &facts.closed);
    let half = days.half(&facts.half);
    // Whole days count for lags, half days for lengths.
    let everybody = days.tally(|day| u32::from(open[day]));
    let halves = days.tally(|day| u32::from(open[day]) * (2 - u32::from(half[day])));
    for (activity, row) in known() {
        match facts.activities[activity].loads.as_slice() {
            [] => check_length(facts, days, &halves, activity, row, &mut found),
            [_] => {}
            many => {
                let own = Days::new(row.start, row.finish);
                let work = together(facts, own, many);
                check_length(facts, own, &own.tally(|day| work[day]), activity, row, &mut found);
            }
        }
    }
    let weeks: Vec<Vec<bool>> = facts
        .teams
        .iter()
        .filter_map(|team| team.week.as_ref())
        .map(|week| days.open(week.workdays, &week.closed))
        .collect();
    let somebody = days.tally(|day| u32::from(open[day] || weeks.iter().any(|week| week[day])));
    check_links(facts, days, &everybody, &somebody, &dates, &mut found);

    let mut by_team = vec![Vec::new(); facts.teams.len()];
    for (activity, row) in known() {
        for &(team, load) in &facts.activities[activity].loads {
            match by_team.get_mut(team) {
                Some(works) => works.push((activity, row, load)),
                None => found.push(Violation::Unknown { position: team }),
            }
        }
    }
    for (team, works) in by_team.iter().enumerate() {
        // Only the days between its first and its last: there may be many teams, each busy for a short while.
        let Some(first) = works.iter().map(|(_, row, _)| row.start).min() else { continue };
        let Some(last) = works.iter().map(|(_, row, _)| row.finish).max() else { continue };
        let days = Days::new(first, last);
        check_team(facts, days, team, works, &mut found);
    }
    found
}

/// The row of each activity; rows that make no sense are reported and left out.
fn collect<'a>(facts: &Facts, rows: &'a [Row], found: &mut Vec<Violation>) -> Vec<Option<&'a Row>> {
    let mut dates = vec![None; facts.activities.len()];
    let mut seen = vec![false; facts.activities.len()];
    for row in rows {
        let activity = row.activity;
        match seen.get_mut(activity) {
            None => found.push(Violation::Unknown { position: activity }),
            Some(true) => found.push(Violation::Twice { activity }),
            Some(seen) => {
                *seen = true;
                let Activity { not_before, not_done_before, fixed, .. } = facts.activities[activity];
                if fixed.is_some_and(|date| row.start != date) {
                    found.push(Violation::NotThen { activity });
                }
                if row.start < facts.start
                    || not_before.is_some_and(|date| row.start < date)
                    || not_done_before.is_some_and(|date| row.finish < date)
                {
                    found.push(Violation::TooEarly { activity });
                }
                if row.finish < row.start {
                    found.push(Violation::Backwards { activity });
                } else {
                    dates[activity] = Some(row);
                }
            }
        }
    }
    let missing = (0..).zip(&seen).filter(|(_, seen)| !**seen);
    found.extend(missing.map(|(activity, _)| Violation::Missing { activity }));
    dates
}

/// `tally` counts the days of the plan, `somebody` those on which anybody works.
fn check_links(
    facts: &Facts,
    days: Days,
    tally: &[u32],
    somebody: &[u32],
    dates: &[Option<&Row>],
    found: &mut Vec<Violation>,
) {
    // An end as a moment: the number of working days that are over by then.
    let moment = |tally: &[u32], row: &Row, end: End| match end {
        End::Start => i64::from(tally[days.position(row.start)]),
        End::Finish => i64::from(tally[days.position(row.finish) + 1]),
    };
    for (index, link) in facts.links.iter().enumerate() {
        for position in [link.first, link.second] {
            if position >= dates.len() {
                found.push(Violation::Unknown { position });
            }
        }
        let (Some(Some(first)), Some(Some(second))) = (dates.get(link.first), dates.get(link.second)) else {
            continue;
        };
        let short = moment(tally, second, link.second_end)
            < moment(tally, first, link.first_end) + i64::from(link.lag);
        // Days on which only some teams work count for no lag, but nothing runs backwards on them either.
        let backwards = link.lag >= 0
            && moment(somebody, second, link.second_end) < moment(somebody, first, link.first_end);
        if short || backwards {
            found.push(Violation::Link { link: index });
        }
    }
}

/// Checks length and ends of all work of a team, and its capacity on each day.
fn check_team(
    facts: &Facts,
    days: Days,
    team: usize,
    works: &[(usize, &Row, u64)],
    found: &mut Vec<Violation>,
) {
    let (capacity, half) = room(facts, days, team);
    let tally = days.tally(|day| u32::from(capacity[day] > 0) * (2 - u32::from(half[day])));
    // How the load changes at the dawn of each day.
    let mut change = vec![0i128; days.count + 1];
    for &(activity, row, load) in works {
        let mut taken = |first: usize, end: usize| {
            change[first] += i128::from(load);
            change[end] -= i128::from(load);
        };
        let (start, finish) = (days.position(row.start), days.position(row.finish));
        match facts.activities[activity].loads.as_slice() {
            [_] => {
                taken(start, finish + 1);
                check_length(facts, days, &tally, activity, row, found);
            }
            // While another of its teams is away, it takes nothing of this one.
            many => {
                let work = together(facts, Days::new(row.start, row.finish), many);
                let worked = work.iter().enumerate().filter(|(_, work)| **work > 0);
                worked.for_each(|(day, _)| taken(start + day, start + day + 1));
            }
        }
    }
    let (mut load, mut stretch) = (0, false);
    for (day, &capacity) in capacity.iter().enumerate() {
        load += change[day];
        if capacity == 0 {
            continue; // Work pauses.
        }
        let too_much = load > i128::from(capacity);
        if too_much && !stretch {
            let load = load.unsigned_abs();
            found.push(Violation::OverCapacity { team, date: days.date(day), load, capacity });
        }
        stretch = too_much;
    }
}

/// What a team can do on each day, and which of them are half days.
fn room(facts: &Facts, days: Days, team: usize) -> (Vec<u64>, Vec<bool>) {
    let (workdays, closed, half) = match &facts.teams[team].week {
        Some(week) => (week.workdays, &week.closed, &week.half),
        None => (facts.workdays, &facts.closed, &facts.half),
    };
    (days.capacity(&days.open(workdays, closed), &facts.teams[team]), days.half(half))
}

/// Half days on each day on which all of these teams work; those that are not there do not count.
fn together(facts: &Facts, days: Days, loads: &[(usize, u64)]) -> Vec<u32> {
    let mut work = vec![2; days.count];
    for (team, _) in loads.iter().filter(|(team, _)| *team < facts.teams.len()) {
        let (capacity, half) = room(facts, days, *team);
        for (work, (capacity, half)) in work.iter_mut().zip(capacity.into_iter().zip(half)) {
            let own = if capacity == 0 { 0 } else { 2 - u32::from(half) };
            *work = own.min(*work);
        }
    }
    work
}

fn check_length(
    facts: &Facts,
    days: Days,
    tally: &[u32],
    activity: usize,
    row: &Row,
    found: &mut Vec<Violation>,
) {
    let (start, finish) = (days.position(row.start), days.position(row.finish));
    for (day, date) in [(start, row.start), (finish, row.finish)] {
        if tally[day + 1] == tally[day] {
            found.push(Violation::NoWork { activity, date });
        }
    }
    // As many days as make up its length, and not one more.
    let (worked, before) = (tally[finish + 1] - tally[start], tally[finish] - tally[start]);
    let needed = facts.activities[activity].half_days;
    if worked < needed || before >= needed {
        found.push(Violation::Length { activity, halves: worked });
    }
}
