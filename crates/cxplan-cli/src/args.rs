//! The command line.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use cxplan_engine::core::diag::{Code, Level, Levels};
use cxplan_engine::core::method::Language;
use cxplan_engine::render::Format;
use jiff::civil::Date;

use crate::guests::Guest;
use crate::starters::Starter;

/// Plans what customers will live: a plan in TOML is checked, scored, put on a timeline and published as a page.
///
/// Exit status: 0 fine, 1 the plan has errors, 2 could not run.
#[derive(Debug, Parser)]
#[command(name = "cxplan", version, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What holds for every command.
#[derive(Debug, ClapArgs)]
pub(crate) struct Global {
    /// Run as if started in this folder.
    #[arg(short = 'C', long, global = true, value_name = "DIR")]
    pub(crate) directory: Option<PathBuf>,
    /// How findings are written: to standard error; what programs read of `check` to standard output.
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        default_value = "human",
        env = "CXPLAN_MESSAGE_FORMAT"
    )]
    pub(crate) message_format: MessageFormat,
    /// Language of what the program says; documents are in those of the plan.
    #[arg(long = "lang", global = true, value_name = "LANGUAGE", default_value = "en", env = "CXPLAN_LANG", value_parser = language)]
    pub(crate) lang: Language,
    /// Whether to colour the output.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,
    /// Print errors only.
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Print what a closer look needs, such as the functions in which a plugin failed.
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Compile plugins anew, and keep nothing of them.
    #[arg(long, global = true)]
    pub(crate) no_cache: bool,
}

/// Whether to colour the output.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    pub(crate) fn write_global(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// With the lines of the plan and what to do.
    Human,
    /// A line each: place, code, message.
    Short,
    /// A JSON object a line.
    Json,
    /// Annotations of GitHub, a workflow command a line.
    Github,
    /// A code quality report of GitLab.
    Gitlab,
    /// A log in SARIF 2.1.0.
    Sarif,
    /// A test report in XML, as `JUnit` writes it.
    Junit,
}

/// The command by which the program starts itself to compile a plugin.
pub(crate) const COMPILE: &str = "__compile";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Starts a plan in a folder.
    Init(Init),
    /// Checks a plan and reports everything that is wrong.
    Check(Check),
    /// Scores the initiatives of a plan.
    Score(Score),
    /// Puts the initiatives on a timeline.
    Plan(Plan),
    /// Tells how likely the targets of metrics are, and what decides it.
    Forecast(Forecast),
    /// Tells what of the six steps of the method is there, thin or missing, and what the findings say together.
    Readiness(Readiness),
    /// Holds what was measured and delivered against what the plan made one expect.
    Learn(Learn),
    /// Tells when the plan is looked at again, what is due then, and what was decided; also as a calendar.
    Reviews(Reviews),
    /// Writes the page, the Markdown and the JSON of a plan.
    #[command(visible_alias = "b")]
    Build(Build),
    /// Chooses the initiatives that make the most of a budget, and says why for each that is left out.
    Portfolio(Portfolio),
    /// Tells what changed between two states of a plan, and why: not in its text, but in what it comes to.
    Diff(DiffArgs),
    /// Makes parts of a plan out of other files.
    #[command(subcommand)]
    Import(Import),
    /// Prints the plan language as a JSON Schema, for editors.
    Schema(Schema),
    /// Templates of the documents, and those of your own that replace them.
    #[command(subcommand)]
    Template(Template),
    /// Scoring plugins.
    #[command(subcommand)]
    Plugin(Plugin),
    /// Explains a code such as CXP0201.
    Explain(Explain),
    /// Compiles the component on standard input within limits of time and memory, for the process that started this one.
    #[command(name = COMPILE, hide = true)]
    Compile,
}

