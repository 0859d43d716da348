//! Components that misbehave in every way that we could think of, and what stops each. Their sources, one deviation
//! each, are in `tests/hostile/`.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "hostile/cases.rs"]
mod cases;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use cases::{Case, WHEN_LOADING, WHEN_SCORING};
use cxplan_core::method::{Language, Origin, Request};
use cxplan_core::phrase::Phrase;
use cxplan_host::{Class, Host, Limits, LoadError, Plugin, RunError};
use support::{component, hostile, module};

/// Enough for any honest call of these small components, and little enough for quick tests.
fn limits() -> Limits {
    Limits { fuel: 50_000_000, ..Limits::default() }
}

fn load_with(limits: Limits, bytes: &[u8]) -> Result<Plugin, LoadError> {
    Host::new(limits).unwrap().load(bytes, Origin::File("hostile.wasm".into()))
}

fn load(bytes: &[u8]) -> Result<Plugin, LoadError> {
    load_with(limits(), bytes)
}

fn one_row() -> Request {
    Request { params: Vec::new(), rows: vec![Vec::new()] }
}

fn score(name: &str) -> Result<cxplan_core::method::Outcome, RunError> {
    load(&hostile(name)).unwrap_or_else(|error| panic!("{name}: {error}")).score(&one_row())
}

#[test]
fn the_honest_one_passes() {
    let plugin = load(&hostile("honest")).unwrap();
    assert_eq!(plugin.method.id(), "small");
    let run = plugin.run(&one_row()).unwrap();
    let scored = run.outcome.scores[0].as_ref().unwrap();
    assert_eq!(
        (scored.score, scored.category, &*scored.parts, &*scored.notes),
        (0.5, Some(0), &[0.25][..], &[0][..])
    );
    assert_eq!(run.usage.memory_bytes, 65_536);
    assert!(run.usage.fuel > 0 && run.usage.fuel < 1_000, "{}", run.usage.fuel);

    let outcome = score("honest-error").unwrap();
    assert_eq!((outcome.scores.len(), outcome.problems[0].message.en()), (1, "bad"));
}

/// What is said of a failure, and what to do about it, is there in French too.
fn in_both_languages(name: &str, phrases: &[Phrase]) {
    for phrase in phrases {
        let [english, french] = [Language::En, Language::Fr].map(|language| phrase.get(language));
        assert!(!english.is_empty() && !french.is_empty() && english != french, "{name}: {phrase:?}");
    }
}

/// The failure that this file leads to, when it is loaded or when it scores.
fn failure(host: &Host, name: &str) -> LoadError {
    let plugin = match host.load(&hostile(name), Origin::File("hostile.wasm".into())) {
        Ok(plugin) => plugin,
        Err(error) => return error,
    };
    assert!(WHEN_SCORING.iter().any(|(case, ..)| *case == name), "{name} was loaded");
    plugin.score(&one_row()).expect_err(name).into()
}

/// Checks that a file leads to its failure, and that the host then still scores with another.
fn is_contained(host: &Host, &(name, class, words): &Case) {
    let error = failure(host, name);
    assert_eq!(error.class(), class, "{name}: {error}");
    assert!(error.to_string().contains(words), "{name}: {error}");
    in_both_languages(name, &[error.phrase(), error.remedy()]);
    let honest = host.load(&hostile("honest"), Origin::Builtin).unwrap();
    assert_eq!(honest.score(&one_row()).unwrap().scores[0].as_ref().unwrap().score, 0.5, "after {name}");
}

fn cases() -> impl Iterator<Item = &'static Case> {
    WHEN_SCORING.iter().chain(WHEN_LOADING)
}

#[test]
fn misbehaviour_is_contained() {
    let host = Host::new(limits()).unwrap();
    cases().for_each(|case| is_contained(&host, case));
}

