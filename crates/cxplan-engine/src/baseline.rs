//! What a plan is compared with: an earlier state of it, and the dates that it had then.

use std::path::Path;

use cxplan_core::calendar::Calendar;
use cxplan_core::diag::{Code, Diagnostic, Severity};
use cxplan_core::diff::{self, Diff, State};
use cxplan_core::doubts::Doubts;
use cxplan_core::method::Language;
use cxplan_core::model::Plan;
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_core::slippage::{self, Comparison, Dates, NoReport};
use cxplan_core::timeline;
use cxplan_host::Host;

use crate::files::read_up_to;
use crate::project::{Project, find, open, open_text, unreadable};
use crate::run::{Run, Settings, report, run};

/// The largest report that is read, in bytes. That of a plan of 10,000 initiatives has about 40 MB.
const MAX_BYTES: usize = 256 << 20;

/// The dates of a baseline: a plan, which is planned for that, or a report in JSON. `name` is what messages call it, and `settings`
/// are those that a plan is planned with.
///
/// # Errors
///
/// [`Code::Baseline`] where it is neither, and findings where it cannot be read.
pub fn baseline(path: &Path, name: &str, host: &Host, settings: &Settings) -> Result<Dates, Diagnostic> {
    let of = |run: &Run, project: &Project| {
        report(project, run, &Doubts::default(), Language::En).map(|report| Ok(Dates::of(&report)))
    };
    earlier((path, name), host, settings, &[], of, Dates::read)
}

/// A state of a plan, and the plan itself where it was planned for that.
#[derive(Debug)]
pub struct Stood {
    /// What is compared.
    pub state: State,
    /// The plan; none where the state was read from a report.
    pub plan: Option<Plan>,
}

/// The state of a plan with changes that stand in no file, each `KEY=VALUE`, which is planned for that; or of a report in JSON, which
/// cannot have any.
///
/// # Errors
///
/// As [`baseline`], and the first error that the changes bring.
pub fn state(
    path: &Path,
    name: &str,
    host: &Host,
    settings: &Settings,
    changes: &[String],
) -> Result<Stood, Diagnostic> {
    let of = |run: &Run, project: &Project| {
        let plan = run.plan.as_ref()?;
        let report = report(project, run, &run.outlook(), Language::En)?;
        Some(State::of(&report).map(|state| Stood { state, plan: Some(plan.clone()) }))
    };
    let read = |json: &[u8]| Ok(Stood { state: State::read(json)?, plan: None });
    earlier((path, name), host, settings, changes, of, read)
}

/// What the report of an earlier state tells.
fn earlier<T>(
    (path, name): (&Path, &str),
    host: &Host,
    settings: &Settings,
    changes: &[String],
    of: impl Fn(&Run, &Project) -> Option<Result<T, NoReport>>,
    read: impl Fn(&[u8]) -> Result<T, NoReport>,
) -> Result<T, Diagnostic> {
    let file = find(Some(path), Path::new(""))?;
    let bytes = read_up_to(&file, MAX_BYTES).map_err(|error| unreadable(name, &error))?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii_start();
    // No plan begins with a brace.
    if !text.starts_with(b"{") {
        // A pipe can be read once.
        let project = match file.is_file() {
            true => open(&file, name.to_owned()),
            false => open_text(bytes, name.to_owned(), Path::new("")),
        };
        if changes.is_empty() {
            return planned(&project?, name, host, settings, of);
        }
        let project = project?.with_changes(changes)?;
        let run = run(&project, host, settings);
        if let Some(told) = of(&run, &project) {
            return told.map_err(|reason| no_report(name, reason));
        }
        let first = run.diagnostics.into_iter().find(|finding| finding.severity == Severity::Error);
        return Err(first.unwrap_or_else(|| unusable(no_changes(name), from_json())));
    }
    if !changes.is_empty() {
        return Err(unusable(no_changes(name), from_json()));
    }
    if bytes.len() > MAX_BYTES {
        let limit = MAX_BYTES >> 20;
        return Err(unusable(
            phrase!("`{name}` is larger than {limit} MiB", "`{name}` dépasse {limit} Mio"),
            from_json(),
        ));
    }
    read(text).map_err(|reason| no_report(name, reason))
}

fn no_changes(name: &str) -> Phrase {
    phrase!(
        "`{name}` cannot be planned with these changes",
        "`{name}` ne se planifie pas avec ces changements"
    )
}

