//! Schedules that are pushed the same way, and which of them stay.

use crate::draw::Stream;

/// The second parent of a child is the best of so many.
const SUITORS: usize = 2;
/// What goes is the worst of so many.
const RIVALS: usize = 2;

/// A schedule of a population.
pub(super) struct Member {
    pub(super) starts: Vec<u32>,
    pub(super) cost: Cost,
}

/// Smaller is better: the days of a schedule, then how much work lies how far towards its open end, since what lies there is what
/// keeps it from being shorter.
pub(super) type Cost = (u32, u64);

#[derive(Default)]
pub(super) struct Population(pub(super) Vec<Member>);

impl Population {
    /// Two parents of a child, which may be the same.
    pub(super) fn parents(&self, stream: &mut Stream) -> Option<(&Member, &Member)> {
        let mut any = || self.0.get(stream.below(self.0.len()));
        let first = any()?;
        let second = (0..SUITORS).filter_map(|_| any()).min_by_key(|parent| parent.cost)?;
        Some((first, second))
    }

    /// Gives a child the place of a member that is no better, unless there is one like it.
    pub(super) fn settle(&mut self, child: Member, stream: &mut Stream) {
        if self.0.iter().any(|member| member.cost == child.cost && member.starts == child.starts) {
            return;
        }
        if let Some(worst) = self.rival(stream).filter(|worst| child.cost <= self.0[*worst].cost) {
            self.0[worst] = child;
        }
    }

    /// Lets members go until there are no more than so many.
    pub(super) fn thin(&mut self, size: usize, stream: &mut Stream) {
        while self.0.len() > size {
            let Some(worst) = self.rival(stream) else { return };
            self.0.swap_remove(worst);
        }
    }

    /// One of the worse members.
    fn rival(&self, stream: &mut Stream) -> Option<usize> {
        (0..RIVALS)
            .map(|_| stream.below(self.0.len()))
            .max_by_key(|rival| self.0.get(*rival).map(|rival| rival.cost))
    }
}
