//! Laws of whole documents.

use cxplan_core::method::Language;
use cxplan_core::report::Report;

use crate::{Format, RenderError, Templates, render, sample};

fn text(report: &Report, format: Format) -> String {
    let artifact = render(report, &Templates::builtin(), format).unwrap();
    String::from_utf8(artifact.bytes).unwrap()
}

/// Breaks out of every place that a document could put it.
const PROBE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>|\n# h\n```\n@team [a](javascript:b) {{t}} \u{202e}";

/// Puts the probe into every text that a plan can hold.
pub(crate) fn hostile() -> Report {
    let mut report = sample::furniture(Language::En);
    let hurt = |text: &mut String| text.push_str(PROBE);
    let hurt_all = |texts: &mut Vec<String>| texts.iter_mut().for_each(hurt);
    let hurt_option = |text: &mut Option<String>| text.iter_mut().for_each(hurt);
    hurt(&mut report.plan.title);
    for text in [
        &mut report.plan.id,
        &mut report.plan.company,
        &mut report.plan.sector,
        &mut report.plan.version,
        &mut report.plan.status,
        &mut report.plan.sponsor,
        &mut report.plan.currency,
        &mut report.summary.budget_covers,
    ] {
        hurt_option(text);
    }
    if let Some(vision) = &mut report.vision {
        hurt_option(&mut vision.statement);
        hurt_option(&mut vision.company_vision);
        hurt_option(&mut vision.brand_promise);
        hurt_option(&mut vision.delight);
        hurt_all(&mut vision.measured_by);
    }
    for plan in &mut report.plans {
        hurt(&mut plan.title);
    }
    for guideline in &mut report.guidelines {
        hurt(&mut guideline.statement);
        hurt_option(&mut guideline.why);
    }
    for indicator in &mut report.indicators {
        hurt(&mut indicator.statement);
        hurt_all(&mut indicator.goals);
        hurt_all(&mut indicator.initiatives);
        hurt_option(&mut indicator.proxy);
        for observation in &mut indicator.observations {
            hurt(&mut observation.note);
            hurt_option(&mut observation.polarity);
        }
    }
    for milestone in &mut report.milestones {
        hurt(&mut milestone.title);
        hurt_all(&mut milestone.after);
    }
    for decision in &mut report.decisions {
        hurt(&mut decision.title);
        hurt_option(&mut decision.reason);
        hurt_option(&mut decision.by);
        hurt_all(&mut decision.initiatives);
    }
    for goal in &mut report.goals {
        hurt(&mut goal.statement);
        hurt_option(&mut goal.aligned_to);
        hurt_all(&mut goal.metrics);
    }
    for segment in &mut report.segments {
        hurt(&mut segment.name);
    }
    for persona in &mut report.personas {
        hurt(&mut persona.name);
        hurt_option(&mut persona.segment);
        hurt_all(&mut persona.goals);
        hurt_all(&mut persona.frustrations);
        hurt_all(&mut persona.channels);
    }
    for metric in &mut report.metrics {
        hurt(&mut metric.name);
        hurt_option(&mut metric.owner);
        hurt_option(&mut metric.level);
        metric.unit = Some(PROBE.to_owned());
        metric.percent = false;
        for target in &mut metric.targets {
            target.points = Some(1.0);
        }
        metric.competitors.iter_mut().for_each(|(name, _)| hurt(name));
    }
    for method in &mut report.methods {
        hurt(&mut method.title);
        hurt(&mut method.summary);
        hurt(&mut method.formula);
        hurt(&mut method.version);
        for column in method.inputs.iter_mut().chain(&mut method.parts) {
            hurt(&mut column.label);
            hurt(&mut column.help);
            column.unit = Some(PROBE.to_owned());
        }
        for category in &mut method.categories {
            hurt(&mut category.label);
        }
    }
    for initiative in &mut report.initiatives {
        hurt(&mut initiative.title);
        hurt(&mut initiative.status);
        hurt_option(&mut initiative.decision);
        hurt_option(&mut initiative.owner);
        hurt_option(&mut initiative.plan);
        hurt_option(&mut initiative.kind);
        hurt_all(&mut initiative.lenses);
        hurt_all(&mut initiative.pillars);
        hurt_all(&mut initiative.guidelines);
        initiative.links.iter_mut().for_each(|link| hurt(&mut link.on));
        hurt_option(&mut initiative.problem);
        hurt_option(&mut initiative.impact_short);
        hurt_option(&mut initiative.impact_long);
        hurt_option(&mut initiative.success);
        hurt_all(&mut initiative.segments);
        hurt_all(&mut initiative.qualitative);
        hurt_all(&mut initiative.teams);
        for step in &mut initiative.steps {
            hurt(&mut step.title);
            hurt_option(&mut step.team);
            hurt_option(&mut step.deliverable);
            step.links.iter_mut().for_each(|link| hurt(&mut link.on));
            hurt_all(&mut step.tools);
        }
        for score in initiative.scores.iter_mut().flatten() {
            score.notes.push(PROBE.to_owned());
        }
    }
    for stage in &mut report.stages {
        hurt(&mut stage.name);
        hurt_option(&mut stage.phase);
        hurt_option(&mut stage.no_initiative);
        for touchpoint in &mut stage.touchpoints {
            hurt(&mut touchpoint.name);
            hurt_all(&mut touchpoint.channels);
            hurt_option(&mut touchpoint.expectation);
            hurt_all(&mut touchpoint.lenses);
            hurt_option(&mut touchpoint.no_follow_up);
            if let Some(follow_up) = &mut touchpoint.follow_up {
                hurt(&mut follow_up.who);
                hurt_option(&mut follow_up.when);
                hurt_option(&mut follow_up.how);
            }
        }
    }
    for evidence in &mut report.evidence {
        hurt(&mut evidence.id);
        hurt(&mut evidence.kind);
        hurt(&mut evidence.finding);
        hurt_option(&mut evidence.quote);
        hurt_option(&mut evidence.polarity);
    }
    for competitor in &mut report.competitors {
        hurt(&mut competitor.name);
        hurt_all(&mut competitor.sources);
        hurt_all(&mut competitor.does_well);
        hurt_all(&mut competitor.does_badly);
    }
    for team in &mut report.teams {
        hurt(&mut team.name);
    }
    for tool in &mut report.tools {
        hurt(&mut tool.name);
    }
    for review in &mut report.reviews {
        hurt(&mut review.title);
        hurt_option(&mut review.kind);
        hurt_all(&mut review.attendees);
        hurt_all(&mut review.agenda);
    }
    for freeze in &mut report.freezes {
        hurt_option(&mut freeze.why);
        hurt_all(&mut freeze.teams);
    }
    report
}

