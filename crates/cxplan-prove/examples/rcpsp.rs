//! Measures the search on instances of the resource-constrained project scheduling problem in Patterson form:
//! `cargo xtask rcpsp DIR --schedules N`, and what can be proven of its schedules with `--prove`. With `--value` the search is the one
//! for value that is delivered early.
#![expect(clippy::print_stdout, reason = "prints figures")]

use std::borrow::Cow;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context as _, ensure};
use clap::Parser;
use cpu_time::ThreadTime;
use cxplan_core::method::Meaning;
use cxplan_core::order::{Item, order};
use cxplan_core::search::{
    AIMS, Activity, Aim, Arc, Instance, Objective, Plain, Precedence, Scheme as _, Settings, critical_path,
    improve, shortest,
};
use cxplan_prove::{prove, prove_value};

/// Searches every instance of a folder and prints a row for each, the mean deviation from the critical path last.
#[derive(Parser)]
struct Args {
    /// Folder with `.rcp` files.
    folder: PathBuf,
    /// Schedules that are made of each.
    #[arg(long, default_value_t = 5_000)]
    schedules: u64,
    /// Where the random numbers begin.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Takes every n-th file alone.
    #[arg(long, default_value_t = 1)]
    every: usize,
    /// Leaves out so many files at the beginning.
    #[arg(long, default_value_t = 0)]
    skip: usize,
    /// Tries to prove that nothing is shorter, with so much effort.
    #[arg(long, num_args = 0..=1, default_missing_value = EFFORT.as_str())]
    prove: Option<u64>,
    /// Looks for value that is delivered early in place of an early end, against the order of work alone.
    #[arg(long)]
    value: bool,
}

