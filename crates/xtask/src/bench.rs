//! `cargo xtask bench`: how long builds take and how much memory, on plans of growing size.
//!
//! Each figure is the whole program from start to end: reading, checking, scoring, scheduling, rendering and writing the
//! page. CPU seconds and peak memory are the operating system's own account of the finished process. Compare figures of
//! one run with each other: machines differ, and a busy one is slow at everything.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, bail};
use wait4::Wait4 as _;

use crate::shell::run;

/// Arguments of the task.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Counted builds of each plan; the median is shown.
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Numbers of initiatives of the generated plans.
    #[arg(long, value_delimiter = ',', default_values_t = [100, 1_000, 10_000])]
    sizes: Vec<usize>,
}

/// Builds the program, generates the plans and prints a table.
pub(crate) fn run_all(root: &Path, args: &Args) -> anyhow::Result<()> {
    run(Command::new(env!("CARGO"))
        .args(["build", "--release", "--package", "cxplan-cli", "--target-dir", "target"])
        .current_dir(root))?;
    let program = root.join("target/release/cxplan").with_extension(std::env::consts::EXE_EXTENSION);
    let folder = root.join("target/bench");
    fs::create_dir_all(&folder)?;
    println!("\n{:<28} {:>10} {:>10} {:>10} {:>10}", "plan", "wall ms", "CPU s", "peak MB", "page kB");
    let example = root.join("examples/furniture-retailer/plan.toml");
    report(&program, "furniture retailer, 26", &example, &folder, args.runs, Stages::ToPage)?;
    report(&program, "the same without the page", &example, &folder, args.runs, Stages::ToTimeline)?;
    for &size in &args.sizes {
        let plan = folder.join(format!("plan-{size}.toml"));
        fs::write(&plan, generate(size).join(""))?;
        report(&program, &format!("generated, {size}"), &plan, &folder, args.runs, Stages::ToPage)?;
    }
    let plan = folder.join("uncertain-120.toml");
    fs::write(&plan, generate(120).iter().map(|piece| uncertain(piece)).collect::<String>())?;
    report(&program, "timeline, 120 uncertain", &plan, &folder, args.runs, Stages::ToTimeline)?;
    report(&program, "and 10,000 simulations", &plan, &folder, args.runs, Stages::Simulated)?;
    report(&program, "forecast, 26 and 8 metrics", &example, &folder, args.runs, Stages::Forecast)?;
    let plan = folder.join("outcomes-1000.toml");
    let pieces = generate(1_000).into_iter().enumerate();
    fs::write(
        &plan,
        pieces.map(|(position, piece)| with_outcomes(position, &uncertain(&piece))).collect::<String>(),
    )?;
    report(&program, "forecast, 1000 and 8 metrics", &plan, &folder, args.runs, Stages::Forecast)?;
    for &size in &args.sizes {
        let plan = split(&folder.join(format!("split-{size}")), generate(size))?;
        let name = format!("check {size} in {FILES} files");
        report(&program, &name, &plan, &folder, args.runs, Stages::ToTimeline)?;
        let broken = generate(size).into_iter().enumerate().map(|(position, text)| damage(position, text));
        let plan = split(&folder.join(format!("broken-{size}")), broken.collect())?;
        report(&program, &format!("check with {size} errors"), &plan, &folder, args.runs, Stages::Errors)?;
    }
    Ok(())
}

/// Number of files that a split plan includes.
const FILES: usize = 20;

/// Writes a plan whose initiatives stand in files of their own, and gives its path.
fn split(folder: &Path, pieces: Vec<String>) -> anyhow::Result<PathBuf> {
    let initiatives = folder.join("initiatives");
    fs::create_dir_all(&initiatives)?;
    let mut pieces = pieces.into_iter();
    let head = pieces.next().unwrap_or_default();
    let head = head.replacen("schema = 1\n", "schema = 1\ninclude = [\"initiatives/*.toml\"]\n", 1);
    let plan = folder.join("plan.toml");
    fs::write(&plan, head)?;
    let rest: Vec<String> = pieces.collect();
    for (number, file) in rest.chunks(rest.len().div_ceil(FILES).max(1)).enumerate() {
        fs::write(initiatives.join(format!("{number:02}.toml")), file.join(""))?;
    }
    Ok(plan)
}

