//! Plugins that misbehave, as a plan would name them: a coded finding at the place where the plan does, status 2, and
//! nothing written. What stops each is tested beside the host; this is what people see of it.

use std::fs;

use super::{cxplan, scratch, stderr};

#[path = "../../crates/cxplan-host/tests/support/mod.rs"]
mod support;

const PLAN: &str = r#"schema = 1
[plan]
title = "CX plan"
start = 2027-01-04
[scoring]
primary = "small"
[scoring.small]
plugin = "small.wasm"
[[initiative]]
id = "a"
title = "A"
effort = "1d"
small = {}
"#;

#[test]
fn each_kind_of_misbehaviour_has_its_code_and_place() {
    for (name, code) in [
        ("gives-up", "CXP0506"),
        ("endless-describe", "CXP0507"),
        ("endless-score", "CXP0507"),
        ("memory-bomb", "CXP0507"),
        ("deep-recursion", "CXP0507"),
        ("nan-score", "CXP0508"),
        ("too-many-scores", "CXP0508"),
        ("ansi-title", "CXP0508"),
    ] {
        let folder = scratch(&format!("hostile-{name}"));
        fs::write(folder.join("plan.toml"), PLAN).unwrap();
        fs::write(folder.join("small.wasm"), support::hostile(name)).unwrap();
        let out = cxplan(&folder).arg("build").output().unwrap();
        let text = stderr(&out);
        assert_eq!(out.status.code(), Some(2), "{name}: {text}");
        assert!(text.contains(&format!("error[{code}]")), "{name} is {code}: {text}");
        assert!(
            text.contains("plan.toml:") && text.contains("help: "),
            "{name} has a place and a remedy: {text}"
        );
        assert!(!text.contains("panicked") && !folder.join("build").exists(), "{name}: {text}");
    }
}

#[test]
fn a_failure_is_told_in_french_too() {
    for (name, words) in [
        ("gives-up", "le plugin a échoué dans `score`\u{a0}: il a renoncé"),
        ("endless-describe", "`describe(\"en\")` a épuisé son carburant"),
        ("nan-score", "le score de la ligne 0 est NaN"),
    ] {
        let folder = scratch(&format!("hostile-french-{name}"));
        fs::write(folder.join("plan.toml"), PLAN).unwrap();
        fs::write(folder.join("small.wasm"), support::hostile(name)).unwrap();
        let out = cxplan(&folder).args(["build", "--lang", "fr"]).output().unwrap();
        let text = stderr(&out);
        assert!(text.contains("erreur[CXP05") && text.contains(words), "{name}: {text}");
        assert!(text.contains("remède\u{a0}: signalez-le à l'auteur du plugin"), "{name}: {text}");
    }
}

#[test]
fn an_honest_plugin_of_ones_own_decides_the_order() {
    let folder = scratch("hostile-honest");
    fs::write(folder.join("plan.toml"), PLAN).unwrap();
    fs::write(folder.join("small.wasm"), support::hostile("honest")).unwrap();
    let out = cxplan(&folder).arg("build").output().unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    assert!(folder.join("build/plan.html").is_file());
}