/// The plan, and what is decided over it.
#[derive(Debug, ClapArgs)]
pub(crate) struct Input {
    /// The plan: a file, a folder with a plan.toml, or - for standard input [default: the nearest plan.toml upwards].
    pub(crate) path: Option<PathBuf>,
    /// The method that decides the order, instead of the plan's.
    #[arg(long, value_name = "ID")]
    pub(crate) method: Option<String>,
    /// A scoring plugin besides those that the plan names.
    #[arg(long = "plugin", value_name = "FILE")]
    pub(crate) plugins: Vec<PathBuf>,
    /// The day that documents speak of as today, instead of the plan's.
    #[arg(long, value_name = "DATE", env = "CXPLAN_TODAY")]
    pub(crate) today: Option<Date>,
    /// Makes a warning an error, by its code; `warnings` for all that the plan does not allow.
    #[arg(long, value_name = "CODE", value_parser = lint)]
    pub(crate) deny: Vec<Lint>,
    /// Reports a warning that the plan allows or denies, by its code.
    #[arg(long, value_name = "CODE", value_parser = lint)]
    pub(crate) warn: Vec<Lint>,
    /// Does not report a warning, by its code.
    #[arg(long, value_name = "CODE", value_parser = lint)]
    pub(crate) allow: Vec<Lint>,
    /// Refuses plugins of the plan that cxplan.lock does not know; one that differs from it is always refused.
    #[arg(long, env = "CXPLAN_LOCKED", value_parser = clap::builder::FalseyValueParser::new())]
    pub(crate) locked: bool,
    /// How many timelines are looked at for the best one; 0 keeps to the order of work [default: as many as take a moment].
    #[arg(long, value_name = "N", env = "CXPLAN_EFFORT")]
    pub(crate) effort: Option<u64>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Portfolio {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Money for work and for a year of tools [default: that of the plan; without one, only teams limit what can be done].
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true, value_parser = amount)]
    pub(crate) budget: Option<f64>,
    /// What shall be as large as can be: score, targets, or the id of a metric.
    #[arg(long, value_name = "WHAT", default_value = "score")]
    pub(crate) maximise: String,
    /// An initiative that has to be done, with all that it needs; may be given more than once.
    #[arg(long, value_name = "ID")]
    pub(crate) must: Vec<String>,
    /// An initiative that may not be done; may be given more than once.
    #[arg(long, value_name = "ID")]
    pub(crate) without: Vec<String>,
    /// How many nodes of the search are looked at [default: as many as take a moment].
    #[arg(long, value_name = "N")]
    pub(crate) looks: Option<u64>,
    /// How the choice is written.
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: PortfolioFormat,
    /// Language of the table and the picture [default: that of --lang].
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub(crate) language: Option<Language>,
}

/// How a portfolio is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PortfolioFormat {
    /// Sentences, what to do and what not, and what there is to gain by budget.
    Table,
    /// JSON for programs.
    Json,
    /// What there is to gain by budget, as a picture.
    Svg,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct DiffArgs {
    /// The first state: a plan's file or folder, a plan that `plan --out` saved, or a revision of git such as main, v1.2 or HEAD~3.
    pub(crate) base: String,
    /// The second state [default: the nearest plan.toml upwards].
    pub(crate) head: Option<String>,
    /// How the difference is written.
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: DiffFormat,
    /// Makes a change to the second state that stands in no file, as `plan --what-if` does: drop=ID, team.web.capacity=2; may be given
    /// more than once. `cxplan diff . --what-if drop=ID` compares the plan with itself without an initiative.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) what_if: Vec<String>,
    /// Ends with status 1 where anything differs.
    #[arg(long)]
    pub(crate) exit_code: bool,
    /// Ends with status 1 where a condition is met, such as `end_days > 5` or `cost_increase > 10%`; may be given more than once.
    /// Others: `moved_later`, `most_days_later`, `added`, `removed`, `newly_missed`, `effort_increase`, `target_odds_drop`.
    #[arg(long, value_name = "CONDITION")]
    pub(crate) fail_if: Vec<String>,
    /// The method that decides the order, instead of the plan's.
    #[arg(long, value_name = "ID")]
    pub(crate) method: Option<String>,
    /// A scoring plugin besides those that the plan names.
    #[arg(long = "plugin", value_name = "FILE")]
    pub(crate) plugins: Vec<PathBuf>,
    /// Refuses plugins of the plan that cxplan.lock does not know; one that differs from it is always refused.
    #[arg(long, env = "CXPLAN_LOCKED", value_parser = clap::builder::FalseyValueParser::new())]
    pub(crate) locked: bool,
    /// How many timelines are looked at for the best one; 0 keeps to the order of work [default: as many as take a moment].
    #[arg(long, value_name = "N", env = "CXPLAN_EFFORT")]
    pub(crate) effort: Option<u64>,
    /// Language of the text and the Markdown [default: that of --lang].
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub(crate) language: Option<Language>,
}

