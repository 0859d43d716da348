//! Work on several threads whose result does not depend on how many there are.

use std::thread::{Builder, available_parallelism};

/// How many threads this machine runs at a time, at least one.
pub fn available() -> usize {
    available_parallelism().map_or(1, usize::from)
}

/// How many threads make draws, at least one: no more than eight, as each has tables of its own.
pub fn drawing() -> usize {
    available().min(8)
}

/// What each of so many threads makes of its number, in the order of the numbers. The work of a thread that cannot be started is done
/// here.
pub(crate) fn on_threads<T: Send>(threads: usize, work: &(impl Fn(usize) -> T + Sync)) -> Vec<T> {
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map(|thread| (thread, Builder::new().spawn_scoped(scope, move || work(thread))))
            .collect();
        let first = work(0);
        let others = others.into_iter().map(|(thread, started)| match started.map(|other| other.join()) {
            Ok(Ok(part)) => part,
            // A panic of a thread is one of the program.
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => work(thread),
        });
        std::iter::once(first).chain(others).collect()
    })
}
