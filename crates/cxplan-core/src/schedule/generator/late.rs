//! Schedules of other lengths or teams than planned, in which a fixed day may come too early.

use super::{Generator, NoRoom};

impl Generator {
    /// The schedule of a list where a fixed day may come too early: what has to start on a day on which something
    /// that it waits for is not over yet gets its room in its turn of the list, on that day or later.
    ///
    /// # Errors
    ///
    /// As [`Generator::make`].
    pub fn make_or_late(&mut self, list: &[u32]) -> Result<(), NoRoom> {
        self.lifted.fill(false);
        self.make(list)?;
        // Each turn lifts one, and what is lifted stays so.
        while let Some(late) = self.first_too_early() {
            self.lifted[late] = true;
            self.make(list)?;
        }
        Ok(())
    }

    /// Whether an activity starts on its fixed day in the last schedule.
    pub fn is_pinned(&self, activity: usize) -> bool {
        self.pinned[activity]
    }

    /// Working days by which activities on fixed days start before what they wait for lets them.
    pub fn too_early(&self) -> u64 {
        self.early().map(|(_, days)| u64::from(days)).sum()
    }

    /// The first activity that stands on its fixed day although something holds it back.
    fn first_too_early(&self) -> Option<usize> {
        self.early().find(|(_, days)| *days > 0).map(|(activity, _)| activity)
    }

    fn early(&self) -> impl Iterator<Item = (usize, u32)> {
        let pinned = self.fixed.iter().map(|(activity, _)| *activity as usize);
        pinned.filter(|activity| self.pinned[*activity]).map(|activity| {
            let start = self.week(activity).on_or_after(i64::from(self.starts[activity]), self.days);
            (activity, self.floor(activity).saturating_sub(start))
        })
    }
}
