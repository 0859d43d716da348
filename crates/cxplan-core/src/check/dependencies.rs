//! What waits for what: links between initiatives and between steps.

use crate::diag::{Code, Diagnostic};
use crate::ids::{Id, List};
use crate::model::{Dependency, Initiative, LinkKind, Milestone, Predecessor};
use crate::phrase::Phrase;
use crate::quantity::Pace;
use crate::record::{Datum, Record, Value};
use crate::source::{Span, Spanned};

use super::Lower;

/// A link as the plan writes it: `"a"`, or `{ on = "a", type = "ss", lag = "1w" }`.
struct Written<'r> {
    on: &'r str,
    kind: LinkKind,
    lag: i32,
    span: Span,
}

fn written<'r>(datum: &'r Datum<'_>, pace: Pace) -> Option<Written<'r>> {
    match &datum.value {
        Value::Text(on) => Some(Written { on, kind: LinkKind::FinishToStart, lag: 0, span: datum.span }),
        Value::Record(link) => Some(Written {
            on: link.text_ref("on")?,
            kind: link
                .word("type")
                .and_then(|word| LinkKind::ALL.get(word).copied())
                .unwrap_or(LinkKind::FinishToStart),
            lag: link.lag("lag").map_or(0, |lag| lag.days(pace)),
            span: link.span_of("on"),
        }),
        _ => None,
    }
}

impl Lower<'_> {
    /// What an initiative waits for, each once.
    pub(super) fn dependencies(&mut self, record: &Record<'_>, pace: Pace) -> Vec<Dependency> {
        let mut dependencies: Vec<Dependency> = Vec::new();
        for link in record.list("depends_on").iter().filter_map(|datum| written(datum, pace)) {
            let Some((initiative, step)) = self.names.work(link.on) else { continue };
            let same = |known: &Dependency| {
                (known.initiative, known.step, known.kind, known.lag)
                    == (initiative, step, link.kind, link.lag)
            };
            if !dependencies.iter().any(same) {
                dependencies.push(Dependency {
                    initiative,
                    step,
                    kind: link.kind,
                    lag: link.lag,
                    span: link.span,
                });
            }
        }
        dependencies
    }

    /// What a step waits for.
    pub(super) fn predecessors(
        &mut self,
        record: &Record<'_>,
        own: Id<Initiative>,
        pace: Pace,
    ) -> Vec<Predecessor> {
        let links = record.list("after").iter().filter_map(|datum| written(datum, pace));
        links
            .filter_map(|link| {
                let on = self.names.step(own, link.on)?;
                Some(Predecessor { on, kind: link.kind, lag: link.lag, span: link.span })
            })
            .collect()
    }

    /// Moments that the plan works towards; each waits for something that will be done, or has a day.
    pub(super) fn milestones(
        &mut self,
        root: &Record<'_>,
        initiatives: &List<Initiative>,
    ) -> List<Milestone> {
        self.list(root, "milestone", |lower, record| {
            let id = record.text("id").unwrap_or_default();
            let waits = record.list("after");
            if waits.is_empty()
                && !["date", "after"].iter().any(|key| record.lost(key))
                && !record.has("date")
            {
                lower.push(
                    Diagnostic::new(
                        Code::MissingKey,
                        Phrase::fixed(
                            "[milestone] has neither `after` nor `date`",
                            "[milestone] n'a ni `after` ni `date`",
                        ),
                    )
                    .at(record.span, Phrase::fixed("reached when?", "atteint quand ?"))
                    .help(Phrase::fixed(
                        "name what it waits for as `after`, or its day as `date`",
                        "nommez ce qu'il attend comme `after`, ou son jour comme `date`",
                    )),
                );
            }
            let mut after = Vec::new();
            for datum in waits {
                let Some((needed, step)) = datum.as_text().and_then(|text| lower.names.work(text)) else {
                    continue;
                };
                lower.check_planned(&id, &initiatives[needed], datum.span);
                after.push((needed, step));
            }
            lower.check_dates(record, &[("date", "must_finish_by")]);
            Milestone {
                span: record.span_of("id"),
                title: record.text("title").unwrap_or_default(),
                after,
                date: record.date("date"),
                deadline: spanned_date(record, "deadline"),
                must_finish_by: spanned_date(record, "must_finish_by"),
                id,
            }
        })
    }
}

/// A date and where it stands.
pub(super) fn spanned_date(record: &Record<'_>, key: &str) -> Option<Spanned<jiff::civil::Date>> {
    record.date(key).map(|value| Spanned { value, span: record.span_of(key) })
}

/// A text and where it stands.
pub(super) fn spanned_text(record: &Record<'_>, key: &str) -> Option<Spanned<String>> {
    record.text(key).map(|value| Spanned { value, span: record.span_of(key) })
}
