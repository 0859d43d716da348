//! The pipeline in order: text, document, plan, scores, timeline.

use std::path::PathBuf;

use cxplan_core::assemble::{self, Stamp};
use cxplan_core::check::{self, Checked, Options};
use cxplan_core::diag::{Diagnostic, Diagnostics, Levels, Severity};
use cxplan_core::doubts::{Doubts, MOST_ROWS};
use cxplan_core::forecast;
use cxplan_core::lint;
use cxplan_core::method::{Language, Method, Outcome, Request};
use cxplan_core::model::Plan;
use cxplan_core::phrase;
use cxplan_core::read;
use cxplan_core::report::Report;
use cxplan_core::scores::{self, Scores};
use cxplan_core::timeline::{self, Planning, Timeline};
use cxplan_host::{Host, Plugin};
use cxplan_render::Logo;
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::logo;
use crate::plugins;
use crate::project::Project;

/// Fuel for what documents tell of the doubts about scores, about a second of computing. A method in an interpreted language takes
/// hundreds of times more for a row than one in Rust.
const MOST_FUEL: u64 = 1_000_000_000;

/// What the caller decides over the plan.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Plugins besides those that the plan names: the file, and what messages and reports call it.
    pub plugins: Vec<(PathBuf, String)>,
    /// Id of the method that decides, instead of the plan's.
    pub method: Option<String>,
    /// Ids of the methods to compare with, instead of the plan's.
    pub compare: Option<Vec<String>>,
    /// The day that documents speak of as today, instead of the plan's.
    pub today: Option<Date>,
    /// Levels of warnings, over the plan's.
    pub levels: Levels,
    /// Whether `cxplan.lock` must know every plugin that the plan names.
    pub locked: bool,
    /// Whether only scores are asked for: work that nobody knows is then a warning, and keeps the timeline alone from being made.
    pub scores_alone: bool,
    /// How much is looked for to make the timeline.
    pub planning: Planning,
}

impl Settings {
    /// Ids of the methods that the caller asks for.
    fn asked(&self) -> Vec<&str> {
        self.method.iter().chain(self.compare.iter().flatten()).map(String::as_str).collect()
    }
}

/// What came out, as far as the plan allowed.
#[derive(Debug)]
pub struct Run {
    /// All findings, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The plan, where it has no error.
    pub plan: Option<Plan>,
    /// The scores of each method of the plan, where all could be scored.
    pub scores: Option<Vec<Scores>>,
    /// The timeline, where there are scores and all work is known.
    pub timeline: Option<Timeline>,
    /// The logo of the plan's theme.
    pub logo: Option<Logo>,
    /// The plugin of each method of the plan, to ask it more.
    plugins: Vec<Plugin>,
}

impl Run {
    /// What the plan comes to by its forecast, without the other doubts, which take longer. Whatever tells of targets goes by this, so
    /// that no two places tell two values.
    pub fn outlook(&self) -> Doubts {
        Doubts::default().with_forecast(self.forecast())
    }

    fn forecast(&self) -> Option<forecast::Forecast> {
        forecast::for_documents(self.plan.as_ref()?, self.timeline.as_ref()?)
    }

    /// Asks the n-th method of the plan.
    ///
    /// # Errors
    ///
    /// The finding where the plugin fails.
    pub fn ask(&self, method: usize, request: &Request) -> Result<Outcome, Diagnostic> {
        let plugin = &self.plugins[method];
        plugin.score(request).map_err(|error| plugins::run_diagnostic(&error, &plugin.method, None, None))
    }

    /// How far figures can be leaned on, the scores and what metrics come to, nothing where the run has none; and a warning where the plugin fails on values near
    /// those of the plan: the scores stand all the same.
    pub fn doubts(&self) -> (Doubts, Option<Diagnostic>) {
        let (Some(plan), Some(scores)) = (&self.plan, &self.scores) else { return (Doubts::default(), None) };
        let (doubts, failure) =
            Doubts::new(plan, &scores[0], self.affordable_rows(plan), |request| self.ask(0, request));
        (doubts.with_forecast(self.forecast()), failure.map(near_values))
    }

