//! The draws: lengths, the schedule that they lead to, and what is counted of it.
//!
//! Draws are split in blocks of [`BLOCK`], and what is counted are whole numbers, so that neither the number of threads nor their
//! pace changes a figure.

#[cfg(test)]
pub(super) mod probe;

use std::sync::atomic::{AtomicU32, Ordering};

use super::lengths::Lengths;
use super::normal::Ziggurat;
use super::tally::{Spread, correlation, ranks};
use crate::draw::Purpose;
use crate::schedule::{Generator, NoRoom, Tracer};
use crate::threads::on_threads;

/// Draws of a block.
pub(super) const BLOCK: u32 = 250;
/// The end of a draw that finds no room on the axis.
const LATE: u32 = u32::MAX;

/// What is drawn, and what is watched.
pub(super) struct Model {
    /// Makes the schedules; the lengths of what does not vary are set.
    pub(super) generator: Generator,
    /// The order in which activities get their room.
    pub(super) list: Vec<u32>,
    /// Distributions, each once.
    pub(super) tables: Vec<Lengths>,
    /// What varies.
    pub(super) varying: Vec<Varying>,
    pub(super) factors: Factors,
    /// Groups of activities whose last end is counted.
    pub(super) watches: Vec<Vec<u32>>,
    /// The group of each activity that chains are counted for besides, below `groups`.
    pub(super) group_of: Vec<u32>,
    pub(super) groups: usize,
    /// Activities with a fixed day.
    pub(super) fixed: Vec<usize>,
}

/// An activity whose length is drawn.
pub(super) struct Varying {
    pub(super) activity: usize,
    /// Position in [`Model::tables`].
    pub(super) table: usize,
    /// Of what it has for itself.
    pub(super) purpose: Purpose,
    pub(super) team: Option<usize>,
}

/// What lengths have in common: the normal value behind each is a sum of one for all, one for its team, and one of its own.
pub(super) struct Factors {
    /// Share of the variance that is that of all.
    pub(super) shared: f64,
    /// And that of its team, where it has one.
    pub(super) team_shared: f64,
    pub(super) plan: Purpose,
    /// One a team.
    pub(super) teams: Vec<Purpose>,
}

/// What was counted.
#[derive(Default)]
pub(super) struct Tally {
    /// The last end of each of [`Model::watches`].
    pub(super) ends: Vec<Spread>,
    /// How often each activity lay on the chain that decides the end.
    pub(super) critical: Vec<u32>,
    /// How often any of a group did.
    pub(super) critical_groups: Vec<u32>,
    /// How often each of [`Model::fixed`] started on its day.
    pub(super) kept: Vec<u32>,
    /// Draws in which something found no room on the axis.
    pub(super) late: u32,
    /// Rank correlation of the length of each of [`Model::varying`] with the end of all; none where one does not vary.
    pub(super) correlations: Vec<Option<f64>>,
}

/// One thread on its way through its blocks.
struct Worker<'m> {
    model: &'m Model,
    tracer: &'m Tracer,
    ziggurat: &'m Ziggurat,
    generator: Generator,
    tally: Tally,
    /// How often each length of each of [`Model::varying`] came.
    drawn: Vec<Vec<u32>>,
    /// The draw after the one in which each group was seen on the chain.
    seen: Vec<u32>,
    of_teams: Vec<f64>,
}

