//! The picture of the timeline: read back and held against the report, with hostile text, in its sizes.

use cxplan_core::method::Language;
use cxplan_core::report::Report;
use cxplan_core::theme::{Theme, Tone};

use crate::gantt::{self, Axis, percent};
use crate::tests::hostile;
use crate::{Format, Templates, render, sample};

fn picture(report: &Report) -> String {
    let artifact = render(report, &Templates::builtin(), Format::Svg).unwrap();
    assert_eq!(artifact.file_name(), "plan.svg");
    String::from_utf8(artifact.bytes).unwrap()
}

/// The names of open elements at each point are a stack: every element ends, in order, and no text holds markup.
fn well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    while let Some((text, after)) = rest.split_once('<') {
        assert!(!text.contains('>'), "{text:?}");
        for entity in text.split('&').skip(1) {
            let name = entity.split(';').next().unwrap();
            assert!(["amp", "lt", "gt", "quot", "#39", "#96"].contains(&name), "{text:?}");
        }
        let (tag, after) = after.split_once('>').unwrap();
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap());
        }
        rest = after;
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?} {rest:?}");
    assert!(!xml.chars().any(|c| c.is_control() && c != '\n'));
}

#[test]
fn bars_are_where_the_report_has_them() {
    for language in Language::ALL {
        let report = sample::furniture(language);
        let picture = picture(&report);
        well_formed(&picture);
        let axis = Axis::of(&report);
        let mut drawn: Vec<(String, String)> = picture
            .split("<rect x=\"")
            .filter(|shape| shape.contains("height=\"14\" rx=\"3\""))
            .map(|shape| {
                let mut values = shape.split('"');
                (values.next().unwrap().to_owned(), values.nth(1).unwrap().to_owned())
            })
            .collect();
        let bars =
            report.initiatives.iter().filter_map(|initiative| gantt::bar(initiative, axis, &report.freezes));
        let parts = bars.flat_map(|bar| bar.work);
        let mut expected: Vec<(String, String)> =
            parts.map(|(from, to)| (percent(from) + "%", percent(to - from) + "%")).collect();
        drawn.sort();
        expected.sort();
        assert_eq!(drawn, expected);
        for initiative in report.initiatives.iter().filter(|initiative| initiative.planned.is_some()) {
            let spoken =
                format!("<title>{}", initiative.title.split(['\'', '’', '&', ':', ' ']).next().unwrap());
            assert!(picture.contains(&spoken), "{spoken}");
        }
    }
}

#[test]
fn nothing_that_a_plan_says_becomes_markup_of_the_picture() {
    let picture = picture(&hostile());
    well_formed(&picture);
    for banned in ["<script", "<img", "<style", "<a ", "href", " on", " style=", "\u{202e}", "\u{0}"] {
        let tags = picture.split('<').skip(1).filter_map(|tag| tag.split('>').next());
        assert!(!tags.into_iter().any(|tag| format!("<{tag}").contains(banned)), "{banned:?}");
    }
    assert!(picture.contains("&lt;script&gt;"), "the probe must be shown, as text");
}

#[test]
fn a_plan_of_any_size_has_a_picture() {
    let mut nothing = sample::minimal(Language::Fr);
    nothing.initiatives.clear();
    (nothing.summary.planned, nothing.summary.start, nothing.summary.finish) = (0, None, None);
    well_formed(&picture(&nothing));
    well_formed(&picture(&sample::minimal(Language::En)));
    let large = picture(&sample::large(Language::En, 1000));
    well_formed(&large);
    // A lane shows how much there is; a row for each would be no picture.
    assert!(large.len() < 60_000, "{}", large.len());
    let height: u32 = large.split("height=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    assert!(height < 1_500, "{height}");
}

#[test]
fn a_picture_has_the_colours_of_the_theme_by_day() {
    let mut light = Tone::LIGHT;
    light.accent = cxplan_core::theme::Colour::parse("#7a1f5c").unwrap();
    let theme = Theme {
        light: Some(light),
        dark: Some(Tone::DARK),
        fonts: vec!["Source Serif 4".into()],
        ..Theme::default()
    };
    let templates = Templates::builtin().themed(&theme, None);
    let bytes = render(&sample::furniture(Language::En), &templates, Format::Svg).unwrap().bytes;
    let picture = String::from_utf8(bytes).unwrap();
    well_formed(&picture);
    let palette = light.palette();
    assert!(picture.contains(&format!("fill=\"{}\" stroke=\"{}\"", palette.bar, palette.edge)));
    assert!(picture.contains("font-family=\"&quot;Source Serif 4&quot;,sans-serif\""));
    assert!(!picture.contains(&Tone::DARK.paper.to_string()));
}
