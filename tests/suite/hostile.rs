//! Plugins that misbehave, as a plan would name them: a coded finding at the place where the plan does, status 2, and
//! nothing written. What stops each is tested beside the host; this is what people see of it.

use std::fs;
use std::path::PathBuf;

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

/// Whoever writes a plugin is not sent to its author.
#[test]
fn an_author_is_told_what_to_correct() {
    for name in ["gives-up", "endless-score", "deep-recursion", "memory-bomb", "nan-score", "ansi-title"] {
        let folder = scratch(&format!("hostile-author-{name}"));
        fs::write(folder.join("small.wasm"), support::hostile(name)).unwrap();
        let cases = "plugin = \"small.wasm\"\n[[case]]\nname = \"one\"\nrows = [{}]\nscores = [1]\n";
        fs::write(folder.join("cases.toml"), cases).unwrap();
        for arguments in [["plugin", "check", "small.wasm"].as_slice(), &["plugin", "test"]] {
            let out = cxplan(&folder).args(arguments).output().unwrap();
            let text = stderr(&out);
            assert!(!out.status.success(), "{name} {arguments:?}: {text}");
            assert!(text.contains("help: ") && !text.contains("author"), "{name} {arguments:?}: {text}");
        }
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
    // It has no inputs, so there is nothing to doubt.
    assert!(!stderr(&out).contains("CXP0508"), "{}", stderr(&out));
}

/// A folder with the plan and this component as its plugin.
fn with_plugin(name: &str, component: &[u8]) -> PathBuf {
    let folder = scratch(name);
    fs::write(folder.join("plan.toml"), PLAN).unwrap();
    fs::write(folder.join("small.wasm"), component).unwrap();
    folder
}

#[test]
fn a_failure_names_the_plugin_its_version_its_digest_and_the_initiative() {
    let component = support::hostile("gives-up-on-rows");
    let folder = with_plugin("hostile-named", &component);
    let digest = &cxplan_engine::host::digest(&component)[..12];
    let told = stderr(&cxplan(&folder).arg("check").output().unwrap());
    assert!(told.contains(&format!("`small` 1.0.0 (sha256 {digest}) gave no scores")), "{told}");
    assert!(told.contains("`a` alone makes it fail") && told.contains("fails on these"), "{told}");
    assert!(!told.contains("weigh at 0x"), "{told}");
    let told = stderr(&cxplan(&folder).args(["check", "-v"]).output().unwrap());
    assert!(told.contains("    weigh at 0x"), "{told}");

    let component = support::hostile("gives-up-in-describe");
    let folder = with_plugin("hostile-named-loading", &component);
    let digest = &cxplan_engine::host::digest(&component)[..12];
    let told = stderr(&cxplan(&folder).args(["check", "--verbose"]).output().unwrap());
    assert!(told.contains(&format!("`small.wasm` (sha256 {digest}) cannot be used")), "{told}");
    assert!(told.contains("    function ") && told.contains(" at 0x"), "{told}");
}

#[test]
fn another_version_of_the_interface_is_told_to_users_and_authors() {
    let wit = include_str!("../../crates/cxplan-sdk/wit/scoring.wit").replace("@1.", "@2.");
    let module = support::text("honest").replace("@1.0.0#", "@2.0.0#");
    let component = support::component(&wat::parse_str(module).unwrap(), &wit, &[]);
    let folder = with_plugin("hostile-version", &component);
    for (language, words) in [
        ("en", ["made for version 2.", "users: get a release", "authors: rebuild against"]),
        ("fr", ["fait pour la version 2.", "utilisateurs\u{a0}: prenez", "auteurs\u{a0}: reconstruisez"]),
    ] {
        let told = stderr(&cxplan(&folder).args(["check", "--lang", language]).output().unwrap());
        assert!(told.contains("[CXP0505]") && words.iter().all(|words| told.contains(words)), "{told}");
    }
}

#[test]
fn without_a_cache_nothing_is_kept() {
    let folder = with_plugin("hostile-no-cache", &support::hostile("honest"));
    let cache = folder.join("cache");
    let check = |more: &[&str]| {
        let mut command = cxplan(&folder);
        let out = command.env("CXPLAN_CACHE_DIR", &cache).arg("check").args(more).output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    };
    check(&["--no-cache"]);
    assert!(!cache.exists());
    check(&[]);
    let kept: Vec<_> = fs::read_dir(&cache).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(kept.len(), 1);
    // A damaged file is left alone by the one and mended by the other.
    fs::write(&kept[0], "damaged").unwrap();
    check(&["--no-cache"]);
    assert_eq!(fs::read(&kept[0]).unwrap(), b"damaged");
    check(&[]);
    assert!(fs::read(&kept[0]).unwrap().len() > 1000);
}

/// The honest plugin with a function more, which no plugin needs and no plugin calls.
fn with_function(function: &str) -> Vec<u8> {
    let text = support::text("honest");
    let (head, _) = text.rsplit_once(')').unwrap();
    let module = wat::parse_str(format!("{head}{function})")).unwrap();
    support::component(&module, include_str!("../../crates/cxplan-sdk/wit/scoring.wit"), &[])
}

#[test]
#[cfg(unix)]
fn a_plugin_that_is_too_much_for_the_compiler_is_stopped() {
    use std::process::Stdio;
    use std::time::Duration;
    use wait4::Wait4 as _;

    // Loops in loops: each has to know what every one outside of it does to three hundred variables.
    let of_a_loop = "(loop (local.set 2 (i32.add (local.get 7) (local.get 2))) (br_if 0 (local.get 2))";
    let loops = format!(
        "(func (param i32) (local {}) {} {})",
        "i32 ".repeat(300),
        of_a_loop.repeat(20_000),
        ")".repeat(20_000)
    );
    // Sixty kilobytes whose compilation takes three quarters of a gigabyte.
    let blocks = format!(
        "(func (result i32) {} (i32.const 1) {})",
        "(block (result i32)".repeat(20_000),
        ")".repeat(20_000)
    );
    for (name, function, words) in [
        ("loops", loops, "compiling it takes more than the "),
        ("blocks", blocks, "compiling it takes more than the 257 MiB of memory"),
    ] {
        let folder = with_plugin(&format!("hostile-{name}"), &with_function(&function));
        let mut command = cxplan(&folder);
        let mut child = command.args(["check", "--no-cache"]).stderr(Stdio::piped()).spawn().unwrap();
        let mut told = String::new();
        std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut told).unwrap();
        // All told: the program and the process that it started.
        let used = child.wait4().unwrap();
        assert_eq!(used.status.code(), Some(2), "{told}");
        assert!(told.contains("error[CXP0507]") && told.contains(words), "{told}");
        let (time, memory) = (used.rusage.utime + used.rusage.stime, used.rusage.maxrss);
        assert!(time < Duration::from_secs(4), "{name} took {time:?}");
        assert!(memory < 300_000_000, "{name} took {memory} bytes");
    }
}

#[test]
fn a_component_that_does_not_compile_is_told_with_the_compiler_s_words() {
    let folder = with_plugin("hostile-refused", &support::hostile("memory64"));
    let told = stderr(&cxplan(&folder).args(["check", "--no-cache"]).output().unwrap());
    assert!(told.contains("error[CXP0504]") && told.contains("memory64"), "{told}");
}

#[test]
fn what_a_plugin_says_stays_text() {
    let folder = with_plugin("hostile-markup", &support::hostile("markup-everywhere"));
    let out = cxplan(&folder).args(["build", "-f", "html", "-f", "markdown"]).output().unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    for file in ["plan.html", "plan.md"] {
        let text = fs::read_to_string(folder.join("build").join(file)).unwrap();
        assert!(text.contains("alert(1)") || text.contains("alert\\(1\\)"), "{file} shows what it says");
        assert!(!text.contains("<script>alert"), "{file}");
    }
}