/// The same initiative with a duration of three points: its effort as the likely one, half of it and twice as much.
fn uncertain(piece: &str) -> String {
    let days = piece.split_once("effort = \"").and_then(|(_, rest)| rest.split_once("d\""));
    let Some(days) = days.and_then(|(days, _)| days.parse::<u32>().ok()) else { return piece.to_owned() };
    let (low, high) = (days.div_ceil(2), 2 * days + 1);
    let points = format!("\nduration = [\"{low}d\", \"{days}d\", \"{high}d\"]\ndepends_on");
    piece.replacen("\ndepends_on", &points, 1)
}

/// Metrics that are forecast.
const METRICS: usize = 8;

/// The head with a year's metrics, and initiatives with an effect on one of them.
fn with_outcomes(position: usize, piece: &str) -> String {
    if position > 0 {
        let metric = position % METRICS;
        return format!(
            "{piece}effects = [{{ metric = \"metric-{metric}\", change = [0.01, 0.02, 0.04], ramp = \"3mo\" }}]\n"
        );
    }
    let metric = |number: usize| {
        format!(
            "[[metric]]\nid = \"metric-{number}\"\nname = \"Metric {number}\"\nkind = \"amount\"\ndirection = \"higher\"\n\
             baseline = {{ value = 20, sd = 9, n = 400 }}\n\
             targets = [{{ months = 6, value = 21 }}, {{ months = 12, value = 22 }}]\n"
        )
    };
    let year = piece.replacen("horizon_months = 120", "horizon_months = 12", 1);
    year + &(0..METRICS).map(metric).collect::<String>()
}

/// One error in an initiative, of a kind that goes by its position: a misspelt key or reference, an amount of time
/// that cannot be read or has no unit.
fn damage(position: usize, text: String) -> String {
    match position {
        0 => text,
        _ => match position % 4 {
            0 => text.replacen("title =", "titel =", 1).replacen(
                "[[initiative]]\n",
                "[[initiative]]\ntitle = \"T\"\n",
                1,
            ),
            1 => text.replacen("team = \"team-", "team = \"taem-", 1),
            2 => text.replacen("effort = \"", "effort = \"x", 1),
            _ => text.replacen("d\"\ndepends", "\"\ndepends", 1),
        },
    }
}

/// How far the program goes.
#[derive(Clone, Copy, PartialEq)]
enum Stages {
    /// Reading, checking, scoring and scheduling: `cxplan check`.
    ToTimeline,
    /// All of it: `cxplan build`.
    ToPage,
    /// Reading to scheduling, and ten thousand schedules more: `cxplan plan --simulate`.
    Simulated,
    /// The same, and what ten thousand worlds make of the metrics: `cxplan forecast`.
    Forecast,
    /// `cxplan check` of a plan with errors, which are written for people.
    Errors,
}

struct Figures {
    wall_ms: f64,
    cpu_s: f64,
    peak_mb: f64,
}

fn report(
    program: &Path,
    name: &str,
    plan: &Path,
    folder: &Path,
    runs: usize,
    stages: Stages,
) -> anyhow::Result<()> {
    let page = folder.join("page.html");
    // The first build compiles the plugins into the cache and is not counted.
    measure(program, plan, &page, folder, stages)?;
    let mut figures = (0..runs.max(1))
        .map(|_| measure(program, plan, &page, folder, stages))
        .collect::<Result<Vec<_>, _>>()?;
    let mut median = |key: fn(&Figures) -> f64| {
        figures.sort_by(|a, b| key(a).total_cmp(&key(b)));
        key(&figures[figures.len() / 2])
    };
    let (wall, cpu, peak) = (median(|f| f.wall_ms), median(|f| f.cpu_s), median(|f| f.peak_mb));
    let size = match stages {
        Stages::ToTimeline | Stages::Simulated | Stages::Forecast | Stages::Errors => "-".to_owned(),
        Stages::ToPage => format!("{:.0}", fs::metadata(&page)?.len() as f64 / 1000.0),
    };
    println!("{name:<28} {wall:>10.1} {cpu:>10.3} {peak:>10.1} {size:>10}");
    Ok(())
}

