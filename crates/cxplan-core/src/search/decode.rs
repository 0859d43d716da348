//! From a list to a schedule: the serial schedule generation scheme (Kolisch, EJOR 90, 1996) on an axis of days that are all alike.

use super::instance::{Instance, Ties};

/// Makes schedules of one instance, again and again in the same memory.
pub(super) struct Decoder<'i> {
    instance: &'i Instance,
    /// Room on each day, a row of days for each word.
    free: Vec<Vec<u64>>,
    /// Days from the first on that may not be as empty as they were.
    used: usize,
    /// How many schedules were made.
    pub(super) schedules: u64,
}

impl<'i> Decoder<'i> {
    pub(super) fn new(instance: &'i Instance) -> Self {
        let free = instance.room.full.iter().map(|full| vec![*full; instance.horizon]);
        Self { instance, free: free.collect(), used: 0, schedules: 0 }
    }

    /// Starts everything in the order of a list, in which nothing stands before what it waits for, as early as there is room. Gives
    /// the day on which all is over.
    pub(super) fn earliest(&mut self, list: &[u32], starts: &mut [u32]) -> u32 {
        self.place(list, &self.instance.before, starts)
    }

    /// Finishes everything as late as there is room, in the order of a list in which nothing stands before what waits for it. The
    /// whole is then moved to begin on the first day. Gives the day on which all is over.
    pub(super) fn latest(&mut self, list: &[u32], starts: &mut [u32]) -> u32 {
        let end = self.place(list, &self.instance.after, starts);
        for (start, days) in starts.iter_mut().zip(&self.instance.days) {
            *start = end - *start - days;
        }
        // Ties that reach beyond the first or the last activity can leave days on which nothing happens.
        let first = starts.iter().copied().min().unwrap_or(0);
        starts.iter_mut().for_each(|start| *start -= first);
        end - first
    }

    fn place(&mut self, list: &[u32], ties: &Ties, starts: &mut [u32]) -> u32 {
        self.schedules += 1;
        for (row, full) in self.free.iter_mut().zip(&self.instance.room.full) {
            row[..self.used].fill(*full);
        }
        self.used = 0;
        let mut end = 0;
        for &activity in list {
            let activity = activity as usize;
            let tied =
                ties[activity].iter().map(|(other, days)| starts[*other as usize].cast_signed() + days);
            let from = tied.fold(0, i32::max).cast_unsigned();
            let start = self.take(activity, from as usize) as u32;
            starts[activity] = start;
            end = end.max(start + self.instance.days[activity]);
        }
        end
    }

    /// Takes the first room from a day on.
    fn take(&mut self, activity: usize, from: usize) -> usize {
        let length = self.instance.days[activity] as usize;
        let takes = &self.instance.takes[activity];
        let spare = self.instance.room.spare;
        if length == 0 || takes.is_empty() {
            return from;
        }
        let start = match takes.as_slice() {
            // As a rule all that an activity needs is in one word.
            [(word, load)] => {
                let free = &self.free[*word as usize];
                first_room(from, length, |day| (free[day] - load) & spare == spare)
            }
            _ => first_room(from, length, |day| {
                takes.iter().all(|(word, load)| (self.free[*word as usize][day] - load) & spare == spare)
            }),
        };
        for (word, load) in takes {
            self.free[*word as usize][start..start + length].iter_mut().for_each(|free| *free -= load);
        }
        self.used = self.used.max(start + length);
        start
    }
}

/// The first of so many days in a row that all have room. Days are looked at from the end of a row to its beginning: one without room
/// rules out all rows that it is in.
fn first_room(from: usize, length: usize, fits: impl Fn(usize) -> bool) -> usize {
    let mut start = from;
    while let Some(full) = (start..start + length).rev().find(|day| !fits(*day)) {
        start = full + 1;
    }
    start
}
