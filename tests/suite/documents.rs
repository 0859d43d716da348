//! Documents of the examples: complete, and the same bytes everywhere.

use std::fs;

use super::{cxplan, root, scratch, stderr};

const EXAMPLES: [&str; 5] = [
    "examples/furniture-retailer",
    "examples/minimum",
    "examples/banque-regionale",
    "examples/custom-plugin",
    "examples/custom-theme",
];

#[test]
fn every_example_builds_in_every_format_and_language() {
    for example in EXAMPLES {
        let folder = scratch(&format!("build-{}", example.rsplit('/').next().unwrap()));
        let out = cxplan(&root())
            .args([
                "build",
                example,
                "-f",
                "html",
                "-f",
                "markdown",
                "-f",
                "json",
                "-f",
                "svg",
                "--language",
                "en",
                "--language",
                "fr",
            ])
            .arg("-o")
            .arg(&folder)
            .output()
            .unwrap();
        assert_eq!(out.status.code(), Some(0), "{example}: {}", stderr(&out));
        assert!(out.stdout.is_empty(), "data goes to stdout only when asked for");
        let mut files: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        assert_eq!(
            files,
            [
                "plan.fr.html",
                "plan.fr.json",
                "plan.fr.md",
                "plan.fr.svg",
                "plan.html",
                "plan.json",
                "plan.md",
                "plan.svg"
            ]
        );
        let page = fs::read_to_string(folder.join("plan.html")).unwrap();
        let plan: toml_titles::Titles = toml_titles::read(&root().join(example).join("plan.toml"));
        for title in plan.0 {
            let escaped = title.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#x27;");
            assert!(page.contains(&title) || page.contains(&escaped), "{example}: the page lacks {title}");
        }
        let report: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(folder.join("plan.json")).unwrap()).unwrap();
        assert_eq!(report["schema"], 1);
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes_in_every_surrounding() {
    let build = |name: &str, environment: &[(&str, &str)]| {
        let folder = scratch(name);
        let out = cxplan(&root())
            .args([
                "build",
                "examples/furniture-retailer",
                "-f",
                "html",
                "-f",
                "markdown",
                "-f",
                "json",
                "-f",
                "svg",
                "-o",
            ])
            .arg(&folder)
            .envs(environment.iter().copied())
            .output()
            .unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.iter().map(|file| fs::read(file).unwrap()).collect::<Vec<_>>()
    };
    let plain = build("same-plain", &[]);
    assert_eq!(plain.len(), 8);
    for (name, environment) in [
        ("same-zone", &[("TZ", "Pacific/Kiritimati"), ("LANG", "fr_FR.UTF-8"), ("LC_ALL", "C")] as &[_]),
        (
            "same-threads",
            &[
                ("RAYON_NUM_THREADS", "1"),
                ("CXPLAN_CACHE_DIR", ""),
                ("NO_COLOR", "1"),
                ("HOME", env!("CARGO_TARGET_TMPDIR")),
            ],
        ),
    ] {
        assert_eq!(build(name, environment), plain, "{name}");
    }
}

#[test]
fn one_document_goes_to_standard_output_alone() {
    for (format, start) in
        [("html", "<!DOCTYPE html>"), ("markdown", "<!-- "), ("json", "{"), ("svg", "<svg ")]
    {
        let out =
            cxplan(&root()).args(["build", "examples/minimum", "-o", "-", "-f", format]).output().unwrap();
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        let text = String::from_utf8(out.stdout).unwrap();
        assert!(
            text.to_lowercase().starts_with(&start.to_lowercase()),
            "{format}: {}",
            &text[..80.min(text.len())]
        );
    }
}

/// The titles of all initiatives, read without the program under test.
mod toml_titles {
    pub(super) struct Titles(pub(super) Vec<String>);

    pub(super) fn read(file: &std::path::Path) -> Titles {
        let text = std::fs::read_to_string(file).unwrap();
        let initiatives = text.split("[[initiative]]").skip(1);
        let title = |block: &str| {
            let line = block.lines().find(|line| line.starts_with("title = "))?;
            Some(line.strip_prefix("title = \"")?.strip_suffix('"')?.replace("\\\"", "\""))
        };
        let titles: Vec<String> = initiatives.filter_map(title).collect();
        assert_eq!(
            titles.len(),
            text.matches("[[initiative]]").count() - text.matches("# [[initiative]]").count()
        );
        Titles(titles)
    }
}

/// The section on the six steps tells what the report counts, and a first sketch is not told all that it lacks.
#[test]
fn how_far_a_plan_is_written_is_what_the_report_counts() {
    let folder = scratch("documents-method");
    let build = |example: &str| {
        let out = cxplan(&root())
            .args(["build", example, "-q", "-f", "html", "-f", "json", "-o"])
            .arg(&folder)
            .output();
        assert_eq!(out.unwrap().status.code(), Some(0), "{example}");
        let read = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
        let page = read("plan.html");
        let section = page
            .split("<section id=\"method\">")
            .nth(1)
            .map(|rest| rest.split("</section>").next().unwrap().to_owned());
        (section, serde_json::from_str::<serde_json::Value>(&read("plan.json")).unwrap())
    };
    let (section, report) = build("examples/furniture-retailer");
    let section = section.unwrap();
    let steps = report["readiness"]["steps"].as_array().unwrap();
    assert_eq!(section.matches("<li>").count(), steps.len());
    let mut gaps = 0;
    for item in steps.iter().flat_map(|step| step["items"].as_array().unwrap()) {
        let (have, of) = (item["have"].as_u64().unwrap(), item["of"].as_u64().unwrap());
        if have < of {
            gaps += 1;
            assert!(section.contains(&format!(": {have} of {of}</p>")), "{item}\n{section}");
        }
    }
    assert_eq!(section.matches("</p>").count(), gaps + 1, "{section}");
    for state in ["there", "thin", "missing"] {
        let count = steps.iter().filter(|step| step["state"] == state).count();
        assert!(section.contains(&format!(": {count}")), "{state}");
    }
    assert_eq!(build("examples/minimum").0, None);
}