fn no_report(name: &str, reason: NoReport) -> Diagnostic {
    match reason {
        NoReport::Newer(schema) => unusable(
            phrase!(
                "`{name}` was written by a later cxplan: its schema is {schema}",
                "`{name}` vient d'un cxplan plus récent : son schéma est {schema}"
            ),
            Phrase::fixed(
                "use that version of cxplan, or name the plan as it was then",
                "employez cette version de cxplan, ou nommez le plan tel qu'il était",
            ),
        ),
        NoReport::Other(reason) => unusable(
            phrase!(
                "`{name}` is not a report of cxplan: {reason}",
                "`{name}` n'est pas un rapport de cxplan : {reason}"
            ),
            from_json(),
        ),
    }
}

/// What the report of a plan tells.
fn planned<T>(
    project: &Project,
    name: &str,
    host: &Host,
    settings: &Settings,
    of: impl Fn(&Run, &Project) -> Option<Result<T, NoReport>>,
) -> Result<T, Diagnostic> {
    let run = run(project, host, settings);
    if let Some(told) = of(&run, project) {
        return told.map_err(|reason| no_report(name, reason));
    }
    let errors = run.diagnostics.iter().filter(|finding| finding.severity == Severity::Error).count();
    let message = phrase!(
        "`{name}` is neither a report of cxplan nor a plan without errors (it has {errors})",
        "`{name}` n'est ni un rapport de cxplan, ni un plan sans erreur (il en a {errors})"
    );
    Err(unusable(
        message,
        phrase!(
            "see what `cxplan check {name}` says, or write JSON with `cxplan plan --format json` and name that",
            "voyez ce que dit `cxplan check {name}`, ou écrivez du JSON avec `cxplan plan --format json` et nommez-le"
        ),
    ))
}

fn from_json() -> Phrase {
    Phrase::fixed(
        "name a plan, or what `cxplan plan --format json` wrote, as a whole",
        "nommez un plan, ou ce que `cxplan plan --format json` a écrit, en entier",
    )
}

fn unusable(message: Phrase, help: Phrase) -> Diagnostic {
    Diagnostic::new(Code::Baseline, message).help(help)
}

/// What moved between two states of a plan, in working days of the plan as it is now. `name` is what messages call the first.
///
/// # Errors
///
/// [`Code::Baseline`] where they have no initiative in common.
pub fn since(before: &Dates, name: &str, after: &Dates, plan: &Plan) -> Result<Comparison, Diagnostic> {
    of_one_plan(before, name, after)?;
    Ok(moved(before, after, plan))
}

fn of_one_plan(before: &Dates, name: &str, after: &Dates) -> Result<(), Diagnostic> {
    if before.shares_work_with(after) {
        return Ok(());
    }
    Err(unusable(
        phrase!(
            "`{name}` is a state of another plan: it has no initiative of this one",
            "`{name}` est l'état d'un autre plan : il n'a aucune initiative de celui-ci"
        ),
        Phrase::fixed(
            "name an earlier state of this plan; initiatives are recognised by their ids",
            "nommez un état antérieur de ce plan ; les initiatives se reconnaissent à leur identifiant",
        ),
    ))
}

/// What changed from one state of a plan to another, in working days of the second, or of the first where that alone is a plan; of
/// Monday to Friday between two reports. `name` is what messages call the first.
///
/// # Errors
///
/// [`Code::Baseline`] where they have no initiative in common.
pub fn differences(before: &Stood, name: &str, after: &Stood) -> Result<Diff, Diagnostic> {
    let (was, is) = (&before.state.dates, &after.state.dates);
    of_one_plan(was, name, is)?;
    let first = [was.first_end(), is.first_end()].into_iter().flatten().min().unwrap_or_default();
    let calendar = match after.plan.as_ref().or(before.plan.as_ref()) {
        Some(plan) => timeline::office_days(plan, first.min(plan.head.start)),
        None => Calendar::new(first, [true, true, true, true, true, false, false], []).ok(),
    };
    let calendar = calendar.ok_or_else(|| {
        unusable(
            phrase!("`{name}` has no dates to compare", "`{name}` n'a pas de dates à comparer"),
            from_json(),
        )
    })?;
    Ok(diff::diff(&before.state, &after.state, &calendar))
}

/// What moved between two states of one plan, in working days of the second.
pub fn moved(before: &Dates, after: &Dates, plan: &Plan) -> Comparison {
    let ends = [before.first_end(), after.first_end()].into_iter().flatten();
    let first = ends.fold(plan.head.start, std::cmp::Ord::min);
    let calendar = timeline::office_days(plan, first);
    // The check has refused a week without work.
    calendar.map_or_else(Comparison::default, |calendar| slippage::compare(before, after, &calendar))
}
