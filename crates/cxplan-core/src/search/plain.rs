//! Schedules of work without calendars, for the search that knows any kind of schedule.

use super::Scheme;
use super::decode::Decoder;
use super::instance::Instance;

/// Makes schedules of an [`Instance`], so that [`improve`](super::improve) can search for those that serve any objective: each activity
/// as early as there is room, in the order of the list.
pub struct Plain<'i> {
    instance: &'i Instance,
    decoder: Decoder<'i>,
    starts: Vec<u32>,
    finishes: Vec<u32>,
}

impl<'i> Plain<'i> {
    /// Everything starts on the first day until a schedule is made.
    pub fn new(instance: &'i Instance) -> Self {
        let starts = vec![0; instance.len()];
        let mut plain = Self { instance, decoder: Decoder::new(instance), finishes: starts.clone(), starts };
        plain.finish();
        plain
    }

    fn finish(&mut self) {
        for ((finish, start), days) in self.finishes.iter_mut().zip(&self.starts).zip(&self.instance.days) {
            *finish = (start + days).saturating_sub(1);
        }
    }
}

impl Scheme for Plain<'_> {
    /// There is always room: each day is like the others, and there are as many as it takes.
    fn make(&mut self, list: &[u32]) -> bool {
        self.decoder.earliest(list, &mut self.starts);
        self.finish();
        true
    }

    fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// A mere event has no day of its own: its last day is the one before it, or the first.
    fn finishes(&self) -> &[u32] {
        &self.finishes
    }
}
