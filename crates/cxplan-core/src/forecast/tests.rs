//! Forecasts against closed forms and against all worlds that can be.

use super::*;
use crate::check::{self, Checked, Options};
use crate::diag::Diagnostics;
use crate::method::{self, Description, InputKind, Meaning, Method, Origin, Role, Value};
use crate::read;
use crate::scores::Scores;
use crate::simulate;
use crate::source::Sources;

/// A method that asks for confidence alone.
fn trust() -> Method {
    let confidence = method::Input {
        key: "confidence".into(),
        label: String::new(),
        help: String::new(),
        unit: None,
        kind: InputKind::Share,
        role: Some(Role::Confidence),
        required: false,
        min: None,
        max: None,
        steps: Vec::new(),
        default: Some(Value::Number(1.0)),
    };
    let description = Description {
        id: "trust".into(),
        title: "Trust".into(),
        version: "1".into(),
        summary: String::new(),
        formula: String::new(),
        meaning: Meaning::Rank,
        inputs: vec![confidence],
        params: Vec::new(),
        parts: Vec::new(),
        categories: Vec::new(),
        notes: Vec::new(),
    };
    Method {
        descriptions: [description.clone(), description],
        sha256: String::new(),
        origin: Origin::Builtin,
    }
}

pub(crate) fn planned(text: &str) -> (Plan, Timeline) {
    let text = format!(
        "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\n[scoring]\nprimary = \"trust\"\n{text}"
    );
    let sources = Sources::single("plan.toml", text);
    let mut diagnostics = Diagnostics::default();
    let document = read::parse(&sources, &mut diagnostics);
    let checked = check::check(document, &[trust()], &Options::default(), &mut diagnostics);
    let Some(Checked::Plan(plan)) = checked else { panic!("{:?}", diagnostics.sorted()) };
    let timeline = timeline_of(&plan);
    (plan, timeline)
}

pub(crate) fn timeline_of(plan: &Plan) -> Timeline {
    let scores = Scores { by_initiative: plan.initiatives.iter().map(|_| None).collect() };
    let planning = timeline::Planning::default();
    timeline::timeline(plan, &scores, &planning, &mut Diagnostics::default()).unwrap()
}

fn drawn(text: &str, draws: u32, threads: usize) -> Forecast {
    let (plan, timeline) = planned(text);
    forecast(&plan, &timeline, &Settings { draws, seed: 1, threads }, &|_| {}).unwrap()
}

/// An initiative that is delivered on a day, which is the last before the month that it begins to count in.
fn initiative(id: &str, on: &str, confidence: f64, effects: &str) -> String {
    format!(
        "[[initiative]]\nid = \"{id}\"\ntitle = \"{id}\"\ntrust = {{ confidence = {confidence} }}\neffects = [{effects}]\n\
         steps = [{{ id = \"go\", title = \"Go\", duration = \"1d\", fixed = {on} }}]\n"
    )
}

/// Month 2 and month 5 begin the day after.
const SECOND: &str = "2027-03-03";
const FIFTH: &str = "2027-06-03";

/// A base of 24; tri(1, 2, 3) at 80 % from month 2 on, tri(0.3, 1, 2) at 50 % from month 5 on, both in full after three months.
fn two(head: &str) -> String {
    let effect = |change: &str| format!("{{ metric = \"m\", change = {change}, ramp = \"3mo\" }}");
    format!(
        "{head}\n[[metric]]\nid = \"m\"\nname = \"M\"\nkind = \"amount\"\ndirection = \"higher\"\n\
         baseline = {{ value = 24 }}\n\
         targets = [{{ months = 3, value = 24.5 }}, {{ months = 6, value = 26 }}, {{ months = 12, value = 26.5 }}]\n{}{}",
        initiative("a", SECOND, 0.8, &effect("[1, 2, 3]")),
        initiative("b", FIFTH, 0.5, &effect("[0.3, 1, 2]")),
    )
}

