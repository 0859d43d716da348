//! The worlds that are drawn, and what is summed of them.
//!
//! Draws are split in blocks that are summed each for itself and put together in their order, so that the number of threads changes
//! no figure.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::draw::Purpose;
use crate::ids::Id;
use crate::model::Initiative;
use crate::outlook::{Expectation, Scale, grown};
use crate::simulate::Deliveries;
use crate::simulate::normal::Ziggurat;
use crate::threads::on_threads;

/// Draws of a block.
const BLOCK: u32 = 250;
/// Differences below this are rounding, not a missed target.
pub(super) const TOLERANCE: f64 = 1e-9;

/// What is drawn.
pub(super) struct Model {
    pub(super) deliveries: Deliveries,
    pub(super) works: Vec<Work>,
    /// The metrics.
    pub(super) lines: Vec<Line>,
    /// Part of the variance behind all of `works` that they have in common, and what it is drawn from.
    pub(super) shared: f64,
    pub(super) common: Purpose,
}

/// Whether an initiative works.
pub(super) struct Work {
    pub(super) purpose: Purpose,
    /// It works where its normal value is below.
    pub(super) works_below: f64,
}

/// A metric.
pub(super) struct Line {
    pub(super) baseline: f64,
    /// Standard error of the baseline.
    pub(super) error: f64,
    pub(super) purpose: Purpose,
    pub(super) scale: Scale,
    pub(super) higher_is_better: bool,
    /// Months from the start of the plan at which it is looked at, ascending.
    pub(super) points: Vec<f64>,
    pub(super) goals: Vec<Goal>,
    pub(super) own: Vec<Own>,
}

/// A target.
pub(super) struct Goal {
    /// Position in [`Line::points`].
    pub(super) point: usize,
    pub(super) value: f64,
}

/// What one initiative does to a metric.
pub(super) struct Own {
    pub(super) initiative: Id<Initiative>,
    /// Position in [`Model::works`]; none: it has worked.
    pub(super) work: Option<usize>,
    pub(super) arrival: Arrival,
    pub(super) effects: Vec<Effect>,
}

/// When effects begin, in months from the start of the plan.
pub(super) enum Arrival {
    On(f64),
    /// Position among the deliveries.
    Drawn(usize),
}

pub(super) struct Effect {
    /// As it is expected of the timeline.
    pub(super) expectation: Expectation,
    pub(super) purpose: Purpose,
}

/// What came of the draws.
pub(super) struct Drawn {
    /// The values of each point of each line, in the order of the draws.
    pub(super) columns: Vec<Vec<f64>>,
    /// One a target of each line.
    pub(super) sums: Vec<Sums>,
}

/// Sums over draws at a target.
#[derive(Clone, Default)]
pub(super) struct Sums {
    /// Of the value and its square. The baseline is taken off values, so that squares keep their places.
    pub(super) value: f64,
    pub(super) square: f64,
    /// Draws that reach the target.
    pub(super) reached: u32,
    pub(super) baseline: Moments,
    pub(super) scale: Moments,
    /// One each of [`Line::own`].
    pub(super) own: Vec<OwnSums>,
}

/// Sums of the parts of one initiative.
#[derive(Clone, Copy, Default)]
pub(super) struct OwnSums {
    /// What it adds.
    pub(super) change: f64,
    /// How the value changes when it comes a month later.
    pub(super) delay: f64,
    /// Draws that miss the target for that, less those that reach it for that.
    pub(super) lost: i64,
    pub(super) works: Moments,
    pub(super) size: Moments,
    pub(super) delivery: Moments,
}

/// Sums of a part of the value, and of its product with the value.
#[derive(Clone, Copy, Default)]
pub(super) struct Moments {
    pub(super) sum: f64,
    pub(super) product: f64,
}

impl Moments {
    fn add(&mut self, part: f64, value: f64) {
        self.sum += part;
        self.product += part * value;
    }

    fn merge(&mut self, other: Self) {
        self.sum += other.sum;
        self.product += other.product;
    }
}

