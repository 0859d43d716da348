//! A plan with changes that stand in none of its files.

use std::collections::BTreeSet;

use cxplan_engine::core::diag::{Diagnostic, Severity};
use cxplan_engine::core::doubts::Doubts;
use cxplan_engine::core::phrase;
use cxplan_engine::core::slippage::Dates;
use cxplan_engine::host::Host;
use cxplan_engine::{ExitStatus, Settings};

use super::super::{Loaded, fail};
use crate::args::{Global, MessageFormat};
use crate::table::printable;
use crate::terminal::note;

/// What came of the changes.
pub(super) struct Changed {
    /// The dates without them.
    pub(super) before: Dates,
    /// The plan with them.
    pub(super) loaded: Loaded,
    /// Where its findings lead to.
    pub(super) status: ExitStatus,
}

/// Makes the changes and plans again. Findings are written: those of the plan where it fails without the changes, else those that
/// come with them.
pub(super) fn changed(
    plain: &Loaded,
    changes: &[String],
    host: &Host,
    settings: &Settings,
    global: &Global,
) -> Result<Changed, ExitStatus> {
    let report = cxplan_engine::report(&plain.project, &plain.run, &Doubts::default(), global.lang);
    let before = report.map(|report| Dates::of(&report)).ok_or_else(|| plain.report(global))?;
    let project = plain.project.with_changes(changes).map_err(|finding| fail(finding, global))?;
    let mut run = cxplan_engine::run(&project, host, settings);
    let status = ExitStatus::of(&run.diagnostics);
    let key = |finding: &Diagnostic| {
        (finding.primary.as_ref().map(|(span, _)| *span), finding.code, finding.message.clone())
    };
    let known: BTreeSet<_> = plain.run.diagnostics.iter().map(key).collect();
    run.diagnostics.retain(|finding| finding.severity == Severity::Error || !known.contains(&key(finding)));
    let loaded = Loaded { project, run };
    loaded.report(global);
    if loaded.run.timeline.is_none() {
        if matches!(global.message_format, MessageFormat::Human) && !global.quiet {
            let changes = changes.join(", ");
            let failure = phrase!(
                "With {changes} there are no dates to compare; as it is, the plan has no error.",
                "Avec {changes}, il n'y a pas de dates à comparer ; tel qu'il est, le plan n'a pas d'erreur."
            );
            note(&printable(&failure.shown(global.lang)));
        }
        return Err(status);
    }
    Ok(Changed { before, loaded, status })
}