#[test]
fn the_closed_form_is_met() {
    let draws = 40_000;
    let forecast = drawn(&two(""), draws, 2);
    let targets = &forecast.metrics[0].targets;
    for (target, (mean, deviation)) in targets.iter().zip([(24.533, 0.293), (25.783, 0.902), (26.150, 1.066)])
    {
        // What is known beforehand is not drawn: the expected value has no error.
        assert!((target.expected - mean).abs() < 0.0005, "{target:?}");
        let error = 4.0 * deviation / libm::sqrt(2.0 * f64::from(draws)) + 0.0005;
        assert!((target.deviation - deviation).abs() < error, "{target:?}");
        assert!((target.gap - (target.value - target.expected)).abs() < 1e-12);
    }
    // Half of a month's third is gone with a delay of a month at 3; all is in full at 12.
    let [first, .., last] = &targets[..] else { panic!() };
    assert_eq!(first.contributions[0].initiative, "a");
    assert!((first.contributions[0].delay + 1.6 / 3.0).abs() < 1e-9);
    assert!((first.contributions[0].delay_chance + first.chance).abs() < 1e-9);
    assert!(last.contributions.iter().all(|own| own.delay == 0.0 && own.delay_chance == 0.0));
    // Of independent inputs the shares are those of the variances: p (1 - p) µ² and p σ².
    let variance = 1.066 * 1.066;
    let share = |input: Input| last.drivers.iter().find(|driver| driver.input == input).unwrap().share;
    for (input, part) in [
        (Input::Works { initiative: "a".into() }, 0.16 * 4.0),
        (Input::Size { initiative: "a".into() }, 0.8 / 6.0),
        (Input::Works { initiative: "b".into() }, 0.25 * 1.21),
    ] {
        assert!((share(input.clone()) - part / variance).abs() < 0.02, "{input:?}");
    }
}

#[test]
fn contributions_sum_to_the_change_and_drivers_to_all_of_the_variance() {
    for head in ["", "[forecast]\nshared = 0.4\ndiminishing = true"] {
        let text = uncertain(head);
        for metric in drawn(&text, 3_000, 2).metrics {
            for target in metric.targets {
                let sum: f64 = target.contributions.iter().map(|own| own.change).sum();
                assert!((metric.baseline + sum - target.expected).abs() < 1e-9, "{target:?}");
                let shares: f64 = target.drivers.iter().map(|driver| driver.share).sum();
                assert!((shares - 1.0).abs() < 1e-6, "{target:?}");
                assert!(target.range.low <= target.range.median && target.range.median <= target.range.high);
            }
        }
    }
}

/// Durations, confidence, effects and baselines that vary; satisfaction near the end of its scale.
fn uncertain(head: &str) -> String {
    let work = |id: &str, after: &str, confidence: f64, effects: &str| {
        format!(
            "[[initiative]]\nid = \"{id}\"\ntitle = \"{id}\"\ntrust = {{ confidence = {confidence} }}\neffects = [{effects}]\n\
             depends_on = [{after}]\nsteps = [{{ id = \"go\", title = \"Go\", team = \"t\", effort = \"2w\", duration = [\"1w\", \"4w\", \"16w\"] }}]\n"
        )
    };
    format!(
        "{head}\n[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\n\
         [[metric]]\nid = \"nps\"\nname = \"NPS\"\nkind = \"nps\"\ndirection = \"higher\"\n\
         baseline = {{ promoters = 90, passives = 68, detractors = 42 }}\n\
         targets = [{{ months = 4, value = 25 }}, {{ months = 12, value = 28 }}]\n\
         [[metric]]\nid = \"csat\"\nname = \"CSAT\"\nkind = \"csat\"\nmethod = \"binary\"\ndirection = \"higher\"\nunit = \"%\"\n\
         baseline = {{ value = 96, n = 100 }}\ntargets = [{{ months = 12, value = 99 }}]\n\
         [[metric]]\nid = \"unknown\"\nname = \"U\"\nkind = \"amount\"\ndirection = \"lower\"\ntargets = [{{ months = 6, value = 1 }}]\n{}{}{}",
        work(
            "a",
            "",
            0.8,
            "{ metric = \"nps\", change = [1, 2, 6], ramp = \"2mo\" }, { metric = \"csat\", change = [1, 3, 5] }"
        ),
        work("b", "\"a\"", 0.5, "{ metric = \"nps\", change = [-1, 1, 3] }"),
        work(
            "c",
            "",
            0.7,
            "{ metric = \"csat\", change = [0, 3, 9], ramp = \"1mo\" }, { metric = \"nps\", change = [1, 1, 1] }"
        ),
    )
}