#[test]
fn nothing_that_a_plan_says_becomes_markup_of_the_page() {
    let page = text(&hostile(), Format::Html);
    assert!(page.contains("&lt;script&gt;alert(1)"), "the probe must be shown, as text");
    assert!(!page.contains("<script>alert"));
    assert!(!page.contains("<img"));
    assert!(!page.contains('\u{202e}'));
    assert_eq!(page.matches("<script").count(), 1);
    // Inside of tags, the probe's quotes must not end an attribute.
    assert!(!page.contains("\"'>") && !page.contains("\"&#39;&gt;\""));
}

#[test]
fn nothing_that_a_plan_says_becomes_markup_of_the_markdown() {
    let text = text(&hostile(), Format::Markdown);
    assert!(!text.contains("<script") && !text.contains("<img") && !text.contains('\u{202e}'));
    assert!(!text.contains("@team"), "mentions are broken up");
    assert!(!text.replace("\\]", "").contains("](javascript"), "links are broken up");
    assert!(!text.lines().any(|line| line.starts_with("# ")), "no heading of the plan's own");
    let fences = text.lines().filter(|line| line.starts_with("```")).count();
    assert_eq!(fences, 4, "one diagram and one text timeline");
    // Every row of a table has as many cells as its head.
    let mut columns = 0;
    for line in text.lines() {
        let cells = line.replace("\\|", "").matches('|').count();
        match (line.starts_with('|'), columns) {
            (false, _) => columns = 0,
            (true, 0) => columns = cells,
            (true, expected) => assert_eq!(cells, expected, "{line}"),
        }
    }
}

