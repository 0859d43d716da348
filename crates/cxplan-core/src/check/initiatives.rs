//! Initiatives with their steps, effects and inputs.

use std::collections::BTreeSet;

use crate::diag::{Code, Diagnostic};
use crate::fields::Target;
use crate::ids::{Id, List};
use crate::inputs::{self, BY_SEGMENT, EVIDENCE};
use crate::method::{Description, InputKind, Role, Value};
use crate::model::{CalendarRules, Effect, Initiative, Inputs, Scoring, Stage, Status, Step};
use crate::record::{self, Record};
use crate::source::Spanned;

use super::Lower;
use super::entities::capacity;
use super::work::{Naming, Terms};

/// How far given effort may lie from the sum of the steps, as a part of the sum.
const EFFORT_TOLERANCE: f64 = 0.1;

/// The most person-months that an initiative may take, so that sums of thousandths of a day stay exact.
const MAX_EFFORT: f64 = 10_000.0;

impl Lower<'_> {
    pub(super) fn initiatives(
        &mut self,
        root: &Record<'_>,
        scoring: &[Scoring],
        calendar: &CalendarRules,
        stages: &List<Stage>,
    ) -> List<Initiative> {
        let capacities: Vec<u64> = root.records("team").iter().map(capacity).collect();
        let delivered: BTreeSet<&str> =
            root.records("delivered").iter().filter_map(|record| record.text_ref("initiative")).collect();
        self.list(root, "initiative", |lower, record| {
            let delivered = record.text_ref("id").is_some_and(|id| delivered.contains(id));
            let given = record.word("status").and_then(|word| Status::ALL.get(word).copied());
            // What was delivered is done, whatever the plan still says of it.
            let status = if delivered { Status::Done } else { given.unwrap_or(Status::Planned) };
            lower.initiative(record, status, scoring, calendar, stages, &capacities)
        })
    }

    fn initiative(
        &mut self,
        record: &Record<'_>,
        status: Status,
        scoring: &[Scoring],
        calendar: &CalendarRules,
        stages: &List<Stage>,
        capacities: &[u64],
    ) -> Initiative {
        let id = record.text("id").unwrap_or_default();
        let span = record.span_of("id");
        let title = record.text("title").unwrap_or_default();
        let has_steps = !record.records("steps").is_empty();
        let terms = Terms { calendar, capacities, planned: status.is_scheduled() };
        let steps = if has_steps {
            self.refuse_work_beside_steps(record);
            self.steps(record.records("steps"), terms)
        } else {
            let effort = given_effort(record, scoring, calendar);
            let effort_lost = effort.is_none() && (scoring.is_empty() || effort_is_lost(record, scoring));
            vec![self.step(
                record,
                Naming {
                    subject: format!("`{id}`"),
                    id: id.clone(),
                    title: title.clone(),
                    span,
                    effort,
                    effort_lost,
                    after: Vec::new(),
                },
                terms,
            )]
        };
        let effort: u64 = steps.iter().map(|step| step.effort).sum();
        let inputs = scoring
            .iter()
            .enumerate()
            .map(|(position, scoring)| {
                let given = record.methods.iter().find(|(key, _)| key.value == scoring.method.id());
                let Some((_, given)) = given else {
                    let lost = record.lost_methods.iter().any(|id| id == scoring.method.id());
                    if position == 0 && status.is_scheduled() && !lost {
                        self.report_no_inputs(&id, span, scoring.method.spec());
                    }
                    return None;
                };
                Some(self.inputs(given, scoring, &steps, effort, calendar))
            })
            .collect();
        Initiative {
            span,
            title,
            status,
            decision: record.text("decision"),
            stage: self.stage(record, stages),
            touchpoints: self.references(record, "touchpoints"),
            segments: self.references(record, "segments"),
            goal: self.reference(record, "goal"),
            owner: record.text("owner"),
            problem: record.text("problem"),
            impact_short: record.text("impact_short"),
            impact_long: record.text("impact_long"),
            urgent: record.flag("urgent").unwrap_or(false),
            enabler: record.flag("enabler").unwrap_or(false),
            success: record.text("success"),
            qualitative: record.texts("qualitative"),
            depends_on: self.dependencies(record),
            effects: self.effects(record, calendar),
            steps,
            inputs,
            id,
        }
    }

    /// Dependencies, each once.
    fn dependencies(&mut self, record: &Record<'_>) -> Vec<Spanned<Id<Initiative>>> {
        let mut dependencies: Vec<Spanned<Id<Initiative>>> = Vec::new();
        for dependency in self.names.find_all(record, "depends_on") {
            if dependencies.iter().all(|known| known.value != dependency.value) {
                dependencies.push(dependency);
            }
        }
        dependencies
    }

    fn refuse_work_beside_steps(&mut self, record: &Record<'_>) {
        for key in ["team", "effort", "duration", "people", "tools"] {
            if let Some(datum) = record.get(key) {
                let diagnostic = Diagnostic::new(Code::StepWork, format!("`{key}` stands beside steps"))
                    .at(datum.key, "which of the two counts?")
                    .help(format!("move `{key}` into the steps, or remove the steps"));
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
                self.push(
                    Diagnostic::new(Code::WrongOrder, "an effect must be written low, likely, high")
                        .at(effect.span_of("change"), "not in rising order")
                        .help("sort the three numbers by value, for a falling metric too: [-6, -4.5, -2.5]"),
                );
            }
            let ramp = effect
                .duration("ramp")
                .map_or(0, |ramp| ramp.milli_days(calendar.days_per_week(), calendar.days_per_month));
            let month = f64::from(calendar.days_per_month * 1000);
            if let Some(metric) = self.reference(effect, "metric") {
                effects.push(Effect { metric, change, ramp_months: ramp as f64 / month });
            }
        }
        effects
    }

    fn inputs(
        &mut self,
        record: &Record<'_>,
        scoring: &Scoring,
        steps: &[Step],
        effort: u64,
        calendar: &CalendarRules,
    ) -> Inputs {
        let description = scoring.method.spec();
        let mut values = inputs::values(&description.inputs, Some(record));
        if let Some(position) = description.input_with(Role::Effort) {
            let months = effort as f64 / f64::from(calendar.days_per_month * 1000);
            let written = record.has(&description.inputs[position].key);
            match values[position] {
                Value::Number(given) if given > MAX_EFFORT => {
                    let key = &description.inputs[position].key;
                    let message = format!("`{key}` must be at most {MAX_EFFORT} person-months");
                    self.push(
                        Diagnostic::new(Code::OutOfRange, message)
                            .at(record.span_of(key), "longer than any plan")
                            .help("write person-months: one is the work of one person in a month"),
                    );
                }
                Value::Number(given) if written => {
                    self.compare_effort(record, &description.inputs[position].key, given, months, steps);
                }
                _ if effort > 0 => values[position] = Value::Number(months),
                _ => {}
            }
        }
        let evidence: Vec<Vec<Id<crate::model::Evidence>>> = description
            .inputs
            .iter()
            .map(|input| {
                let datum = record
                    .map(EVIDENCE)
                    .iter()
                    .find(|(key, _)| key.value == input.key)
                    .map(|(_, datum)| datum);
                let Some(record::Value::List(list)) = datum.map(|datum| &datum.value) else {
                    return Vec::new();
                };
                list.iter().filter_map(|entry| self.names.get(Target::Evidence, entry.as_text()?)).collect()
            })
            .collect();
        if scoring.confidence_needs_evidence {
            self.check_confidence(record, description, &values, &evidence);
        }
        self.check_segments(record, description);
        Inputs {
            spans: description
                .inputs
                .iter()
                .map(|input| record.get(&input.key).map(|datum| datum.span))
                .collect(),
            span: record.span,
            values,
            evidence,
        }
    }

    /// Counts by segment add up to the count of all, or stay below it where not every segment is given.
    fn check_segments(&mut self, record: &Record<'_>, description: &Description) {
        let parts: Vec<&Record<'_>> = record
            .map(BY_SEGMENT)
            .iter()
            .filter_map(|(_, datum)| match &datum.value {
                record::Value::Record(part) => Some(part),
                _ => None,
            })
            .collect();
        let all = parts.len() == self.names.count(Target::Segment);
        let counts = description.inputs.iter().filter(|input| matches!(input.kind, InputKind::Integer));
        for input in counts.filter(|_| !parts.is_empty()) {
            let Some(total) = record.integer(&input.key) else { continue };
            let sum: i64 =
                parts.iter().filter_map(|part| part.integer(&input.key)).fold(0, i64::saturating_add);
            if sum > total || (all && sum < total) {
                self.push(
                    Diagnostic::new(
                        Code::Measurement,
                        format!("the segments' `{}` add up to {sum}, not to {total}", input.key),
                    )
                    .at(record.span_of(BY_SEGMENT), format!("{sum} in all"))
                    .also(record.span_of(&input.key), format!("{total} here"))
                    .help("correct one of them: every answer belongs to one segment"),
                );
            }
        }
    }

    fn compare_effort(&mut self, record: &Record<'_>, key: &str, given: f64, months: f64, steps: &[Step]) {
        if months > 0.0 && (given - months).abs() > EFFORT_TOLERANCE * months {
            let sum = (months * 1000.0).round() / 1000.0;
            let given = (given * 1000.0).round() / 1000.0;
            let steps =
                if steps.len() == 1 { "the work".to_owned() } else { format!("the {} steps", steps.len()) };
            self.push(
                Diagnostic::new(
                    Code::EffortMismatch,
                    format!("the effort of {given} person-months is not that of {steps}"),
                )
                .at(record.span_of(key), format!("{steps} take {sum}"))
                .help("correct one of them, or leave this key out: it is then the sum of the steps"),
            );
        }
    }

    /// Confidence is what evidence allows: everything backed 100 %, all but one estimate 80 %, less 50 % (the reading of
    /// Intercom's examples, published in 2018).
    fn check_confidence(
        &mut self,
        record: &Record<'_>,
        description: &Description,
        values: &[Value],
        evidence: &[Vec<Id<crate::model::Evidence>>],
    ) {
        let Some(position) = description.input_with(Role::Confidence) else { return };
        let Value::Number(confidence) = values[position] else { return };
        let unbacked: Vec<&str> = description
            .inputs
            .iter()
            .zip(evidence)
            .filter(|(input, evidence)| input.role != Some(Role::Confidence) && evidence.is_empty())
            .map(|(input, _)| input.key.as_str())
            .collect();
        let most = match unbacked.len() {
            0 => 1.0,
            1 => 0.8,
            _ => 0.5,
        };
        if confidence > most {
            let key = &description.inputs[position].key;
            let given = (confidence * 1000.0).round() / 10.0;
            self.push(
                Diagnostic::new(
                    Code::ConfidenceUnbacked,
                    format!("a confidence of {given} % is more than the evidence allows"),
                )
                .at(record.span_of(key), format!("no evidence for {}", unbacked.join(", ")))
                .help(format!("add what backs {} under `evidence`, or write {most}", unbacked.join(" and "))),
            );
        }
    }

    fn report_no_inputs(&mut self, id: &str, span: crate::source::Span, description: &Description) {
        let keys = description
            .inputs
            .iter()
            .filter(|input| input.required)
            .map(|input| format!("{} = …", input.key));
        let keys: Vec<String> = keys.collect();
        let required = if keys.is_empty() { "…".to_owned() } else { keys.join(", ") };
        self.push(
            Diagnostic::new(
                Code::NoInputs,
                format!("`{id}` has no inputs for `{}`, which decides the order", description.id),
            )
            .at(span, "cannot be scored")
            .help(format!(
                "add `{} = {{ {} }}` (see `cxplan plugin info {}`), or set another `scoring.primary`",
                description.id, required, description.id
            )),
        );
    }
}

