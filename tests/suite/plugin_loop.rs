//! The loop of a plugin's author: start, build, test, check, add, lock. Building needs tools that not everybody has;
//! `cargo xtask plugins --all` does that.

use std::fs;
use std::path::Path;

use super::{cxplan, root, scratch, stderr};

fn stdout(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Runs the program and gives its status, what it printed, and what it said.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = cxplan(folder).args(arguments).output().unwrap();
    (output.status.code(), stdout(&output), stderr(&output))
}

/// The plugin of the C example.
fn component() -> std::path::PathBuf {
    root().join("examples/plugin-c/customer-gap.wasm")
}

#[test]
fn the_examples_are_what_a_new_plugin_is() {
    for language in ["c", "js", "python"] {
        let folder = scratch(&format!("plugin-new-{language}"));
        let (status, _, said) = run(&folder, &["plugin", "new", "customer-gap", "--language", language]);
        assert_eq!(status, Some(0), "{said}");
        let example = root().join("examples").join(format!("plugin-{language}"));
        let mut pending = vec![folder.join("customer-gap")];
        let mut compared = 0;
        while let Some(next) = pending.pop() {
            if next.is_dir() {
                pending.extend(fs::read_dir(&next).unwrap().map(|entry| entry.unwrap().path()));
                continue;
            }
            let name = next.strip_prefix(folder.join("customer-gap")).unwrap();
            let same = fs::read(example.join(name)).is_ok_and(|text| text == fs::read(&next).unwrap());
            assert!(same, "examples/plugin-{language}/{} differs from the template", name.display());
            compared += 1;
        }
        assert!(compared >= 6, "{language}: {compared} files");
        // A second one under that name would overwrite the first.
        let (status, _, said) = run(&folder, &["plugin", "new", "customer-gap", "--language", language]);
        assert!(status == Some(2) && said.contains("there is already"), "{said}");
    }
}

#[test]
fn the_cases_of_the_examples_pass() {
    for example in ["custom-plugin", "plugin-c"] {
        let (status, printed, said) = run(&root().join("examples").join(example), &["plugin", "test"]);
        assert_eq!((status, said.as_str()), (Some(0), ""), "{example}: {printed}");
        assert!(printed.contains("cases passed") && !printed.contains("FAILED"), "{example}: {printed}");
    }
    let (status, printed, _) = run(&root(), &["score", "examples/plugin-c/plan.toml"]);
    assert!(status == Some(0) && printed.contains("1  guest-checkout      16"), "{printed}");
}

#[test]
fn a_case_that_fails_says_place_wanted_and_got() {
    let folder = scratch("plugin-cases");
    let case = |name: &str, text: &str| {
        fs::write(folder.join("cases.toml"), format!("[[case]]\nname = \"{name}\"\n{text}")).unwrap();
        let file = component().display().to_string();
        run(&folder, &["plugin", "test", &file, "--cases", "cases.toml", "--message-format", "short"])
    };
    let row = "{ importance = 9, satisfaction = 2 }";
    for (text, expected) in [
        (
            format!("rows = [{row}]\nscores = [17]"),
            "cases.toml:4:11: error[CXP0511]: `x`: the score of row 1 is 16, not 17",
        ),
        (format!("rows = [{row}]\nscores = [16, 1]"), "rows: 1, answers: 2"),
        (
            format!("rows = [{row}]\nexpect = [{{ parts = {{ gap = 6 }} }}]"),
            "the part `gap` of row 1 is 7, not 6",
        ),
        (
            format!("rows = [{row}]\nexpect = [{{ notes = [\"overserved\"] }}]"),
            "the notes of row 1: none, not `overserved`",
        ),
        (
            format!("rows = [{row}]\nexpect = [{{ error = \"importance\" }}]"),
            "row 1 has no error about `importance`",
        ),
        (format!("rows = [{row}]"), "the case wants nothing"),
        (format!("rows = [{row}]\nerror = \"weight\""), "`weight` is not refused"),
        // What the engine refuses in a plan it refuses here.
        ("rows = [{ importance = 9 }]\nscores = [1]".into(), "has no `satisfaction`"),
        ("rows = [{ importance = 11, satisfaction = 2 }]\nscores = [1]".into(), "`importance` cannot be 11"),
        (format!("row = [{row}]\nscores = []"), "[case] has no key `row`"),
        (format!("rows = {row}\nscores = [1]"), "`rows` must be"),
        (format!("params = {{ weight = -1 }}\nrows = [{row}]\nscores = [1]"), "`weight` cannot be -1"),
    ] {
        let (status, printed, said) = case("x", &text);
        assert_eq!(status, Some(1), "{text}: {said}");
        assert!(said.contains(expected) && printed.contains("FAILED"), "{text}: {said}{printed}");
    }
    let (status, printed, said) = case("near", &format!("tolerance = 0.1\nrows = [{row}]\nscores = [16.05]"));
    assert!(status == Some(0) && printed.contains("1 of 1 cases passed"), "{said}");
}

