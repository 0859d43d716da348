//! The score by the method that decides, taken apart: what each input brings, and what would move the rank.

use cxplan_core::report::{Column, InitiativeView};
use serde::Serialize;

use super::Scene;

/// A score, taken apart.
#[derive(Serialize)]
pub(crate) struct Account {
    /// Name of the method.
    pub(crate) method: String,
    pub(crate) terms: Vec<Term>,
    /// What the shares are measured against.
    pub(crate) middle: Option<String>,
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
    /// None where the report tells neither shares nor changes.
    pub(crate) fn of(scene: &Scene<'_>, initiative: &InitiativeView) -> Option<Self> {
        let locale = scene.locale;
        let method = scene.report.methods.first()?;
        let score = initiative.scores.first()?.as_ref()?;
        let columns = method.inputs.iter().zip(&score.inputs).zip(&score.terms);
        let terms = columns.filter_map(|((column, value), term)| {
            let value = (*value)?;
            let moved = |to: Option<f64>| to.map(|to| moved(scene, column, value, to));
            let evidence = score.evidence.get(&column.key);
            let evidence = evidence.map(|ids| {
                let found = scene.report.evidence.iter().filter(|evidence| ids.contains(&evidence.id));
                found.map(|evidence| evidence.finding.as_str()).collect::<Vec<_>>().join(" ")
            });
            let unit = column.unit.as_ref().filter(|_| !column.share);
            Some(Term {
                label: unit.map_or_else(|| column.label.clone(), |unit| format!("{} ({unit})", column.label)),
                value: exact(scene, column, value),
                evidence,
                share: term.share.map(|share| locale.score_change(share)),
                up: moved(term.up),
                down: moved(term.down),
            })
        });
        let terms: Vec<Term> = terms.collect();
        let told = terms.iter().any(|term| term.share.is_some() || term.up.is_some() || term.down.is_some());
        told.then(|| Self {
            method: method.title.clone(),
            terms,
            middle: score
                .middle
                .map(|middle| locale.fill("account.middle", &[("score", &locale.score(middle))])),
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
            format!("{} {} ({})", term.label, term.value, told.join(", "))
        };
        self.terms.iter().map(term).collect::<Vec<_>>().join(" · ")
    }
}

/// A value of an input; shares with the decimal that tells close ones apart.
fn exact(scene: &Scene<'_>, column: &Column, value: f64) -> String {
    if column.share {
        scene.locale.with_percent(&scene.locale.number(value * 100.0, 1))
    } else {
        scene.locale.number(value, 2)
    }
}

/// The value that moves a rank, in three digits: enough to know how far away it is.
fn moved(scene: &Scene<'_>, column: &Column, value: f64, to: f64) -> String {
    let rounded = format!("{to:.2e}").parse().unwrap_or(to);
    let text = exact(scene, column, rounded);
    // Beside a tie the least change is enough, and three digits do not show it.
    if text == exact(scene, column, value) { scene.locale.text("account.any").to_owned() } else { text }
}