#[test]
fn threads_and_the_number_of_other_draws_change_nothing() {
    let text = uncertain("[forecast]\nshared = 0.3");
    let one = drawn(&text, 1_100, 1);
    assert_eq!(one, drawn(&text, 1_100, 2));
    assert_eq!(one, drawn(&text, 1_100, 5));
    assert_eq!(one.without_baseline, ["unknown"]);
    assert_ne!(one, drawn(&text, 1_099, 1));
}

/// Sure effects of initiatives that work or do not: all worlds, each with its chance.
#[test]
fn small_cases_have_the_chances_of_all_their_worlds() {
    let of = [("a", 0.8, 9.0), ("b", 0.5, 14.0), ("c", 0.3, -6.0), ("d", 0.6, 4.0)];
    for diminishing in [false, true] {
        let mut text = format!(
            "[forecast]\ndiminishing = {diminishing}\n[[metric]]\nid = \"m\"\nname = \"M\"\nkind = \"csat\"\n\
             method = \"binary\"\ndirection = \"higher\"\nunit = \"%\"\nbaseline = {{ value = 88 }}\n\
             targets = [{{ months = 12, value = 97 }}]\n"
        );
        for (id, chance, change) in of {
            text += &initiative(
                id,
                SECOND,
                chance,
                &format!("{{ metric = \"m\", change = [{change}, {change}, {change}] }}"),
            );
        }
        let draws = 40_000;
        let target = drawn(&text, draws, 2).metrics.remove(0).targets.remove(0);
        let (mut chance, mut mean, mut square, mut parts) = (0.0, 0.0, 0.0, [0.0; 4]);
        for world in 0..16_u32 {
            let works = |place: usize| world >> place & 1 == 1;
            let odds: f64 =
                (0..4).map(|place| if works(place) { of[place].1 } else { 1.0 - of[place].1 }).product();
            let sum: f64 = (0..4).filter(|place| works(*place)).map(|place| of[place].2).sum();
            let room = if sum < 0.0 { 88.0 } else { 12.0 };
            let change = match diminishing {
                true => sum.signum() * room * (1.0 - libm::exp(-sum.abs() / room)),
                false => sum.min(12.0),
            };
            chance += if 88.0 + change >= 97.0 { odds } else { 0.0 };
            mean += odds * change;
            square += odds * change * change;
            for place in (0..4).filter(|place| works(*place)) {
                parts[place] +=
                    if sum == 0.0 { odds * of[place].2 } else { odds * of[place].2 * change / sum };
            }
        }
        let error = |deviation: f64| 4.0 * deviation / libm::sqrt(f64::from(draws));
        let deviation = libm::sqrt(square - mean * mean);
        assert!((target.chance - chance).abs() < error(libm::sqrt(chance * (1.0 - chance))), "{target:?}");
        assert!((target.expected - 88.0 - mean).abs() < error(deviation), "{target:?}");
        assert!((target.deviation - deviation).abs() < error(deviation), "{target:?}");
        for ((id, ..), part) in of.iter().zip(parts) {
            let found = target.contributions.iter().find(|own| own.initiative == *id).unwrap();
            assert!((found.change - part).abs() < error(7.0), "{id}: {} instead of {part}", found.change);
        }
    }
}

