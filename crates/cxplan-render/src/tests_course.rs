//! Whether documents show what a plan says of its course: milestones, decisions, principles, signs and their kind.

use cxplan_core::method::Language;
use cxplan_core::report::Report;
use jiff::civil::date;

use crate::{Format, Templates, render, sample};

/// A document, with every kind of blank as a plain one and without the marks of its format.
fn text(report: &Report, format: Format) -> String {
    let artifact = render(report, &Templates::builtin(), format).unwrap();
    let text = String::from_utf8(artifact.bytes).unwrap();
    let text = text.replace(['\u{a0}', '\u{202f}'], " ");
    match format {
        Format::Markdown => text.replace("**", "").replace('\\', ""),
        _ => {
            let mut out = String::new();
            let mut inside = false;
            for c in text.chars() {
                match c {
                    '<' => inside = true,
                    '>' if inside => inside = false,
                    c if !inside => out.push(c),
                    _ => {}
                }
            }
            out
        }
    }
}

/// What each language calls the facts of the sample, one entry a fact.
const FACTS: [(&str, &str); 44] = [
    ("Progress told up to 12 Feb 2027", "Avancement connu au 12 févr. 2027"),
    ("Plans of the portfolio", "Plans du portefeuille"),
    ("Person-months", "Mois-personnes"),
    ("€180,000", "180 000 €"),
    ("Every price is shown before it is asked for", "Every price is shown before it is asked for"),
    ("Hidden costs are the first reason for leaving.", "Hidden costs are the first reason for leaving."),
    ("1 initiative checked", "1 initiative confrontée"),
    ("Customers thank the drivers by name", "Customers thank the drivers by name"),
    ("Stands in for it: Net Promoter Score", "En tient lieu : Net Promoter Score"),
    (
        "3 Feb 2027: Two letters in the Lyon depot (positive)",
        "3 févr. 2027 : Two letters in the Lyon depot (positif)",
    ),
    ("Terms are clear everywhere", "Terms are clear everywhere"),
    ("26 Mar 2027 · deadline 31 Mar 2027", "26 mars 2027 · échéance : 31 mars 2027"),
    ("Second country opened", "Second country opened"),
    ("No date yet", "Pas encore de date"),
    ("Overdue since 29 Jan 2027", "En retard depuis le 29 janv. 2027"),
    ("Due 19 Mar 2027", "Pour le 19 mars 2027"),
    ("The contract ends in May.", "The contract ends in May."),
    ("Taken on 12 Nov 2026", "Prise le 12 nov. 2026"),
    ("The survey says the reverse.", "The survey says the reverse."),
    ("The company believes 35; 24 was measured (+11).", "L’entreprise croit 35 ; la mesure donne 24 (+11)."),
    ("+3 points", "+3 points"),
    ("+22% of the baseline", "+22 % de la situation de départ"),
    ("Entice", "Attirer"),
    ("None: Advertising is planned elsewhere.", "Aucune : Advertising is planned elsewhere."),
    ("only expectations form here", "seules des attentes s’y forment"),
    ("company believes: +1 positive", "l’entreprise croit : +1 positive"),
    ("lacks: usefulness, ease", "manque : utilité, simplicité"),
    ("Nobody: Nobody knows who was there.", "Personne : Nobody knows who was there."),
    ("Plan of the site", "Plan of the site"),
    ("20 Nov 2026", "20 nov. 2026"),
    ("Improvement", "Amélioration"),
    ("usefulness, enjoyment", "utilité, plaisir"),
    ("integrity, time and effort", "intégrité, temps et effort"),
    ("Not before", "Pas avant"),
    ("30 Mar 2028, kept", "30 mars 2028, tenue"),
    ("6 Jan 2027, missed: ends ", "6 janv. 2027, manquée : fin le "),
    ("Finished", "Terminée"),
    ("22 Jan 2027", "22 janv. 2027"),
    ("2 to 12 working days", "de 2 à 12 jours ouvrés"),
    ("Deliverable: A page that lawyers signed", "Livrable : A page that lawyers signed"),
    ("Deadline: 5 Jan 2027, missed: ends ", "Échéance : 5 janv. 2027, manquée : fin le "),
    ("under way", "en cours"),
    (
        "Start-to-start with “Write and approve the terms in plain words”, 5 working days later",
        "Début-début avec « Write and approve the terms in plain words », 5 jours ouvrés plus tard",
    ),
    (
        "Finish-to-finish with “Choose and connect the review tool” of “Customer reviews and questions on every \
         product”, 2 working days earlier",
        "Fin-fin avec « Choose and connect the review tool » de « Customer reviews and questions on every product \
         », 2 jours ouvrés plus tôt",
    ),
];

#[test]
fn documents_show_everything_that_a_plan_says() {
    for language in Language::ALL {
        for format in [Format::Html, Format::Markdown] {
            let text = text(&sample::furniture(language), format);
            for (en, fr) in FACTS {
                let fact = if language == Language::En { en } else { fr };
                assert!(text.contains(fact), "{fact} ({format:?})");
            }
        }
    }
}

#[test]
fn what_a_plan_does_not_say_leaves_no_trace() {
    for language in Language::ALL {
        let page = text(&sample::minimal(language), Format::Html);
        let markdown = text(&sample::minimal(language), Format::Markdown);
        for word in ["Milestones", "Jalons", "Decisions", "Décisions", "Principles", "Principes", "Deadline"]
        {
            assert!(!page.contains(word) && !markdown.contains(word), "{word}");
        }
    }
}

#[test]
fn late_milestones_are_marked_by_word_and_colour() {
    let report = sample::furniture(Language::En);
    let page = render(&report, &Templates::builtin(), Format::Html).unwrap();
    let page = String::from_utf8(page.bytes).unwrap();
    assert_eq!(page.matches("<svg class=\"pin late\"").count(), 1);
    assert!(page.contains("29 Oct 2027 · deadline 30 Sep 2027 <em>Late</em>"));
    // The missed deadline of the second initiative stands in its row, too.
    assert!(page.contains("<em>Deadline missed</em>"));
    let markdown = text(&report, Format::Markdown);
    assert!(markdown.contains("\n29 Oct Ready for the peak season :crit, milestone, 2027-10-29, 0d\n"));
}

#[test]
fn many_milestones_share_a_row() {
    let mut report = sample::furniture(Language::En);
    let one = report.milestones[0].clone();
    report.milestones = (0..100)
        .map(|n| {
            let mut milestone = one.clone();
            milestone.title = format!("Milestone number {n}");
            milestone
        })
        .collect();
    let page = text(&report, Format::Html);
    assert!(page.contains("90 more milestones"));
    assert!(page.contains("Milestone number 99 (26 Mar 2027"), "readers hear the others");
    let markdown = text(&report, Format::Markdown);
    assert!(markdown.contains("60 more rows are on the page."));
    let diagram = markdown.split("```mermaid\n").nth(1).and_then(|rest| rest.split("\n```").next()).unwrap();
    assert!(diagram.chars().count() <= 1900);
}

#[test]
fn decisions_are_overdue_by_the_plans_own_day() {
    let mut report = sample::furniture(Language::En);
    report.plan.today = None;
    report.plan.status_date = None;
    assert!(!text(&report, Format::Html).contains("Overdue"), "no clock of the computer");
    report.plan.status_date = Some(date(2027, 3, 20));
    assert!(text(&report, Format::Html).contains("Overdue since 19 Mar 2027"));
}