    /// The plan without anything that happened since its start, and the timeline that it would have had. None where the run has no
    /// timeline, or where there is none without what happened.
    ///
    /// # Errors
    ///
    /// The finding where the method fails on it.
    pub fn at_start(&self, planning: &Planning) -> Result<Option<(Plan, Timeline)>, Diagnostic> {
        let (Some(plan), Some(_)) = (&self.plan, &self.timeline) else { return Ok(None) };
        let start = cxplan_core::learn::at_start(plan);
        // Its findings are about a plan that nobody wrote.
        let mut apart = Diagnostics::default();
        let outcome = self.ask(0, &scores::request(&start, 0))?;
        let scores = scores::tally(&start, 0, outcome, &mut apart);
        let timeline = timeline::timeline(&start, &scores, planning, &mut apart);
        Ok(timeline.map(|timeline| (start, timeline)))
    }

    /// How many rows the method that decides may be asked about for documents: fewer of one that computes long.
    fn affordable_rows(&self, plan: &Plan) -> usize {
        let once = scores::request(plan, 0);
        let twice = Request { rows: [once.rows.as_slice(), &once.rows].concat(), ..once.clone() };
        let fuel = |request| Some(self.plugins[0].run(request).ok()?.usage.fuel);
        // Where the plan itself is all that it can bear, it bears no questions.
        let (Some(once_fuel), Some(twice_fuel)) = (fuel(&once), fuel(&twice)) else { return 0 };
        // A call has its own price, whatever its rows.
        let row = twice_fuel.saturating_sub(once_fuel) / once.rows.len().max(1) as u64;
        MOST_ROWS.min(usize::try_from(MOST_FUEL / row.max(1)).unwrap_or(MOST_ROWS))
    }
}

/// The warning for a plugin that fails on values near those of the plan.
pub fn near_values(failure: Diagnostic) -> Diagnostic {
    let reason = failure.message.clone();
    let message = phrase!(
        "how far the scores can be leaned on is not told in full, as the method fails on values near those of the plan: {reason}",
        "on ne dit pas tout de la solidité des scores, car la méthode échoue sur des valeurs proches de celles du plan : {reason}";
        reason = reason
    );
    Diagnostic { severity: Severity::Warning, message, ..failure }
}

/// Runs the pipeline to its end, or to the first stage with an error; that stage reports all of its errors.
pub fn run(project: &Project, host: &Host, settings: &Settings) -> Run {
    let mut diagnostics = Diagnostics::default();
    let mut run = Run {
        diagnostics: Vec::new(),
        plan: None,
        scores: None,
        timeline: None,
        logo: None,
        plugins: Vec::new(),
    };
    stages(&mut run, project, host, settings, &mut diagnostics);
    let mut diagnostics = diagnostics.sorted();
    for finding in &mut diagnostics {
        // What stands in no file is not for a program to mend.
        finding.fix = finding
            .fix
            .take()
            .filter(|fix| fix.edits.iter().all(|edit| !project.sources.is_change(edit.span)));
    }
    Run { diagnostics, ..run }
}

fn stages(run: &mut Run, project: &Project, host: &Host, settings: &Settings, diagnostics: &mut Diagnostics) {
    project.missing.iter().for_each(|finding| diagnostics.push(finding.clone()));
    let document = read::parse(&project.sources, diagnostics);
    let Settings { plugins: files, locked, .. } = settings;
    let plugins::Loaded { plugins, unavailable, undeclared } =
        plugins::load(host, project, &document, files, &settings.asked(), *locked, diagnostics);
    let methods: Vec<Method> = plugins.iter().map(|plugin| plugin.method.clone()).collect();
    let known = plugins::builtin_methods().iter().map(|(id, _)| (*id).to_owned()).collect();
    let options = Options {
        method: settings.method.clone(),
        compare: settings.compare.clone(),
        today: settings.today,
        levels: settings.levels.clone(),
        whole: project.missing.is_empty(),
        known,
        unavailable,
        undeclared,
        scores_alone: settings.scores_alone,
    };
    let plan = match check::check(document, &methods, &options, diagnostics) {
        Some(Checked::Plan(plan)) => run.plan.insert(plan),
        Some(Checked::Draft(draft)) => return question(draft.for_methods(), plugins, diagnostics),
        None => return,
    };
    run.plugins = in_order_of(plan, plugins);
    run.logo = plan.theme.logo.as_ref().and_then(|logo| logo::read(project, logo, diagnostics));
    lint::plan(plan, diagnostics);
    let Some(scores) = score(plan, &run.plugins, diagnostics) else { return };
    let scores = run.scores.insert(scores);
    lint::scored(plan, scores, diagnostics);
    if plan.initiatives.iter().any(|initiative| initiative.steps.iter().any(|step| step.unknown)) {
        return;
    }
    run.timeline = timeline::timeline(plan, &scores[0], &settings.planning, diagnostics);
}

