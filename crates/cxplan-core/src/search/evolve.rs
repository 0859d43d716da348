//! The genetic algorithm.

mod keys;
#[cfg(test)]
mod laws;
mod population;

use self::keys::{GRAIN, POSITIONS, Side, end, key, push_behind};
use self::population::{Member, Population};
use super::Settings;
use super::bound::lower_bound;
use super::decode::Decoder;
use super::instance::{Instance, Ties};
use crate::draw::Stream;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// First day of each activity.
    pub starts: Vec<u32>,
    /// Days from the first start to the last finish.
    pub days: u32,
    /// A number of days that no schedule is shorter than.
    pub bound: u32,
    /// How many schedules were made.
    pub schedules: u64,
}

/// Populations lose all but a few members until the end of the search, a part that is the part of it that is over to this power: many
/// find good places, few make the best of them. By trial.
const LOST: f64 = 1.5;
/// Members that stay until the end.
const LEFT: usize = 4;
/// Most members of a population for each activity.
const MEMBERS: usize = 6;
/// How much of the time a child has from its second parent: at least, and at most so much more.
const WINDOW: (f64, f64) = (0.25, 0.5);
/// How much of a child's work is moved a little by chance, on average.
const MOVED: f64 = 4.0;
/// One activity of a child goes to another place of its list with the first chance, each further one with the second.
const SHIFTED: (f64, f64) = (0.9, 0.5);
/// Chances fall where there are more activities than this. By trial: far moves take a population out of dead ends, and slow down one
/// that has far to go.
const FEW: f64 = 60.0;

/// Looks for a short schedule, none longer than the one of a list in which nothing stands before what it waits for, which is made
/// first.
pub fn shortest(instance: &Instance, list: &[u32], settings: &Settings) -> Found {
    let bound = lower_bound(instance);
    let mut search = Search::new(instance, settings);
    search.list.extend(list);
    search.given = Some(search.make(Side::Early));
    while !search.is_over(bound) {
        search.populations(bound);
    }
    let Search { decoder, best_days, best_starts, .. } = search;
    Found { starts: best_starts, days: best_days, bound, schedules: decoder.schedules }
}

struct Search<'i> {
    instance: &'i Instance,
    settings: Settings,
    decoder: Decoder<'i>,
    stream: Stream,
    /// Days times the part of each team that an activity takes.
    weights: Vec<u64>,
    /// Mean length of an activity, at least a day.
    mean: u64,
    /// Members of a population at first.
    size: usize,
    /// Schedules without a better one, after which new populations begin.
    patience: u64,
    early: Population,
    late: Population,
    /// Whether the second part of a cost counts. It leads large searches, and keeps small ones from wandering: populations take turns.
    looks_at_rest: bool,
    /// The schedule that the search began with, until it is in a population.
    given: Option<Member>,
    best_days: u32,
    best_starts: Vec<u32>,
    /// Reused: the keys by which a list is sorted, and the list.
    keys: Vec<u64>,
    list: Vec<u32>,
    starts: Vec<u32>,
}

impl<'i> Search<'i> {
    fn new(instance: &'i Instance, settings: &Settings) -> Self {
        let count = instance.len();
        let part = |(team, load): &(usize, u64)| load * 1000 / instance.capacity[*team].max(1);
        let weight = |(loads, days): (&Vec<(usize, u64)>, &u32)| {
            loads.iter().map(part).sum::<u64>() * u64::from(*days)
        };
        let total: u64 = instance.days.iter().map(|days| u64::from(*days)).sum();
        // By trial on every second instance of PSPLIB: larger populations need more schedules to be worth it.
        let size = (libm::pow(settings.schedules as f64, 0.6) * 0.54) as usize;
        let size = size.clamp(LEFT, (MEMBERS * count).max(8));
        Self {
            instance,
            settings: *settings,
            decoder: Decoder::new(instance),
            stream: Stream::new(settings.seed, 0, "search"),
            weights: instance.loads.iter().zip(&instance.days).map(weight).collect(),
            mean: (total / count.max(1) as u64).max(1),
            size,
            // By trial: small problems gain by new populations, large ones by long lives.
            patience: (count * size) as u64,
            early: Population::default(),
            late: Population::default(),
            looks_at_rest: false,
            given: None,
            best_days: u32::MAX,
            best_starts: Vec::new(),
            keys: vec![0; count],
            list: Vec::with_capacity(count),
            starts: vec![0; count],
        }
    }