#[test]
fn every_hostile_file_is_tried() {
    let mut tried: BTreeSet<&str> = cases().map(|&(name, ..)| name).collect();
    assert_eq!(tried.len(), cases().count(), "a file stands there twice");
    assert!(tried.len() >= 100, "{}", tried.len());
    tried.extend([
        "honest",
        "honest-error",
        "hidden-state",
        "imports-clock",
        "order-dependent",
        "negative-zero",
        "markup-everywhere",
        "remembers",
    ]);
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hostile")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(path.extension() != Some("wat".as_ref()) || tried.contains(name), "{name} is not tried");
    }
}

/// The case of a process that [`each_case_is_cheap`] started.
const CASE: &str = "CXPLAN_HOSTILE_CASE";

#[test]
#[ignore = "runs one case alone, for the test below"]
fn one_case_alone() {
    let name = std::env::var(CASE).unwrap();
    let case = cases().find(|(case, ..)| *case == name).unwrap();
    is_contained(&Host::new(Limits::default()).unwrap(), case);
}

/// With the limits that everybody has, no case takes more than two seconds of the processor and 300 MB of memory, all
/// told: the process, the hostile plugin and an honest one after it.
#[test]
#[cfg(unix)]
fn each_case_is_cheap() {
    use std::process::{Command, Stdio};
    use wait4::Wait4 as _;

    let program = std::env::current_exe().unwrap();
    let mut most = (Duration::ZERO, "", 0, "");
    for &(name, ..) in cases() {
        let mut command = Command::new(&program);
        command.args(["--exact", "one_case_alone", "--ignored", "--test-threads=1"]).env(CASE, name);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let used = child.wait4().unwrap();
        assert!(used.status.success(), "{name}");
        let time = used.rusage.utime + used.rusage.stime;
        let memory = used.rusage.maxrss;
        assert!(time < Duration::from_secs(2), "{name} took {time:?}");
        assert!(memory < 300_000_000, "{name} took {memory} bytes");
        if time > most.0 {
            (most.0, most.1) = (time, name);
        }
        if memory > most.2 {
            (most.2, most.3) = (memory, name);
        }
    }
    println!("most time: {:?}, {}; most memory: {} bytes, {}", most.0, most.1, most.2, most.3);
}

#[test]
fn negative_zero_is_zero() {
    let outcome = load(&hostile("negative-zero")).unwrap().score(&one_row()).unwrap();
    let scored = outcome.scores[0].as_ref().unwrap();
    assert_eq!([scored.score, scored.parts[0]].map(f64::to_bits), [0, 0]);
}

#[test]
fn a_failure_tells_the_functions_that_led_to_it() {
    let error = failure(&Host::new(limits()).unwrap(), "traps-in-named-function");
    let LoadError::Failed(error) = error else { panic!("{error:?}") };
    assert!(error.backtrace()[0].starts_with("weigh at 0x"), "{:?}", error.backtrace());
    assert!(error.backtrace().len() > 1, "{:?}", error.backtrace());
    let error = failure(&Host::new(limits()).unwrap(), "deep-recursion");
    let LoadError::Failed(error) = error else { panic!("{error:?}") };
    assert_eq!((error.backtrace().len(), error.backtrace()[12].as_str()), (13, "…"));
}

#[test]
fn calls_leave_nothing_behind() {
    let plugin = load(&hostile("hidden-state")).unwrap();
    let first = plugin.run(&one_row()).unwrap();
    assert_eq!(first.outcome.scores[0].as_ref().unwrap().score, 1.0);
    assert_eq!(plugin.run(&one_row()).unwrap(), first);
}

#[test]
fn a_trial_finds_what_depends_on_the_order() {
    let trial = cxplan_host::trial(&load(&hostile("order-dependent")).unwrap()).unwrap();
    assert_eq!((trial.rows, trial.scored, trial.depends_on_order), (60, 60, Some(0)));
    assert_eq!(trial.remembers, None);
    let error = cxplan_host::trial(&load(&hostile("gives-up")).unwrap()).unwrap_err();
    assert_eq!(error.class(), Class::Trapped);
}

#[test]
fn a_trial_finds_what_is_kept_between_calls() {
    let trial = cxplan_host::trial(&load(&hostile("remembers")).unwrap()).unwrap();
    assert_eq!((trial.depends_on_order, trial.remembers), (None, Some(0)));
}

