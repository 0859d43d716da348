//! Wall-clock time: the safety net below the fuel.

use std::ops::Deref;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use wasmtime::Engine;

/// How often plugins that run look at their clocks.
const TICK: Duration = Duration::from_millis(10);

/// An engine whose epoch goes on while a plugin runs. A thread of its own sees to that; it sleeps while none does, and ends
/// with the last clone. Starting one for each run would take as long as the run.
///
/// Where no thread can be started, the fuel alone bounds the runs.
#[derive(Clone)]
pub(crate) struct WatchedEngine {
    engine: Engine,
    watch: Arc<Watch>,
}

/// The clones' end of the thread.
struct Watch(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    running: usize,
    is_over: bool,
}

impl WatchedEngine {
    pub(crate) fn new(engine: Engine) -> Self {
        let shared = Arc::new(Shared::default());
        let (watched, ticking) = (Arc::clone(&shared), engine.clone());
        let tick = move || watched.tick(&ticking);
        let _unstarted = thread::Builder::new().name("plugin-deadline".into()).spawn(tick);
        Self { engine, watch: Arc::new(Watch(shared)) }
    }

    /// Does the work while the engine's epoch goes on.
    pub(crate) fn watched<T>(&self, work: impl FnOnce() -> T) -> T {
        /// Ends also where the work panics.
        struct Running<'a>(&'a Shared);
        impl Drop for Running<'_> {
            fn drop(&mut self) {
                self.0.lock().running -= 1;
            }
        }
        let shared = &*self.watch.0;
        let mut state = shared.lock();
        state.running += 1;
        if state.running == 1 {
            shared.changed.notify_one();
        }
        drop(state);
        let _running = Running(shared);
        work()
    }
}

impl Deref for WatchedEngine {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        &self.engine
    }
}

impl Shared {
    /// The counter is sound whatever panicked while somebody held the lock.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tick(&self, engine: &Engine) {
        let mut state = self.lock();
        while !state.is_over {
            state = if state.running == 0 {
                self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
            } else {
                drop(state);
                thread::sleep(TICK);
                engine.increment_epoch();
                self.lock()
            };
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.lock().is_over = true;
        self.0.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thread_ends_with_the_last_clone() {
        let engine = WatchedEngine::new(Engine::default());
        let shared = Arc::downgrade(&engine.watch.0);
        let clone = engine.clone();
        drop(engine);
        assert_eq!(clone.watched(|| clone.watched(|| 7)), 7);
        assert!(shared.upgrade().is_some());
        drop(clone);
        for _ in 0..1_000 {
            if shared.upgrade().is_none() {
                return;
            }
            thread::sleep(TICK);
        }
        panic!("the thread holds what it shares");
    }
}