    fn is_over(&self, bound: u32) -> bool {
        self.decoder.schedules >= self.settings.schedules || self.best_days <= bound
    }

    /// Two populations from their beginning until nothing better has come for long.
    fn populations(&mut self, bound: u32) {
        let begun = self.decoder.schedules;
        self.early.0.clear();
        self.late.0.clear();
        self.looks_at_rest = !self.looks_at_rest;
        self.early.0.extend(self.given.take());
        for member in 0..self.size {
            let side = if member % 2 == 0 { Side::Early } else { Side::Late };
            self.sample(side);
            let first = self.make(side);
            if self.is_over(bound) {
                return;
            }
            let other = self.justified(&first, side.other());
            self.population(side).0.push(first);
            self.population(side.other()).0.push(other);
            if self.is_over(bound) {
                return;
            }
        }
        // The best of these populations, and when it came: earlier ones may have been luckier.
        let all = self.early.0.iter().chain(&self.late.0);
        let mut best = all.map(|member| member.cost.0).min();
        let mut since = self.decoder.schedules;
        let mut side = Side::Early;
        while !self.is_over(bound) && self.decoder.schedules < since + self.patience {
            side = side.other();
            self.cross(side);
            self.mutate(side);
            let child = self.make(side);
            if best.is_none_or(|best| child.cost.0 < best) {
                (best, since) = (Some(child.cost.0), self.decoder.schedules);
            }
            let gone = (self.decoder.schedules - begun) as f64 / (self.settings.schedules - begun) as f64;
            let size = (self.size as f64 * (1.0 - libm::pow(gone, LOST))) as usize;
            let Self { stream, early, late, .. } = self;
            let population = if side == Side::Early { early } else { late };
            population.thin(size.max(LEFT), stream);
            population.settle(child, stream);
        }
    }

    const fn population(&mut self, side: Side) -> &mut Population {
        match side {
            Side::Early => &mut self.early,
            Side::Late => &mut self.late,
        }
    }

    /// The schedule of the list.
    fn make(&mut self, side: Side) -> Member {
        let days = match side {
            Side::Early => self.decoder.earliest(&self.list, &mut self.starts),
            Side::Late => self.decoder.latest(&self.list, &mut self.starts),
        };
        let to_end = |((start, length), weight): ((&u32, &u32), &u64)| {
            weight * u64::from(if side == Side::Early { start + length } else { days - start })
        };
        let rest = self.starts.iter().zip(&self.instance.days).zip(&self.weights).map(to_end).sum();
        let rest = if self.looks_at_rest { rest } else { 0 };
        if days < self.best_days {
            self.best_days = days;
            self.best_starts.clone_from(&self.starts);
        }
        Member { starts: self.starts.clone(), cost: (days, rest) }
    }

    /// A schedule pushed the other way: what ends last is the first to be as late as it can be.
    fn justified(&mut self, member: &Member, side: Side) -> Member {
        for (activity, start) in member.starts.iter().enumerate() {
            self.keys[activity] = key(side, end(self.instance, side, activity, *start) * GRAIN, activity);
        }
        self.sort(side);
        self.make(side)
    }

