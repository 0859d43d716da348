//! Paths that lead out of the plan's folder, and programs that read what is found: nothing of somebody else's is read or
//! written, and a finding names files so that others find them.

use std::fs;
use std::os::unix::fs::symlink;

use super::bad_files::{PLAN, bounded, project};
use super::bad_input::files;
use super::{scratch, stderr};

#[test]
fn templates_do_not_come_from_outside() {
    let outside = scratch("outside-templates");
    fs::create_dir(outside.join("html")).unwrap();
    fs::write(outside.join("html/footer.hbs"), "a secret").unwrap();
    let by_file = project("outside-template", PLAN);
    fs::create_dir_all(by_file.join("templates/html")).unwrap();
    symlink(outside.join("html/footer.hbs"), by_file.join("templates/html/footer.hbs")).unwrap();
    let by_folder = project("outside-templates-folder", PLAN);
    symlink(&outside, by_folder.join("templates")).unwrap();
    for (folder, shown) in [(by_file, "`templates/html/footer.hbs`"), (by_folder, "`templates`")] {
        let before = files(&folder);
        let out = bounded(&folder, &["build"]);
        assert_eq!(out.status.code(), Some(1), "{}", stderr(&out));
        assert!(stderr(&out).contains("error[CXP0904]") && stderr(&out).contains(shown), "{}", stderr(&out));
        assert_eq!(files(&folder), before);
    }
    let inside = project("outside-not", PLAN);
    fs::create_dir_all(inside.join("own/html")).unwrap();
    fs::write(inside.join("own/html/footer.hbs"), "our own").unwrap();
    symlink("own", inside.join("templates")).unwrap();
    let out = bounded(&inside, &["build"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    assert!(fs::read_to_string(inside.join("build/plan.html")).unwrap().contains("our own"));
}

#[test]
fn documents_follow_no_link_out_unless_asked_to() {
    let outside = scratch("outside-build");
    fs::write(outside.join("plan.html"), "somebody's").unwrap();
    let folder = project("outside-build-link", PLAN);
    symlink(&outside, folder.join("build")).unwrap();
    let out = bounded(&folder, &["build"]);
    assert_eq!(out.status.code(), Some(1), "{}", stderr(&out));
    assert!(stderr(&out).contains("error[CXP0904]") && stderr(&out).contains("--output"), "{}", stderr(&out));
    assert_eq!(fs::read_to_string(outside.join("plan.html")).unwrap(), "somebody's");
    assert_eq!(bounded(&folder, &["build", "-o", "build"]).status.code(), Some(0), "who names it means it");
    assert_ne!(fs::read_to_string(outside.join("plan.html")).unwrap(), "somebody's");
}
