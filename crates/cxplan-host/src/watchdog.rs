//! Wall-clock time: the safety net below the fuel.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use wasmtime::Engine;

/// How often a run that ought to have ended is reminded of it.
const REMINDER: Duration = Duration::from_millis(10);

/// Does the work while a thread waits for its end. Once the deadline has passed, the thread advances the engine's
/// epoch, on which every running plugin looks at its own clock. The thread ends with the work, also if that panics.
///
/// Where no thread can be started, the fuel alone bounds the run.
pub(crate) fn watched<T>(engine: &Engine, deadline: Duration, work: impl FnOnce() -> T) -> T {
    // Nothing is ever sent: the channel closes when the work is over.
    let (running, over) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let watch = move || {
            let mut wait = deadline;
            while over.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                engine.increment_epoch();
                wait = REMINDER;
            }
        };
        let _unstarted = thread::Builder::new().name("plugin-deadline".into()).spawn_scoped(scope, watch);
        let result = work();
        drop(running);
        result
    })
}
