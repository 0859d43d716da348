//! The look of a page: what a plan may say of it, and that nothing else comes in that way.

use std::fs;

use super::bad_files::{PLAN, project};
use super::{cxplan, root, run_text, scratch, stderr};

fn page(plan: &str, name: &str, files: &[(&str, &[u8])]) -> (i32, String, String) {
    let folder = project(name, plan);
    files.iter().for_each(|(name, bytes)| fs::write(folder.join(name), bytes).unwrap());
    let out = cxplan(&folder).args(["build", "-o", "-"]).output().unwrap();
    (out.status.code().unwrap(), String::from_utf8(out.stdout.clone()).unwrap(), stderr(&out))
}

fn findings(theme: &str) -> Vec<String> {
    let (_, run) = run_text(&format!("{PLAN}\n[theme]\n{theme}"));
    run.diagnostics.iter().map(|found| format!("{} {}", found.code.number(), found.message.en())).collect()
}

#[test]
fn nothing_but_colours_and_names_gets_into_the_style() {
    for theme in [
        "accent = \"red\"",
        "accent = \"#0b5563;}body{display:none\"",
        "accent = \"#12\"",
        "paper = \"url(https://example.org/x)\"",
        "fonts = [\"x\\\";}*{display:none\"]",
        "fonts = [\"</style><script>alert(1)</script>\"]",
        "heading_fonts = [\"a,b\"]",
        "dark = { ink = \"var(--paper)\" }",
    ] {
        let found = findings(theme);
        assert!(found.len() == 1 && found[0].starts_with("CXP0803"), "{theme}: {found:?}");
    }
    assert!(findings("logo = \"../logo.svg\"")[0].starts_with("CXP0904"));
    assert!(
        findings("logo = \"https://example.org/logo.svg\"").iter().all(|found| found.starts_with("CXP0"))
    );
}

#[test]
fn colours_that_are_hard_to_read_are_told_with_their_ratio() {
    let found = findings("accent = \"#999999\"");
    let start = "CXP0804 in [theme], `accent` #999999 on a panel #f6f6f6 has a contrast of 2.6";
    assert!(found.len() == 1 && found[0].starts_with(start), "{found:?}");
    assert_eq!(findings("accent = \"#0b5563\"\nink = \"#000\""), Vec::<String>::new());
    // A paper that does not go with what the program has for the rest is told at the paper.
    let found = findings("paper = \"#333333\"");
    assert!(found.len() >= 2 && found.iter().all(|found| found.starts_with("CXP0804")), "{found:?}");
    let found = findings("dark = { accent = \"#12345f\" }");
    assert!(found.len() == 1 && found[0].contains("[theme.dark]"), "{found:?}");
}

#[test]
fn what_a_finding_suggests_has_no_finding() {
    for (key, colour) in [("accent", "#39a7b5"), ("alarm", "#ff7f50"), ("ink", "#9a9a9a")] {
        let (_, run) = run_text(&format!("{PLAN}\n[theme]\n{key} = \"{colour}\""));
        let help = run.diagnostics[0].help.as_ref().unwrap().en().to_owned();
        let better = help.split('"').nth(1).unwrap();
        assert_eq!(findings(&format!("{key} = \"{better}\"")), Vec::<String>::new(), "{help}");
    }
}

#[test]
fn a_theme_is_in_the_style_and_the_policy_stays_closed() {
    let plain = page(PLAN, "theme-none", &[]).1;
    let theme = "[theme]\naccent = \"#7a1f5c\"\nfonts = [\"Source Serif 4\"]\nlogo = \"logo.svg\"\n";
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let (status, page, said) = page(&format!("{PLAN}\n{theme}"), "theme-all", &[("logo.svg", svg)]);
    assert_eq!(status, 0, "{said}");
    assert!(
        page.contains("--brand:#7a1f5c") && page.contains("body{font-family:\"Source Serif 4\",sans-serif}")
    );
    assert!(page.contains("<img src=\"data:image/svg+xml;base64,"), "the logo is part of the page");
    assert!(!page.contains("alert(1)"), "what is in the logo is in it alone");
    let policy = |page: &str| {
        page.split("Content-Security-Policy\" content=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    assert!(
        policy(&page).contains(" img-src data:;") && !policy(&page).contains("unsafe"),
        "{}",
        policy(&page)
    );
    assert!(!policy(&plain).contains("img-src"), "{}", policy(&plain));
    assert!(!page.contains(" style=") && !plain.contains(" style="));
}

#[test]
fn a_logo_is_small_and_an_image() {
    let plan = format!("{PLAN}\n[theme]\nlogo = \"logo.png\"\n");
    let mut large = b"\x89PNG\r\n\x1a\n".to_vec();
    large.resize(64 * 1024 + 1, 0);
    for (name, bytes, told) in [
        ("logo-large", Some(large.as_slice()), "larger than 64 KiB"),
        ("logo-html", Some(b"<html>" as &[u8]), "neither SVG nor PNG"),
        ("logo-none", None, "cannot read the logo"),
    ] {
        let files: Vec<(&str, &[u8])> = bytes.iter().map(|bytes| ("logo.png", *bytes)).collect();
        let (status, out, said) = page(&plan, name, &files);
        assert!(status == 1 && out.is_empty() && said.contains("CXP0803") && said.contains(told), "{said}");
    }
    large.truncate(64 * 1024);
    assert_eq!(page(&plan, "logo-fits", &[("logo.png", &large)]).0, 0);
}

#[cfg(unix)]
#[test]
fn a_logo_does_not_come_from_outside() {
    let outside = scratch("logo-outside");
    fs::write(outside.join("logo.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    let folder = project("logo-link", format!("{PLAN}\n[theme]\nlogo = \"logo.png\"\n"));
    std::os::unix::fs::symlink(outside.join("logo.png"), folder.join("logo.png")).unwrap();
    let out = cxplan(&folder).args(["check"]).output().unwrap();
    assert!(out.status.code() == Some(1) && stderr(&out).contains("CXP0904"), "{}", stderr(&out));
}

#[test]
fn the_example_has_its_own_look() {
    let out = cxplan(&root()).args(["build", "examples/custom-theme", "-o", "-"]).output().unwrap();
    let page = String::from_utf8(out.stdout.clone()).unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    for part in [
        "--brand:#1d4ed8",
        "--paper:#12151f",
        "For the crews, the quays and the board",
        "<section class=\"hero\">",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let check = cxplan(&root()).args(["template", "check", "examples/custom-theme"]).output().unwrap();
    assert_eq!(check.status.code(), Some(0), "{}", stderr(&check));
    let check = cxplan(&root()).args(["check", "examples/custom-theme"]).output().unwrap();
    assert!(check.status.code() == Some(0) && !stderr(&check).contains("CXP08"), "{}", stderr(&check));
}
