//! How much of a ranking stands, through the shipped components.

use cxplan_engine::core::compare::compare;
use cxplan_engine::core::robustness::{Robustness, Settings, robustness};
use cxplan_engine::{Run, run};

use super::{cxplan, host, root, run_file, run_text, scratch, stderr};

/// A plan that is scored by one number an initiative, with these values and more of the table each.
fn plan(rows: &[(&str, &str)], more: &str) -> String {
    let mut text = "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\n[scoring.formula]\nscore = \"worth * sure\"\n\
                    [scoring.formula.inputs]\nworth = {}\nsure = { kind = \"share\", role = \"confidence\", default = 1 }\n"
        .to_owned();
    text.push_str(more);
    for (id, inputs) in rows {
        text.push_str(&format!(
            "[[initiative]]\nid = \"{id}\"\ntitle = \"{id}\"\neffort = \"1mo\"\nformula = {{ {inputs} }}\n"
        ));
    }
    text
}

fn drawn(run: &Run, settings: &Settings) -> Robustness {
    let (Some(plan), Some(scores)) = (&run.plan, &run.scores) else { panic!("{:?}", run.diagnostics) };
    robustness(plan, 0, &scores[0], settings, |request| run.ask(0, request)).unwrap()
}

/// Two scores of 800 and 675, each lognormal with a deviation of 0.3: the first one stays first with
/// Φ(ln(800/675) / (0.3 √2)) = 0.6556.
#[test]
fn the_chance_to_stay_first_is_that_of_the_closed_form() {
    let text = plan(&[("a", "worth = 1000, sure = 0.8"), ("b", "worth = 843.75, sure = 0.8")], "");
    let draws = 8_000;
    let found = drawn(&run_text(&text).1, &Settings { draws, seed: 3, top: 1 });
    let (expected, error) = (0.655_6_f64, (0.655_6 * 0.344_4 / f64::from(draws)).sqrt());
    let first = found.standings[0].first;
    assert!((first - expected).abs() < 3.0 * error, "{first}");
    assert_eq!(found.standings[0].in_top, first);
    assert!((found.standings[1].first - (1.0 - first)).abs() < 1e-12);
}

/// The chance of one triangle to be above another, beside that of integrating the two densities.
#[test]
fn three_points_are_drawn_from_a_triangle() {
    let text = plan(&[("b", "worth = [1, 2, 3]"), ("a", "worth = [0, 1, 2.5]")], "");
    let found = drawn(&run_text(&text).1, &Settings { draws: 8_000, seed: 5, top: 1 });
    let density = |[low, likely, high]: [f64; 3], x: f64| match x {
        x if x < low || x > high => 0.0,
        x if x < likely => 2.0 * (x - low) / ((high - low) * (likely - low)),
        x => 2.0 * (high - x) / ((high - low) * (high - likely)),
    };
    let cells = 1500;
    let width = 3.0 / f64::from(cells);
    let at = |cell: i32| (f64::from(cell) + 0.5) * width;
    let (mut ahead, mut below) = (0.0, 0.0);
    for cell in 0..cells {
        let a = density([0.0, 1.0, 2.5], at(cell)) * width;
        ahead += density([1.0, 2.0, 3.0], at(cell)) * width * (below + a / 2.0);
        below += a;
    }
    assert!(
        (found.standings[0].first - ahead).abs() < 0.02,
        "{} instead of {ahead}",
        found.standings[0].first
    );
}

#[test]
fn steps_and_ends_are_kept_and_certain_inputs_stay() {
    let furniture = root().join("examples/furniture-retailer/plan.toml");
    let (_, run) = run_file(&furniture);
    let rice = run.plan.as_ref().unwrap().methods[0].method.clone();
    assert_eq!(rice.id(), "rice");
    let (plan, scores) = (run.plan.as_ref().unwrap(), run.scores.as_ref().unwrap());
    let mut seen = 0;
    let settings = Settings { draws: 50, ..Settings::default() };
    robustness(plan, 0, &scores[0], &settings, |request| {
        for row in &request.rows {
            for (input, value) in rice.spec().inputs.iter().zip(row) {
                let cxplan_engine::core::method::Value::Number(value) = value else { continue };
                assert!(input.steps.is_empty() || input.steps.contains(value), "{}: {value}", input.key);
                assert!(input.min.is_none_or(|min| *value >= min));
                seen += 1;
            }
        }
        run.ask(0, request)
    })
    .unwrap();
    assert!(seen > 1000);
}

