//! What makes a schedule better than another.

use super::Scheme;

/// What is asked of a schedule.
#[derive(Clone, Debug, Default)]
pub struct Objective {
    /// What comes first.
    pub aim: Aim,
    /// For each activity, the position of what it is a part of.
    pub groups: Vec<u32>,
    /// For each of these, what a day costs on which it is not done.
    pub weights: Vec<u64>,
    /// Days by which something shall be done.
    pub deadlines: Vec<Deadline>,
    /// The days that are known to people, where those shall stay.
    pub baseline: Option<Baseline>,
}

/// What comes first once deadlines are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aim {
    /// Value that is delivered early, then an early end.
    #[default]
    Value,
    /// An early end, then value that is delivered early.
    End,
}

/// A day by which something shall be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// All of these activities.
    pub activities: Vec<u32>,
    /// Number of days up to the last on which that is in time.
    pub until: u32,
    /// Whether it has to be kept, whatever it costs.
    pub hard: bool,
}

/// Days that are known to people. A group has moved where an activity of it has others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// First and last day of each activity, the first where it lies ahead; none of what is new.
    pub days: Vec<Option<(Option<u32>, u32)>>,
    /// How many groups may move.
    pub most_moves: u64,
}

/// Smaller is better, and what comes first counts most: days after hard deadlines and before what fixed days have to wait for, groups moved beyond those that may, days after
/// wished deadlines, what the aim asks for, the other aim, and groups moved at all.
pub type Cost = [u64; 6];

/// Where in a cost that stands which the aim asks for, and where the other aim.
pub const AIMS: [usize; 2] = [3, 4];

impl Objective {
    /// The cost of the last schedule. `done` is memory that is used again.
    pub fn of(&self, scheme: &impl Scheme, done: &mut Vec<u32>) -> Cost {
        let mut cost = self.cost(scheme.starts(), scheme.finishes(), done);
        cost[0] += scheme.too_early();
        cost
    }

    /// The sum of weights times days until done.
    pub fn value(&self, finishes: &[u32]) -> u64 {
        let cost = self.cost(&[], finishes, &mut Vec::new());
        cost[AIMS[usize::from(self.aim == Aim::End)]]
    }

    /// The cost of a schedule by the first and last days of its activities, of which none starts before it can.
    pub fn cost(&self, starts: &[u32], finishes: &[u32], done: &mut Vec<u32>) -> Cost {
        done.clear();
        done.resize(self.weights.len(), 0);
        for (group, finish) in self.groups.iter().zip(finishes) {
            let done = &mut done[*group as usize];
            *done = (*done).max(finish + 1);
        }
        let end = done.iter().copied().max().unwrap_or(0).into();
        let value = self.weights.iter().zip(&*done).map(|(weight, days)| weight * u64::from(*days)).sum();
        let mut late = [0; 2];
        for deadline in &self.deadlines {
            let days = deadline.activities.iter().map(|activity| finishes[*activity as usize] + 1).max();
            late[usize::from(!deadline.hard)] += u64::from(days.unwrap_or(0).saturating_sub(deadline.until));
        }
        let (first, second) = match self.aim {
            Aim::Value => (value, end),
            Aim::End => (end, value),
        };
        let moved = self.baseline.as_ref().map_or(0, |baseline| {
            let days = starts.iter().zip(finishes).zip(&baseline.days).zip(&self.groups);
            done.fill(0);
            for (((start, finish), known), group) in days {
                let stays = known
                    .is_none_or(|(first, last)| last == *finish && first.is_none_or(|first| first == *start));
                done[*group as usize] |= u32::from(!stays);
            }
            done.iter().map(|moved| u64::from(*moved)).sum()
        });
        let over = moved.saturating_sub(self.baseline.as_ref().map_or(0, |baseline| baseline.most_moves));
        [late[0], over, late[1], first, second, moved]
    }
}