/// The plugin of each method of the plan.
fn in_order_of(plan: &Plan, plugins: Vec<Plugin>) -> Vec<Plugin> {
    let position =
        |plugin: &Plugin| plan.methods.iter().position(|scoring| scoring.method.id() == plugin.method.id());
    let mut plugins: Vec<(usize, Plugin)> =
        plugins.into_iter().filter_map(|plugin| Some((position(&plugin)?, plugin))).collect();
    plugins.sort_by_key(|(position, _)| *position);
    plugins.into_iter().map(|(_, plugin)| plugin).collect()
}

/// Asks every method of the plan. None where one failed or refused an input.
fn score(plan: &Plan, plugins: &[Plugin], diagnostics: &mut Diagnostics) -> Option<Vec<Scores>> {
    let before = diagnostics.errors();
    let mut all = Vec::new();
    for (position, plugin) in plugins.iter().enumerate() {
        match ask(plan, position, plugin) {
            Ok(outcome) => all.push(scores::tally(plan, position, outcome, diagnostics)),
            Err(failure) => diagnostics.push(failure),
        }
    }
    (diagnostics.errors() == before).then_some(all)
}

/// Asks the methods of a plan with errors what they say of the rest, so that everything that is wrong is told at once.
fn question(plan: &Plan, plugins: Vec<Plugin>, diagnostics: &mut Diagnostics) {
    for (position, plugin) in in_order_of(plan, plugins).iter().enumerate() {
        if plan.methods[position].faulty || scores::asked(plan, position, 0).is_none() {
            continue;
        }
        match ask(plan, position, plugin) {
            Ok(mut outcome) => {
                // What holds of all rows together need not hold where some are left out.
                outcome
                    .problems
                    .retain(|problem| problem.row.is_some() || (problem.error && problem.input.is_some()));
                scores::tally(plan, position, outcome, diagnostics);
            }
            Err(failure) => diagnostics.push(failure),
        }
    }
}

/// What the n-th method of the plan answers, or the finding where its plugin fails.
fn ask(plan: &Plan, position: usize, plugin: &Plugin) -> Result<Outcome, Diagnostic> {
    let request = scores::request(plan, position);
    plugin.score(&request).map_err(|error| {
        let row = plugin.suspect(&request, &error);
        let suspect = row.and_then(|row| scores::asked(plan, position, row));
        let suspect = suspect.map(|(initiative, inputs)| (initiative.id.as_str(), inputs));
        plugins::run_diagnostic(&error, &plugin.method, plan.methods[position].span, suspect)
    })
}

/// The report of a complete run in a language; none where the run has no timeline.
pub fn report(project: &Project, run: &Run, doubts: &Doubts, language: Language) -> Option<Report> {
    let (plan, scores, timeline) = (run.plan.as_ref()?, run.scores.as_ref()?, run.timeline.as_ref()?);
    let mut hasher = Sha256::new();
    for (position, source) in project.sources.all().enumerate() {
        // A plan in one file has the digest of that file.
        if position > 0 {
            hasher.update([0]);
        }
        hasher.update(source.text.as_bytes());
    }
    let input_sha256 = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let stamp = Stamp { engine: crate::VERSION.to_owned(), input_sha256 };
    Some(assemble::report(plan, scores, timeline, doubts, language, stamp))
}