#[test]
fn shares_of_draws_add_up_and_follow_from_the_seed() {
    let (_, run) = run_file(&root().join("examples/furniture-retailer/plan.toml"));
    let settings = |seed| Settings { draws: 300, seed, top: 5 };
    let found = drawn(&run, &settings(1));
    let sum = |of: fn(&cxplan_engine::core::robustness::Standing) -> f64| {
        found.standings.iter().map(of).sum::<f64>()
    };
    assert!((sum(|standing| standing.first) - 1.0).abs() < 1e-9);
    assert!((sum(|standing| standing.in_top) - 5.0).abs() < 1e-9);
    assert!(found.standings.iter().all(|standing| standing.ranks[0] <= standing.ranks[1]));
    assert_eq!(found, drawn(&run, &settings(1)));
    assert_ne!(found, drawn(&run, &settings(2)));
}

/// Draws follow from the initiative, not from its place among the others.
#[test]
fn the_order_of_the_plan_changes_nothing() {
    let rows = [("a", "worth = 3"), ("b", "worth = 2.9"), ("c", "worth = 2")];
    let mut backwards = rows;
    backwards.reverse();
    let settings = Settings { draws: 200, ..Settings::default() };
    let one = drawn(&run_text(&plan(&rows, "")).1, &settings);
    assert_eq!(one, drawn(&run_text(&plan(&backwards, "")).1, &settings));
}

/// Draws are asked many at a time, unless a method looks at all rows together: then each draw is a question of its own, and the
/// answer is the same either way where only the order counts.
#[test]
fn a_method_that_looks_at_all_rows_gets_one_draw_at_a_time() {
    let (_, run) = run_text(&plan(&[("a", "worth = 3"), ("b", "worth = 2.9"), ("c", "worth = 2")], ""));
    let (plan, scores) = (run.plan.as_ref().unwrap(), run.scores.as_ref().unwrap());
    let settings = Settings { draws: 200, ..Settings::default() };
    let mut longest = [0, 0];
    let mut asked = |relative: bool| {
        robustness(plan, 0, &scores[0], &settings, |request| {
            let mut outcome = run.ask(0, request)?;
            if relative {
                let scored = || outcome.scores.iter().flatten().map(|scored| scored.score);
                let best = scored().fold(0.0, f64::max);
                outcome.scores.iter_mut().flatten().for_each(|scored| scored.score /= best);
            }
            let longest = &mut longest[usize::from(relative)];
            *longest = request.rows.len().max(*longest);
            Ok::<_, cxplan_engine::core::diag::Diagnostic>(outcome)
        })
        .unwrap()
    };
    assert_eq!(asked(false), asked(true));
    // Six rows: two draws at once, to see whether that is the same.
    assert_eq!(longest, [600, 6]);
}

/// What is rejected takes nobody's place.
#[test]
fn only_what_is_to_be_done_is_ranked() {
    let text = plan(&[("a", "worth = 9"), ("b", "worth = 5")], "").replacen(
        "id = \"a\"",
        "id = \"a\"\nstatus = \"rejected\"\ndecision = \"no\"",
        1,
    );
    let found = drawn(&run_text(&text).1, &Settings { draws: 20, ..Settings::default() });
    assert_eq!(found.standings.len(), 1);
    assert_eq!(
        (found.standings[0].initiative.as_str(), found.standings[0].rank, found.standings[0].first),
        ("b", 1, 1.0)
    );
}

#[test]
fn one_initiative_or_none_to_tell_apart_are_no_trouble() {
    let settings = Settings { draws: 10, ..Settings::default() };
    let alone = drawn(&run_text(&plan(&[("a", "worth = 3")], "")).1, &settings);
    assert_eq!((alone.standings[0].first, alone.toss_ups.len()), (1.0, 0));
    // What is 0 stays 0: nothing is drawn, so nothing is said.
    let tied = drawn(&run_text(&plan(&[("a", "worth = 0"), ("b", "worth = 0")], "")).1, &settings);
    assert_eq!((tied.varies, tied.draws, tied.toss_ups.len()), (false, 1, 0));
    // Beside something that is drawn, the two are as good as each other.
    let three = [("a", "worth = 0"), ("b", "worth = 0"), ("c", "worth = 3")];
    let tied = drawn(&run_text(&plan(&three, "")).1, &settings);
    assert_eq!((tied.varies, tied.toss_ups.len(), tied.toss_ups[0].chance), (true, 1, 0.5));
}

