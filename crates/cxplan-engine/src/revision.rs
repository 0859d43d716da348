//! The files of a plan as they stood in a revision of git, without checking it out.
//!
//! Git itself is asked, by its plumbing commands: it knows where repositories are, what a revision is, and how objects are kept.

use std::fs;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use cxplan_core::diag::{Code, Diagnostic};
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;

use crate::project::PLAN_FILE;

/// Endings of the files that a plan can name.
const ENDINGS: [&str; 3] = ["toml", "wasm", "lock"];
/// The most that is taken out of a revision, in bytes.
const MAX_BYTES: u64 = 256 << 20;

/// The files of a folder as they stood, in a folder of their own that goes when this is dropped.
#[derive(Debug)]
pub struct Snapshot {
    folder: tempfile::TempDir,
    plan: PathBuf,
}

impl Snapshot {
    /// The plan's file.
    pub fn plan(&self) -> PathBuf {
        self.folder.path().join(&self.plan)
    }

    /// Takes the files of a plan's folder out of a revision. `plan` is the plan's file as it is now, or where it would be; `revision`
    /// is what git understands, such as `main`, `v1.2` or `HEAD~3`.
    ///
    /// # Errors
    ///
    /// [`Code::Revision`] where there is no git, no repository, no such revision, or no plan in it.
    pub fn of(plan: &Path, revision: &str) -> Result<Self, Diagnostic> {
        let folder = plan.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        let name = plan.file_name().unwrap_or_else(|| PLAN_FILE.as_ref());
        let failed = |reason: &Phrase| {
            Diagnostic::new(
                Code::Revision,
                phrase!(
                    "cannot read the plan of revision `{revision}`: {reason}",
                    "impossible de lire le plan de la révision `{revision}` : {reason}";
                    reason = reason
                ),
            )
            .help(Phrase::fixed(
                "name a file, a folder, a saved plan, or a branch, tag or commit of the plan's repository",
                "nommez un fichier, un dossier, un plan enregistré, ou une branche, une étiquette ou un commit du dépôt du plan",
            ))
        };
        let taken = commit(folder, revision).and_then(|commit| {
            let blobs = blobs(folder, &commit)?;
            if !blobs.iter().any(|blob| blob.path == Path::new(name)) {
                let name = Path::new(name).display();
                return Err(phrase!("it has no `{name}` here", "elle n'a pas de `{name}` ici"));
            }
            let into = tempfile::Builder::new().prefix("cxplan-").tempdir().map_err(|error| said(&error))?;
            take(folder, &blobs, into.path()).map_err(|error| said(&error))?;
            Ok(into)
        });
        match taken {
            Ok(folder) => Ok(Self { folder, plan: name.into() }),
            Err(reason) => Err(failed(&reason)),
        }
    }
}

/// A file of a revision.
struct Blob {
    id: String,
    path: PathBuf,
}

fn said(error: &io::Error) -> Phrase {
    crate::files::reason(error)
}

/// Git in a folder. It asks nobody anything.
fn git(folder: &Path, args: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(args).env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    git.stdin(Stdio::null());
    git
}

/// What git writes; what it says where it fails.
fn output(folder: &Path, args: &[&str]) -> Result<Vec<u8>, Phrase> {
    let found = git(folder, args).output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Phrase::fixed("git is not installed", "git n'est pas installé"),
        _ => said(&error),
    })?;
    if found.status.success() {
        return Ok(found.stdout);
    }
    let text = String::from_utf8_lossy(&found.stderr);
    let line = text.lines().next().unwrap_or_default();
    Err(Phrase::same(line.strip_prefix("fatal: ").unwrap_or(line)))
}

/// The commit that a revision names.
fn commit(folder: &Path, revision: &str) -> Result<String, Phrase> {
    output(folder, &["rev-parse", "--git-dir"])?;
    let asked = format!("{revision}^{{commit}}");
    let found = output(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &asked]);
    let found = found.map_err(|_| {
        Phrase::fixed(
            "there is neither a file nor a revision of this name",
            "il n'y a ni fichier ni révision de ce nom",
        )
    })?;
    Ok(String::from_utf8_lossy(&found).trim().to_owned())
}

/// The files of the folder and below that a plan can name.
fn blobs(folder: &Path, commit: &str) -> Result<Vec<Blob>, Phrase> {
    let list = output(folder, &["ls-tree", "-r", "-z", "-l", commit])?;
    let mut found = Vec::new();
    let mut bytes = 0u64;
    // Each entry: mode, type, id and size, a tab, and the path.
    for entry in list.split(|byte| *byte == 0) {
        let entry = String::from_utf8_lossy(entry);
        let Some((head, path)) = entry.split_once('\t') else { continue };
        let mut head = head.split_ascii_whitespace();
        let (Some(mode), Some("blob"), Some(id), Some(size)) =
            (head.next(), head.next(), head.next(), head.next())
        else {
            continue;
        };
        let path = PathBuf::from(path);
        let ends = path.extension().and_then(|end| end.to_str()).is_some_and(|end| ENDINGS.contains(&end));
        let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
        // Links lead nowhere here.
        if !mode.starts_with("100") || !ends || !plain {
            continue;
        }
        bytes = bytes.saturating_add(size.parse().unwrap_or(0));
        if bytes > MAX_BYTES {
            let limit = MAX_BYTES >> 20;
            return Err(phrase!(
                "its files are larger than {limit} MiB",
                "ses fichiers dépassent {limit} Mio"
            ));
        }
        found.push(Blob { id: id.to_owned(), path });
    }
    Ok(found)
}

/// Writes files into a folder.
fn take(folder: &Path, blobs: &[Blob], into: &Path) -> io::Result<()> {
    let mut git = git(folder, &["cat-file", "--batch"]);
    let mut child = git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let (Some(mut ask), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    let mut answers = BufReader::new(answers);
    let mut copy = || {
        for blob in blobs {
            writeln!(ask, "{}", blob.id)?;
            ask.flush()?;
            let mut head = String::new();
            answers.read_line(&mut head)?;
            let size = head.split_ascii_whitespace().nth(2).and_then(|size| size.parse::<u64>().ok());
            let size = size.filter(|size| *size <= MAX_BYTES).ok_or(io::ErrorKind::InvalidData)?;
            let mut bytes = Vec::new();
            (&mut answers).take(size + 1).read_to_end(&mut bytes)?;
            if bytes.pop() != Some(b'\n') || bytes.len() as u64 != size {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let file = into.join(&blob.path);
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(file, bytes)?;
        }
        Ok(())
    };
    let copied = copy();
    drop(ask);
    let ended = child.wait();
    copied.and_then(|()| ended.map(|_| ()))
}