/// The usual effort of a proof, as it is given.
static EFFORT: LazyLock<String> = LazyLock::new(|| cxplan_prove::EFFORT.to_string());

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let mut files: Vec<PathBuf> = std::fs::read_dir(&args.folder)
        .with_context(|| format!("cannot read {}", args.folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<anyhow::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rcp"));
    files.sort();
    let files: Vec<PathBuf> = files.into_iter().skip(args.skip).step_by(args.every.max(1)).collect();
    ensure!(!files.is_empty(), "no .rcp files in {}", args.folder.display());
    let settings = Settings { schedules: args.schedules, seed: args.seed };
    if args.value { values(&files, &settings, args.prove) } else { makespans(&files, &settings, args.prove) }
}

/// Looks for short schedules.
fn makespans(files: &[PathBuf], settings: &Settings, effort: Option<u64>) -> anyhow::Result<()> {
    let (mut deviation, mut count, mut infeasible, mut schedules) = (0.0, 0u32, 0u32, 0);
    let (mut optimal, mut better, mut searching, mut seconds) = (0u32, 0u32, 0.0, 0.0);
    println!("file,activities,critical_path,lower_bound,makespan,schedules,cpu_seconds,optimal");
    for file in files {
        let instance = read(file)?;
        let begun = ThreadTime::now();
        let mut found = shortest(&instance, instance.order(), settings);
        searching += begun.elapsed().as_secs_f64();
        if let Some(effort) = effort {
            let proof = prove(&instance, &found.starts, effort);
            found.bound = proof.bound;
            if let Some(starts) = proof.better {
                let ends = starts.iter().zip(instance.days()).map(|(start, days)| start + days);
                (found.days, found.starts) = (ends.max().unwrap_or(0), starts);
                better += 1;
            }
        }
        let taken = begun.elapsed().as_secs_f64();
        let is_optimal = found.bound == found.days;
        let path = critical_path(&instance);
        println!(
            "{},{},{path},{},{},{},{taken:.4},{}",
            name(file),
            instance.len(),
            found.bound,
            found.days,
            found.schedules,
            u8::from(is_optimal)
        );
        infeasible += u32::from(!instance.is_feasible(&found.starts));
        deviation += f64::from(found.days - path) / f64::from(path.max(1)) * 100.0;
        optimal += u32::from(is_optimal);
        count += 1;
        schedules += found.schedules;
        seconds += taken;
    }
    println!(
        "{count} instances, {infeasible} infeasible schedules, {:.2} µs of CPU a schedule, mean deviation from the critical path {:.3} %, \
         {:.2} % proven optimal, {better} made shorter by the proof, {:.3} s of CPU each",
        searching * 1e6 / schedules.max(1) as f64,
        deviation / f64::from(count),
        f64::from(optimal) / f64::from(count) * 100.0,
        seconds / f64::from(count)
    );
    Ok(())
}

/// Looks for schedules with early value, and compares them with that of the order of work.
fn values(files: &[PathBuf], settings: &Settings, effort: Option<u64>) -> anyhow::Result<()> {
    let (mut part, mut infeasible, mut schedules, mut seconds) = (0.0, 0u32, 0, 0.0);
    let mut proofs = Proofs::default();
    let columns = if effort.is_some() { ",bound,best,optimal,proof_cpu_seconds" } else { "" };
    println!("file,activities,value_greedy,value,schedules,cpu_seconds{columns}");
    for file in files {
        let instance = read(file)?;
        let precedence = precedence(&instance);
        let list = by_value(&instance, &precedence)?;
        let weights: Vec<u64> = (0..instance.len()).map(|activity| weight(&instance, activity)).collect();
        let groups = (0..instance.len() as u32).collect();
        let objective =
            Objective { aim: Aim::Value, groups, weights: weights.clone(), ..Objective::default() };
        let begun = ThreadTime::now();
        let mut scheme = Plain::new(&instance);
        let found = improve(&mut scheme, &precedence, &objective, &list, settings, || true)
            .context("every list has a schedule")?;
        let taken = begun.elapsed().as_secs_f64();
        scheme.make(&found.list);
        let cost = objective.of(&scheme, &mut Vec::new());
        infeasible += u32::from(!instance.is_feasible(scheme.starts()) || cost != found.cost);
        let (greedy, value) = (found.given[AIMS[0]], found.cost[AIMS[0]]);
        print!("{},{},{greedy},{value},{},{taken:.4}", name(file), instance.len(), found.schedules);
        if let Some(effort) = effort {
            let begun = ThreadTime::now();
            let proof = prove_value(&instance, &weights, scheme.starts(), effort);
            let taken = begun.elapsed().as_secs_f64();
            let best = proof.better.as_ref().map_or(value, |starts| {
                infeasible += u32::from(!instance.is_feasible(starts));
                let ends = starts.iter().zip(instance.days()).map(|(start, days)| u64::from(start + days));
                ends.zip(&weights).map(|(end, weight)| end * weight).sum()
            });
            print!(",{},{best},{},{taken:.4}", proof.bound, u8::from(proof.is_optimal));
            proofs.add(value, best, proof.bound, taken);
        }
        println!();
        part += value as f64 / greedy.max(1) as f64 * 100.0;
        schedules += found.schedules;
        seconds += taken;
    }
    println!(
        "{} instances, {infeasible} infeasible schedules, value {:.3} % of that of the order of work in the mean, \
         {:.2} µs of CPU a schedule",
        files.len(),
        part / files.len() as f64,
        seconds * 1e6 / schedules.max(1) as f64
    );
    if effort.is_some() {
        proofs.print(files.len() as f64);
    }
    Ok(())
}

/// What was proven of values, summed up.
#[derive(Default)]
struct Proofs {
    /// Proven best values, and how many of them the search had found.
    proven: u32,
    met: u32,
    /// Values of the search above proven best ones, in per cent of these.
    gap: f64,
    /// The same above the bound, for all.
    open: f64,
    better: u32,
    seconds: f64,
}

impl Proofs {
    fn add(&mut self, value: u64, best: u64, bound: u64, seconds: f64) {
        let above = |low: u64| (value - low) as f64 / low.max(1) as f64 * 100.0;
        if bound == best {
            self.proven += 1;
            self.met += u32::from(value == best);
            self.gap += above(best);
        }
        self.open += above(bound);
        self.better += u32::from(best < value);
        self.seconds += seconds;
    }

    fn print(&self, count: f64) {
        println!(
            "{:.2} % proven, of these {:.2} % met by the search and its values {:.4} % above in the mean, {} made better by the \
             proof, {:.3} % above the bound in the mean of all, {:.3} s of CPU for each proof",
            f64::from(self.proven) / count * 100.0,
            f64::from(self.met) / f64::from(self.proven.max(1)) * 100.0,
            self.gap / f64::from(self.proven.max(1)),
            self.better,
            self.open / count,
            self.seconds / count
        );
    }
}

/// What an activity costs on each day until it is done. The instances have no such weights, so they come from a fixed hash: from 1 to
/// 10, by the number of the activity counted from 1, `1 + ((number * 0x9e3779b97f4a7c15 mod 2^64) >> 40) mod 10`. A mere event costs
/// nothing.
fn weight(instance: &Instance, activity: usize) -> u64 {
    if instance.days()[activity] == 0 {
        return 0;
    }
    1 + ((activity as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) % 10
}

fn precedence(instance: &Instance) -> Precedence {
    let mut before = vec![Vec::new(); instance.len()];
    instance.ties().for_each(|arc| before[arc.to].push(arc.from as u32));
    Precedence { before, order: instance.order().to_vec() }
}

/// The order of work of a plan with these weights as benefits and days as effort.
fn by_value(instance: &Instance, precedence: &Precedence) -> anyhow::Result<Vec<u32>> {
    let needs = |before: &Vec<u32>| before.iter().map(|before| *before as usize).collect();
    let needs: Vec<Vec<usize>> = precedence.before.iter().map(needs).collect();
    let item = |(activity, needs)| Item {
        score: weight(instance, activity) as f64,
        effort: NonZeroU64::new(instance.days()[activity].into()).unwrap_or(NonZeroU64::MIN),
        needs,
    };
    let items: Vec<Item<'_>> = needs.iter().map(Vec::as_slice).enumerate().map(item).collect();
    Ok(order(&items, Meaning::Benefit)?.sequence.into_iter().map(|activity| activity as u32).collect())
}

fn name(file: &Path) -> Cow<'_, str> {
    file.file_name().map(std::ffi::OsStr::to_string_lossy).unwrap_or_default()
}

/// Numbers of activities and resources, capacities, then for each activity its duration, what it takes of each resource, the number of
/// its successors and these, counted from 1.
fn read(file: &Path) -> anyhow::Result<Instance> {
    let text = std::fs::read_to_string(file)?;
    let mut numbers = text.split_ascii_whitespace().map(str::parse::<u32>);
    let mut next = || -> anyhow::Result<u32> {
        numbers.next().with_context(|| format!("{} ends too early", file.display()))?.map_err(Into::into)
    };
    let (count, teams) = (next()?, next()? as usize);
    let capacity = (0..teams).map(|_| Ok(u64::from(next()?))).collect::<anyhow::Result<Vec<u64>>>()?;
    let (mut activities, mut arcs) = (Vec::new(), Vec::new());
    for from in 0..count as usize {
        let days = next()?;
        let loads = (0..teams).map(|team| Ok((team, u64::from(next()?)))).collect::<anyhow::Result<_>>()?;
        activities.push(Activity { days, loads });
        for _ in 0..next()? {
            let to = (next()? as usize).checked_sub(1).context("activities are counted from 1")?;
            arcs.push(Arc { from, to, days: days.cast_signed() });
        }
    }
    Ok(Instance::new(&activities, &arcs, &capacity)?)
}