#[test]
fn a_failure_leaves_the_plugin_usable_and_repeats_itself() {
    let plugin = load(&hostile("gives-up")).unwrap();
    let first = plugin.score(&one_row()).unwrap_err();
    assert_eq!(plugin.score(&one_row()).unwrap_err(), first);
    // Without rows nothing is wrong with an answer that this plugin cannot give either.
    assert_eq!(plugin.score(&Request::default()).unwrap_err(), first);
}

#[test]
fn the_deadline_holds_where_the_fuel_does_not() {
    let deadline = Duration::from_millis(200);
    let limits = Limits { fuel: u64::MAX, deadline, ..Limits::default() };
    let started = Instant::now();
    let endless = load_with(limits, &hostile("endless-score")).unwrap();
    assert_eq!(endless.score(&one_row()).unwrap_err().class(), Class::Deadline);
    for name in ["endless-start", "endless-allocator", "endless-describe"] {
        assert_eq!(load_with(limits, &hostile(name)).unwrap_err().class(), Class::Deadline, "{name}");
    }
    // Far above the deadline for the sake of busy machines; what matters is that it ends.
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn one_plugin_s_deadline_is_not_another_s() {
    // Clones share an engine, and with it the epoch that the short deadline advances.
    let host =
        Host::new(Limits { fuel: u64::MAX, deadline: Duration::from_millis(100), ..Limits::default() })
            .unwrap();
    let endless = host.load(&hostile("endless-score"), Origin::Builtin).unwrap();
    let honest = host.load(&hostile("honest"), Origin::Builtin).unwrap();
    std::thread::scope(|scope| {
        let endless = scope.spawn(|| endless.score(&one_row()).unwrap_err().class());
        while !endless.is_finished() {
            honest.score(&one_row()).unwrap();
        }
        assert_eq!(endless.join().unwrap(), Class::Deadline);
    });
}

#[test]
fn what_is_no_component_is_named() {
    let real = hostile("honest");
    let cases: [(&[u8], &str); 7] = [
        (b"", "the file is empty"),
        (b"MZ\x90\0\x03\0\0\0 garbage", "it is no WebAssembly"),
        (b"\0asm\x02\0\0\0", "it is WebAssembly of an unknown version"),
        (b" (component)", "it is WebAssembly as text"),
        (&module("honest"), "it is a core module"),
        (b"\0asm\x0d\0\x01", "unknown version"),
        // In the middle of a part: between two of them, what is left would be a component that exports nothing.
        (&real[..real.len() / 2 + 1], "unexpected end"),
    ];
    for (bytes, words) in cases {
        let error = load(bytes).unwrap_err();
        assert_eq!(error.class(), Class::NotAComponent, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn size_is_checked_before_anything_else() {
    let error = load_with(Limits { file_bytes: 10, ..limits() }, b"no component").unwrap_err();
    assert_eq!(error, LoadError::TooLarge { bytes: 12, limit: 10 });
}

#[test]
fn imports_are_listed() {
    let clock = "package wasi:clocks@0.2.0; interface monotonic-clock { now: func() -> u64; }";
    let wit = format!(
        "{}\nworld curious {{ import wasi:clocks/monotonic-clock@0.2.0; export scorer; }}",
        include_str!("../../cxplan-sdk/wit/scoring.wit")
    );
    let error = load(&component(&module("imports-clock"), &wit, &[clock])).unwrap_err();
    assert_eq!(error.class(), Class::WrongWorld);
    assert!(error.to_string().contains("imports `wasi:clocks/monotonic-clock@0.2.0`"), "{error}");
}

#[test]
fn another_world_is_named() {
    let wat = r#"(module (func (export "greet")))"#;
    let bytes =
        component(&wat::parse_str(wat).unwrap(), "package a:b; world w { export greet: func(); }", &[]);
    let error = load(&bytes).unwrap_err();
    assert_eq!(error.class(), Class::WrongWorld);
    assert!(
        error.to_string().contains("does not export `cxplan:scoring/scorer`; it exports `greet`"),
        "{error}"
    );
}

/// The honest module, built against another version of the interface.
fn of_version(version: &str) -> Result<Plugin, LoadError> {
    let text = include_str!("../../cxplan-sdk/wit/scoring.wit").replace("@1.0.0", &format!("@{version}"));
    let module = support::text("honest").replace("@1.0.0#", &format!("@{version}#"));
    load(&component(&wat::parse_str(module).unwrap(), &text, &[]))
}

#[test]
fn later_versions_of_the_first_number_are_accepted() {
    assert_eq!(of_version("1.7.2").unwrap().score(&one_row()).unwrap().scores.len(), 1);
}

#[test]
fn other_versions_are_named_with_both_remedies() {
    let error = of_version("2.0.0").unwrap_err();
    assert_eq!(error.class(), Class::WrongWorld);
    assert_eq!(
        error.to_string(),
        "the plugin was made for version 2.0.0 of `cxplan:scoring`, this program speaks version 1.0.0"
    );
    assert!(
        error.remedy().en().contains("users: ") && error.remedy().en().contains("authors: "),
        "{error:?}"
    );
}

#[test]
fn other_types_behind_the_same_names_are_refused() {
    let error = of_other_types("1.0.0");
    assert!(error.to_string().contains("differs from version 1.0.0"), "{error}");
    // A later plugin is told that it is later, with what its users and its author can do.
    let error = of_other_types("1.99.0");
    assert!(error.to_string().contains("made for version 1.99.0"), "{error}");
    assert!(error.remedy().en().contains("a release of cxplan that speaks 1.99.0"), "{error:?}");
}

/// The error for a component that exports the scorer of this version with types of its own.
fn of_other_types(version: &str) -> LoadError {
    let wit = "package cxplan:scoring@1.0.0;
        interface scorer { describe: func(language: string) -> string; score: func() -> f64; }
        world w { export scorer; }"
        .replace("1.0.0", version);
    let wat = r#"(module (memory (export "memory") 1)
        (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8))
        (func (export "cxplan:scoring/scorer@1.0.0#describe") (param i32 i32) (result i32) (i32.const 0))
        (func (export "cxplan:scoring/scorer@1.0.0#score") (result f64) (f64.const 0)))"#;
    let error =
        load(&component(&wat::parse_str(wat.replace("1.0.0", version)).unwrap(), &wit, &[])).unwrap_err();
    assert_eq!(error.class(), Class::WrongWorld, "{error}");
    error
}

/// Whatever the bytes are, the host says no or runs them as any other plugin, and lives. Returns whether it said no.
fn survives(host: &Host, bytes: &[u8]) -> bool {
    match host.load(bytes, Origin::Builtin) {
        Ok(plugin) => {
            drop(plugin.score(&one_row()));
            false
        }
        Err(_) => true,
    }
}

#[test]
fn damaged_components_never_panic() {
    let real = hostile("honest");
    let host = Host::new(Limits { fuel: 1_000_000, ..Limits::default() }).unwrap();
    // What is cut off between two sections can still be whole, without its last names.
    let refused = (0..real.len()).filter(|&length| survives(&host, &real[..length])).count();
    assert!(refused * 10 > real.len() * 9, "{refused} of {} were refused", real.len());

    // One to three bits each, drawn from a sequence that is the same each time (Knuth's MMIX).
    let mut state = 1_u64;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    const FLIPS: usize = 10_000;
    let mut refused = 0;
    for flip in 0..FLIPS {
        let mut damaged = real.clone();
        for _ in 0..=flip % 3 {
            // Not the first eight bytes: without them nothing is looked at.
            let position = 8 + draw(real.len() - 8);
            damaged[position] ^= 1 << draw(8);
        }
        refused += usize::from(survives(&host, &damaged));
    }
    assert!(refused > FLIPS / 4, "{refused} of {FLIPS} were refused");
    assert!(!survives(&host, &real), "an honest plugin is as good as before");
}
