//! The sandbox: which WebAssembly is accepted, and a fresh, metered store for every call.

use std::fmt;
use std::time::Instant;

use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use wasmtime::{
    CodeBuilder, Config, Engine, FrameInfo, OptLevel, ResourceLimiter, Store, Trap, UpdateDeadline,
    WasmBacktrace, WasmBacktraceDetails,
};

use crate::errors::{Call, RunError, Space, bytes, detail, shown};
use crate::limits::Limits;
use crate::watchdog::WatchedEngine;

/// What a component may be made of. Plugins in Rust need a handful of instances and one memory, interpreters up to about
/// fifty instances and five memories.
const MAX_INSTANCES: usize = 64;
const MAX_MEMORIES: usize = 8;
const MAX_TABLES: usize = 64;
const PIECES: Space = Space::Pieces { instances: MAX_INSTANCES, memories: MAX_MEMORIES, tables: MAX_TABLES };

/// An engine for plugins.
pub(crate) fn engine(limits: &Limits) -> wasmtime::Result<Engine> {
    Engine::new(&config(limits))
}

/// The same engine, for a process that compiles and does so on one thread.
pub(crate) fn single_threaded(limits: &Limits) -> wasmtime::Result<Engine> {
    Engine::new(config(limits).parallel_compilation(false))
}

fn config(limits: &Limits) -> Config {
    let mut config = Config::new();
    config
        .consume_fuel(true)
        .epoch_interruption(true)
        .max_wasm_stack(limits.stack_bytes)
        // Bits of NaN and the lanes of relaxed SIMD may differ between processors; a score may not.
        .cranelift_nan_canonicalization(true)
        .wasm_relaxed_simd(false)
        // Nothing that plugins of any language need today. Threads, garbage collection, stack switching and the
        // asynchronous component model are left out by wasmtime's cargo features.
        .wasm_memory64(false)
        .wasm_tail_call(false)
        .wasm_wide_arithmetic(false)
        .wasm_custom_page_sizes(false)
        // Compiling takes a hundred times longer than scoring a plan, of which optimising saves a quarter at best. And
        // without it a hostile component of a megabyte compiles in half a second instead of seven.
        .cranelift_opt_level(OptLevel::None)
        // The default reads an environment variable.
        .wasm_backtrace_details(WasmBacktraceDetails::Disable);
    config
}

/// Compiles a component to machine code.
pub(crate) fn compile(engine: &Engine, bytes: &[u8]) -> wasmtime::Result<Vec<u8>> {
    // Not `Engine::precompile_component`: it also accepts text where wasmtime's `wat` feature is on.
    CodeBuilder::new(engine).wasm_binary(bytes, None)?.compile_component_serialized()
}

/// What a call used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Fuel, about one unit an instruction. The same on every machine.
    pub fuel: u64,
    /// Largest size of all linear memories together, in bytes. The same on every machine.
    pub memory_bytes: usize,
}

/// What a store carries: nothing that a plugin could see, only meters.
pub(crate) struct State {
    memory: Meter,
    tables: Meter,
    /// None where the clock does not reach that far.
    deadline: Option<Instant>,
}

/// Counts what is in use against a limit.
struct Meter {
    used: usize,
    limit: usize,
}

impl Meter {
    fn grow(&mut self, current: usize, desired: usize, refusal: Space) -> wasmtime::Result<bool> {
        let used = self.used.saturating_add(desired.saturating_sub(current));
        if used > self.limit {
            return Err(Refused(refusal).into());
        }
        self.used = used;
        Ok(true)
    }
}

/// The plugin asked for more space than it may have. Stops the plugin, because most languages cannot go on without
/// memory and would only report an obscure failure instead.
#[derive(Debug)]
struct Refused(Space);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused to grow beyond {}", self.0)
    }
}

impl std::error::Error for Refused {}

impl ResourceLimiter for State {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let limit = Space::Memory(self.memory.limit);
        self.memory.grow(current, desired, limit)
    }

    fn memory_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        Err(Refused(Space::Memory(self.memory.limit)).into())
    }

    fn table_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let limit = Space::TableEntries(self.tables.limit);
        self.tables.grow(current, desired, limit)
    }

    fn table_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        Err(Refused(Space::TableEntries(self.tables.limit)).into())
    }

    fn instances(&self) -> usize {
        MAX_INSTANCES
    }

    fn memories(&self) -> usize {
        MAX_MEMORIES
    }

    fn tables(&self) -> usize {
        MAX_TABLES
    }
}

