//! When initiatives are delivered, draw by draw: the schedules behind the odds of the dates, for whoever asks what comes of them.

use super::normal::Ziggurat;
use super::runs::Model;
use super::{TooFar, affordable, model, views};
use crate::calendar::Day;
use crate::ids::Id;
use crate::model::{Initiative, Plan};
use crate::schedule::Generator;
use crate::timeline::{Timeline, months_until};

/// Months from the start of the plan to the delivery of what found no room on the axis.
const NEVER: f64 = f64::INFINITY;

/// The deliveries of some planned initiatives. Draw `n` is the one that [`super::simulate`] counts with the same seed.
pub(crate) struct Deliveries {
    model: Model,
    /// Of each initiative, months to its delivery at the earliest: to the end of what is finished of it.
    floors: Vec<f64>,
    /// Months from the start of the plan to the end of each day of the axis.
    months: Vec<f64>,
    /// How many threads have room to draw.
    pub(crate) most_threads: usize,
}

/// What a thread needs to draw them.
pub(crate) struct Drawer<'d> {
    of: &'d Deliveries,
    ziggurat: &'d Ziggurat,
    generator: Generator,
    of_teams: Vec<f64>,
    /// Whether a schedule was made that holds for every draw.
    made: bool,
}

impl Deliveries {
    /// # Errors
    ///
    /// [`TooFar`] where the dates reach so far that tables would take too much memory.
    pub(crate) fn new(
        plan: &Plan,
        timeline: &Timeline,
        seed: u64,
        initiatives: &[Id<Initiative>],
    ) -> Result<Self, TooFar> {
        let ends = views::ends(plan, timeline, initiatives);
        let (model, days) = model(plan, timeline, seed, views::activities(&ends))?;
        let month =
            |day: u32| timeline.calendar.date(Day(day)).map_or(NEVER, |date| months_until(plan, date));
        let floor = |end: &views::Watch| end.floor.map_or(0.0, |date| months_until(plan, date));
        Ok(Self {
            model,
            floors: ends.iter().map(floor).collect(),
            months: (0..days).map(month).collect(),
            most_threads: affordable(plan, days),
        })
    }

    /// Whether they differ from draw to draw.
    pub(crate) fn vary(&self) -> bool {
        !self.model.varying.is_empty()
    }

    pub(crate) fn drawer<'d>(&'d self, ziggurat: &'d Ziggurat) -> Drawer<'d> {
        let generator = self.model.generator.clone();
        Drawer { of: self, ziggurat, generator, of_teams: Vec::new(), made: false }
    }
}

impl Drawer<'_> {
    /// Puts the months from the start of the plan to each delivery in a draw into `deliveries`; all that is open is never
    /// delivered in a draw that has no room.
    pub(crate) fn draw(&mut self, draw: u32, deliveries: &mut Vec<f64>) {
        let Deliveries { model, floors, months, .. } = self.of;
        if self.made && !self.of.vary() {
            return;
        }
        let found = model.schedule(draw, self.ziggurat, &mut self.of_teams, &mut self.generator, |_, _| {});
        self.made = true;
        let finishes = self.generator.finishes();
        let delivered = |activities: &Vec<u32>| {
            let last = activities.iter().map(|activity| finishes[*activity as usize]).max()?;
            Some(if found.is_ok() { months[last as usize] } else { NEVER })
        };
        deliveries.clear();
        let ends = model.watches.iter().zip(floors);
        deliveries.extend(ends.map(|(own, floor)| delivered(own).unwrap_or(0.0).max(*floor)));
    }
}
