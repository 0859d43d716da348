//! Reading files with a bound, and writing them without ever leaving half of one.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use cxplan_core::diag::{Code, Diagnostic};
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;

/// Reads a file, but no more than one byte over the limit: enough to know that it is too large, and an end for files that
/// have none.
pub(crate) fn read_up_to(file: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(file)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The same, but only of what ends: a pipe in a plan's folder would be waited for without end.
pub(crate) fn read_file_up_to(file: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let kind = fs::metadata(file)?;
    if !kind.is_file() && !kind.is_dir() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
    }
    read_up_to(file, limit)
}

/// Whether a path stays in the folder that it starts from, where it exists, through its links.
pub fn stays_inside(folder: &Path, path: &Path) -> bool {
    match (folder.canonicalize(), folder.join(path).canonicalize()) {
        (Ok(folder), Ok(file)) => file.starts_with(folder),
        // What does not exist leads nowhere; reading it will say so.
        _ => true,
    }
}

/// Writes a file whole or not at all: to a temporary name beside it, then renamed.
///
/// # Errors
///
/// [`Code::Unwritable`]; the file is then as it was. One that is read-only stays: somebody wants it as it is.
pub fn write(file: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    if fs::metadata(file).is_ok_and(|known| known.is_file() && known.permissions().readonly()) {
        let file = file.display();
        return Err(Diagnostic::new(
            Code::Unwritable,
            phrase!("the file `{file}` is read-only", "le fichier `{file}` est en lecture seule"),
        )
        .help(Phrase::fixed(
            "allow to write to it, or choose another place",
            "autorisez-y l'écriture, ou choisissez un autre endroit",
        )));
    }
    write_whole(file, bytes).map_err(|error| {
        let (file, reason) = (file.display(), reason(&error));
        Diagnostic::new(
            Code::Unwritable,
            phrase!("cannot write `{file}`: {reason}", "impossible d'écrire `{file}` : {reason}"; reason = reason),
        )
        .help(Phrase::fixed(
            "choose another place, or check the permissions and the space left",
            "choisissez un autre endroit, ou vérifiez les droits et la place libre",
        ))
    })
}

fn write_whole(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let (temporary, mut out) = temporary(folder, file.file_name().unwrap_or(OsStr::new("output")))?;
    let written = out
        .write_all(bytes)
        .and_then(|()| out.sync_all())
        // Who may read and write the file is for its owner to say.
        .and_then(|()| match fs::metadata(file) {
            Ok(known) if known.is_file() => fs::set_permissions(&temporary, known.permissions()),
            _ => Ok(()),
        })
        .and_then(|()| fs::rename(&temporary, file));
    if written.is_err() {
        // Whatever happened to it, the temporary file is of no use; the first error is the one to tell.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// A file of our own: what has its name already, a link or somebody's file, is left alone.
fn temporary(folder: &Path, name: &OsStr) -> io::Result<(PathBuf, fs::File)> {
    const MOST_TRIES: u32 = 100;
    let mut taken = io::Error::from(io::ErrorKind::AlreadyExists);
    for attempt in 0..MOST_TRIES {
        let mut name = name.to_owned();
        name.push(format!(".{}-{attempt}.tmp", std::process::id()));
        let path = folder.join(name);
        match fs::File::create_new(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => taken = error,
            Err(error) => return Err(error),
        }
    }
    Err(taken)
}

/// The operating system's reason, without its number. It speaks one language, so the usual reasons have French words here.
pub(crate) fn reason(error: &io::Error) -> Phrase {
    let text = error.to_string();
    let english = text.split(" (os error").next().unwrap_or(&text).to_lowercase();
    let french = match error.kind() {
        io::ErrorKind::NotFound => "aucun fichier ni dossier de ce nom",
        io::ErrorKind::PermissionDenied => "l'accès est refusé",
        io::ErrorKind::IsADirectory => "c'est un dossier",
        io::ErrorKind::NotADirectory => "un dossier du chemin n'en est pas un",
        io::ErrorKind::InvalidInput => "ce n'est pas un fichier",
        io::ErrorKind::AlreadyExists => "ce nom est déjà pris",
        io::ErrorKind::StorageFull => "il n'y a plus de place",
        io::ErrorKind::ReadOnlyFilesystem => "rien ne peut être écrit à cet endroit",
        _ => return Phrase::same(english),
    };
    Phrase::new(english, french)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_s_reasons_are_told_in_french_too() {
        let error = fs::File::open("/no/such/file").unwrap_err();
        assert_eq!(
            reason(&error),
            Phrase::fixed("no such file or directory", "aucun fichier ni dossier de ce nom")
        );
    }

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("cxplan-files-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_file_that_is_in_the_way_of_the_temporary_one_stays() {
        let folder = scratch("way");
        let taken = folder.join(format!("plan.html.{}-0.tmp", std::process::id()));
        fs::write(&taken, "somebody's").unwrap();
        write(&folder.join("plan.html"), b"one").unwrap();
        assert_eq!(fs::read(&taken).unwrap(), b"somebody's");
        assert_eq!(fs::read(folder.join("plan.html")).unwrap(), b"one");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_that_is_read_only_is_not_replaced() {
        let folder = scratch("read-only");
        let file = folder.join("plan.html");
        fs::write(&file, "kept").unwrap();
        let mut permissions = fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).unwrap();
        let found = write(&file, b"new").unwrap_err();
        assert!(found.code == Code::Unwritable && found.message.en().contains("read-only"), "{found:?}");
        assert_eq!(fs::read(&file).unwrap(), b"kept");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_write_that_fails_leaves_nothing_behind() {
        let folder = scratch("fails");
        write(&folder.join("deep/er/plan.html"), b"one").unwrap();
        write(&folder.join("deep/er/plan.html"), b"two").unwrap();
        assert_eq!(fs::read(folder.join("deep/er/plan.html")).unwrap(), b"two");
        fs::write(folder.join("file"), "").unwrap();
        assert_eq!(write(&folder.join("file/plan.html"), b"x").unwrap_err().code, Code::Unwritable);
        fs::create_dir(folder.join("taken")).unwrap();
        assert_eq!(write(&folder.join("taken"), b"x").unwrap_err().code, Code::Unwritable);
        let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left.len(), 3, "{left:?}");
        fs::remove_dir_all(folder).unwrap();
    }
}
