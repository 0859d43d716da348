//! Components that misbehave in every way that we could think of, and what stops each. Their sources, one deviation
//! each, are in `tests/hostile/`.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

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

/// What scoring one row with each file gives: a class, and words of the message.
const WHEN_SCORING: &[(&str, Class, &str)] = &[
    ("nan-score", Class::BrokeContract, "the score of row 0 is NaN"),
    ("infinite-score", Class::BrokeContract, "the score of row 0 is -inf"),
    ("nan-part", Class::BrokeContract, "part `part` of row 0 is NaN"),
    ("too-many-parts", Class::BrokeContract, "row 0 has 2 parts, and the description declares 1"),
    ("no-such-category", Class::BrokeContract, "the category of row 0 is at position 1 in a list of 1"),
    ("no-such-note", Class::BrokeContract, "a note of row 0 is at position 7"),
    ("no-such-case", Class::BrokeContract, "invalid option discriminant"),
    ("unaligned-list", Class::BrokeContract, "aligned"),
    ("list-past-memory", Class::BrokeContract, "memory"),
    ("list-length-overflow", Class::BrokeContract, "memory"),
    ("answer-outside", Class::BrokeContract, "memory"),
    ("silent-row", Class::BrokeContract, "row 0 has neither a score nor an error"),
    ("no-scores", Class::BrokeContract, "it has 0 scores for 1 rows"),
    ("too-many-scores", Class::BrokeContract, "it has 2 scores for 1 rows"),
    ("ansi-message", Class::BrokeContract, "control character U+001B"),
    ("invalid-utf8", Class::BrokeContract, "utf-8"),
    ("no-such-row", Class::BrokeContract, "the row of a problem is at position 99"),
    ("no-such-input", Class::BrokeContract, "the input of a problem is at position 0 in a list of 0"),
    ("score-and-error", Class::BrokeContract, "row 0 has both a score and an error"),
    ("aliased-texts", Class::BrokeContract, "it takes more than"),
    ("endless-score", Class::OutOfFuel, "`score` used up its fuel of 51000000"),
    ("fills-memory", Class::OutOfFuel, "`score` used up its fuel of 51000000"),
    ("memory-bomb", Class::OutOfMemory, "the 64 MiB of memory that it may have"),
    ("table-bomb", Class::OutOfMemory, "the 100000 table entries that it may have"),
    ("deep-recursion", Class::StackOverflow, "its stack of 512 KiB"),
    ("gives-up", Class::Trapped, "it gave up"),
    ("divides-by-zero", Class::Trapped, "it divided a whole number by zero"),
    ("out-of-bounds", Class::Trapped, "it reached outside of its memory"),
    ("traps-in-named-function", Class::Trapped, "failed in `score`, in its function `weigh`: it gave up"),
];

#[test]
fn misbehaviour_in_score_is_contained() {
    for &(name, class, words) in WHEN_SCORING {
        let error = score(name).expect_err(name);
        assert_eq!(error.class(), class, "{name}: {error}");
        assert!(error.to_string().contains(words), "{name}: {error}");
        in_both_languages(name, &[error.phrase(), error.remedy()]);
    }
}

/// What loading each file gives.
const WHEN_LOADING: &[(&str, Class, &str)] = &[
    ("endless-describe", Class::OutOfFuel, "`describe(\"en\")` used up its fuel of 50000000"),
    ("endless-start", Class::OutOfFuel, "used up its fuel"),
    ("endless-allocator", Class::OutOfFuel, "used up its fuel"),
    ("allocator-outside", Class::BrokeContract, "beyond end of memory"),
    ("huge-memory", Class::OutOfMemory, "the 64 MiB of memory that it may have"),
    ("huge-table", Class::OutOfMemory, "the 100000 table entries that it may have"),
    ("many-tables", Class::OutOfMemory, "64 instances, 8 memories and 64 tables"),
    ("empty-description", Class::BrokeContract, "the id `` is not kebab-case"),
    ("ansi-title", Class::BrokeContract, "the title contains the control character U+001B"),
    ("two-meanings", Class::BrokeContract, "meanings of the score differ from language to language"),
    ("relaxed-simd", Class::NotAComponent, "relaxed SIMD"),
    ("shared-memory", Class::NotAComponent, "threads"),
    ("memory64", Class::NotAComponent, "memory64"),
];

#[test]
fn misbehaviour_in_loading_is_contained() {
    for &(name, class, words) in WHEN_LOADING {
        let error = load(&hostile(name)).expect_err(name);
        assert_eq!(error.class(), class, "{name}: {error}");
        assert!(error.to_string().contains(words), "{name}: {error}");
        in_both_languages(name, &[error.phrase(), error.remedy()]);
    }
}

#[test]
fn every_hostile_file_is_tried() {
    let mut tried: BTreeSet<&str> = WHEN_SCORING.iter().chain(WHEN_LOADING).map(|&(name, ..)| name).collect();
    tried.extend(["honest", "honest-error", "hidden-state", "imports-clock", "order-dependent", "remembers"]);
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hostile")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(path.is_dir() || tried.contains(name), "{name} is not tried");
    }
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
    let wit = "package cxplan:scoring@1.0.0;
        interface scorer { describe: func(language: string) -> string; score: func() -> f64; }
        world w { export scorer; }";
    let wat = r#"(module (memory (export "memory") 1)
        (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8))
        (func (export "cxplan:scoring/scorer@1.0.0#describe") (param i32 i32) (result i32) (i32.const 0))
        (func (export "cxplan:scoring/scorer@1.0.0#score") (result f64) (f64.const 0)))"#;
    let error = load(&component(&wat::parse_str(wat).unwrap(), wit, &[])).unwrap_err();
    assert_eq!(error.class(), Class::WrongWorld, "{error}");
    assert!(error.to_string().contains("differs from version 1.0.0"), "{error}");
}

#[test]
fn damaged_components_never_panic() {
    let real = hostile("honest");
    let host = Host::new(Limits { fuel: 1_000_000, ..Limits::default() }).unwrap();
    let mut refused = 0;
    // One bit of each byte, another one in each; every fourth byte is enough for a file of some thousand.
    for byte in (8..real.len()).step_by(4) {
        let mut damaged = real.clone();
        damaged[byte] ^= 1 << (byte / 4 % 8);
        // Some are still valid: then they must answer or fail as any other plugin.
        match host.load(&damaged, Origin::Builtin) {
            Ok(plugin) => drop(plugin.score(&one_row())),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 100, "{refused} were refused");
    for length in (0..real.len()).step_by(7) {
        // What is cut off between two sections can still be whole, without its last names.
        drop(host.load(&real[..length], Origin::Builtin));
    }
}
