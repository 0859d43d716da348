//! `cxplan check`

use std::path::Path;

use cxplan_engine::core::diag::Diagnostic;
use cxplan_engine::core::method::Language;
use cxplan_engine::{Change, ExitStatus, Mended, mend, save};
use similar::TextDiff;

use super::{Loaded, fail, host, project, settings};
use crate::args::{Check, Global};
use crate::emit;
use crate::table::{printable, steers};
use crate::terminal::{data, note};

pub(super) fn run(check: &Check, global: &Global) -> ExitStatus {
    outcome(check, global).unwrap_or_else(|status| status)
}

fn outcome(check: &Check, global: &Global) -> Result<ExitStatus, ExitStatus> {
    let refuse = |diagnostic| refuse(diagnostic, check, global);
    let project = project(check.input.path.as_deref(), global).map_err(refuse)?;
    let (host, settings) = (host(global).map_err(refuse)?, settings(&check.input, global));
    let run = cxplan_engine::run(&project, &host, &settings);
    if !check.fix && !check.diff {
        let loaded = Loaded { project, run };
        let written = emit::outcome(&loaded.run.diagnostics, Some(&loaded.project.sources), global);
        summary(&loaded, global);
        return Ok(written.max(ExitStatus::of(&loaded.run.diagnostics)));
    }
    let before = ExitStatus::of(&run.diagnostics);
    let Mended { project: mended, run, applied, changes } = mend(&project, run, &host, &settings);
    if check.diff {
        let written = data(diff(&changes).as_bytes(), global.lang);
        // What no fix mends is said as well. Nothing was mended: the status is that of the plan as it is.
        let left = Loaded { project: mended, run }.report(global);
        return Ok(written.max(left).max(before));
    }
    let saved = save(&changes).map_err(refuse)?;
    let loaded = Loaded { project: mended, run };
    let main = loaded.project.sources.main();
    let written = if main.path.is_none() {
        let written = data(main.as_written(&main.text).as_bytes(), global.lang);
        // The plan has standard output for itself.
        loaded.report(global);
        written
    } else {
        emit::outcome(&loaded.run.diagnostics, Some(&loaded.project.sources), global)
    };
    if !global.quiet {
        note(&match global.lang {
            Language::En => {
                format!("Mended {} in {}.", emit::plural(applied, "finding"), emit::plural(saved, "file"))
            }
            Language::Fr => {
                format!("{} dans {}.", emit::plural(applied, "correction"), emit::plural(saved, "fichier"))
            }
        });
    }
    summary(&loaded, global);
    Ok(written.max(ExitStatus::of(&loaded.run.diagnostics)))
}

/// What keeps a plan from being checked is the outcome too, unless a diff or a plan has standard output for itself.
fn refuse(diagnostic: Diagnostic, check: &Check, global: &Global) -> ExitStatus {
    if check.diff || (check.fix && check.input.path.as_deref() == Some(Path::new("-"))) {
        return fail(diagnostic, global);
    }
    let diagnostics = [diagnostic];
    emit::outcome(&diagnostics, None, global).max(ExitStatus::of(&diagnostics))
}

/// One line for a plan that is fine.
fn summary(loaded: &Loaded, global: &Global) {
    let status = ExitStatus::of(&loaded.run.diagnostics);
    let (ExitStatus::Success, Some(plan), false) = (status, &loaded.run.plan, global.quiet) else { return };
    let found = emit::count(&loaded.run.diagnostics, global.lang);
    let (count, name) = (plan.initiatives.len(), &loaded.project.sources.main().name);
    note(&printable(&match global.lang {
        Language::En => {
            let found = if found.is_empty() { "nothing to report" } else { &found };
            format!("Checked {} in {name}: {found}.", emit::plural(count, "initiative"))
        }
        Language::Fr => {
            let found = if found.is_empty() { "rien à signaler" } else { &found };
            format!("{} dans {name} : {found}.", emit::plural(count, "initiative"))
        }
    }));
}

/// What changed, as `patch` reads it.
fn diff(changes: &[Change]) -> String {
    let mut text = String::new();
    for Change { old, new } in changes {
        let (was, is) = (old.as_written(&old.text), new.as_written(&new.text));
        // A line ends with a line feed and nowhere else, as `patch` has it.
        let (was, is): (Vec<&str>, Vec<&str>) =
            (was.split_inclusive('\n').collect(), is.split_inclusive('\n').collect());
        let diff = TextDiff::configure().newline_terminated(true).diff_slices(&was, &is);
        text.push_str(&diff.unified_diff().header(&quoted(&old.name), &quoted(&new.name)).to_string());
    }
    text
}

/// The name of a file in one line, as `patch` and git read those that have line breaks or other controls in them.
fn quoted(name: &str) -> String {
    if !name.contains(steers) {
        return name.to_owned();
    }
    let mut quoted = String::from('"');
    for byte in name.bytes() {
        match byte {
            b'"' | b'\\' => quoted.extend(['\\', byte as char]),
            b' '..=b'~' => quoted.push(byte as char),
            _ => quoted.push_str(&format!("\\{byte:03o}")),
        }
    }
    quoted.push('"');
    quoted
}
