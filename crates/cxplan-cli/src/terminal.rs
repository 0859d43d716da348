//! The one place that prints: data to standard output, everything else to standard error.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::time::{Duration, Instant};

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

/// How far something is that takes more than a second, as a line on a terminal that overwrites itself.
pub(crate) struct Progress {
    whole: u32,
    started: Instant,
    /// The per cent that are shown; none where there is nobody to look.
    shown: Option<Mutex<u32>>,
}

impl Progress {
    /// For so many parts.
    pub(crate) fn new(whole: u32, quiet: bool) -> Self {
        let looked_at = !quiet && io::stderr().is_terminal();
        Self { whole, started: Instant::now(), shown: looked_at.then(|| Mutex::new(0)) }
    }

    /// Tells that so many are done. May be called from any thread.
    pub(crate) fn done(&self, parts: u32) {
        let Some(Ok(mut shown)) = self.shown.as_ref().map(Mutex::lock) else { return };
        let percent = (u64::from(parts) * 100 / u64::from(self.whole.max(1))) as u32;
        if percent > *shown && self.started.elapsed() > Duration::from_secs(1) {
            *shown = percent;
            let _ = write!(io::stderr(), "\r{percent:>3} %");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(Ok(shown)) = self.shown.as_ref().map(Mutex::lock)
            && *shown > 0
        {
            let _ = write!(io::stderr(), "\r     \r");
        }
    }
}
