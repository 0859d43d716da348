//! The plugins that ship inside the program, as the engine meets them.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use cxplan_core::method::{Language, Origin, Outcome, Request, Value};
use cxplan_host::{Host, Limits, Plugin, builtin, trial};

fn plugin(id: &str) -> Plugin {
    let (_, bytes) = builtin().iter().find(|(found, _)| *found == id).unwrap();
    Host::new(Limits::default()).unwrap().load(bytes, Origin::Builtin).unwrap()
}

/// A request with these inputs for each row; everything else is as the description says for a silent plan.
fn request(plugin: &Plugin, keys: &[&str], rows: &[Vec<f64>]) -> Request {
    let spec = plugin.method.spec();
    let defaults = |inputs: &[cxplan_core::method::Input]| -> Vec<Value> {
        inputs.iter().map(|input| input.default.clone().unwrap_or(Value::Missing)).collect()
    };
    let row = |numbers: &Vec<f64>| {
        let mut row = defaults(&spec.inputs);
        for (key, number) in keys.iter().zip(numbers) {
            let position = spec.inputs.iter().position(|input| input.key == *key).unwrap();
            row[position] = Value::Number(*number);
        }
        row
    };
    Request { params: defaults(&spec.params), rows: rows.iter().map(row).collect() }
}

const RICE: [&str; 4] = ["reach", "impact", "confidence", "effort"];

/// Ten thousand different rows on RICE's scales.
fn ten_thousand() -> Vec<Vec<f64>> {
    let pick = |values: &[f64], number: usize| values[number % values.len()];
    (0..10_000)
        .map(|n| {
            vec![
                100.0 + n as f64 * 0.37,
                pick(&[0.25, 0.5, 1.0, 2.0, 3.0], n / 3),
                pick(&[0.5, 0.8, 1.0], n),
                0.3 + (n % 97) as f64,
            ]
        })
        .collect()
}

fn bits(outcome: &Outcome) -> Vec<Option<u64>> {
    outcome.scores.iter().map(|scored| scored.as_ref().map(|scored| scored.score.to_bits())).collect()
}

#[test]
fn each_loads_under_its_id_and_speaks_both_languages() {
    let ids: Vec<&str> = builtin().iter().map(|(id, _)| *id).collect();
    assert_eq!(
        ids,
        [
            "rice",
            "kano",
            "impact-effort",
            "wsjf",
            "ice",
            "moscow",
            "opportunity",
            "value-effort",
            "weighted",
            "formula"
        ]
    );
    for id in ids {
        let method = plugin(id).method;
        assert_eq!((method.id(), &method.origin), (id, &Origin::Builtin));
        let [english, french] = Language::ALL.map(|language| method.description(language));
        assert_ne!(english.summary, french.summary, "{id}");
        assert_eq!(method.sha256.len(), 64);
    }
}

#[test]
fn each_stands_its_trial() {
    for (id, _) in builtin() {
        let trial = trial(&plugin(id)).unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!((trial.depends_on_order, trial.remembers), (None, None), "{id}");
        // What these two read only a plan can say.
        assert_eq!(trial.rows == 0, matches!(*id, "weighted" | "formula"), "{id}");
        assert!(trial.usage.fuel < 10_000_000, "{id}: {trial:?}");
        assert!(trial.usage.memory_bytes <= 4 << 20, "{id}: {trial:?}");
    }
}

#[test]
fn rice_gives_the_textbook_s_score() {
    let rice = plugin("rice");
    let outcome = rice.score(&request(&rice, &RICE, &[vec![2000.0, 1.0, 0.8, 4.0]])).unwrap();
    assert_eq!(outcome.problems, []);
    assert_eq!(outcome.scores[0].as_ref().unwrap().score, 400.0);
}

#[test]
fn a_large_batch_gives_the_bits_of_small_ones() {
    let rice = plugin("rice");
    let rows = ten_thousand();
    let whole = rice.run(&request(&rice, &RICE, &rows)).unwrap();
    let whole_bits = bits(&whole.outcome);
    assert_eq!(whole_bits.iter().flatten().count(), rows.len());
    assert!(whole.usage.fuel < 100_000_000, "{:?}", whole.usage);

    // One by one for some, in small batches for all.
    for position in (0..rows.len()).step_by(501) {
        let one = rice.score(&request(&rice, &RICE, &rows[position..=position])).unwrap();
        assert_eq!(bits(&one), whole_bits[position..=position]);
    }
    let batches = rows.chunks(77).flat_map(|batch| bits(&rice.score(&request(&rice, &RICE, batch)).unwrap()));
    assert_eq!(batches.collect::<Vec<_>>(), whole_bits);
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let rice = plugin("rice");
    let mut rows = ten_thousand();
    let forwards = bits(&rice.score(&request(&rice, &RICE, &rows)).unwrap());
    rows.reverse();
    let mut backwards = bits(&rice.score(&request(&rice, &RICE, &rows)).unwrap());
    backwards.reverse();
    assert_eq!(forwards, backwards);
}

#[test]
fn the_row_that_makes_a_plugin_fail_is_found() {
    let rice = plugin("rice");
    // A row without a value that is required: no plan gets that far, the engine checks what it gives to plugins.
    for (guilty, count) in [(0, 1), (0, 2), (1, 2), (17, 50), (49, 50), (6_000, 10_000)] {
        let mut request = request(&rice, &RICE, &ten_thousand()[..count]);
        request.rows[guilty][0] = Value::Missing;
        let error = rice.score(&request).unwrap_err();
        assert_eq!(rice.suspect(&request, &error), Some(guilty), "{count}: {error}");
    }
    // Nobody is blamed for what happens without any row, or for what does not happen again.
    let sound = request(&rice, &RICE, &ten_thousand()[..9]);
    let mut cut = sound.clone();
    cut.rows[4][0] = Value::Missing;
    let error = rice.score(&cut).unwrap_err();
    assert_eq!(rice.suspect(&sound, &error), None);
    cut.rows.clear();
    assert_eq!(rice.suspect(&cut, &error), None);
}

#[test]
fn a_run_repeats_itself_in_everything() {
    let rice = plugin("rice");
    let request = request(&rice, &RICE, &ten_thousand()[..100]);
    let first = rice.run(&request).unwrap();
    assert_eq!(rice.run(&request).unwrap(), first);
    // Also with the plugin compiled anew.
    assert_eq!(plugin("rice").run(&request).unwrap(), first);
}

#[test]
fn nothing_to_score_is_no_problem() {
    for (id, _) in builtin() {
        let plugin = plugin(id);
        if plugin.method.is_open() {
            // They want parameters, which are a plan's.
            continue;
        }
        let outcome = plugin.score(&request(&plugin, &[], &[])).unwrap();
        assert_eq!((outcome.scores.len(), outcome.problems.len()), (0, 0), "{id}");
    }
}

#[test]
fn single_flipped_bits_never_panic() {
    let (_, bytes) = builtin()[0];
    let host = Host::new(Limits { fuel: 1_000_000, ..Limits::default() }).unwrap();
    let (mut refused, step) = (0, bytes.len() / 100);
    for (count, byte) in (8..bytes.len()).step_by(step).enumerate() {
        let mut damaged = bytes.to_vec();
        damaged[byte] ^= 1 << (count % 8);
        // Some bits do not matter: then the plugin must answer or fail as any other.
        match host.load(&damaged, Origin::Builtin) {
            Ok(plugin) => drop(trial(&plugin)),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > 25, "{refused} of 100 were refused");
}
