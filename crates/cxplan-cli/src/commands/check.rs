//! `cxplan check`

use cxplan_engine::ExitStatus;

use super::load;
use crate::args::{Global, Input};
use crate::emit;
use crate::terminal::note;

pub(super) fn run(input: &Input, global: &Global) -> ExitStatus {
    let loaded = match load(input, global) {
        Ok(loaded) => loaded,
        Err(status) => return status,
    };
    let status = loaded.report(global);
    if let (ExitStatus::Success, Some(plan), false) = (status, &loaded.run.plan, global.quiet) {
        let warnings = emit::count(&loaded.run.diagnostics);
        let found = if warnings.is_empty() { "nothing to report".to_owned() } else { warnings };
        note(&format!(
            "Checked {} in {}: {found}.",
            emit::plural(plan.initiatives.len(), "initiative"),
            loaded.project.source.name
        ));
    }
    status
}