impl Sums {
    fn merge(&mut self, other: &Self) {
        self.value += other.value;
        self.square += other.square;
        self.reached += other.reached;
        self.baseline.merge(other.baseline);
        self.scale.merge(other.scale);
        for (own, other) in self.own.iter_mut().zip(&other.own) {
            own.change += other.change;
            own.delay += other.delay;
            own.lost += other.lost;
            own.works.merge(other.works);
            own.size.merge(other.size);
            own.delivery.merge(other.delivery);
        }
    }
}

impl Line {
    /// All effects, as they are expected of the timeline.
    pub(super) fn expectations(&self) -> impl Iterator<Item = &Expectation> {
        self.own.iter().flat_map(|own| &own.effects).map(|effect| &effect.expectation)
    }
}

impl Model {
    /// Makes so many draws on so many threads. `told` hears how many are made.
    pub(super) fn run(&self, draws: u32, threads: usize, told: &(dyn Fn(u32) + Sync)) -> Drawn {
        let blocks = draws.div_ceil(BLOCK);
        let threads = threads.min(self.deliveries.most_threads).clamp(1, blocks.max(1) as usize);
        let (ziggurat, made) = (Ziggurat::new(), AtomicU32::new(0));
        let work = |first: usize| {
            let mut world = World::new(&ziggurat);
            let mut drawer = self.deliveries.drawer(&ziggurat);
            let mut found = Vec::new();
            for block in (first as u32..blocks).step_by(threads) {
                let (from, to) = (block * BLOCK, draws.min((block + 1) * BLOCK));
                let mut drawn = self.nothing();
                for draw in from..to {
                    drawer.draw(draw, &mut world.deliveries);
                    world.draw(self, draw, &mut drawn);
                }
                found.push((block, drawn));
                told(made.fetch_add(to - from, Ordering::Relaxed) + to - from);
            }
            found
        };
        let mut found: Vec<(u32, Drawn)> = on_threads(threads, &work).into_iter().flatten().collect();
        found.sort_unstable_by_key(|(block, _)| *block);
        let mut all = self.nothing();
        for (_, block) in found {
            all.columns.iter_mut().zip(block.columns).for_each(|(all, more)| all.extend(more));
            all.sums.iter_mut().zip(&block.sums).for_each(|(all, more)| all.merge(more));
        }
        all
    }

    fn nothing(&self) -> Drawn {
        let own = |line: &Line| vec![OwnSums::default(); line.own.len()];
        let sums = |line: &Line| vec![Sums { own: own(line), ..Sums::default() }; line.goals.len()];
        Drawn {
            columns: vec![Vec::new(); self.lines.iter().map(|line| line.points.len()).sum()],
            sums: self.lines.iter().flat_map(sums).collect(),
        }
    }
}

/// One draw.
struct World<'a> {
    ziggurat: &'a Ziggurat,
    deliveries: Vec<f64>,
    /// One each of [`Model::works`].
    works: Vec<bool>,
    /// What each effect on a metric brings in full: nothing where its initiative does not work.
    sizes: Vec<f64>,
    /// The sum of effects at each point.
    totals: Vec<f64>,
}

impl<'a> World<'a> {
    fn new(ziggurat: &'a Ziggurat) -> Self {
        Self { ziggurat, deliveries: Vec::new(), works: Vec::new(), sizes: Vec::new(), totals: Vec::new() }
    }

    /// Adds a draw, whose deliveries are known.
    fn draw(&mut self, model: &Model, draw: u32, drawn: &mut Drawn) {
        let normal = |purpose: Purpose| self.ziggurat.draw(&mut purpose.draw(draw));
        let (common, rest) = (libm::sqrt(model.shared), libm::sqrt(1.0 - model.shared));
        let common = if common > 0.0 { common * normal(model.common) } else { 0.0 };
        self.works.clear();
        self.works
            .extend(model.works.iter().map(|work| common + rest * normal(work.purpose) < work.works_below));
        let (mut columns, mut sums) = (drawn.columns.iter_mut(), drawn.sums.iter_mut());
        for line in &model.lines {
            let error = if line.error > 0.0 { line.error * normal(line.purpose) } else { 0.0 };
            let baseline = line.scale.within(line.baseline + error);
            self.effects(line, draw);
            for (total, column) in self.totals.iter().zip(&mut columns) {
                column.push(baseline + line.scale.change(baseline, *total));
            }
            for (goal, sums) in line.goals.iter().zip(&mut sums) {
                self.at(line, goal, baseline, sums);
            }
        }
    }

