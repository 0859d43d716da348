//! Measures the built-in plugins. Not a test of anything; run it with
//! `cargo test --release -p cxplan-host --test figures -- --ignored --nocapture`.

use std::time::{Duration, Instant};
use std::{env, fs, process};

use cxplan_core::method::{Input, InputKind, Origin, Request, Value};
use cxplan_host::{Host, Limits, Plugin, builtin};

/// The shortest of several runs, and the last result.
fn best<T>(runs: usize, mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut timed = || {
        let started = Instant::now();
        let result = work();
        (started.elapsed(), result)
    };
    let first = timed();
    (1..runs).fold(first, |(shortest, _), _| {
        let (elapsed, result) = timed();
        (shortest.min(elapsed), result)
    })
}

/// Rows in which everything is said, as in a plan that somebody took care of.
fn rows(plugin: &Plugin, count: usize) -> Request {
    let spec = plugin.method.spec();
    let value = |input: &Input| match &input.kind {
        InputKind::Share => Value::Number(0.8),
        InputKind::Number | InputKind::Integer => Value::Number(input.min.map_or(1.0, |min| min.max(1.0))),
        InputKind::Choice(_) => Value::Choice(0),
        _ => input.default.clone().unwrap_or(Value::Missing),
    };
    let params = spec.params.iter().map(|param| param.default.clone().unwrap_or(Value::Missing)).collect();
    Request { params, rows: vec![spec.inputs.iter().map(value).collect(); count] }
}

#[test]
#[ignore = "prints figures"]
fn figures() {
    let folder = env::temp_dir().join(format!("cxplan-host-figures-{}", process::id()));
    let plain = Host::new(Limits::default()).unwrap();
    let cached = plain.clone().with_cache(folder.clone());
    println!("{:>10.1?}  a host", best(20, || Host::new(Limits::default()).unwrap()).0);
    for (id, bytes) in builtin() {
        let load = |host: &Host| host.load(bytes, Origin::Builtin).unwrap();
        let (compiled, plugin) = best(10, || load(&plain));
        let (stored, _) = best(1, || load(&cached));
        let (found, again) = best(20, || load(&cached));
        assert!(again.from_cache());
        println!("{id}: {} bytes, describe {:?}", bytes.len(), plugin.describe_usage());
        println!(
            "{compiled:>10.1?}  load, compiling; {stored:.1?} the first time with the cache; {found:.1?} cached"
        );
        // What an open method reads only a plan can say.
        let counts: &[usize] = if plugin.method.is_open() { &[] } else { &[0, 100, 10_000] };
        for &count in counts {
            let request = rows(&plugin, count);
            let (scored, run) = best(50, || plugin.run(&request).unwrap());
            let what = if count == 0 { "a fresh instance that scores nothing" } else { "a fresh instance" };
            let problems = run.outcome.problems.len();
            println!("{scored:>10.1?}  {what}, {count} rows, {problems} problems, {:?}", run.usage);
        }
    }
    let all = |host: &dyn Fn() -> Host| {
        let host = host();
        for (_, bytes) in builtin() {
            let plugin = host.load(bytes, Origin::Builtin).unwrap();
            if !plugin.method.is_open() {
                plugin.score(&rows(&plugin, 100)).unwrap();
            }
        }
    };
    let with_cache = || Host::new(Limits::default()).unwrap().with_cache(folder.clone());
    println!("{:>10.1?}  all, compiling", best(5, || all(&|| Host::new(Limits::default()).unwrap())).0);
    println!("{:>10.1?}  all, cached", best(20, || all(&with_cache)).0);
    fs::remove_dir_all(&folder).unwrap();
}
