//! The page in a real browser. `cargo xtask test` sets up Node and Chromium and says where they are; without them this
//! test fails, so that it is never skipped in silence.

use std::process::Command;

use super::{cxplan, root, scratch, stderr};

#[test]
fn pages_work_in_a_browser() {
    let mut pages = Vec::new();
    for (example, initiatives) in
        [("furniture-retailer", 26), ("banque-regionale", 17), ("custom-theme", 6), ("minimum", 2)]
    {
        let folder = scratch(&format!("browser-{example}"));
        let plan = format!("examples/{example}");
        let out = cxplan(&root()).args(["build", &plan, "-f", "html", "-o"]).arg(&folder).output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        pages.push(format!("{}={initiatives}", folder.join("plan.html").display()));
    }
    let out = Command::new("node")
        .arg(root().join("tests/browser/page.mjs"))
        .arg("--shots")
        .arg(root().join("tests/browser/shots"))
        .args(&pages)
        .output()
        .expect("node is there; run `cargo xtask test`, which sets it up");
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{text}\n{}", stderr(&out));
}

#[test]
fn pictures_are_read_by_a_browser() {
    let mut pictures = Vec::new();
    for plan in [
        "examples/furniture-retailer",
        "examples/banque-regionale",
        "examples/custom-theme",
        "tests/check/ok-hostile-text",
    ] {
        let folder = scratch(&format!("picture-{}", plan.rsplit('/').next().unwrap()));
        let out = cxplan(&root()).args(["build", plan, "-f", "svg", "-o"]).arg(&folder).output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        pictures.push(folder.join("plan.svg"));
    }
    let out = Command::new("node")
        .arg(root().join("tests/browser/picture.mjs"))
        .args(&pictures)
        .output()
        .expect("node is there; run `cargo xtask test`, which sets it up");
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{text}\n{}", stderr(&out));
}