#[test]
fn the_page_asks_nobody_and_styles_by_class() {
    for language in Language::ALL {
        let page = text(&sample::furniture(language), Format::Html);
        for banned in [" style=", " onclick=", " onload=", "http://", "https://", "@import", "url("] {
            assert!(!page.contains(banned), "{banned}");
        }
        assert!(page.contains("default-src &#39;none&#39;"));
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for format in Format::ALL {
        for report in
            [sample::furniture(Language::Fr), sample::minimal(Language::En), sample::large(Language::En, 300)]
        {
            assert_eq!(text(&report, format), text(&report, format));
        }
    }
}

#[test]
fn links_of_the_page_lead_somewhere() {
    for report in
        [sample::furniture(Language::En), sample::minimal(Language::En), sample::large(Language::En, 300)]
    {
        let page = text(&report, Format::Html);
        let mut ids: Vec<&str> =
            page.split(" id=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "ids are unique");
        for target in page.split("href=\"#").skip(1).filter_map(|part| part.split('"').next()) {
            assert!(ids.binary_search(&target).is_ok(), "#{target}");
        }
    }
}

#[test]
fn sections_need_content() {
    let page = text(&sample::minimal(Language::En), Format::Html);
    for section in ["targets", "vision", "journey", "customers", "reviews", "load", "rejected"] {
        assert!(!page.contains(&format!("<section id=\"{section}\"")), "{section}");
    }
    assert!(page.contains("<section id=\"roadmap\""));
    assert!(page.contains("2 initiatives by"));
}

#[test]
fn a_plan_without_anything_planned_still_has_a_page() {
    for language in Language::ALL {
        let mut report = sample::minimal(language);
        report.initiatives.clear();
        report.summary.planned = 0;
        report.summary.start = None;
        report.summary.finish = None;
        for format in Format::ALL {
            assert!(!text(&report, format).is_empty());
        }
    }
}

#[test]
fn french_sets_its_spaces() {
    let page = text(&sample::furniture(Language::Fr), Format::Html);
    assert!(page.contains("4 janv. 2027"));
    assert!(page.contains("725\u{202f}630\u{a0}€"));
    assert!(page.contains("80\u{202f}%"));
    assert!(!page.contains(" ;"), "a plain space before a semicolon");
}

#[test]
fn large_plans_stay_small() {
    let report = sample::large(Language::En, 1000);
    let page = text(&report, Format::Html);
    assert!(page.len() / report.summary.planned < 900, "{} bytes", page.len());
    assert!(!page.contains(" data-e=\""), "no lines in large plans");
}

#[test]
fn the_markdown_of_a_large_plan_fits_into_a_comment() {
    let text = text(&sample::large(Language::Fr, 2000), Format::Markdown);
    assert!(text.chars().count() < 65_536, "{}", text.chars().count());
}

#[test]
fn overrides_wrap_builtin_templates() {
    let source = "<p>Internal use only</p>{{> 'builtin:html/hero'}}".to_owned();
    let templates = Templates::with_overrides(vec![("html/hero".into(), source)]).unwrap();
    let page = render(&sample::furniture(Language::En), &templates, Format::Html).unwrap();
    let page = String::from_utf8(page.bytes).unwrap();
    assert!(page.contains("<p>Internal use only</p><section class=\"hero\">"));
}

#[test]
fn an_override_that_asks_for_too_much_is_an_error_with_a_place() {
    let source = "<h1>{{headline}}</h1>\n<p>{{no_such_value}}</p>".to_owned();
    let templates = Templates::with_overrides(vec![("html/hero".into(), source)]).unwrap();
    let error = render(&sample::furniture(Language::En), &templates, Format::Html).unwrap_err();
    let RenderError::Template { template, line, column, reason } = &error else { panic!("{error}") };
    assert_eq!((template.as_str(), *line, *column), ("html/hero", Some(2), Some(4)), "{error}");
    assert!(reason.en().contains("no_such_value"));

    let source = "{{t \"no.such-message\"}}".to_owned();
    let templates = Templates::with_overrides(vec![("html/hero".into(), source)]).unwrap();
    let error = render(&sample::furniture(Language::En), &templates, Format::Html).unwrap_err();
    assert!(error.to_string().contains("there is no message `no.such-message`"), "{error}");
    let french = error.phrase().get(Language::Fr).to_owned();
    assert!(french.contains("il n'y a pas de message `no.such-message`"), "{french}");
}

#[test]
fn a_plan_can_last_a_day_or_a_century() {
    use jiff::ToSpan;
    for days in [1, 7 * 365, 7 * 365 + 31, 120 * 365, 900 * 365] {
        for language in Language::ALL {
            let mut report = sample::furniture(language);
            let last = sample::START.checked_add((days - 1).days()).unwrap();
            report.plan.horizon = last;
            report.summary.finish = Some(last);
            for initiative in &mut report.initiatives {
                let Some(planned) = &mut initiative.planned else { continue };
                planned.start = planned.start.min(last);
                planned.finish = if planned.place == 1 { last } else { planned.finish.min(last) };
                for step in &mut initiative.steps {
                    step.start = step.start.map(|day| day.min(last));
                    step.finish =
                        if planned.place == 1 { Some(last) } else { step.finish.map(|day| day.min(last)) };
                }
            }
            for width in [0, 80, 100, 120, 300] {
                let text = crate::text_gantt(&report, width);
                assert!(text.lines().all(|line| line.chars().count() <= width.max(40)), "{text}");
            }
            for format in Format::ALL {
                assert!(!text(&report, format).is_empty());
            }
        }
    }
}

#[test]
fn the_headline_counts_metrics_by_their_final_targets() {
    let headline = |language, reached, told, metrics| {
        let mut report = sample::furniture(language);
        report.summary.targets_reached = reached;
        report.summary.targets_told = told;
        report.metrics.truncate(metrics);
        let page = text(&report, Format::Html);
        page.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next()).unwrap().to_owned()
    };
    for (language, reached, told, metrics, expected) in [
        (Language::En, 1, 8, 8, "One of eight metrics is expected to reach its final target."),
        (Language::En, 3, 8, 8, "Three of eight metrics are expected to reach their final targets."),
        (Language::En, 8, 8, 8, "All eight metrics are expected to reach their final targets."),
        (Language::En, 0, 2, 2, "None of two metrics is expected to reach its final target."),
        (Language::En, 1, 1, 1, "Its one metric is expected to reach its final target."),
        (Language::En, 0, 1, 1, "Its one metric is not expected to reach its final target."),
        (
            Language::En,
            0,
            1,
            2,
            "The one metric with an expected value is not expected to reach its final target.",
        ),
        (Language::Fr, 1, 8, 8, "Un indicateur sur huit devrait atteindre sa cible finale."),
        (Language::Fr, 2, 8, 8, "Deux indicateurs sur huit devraient atteindre leur cible finale."),
        (Language::Fr, 0, 1, 1, "Son seul indicateur ne devrait pas atteindre sa cible finale."),
    ] {
        let headline = headline(language, reached, told, metrics);
        assert!(headline.ends_with(&format!(". {expected}")), "{headline}");
    }
}

#[test]
fn moved_initiatives_say_which_way_and_how_far() {
    use cxplan_core::report::PlaceReason;
    for (language, rank, others, expected) in [
        (Language::En, 3, 1, "One place up: “{}” has to wait."),
        (Language::En, 4, 2, "Two places up: “{}” and “{}” have to wait."),
        (Language::En, 1, 1, "One place down: “{}” was brought forward."),
        (Language::Fr, 3, 1, "Remonte d’une place\u{a0}: «\u{a0}{}\u{a0}» attend."),
        (Language::Fr, 4, 1, "Remonte de deux places\u{a0}: «\u{a0}{}\u{a0}» attend."),
        (
            Language::Fr,
            1,
            2,
            "Recule d’une place\u{a0}: «\u{a0}{}\u{a0}» et «\u{a0}{}\u{a0}» ont été avancées.",
        ),
    ] {
        let mut report = sample::furniture(language);
        let chosen: Vec<String> =
            report.initiatives.iter().skip(4).take(others).map(|other| other.id.clone()).collect();
        let titles = report.initiatives.iter().skip(4).take(others).map(|other| other.title.clone());
        let expected = titles.fold(expected.to_owned(), |text, title| text.replacen("{}", &title, 1));
        let at = report
            .initiatives
            .iter_mut()
            .find_map(|initiative| initiative.planned.as_mut().filter(|planned| planned.place == 2))
            .unwrap();
        at.rank = rank;
        at.place_reason = PlaceReason::Displaced { initiatives: chosen };
        assert!(text(&report, Format::Html).contains(&expected), "{expected}");
    }
}

#[test]
fn what_is_not_planned_has_no_dates_and_no_load() {
    for language in Language::ALL {
        let mut report = sample::furniture(language);
        let initiative =
            report.initiatives.iter_mut().find(|initiative| initiative.planned.is_none()).unwrap();
        initiative.steps.truncate(1);
        initiative.steps[0].team = None;
        initiative.steps[0].title = "A step of its own".to_owned();
        let page = text(&report, Format::Html);
        let step = page.split("<b>A step of its own</b>").nth(1).and_then(|rest| rest.split("</li>").next());
        let step = step.unwrap();
        assert!(!step.contains('–') && !step.contains("full-time") && !step.contains("ETP"), "{step}");
        let initiative =
            report.initiatives.iter_mut().find(|initiative| initiative.planned.is_none()).unwrap();
        let title = initiative.title.clone();
        initiative.steps[0].title.clone_from(&title);
        assert!(!text(&report, Format::Html).contains(&format!("<li><b>{title}</b>")));
    }
    let page = text(&sample::furniture(Language::Fr), Format::Html);
    assert!(page.contains(" ETP") && !page.contains("temps plein"));
}

#[test]
fn long_values_are_shortened_where_a_chart_has_no_room() {
    let mut report = sample::furniture(Language::En);
    let metric = &mut report.metrics[0];
    metric.baseline = Some(123_456_789.0);
    metric.expected.iter_mut().for_each(|value| *value += 1_234_567_890.0);
    metric.targets.iter_mut().for_each(|target| target.value += 98_765_432_100.0);
    metric.competitors = vec![("n".repeat(300), 123_456_789.0)];
    let page = text(&report, Format::Html);
    let trend =
        page.split("<svg class=\"trend\"").nth(1).and_then(|rest| rest.split("</article>").next()).unwrap();
    let (chart, table) = trend.split_once("<table").unwrap();
    for label in chart.split("</text>").filter_map(|part| part.rsplit_once('>')).map(|(_, label)| label) {
        assert!(label.chars().count() <= 36, "{label}");
    }
    assert!(chart.contains(">98.8bn</text>") && chart.contains(">123M</text>"), "{chart}");
    assert!(table.contains("<b>98,765,432,"), "the table has the whole value");
}

#[test]
fn words_of_any_length_can_break() {
    let page = text(&sample::minimal(Language::En), Format::Html);
    assert!(page.contains("overflow-wrap:anywhere}"));
    assert!(page.contains(".theme{flex:none"), "a long title must not squash the switch");
}

#[test]
fn french_sets_the_spaces_of_what_plans_and_methods_say() {
    let mut report = sample::furniture(Language::Fr);
    report.methods[0].formula = "RICE : portée ; effort".to_owned();
    report.initiatives[0].problem = Some("Attendues : plus de 20 % !".to_owned());
    for (format, expected) in [
        (Format::Html, "Attendues\u{a0}: plus de 20\u{202f}%\u{202f}!"),
        (Format::Html, "RICE\u{a0}: portée\u{202f}; effort"),
        (Format::Markdown, "RICE\u{a0}: portée\u{202f}; effort"),
    ] {
        assert!(text(&report, format).contains(expected), "{expected}");
    }
    assert!(text(&report, Format::Markdown).contains(" :crit, 20"), "diagrams are code");
}

#[test]
fn a_survey_says_how_sure_it_is_and_what_it_can_show() {
    for (language, expected) in [
        (Language::En, "changes below 6.3 are not told from chance. For 28, 2,977 answers are needed"),
        (Language::Fr, "une évolution sous 6,3 ne se distingue pas du hasard. Pour 28, il faut 2\u{202f}977"),
    ] {
        for format in [Format::Html, Format::Markdown] {
            let page = text(&sample::furniture(language), format);
            assert!(page.contains(expected), "{format:?}");
        }
    }
}

#[test]
fn only_surveys_have_answers() {
    let mut report = sample::furniture(Language::En);
    for metric in &mut report.metrics {
        metric.sample = Some(180_000);
    }
    let page = text(&report, Format::Html);
    assert_eq!(page.matches("180,000 answers.").count(), 4);
    assert_eq!(page.matches("n = 180,000.").count(), 4);
}

#[test]
fn captions_claim_only_what_a_chart_shows() {
    let mut report = sample::furniture(Language::En);
    let claim = "Filled dots are quick wins";
    assert!(text(&report, Format::Html).contains(claim));
    for planned in report.initiatives.iter_mut().filter_map(|initiative| initiative.planned.as_mut()) {
        planned.quick_win = false;
    }
    assert!(!text(&report, Format::Html).contains(claim));
}

#[test]
fn a_crowd_of_dots_has_no_numbers() {
    let page = text(&sample::large(Language::En, 200), Format::Html);
    assert!(page.contains("<circle class=\"dot"));
    assert!(!page.contains("<g class=\"dot"));
    assert!(text(&sample::furniture(Language::En), Format::Html).contains("<g class=\"dot"));
}

#[test]
fn a_date_right_after_the_horizon_adds_no_month() {
    let mut report = sample::furniture(Language::En);
    report.plan.start = jiff::civil::date(2027, 1, 1);
    report.plan.horizon = jiff::civil::date(2027, 12, 31);
    report.summary.finish = Some(report.plan.horizon);
    for target in report.metrics.iter_mut().filter_map(|metric| metric.targets.last_mut()) {
        target.date = jiff::civil::date(2028, 1, 1);
    }
    let page = text(&report, Format::Html);
    assert!(!page.contains("Q1 2028</text>"), "the axis ends with the horizon");
    assert!(page.contains("<svg class=\"pin\" x=\"100%\""), "the target stands at its end");
}
