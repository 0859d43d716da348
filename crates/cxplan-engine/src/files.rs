//! Reading files with a bound, and writing them without ever leaving half of one.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

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
/// [`Code::Unwritable`]; the file is then as it was.
pub fn write(file: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
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
    let mut name = file.file_name().unwrap_or(OsStr::new("output")).to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = folder.join(name);
    let written = fs::File::create(&temporary)
        .and_then(|mut out| out.write_all(bytes).and_then(|()| out.sync_all()))
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

    #[test]
    fn a_write_that_fails_leaves_nothing_behind() {
        let folder = std::env::temp_dir().join(format!("cxplan-files-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
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
