//! Templates of one's own: written once, changed, tried, and told by file and line where they are wrong.

use std::fs;
use std::path::Path;

use super::bad_files::{PLAN, project};
use super::{cxplan, scratch, stderr};

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let out = cxplan(folder).args(arguments).output().unwrap();
    (out.status.code().unwrap(), String::from_utf8(out.stdout.clone()).unwrap(), stderr(&out))
}

#[test]
fn every_template_can_be_written_beside_the_plan_and_changes_nothing_there() {
    let folder = project("templates-all", PLAN);
    let (_, before, _) = run(&folder, &["build", "-o", "-"]);
    let (_, names, _) = run(&folder, &["template", "list"]);
    let names: Vec<&str> = names.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 15, "{names:?}");
    for name in &names {
        let (status, _, said) = run(&folder, &["template", "eject", name]);
        assert_eq!(status, 0, "{said}");
    }
    let (status, _, said) = run(&folder, &["template", "check"]);
    assert_eq!((status, said.contains("no fault")), (0, true), "{said}");
    let (_, list, _) = run(&folder, &["template", "list"]);
    assert_eq!(list.matches("templates/").count(), names.len(), "{list}");
    let (_, after, _) = run(&folder, &["build", "-o", "-"]);
    assert!(before == after, "a copy of every template gives another page");
}

#[test]
fn what_is_there_is_never_replaced() {
    let folder = project("templates-kept", PLAN);
    let own = folder.join("templates/html/hero.hbs");
    fs::create_dir_all(own.parent().unwrap()).unwrap();
    fs::write(&own, "ours").unwrap();
    let (status, _, said) = run(&folder, &["template", "eject", "html/hero"]);
    assert!(status == 2 && said.contains("CXP0802"), "{said}");
    assert_eq!(fs::read_to_string(&own).unwrap(), "ours");
    let (status, _, said) = run(&folder, &["template", "eject", "html/hero.hbs", "--to", "elsewhere"]);
    assert!(status == 0 && said.contains("elsewhere/html/hero.hbs"), "{said}");
    let (_, source, _) = run(&folder, &["template", "show", "html/hero"]);
    assert_eq!(fs::read_to_string(folder.join("elsewhere/html/hero.hbs")).unwrap(), source);
    let left: Vec<_> = fs::read_dir(folder.join("elsewhere/html")).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn nothing_is_written_through_a_link() {
    #[cfg(unix)]
    {
        let outside = scratch("templates-outside");
        let folder = project("templates-link", PLAN);
        std::os::unix::fs::symlink(&outside, folder.join("templates")).unwrap();
        let (status, _, said) = run(&folder, &["template", "eject", "html/hero"]);
        assert!(status == 1 && said.contains("CXP0904"), "{said}");
        assert_eq!(fs::read_dir(outside).unwrap().count(), 0);
    }
}

#[test]
fn a_wrapped_template_holds_the_built_in_one() {
    let folder = project("templates-wrap", PLAN);
    fs::create_dir_all(folder.join("templates/html")).unwrap();
    fs::write(folder.join("templates/html/footer.hbs"), "{{> 'builtin:html/footer'}}\n<p>Own words.</p>")
        .unwrap();
    let (status, page, said) = run(&folder, &["build", "-o", "-"]);
    assert_eq!(status, 0, "{said}");
    assert!(page.contains("<footer") && page.contains("<p>Own words.</p>"));
}

#[test]
fn a_plan_that_is_wrong_does_not_hide_what_is_wrong_with_its_templates() {
    let folder = project("templates-and-plan", PLAN);
    fs::write(folder.join("plan.toml"), "no plan").unwrap();
    fs::create_dir_all(folder.join("templates/html")).unwrap();
    fs::write(folder.join("templates/html/footer.hbs"), "<footer>\n {{nothing}}").unwrap();
    let (status, _, said) = run(&folder, &["template", "check", "--message-format", "short"]);
    assert_eq!(status, 1);
    assert!(said.starts_with("templates/html/footer.hbs:2:2: error[CXP0801]"), "{said}");
    fs::write(folder.join("templates/html/footer.hbs"), "<footer></footer>").unwrap();
    let (status, _, said) = run(&folder, &["template", "check"]);
    assert!(status == 0 && said.contains("a sample alone"), "{said}");
}

#[test]
fn templates_that_hold_each_other_are_told_and_not_filled() {
    let folder = project("templates-circle", PLAN);
    fs::create_dir_all(folder.join("templates/html")).unwrap();
    fs::write(folder.join("templates/html/hero.hbs"), "{{> html/footer}}").unwrap();
    fs::write(folder.join("templates/html/footer.hbs"), "<footer>\n{{> html/hero}}").unwrap();
    for command in ["build", "template check"] {
        let arguments: Vec<&str> = command.split(' ').chain(["--message-format", "short"]).collect();
        let (status, _, said) = run(&folder, &arguments);
        assert_eq!(status, 1, "{said}");
        let told = "templates/html/footer.hbs:2:1: error[CXP0801]: template `html/footer`: it holds itself: html/hero > html/footer > html/hero";
        assert!(said.starts_with(told), "{said}");
    }
}
