//! `cxplan check`

use cxplan_engine::core::method::Language;
use cxplan_engine::core::source::Sources;
use cxplan_engine::{ExitStatus, Mended, mend, save};
use similar::TextDiff;

use super::{Loaded, fail, host, project, settings};
use crate::args::{Check, Global};
use crate::emit;
use crate::table::printable;
use crate::terminal::{data, note};

pub(super) fn run(check: &Check, global: &Global) -> ExitStatus {
    outcome(check, global).unwrap_or_else(|status| status)
}

fn outcome(check: &Check, global: &Global) -> Result<ExitStatus, ExitStatus> {
    let project =
        project(check.input.path.as_deref(), global).map_err(|diagnostic| fail(diagnostic, global))?;
    let (host, settings) = (host(global)?, settings(&check.input, global));
    let run = cxplan_engine::run(&project, &host, &settings);
    if !check.fix && !check.diff {
        let loaded = Loaded { project, run };
        let written = emit::outcome(&loaded.run.diagnostics, Some(&loaded.project.sources), global);
        summary(&loaded, global);
        return Ok(written.max(ExitStatus::of(&loaded.run.diagnostics)));
    }
    let mended = mend(&project, run, &host, &settings);
    if check.diff {
        return Ok(data(diff(&project.sources, &mended.project.sources).as_bytes(), global.lang)
            .max(ExitStatus::of(&mended.run.diagnostics)));
    }
    let written = if project.sources.main().path.is_none() {
        data(mended.project.sources.main().text.as_bytes(), global.lang)
    } else {
        ExitStatus::Success
    };
    let files =
        save(&project.sources, &mended.project.sources).map_err(|diagnostic| fail(diagnostic, global))?;
    let Mended { project, run, applied } = mended;
    let loaded = Loaded { project, run };
    let status = loaded.report(global);
    if !global.quiet {
        note(&match global.lang {
            Language::En => {
                format!("Mended {} in {}.", emit::plural(applied, "finding"), emit::plural(files, "file"))
            }
            Language::Fr => {
                format!("{} dans {}.", emit::plural(applied, "correction"), emit::plural(files, "fichier"))
            }
        });
    }
    summary(&loaded, global);
    Ok(status.max(written))
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
fn diff(before: &Sources, after: &Sources) -> String {
    let mut text = String::new();
    for (old, new) in before.files().iter().zip(after.files()).filter(|(old, new)| old.text != new.text) {
        let diff = TextDiff::from_lines(old.text.as_str(), new.text.as_str());
        text.push_str(&diff.unified_diff().header(&old.name, &new.name).to_string());
    }
    text
}