impl DiffArgs {
    /// What is decided over both states.
    pub(crate) fn input(&self) -> Input {
        Input {
            path: None,
            method: self.method.clone(),
            plugins: self.plugins.clone(),
            today: None,
            deny: Vec::new(),
            warn: Vec::new(),
            allow: Vec::new(),
            locked: self.locked,
            effort: self.effort,
        }
    }
}

/// How a difference is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum DiffFormat {
    /// Sentences and a table.
    Text,
    /// Markdown for a comment on a pull request.
    Markdown,
    /// JSON for programs.
    Json,
}

/// A warning, or all of them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lint {
    Warnings,
    Code(Code),
}

impl Input {
    /// The levels asked for; where a code is named twice the strictest holds.
    pub(crate) fn levels(&self) -> Levels {
        let mut levels = Levels::default();
        for (level, lints) in
            [(Level::Allow, &self.allow), (Level::Warn, &self.warn), (Level::Deny, &self.deny)]
        {
            for lint in lints {
                match lint {
                    Lint::Warnings => levels.all = Some(level),
                    Lint::Code(code) => _ = levels.codes.insert(*code, level),
                }
            }
        }
        levels
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Init {
    /// Folder of the new plan.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,
    /// The plan to start from.
    #[arg(long, value_name = "NAME", default_value = "minimum")]
    pub(crate) template: Starter,
    /// Lists the templates.
    #[arg(long)]
    pub(crate) list: bool,
    /// Language of the plan [default: that of --lang].
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub(crate) language: Option<Language>,
    /// Replace files that are there.
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Mends what can be mended in one way only, and keeps comments and layout; a plan from standard input is written to
    /// standard output.
    #[arg(long)]
    pub(crate) fix: bool,
    /// Shows what `--fix` would change, and changes nothing.
    #[arg(long)]
    pub(crate) diff: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Score {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Takes the score of one initiative apart: what each input brings, and what would move it by a rank.
    #[arg(long, value_name = "ID", conflicts_with_all = ["robustness", "compare"])]
    pub(crate) explain: Option<String>,
    /// Scores each segment with the inputs that the plan gives for it (`by_segment`).
    #[arg(long, conflicts_with_all = ["explain", "robustness", "compare"])]
    pub(crate) by_segment: bool,
    /// Scores each persona with the inputs that the plan gives for it (`by_persona`).
    #[arg(long, conflicts_with_all = ["explain", "robustness", "compare", "by_segment"])]
    pub(crate) by_persona: bool,
    /// Puts together what people judge apart from each other, each in a TOML file of this folder beside the plan: medians,
    /// spread, what to discuss [default: scores].
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, default_missing_value = "scores", require_equals = true)]
    #[arg(conflicts_with_all = ["explain", "robustness", "compare", "by_segment", "by_persona"])]
    pub(crate) people: Option<PathBuf>,
    /// Puts methods side by side: ranks, agreement, disagreements; the first one decides.
    #[arg(long, value_name = "IDS", value_delimiter = ',', conflicts_with = "robustness")]
    pub(crate) compare: Option<Vec<String>>,
    /// Draws the inputs anew so many times, and tells how much of the ranking stands [default: 10000].
    #[arg(long, value_name = "DRAWS", num_args = 0..=1, default_missing_value = "10000", require_equals = true)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) robustness: Option<u32>,
    /// Where the random numbers of --robustness begin.
    #[arg(long, value_name = "NUMBER", default_value_t = 1, requires = "robustness")]
    pub(crate) seed: u64,
    /// How many initiatives count as the first ones for --robustness.
    #[arg(long, value_name = "NUMBER", default_value_t = 5, requires = "robustness")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) top: u32,
    /// How the scores are written.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: ScoreFormat,
    /// Language of the table and of the method's words [default: that of --lang].
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub(crate) language: Option<Language>,
}

/// How scores are written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ScoreFormat {
    /// A table for people.
    Table,
    /// JSON for programs.
    Json,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Plan {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Tells what decides when an initiative ends, or a step of one ("initiative.step"), back to where that begins.
    #[arg(long, value_name = "ID", conflicts_with = "format")]
    pub(crate) why: Option<String>,
    /// Tells how much later each step can start, by links alone and with the teams, and which steps decide the end.
    #[arg(long, conflicts_with_all = ["why", "format"])]
    pub(crate) slack: bool,
    /// Tells what a week more on an initiative costs, or on a step of one ("initiative.step"): the end of the plan, what else
    /// moves, deadlines, value; with `all` a ranking of the initiatives by that.
    #[arg(long, value_name = "ID", conflicts_with_all = ["why", "slack", "format", "baseline"])]
    pub(crate) slip: Option<String>,
    /// Tells which team holds work up and when, how busy each is, and what one more person in each gives.
    #[arg(long, conflicts_with_all = ["why", "slack", "slip", "format", "baseline"])]
    pub(crate) bottlenecks: bool,
    /// Plans with a change that stands in no file, and tells what it moves: team.web.capacity=2, plan.start=2027-02-01,
    /// initiative.ID.steps.STEP.duration=3w, or drop=ID; may be given more than once.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) what_if: Vec<String>,
    /// Tells what moved since an earlier state of the plan: its file or folder, or the JSON that --format json wrote then.
    #[arg(long, value_name = "OLD")]
    pub(crate) baseline: Option<PathBuf>,
    /// How many initiatives may get other dates than in the baseline so that the timeline becomes better; those that cannot keep
    /// theirs move all the same.
    #[arg(long, value_name = "N", requires = "baseline", default_value_t = 0)]
    pub(crate) max_moves: u64,
    /// Draws the durations that are given as three points so many times, and tells how sure each date is [default: the plan's
    /// `simulation.draws`, else 10000].
    #[arg(long, value_name = "DRAWS", num_args = 0..=1, conflicts_with_all = ["why", "slack", "slip", "bottlenecks"])]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) simulate: Option<Option<u32>>,
    /// Where the random numbers of --simulate begin [default: the plan's `simulation.seed`, else 1].
    #[arg(long, value_name = "NUMBER", requires = "simulate")]
    pub(crate) seed: Option<u64>,
    /// Ends with status 1 where something ends after its deadline; the same as --deny CXP0605.
    #[arg(long)]
    pub(crate) fail_late: bool,
    /// Saves the plan to this file as well, as JSON that `diff` and --baseline read.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// How the timeline is written.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: PlanFormat,
    /// Language of the table, of the Gantt and of the method's words in JSON [default: that of --lang].
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub(crate) language: Option<Language>,
}

/// How the timeline is written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PlanFormat {
    /// A table with the reason for each place and date.
    Table,
    /// Bars drawn with letters.
    Gantt,
    /// The whole report as JSON.
    Json,
}

