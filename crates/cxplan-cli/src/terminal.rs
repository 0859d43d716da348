//! The one place that prints: data to standard output, everything else to standard error.

use std::io::{self, Write as _};

use cxplan_engine::ExitStatus;
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase;

/// Writes data. A reader who goes away early is no error; any other failure is told in this language.
pub(crate) fn data(bytes: &[u8], language: Language) -> ExitStatus {
    // Straight, not through a stream that strips escapes: a document must have the same bytes here as in a file. Tables
    // hold nothing that steers a terminal.
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let failure = phrase!(
                "error: cannot write to standard output: {error}",
                "erreur : impossible d'écrire sur la sortie standard : {error}"
            );
            note(failure.get(language));
            ExitStatus::Error
        }
        _ => ExitStatus::Success,
    }
}

/// Writes a line for people. Where even that fails, nobody is there to be told.
pub(crate) fn note(line: &str) {
    let _ = writeln!(anstream::AutoStream::auto(io::stderr().lock()), "{line}");
}
