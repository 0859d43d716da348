//! The commands: each reads its arguments, asks the engine and writes what came out.

mod build;
mod check;
mod diff;
mod explain;
mod forecast;
mod import;
mod init;
mod learn;
mod plan;
mod plugin;
mod portfolio;
mod readiness;
mod reviews;
mod schema;
mod score;
mod template;
mod watch;

use std::env;
use std::path::{Component, Path, PathBuf};

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::doubts::Doubts;
use cxplan_engine::core::model::Plan;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::read::{closest, did_you_mean};
use cxplan_engine::core::source::Sources;
use cxplan_engine::core::timeline::Planning;
use cxplan_engine::host::{Host, Limits, LoadError, compile_and_exit};
use cxplan_engine::{ExitStatus, Project, Run, Settings};

use crate::args::{Args, COMPILE, Command, Global, Import, Input};
use crate::emit;

/// What plugins may use: the same in this process and in the one that compiles.
const LIMITS: Limits = Limits::DEFAULT;

/// Runs the command that was asked for.
pub(crate) fn run(args: &Args) -> ExitStatus {
    let global = &args.global;
    match &args.command {
        Command::Init(init) => init::run(init, global),
        Command::Check(check) => check::run(check, global),
        Command::Score(score) => score::run(score, global),
        Command::Plan(plan) => plan::run(plan, global),
        Command::Forecast(forecast) => forecast::run(forecast, global),
        Command::Readiness(readiness) => readiness::run(readiness, global),
        Command::Learn(learn) => learn::run(learn, global),
        Command::Reviews(reviews) => reviews::run(reviews, global),
        Command::Build(build) => build::run(build, global),
        Command::Portfolio(portfolio) => portfolio::run(portfolio, global),
        Command::Diff(diff) => diff::run(diff, global),
        Command::Import(Import::Survey(survey)) => import::survey(survey, global),
        Command::Schema(schema) => schema::run(schema, global),
        Command::Template(template) => template::run(template, global),
        Command::Plugin(plugin) => plugin::run(plugin, global),
        Command::Explain(explain) => explain::run(explain, global),
        Command::Compile => compile(),
    }
}

/// A plan that was read, and what came of it.
struct Loaded {
    project: Project,
    run: Run,
}

impl Loaded {
    /// Writes the findings and gives the status that they lead to.
    fn report(&self, global: &Global) -> ExitStatus {
        emit::findings(&self.run.diagnostics, Some(&self.project.sources), global);
        ExitStatus::of(&self.run.diagnostics)
    }

    /// How far the scores can be leaned on. A plugin that fails here is told of, and the documents do without what it fails on.
    fn doubts(&self, global: &Global) -> Doubts {
        let (doubts, warning) = self.run.doubts();
        if let Some(warning) = warning {
            emit::findings(&[warning], None, global);
        }
        doubts
    }
}

/// Reads the plan and runs the pipeline. What kept it from being read was written.
fn load(input: &Input, global: &Global) -> Result<Loaded, ExitStatus> {
    load_with(input.path.as_deref(), &settings(input, global), global)
}

/// The same with settings that differ from those of the input.
fn load_with(path: Option<&Path>, settings: &Settings, global: &Global) -> Result<Loaded, ExitStatus> {
    let project = project(path, global).map_err(|diagnostic| fail(diagnostic, global))?;
    let host = host(global).map_err(|diagnostic| fail(diagnostic, global))?;
    let run = cxplan_engine::run(&project, &host, settings);
    Ok(Loaded { project, run })
}

fn settings(input: &Input, global: &Global) -> Settings {
    let start = folder(global);
    Settings {
        plugins: input
            .plugins
            .iter()
            .map(|plugin| (start.join(plugin), plugin.display().to_string()))
            .collect(),
        method: input.method.clone(),
        compare: None,
        today: input.today,
        levels: input.levels(),
        locked: input.locked,
        scores_alone: false,
        planning: Planning {
            schedules: input.effort,
            baseline: None,
            watch: watch::long(input.effort, global),
            prove: Some(cxplan_prove::prove_plan),
        },
    }
}

/// Reads the plan at a path, at `-`, or the nearest one.
fn project(path: Option<&Path>, global: &Global) -> Result<Project, Diagnostic> {
    let start = folder(global);
    if !start.is_dir() {
        let start = start.display();
        return Err(Diagnostic::new(
            Code::NoPlan,
            phrase!("there is no folder `{start}`", "il n'y a pas de dossier `{start}`"),
        )
        .help(Phrase::fixed(
            "check the path after `--directory`",
            "vérifiez le chemin après `--directory`",
        )));
    }
    if path == Some(Path::new("-")) {
        let mut bytes = Vec::new();
        // A little more than the limit is enough to know that it is too much.
        let limit = cxplan_engine::core::source::MAX_BYTES as u64 + 1;
        std::io::Read::read_to_end(&mut std::io::Read::take(std::io::stdin().lock(), limit), &mut bytes)
            .map_err(|error| {
                Diagnostic::new(
                    Code::Unreadable,
                    phrase!(
                        "cannot read standard input: {error}",
                        "impossible de lire l'entrée standard : {error}"
                    ),
                )
                .help(Phrase::fixed("pipe a plan into it", "envoyez-y un plan"))
            })?;
        return cxplan_engine::open_text(bytes, "-".into(), &start);
    }
    let file = cxplan_engine::find(path, &start)?;
    cxplan_engine::open(&file, shown(&file, path))
}

