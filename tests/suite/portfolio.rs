//! Portfolios of the examples and of small plans, and what is refused.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{cxplan, root, scratch};

fn said(folder: &Path, args: &[&str]) -> (String, String, Option<i32>) {
    let output = cxplan(folder).arg("portfolio").args(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

fn found(folder: &Path, args: &[&str]) -> Value {
    let (out, error, status) = said(folder, &[&["--format", "json", "-q"], args].concat());
    assert_eq!(status, Some(0), "{args:?}: {error}");
    serde_json::from_str::<Value>(&out).unwrap()["portfolio"].clone()
}

/// Ids, or the ids of what stands in a list.
fn ids(value: &Value) -> BTreeSet<String> {
    let id = |value: &Value| value.as_str().or_else(|| value["id"].as_str()).unwrap().to_owned();
    value.as_array().unwrap().iter().map(id).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

/// The whole plan costs 725,630 against 520,000: what is chosen fits, with all that it needs, and is proven best.
#[test]
fn the_example_is_cut_to_its_budget() {
    let example = root().join("examples/furniture-retailer");
    let output = cxplan(&example).args(["plan", "-q", "--format", "json"]).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    for aim in ["score", "targets", "nps"] {
        let found = found(&example, &["--maximise", aim]);
        assert_eq!(found["best"], true, "{aim}");
        assert!(number(&found["cost"]) <= 520_000.0, "{found:#}");
        let chosen = ids(&found["chosen"]);
        for work in report["initiatives"].as_array().unwrap() {
            let needs = ids(&work["needs"]);
            if chosen.contains(work["id"].as_str().unwrap()) {
                let open = |id: &&String| {
                    let other =
                        report["initiatives"].as_array().unwrap().iter().find(|other| other["id"] == **id);
                    !other.unwrap()["planned"].is_null()
                };
                let missing: Vec<_> = needs.iter().filter(open).filter(|id| !chosen.contains(*id)).collect();
                assert!(missing.is_empty(), "{} needs {missing:?}", work["id"]);
            }
        }
        assert_eq!(chosen.len() + found["refused"].as_array().unwrap().len(), 25);
        // More money is never worth less, and costs stay within it.
        let mut last = -1e-9;
        for point in found["frontier"].as_array().unwrap() {
            assert!(number(&point["value"]) >= last, "{found:#}");
            assert!(number(&point["cost"]) <= number(&point["budget"]));
            last = number(&point["value"]);
        }
        assert!(
            (last - number(&found["value_of_all"])).abs() < 1e-6 * last || aim == "nps" || aim == "targets"
        );
        assert!(number(&found["tenth_more"]["gain"]) >= 0.0);
    }
}

#[test]
fn musts_are_done_and_exclusions_are_not_with_all_that_hangs_on_them() {
    let example = root().join("examples/furniture-retailer");
    let free = found(&example, &[]);
    let out = ids(&free["refused"]);
    let must = out.first().unwrap();
    let with = found(&example, &["--must", must]);
    assert!(ids(&with["chosen"]).contains(must));
    assert!(number(&with["value"]) <= number(&free["value"]) + 1e-9);
    let without = found(&example, &["--without", "guest-checkout"]);
    assert!(!ids(&without["chosen"]).contains("guest-checkout"));
    let why = |id: &str| {
        let refused = without["refused"].as_array().unwrap().iter().find(|refused| refused["id"] == id);
        refused.unwrap()["why"]["kind"].as_str().unwrap().to_owned()
    };
    assert_eq!(why("guest-checkout"), "excluded");
    assert_eq!(why("express-wallets"), "needs-excluded");
}

/// Three of one team, of which the horizon has room for two; prices in hundreds.
fn small(head: &str) -> String {
    let work = |id: &str, reach: u32, effort: u32| {
        format!(
            "[[initiative]]\nid = \"{id}\"\ntitle = \"{id}\"\nteam = \"web\"\neffort = \"{effort}d\"\nrice = {{ reach = {reach}, impact = 1, confidence = 1 }}\n"
        )
    };
    format!(
        "[plan]\ntitle = \"T\"\nstart = 2027-01-04\nhorizon_months = 1\n{head}\n[[team]]\nid = \"web\"\nname = \"Web\"\ncapacity = 1\ncost_per_person_month = 2000\n{}{}{}",
        work("a", 60, 10),
        work("b", 100, 13),
        work("c", 120, 11)
    )
}

#[test]
fn teams_and_money_limit_the_choice_each_for_itself() {
    let folder = scratch("portfolio-small");
    fs::write(folder.join("plan.toml"), small("")).unwrap();
    // 23 working days up to the 3rd of February: a and c take 21, b and c would take 24.
    let found_free = found(&folder, &[]);
    assert_eq!(ids(&found_free["chosen"]), BTreeSet::from(["a".into(), "c".into()]));
    assert_eq!(found_free["refused"][0]["why"]["kind"], "displaces");
    assert!(found_free["frontier"].as_array().unwrap().is_empty());
    // A day costs 100.
    let dear = found(&folder, &["--budget", "1100"]);
    assert_eq!(ids(&dear["chosen"]), BTreeSet::from(["c".into()]));
    assert_eq!(number(&dear["cost"]), 1100.0);
    let why = |id: &str| {
        dear["refused"].as_array().unwrap().iter().find(|own| own["id"] == id).unwrap()["why"].clone()
    };
    assert_eq!(why("b")["kind"], "too-dear");
    assert_eq!(why("a")["kind"], "displaces");
    // Where there is money for either, c is worth more.
    assert_eq!(ids(&found(&folder, &["--budget", "1300"])["chosen"]), BTreeSet::from(["c".into()]));
    assert_eq!(
        ids(&found(&folder, &["--budget", "1300", "--must", "b"])["chosen"]),
        BTreeSet::from(["b".into()])
    );
}

#[test]
fn what_cannot_be_is_told() {
    let folder = scratch("portfolio-bad");
    fs::write(folder.join("plan.toml"), small("")).unwrap();
    for (args, status, words) in [
        (&["--must", "d"][..], 2, "`d`"),
        (&["--maximise", "scores"], 2, "score"),
        (&["--budget", "-5"], 2, "amount"),
        (&["--budget", "1e99"], 2, "amount"),
        (&["--must", "a", "--budget", "10"], 1, "costs 1,000"),
        (&["--must", "c", "--must", "b"], 1, "more time of Web"),
        (&["--must", "a", "--without", "a"], 1, "may not be done"),
    ] {
        let (_, error, found) = said(&folder, &[&["-q"], args].concat());
        assert_eq!(found, Some(status), "{args:?}: {error}");
        assert!(error.contains(words), "{args:?}: {error}");
    }
    fs::write(
        folder.join("plan.toml"),
        small("").replace("title = \"b\"\n", "title = \"b\"\ndepends_on = [\"a\"]\n"),
    )
    .unwrap();
    let (_, error, status) = said(&folder, &["-q", "--must", "b", "--without", "a"]);
    assert_eq!(status, Some(1));
    assert!(error.contains("b has to be done and needs a"), "{error}");
}