fn measure(
    program: &Path,
    plan: &Path,
    page: &Path,
    folder: &Path,
    stages: Stages,
) -> anyhow::Result<Figures> {
    let started = Instant::now();
    let mut command = Command::new(program);
    match stages {
        Stages::ToTimeline => command.arg("check").arg(plan).arg("--quiet"),
        Stages::Errors => command.arg("check").arg(plan),
        Stages::Simulated => {
            command.arg("plan").arg(plan).args(["--simulate", "10000", "--quiet"]).stdout(Stdio::null())
        }
        Stages::Forecast => {
            command.arg("forecast").arg(plan).args(["--draws", "10000", "--quiet"]).stdout(Stdio::null())
        }
        Stages::ToPage => {
            command.arg("build").arg(plan).args(["--quiet", "--language", "en", "-o"]).arg(page)
        }
    };
    let child = command
        .env("CXPLAN_CACHE_DIR", cache(folder))
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let usage = child.wait4()?;
    let wall = started.elapsed();
    let expected = i32::from(stages == Stages::Errors);
    if usage.status.code() != Some(expected) {
        bail!("{} ended with {:?} instead of {expected}", plan.display(), usage.status.code());
    }
    Ok(Figures {
        wall_ms: wall.as_secs_f64() * 1000.0,
        cpu_s: (usage.rusage.utime + usage.rusage.stime).as_secs_f64(),
        peak_mb: usage.rusage.maxrss as f64 / 1e6,
    })
}

fn cache(folder: &Path) -> PathBuf {
    folder.join("cache")
}

/// A plan with so many initiatives: a random acyclic graph with two dependencies each on average, ten teams of one to
/// four people, one step of 1 to 20 days each, all stages and scores of the RICE scale.
///
/// The first piece is the head, then one an initiative.
fn generate(size: usize) -> Vec<String> {
    let mut random = SplitMix(42);
    let mut text = String::from(
        "schema = 1\n[plan]\ntitle = \"Generated plan\"\nstart = 2027-01-04\ntoday = 2027-01-04\nhorizon_months = 120\n",
    );
    for team in 1..=10 {
        let people = 1 + random.below(4);
        let _ = write!(text, "[[team]]\nid = \"team-{team}\"\nname = \"Team {team}\"\ncapacity = {people}\n");
    }
    for (order, stage) in
        ["Discover", "Evaluate", "Buy", "Receive", "Use", "Get help", "Renew"].iter().enumerate()
    {
        let _ = write!(text, "[[stage]]\nid = \"stage-{}\"\nname = \"{stage}\"\n", order + 1);
    }
    let mut pieces = vec![text];
    for index in 0..size {
        let (days, team, stage) = (1 + random.below(20), 1 + random.below(10), 1 + random.below(7));
        // Up to four dependencies, two on average, each on an earlier initiative.
        let mut needs: Vec<u64> = (0..random.below(5)).map(|_| random.below(index.max(1) as u64)).collect();
        needs.retain(|need| (*need as usize) < index);
        needs.sort_unstable();
        needs.dedup();
        let needs: Vec<String> = needs.iter().map(|need| format!("\"initiative-{need}\"")).collect();
        let reach = 100 * (1 + random.below(5_000));
        let impact = ["0.25", "0.5", "1", "2", "3"][random.below(5) as usize];
        let confidence = ["0.5", "0.8", "1.0"][random.below(3) as usize];
        pieces.push(format!(
            "[[initiative]]\nid = \"initiative-{index}\"\ntitle = \"Initiative number {index} of the plan\"\n\
             stage = \"stage-{stage}\"\nteam = \"team-{team}\"\neffort = \"{days}d\"\ndepends_on = [{}]\n\
             rice = {{ reach = {reach}, impact = {impact}, confidence = {confidence} }}\n",
            needs.join(", "),
        ));
    }
    pieces
}

/// Steele, Lea and Flood's generator, so that the plans are the same everywhere.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; the bias of the remainder does not matter at these sizes.
    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}
