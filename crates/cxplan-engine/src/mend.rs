//! Mending a plan: the fixes of its findings, again and again until nothing more can be done, and safely to disk.

use std::fs;

use cxplan_core::diag::{Code, Diagnostic};
use cxplan_core::fix;
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_core::source::Sources;
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
        let mut sources = Sources::default();
        for (position, source) in mended.project.sources.files().iter().enumerate() {
            let text = changed.iter().find(|fixed| fixed.file == position).map(|fixed| &fixed.text);
            let text = text.unwrap_or(&source.text).clone();
            if sources.add(source.name.clone(), source.path.clone(), text, source.plan).is_none() {
                return mended;
            }
        }
        mended.project.sources = sources;
        mended.applied += applied;
        mended.run = run(&mended.project, host, settings);
    }
    mended
}

/// Writes the files of a plan that differ from what was read. A file that was changed by somebody else meanwhile is left
/// alone.
///
/// # Errors
///
/// [`Code::Unwritable`] where a file cannot be written or is not as it was read; the files before it are written.
pub fn save(before: &Sources, after: &Sources) -> Result<usize, Diagnostic> {
    let mut written = 0;
    for (old, new) in before.files().iter().zip(after.files()) {
        let Some(path) = new.path.as_deref().filter(|_| old.text != new.text) else { continue };
        let on_disk = fs::read(path).unwrap_or_default();
        // A byte order mark is no part of the text, but of the file.
        let mark: &[u8] = if on_disk.starts_with(b"\xef\xbb\xbf") { b"\xef\xbb\xbf" } else { b"" };
        if on_disk[mark.len()..] != *old.text.as_bytes() {
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
        write(path, &[mark, new.text.as_bytes()].concat())?;
        written += 1;
    }
    Ok(written)
}