#[test]
fn cases_of_an_open_method_set_what_it_reads() {
    let folder = scratch("plugin-open-cases");
    let criteria = "criteria = { fit = { weight = 2, worst = 0, best = 10 } }";
    let cases = format!(
        "[[case]]\nname = \"half way\"\nparams = {{ {criteria} }}\nrows = [{{ fit = 5 }}]\nscores = [50]\n\
         [[case]]\nname = \"no weight\"\nparams = {{ criteria = {{ fit = {{ weight = 0, worst = 0, best = 10 }} }} }}\n\
         error = \"criteria\"\n"
    );
    fs::write(folder.join("cases.toml"), cases).unwrap();
    let (status, printed, said) = run(&folder, &["plugin", "test", "weighted", "--cases", "cases.toml"]);
    assert_eq!(status, Some(0), "{said}{printed}");
}

#[test]
fn a_check_tells_what_a_plugin_needs_and_costs() {
    let check = |file: &str| run(&root(), &["plugin", "check", file]).1;
    let printed = check("examples/plugin-c/customer-gap.wasm");
    for line in [
        "imports      nothing",
        "size         7 KiB, under 0.1 % of what a plugin may have",
        "reads        importance, satisfaction",
        "parameters   weight",
        "trial        60 of 60 made-up rows scored, the same in any order and when asked again",
        "memory       128 KiB, 0.2 % of what it may use",
    ] {
        assert!(printed.contains(line), "{line}: {printed}");
    }
    let printed = check("plugins/dist/weighted.wasm");
    assert!(printed.contains("trial        none: the plan says what it reads"), "{printed}");
}

#[test]
fn a_plan_takes_a_plugin_in_keeps_to_it_and_lets_it_go() {
    let folder = scratch("plugin-lock");
    let plan = "schema = 1\n\n[plan]\ntitle = \"CX plan\"\nstart = 2027-01-04\n\n[scoring]\nprimary = \"customer-gap\"\n\n\
                [[initiative]]\nid = \"guest-checkout\"\ntitle = \"Order without an account\"\neffort = \"4w\"\n\
                customer-gap = { importance = 9, satisfaction = 2 }\n";
    fs::write(folder.join("plan.toml"), plan).unwrap();
    let file = component().display().to_string();
    let expect = |arguments: &[&str], wanted: i32, words: &str| {
        let (status, printed, said) = run(&folder, arguments);
        assert_eq!(status, Some(wanted), "{arguments:?}: {said}");
        assert!(said.contains(words) || printed.contains(words), "{arguments:?}: {said}{printed}");
    };
    expect(&["plugin", "add", &file], 0, "`plugins/customer-gap.wasm`");
    let named = fs::read_to_string(folder.join("plan.toml")).unwrap();
    assert_eq!(named, format!("{plan}\n[scoring.customer-gap]\nplugin = \"plugins/customer-gap.wasm\"\n"));
    expect(&["score", "--locked"], 0, "guest-checkout");
    expect(&["plugin", "add", &file], 0, "Added");
    assert_eq!(fs::read_to_string(folder.join("plan.toml")).unwrap(), named, "once is enough");

    // Another component under the same name: told, whether or not anybody asked.
    let lock = fs::read_to_string(folder.join("cxplan.lock")).unwrap();
    let other = lock.replace("sha256 = \"", "sha256 = \"0000").replace(&lock[lock.len() - 6..], "\"\n");
    fs::write(folder.join("cxplan.lock"), other).unwrap();
    expect(&["check"], 2, "error[CXP0512]: `plugins/customer-gap.wasm` is not the plugin in cxplan.lock");
    // Bytes that are no plugin at all are first of all not the recorded ones.
    fs::write(folder.join("cxplan.lock"), &lock).unwrap();
    let bytes = fs::read(folder.join("plugins/customer-gap.wasm")).unwrap();
    fs::write(folder.join("plugins/customer-gap.wasm"), "broken").unwrap();
    expect(&["check"], 2, "error[CXP0512]: `plugins/customer-gap.wasm` is not the plugin in cxplan.lock");
    fs::write(folder.join("plugins/customer-gap.wasm"), bytes).unwrap();
    // The recorded bytes, under what the lock does not say of them.
    for (old, new, told) in [
        (
            "version = \"0.1.0\"",
            "version = \"0.2.0\"",
            "records `customer-gap` 0.2.0, and the recorded file is 0.1.0",
        ),
        (
            "plugins/",
            "elsewhere/",
            "as `elsewhere/customer-gap.wasm`, and the plan names `plugins/customer-gap.wasm`",
        ),
    ] {
        fs::write(folder.join("cxplan.lock"), lock.replace(old, new)).unwrap();
        expect(&["check"], 2, told);
    }
    fs::write(folder.join("cxplan.lock"), "version = 9").unwrap();
    expect(&["check"], 2, "cxplan.lock cannot be read");
    fs::remove_file(folder.join("cxplan.lock")).unwrap();
    expect(&["check"], 0, "nothing to report");
    expect(&["check", "--locked"], 2, "there is no cxplan.lock beside the plan");
    expect(&["plugin", "lock"], 0, "Recorded in `cxplan.lock`: customer-gap 0.1.0.");
    assert_eq!(fs::read_to_string(folder.join("cxplan.lock")).unwrap(), lock);

    // What is added is recorded; what the lock says of others is not for this command to change.
    let other = lock.replace("customer-gap", "another-method");
    fs::write(folder.join("cxplan.lock"), &other).unwrap();
    expect(&["plugin", "add", &file], 0, "Added");
    let both = fs::read_to_string(folder.join("cxplan.lock")).unwrap();
    assert!(both.starts_with(&other) && both.matches("[[plugin]]").count() == 2, "{both}");

    // A file that is there is somebody's.
    fs::write(folder.join("plugins/customer-gap.wasm"), "mine").unwrap();
    expect(&["plugin", "add", &file], 2, "there is already another `plugins/customer-gap.wasm`");
    assert_eq!(fs::read(folder.join("plugins/customer-gap.wasm")).unwrap(), b"mine");

    expect(&["plugin", "remove", "customer-gap"], 0, "names no plugin");
    assert_eq!(fs::read_to_string(folder.join("plan.toml")).unwrap(), plan);
    assert_eq!(fs::read_to_string(folder.join("cxplan.lock")).unwrap(), other, "the others stay");
    expect(&["plugin", "remove", "customer-gap"], 1, "error[CXP0204]");
}