/// Only what fits the budget is paid for.
#[test]
fn the_budget_is_spent_by_rank() {
    let more = "[budget]\namount = 10000\n[[team]]\nid = \"t\"\nname = \"T\"\ncapacity = 1\ncost_per_person_month = 10000\n";
    let text = plan(&[("a", "worth = 9, sure = 1"), ("b", "worth = 1, sure = 1")], more).replace(
        "effort = \"1mo\"",
        "steps = [{ id = \"s\", title = \"S\", effort = \"1mo\", team = \"t\" }]",
    );
    let found = drawn(&run_text(&text).1, &Settings { draws: 50, ..Settings::default() });
    assert_eq!(
        found.standings.iter().map(|standing| standing.funded).collect::<Vec<_>>(),
        [Some(1.0), Some(0.0)]
    );
}

/// The example's RICE and Kano hardly agree on what is to be done: counting all pairs elsewhere gives 0.1836.
#[test]
fn methods_are_compared() {
    let furniture = root().join("examples/furniture-retailer/plan.toml");
    let project = cxplan_engine::open(&furniture, "plan.toml".into()).unwrap();
    let settings = cxplan_engine::Settings {
        method: Some("kano".into()),
        compare: Some(vec!["kano".into(), "rice".into()]),
        ..cxplan_engine::Settings::default()
    };
    let run = run(&project, host(), &settings);
    let comparison = compare(run.plan.as_ref().unwrap(), run.scores.as_ref().unwrap());
    assert_eq!(comparison.methods, ["kano", "rice"]);
    assert_eq!(format!("{:.2}", comparison.agreements[0].tau.unwrap()), "0.18");
    assert_eq!(comparison.rows[0].ranks[0], Some(1));
    assert_eq!(comparison.disagreements[0].initiative, "easy-returns");
    // It was rejected.
    assert!(comparison.rows.iter().all(|row| row.initiative != "promo-popups"));
    let unknown =
        cxplan(&root()).args(["score", "examples/minimum", "--compare", "rice,kanoo"]).output().unwrap();
    assert_eq!(unknown.status.code(), Some(2));
    assert!(super::stderr(&unknown).contains("`kano`"));
}

/// Where scores are equal, the order says nothing, and both the table and the page say so.
#[test]
fn equal_scores_are_said_to_be_equal() {
    let initiative = |id: &str, reach: u32| {
        format!(
            "[[initiative]]\nid = \"{id}\"\ntitle = \"{id}\"\n\
             rice = {{ reach = {reach}, impact = 1, confidence = 0.8, effort = 2 }}\n"
        )
    };
    let head = "schema = 1\n[plan]\ntitle = \"T\"\nstart = 2027-01-04\n";
    let told = |name: &str, reaches: &[u32]| {
        let folder = scratch(name);
        let all: String =
            reaches.iter().enumerate().map(|(n, reach)| initiative(&format!("i{n}"), *reach)).collect();
        std::fs::write(folder.join("plan.toml"), format!("{head}{all}")).unwrap();
        let out = cxplan(&folder).arg("score").output().unwrap();
        assert!(out.status.success(), "{}", stderr(&out));
        assert!(cxplan(&folder).args(["build", "-f", "markdown"]).output().unwrap().status.success());
        let page = std::fs::read_to_string(folder.join("build/plan.md")).unwrap();
        (String::from_utf8(out.stdout).unwrap(), page.contains("Equal scores"))
    };
    let (table, page) = told("ties-all", &[5, 5, 5]);
    assert!(table.contains("All scores are equal") && page, "{table}");
    let (table, page) = told("ties-some", &[5, 9, 5, 7, 7]);
    assert!(
        table.ends_with("\nEqual scores stand in the order of the plan: ranks 2–3, 4–5.\n") && page,
        "{table}"
    );
    for reaches in [&[5, 9][..], &[5]] {
        let (table, page) = told("ties-none", reaches);
        assert!(!table.contains("qual") && !page, "{table}");
    }
}
