//! The parent's side, against children that do what the compiler must not. The real child is tested with the program.
#![cfg(unix)]

use std::time::Instant;

use super::*;
use crate::errors::Class;

/// What the parent makes of a child that is this shell script.
fn with_child(script: &str, limits: &Limits) -> Result<Vec<u8>, LoadError> {
    let arguments = vec!["-c".into(), script.into()];
    Compiler { program: "/bin/sh".into(), arguments }.compile(limits, &[0; 200_000])
}

#[test]
fn what_a_child_answers_is_taken_by_its_status() {
    let limits = Limits::default();
    assert_eq!(with_child("wc -c | tr -d ' \\n'", &limits), Ok(b"200000".to_vec()));
    let refused = with_child("cat > /dev/null; printf 'no \\033[31m good'; exit 1", &limits).unwrap_err();
    assert_eq!(refused.to_string(), "not a valid WebAssembly component: no \u{fffd}[31m good");
    // A child that leaves without reading.
    let failed = with_child("exit 1", &limits).unwrap_err();
    assert_eq!(failed.to_string(), "not a valid WebAssembly component: the compiler failed on it");
}

#[test]
fn a_child_that_was_stopped_is_told_by_its_signal() {
    let limits = Limits::default();
    for (signal, class) in [
        ("XCPU", Class::CompileLimit),
        ("ABRT", Class::CompileLimit),
        ("KILL", Class::CompileLimit),
        ("SEGV", Class::NotAComponent),
    ] {
        let error = with_child(&format!("kill -{signal} $$"), &limits).unwrap_err();
        assert_eq!(error.class(), class, "{signal}: {error}");
    }
}

#[test]
fn a_child_that_never_ends_is_stopped() {
    let limits = Limits {
        compile_time: Duration::from_secs(1),
        compile_time_per_mebibyte: Duration::ZERO,
        ..Limits::default()
    };
    let started = Instant::now();
    let error = with_child("exec sleep 60", &limits).unwrap_err();
    assert_eq!(error, LoadError::CompileTime { limit: Duration::from_secs(1) });
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_child_that_answers_without_an_end_is_stopped() {
    let error = with_child("exec cat /dev/zero", &Limits::default()).unwrap_err();
    assert_eq!(error, LoadError::CompileMemory { limit: LARGEST });
}

#[test]
fn a_child_that_cannot_be_started_is_told() {
    let compiler = Compiler { program: "/nowhere/cxplan".into(), arguments: Vec::new() };
    let error = compiler.compile(&Limits::default(), b"").unwrap_err();
    assert_eq!(error.class(), Class::Unsupported);
}