#[test]
fn odds_fall_as_the_target_rises() {
    let chance = |value: f64| {
        let text = two("").replace("value = 26.5", &format!("value = {value}"));
        drawn(&text, 2_000, 1).metrics[0].targets[2].chance
    };
    let chances: Vec<f64> = (0..12).map(|step| chance(26.0 + 0.3 * f64::from(step))).collect();
    assert!(chances.is_sorted_by(|one, next| one >= next), "{chances:?}");
    assert_eq!(chances[11], 0.0);
}

#[test]
fn what_is_dropped_contributes_nothing_and_changes_no_other_draw() {
    let dropped = two("").replace("id = \"b\"\n", "id = \"b\"\nstatus = \"rejected\"\n");
    let without = drawn(&dropped, 1_000, 1);
    let alone = two("");
    let alone = drawn(&alone[..alone.rfind("[[initiative]]").unwrap()], 1_000, 1);
    assert_eq!(without, alone);
    assert_eq!(without.metrics[0].targets[2].contributions.len(), 1);
}

/// A certain effect that is there at once: the target is reached where the work is delivered.
#[test]
fn deliveries_are_those_of_the_odds_of_the_dates() {
    let (plan, timeline) = planned(
        "[simulation]\nshared = 0.2\n[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\n\
         [[metric]]\nid = \"m\"\nname = \"M\"\nkind = \"count\"\ndirection = \"lower\"\nbaseline = { value = 9 }\n\
         targets = [{ months = 2, value = 8 }, { months = 3, value = 8 }, { months = 4, value = 8 }]\n\
         [[initiative]]\nid = \"a\"\ntitle = \"A\"\ntrust = {}\neffects = [{ metric = \"m\", change = [-1, -1, -1] }]\n\
         steps = [{ id = \"x\", title = \"X\", team = \"t\", effort = \"2w\", duration = [\"2w\", \"6w\", \"20w\"] },\n\
         { id = \"y\", title = \"Y\", team = \"t\", effort = \"1w\", duration = [\"1w\", \"2w\", \"5w\"], after = [\"x\"] }]\n",
    );
    let settings = Settings { draws: 3_000, seed: 7, threads: 2 };
    let odds = simulate::simulate(&plan, &timeline, &settings, &|_| {}).unwrap();
    let forecast = forecast(&plan, &timeline, &settings, &|_| {}).unwrap();
    for (target, odds) in forecast.metrics[0].targets.iter().zip(&odds.targets) {
        // The day of the target counts for the odds, and not for what is there at its dawn.
        assert!(target.chance <= odds.delivered && odds.delivered - target.chance < 0.05, "{target:?}");
        assert!((0.02..0.98).contains(&target.chance), "{target:?}");
        // No delivery is in doubt but by its day.
        assert!(target.drivers.iter().all(|driver| matches!(driver.input, Input::Delivery { .. })));
    }
}

#[test]
fn what_is_shared_widens_the_range_and_leaves_the_expected_value() {
    let effect = "{ metric = \"m\", change = [1, 1, 1] }";
    let text = |shared: f64| {
        format!(
            "[forecast]\nshared = {shared}\n[[metric]]\nid = \"m\"\nname = \"M\"\nkind = \"amount\"\ndirection = \"higher\"\n\
             baseline = {{ value = 0 }}\ntargets = [{{ months = 12, value = 2 }}]\n{}{}",
            initiative("a", SECOND, 0.8, effect),
            initiative("b", SECOND, 0.5, effect),
        )
    };
    // Apart both work with the product of their chances, together with the smaller one.
    for (shared, chance) in [(0.0, 0.4), (1.0, 0.5)] {
        let target = drawn(&text(shared), 20_000, 2).metrics.remove(0).targets.remove(0);
        assert!((target.expected - 1.3).abs() < 1e-9);
        assert!((target.chance - chance).abs() < 4.0 * 0.5 / libm::sqrt(20_000.0), "{target:?}");
    }
}