    fn arrived(&self, own: &Own) -> f64 {
        match own.arrival {
            Arrival::On(months) => months,
            Arrival::Drawn(place) => self.deliveries[place],
        }
    }

    fn works(&self, own: &Own) -> bool {
        own.work.is_none_or(|work| self.works[work])
    }

    /// Draws the effects on a metric.
    fn effects(&mut self, line: &Line, draw: u32) {
        self.sizes.clear();
        self.totals.clear();
        self.totals.resize(line.points.len(), 0.0);
        for own in &line.own {
            let (works, arrived) = (self.works(own), self.arrived(own));
            // Before it nothing of it is there.
            let first = line.points.partition_point(|month| *month < arrived);
            for effect in &own.effects {
                let Expectation { change, ramp, .. } = effect.expectation;
                let size = if works { effect.purpose.draw(draw).triangular(change) } else { 0.0 };
                self.sizes.push(size);
                if works {
                    for (total, month) in self.totals[first..].iter_mut().zip(&line.points[first..]) {
                        *total += size * grown(*month - arrived, ramp);
                    }
                }
            }
        }
    }

    /// Adds what a target needs to know.
    fn at(&self, line: &Line, goal: &Goal, baseline: f64, sums: &mut Sums) {
        let (month, total) = (line.points[goal.point], self.totals[goal.point]);
        let change = line.scale.change(baseline, total);
        let value = baseline - line.baseline + change;
        let reached = |change: f64| {
            let ahead = baseline + change - goal.value;
            (if line.higher_is_better { ahead } else { -ahead }) >= -TOLERANCE
        };
        let is_reached = reached(change);
        sums.value += value;
        sums.square += value * value;
        sums.reached += u32::from(is_reached);
        sums.baseline.add(baseline - line.baseline, value);
        sums.scale.add(change - total, value);
        // Of each effect the part that the scale leaves.
        let left = if total == 0.0 { 1.0 } else { change / total };
        let mut sizes = self.sizes.iter();
        for (own, sums) in line.own.iter().zip(&mut sums.own) {
            let (arrived, works) = (self.arrived(own), f64::from(u8::from(self.works(own))));
            let [mut now, mut later, mut expected, mut expected_later] = [0.0; 4];
            let [mut by_works, mut by_size, mut by_delivery] = [0.0; 3];
            for (effect, size) in own.effects.iter().zip(&mut sizes) {
                let Expectation { confidence, delivered, ramp, .. } = effect.expectation;
                let mean = effect.expectation.mean();
                let grown = |delivered: f64| grown(month - delivered, ramp);
                let (planned, here, delayed) = (grown(delivered), grown(arrived), grown(arrived + 1.0));
                now += size * here;
                later += size * delayed;
                expected += confidence * mean * here;
                expected_later += confidence * mean * delayed;
                by_works += (works - confidence) * mean * planned;
                by_size += (size - works * mean) * planned;
                by_delivery += size * (here - planned);
            }
            // Whether and how much do not depend on when: their mean is known, and only what the scale takes is drawn.
            sums.change += expected + now * (left - 1.0);
            let total_later = total - now + later;
            let change_later = line.scale.change(baseline, total_later);
            sums.delay += expected_later - expected + (change_later - total_later) - (change - total);
            sums.lost += i64::from(is_reached) - i64::from(reached(change_later));
            sums.works.add(by_works, value);
            sums.size.add(by_size, value);
            sums.delivery.add(by_delivery, value);
        }
    }
}