/// A file as messages name it: from where the program was started.
fn shown(file: &Path, asked: Option<&Path>) -> String {
    let here = here();
    let name = match asked.filter(|path| path.is_absolute()) {
        // Who asks for a file by its whole path knows it by that.
        Some(_) => file.strip_prefix(here).map_or_else(|_| file.to_owned(), Path::to_owned),
        None => from(&here, file),
    };
    name.display().to_string()
}

/// A file as seen from a folder, upwards where need be; as it is where no way leads there, as from disk to disk.
fn from(here: &Path, file: &Path) -> PathBuf {
    let shared = here.components().zip(file.components()).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return file.to_owned();
    }
    let up = here.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(file.components().skip(shared)).collect()
}

fn here() -> PathBuf {
    env::current_dir().unwrap_or_default()
}

/// Where the program was started, or was told to act as if.
fn folder(global: &Global) -> PathBuf {
    let here = here();
    global.directory.as_ref().map_or(here.clone(), |directory| here.join(directory))
}

/// The host of plugins. It compiles in a process of this program, and keeps what it compiled where the system has a place
/// for that.
fn host(global: &Global) -> Result<Host, Diagnostic> {
    let refuse = |error: LoadError| Diagnostic::new(Code::PluginTrapped, error.phrase()).help(error.remedy());
    let program =
        env::current_exe().map_err(|error| refuse(LoadError::NoCompiler { detail: error.to_string() }))?;
    let host = Host::new(LIMITS).map_err(refuse)?.with_compiler(program, vec![COMPILE.into()]);
    Ok(match cache_folder().filter(|_| !global.no_cache) {
        Some(folder) => host.with_cache(folder),
        None => host,
    })
}

/// What [`host`] started this process for.
fn compile() -> ExitStatus {
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    match compile_and_exit(&LIMITS, &mut input, &mut output) {
        Ok(true) => ExitStatus::Success,
        Ok(false) => ExitStatus::Failure,
        Err(_) => ExitStatus::Error,
    }
}

/// `CXPLAN_CACHE_DIR`, else the system's place for caches.
fn cache_folder() -> Option<PathBuf> {
    let path = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    path("CXPLAN_CACHE_DIR").or_else(|| {
        let base = path("XDG_CACHE_HOME")
            .or_else(|| path("LOCALAPPDATA"))
            .or_else(|| Some(path("HOME")?.join(".cache")))?;
        Some(base.join("cxplan"))
    })
}

/// The finding for an argument that names an initiative which is not there, or not where it is asked about.
fn unknown_initiative(plan: &Plan, id: &str) -> Diagnostic {
    let whole = id.split_once('.').and_then(|(whole, step)| {
        Some((plan.initiatives.iter().find(|initiative| initiative.id == whole)?, step))
    });
    if let Some((initiative, step)) = whole
        && initiative.steps.iter().all(|found| found.id != step)
    {
        let whole = &initiative.id;
        let message =
            phrase!("`{whole}` has no step `{step}`", "l'initiative `{whole}` n'a pas d'étape `{step}`");
        let steps: Vec<String> = initiative.steps.iter().map(|step| format!("`{}`", step.id)).collect();
        let steps = steps.join(", ");
        return Diagnostic::new(Code::Argument, message)
            .help(phrase!("its steps are {steps}", "ses étapes sont {steps}"));
    }
    let diagnostic = Diagnostic::new(
        Code::Argument,
        phrase!("there is no initiative `{id}` here", "il n'y a pas d'initiative `{id}` ici"),
    );
    match closest(id, plan.initiatives.iter().map(|initiative| initiative.id.as_str())) {
        Some(close) if close.word != id => diagnostic.help(did_you_mean(close.word)),
        Some(_) => diagnostic.help(Phrase::fixed(
            "it is done or set aside, so that it has no dates to come",
            "elle est terminée ou écartée, et n'a donc pas de dates à venir",
        )),
        None => diagnostic.help(Phrase::fixed(
            "`cxplan plan` lists the ids of what has dates",
            "`cxplan plan` donne les identifiants de ce qui a des dates",
        )),
    }
}

/// Writes one finding that is not about a place in a plan.
fn fail(diagnostic: Diagnostic, global: &Global) -> ExitStatus {
    let diagnostics = [diagnostic];
    emit::findings(&diagnostics, None, global);
    ExitStatus::of(&diagnostics)
}

/// The same for a finding that is about a place in files other than a plan's.
fn fail_at(diagnostic: Diagnostic, sources: &Sources, global: &Global) -> ExitStatus {
    let diagnostics = [diagnostic];
    emit::findings(&diagnostics, Some(sources), global);
    ExitStatus::of(&diagnostics)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_from_where_the_program_was_started() {
        let named = |file| from(Path::new("/home/ann/plans"), Path::new(file));
        assert_eq!(named("/home/ann/plans/site/plan.toml"), Path::new("site/plan.toml"));
        assert_eq!(named("/home/ann/plan.toml"), Path::new("../plan.toml"));
        assert_eq!(named("/tmp/plan.toml"), Path::new("../../../tmp/plan.toml"));
        assert_eq!(named("/home/ann/plans/../plan.toml"), Path::new("../plan.toml"));
    }
}