/// Makes a store for one call, does the work in it and reports what it used. The store is gone afterwards, so that no
/// call can leave anything behind for the next.
pub(crate) fn run<T>(
    engine: &WatchedEngine,
    limits: &Limits,
    call: Call,
    rows: usize,
    work: impl FnOnce(&mut Store<State>) -> wasmtime::Result<T>,
) -> Result<(T, Usage), RunError> {
    let budget = limits.fuel_for(rows);
    let result = engine.watched(|| {
        let mut store = Store::new(
            engine,
            State {
                memory: Meter { used: 0, limit: limits.memory_bytes },
                tables: Meter { used: 0, limit: limits.table_entries },
                deadline: Instant::now().checked_add(limits.deadline),
            },
        );
        // All of this comes before the first instruction of the plugin, which instantiation may already run.
        store.limiter(|state| state);
        store.set_hostcall_fuel(limits.answer_bytes_for(rows));
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(|context| {
            let over = context.data().deadline.is_some_and(|deadline| Instant::now() >= deadline);
            // Epochs are the engine's: another call's deadline may have passed, not this one's.
            Ok(if over { UpdateDeadline::Interrupt } else { UpdateDeadline::Continue(1) })
        });
        store.set_fuel(budget)?;
        let answer = work(&mut store)?;
        let fuel = budget - store.get_fuel()?;
        Ok((answer, Usage { fuel, memory_bytes: store.data().memory.used }))
    });
    result.map_err(|error| classify(&error, limits, call, rows))
}

/// Turns wasmtime's errors into the host's.
fn classify(error: &wasmtime::Error, limits: &Limits, call: Call, rows: usize) -> RunError {
    let backtrace = backtrace(error);
    if let Some(Refused(limit)) = error.downcast_ref() {
        return RunError::OutOfMemory { call, limit: *limit, backtrace };
    }
    let broke = |what: Phrase| RunError::BrokeContract { call, what };
    let Some(trap) = error.downcast_ref::<Trap>() else {
        // Only texts tell these apart: wasmtime keeps their types to itself. A test pins each.
        let cause = error.root_cause().to_string();
        return if cause.starts_with("resource limit exceeded") {
            RunError::OutOfMemory { call, limit: PIECES, backtrace }
        } else if cause.contains("fuel allocated for hostcalls") {
            broke(phrase!(
                "it takes more than {limit}",
                "elle prend plus de {limit}";
                limit = bytes(limits.answer_bytes_for(rows))
            ))
        } else {
            let cause = detail(&cause);
            broke(phrase!("it cannot be read: {cause}", "elle est illisible : {cause}"))
        };
    };
    let reason = match trap {
        Trap::OutOfFuel => return RunError::OutOfFuel { call, budget: limits.fuel_for(rows), backtrace },
        Trap::Interrupt => return RunError::Deadline { call, limit: limits.deadline, backtrace },
        Trap::StackOverflow => {
            return RunError::StackOverflow { call, limit: limits.stack_bytes, backtrace };
        }
        Trap::UnreachableCodeReached => Phrase::fixed(
            "it gave up (a panic or a failed assertion)",
            "il a renoncé (une panique ou une assertion qui ne tient pas)",
        ),
        Trap::MemoryOutOfBounds => {
            Phrase::fixed("it reached outside of its memory", "il est sorti de sa mémoire")
        }
        Trap::TableOutOfBounds | Trap::IndirectCallToNull | Trap::BadSignature => Phrase::fixed(
            "it called a function that does not exist",
            "il a appelé une fonction qui n'existe pas",
        ),
        Trap::IntegerOverflow => {
            Phrase::fixed("a whole number became too large", "un nombre entier est devenu trop grand")
        }
        Trap::IntegerDivisionByZero => {
            Phrase::fixed("it divided a whole number by zero", "il a divisé un nombre entier par zéro")
        }
        Trap::BadConversionToInteger => Phrase::fixed(
            "it turned a fraction that is too large, or not a number, into a whole number",
            "il a changé en nombre entier une fraction trop grande, ou qui n'est pas un nombre",
        ),
        other => Phrase::same(other.to_string()),
    };
    RunError::Trapped { call, reason, function: innermost(error), backtrace }
}

/// The name of the innermost function, where the component carries names.
fn innermost(error: &wasmtime::Error) -> Option<String> {
    let frame = error.downcast_ref::<WasmBacktrace>()?.frames().first()?;
    frame.func_name().map(str::to_owned)
}

/// The functions that had been called, the innermost first, with the place in the module that each had come to.
fn backtrace(error: &wasmtime::Error) -> Vec<String> {
    /// A function that calls itself without an end has as many frames as the stack holds; wasmtime gives twenty.
    const MOST: usize = 12;
    let frames = error.downcast_ref::<WasmBacktrace>().map(WasmBacktrace::frames).unwrap_or_default();
    let frame = |frame: &FrameInfo| {
        let name = frame.func_name().map_or_else(|| format!("function {}", frame.func_index()), shown);
        frame.module_offset().map_or_else(|| name.clone(), |offset| format!("{name} at 0x{offset:x}"))
    };
    let mut lines: Vec<String> = frames.iter().take(MOST).map(frame).collect();
    if frames.len() > MOST {
        lines.push("…".to_owned());
    }
    lines
}
