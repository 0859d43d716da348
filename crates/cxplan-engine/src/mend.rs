//! Mending a plan: the fixes of its findings, again and again until nothing more can be done, and safely to disk.

use std::fs;

use cxplan_core::diag::{Code, Diagnostic};
use cxplan_core::fix;
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_core::source::{Source, Sources};
use cxplan_host::Host;

use crate::files::write;
use crate::project::Project;
use crate::run::{Run, Settings, run};

/// Rounds after which mending ends: a fix may uncover another, but not for ever.
const MOST_ROUNDS: usize = 10;

/// A plan after mending.
#[derive(Debug)]
pub struct Mended {
    /// The files with their new texts.
    pub project: Project,
    /// What came of the new texts.
    pub run: Run,
    /// Number of fixes applied.
    pub applied: usize,
}

/// Applies all fixes of a run's findings, in memory.
pub fn mend(project: &Project, first: Run, host: &Host, settings: &Settings) -> Mended {
    let mut mended = Mended { project: project.clone(), run: first, applied: 0 };
    for _ in 0..MOST_ROUNDS {
        let (changed, applied) = fix::apply(&mended.project.sources, &mended.run.diagnostics);
        if applied == 0 {
            break;
        }
        let texts = changed.into_iter().map(|fixed| (fixed.file, fixed.text)).collect();
        mended.project = mended.project.with_texts(&texts);
        mended.applied += applied;
        mended.run = run(&mended.project, host, settings);
    }
    mended
}

/// A file before and after mending.
pub type Change<'s> = (&'s Source, &'s Source);

/// The files that mending changed. A mended plan may have files that it did not name before.
pub fn changes<'s>(before: &'s Sources, after: &'s Sources) -> Vec<Change<'s>> {
    let same = |old: &Source, new: &Source| old.name == new.name && old.path == new.path;
    let pairs = before.files().iter().filter_map(|old| {
        let new = after.files().iter().find(|new| same(old, new))?;
        Some((old, new))
    });
    pairs.filter(|(old, new)| old.text != new.text).collect()
}

/// Writes the files that mending changed. A file that was changed by somebody else meanwhile is left alone; where it is
/// reached by a link, the file at its end is written and the link stays.
///
/// # Errors
///
/// [`Code::Unwritable`] where a file cannot be written or is not as it was read; the files before it are written.
pub fn save(before: &Sources, after: &Sources) -> Result<usize, Diagnostic> {
    let mut written = 0;
    for (old, new) in changes(before, after) {
        let Some(path) = &new.path else { continue };
        let path = path.canonicalize().unwrap_or_else(|_| path.clone());
        if fs::read(&path).unwrap_or_default() != old.as_written(&old.text).as_bytes() {
            let name = &old.name;
            return Err(Diagnostic::new(
                Code::Unwritable,
                phrase!(
                    "`{name}` was changed while it was checked",
                    "`{name}` a été modifié pendant le contrôle"
                ),
            )
            .help(Phrase::fixed("run the command again", "relancez la commande")));
        }
        write(&path, new.as_written(&new.text).as_bytes())?;
        written += 1;
    }
    Ok(written)
}
