//! Reading plans, and writing documents without ever leaving half of one.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use cxplan_core::diag::{Code, Diagnostic};
use cxplan_core::source::{MAX_BYTES, Source};

/// The name that a plan has in its folder.
pub(crate) const PLAN_FILE: &str = "plan.toml";

/// A plan's text and the folder that its paths start from.
#[derive(Clone, Debug)]
pub struct Project {
    /// The text.
    pub source: Source,
    /// Folder of the plan: plugins and templates are looked up from here.
    pub folder: PathBuf,
}

/// The plan of a path: a file, a folder with a `plan.toml`, or without a path the nearest `plan.toml` from `start` upwards.
///
/// # Errors
///
/// [`Code::NoPlan`] where there is none.
pub fn find(path: Option<&Path>, start: &Path) -> Result<PathBuf, Diagnostic> {
    let Some(path) = path else {
        // `a/b/..` is no ancestor of itself: without this, `-C ..` would look in `a/b` again.
        let start = start.canonicalize().unwrap_or_else(|_| start.to_owned());
        let found = start.ancestors().map(|folder| folder.join(PLAN_FILE)).find(|file| file.is_file());
        return found.ok_or_else(|| {
            Diagnostic::new(Code::NoPlan, format!("there is no `{PLAN_FILE}` here or in a folder above"))
                .help("name the plan, go to its folder, or start one with `cxplan init`")
        });
    };
    let path = start.join(path);
    if !path.is_dir() {
        return Ok(path);
    }
    let file = path.join(PLAN_FILE);
    if file.is_file() {
        return Ok(file);
    }
    Err(Diagnostic::new(Code::NoPlan, format!("the folder `{}` has no `{PLAN_FILE}`", path.display()))
        .help("name the plan's file, or start one with `cxplan init`"))
}

/// Reads a plan. `name` is what messages call it.
///
/// # Errors
///
/// A finding where the file cannot be read, is too large, or is no text.
pub fn open(file: &Path, name: String) -> Result<Project, Diagnostic> {
    let unreadable = |error: io::Error| {
        Diagnostic::new(Code::Unreadable, format!("cannot read `{name}`: {}", reason(&error)))
            .help("check the path and the permissions")
    };
    let bytes = read_up_to(file, MAX_BYTES).map_err(unreadable)?;
    let folder = file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    open_text(bytes, name, folder)
}

/// A plan whose text is at hand, such as from standard input.
///
/// # Errors
///
/// A finding where it is too large or no text.
pub fn open_text(bytes: Vec<u8>, name: String, folder: &Path) -> Result<Project, Diagnostic> {
    if bytes.len() > MAX_BYTES {
        let limit = MAX_BYTES >> 20;
        let message = format!("`{name}` has more than the {limit} MiB of the largest plan");
        return Err(
            Diagnostic::new(Code::TooLarge, message).help("check that it is the plan, and not a data file")
        );
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        Diagnostic::new(
            Code::NotUtf8,
            format!("`{name}` is not UTF-8 text: line {line} has a byte that means nothing"),
        )
        .help("save the file as UTF-8 in your editor")
    })?;
    // Some editors put a byte order mark before UTF-8 text. It is no part of the plan.
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok(Project { source: Source::new(name, text), folder: folder.to_owned() })
}

/// Reads a file, but no more than one byte over the limit: enough to know that it is too large, and an end for files that
/// have none.
pub(crate) fn read_up_to(file: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(file)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Writes a file whole or not at all: to a temporary name beside it, then renamed.
///
/// # Errors
///
/// [`Code::Unwritable`]; the file is then as it was.
pub fn write(file: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    write_whole(file, bytes).map_err(|error| {
        Diagnostic::new(Code::Unwritable, format!("cannot write `{}`: {}", file.display(), reason(&error)))
            .help("choose another place with `--output`, or check the permissions")
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
        .and_then(|()| fs::rename(&temporary, file));
    if written.is_err() {
        // Whatever happened to it, the temporary file is of no use; the first error is the one to tell.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// The operating system's reason, without its number.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("cxplan-files-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_plan_is_found_upwards_and_in_a_folder() {
        let folder = scratch("find");
        let inner = folder.join("a/b");
        fs::create_dir_all(&inner).unwrap();
        fs::write(folder.join(PLAN_FILE), "").unwrap();
        assert_eq!(find(None, &inner).unwrap(), folder.join(PLAN_FILE));
        assert_eq!(find(Some(Path::new("..")), &folder.join("a")).unwrap(), folder.join("a/../plan.toml"));
        assert_eq!(find(Some(Path::new("a")), &folder).unwrap_err().code, Code::NoPlan);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn text_must_be_utf8_and_of_bearable_size() {
        let open = |bytes: &[u8]| open_text(bytes.to_vec(), "-".into(), Path::new("."));
        assert_eq!(open(b"a\n\xff").unwrap_err().code, Code::NotUtf8);
        assert!(open(b"a\n\xff").unwrap_err().message.contains("line 2"));
        assert_eq!(open(&vec![b' '; MAX_BYTES + 1]).unwrap_err().code, Code::TooLarge);
        assert_eq!(open("\u{feff}schema = 1".as_bytes()).unwrap().source.text, "schema = 1");
    }

    #[test]
    fn a_write_that_fails_leaves_nothing_behind() {
        let folder = scratch("write");
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
