//! Compiling strangers' components in a process of its own.
//!
//! The compiler cannot be interrupted from within, and some components are made to keep it busy or to fill the memory.
//! So it runs in a child process that limits itself before it begins. Parent and child are the same program:
//!
//! ```text
//! parent  --component-->  child: limits itself, compiles
//!         <--status 0, sealed machine code; status 1, the compiler's reason; else it was stopped
//! ```

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use cxplan_core::phrase::Phrase;
use wasmtime::Engine;

use crate::digest::sha256;
use crate::errors::{LoadError, detail};
use crate::limits::Limits;
use crate::sandbox;
use crate::sealed::{self, Key, LARGEST};

/// How much longer than its processor time a compilation may last on a busy machine.
const PATIENCE: u32 = 5;

/// The program that compiles, and how it is asked to.
#[derive(Clone, Debug)]
pub(crate) struct Compiler {
    pub(crate) program: PathBuf,
    pub(crate) arguments: Vec<OsString>,
}

impl Compiler {
    /// Compiles a component to sealed machine code, which nobody has opened yet.
    pub(crate) fn compile(&self, limits: &Limits, bytes: &[u8]) -> Result<Vec<u8>, LoadError> {
        let time = limits.compile_time_for(bytes.len());
        let no_process = |error: io::Error| LoadError::NoCompiler { detail: detail(&error.to_string()) };
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            // Who has no memory left cannot tell where it went.
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(no_process)?;
        let answer = converse(&mut child, bytes, time.saturating_mul(PATIENCE));
        let status = child.wait().map_err(no_process)?;
        let Some(answer) = answer.map_err(no_process)? else {
            return Err(LoadError::CompileTime { limit: time });
        };
        match status.code() {
            _ if answer.len() > LARGEST => Err(LoadError::CompileMemory { limit: LARGEST }),
            Some(0) => Ok(answer),
            Some(1) => Err(refused(&String::from_utf8_lossy(&answer))),
            _ => Err(stopped(status, time, limits.compile_memory_for(bytes.len()))),
        }
    }
}

/// Gives the component to the child and takes what it answers. None where it has not ended in time; then, and where
/// something fails, the child is ended.
fn converse(child: &mut Child, bytes: &[u8], patience: Duration) -> io::Result<Option<Vec<u8>>> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Ok(None);
    };
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        // The child may end before it has read all, and then there is nobody to write to.
        let write = move || drop(input.write_all(bytes));
        let read = move || {
            let mut answer = Vec::new();
            let _cut = output.take(LARGEST as u64 + 1).read_to_end(&mut answer);
            // Nobody listens when the time is over.
            let _late = sender.send(answer);
        };
        let started = thread::Builder::new()
            .spawn_scoped(scope, write)
            .and_then(|_| thread::Builder::new().spawn_scoped(scope, read));
        let answer = started.map(|_| receiver.recv_timeout(patience).ok());
        if !matches!(answer, Ok(Some(_))) {
            // Both threads end with the child, which may have ended just now.
            let _gone = child.kill();
        }
        answer
    })
}

/// The error for a component that the compiler does not take; without a reason where the compiler itself failed.
pub(crate) fn refused(reason: &str) -> LoadError {
    let found = match reason {
        "" => Phrase::fixed("the compiler failed on it", "le compilateur a échoué dessus"),
        reason => Phrase::same(detail(reason)),
    };
    LoadError::NotAComponent { found }
}

/// The error for a compiler that did not come to its end.
#[cfg(unix)]
fn stopped(status: ExitStatus, time: Duration, memory: usize) -> LoadError {
    use rustix::process::Signal;
    use std::os::unix::process::ExitStatusExt as _;

    let is = |signal: Signal| status.signal() == Some(signal.as_raw());
    if is(Signal::XCPU) {
        LoadError::CompileTime { limit: time }
    } else if is(Signal::ABORT) || is(Signal::KILL) {
        // Without memory the program gives up; or the system ends it, where others need the memory more.
        LoadError::CompileMemory { limit: memory }
    } else {
        refused("")
    }
}

#[cfg(not(unix))]
fn stopped(_: ExitStatus, _: Duration, _: usize) -> LoadError {
    refused("")
}

/// What the compiler says of a component: its machine code, or why there is none (empty where the compiler failed).
pub(crate) fn machine_code(engine: &Engine, bytes: &[u8]) -> Result<Vec<u8>, String> {
    // The compiler is made for hostile input, but plugins have found panics in other hosts' compilers before, and a
    // broken file must never look like a broken program.
    match panic::catch_unwind(AssertUnwindSafe(|| sandbox::compile(engine, bytes))) {
        Ok(Ok(artifact)) => Ok(artifact),
        Ok(Err(error)) => Err(error.root_cause().to_string()),
        Err(_) => Err(String::new()),
    }
}

/// The child's side: compiles the component that it reads and writes what came of it. True where that is machine code.
///
/// Call it at the start of a process that does nothing else and ends with status 0 for true and 1 for false: it lowers
/// the limits of the process for good. A host's [`with_compiler`](crate::Host::with_compiler) names that process. Both
/// sides need the same limits, or the parent takes nothing from the child.
///
/// # Errors
///
/// Where the component cannot be read or the answer not be written.
pub fn compile_and_exit(limits: &Limits, input: &mut dyn Read, output: &mut dyn Write) -> io::Result<bool> {
    let mut bytes = Vec::new();
    input.take(limits.file_bytes as u64).read_to_end(&mut bytes)?;
    limit_process(limits, bytes.len())?;
    // One thread: another's stack and heap would count as memory, and how many there are depends on the machine.
    let engine = sandbox::single_threaded(limits).map_err(io::Error::other)?;
    let compiled = machine_code(&engine, &bytes);
    let is_compiled = compiled.is_ok();
    let answer = match compiled {
        Ok(artifact) => sealed::close(&Key::new(&engine, &sha256(&bytes)), &artifact),
        Err(reason) => reason.into_bytes(),
    };
    output.write_all(&answer)?;
    output.flush()?;
    Ok(is_compiled)
}

/// Limits what this process may use from now on: processor time, memory, and no copy of it on the disk when it fails.
#[cfg(unix)]
fn limit_process(limits: &Limits, bytes: usize) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    // Nothing of the component runs here, so that nothing could raise a limit again.
    let set = |resource, most: u64| {
        let maximum = getrlimit(resource).maximum;
        let current = Some(maximum.map_or(most, |maximum| maximum.min(most)));
        setrlimit(resource, Rlimit { current, maximum })
    };
    set(Resource::Core, 0)?;
    set(Resource::Cpu, limits.compile_time_for(bytes).as_secs())?;
    // macOS knows this limit and does not keep to it; there the time bounds the memory.
    let _unsupported = set(Resource::As, limits.compile_memory_for(bytes) as u64);
    Ok(())
}

#[cfg(not(unix))]
fn limit_process(_: &Limits, _: usize) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[path = "compiler_tests.rs"]
mod tests;
