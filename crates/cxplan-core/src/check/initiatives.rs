//! Initiatives with their steps, effects and inputs.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::diag::{Code, Diagnostic};
use crate::ids::{Id, List};
use crate::model::{CalendarRules, Effect, Initiative, Status};
use crate::phrase;
use crate::phrase::Phrase;
use crate::read::Document;
use crate::record::Record;

use super::dependencies::{spanned_date, spanned_text};
use super::inputs::{Work, effort_is_lost, given_effort};
use super::work::{Naming, Terms};
use super::{Context, Lower};

impl Lower<'_> {
    pub(super) fn initiatives(
        &mut self,
        root: &Record<'_>,
        document: &Document<'_>,
        context: Context<'_>,
    ) -> List<Initiative> {
        let delivered: BTreeSet<&str> =
            root.records("delivered").iter().filter_map(|record| record.text_ref("initiative")).collect();
        let mut position = 0;
        self.list(root, "initiative", |lower, record| {
            let own = Id::new(position);
            position += 1;
            let delivered = record.text_ref("id").is_some_and(|id| delivered.contains(id));
            let status = lower.status(record, delivered, context.status_date);
            let mut initiative = lower.initiative(record, own, status, context);
            initiative.plan = document.plan_of(record.span).map(Id::new);
            initiative
        })
    }

    /// The status that the plan gives, or that follows from what it tells.
    fn status(&mut self, record: &Record<'_>, delivered: bool, status_date: Option<Date>) -> Status {
        let given = record.word("status").and_then(|word| Status::ALL.get(word).copied());
        let wrong = |status: Status, key: &str| {
            let word = status.word();
            (
                phrase!(
                    "`{key}` of an initiative that is `{word}`",
                    "`{key}` d'une initiative au statut `{word}`"
                ),
                phrase!("it is {word}", "son statut : {word}"),
            )
        };
        if record.has("finished") || delivered {
            // What was delivered is done, whatever the plan still says of it, unless it says that nobody works on it.
            let contradicts =
                |status: &Status| *status != Status::Done && !(delivered && status.is_scheduled());
            if let Some(status) = given.filter(contradicts) {
                let key = if delivered { "[[delivered]]" } else { "finished" };
                let (message, label) = wrong(status, key);
                let help = Phrase::fixed("write `status = \"done\"`", "écrivez `status = \"done\"`");
                self.contradiction(record.span_of("status"), message, label, help);
            }
            return Status::Done;
        }
        let begun = |record: &Record<'_>| record.has("started") || record.has("finished");
        if begun(record) || record.records("steps").iter().any(begun) {
            if let Some(status @ (Status::Proposed | Status::Planned)) = given {
                let (message, label) = wrong(status, "started");
                let help = Phrase::fixed(
                    "write `status = \"active\"`, or remove what has started",
                    "écrivez `status = \"active\"`, ou retirez ce qui a commencé",
                );
                self.contradiction(record.span_of("status"), message, label, help);
            }
            let open = |record: &Record<'_>| {
                record.has("started") && !record.has("finished") && !record.lost("finished")
            };
            let steps = record.records("steps");
            if given == Some(Status::Done) && (open(record) || steps.iter().any(open)) {
                self.contradiction(
                    record.span_of("status"),
                    Phrase::fixed(
                        "work that has started but not finished, of an initiative that is done",
                        "un travail commencé mais pas fini, d'une initiative qui est faite",
                    ),
                    Phrase::fixed("when was it finished?", "finie quand ?"),
                    Phrase::fixed(
                        "add the day as `finished`, or write `status = \"active\"`",
                        "ajoutez le jour comme `finished`, ou écrivez `status = \"active\"`",
                    ),
                );
            }
            return given.unwrap_or(Status::Active);
        }
        let lost = record.lost("started") || record.lost("steps");
        if let (Some(Status::Active), Some(day), false) = (given, status_date, lost) {
            self.contradiction(
                record.span_of("status"),
                Phrase::fixed(
                    "an initiative that is `active`, and nothing of it has started",
                    "une initiative au statut `active`, dont rien n'a commencé",
                ),
                phrase!("planned after {day}", "planifiée après le {day}"),
                Phrase::fixed(
                    "add the day on which it started as `started`, or write `status = \"planned\"`",
                    "ajoutez le jour du début comme `started`, ou écrivez `status = \"planned\"`",
                ),
            );
        }
        given.unwrap_or(Status::Planned)
    }

    fn initiative(
        &mut self,
        record: &Record<'_>,
        own: Id<Initiative>,
        status: Status,
        context: Context<'_>,
    ) -> Initiative {
        let Context { scoring, methods, calendar, stages, .. } = context;
        let id = record.text("id").unwrap_or_default();
        let span = record.span_of("id");
        let title = record.text("title").unwrap_or_default();
        let has_steps = !record.records("steps").is_empty();
        let terms = Terms { context, planned: status.is_scheduled() };
        let before = self.diagnostics.errors();
        let of_work = || std::iter::once(record).chain(record.records("steps"));
        let mut lost = of_work().any(|work| work.lost("steps") || work.lost("effort"));
        let steps = if has_steps {
            self.refuse_work_beside_steps(record);
            self.steps(own, record.records("steps"), terms)
        } else {
            let effort = given_effort(record, methods, calendar);
            let effort_lost = effort.is_none()
                && (self.broken || record.lost("steps") || self.undecided || effort_is_lost(record, methods));
            lost |= effort_lost;
            vec![self.step(
                record,
                Naming {
                    subject: phrase!("`{id}`", "`{id}`"),
                    id: id.clone(),
                    title: title.clone(),
                    span,
                    effort,
                    effort_lost,
                },
                terms,
            )]
        };
        self.check_window(record);
        let effort: u64 = steps.iter().map(crate::model::Step::effort_in_all).sum();
        // With an error in the work, or a key that nobody knows, there may well be an effort.
        lost |= effort == 0 && (self.diagnostics.errors() > before || of_work().any(|work| work.strange));
        let work = Work { steps: &steps, effort, lost };
        let asked = status.is_scheduled() && !self.broken && !self.undecided && !record.lost("steps");
        let inputs = scoring
            .iter()
            .enumerate()
            .map(|(position, scoring)| {
                let given = record.methods.iter().find(|(key, _)| key.value == scoring.method.id());
                let Some((_, given)) = given else {
                    let lost = record.lost_methods().iter().any(|id| id == scoring.method.id());
                    if position == 0 && asked && !lost {
                        self.report_no_inputs(&id, span, scoring.method.spec());
                    }
                    return None;
                };
                Some(self.inputs(given, scoring, &work, calendar))
            })
            .collect();
        Initiative {
            span,
            title,
            status,
            plan: None,
            decision: record.text("decision"),
            decided: record.date("decided"),
            kind: record.word_text("kind"),
            stage: self.stage(record, stages),
            touchpoints: self.references(record, "touchpoints"),
            segments: self.references(record, "segments"),
            goal: self.reference(record, "goal"),
            guidelines: self.references(record, "guidelines"),
            owner: record.text("owner"),
            problem: record.text("problem"),
            impact_short: record.text("impact_short"),
            impact_long: record.text("impact_long"),
            lenses: record.words("lenses"),
            pillars: record.words("pillars"),
            urgent: record.flag("urgent").unwrap_or(false),
            enabler: record.flag("enabler").unwrap_or(false),
            success: spanned_text(record, "success"),
            qualitative: record.texts("qualitative"),
            depends_on: self.dependencies(record, calendar.pace()),
            effects: self.effects(record, calendar),
            not_before: record.date("not_before"),
            deadline: spanned_date(record, "deadline"),
            must_finish_by: spanned_date(record, "must_finish_by"),
            late: record.word_text("timing").map_or(context.late, |timing| timing == "late"),
            has_steps,
            steps,
            inputs,
            id,
        }
    }

    fn refuse_work_beside_steps(&mut self, record: &Record<'_>) {
        let keys = [
            "team",
            "effort",
            "duration",
            "people",
            "with",
            "tools",
            "fixed",
            "started",
            "progress",
            "remaining",
            "remaining_effort",
        ];
        for key in keys {
            if let Some(datum) = record.get(key) {
                let diagnostic = Diagnostic::new(
                    Code::StepWork,
                    phrase!("`{key}` stands beside steps", "`{key}` figure à côté d'étapes"),
                )
                .at(datum.key, Phrase::fixed("which of the two counts?", "lequel des deux compte ?"))
                .help(phrase!(
                    "move `{key}` into the steps, or remove the steps",
                    "déplacez `{key}` dans les étapes, ou retirez les étapes"
                ));
                self.push(diagnostic);
            }
        }
    }

    fn effects(&mut self, record: &Record<'_>, calendar: &CalendarRules) -> Vec<Effect> {
        let mut effects = Vec::new();
        for effect in record.records("effects") {
            let Some(change) = effect.numbers("change").and_then(|change| <[f64; 3]>::try_from(change).ok())
            else {
                continue;
            };
            if !change.is_sorted() {
                let mut right = change;
                right.sort_by(f64::total_cmp);
                let right = right.map(|number| number.to_string()).join(", ");
                let span = effect.span_of("change");
                self.push(
                    Diagnostic::new(
                        Code::WrongOrder,
                        Phrase::fixed(
                            "an effect must be written low, likely, high",
                            "un effet s'écrit bas, probable, haut",
                        ),
                    )
                    .at(span, Phrase::fixed("not in rising order", "pas dans l'ordre croissant"))
                    .help(Phrase::fixed(
                        "sort the three numbers by value, for a falling metric too: [-6, -4.5, -2.5]",
                        "triez les trois nombres par valeur, pour un indicateur qui baisse aussi : [-6, -4.5, -2.5]",
                    ))
                    .fix(phrase!("write [{right}]", "écrire [{right}]"), [(span, format!("[{right}]"))]),
                );
            }
            let ramp = effect.duration("ramp").map_or(0, |ramp| ramp.milli_days(calendar.pace()));
            let month = f64::from(calendar.days_per_month * 1000);
            if let Some(metric) = self.reference(effect, "metric") {
                effects.push(Effect { metric, change, ramp_months: ramp as f64 / month });
            }
        }
        effects
    }
}
