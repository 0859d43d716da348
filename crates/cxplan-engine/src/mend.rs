//! Mending a plan: the fixes of its findings, again and again until nothing more can be done, and safely to disk.

use std::fs;

use cxplan_core::diag::{Code, Diagnostic};
use cxplan_core::fix;
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_core::source::Source;
use cxplan_host::Host;

use crate::files::write;
use crate::project::{Project, unreadable};
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
    /// The files that changed.
    pub changes: Vec<Change>,
}

/// A file before and after mending.
#[derive(Clone, Debug)]
pub struct Change {
    /// As it was read.
    pub old: Source,
    /// As it is mended.
    pub new: Source,
}

/// Applies all fixes of a run's findings, in memory.
pub fn mend(project: &Project, first: Run, host: &Host, settings: &Settings) -> Mended {
    let mut mended = Mended { project: project.clone(), run: first, applied: 0, changes: Vec::new() };
    let same = |one: &Source, other: &Source| one.name == other.name && one.path == other.path;
    let mut read: Vec<Source> = project.sources.files().to_vec();
    for _ in 0..MOST_ROUNDS {
        let (changed, applied) = fix::apply(&mended.project.sources, &mended.run.diagnostics);
        if applied == 0 {
            break;
        }
        let texts = changed.into_iter().map(|fixed| (fixed.file, fixed.text)).collect();
        mended.project = mended.project.with_texts(&texts);
        // A mended plan may name files that it did not name before.
        let files = mended.project.sources.files().iter();
        let more: Vec<Source> =
            files.filter(|file| !read.iter().any(|known| same(known, file))).cloned().collect();
        read.extend(more);
        mended.applied += applied;
        mended.run = run(&mended.project, host, settings);
    }
    let changes = read.into_iter().filter_map(|old| {
        let new = mended.project.sources.files().iter().find(|new| same(&old, new))?.clone();
        (old.text != new.text).then_some(Change { old, new })
    });
    mended.changes = changes.collect();
    mended
}

/// Writes files that mending changed, and gives their number. A file that was changed by somebody else meanwhile is left
/// alone; where it is reached by a link, the file at its end is written and the link stays.
///
/// # Errors
///
/// [`Code::Unwritable`] where a file cannot be written or is not as it was read, [`Code::Unreadable`] where it cannot be read
/// any more; the files before it are written.
pub fn save(changes: &[Change]) -> Result<usize, Diagnostic> {
    let mut written = 0;
    for Change { old, new } in changes {
        let Some(path) = &new.path else { continue };
        let path = path.canonicalize().unwrap_or_else(|_| path.clone());
        let now = fs::read(&path).map_err(|error| unreadable(&old.name, &error))?;
        if now != old.as_written(&old.text).as_bytes() {
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

#[cfg(test)]
mod tests {
    use cxplan_core::source::Sources;

    use super::*;

    #[test]
    fn a_file_that_is_gone_is_not_said_to_have_changed() {
        let mut old = Sources::single("plan.toml", "one").main().clone();
        old.path = Some("/no/such/plan.toml".into());
        let mut new = old.clone();
        new.text = "two".into();
        assert_eq!(save(&[Change { old, new }]).unwrap_err().code, Code::Unreadable);
    }
}
