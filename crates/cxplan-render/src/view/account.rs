//! The score by the method that decides, taken apart: what each input brings, and what would move the rank.

use cxplan_core::explain::{Search, is_least_change};
use cxplan_core::method::Given;
use cxplan_core::report::{Column, InitiativeView, ScoreView};
use serde::Serialize;

use super::Scene;

/// A score, taken apart.
#[derive(Serialize)]
pub(crate) struct Account {
    /// Name of the method.
    pub(crate) method: String,
    pub(crate) terms: Vec<Term>,
    /// Whether what moves the rank was looked for.
    is_searched: bool,
    /// The score that shares are measured against.
    usual: Option<String>,
    /// What the shares are measured against, and what was not looked for.
    notes: Vec<String>,
}

/// An input.
#[derive(Serialize)]
pub(crate) struct Term {
    pub(crate) label: String,
    pub(crate) value: String,
    evidence: Option<String>,
    pub(crate) share: Option<String>,
    pub(crate) up: Option<String>,
    pub(crate) down: Option<String>,
}

impl Account {
    /// None where the score was not taken apart.
    pub(crate) fn of(scene: &Scene<'_>, initiative: &InitiativeView) -> Option<Self> {
        let locale = scene.locale;
        let method = scene.report.methods.first()?;
        let score = initiative.scores.first()?.as_ref()?;
        let columns = method.inputs.iter().zip(&score.terms);
        let terms = columns.filter_map(|(column, term)| {
            let value = term.value.as_ref()?;
            let moved = |to: &Option<Given>| to.as_ref().map(|to| moved(scene, column, value, to));
            let evidence = score.evidence.get(&column.key);
            let evidence = evidence.map(|ids| {
                let found = scene.report.evidence.iter().filter(|evidence| ids.contains(&evidence.id));
                found.map(|evidence| evidence.finding.as_str()).collect::<Vec<_>>().join(" · ")
            });
            let unit = column.unit.as_ref().filter(|_| !column.share);
            Some(Term {
                label: unit.map_or_else(|| column.label.clone(), |unit| format!("{} ({unit})", column.label)),
                value: given(scene, column, value),
                evidence,
                share: term.share.map(|share| locale.score_change(share)),
                up: moved(&term.up),
                down: moved(&term.down),
            })
        });
        let terms: Vec<Term> = terms.collect();
        let note = not_searched(score).map(|id| locale.text(id).to_owned());
        score.search.map(|search| Self {
            method: method.title.clone(),
            terms,
            is_searched: search == Search::Done,
            usual: score.middle.map(|middle| locale.score(middle)),
            notes: score
                .middle
                .map(|middle| locale.fill("account.middle", &[("score", &locale.score(middle))]))
                .into_iter()
                .chain(note)
                .collect(),
        })
    }

    /// The same in one line, for texts without tables.
    pub(crate) fn line(&self, scene: &Scene<'_>) -> String {
        let locale = scene.locale;
        let term = |term: &Term| {
            let told =
                [("account.share", &term.share), ("account.up", &term.up), ("account.down", &term.down)];
            let told = told.into_iter().filter_map(|(id, value)| {
                Some(format!("{} {}", locale.text(id).to_lowercase(), value.as_ref()?))
            });
            let told: Vec<String> = told.collect();
            let head = format!("{} {}", term.label, term.value);
            if told.is_empty() { head } else { format!("{head} ({})", told.join(", ")) }
        };
        let usual = self.usual.as_ref().map(|score| locale.fill("account.usual", &[("score", score)]));
        self.terms.iter().map(term).chain(usual).collect::<Vec<_>>().join(" · ")
    }
}

/// The sentence on what was not looked for; none where nothing is missing.
pub(crate) const fn not_searched(score: &ScoreView) -> Option<&'static str> {
    match score.search {
        Some(Search::TooMuch) => Some("account.not-searched"),
        Some(Search::Failed) => Some("account.failed"),
        Some(Search::Done | Search::NoRank) | None => None,
    }
}

/// A value of an input; shares with the decimal that tells close ones apart.
fn given(scene: &Scene<'_>, column: &Column, value: &Given) -> String {
    let locale = scene.locale;
    match value {
        Given::Number(number) if column.share => locale.with_percent(&locale.number(number * 100.0, 1)),
        Given::Number(number) => locale.digits(*number),
        Given::Numbers(numbers) => {
            numbers.iter().map(|number| locale.digits(*number)).collect::<Vec<_>>().join(" ; ")
        }
        Given::Flag(flag) => locale.text(if *flag { "account.yes" } else { "account.no" }).to_owned(),
        Given::Word(word) => {
            let choice = column.choices.iter().find(|choice| choice.key == *word);
            choice.map_or_else(|| word.clone(), |choice| choice.label.clone())
        }
    }
}

/// The value that moves a rank, in all its digits: they are few, and with fewer it would not.
fn moved(scene: &Scene<'_>, column: &Column, value: &Given, to: &Given) -> String {
    let locale = scene.locale;
    match (value, to) {
        (Given::Number(value), Given::Number(to)) if is_least_change(*value, *to) => {
            locale.text("account.any").to_owned()
        }
        (_, Given::Number(to)) if column.share => locale.with_percent(&locale.exact(to * 100.0)),
        (_, Given::Number(to)) => locale.exact(*to),
        _ => given(scene, column, to),
    }
}