/// `cxplan forecast`
#[derive(Debug, ClapArgs)]
pub(crate) struct Forecast {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How many worlds are drawn: dates, what works, what it brings [default: the plan's `simulation.draws`, else 10000].
    #[arg(long, visible_alias = "simulate", value_name = "DRAWS", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) draws: Option<u32>,
    /// Where the random numbers begin [default: the plan's `simulation.seed`, else 1].
    #[arg(long, value_name = "NUMBER")]
    pub(crate) seed: Option<u64>,
    /// Ends with status 1 where the chance of a target is below, such as 60% or 0.6.
    #[arg(long, value_name = "CHANCE", value_parser = share)]
    pub(crate) fail_below: Option<f64>,
    /// How the forecast is written.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: ForecastFormat,
    /// Language of the table [default: that of --lang].
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub(crate) language: Option<Language>,
}

/// How a forecast is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ForecastFormat {
    /// A sentence and tables for people.
    Table,
    /// JSON for programs, with every month and every initiative.
    Json,
}

/// `cxplan readiness`
#[derive(Debug, ClapArgs)]
pub(crate) struct Readiness {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How it is written.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: ForecastFormat,
    /// Language of the tables [default: that of --lang].
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub(crate) language: Option<Language>,
}

/// `cxplan learn`
#[derive(Debug, ClapArgs)]
pub(crate) struct Learn {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How many worlds are drawn for the forecast of the start [default: the plan's `simulation.draws`, else 10000].
    #[arg(long, value_name = "DRAWS", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) draws: Option<u32>,
    /// Where the random numbers begin [default: the plan's `simulation.seed`, else 1].
    #[arg(long, value_name = "NUMBER")]
    pub(crate) seed: Option<u64>,
    /// How it is written.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: ForecastFormat,
    /// Language of the table [default: that of --lang].
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub(crate) language: Option<Language>,
}

/// `cxplan reviews`
#[derive(Debug, ClapArgs)]
pub(crate) struct Reviews {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How the reviews are written.
    #[arg(short, long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: ReviewsFormat,
    /// A file, or - for standard output [default: standard output].
    #[arg(short, long, visible_alias = "out", value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Language of what is written [default: that of --lang].
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub(crate) language: Option<Language>,
}

/// How reviews are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReviewsFormat {
    /// Dates to come with what is due, and decisions, for people.
    Table,
    /// JSON for programs, with all dates.
    Json,
    /// A calendar that other programs read (iCalendar).
    Ics,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) input: Input,
    /// A folder, a file, or - for standard output [default: the folder `build` beside the plan].
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
    /// A format to write; may be given more than once [default: html and markdown, or that of the output's ending].
    #[arg(short, long, value_name = "FORMAT", value_parser = format)]
    pub(crate) format: Vec<Format>,
    /// A language to write in; may be given more than once [default: those of the plan].
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub(crate) language: Vec<Language>,
    /// Show the page in the browser.
    #[arg(long)]
    pub(crate) open: bool,
    /// Writes nothing, and ends with status 1 where a document is not there or not that of the plan.
    #[arg(long, conflicts_with = "open")]
    pub(crate) check: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Counts the answers of a survey export in CSV and prints what the plan says of them: a baseline, an `[[actual]]` or counts by
    /// Kano. Nothing but numbers, dates and ids of the plan is printed.
    ///
    /// Exit status: 0 fine, 1 no answer counts or the plan has errors, 2 the file cannot be read.
    Survey(ImportSurvey),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ImportSurvey {
    /// The export, a row for each answer, or - for standard input.
    pub(crate) file: PathBuf,
    /// The metric of the plan that the answers measure.
    #[arg(long, value_name = "ID", required_unless_present = "kind")]
    pub(crate) metric: Option<String>,
    /// What was asked, where no plan tells.
    #[arg(long, value_name = "KIND", value_parser = ["nps", "csat", "ces", "rating", "rate", "amount", "kano"])]
    pub(crate) kind: Option<String>,
    /// Lowest and highest answer, such as 1..7 [default: those of the metric, else the usual ones of the kind].
    #[arg(long, value_name = "LOW..HIGH", value_parser = scale)]
    pub(crate) scale: Option<[f64; 2]>,
    /// How satisfaction is counted [default: that of the metric, else top-2-box].
    #[arg(long, value_name = "METHOD", value_parser = ["top-2-box", "binary", "mean"])]
    pub(crate) method: Option<String>,
    /// The column of the answers, where its name does not tell.
    #[arg(long, value_name = "NAME")]
    pub(crate) column: Option<String>,
    /// When it was measured [default: the day of the last answer].
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<Date>,
    /// What to print [default: an actual where the metric has a baseline].
    #[arg(long = "as", value_name = "WHAT")]
    pub(crate) place: Option<Measured>,
    /// The plan: a file or a folder; its segments, touchpoints and initiatives are looked for in the answers [default: the nearest
    /// plan.toml upwards, with --metric].
    #[arg(long, value_name = "PATH")]
    pub(crate) plan: Option<PathBuf>,
    /// How it is printed.
    #[arg(long, value_name = "FORMAT", default_value = "toml")]
    pub(crate) format: ImportFormat,
    /// Writes the line and the reason of each row that is left out into a file, as CSV.
    #[arg(long, value_name = "FILE")]
    pub(crate) excluded: Option<PathBuf>,
}