#[test]
fn a_plugin_takes_the_place_of_another_only_when_asked_to() {
    let folder = scratch("plugin-replace");
    let plan = "schema = 1\n[scoring.customer-gap]\nplugin = \"lib/old.wasm\"\n";
    fs::write(folder.join("plan.toml"), plan).unwrap();
    let lock = format!(
        "version = 1\n[[plugin]]\nid = \"customer-gap\"\nversion = \"0.0.9\"\npath = \"lib/old.wasm\"\nsha256 = \"{}\"\n",
        "ab".repeat(32)
    );
    fs::write(folder.join("cxplan.lock"), &lock).unwrap();
    let file = component().display().to_string();
    let (status, _, said) = run(&folder, &["plugin", "add", &file]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("records `customer-gap` 0.0.9 (sha256 abababababab), and this is 0.1.0"), "{said}");
    assert_eq!(fs::read_to_string(folder.join("cxplan.lock")).unwrap(), lock);
    assert!(!folder.join("plugins").exists());

    // The plan alone may name another one, too.
    fs::remove_file(folder.join("cxplan.lock")).unwrap();
    let (status, _, said) = run(&folder, &["plugin", "add", &file]);
    assert!(
        status == Some(2) && said.contains("names another plugin") && said.contains("--replace"),
        "{said}"
    );
    assert!(!folder.join("plugins").exists(), "nothing is copied in vain");

    fs::write(folder.join("cxplan.lock"), &lock).unwrap();
    let (status, _, said) = run(&folder, &["plugin", "add", &file, "--replace"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("Replaced `customer-gap` 0.0.9 (sha256 abababababab) by 0.1.0 (sha256 "), "{said}");
    let named = fs::read_to_string(folder.join("plan.toml")).unwrap();
    assert_eq!(named, plan.replace("lib/old.wasm", "plugins/customer-gap.wasm"));

    // What stands in the way of the copy is overwritten as well.
    fs::write(folder.join("plugins/customer-gap.wasm"), "older").unwrap();
    let (status, _, said) = run(&folder, &["plugin", "add", &file, "--replace"]);
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(fs::read(folder.join("plugins/customer-gap.wasm")).unwrap(), fs::read(component()).unwrap());
}

#[test]
fn a_plan_s_own_method_is_shown_by_its_id() {
    let plan = root().join("examples/plugin-c");
    let (status, printed, said) = run(&plan, &["plugin", "info", "customer-gap"]);
    assert!(status == Some(0) && printed.contains("[initiative.customer-gap]"), "{said}");
    let plan = plan.display().to_string();
    let (status, printed, said) = run(&root(), &["plugin", "info", "customer-gap", "--plan", &plan]);
    assert!(status == Some(0) && printed.contains("[initiative.customer-gap]"), "{said}");
    let (status, _, said) = run(&root(), &["plugin", "info", "customer-gop", "--plan", &plan]);
    assert!(status == Some(2) && said.contains("names no plugin for it"), "{said}");
}

#[test]
fn a_build_says_what_is_missing() {
    let folder = scratch("plugin-build");
    let build = || {
        cxplan(&folder)
            .args(["plugin", "build", "gap"])
            .env("PATH", &folder)
            .env_remove("CC")
            .env_remove("CARGO")
            .output()
            .unwrap()
    };
    let output = build();
    assert!(
        output.status.code() == Some(2) && stderr(&output).contains("has no Cargo.toml"),
        "{}",
        stderr(&output)
    );
    for (language, tool, install) in [
        ("rust", "cargo", "rustup"),
        ("c", "C compiler for wasm32", "pip install ziglang"),
        ("js", "componentize-js", "npm install"),
        ("python", "componentize-py", "pip install -r requirements.txt"),
    ] {
        let _ = fs::remove_dir_all(folder.join("gap"));
        assert_eq!(run(&folder, &["plugin", "new", "gap", "--language", language]).0, Some(0));
        let said = stderr(&build());
        let missing = format!("error[CXP0513]: the plugin was not built: there is no {tool} here");
        assert!(said.contains(&missing) && said.contains(install), "{language}: {said}");
    }
}

/// Compilers that fail: one on what the plugin says, one on everything.
#[cfg(unix)]
#[test]
fn an_error_of_the_compiler_is_told_as_its_own() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = scratch("plugin-build-c");
    assert_eq!(run(&folder, &["plugin", "new", "gap", "--language", "c"]).0, Some(0));
    let program = |name: &str, text: &str| {
        fs::write(folder.join(name), format!("#!/bin/sh\n{text}\n")).unwrap();
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o755)).unwrap();
    };
    program("wasm-tools", "exit 0");
    program("able", "case \"$*\" in *method.c) echo 'method.c:1: oh'; exit 1;; esac");
    program("unable", "exit 1");
    for (compiler, advice) in [("able", false), ("unable", true)] {
        let output = cxplan(&folder)
            .args(["plugin", "build", "gap"])
            .env("PATH", &folder)
            .env("CC", folder.join(compiler))
            .output()
            .unwrap();
        let said = stderr(&output);
        assert!(output.status.code() == Some(2) && said.contains(&format!("`{compiler}` failed")), "{said}");
        assert_eq!(said.contains("method.c:1: oh"), compiler == "able", "{said}");
        assert_eq!(said.contains("install Zig"), advice, "{said}");
    }
}

