//! Vision, journey, evidence and competitors.

use crate::diag::{Code, Diagnostic};
use crate::fields::Target;
use crate::ids::{Id, List};
use crate::model::{
    Competitor, Evidence, FollowUp, Goal, Guideline, Persona, Segment, Stage, Touchpoint, Vision,
};
use crate::phrase;
use crate::phrase::Phrase;
use crate::record::Record;
use crate::source::{Span, Spanned};

use super::Lower;
use super::dependencies::{spanned_date, spanned_text};
use super::outcomes::count;

impl Lower<'_> {
    pub(super) fn vision(&mut self, record: &Record<'_>) -> Vision {
        Vision {
            statement: spanned_text(record, "statement"),
            company_vision: record.text("company_vision"),
            brand_promise: record.text("brand_promise"),
            delight: record.text("delight"),
            measured_by: self.references(record, "measured_by"),
        }
    }

    pub(super) fn guidelines(&mut self, root: &Record<'_>) -> List<Guideline> {
        self.list(root, "guideline", |_, record| Guideline {
            id: record.text("id").unwrap_or_default(),
            statement: record.text("statement").unwrap_or_default(),
            why: record.text("why"),
        })
    }

    pub(super) fn goals(&mut self, root: &Record<'_>) -> List<Goal> {
        self.list(root, "goal", |lower, record| Goal {
            span: record.span_of("id"),
            id: record.text("id").unwrap_or_default(),
            statement: Spanned {
                value: record.text("statement").unwrap_or_default(),
                span: record.span_of("statement"),
            },
            aligned_to: record.text("aligned_to"),
            metrics: lower.references(record, "metrics"),
        })
    }

    pub(super) fn segments(&mut self, root: &Record<'_>) -> List<Segment> {
        self.list(root, "segment", |_, record| Segment {
            id: record.text("id").unwrap_or_default(),
            name: record.text("name").unwrap_or_default(),
            share: record.number("share").map(|value| Spanned { value, span: record.span_of("share") }),
            customers: count(record, "customers"),
        })
    }

    pub(super) fn personas(&mut self, root: &Record<'_>) -> List<Persona> {
        self.list(root, "persona", |lower, record| Persona {
            id: record.text("id").unwrap_or_default(),
            name: record.text("name").unwrap_or_default(),
            segment: lower.reference(record, "segment"),
            goals: record.texts("goals"),
            frustrations: record.texts("frustrations"),
            channels: record.texts("channels"),
        })
    }

    /// The stages; where the plan lists none, the labels that initiatives and touchpoints use, in the order of the text.
    pub(super) fn stages(&mut self, root: &Record<'_>) -> List<Stage> {
        if !self.names.has_any(Target::Stage) {
            return labels(root)
                .into_iter()
                .enumerate()
                .map(|(order, label)| Stage {
                    id: label.to_owned(),
                    span: Span::default(),
                    name: label.to_owned(),
                    order: order as i64,
                    phase: None,
                    no_initiative: None,
                    entered: None,
                    completed: None,
                })
                .collect();
        }
        let mut next = 0;
        self.list(root, "stage", |lower, record| {
            next = record.integer("order").unwrap_or(next + 1);
            let (entered, completed) = (count(record, "entered"), count(record, "completed"));
            if let (Some(entered), Some(completed)) = (entered, completed)
                && completed > entered
            {
                lower.push(
                    Diagnostic::new(
                        Code::Measurement,
                        phrase!(
                            "{completed} people complete this stage, but only {entered} enter it",
                            "{completed} personnes achèvent cette étape, mais {entered} seulement y entrent"
                        ),
                    )
                    .at(
                        record.span_of("completed"),
                        Phrase::fixed("more than enter", "plus qu'il n'en entre"),
                    )
                    .also(record.span_of("entered"), phrase!("{entered} here", "{entered} ici"))
                    .help(Phrase::fixed(
                        "correct one of them: both count people in the same month",
                        "corrigez l'un des deux : les deux comptent des personnes du même mois",
                    )),
                );
            }
            Stage {
                id: record.text("id").unwrap_or_default(),
                span: record.span_of("id"),
                name: record.text("name").unwrap_or_default(),
                order: next,
                phase: record.word_text("phase"),
                no_initiative: record.text("no_initiative"),
                entered,
                completed,
            }
        })
    }

    /// The stage of an initiative or touchpoint.
    pub(super) fn stage(&self, record: &Record<'_>, stages: &List<Stage>) -> Option<Id<Stage>> {
        if self.names.has_any(Target::Stage) {
            return self.reference(record, "stage");
        }
        // Free labels are in the order of their first use and few, unless somebody means harm.
        let label = record.text_ref("stage")?;
        stages.entries().find(|(_, stage)| stage.id == label).map(|(id, _)| id)
    }

    pub(super) fn touchpoints(&mut self, root: &Record<'_>, stages: &List<Stage>) -> List<Touchpoint> {
        self.list(root, "touchpoint", |lower, record| {
            let id = record.text("id").unwrap_or_default();
            Touchpoint {
                name: record.text("name").unwrap_or_else(|| sentence(&id)),
                id,
                span: record.span_of("id"),
                expectation_only: record.word_text("kind").as_deref() == Some("expectation"),
                emotion_believed: record.integer("emotion_believed"),
                lenses: record.words("lenses"),
                no_follow_up: record.text("no_follow_up"),
                stage: lower.stage(record, stages),
                channels: record.texts("channels"),
                emotion: record.integer("emotion"),
                expectation: record.text("expectation"),
                follow_up: record.record("follow_up").map(|record| FollowUp {
                    who: record.text("who").unwrap_or_default(),
                    when: record.duration("when"),
                    how: record.text("how"),
                }),
            }
        })
    }

    pub(super) fn evidence(&mut self, root: &Record<'_>) -> List<Evidence> {
        self.list(root, "evidence", |lower, record| Evidence {
            id: record.text("id").unwrap_or_default(),
            span: record.span_of("id"),
            channels: record.texts("channels"),
            kind: record.word_text("kind").unwrap_or_default(),
            date: spanned_date(record, "date"),
            n: count(record, "n").map(|value| Spanned { value, span: record.span_of("n") }),
            touchpoints: lower.references(record, "touchpoints"),
            finding: record.text("finding").unwrap_or_default(),
            quote: record.text("quote"),
            polarity: record.word_text("polarity"),
        })
    }

    pub(super) fn competitors(&mut self, root: &Record<'_>) -> List<Competitor> {
        self.list(root, "competitor", |lower, record| Competitor {
            id: record.text("id").unwrap_or_default(),
            name: record.text("name").unwrap_or_default(),
            sources: record.texts("sources"),
            does_well: record.texts("does_well"),
            does_badly: record.texts("does_badly"),
            metrics: record
                .map("metrics")
                .iter()
                .filter_map(|(key, datum)| {
                    Some((lower.names.get(Target::Metric, &key.value)?, datum.as_number()?))
                })
                .collect(),
        })
    }
}

/// The stage labels of a plan without a list of stages.
fn labels<'r>(root: &'r Record<'_>) -> indexmap::IndexSet<&'r str> {
    let mut labels = indexmap::IndexSet::new();
    for record in root.records("touchpoint").iter().chain(root.records("initiative")) {
        labels.extend(record.text_ref("stage"));
    }
    labels
}

/// `product-page` as "Product page".
fn sentence(id: &str) -> String {
    let mut text = id.replace('-', " ");
    if let Some(first) = text.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    text
}
