//! What makes a schedule better than another.

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

/// Smaller is better, and what comes first counts most: days after hard deadlines, days after wished ones, what the aim asks for,
/// and the other aim.
pub type Cost = [u64; 4];

impl Objective {
    /// The cost of a schedule by the last days of its activities. `done` is memory that is used again.
    pub fn cost(&self, finishes: &[u32], done: &mut Vec<u32>) -> Cost {
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
        [late[0], late[1], first, second]
    }
}
