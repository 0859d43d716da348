//! Looks on while a long search goes on: tells how far it is, and ends it where the user asks for that.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::timeline::Watch;

use crate::args::Global;
use crate::terminal::{Progress, note};

/// Timelines from which on somebody looks on: fewer are soon looked at.
const LONG: u64 = 20_000;

/// Who looks on while so many timelines are looked at; nobody where that is soon over.
pub(super) fn long(effort: Option<u64>, global: &Global) -> Option<Arc<Watch>> {
    let effort = effort.filter(|effort| *effort >= LONG)?;
    let watch = Arc::new(Watch::default());
    let (asked, language) = (Arc::clone(&watch), global.lang);
    let stop = move || {
        let stopped = Phrase::fixed(
            "stopping: the best timeline so far is taken",
            "arrêt : le meilleur calendrier trouvé est retenu",
        );
        note(stopped.get(language));
        asked.stop();
    };
    // Where another handler is in place, an interrupt ends the program as it always did.
    let _taken = ctrlc::set_handler(stop);
    let (seen, quiet) = (Arc::downgrade(&watch), global.quiet);
    thread::spawn(move || {
        let part = |count: u64| (count * 1000 / effort).min(1000) as u32;
        let progress = Progress::new(1000, quiet);
        while let Some(watch) = seen.upgrade().filter(|watch| !watch.is_stopped() && watch.made() < effort) {
            progress.done(part(watch.made()));
            drop(watch);
            thread::sleep(Duration::from_millis(100));
        }
    });
    Some(watch)
}