/// Person-time that a method's inputs give, in thousandths of a working day.
fn given_effort(record: &Record<'_>, scoring: &[Scoring], calendar: &CalendarRules) -> Option<u64> {
    scoring.iter().find_map(|scoring| {
        let description = scoring.method.spec();
        let input = &description.inputs[description.input_with(Role::Effort)?];
        let (_, given) = record.methods.iter().find(|(key, _)| key.value == description.id)?;
        let months =
            given.get(&input.key)?.as_number().filter(|months| *months > 0.0 && *months <= MAX_EFFORT)?;
        Some((months * f64::from(calendar.days_per_month) * 1000.0).round().max(1.0) as u64)
    })
}

/// Whether a method's inputs hold effort that could not be used: it could not be read, or the method will refuse it.
fn effort_is_lost(record: &Record<'_>, scoring: &[Scoring]) -> bool {
    !record.lost_methods.is_empty()
        || scoring.iter().any(|scoring| {
            let description = scoring.method.spec();
            let Some(input) =
                description.input_with(Role::Effort).map(|position| &description.inputs[position])
            else {
                return false;
            };
            let given = record.methods.iter().find(|(key, _)| key.value == description.id);
            given.is_some_and(|(_, given)| given.lost(&input.key) || given.has(&input.key))
        })
}