/// Where a measurement goes.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Measured {
    /// Where the metric stands at the beginning.
    Baseline,
    /// A value measured since.
    Actual,
}

/// How what was imported is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportFormat {
    /// For the plan.
    Toml,
    /// For programs, with every row that is left out.
    Json,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Schema {
    /// A plan whose own plugins the schema shall know; without, any method of one's own is fine.
    pub(crate) path: Option<PathBuf>,
    /// A file, or - for standard output [default: standard output].
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Template {
    /// Lists the templates, and which of them files of your own replace.
    List {
        /// The plan: a file or a folder [default: the nearest plan.toml upwards].
        plan: Option<PathBuf>,
    },
    /// Prints a built-in template.
    Show {
        /// Name of the template, as `list` has it.
        name: String,
    },
    /// Writes a built-in template into the folder `templates` beside the plan, to be changed there.
    Eject {
        /// Name of the template, as `list` has it.
        name: String,
        /// Another folder for it.
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
    },
    /// Reads the templates beside a plan and tries them on a sample, and on the plan where it has no errors.
    Check {
        /// The plan: a file or a folder [default: the nearest plan.toml upwards].
        plan: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Plugin {
    /// Lists the built-in methods.
    List,
    /// Shows what a method reads and answers.
    Info {
        /// A built-in method's id, a plugin's file, or the id of a method whose plugin the plan names.
        plugin: String,
        /// The plan: a file or a folder [default: the nearest plan.toml upwards].
        #[arg(long, value_name = "PATH")]
        plan: Option<PathBuf>,
    },
    /// Prints the interface that plugins are written against.
    Wit,
    /// Starts a plugin in a folder of its own: a small method that works, its test cases, and a plan that uses it.
    New {
        /// Id of the method, and name of the folder: small letters, digits and hyphens.
        name: String,
        /// The language that it is written in.
        #[arg(long, value_name = "LANGUAGE", default_value = "rust")]
        language: Guest,
        /// For Rust: a checkout of cxplan's repository, whose crate cxplan-sdk the plugin is built with.
        #[arg(long, value_name = "PATH")]
        sdk: Option<PathBuf>,
    },
    /// Builds the plugin of a folder, with the tools of its language.
    Build {
        /// Folder of the plugin.
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
    /// Tries a plugin: what it needs, what it costs, whether it keeps to its contract.
    Check {
        /// The plugin's file.
        file: PathBuf,
    },
    /// Runs the test cases of a plugin.
    Test(PluginTest),
    /// Makes a plan use a plugin: copies it into the plan's folder, names it in the plan, and records it in cxplan.lock.
    Add(PluginAdd),
    /// Makes a plan use a plugin no more; the plugin's file stays.
    Remove {
        /// Id of the method.
        id: String,
        /// The plan: a file or a folder [default: the nearest plan.toml upwards].
        #[arg(long, value_name = "PATH")]
        plan: Option<PathBuf>,
    },
    /// Records in cxplan.lock which plugins a plan uses, by their digests.
    Lock {
        /// The plan: a file or a folder [default: the nearest plan.toml upwards].
        plan: Option<PathBuf>,
    },
}

#[derive(Debug, ClapArgs)]
pub(crate) struct PluginAdd {
    /// The plugin's file.
    pub(crate) file: PathBuf,
    /// The plan: a file or a folder [default: the nearest plan.toml upwards].
    #[arg(long, value_name = "PATH")]
    pub(crate) plan: Option<PathBuf>,
    /// Puts it in the place of the plugin that the plan or cxplan.lock has for this method.
    #[arg(long)]
    pub(crate) replace: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct PluginTest {
    /// A folder with a cases.toml, a plugin's file with one beside it, or a built-in method's id.
    #[arg(default_value = ".")]
    pub(crate) plugin: String,
    /// The cases, instead of the cases.toml beside the plugin.
    #[arg(long, value_name = "FILE")]
    pub(crate) cases: Option<PathBuf>,
    /// Run only the cases whose name holds this text.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) case: String,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Explain {
    /// The code; without, all codes are listed.
    pub(crate) code: Option<String>,
}

fn lint(name: &str) -> Result<Lint, String> {
    if name == "warnings" {
        return Ok(Lint::Warnings);
    }
    match Code::from_number(name) {
        Some(code) if code.has_level() => Ok(Lint::Code(code)),
        Some(code) => {
            Err(format!("{} is always an error; correct it in the plan, or name a warning", code.number()))
        }
        None => Err("use a code such as CXP0311, or warnings; `cxplan explain` lists the codes".into()),
    }
}

fn language(tag: &str) -> Result<Language, String> {
    Language::from_tag(tag).ok_or_else(|| match Guest::from_str(tag, true) {
        Ok(_) => "use en or fr; what a plugin is written in goes with --language".into(),
        Err(_) => "use en or fr".into(),
    })
}

fn share(text: &str) -> Result<f64, String> {
    let (figures, whole) =
        text.trim().strip_suffix('%').map_or((text.trim(), 1.0), |part| (part.trim(), 100.0));
    let share = figures.parse().map(|figures: f64| figures / whole);
    share
        .ok()
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| "use a chance such as 60% or 0.6".into())
}

fn scale(text: &str) -> Result<[f64; 2], String> {
    let ends = text.split_once("..").and_then(|(low, high)| Some([low.parse().ok()?, high.parse().ok()?]));
    let ends: Option<[i32; 2]> = ends.filter(|[low, high]| low < high);
    ends.map(|ends| ends.map(f64::from))
        .ok_or_else(|| "use the lowest and the highest answer, such as 1..7".into())
}

fn amount(text: &str) -> Result<f64, String> {
    let amount: Option<f64> = text.replace(['_', '\'', ' '], "").parse().ok();
    amount
        .filter(|amount| (0.0..=1e9).contains(amount))
        .ok_or_else(|| "use an amount from 0 to 1000000000, such as 520000".into())
}

fn format(name: &str) -> Result<Format, String> {
    match name {
        "html" => Ok(Format::Html),
        "markdown" | "md" => Ok(Format::Markdown),
        "json" => Ok(Format::Json),
        "svg" => Ok(Format::Svg),
        _ => Err("use html, markdown, json or svg; for PDF, print the page to a file".into()),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_sound() {
        <super::Args as clap::CommandFactory>::command().debug_assert();
    }
}
