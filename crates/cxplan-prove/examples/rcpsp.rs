//! Measures the search on instances of the resource-constrained project scheduling problem in Patterson form:
//! `cargo xtask rcpsp DIR --schedules N`, and what can be proven of its schedules with `--prove`.
#![expect(clippy::print_stdout, reason = "prints figures")]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context as _, ensure};
use clap::Parser;
use cpu_time::ThreadTime;
use cxplan_core::search::{Activity, Arc, Instance, Settings, critical_path, shortest};
use cxplan_prove::prove;

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
    let settings = Settings { schedules: args.schedules, seed: args.seed };
    let (mut deviation, mut count, mut infeasible, mut schedules) = (0.0, 0u32, 0u32, 0);
    let (mut optimal, mut better, mut searching, mut seconds) = (0u32, 0u32, 0.0, 0.0);
    println!("file,activities,critical_path,lower_bound,makespan,schedules,cpu_seconds,optimal");
    for file in files.iter().skip(args.skip).step_by(args.every.max(1)) {
        let instance = read(file)?;
        let begun = ThreadTime::now();
        let mut found = shortest(&instance, instance.order(), &settings);
        searching += begun.elapsed().as_secs_f64();
        if let Some(effort) = args.prove {
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
        let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        println!(
            "{name},{},{path},{},{},{},{taken:.4},{}",
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
    ensure!(count > 0, "no .rcp files in {}", args.folder.display());
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