    /// A list by chance. Lists that prefer what is urgent make better schedules and worse ancestors: they are too much alike.
    fn sample(&mut self, side: Side) {
        let (waits_for, serves) = self.ties(side);
        let mut waits: Vec<usize> = waits_for.iter().map(Vec::len).collect();
        let mut ready: Vec<u32> =
            (0..waits.len() as u32).filter(|activity| waits[*activity as usize] == 0).collect();
        self.list.clear();
        while !ready.is_empty() {
            let activity = ready.swap_remove(self.stream.below(ready.len()));
            self.list.push(activity);
            for (later, _) in &serves[activity as usize] {
                waits[*later as usize] -= 1;
                if waits[*later as usize] == 0 {
                    ready.push(*later);
                }
            }
        }
    }

    /// What each activity stands behind in the lists of a side, and what it stands before.
    const fn ties(&self, side: Side) -> (&'i Ties, &'i Ties) {
        match side {
            Side::Early => (&self.instance.before, &self.instance.after),
            Side::Late => (&self.instance.after, &self.instance.before),
        }
    }

    /// The list of a child on a side, of two parents on the other: the order of the first, but for the work that it has within some
    /// time, which is in the order of the second.
    fn cross(&mut self, side: Side) {
        let Self { instance, stream, keys, mean, .. } = self;
        let parents = if side == Side::Early { &self.late } else { &self.early };
        let Some((first, second)) = parents.parents(stream) else { return };
        let days = f64::from(first.cost.0);
        let length = days * (WINDOW.0 + WINDOW.1 * stream.uniform());
        let from = (days - length) * stream.uniform();
        let (from, to) = (from as u64, (from + length) as u64);
        let moved = MOVED / instance.len() as f64;
        let far = u64::from(first.cost.0.max(second.cost.0)) + 1;
        for (activity, kept) in keys.iter_mut().enumerate() {
            let own = end(instance, side, activity, first.starts[activity]);
            let place = if own < from {
                own
            } else if own <= to {
                far + end(instance, side, activity, second.starts[activity])
            } else {
                2 * far + own
            };
            // What has the same day comes in any order.
            let mut place = place * GRAIN + stream.below(GRAIN as usize) as u64;
            if stream.uniform() < moved {
                let spread = *mean * GRAIN;
                place = (place + (stream.uniform() * (2 * spread) as f64) as u64).saturating_sub(spread);
            }
            *kept = key(side, place, activity);
        }
        self.sort(side);
    }

    /// Moves activities of the list by chance.
    fn mutate(&mut self, side: Side) {
        let rarer = (FEW / self.list.len() as f64).min(1.0);
        let mut chance = SHIFTED.0 * rarer;
        while self.stream.uniform() < chance {
            self.shift(side);
            chance = SHIFTED.1 * rarer;
        }
    }

    /// Moves one activity to any place of the list between what it stands behind and what it stands before.
    fn shift(&mut self, side: Side) {
        let (behind, ahead) = self.ties(side);
        let Self { stream, list, .. } = self;
        let from = stream.below(list.len());
        let tied = |ties: &Ties, other: &u32| ties[list[from] as usize].iter().any(|tie| tie.0 == *other);
        let first = list[..from].iter().rposition(|other| tied(behind, other)).map_or(0, |place| place + 1);
        let room = list[from + 1..].iter().position(|other| tied(ahead, other));
        let end = room.map_or(list.len(), |room| from + 1 + room);
        let to = first + stream.below(end - first);
        if to < from {
            list[to..=from].rotate_right(1);
        } else {
            list[from..=to].rotate_left(1);
        }
    }

    /// Sorts all work by its keys, each after what it waits for.
    fn sort(&mut self, side: Side) {
        let Self { instance, keys, list, .. } = self;
        match side {
            Side::Early => push_behind(keys, &instance.before, instance.order.iter()),
            Side::Late => push_behind(keys, &instance.after, instance.order.iter().rev()),
        }
        // Keys end in the position of their activity, so that no two are equal.
        keys.sort_unstable();
        list.clear();
        list.extend(keys.iter().map(|key| (key % POSITIONS) as u32));
    }
}