impl Model {
    /// Makes so many draws on so many threads. `told` hears how many are made.
    pub(super) fn run(&self, draws: u32, threads: usize, told: &(dyn Fn(u32) + Sync)) -> Tally {
        let blocks = draws.div_ceil(BLOCK);
        let threads = threads.clamp(1, blocks.max(1) as usize);
        let (ziggurat, tracer) = (Ziggurat::new(), Tracer::new(&self.generator, &self.list));
        let made = AtomicU32::new(0);
        let work = |first: usize| {
            let mut worker = Worker::new(self, &tracer, &ziggurat);
            let mut ends = Vec::new();
            for block in (first as u32..blocks).step_by(threads) {
                let from = block * BLOCK;
                let to = draws.min(from + BLOCK);
                ends.push((block, (from..to).map(|draw| worker.draw(draw)).collect::<Vec<u32>>()));
                told(made.fetch_add(to - from, Ordering::Relaxed) + to - from);
            }
            (worker.tally, worker.drawn, ends)
        };
        let mut parts = on_threads(threads, &work).into_iter();
        let Some((mut tally, mut drawn, mut ends)) = parts.next() else { return Tally::default() };
        for (other, others_drawn, more) in parts {
            tally.merge(&other);
            drawn.iter_mut().zip(&others_drawn).for_each(|(counts, more)| add(counts, more));
            ends.extend(more);
        }
        ends.sort_unstable_by_key(|(block, _)| *block);
        let ends: Vec<u32> = ends.into_iter().flat_map(|(_, ends)| ends).collect();
        tally.correlations = self.correlations(&drawn, &ends, threads, &ziggurat);
        tally
    }

    /// Draws lengths once more, now that it is known which rank each has, so that they need not be kept.
    fn correlations(
        &self,
        drawn: &[Vec<u32>],
        ends: &[u32],
        threads: usize,
        ziggurat: &Ziggurat,
    ) -> Vec<Option<f64>> {
        let draws = ends.len() as u32;
        let mut sorted = ends.to_vec();
        sorted.sort_unstable();
        let counts: Vec<u32> = sorted.chunk_by(|a, b| a == b).map(|same| same.len() as u32).collect();
        sorted.dedup();
        let by_end = ranks(&counts);
        let of_end = |end: &u32| by_end[sorted.partition_point(|known| known < end)];
        let of_draw: Vec<u64> = ends.iter().map(of_end).collect();
        let by_length: Vec<Vec<u64>> = drawn.iter().map(|counts| ranks(counts)).collect();
        let work = |first: usize| {
            let mut products = vec![0u64; self.varying.len()];
            let mut of_teams = Vec::new();
            for block in (first as u32..draws.div_ceil(BLOCK)).step_by(threads) {
                for draw in block * BLOCK..draws.min((block + 1) * BLOCK) {
                    let of_end = of_draw[draw as usize];
                    self.lengths(draw, ziggurat, &mut of_teams, |place, _, length| {
                        products[place] += by_length[place][length] * of_end;
                    });
                }
            }
            products
        };
        let mut products = vec![0u64; self.varying.len()];
        for part in on_threads(threads, &work) {
            products.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
        }
        let squares = |ranks: &[u64], counts: &[u32]| {
            ranks.iter().zip(counts).map(|(rank, count)| rank * rank * u64::from(*count)).sum::<u64>()
        };
        let of_ends = squares(&by_end, &counts);
        let of_lengths = by_length.iter().zip(drawn).map(|(ranks, counts)| squares(ranks, counts));
        let pairs = products.iter().zip(of_lengths);
        pairs.map(|(products, squared)| correlation(draws, *products, [squared, of_ends])).collect()
    }

    /// Makes the schedule of a draw: `each` gets the position in [`Model::varying`] and the position of the length.
    pub(super) fn schedule(
        &self,
        draw: u32,
        ziggurat: &Ziggurat,
        of_teams: &mut Vec<f64>,
        generator: &mut Generator,
        mut each: impl FnMut(usize, usize),
    ) -> Result<(), NoRoom> {
        self.lengths(draw, ziggurat, of_teams, |place, varying, length| {
            generator.set_length(varying.activity, self.tables[varying.table].lengths()[length]);
            each(place, length);
        });
        generator.make_or_late(&self.list)
    }

