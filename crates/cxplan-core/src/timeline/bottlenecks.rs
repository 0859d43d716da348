//! Which team holds work up, and when.

use jiff::civil::Date;

use super::Timeline;
use crate::calendar::Day;
use crate::ids::Id;
use crate::model::Team;
use crate::schedule::waits::queues;

/// A timeline of more months is told by quarters.
const MOST_MONTHS: usize = 12;

/// A month or a quarter of the timeline, or all of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// First day of the month or quarter.
    pub from: Date,
    /// Its number of months: 1 or 3.
    pub months: u8,
    /// How much each team of the plan held up, by position.
    pub teams: Vec<Holdup>,
}

/// How much a team held up, and how busy it was.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Holdup {
    /// Days that steps waited for it although nothing else held them: its working days, counted for each of the steps.
    pub waited: u64,
    /// Its work in the period, in micro-FTE and half days.
    used: u64,
    /// What it could have done.
    room: u64,
}

impl Holdup {
    /// Which part of what it could do it does, 0 to 1; 0 where it cannot do anything.
    pub fn busy(&self) -> f64 {
        if self.room == 0 { 0.0 } else { self.used as f64 / self.room as f64 }
    }

    fn add(&mut self, other: &Self) {
        self.waited += other.waited;
        self.used += other.used;
        self.room += other.room;
    }
}

impl Period {
    /// The team for which most work waits; of equals the first. None where none waits.
    pub fn bottleneck(&self) -> Option<Id<Team>> {
        let waited = |team: &usize| self.teams[*team].waited;
        let most = (0..self.teams.len()).rev().max_by_key(waited)?;
        (waited(&most) > 0).then(|| Id::new(most))
    }
}

impl Timeline {
    /// How much each team holds up in each month of the timeline, or each quarter of one of more than a year. What is finished
    /// does not count.
    pub fn periods(&self) -> Vec<Period> {
        let queues = queues(&self.workings.problem, &self.workings.slots);
        let days = queues.first().map_or(0, |queue| queue.waiting.len());
        let mut months: Vec<Period> = Vec::new();
        for day in 0..days {
            let Some(date) = self.calendar.date(Day(day as u32)) else { break };
            let from = date.first_of_month();
            if months.last().is_none_or(|month| month.from != from) {
                months.push(Period { from, months: 1, teams: vec![Holdup::default(); queues.len()] });
            }
            let Some(month) = months.last_mut() else { break };
            for (team, queue) in month.teams.iter_mut().zip(&queues) {
                let waited = u64::from(queue.waiting[day]);
                team.add(&Holdup { waited, used: queue.used[day], room: queue.room[day] });
            }
        }
        if months.len() <= MOST_MONTHS { months } else { quarters(&months) }
    }
}

fn quarters(months: &[Period]) -> Vec<Period> {
    let first = |month: &Period| {
        let since = (month.from.month() - 1) % 3;
        month.from.saturating_sub(jiff::Span::new().months(since))
    };
    let quarter = |months: &[Period]| {
        let mut quarter = Period { from: first(&months[0]), months: 3, teams: months[0].teams.clone() };
        for month in &months[1..] {
            quarter.teams.iter_mut().zip(&month.teams).for_each(|(all, month)| all.add(month));
        }
        quarter
    };
    months.chunk_by(|one, next| first(one) == first(next)).map(quarter).collect()
}

/// The same for all periods together.
pub fn in_all(periods: &[Period]) -> Vec<Holdup> {
    let mut all = vec![Holdup::default(); periods.first().map_or(0, |period| period.teams.len())];
    for period in periods {
        all.iter_mut().zip(&period.teams).for_each(|(all, team)| all.add(team));
    }
    all
}