#[test]
fn a_method_keeps_clear_of_the_ids_that_are_taken() {
    let folder = scratch("plugin-ids");
    let (status, _, said) = run(&folder, &["plugin", "new", "team"]);
    assert!(status == Some(2) && said.contains("`team` is a key of the plan language"), "{said}");
    // A built-in method with other bytes: a section more, which says nothing.
    let mut bytes = fs::read(root().join("plugins/dist/rice.wasm")).unwrap();
    bytes.extend([0, 2, 1, b'x']);
    fs::write(folder.join("rice.wasm"), bytes).unwrap();
    let (status, _, said) = run(&folder, &["plugin", "check", "rice.wasm"]);
    assert!(status == Some(2) && said.contains("a built-in method has this id"), "{said}");
}

#[test]
fn a_new_plugin_in_rust_knows_where_the_sdk_is() {
    let folder = scratch("plugin-sdk");
    let manifest = || fs::read_to_string(folder.join("gap/Cargo.toml")).unwrap();
    let new = |arguments: &[&str]| {
        let _ = fs::remove_dir_all(folder.join("gap"));
        run(&folder, &[&["plugin", "new", "gap"], arguments].concat())
    };
    let (status, _, said) = new(&[]);
    assert!(status == Some(0) && said.contains("is not in a registry yet"), "{said}");
    assert!(manifest().contains("cxplan-sdk = \"0.1\""));
    let checkout = root().display().to_string();
    for sdk in [checkout.clone(), format!("{checkout}/crates/cxplan-sdk")] {
        let (status, _, said) = new(&["--sdk", &sdk]);
        assert!(status == Some(0) && !said.contains("registry"), "{said}");
        let manifest: toml::Table = manifest().parse().unwrap();
        let path = manifest["dependencies"]["cxplan-sdk"]["path"].as_str().unwrap();
        assert!(Path::new(path).join("wit/scoring.wit").is_file(), "{path}");
    }
    let (status, _, said) = new(&["--sdk", "nowhere"]);
    assert!(status == Some(2) && said.contains("no crate cxplan-sdk in"), "{said}");
    let (status, _, said) = new(&["--sdk", &checkout, "--language", "c"]);
    assert!(status == Some(2) && said.contains("only plugins in Rust"), "{said}");
}