    /// Draws the lengths of a draw: `each` gets the position in [`Model::varying`], what varies, and the position of the length.
    fn lengths(
        &self,
        draw: u32,
        ziggurat: &Ziggurat,
        of_teams: &mut Vec<f64>,
        mut each: impl FnMut(usize, &Varying, usize),
    ) {
        let Factors { shared, team_shared, plan, teams } = &self.factors;
        let part = |variance: f64, purpose: Purpose| match variance {
            none if none <= 0.0 => 0.0,
            variance => libm::sqrt(variance) * ziggurat.draw(&mut purpose.draw(draw)),
        };
        let of_all = part(*shared, *plan);
        of_teams.clear();
        of_teams.extend(teams.iter().map(|team| part(*team_shared, *team)));
        let [alone, in_team] =
            [1.0 - shared, 1.0 - shared - team_shared].map(|rest| libm::sqrt(rest.max(0.0)));
        for (place, varying) in self.varying.iter().enumerate() {
            let (common, own) = match varying.team {
                Some(team) => (of_all + of_teams[team], in_team),
                None => (of_all, alone),
            };
            let own = if own > 0.0 { own * ziggurat.draw(&mut varying.purpose.draw(draw)) } else { 0.0 };
            each(place, varying, self.tables[varying.table].at(common + own));
        }
    }
}

impl<'m> Worker<'m> {
    fn new(model: &'m Model, tracer: &'m Tracer, ziggurat: &'m Ziggurat) -> Self {
        let lengths = |varying: &Varying| vec![0; model.tables[varying.table].lengths().len()];
        Self {
            model,
            tracer,
            ziggurat,
            generator: model.generator.clone(),
            tally: Tally {
                ends: vec![Spread::default(); model.watches.len()],
                critical: vec![0; model.group_of.len()],
                critical_groups: vec![0; model.groups],
                kept: vec![0; model.fixed.len()],
                late: 0,
                correlations: Vec::new(),
            },
            drawn: model.varying.iter().map(lengths).collect(),
            seen: vec![0; model.groups],
            of_teams: Vec::new(),
        }
    }

    /// Makes the schedule of a draw.
    fn schedule(&mut self, draw: u32) -> Result<(), NoRoom> {
        let (model, generator, drawn) = (self.model, &mut self.generator, &mut self.drawn);
        model.schedule(draw, self.ziggurat, &mut self.of_teams, generator, |place, length| {
            drawn[place][length] += 1;
        })
    }

    /// Counts a draw, and gives the last end of all.
    fn draw(&mut self, draw: u32) -> u32 {
        let found = self.schedule(draw);
        let (tally, model) = (&mut self.tally, self.model);
        if found.is_err() {
            tally.late += 1;
            tally.ends.iter_mut().for_each(Spread::add_late);
            return LATE;
        }
        let finishes = self.generator.finishes();
        for (ends, watched) in tally.ends.iter_mut().zip(&model.watches) {
            if let Some(last) = watched.iter().map(|activity| finishes[*activity as usize]).max() {
                ends.add(last);
            }
        }
        for (kept, activity) in tally.kept.iter_mut().zip(&model.fixed) {
            *kept += u32::from(self.generator.is_pinned(*activity));
        }
        // Of several that end last the first one.
        let last =
            (0..).zip(finishes).max_by_key(|(activity, finish)| (**finish, std::cmp::Reverse(*activity)));
        let Some((mut activity, end)) = last else { return 0 };
        loop {
            tally.critical[activity] += 1;
            let group = model.group_of[activity] as usize;
            if self.seen[group] != draw + 1 {
                self.seen[group] = draw + 1;
                tally.critical_groups[group] += 1;
            }
            match self.tracer.before(&self.generator, activity) {
                Some(before) => activity = before,
                None => return *end,
            }
        }
    }
}

impl Tally {
    fn merge(&mut self, other: &Self) {
        self.ends.iter_mut().zip(&other.ends).for_each(|(ends, more)| ends.merge(more));
        add(&mut self.critical, &other.critical);
        add(&mut self.critical_groups, &other.critical_groups);
        add(&mut self.kept, &other.kept);
        self.late += other.late;
    }
}

fn add(counts: &mut [u32], more: &[u32]) {
    counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
}
