//! Steps: effort, duration and load.

use std::num::NonZeroU32;

use crate::diag::{Code, Diagnostic, Severity};
use crate::ids::Id;
use crate::model::{Initiative, Step, Team};
use crate::phrase;
use crate::phrase::Phrase;
use crate::record::{Record, Value};
use crate::source::Span;

use super::dependencies::spanned_date;
use super::{Context, Lower};

/// The most steps of an initiative. All last steps of one are linked with all first steps of the other that needs it, so
/// that links grow with the square of this.
const MAX_STEPS: usize = 100;

/// A full-time equivalent, in the unit of loads and capacities.
pub(super) const FTE: u64 = 1_000_000;

/// Half a working day, in thousandths of one.
pub(super) const HALF_DAY: u64 = 500;

/// What a step is measured by.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) context: Context<'a>,
    /// Whether the work is to be done: an idea that was refused need not fit.
    pub(super) planned: bool,
}

/// What the two kinds of steps, listed ones and whole initiatives, know in different ways.
pub(super) struct Naming {
    /// What messages call it.
    pub(super) subject: Phrase,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) span: Span,
    /// Person-time where the plan gives none here, in thousandths of a working day.
    pub(super) effort: Option<u64>,
    /// Whether the plan gives person-time elsewhere that could not be used, which is or will be reported.
    pub(super) effort_lost: bool,
}

impl Lower<'_> {
    /// The steps of an initiative that lists them.
    pub(super) fn steps(
        &mut self,
        own: Id<Initiative>,
        records: &[Record<'_>],
        terms: Terms<'_>,
    ) -> Vec<Step> {
        if records.len() > MAX_STEPS {
            let count = records.len();
            self.push(
                Diagnostic::new(
                    Code::StepWork,
                    phrase!("{count} steps in one initiative", "{count} étapes dans une initiative"),
                )
                .at(records[MAX_STEPS].span, phrase!("more than {MAX_STEPS}", "plus de {MAX_STEPS}"))
                .help(Phrase::fixed(
                    "split the initiative into several that depend on each other",
                    "coupez l'initiative en plusieurs qui dépendent l'une de l'autre",
                )),
            );
            return Vec::new();
        }
        let mut steps = Vec::with_capacity(records.len());
        for (position, record) in records.iter().enumerate() {
            let id = record.text("id").unwrap_or_else(|| (position + 1).to_string());
            let mut step = self.step(
                record,
                Naming {
                    subject: phrase!("step `{id}`", "l'étape `{id}`"),
                    id,
                    title: record.text("title").unwrap_or_default(),
                    span: if record.has("id") { record.span_of("id") } else { record.span },
                    effort: None,
                    effort_lost: self.broken,
                },
                terms,
            );
            self.check_window(record);
            step.deliverable = record.text("deliverable");
            step.not_before = record.date("not_before");
            step.deadline = spanned_date(record, "deadline");
            step.must_finish_by = spanned_date(record, "must_finish_by");
            step.after = self.predecessors(record, own, terms.context.calendar.pace());
            steps.push(step);
        }
        self.check_step_loops(own, &steps);
        steps
    }

    /// One step: of a list of steps, or the whole of an initiative without steps.
    pub(super) fn step(&mut self, record: &Record<'_>, naming: Naming, terms: Terms<'_>) -> Step {
        let Terms { context, planned } = terms;
        let Naming { subject, id, title, span, effort: default_effort, effort_lost } = naming;
        let pace = context.calendar.pace();
        let team: Option<Id<Team>> = self.reference(record, "team");
        let capacity = team.map(|team| context.teams[team].largest());
        let given_effort = record.duration("effort").map(|effort| effort.milli_days(pace));
        let range = self.duration(record, pace);
        let mut sound = true;
        for (key, given) in [("effort", given_effort), ("duration", range.map(|[_, likely, _]| likely))] {
            if given == Some(0) {
                sound = false;
                self.no_time(key, record.span_of(key));
            }
        }
        let effort = given_effort.or(default_effort);
        let days = |milli_days: u64| milli_days.div_ceil(1000).clamp(1, u64::from(u32::MAX)) as u32;
        // A value that could not be read was reported already.
        let lost = effort_lost || record.lost("effort") || record.lost("duration");
        let unknown = planned && effort.is_none() && range.is_none() && !lost && !record.has("finished");
        if unknown {
            let mut finding = Diagnostic::new(
                Code::StepWork,
                phrase!("{it} has no work", "{it} n'a pas de travail"; it = subject),
            )
            .at(span, Phrase::fixed("neither effort nor duration", "ni effort ni durée"))
            .help(Phrase::fixed(
                "add the person-time, such as `effort = \"4d\"`, or for waiting a `duration = \"2w\"`",
                "ajoutez le temps-personne, comme `effort = \"4j\"`, ou pour une attente une `duration = \"2sem\"`",
            ));
            if context.scores_alone {
                finding.severity = Severity::Warning;
            }
            self.push(finding);
        }
        let people = record.number("people").map_or(FTE, micro_fte);
        let people =
            if record.has("people") { people } else { people.min(capacity.unwrap_or(people)) }.max(1);
        let effort_days = effort.unwrap_or(0);
        let alone = || (effort_days * FTE).div_ceil(people);
        let half_days = pace.half_days(range.map_or_else(alone, |[_, likely, _]| likely));
        let load = if team.is_some() { load(effort_days, half_days) } else { 0 };
        if let Some(team) = team
            && planned
            && sound
            && !record.has("finished")
        {
            self.check_load(&subject, record.span_of("team"), (load, Some(effort_days)), team, context);
        }
        let with = self.with(record, team, half_days, &subject, terms);
        let half_days = NonZeroU32::new(half_days).unwrap_or(NonZeroU32::MIN);
        let range = range
            .filter(|_| matches!(record.get("duration").map(|datum| &datum.value), Some(Value::List(_))));
        // A whole week may be shorter than the days next to it.
        let half_range = range.map(|[low, _, high]| {
            let halves = |milli_days| NonZeroU32::new(pace.half_days(milli_days)).unwrap_or(half_days);
            [halves(low).min(half_days), halves(high).max(half_days)]
        });
        Step {
            id,
            span,
            title,
            deliverable: None,
            team,
            effort: effort_days,
            with,
            unknown,
            half_days,
            range: range.map(|[low, _, high]| (days(low), days(high))),
            half_range,
            load,
            after: Vec::new(),
            tools: self.references(record, "tools"),
            not_before: None,
            deadline: None,
            must_finish_by: None,
            fixed: spanned_date(record, "fixed"),
            progress: self.progress(
                record,
                (half_days.get(), if load > 0 { load } else { people }),
                team,
                context,
            ),
        }
    }

    /// Low, likely and high duration in thousandths of a working day; all the same where the plan gives one value.
    fn duration(&mut self, record: &Record<'_>, pace: crate::quantity::Pace) -> Option<[u64; 3]> {
        let datum = record.get("duration")?;
        match &datum.value {
            Value::Duration(duration) => Some([duration.milli_days(pace); 3]),
            Value::List(list) => {
                let mut written = Vec::new();
                let mut days = Vec::new();
                for entry in list {
                    let Value::Duration(duration) = entry.value else { return None };
                    written.push(duration);
                    days.push(duration.milli_days(pace));
                }
                if !days.is_sorted() {
                    let mut right = written;
                    right.sort_by_key(|duration| duration.milli_days(pace));
                    let right =
                        right.iter().map(|duration| format!("\"{duration}\"")).collect::<Vec<_>>().join(", ");
                    self.push(
                        Diagnostic::new(
                            Code::WrongOrder,
                            Phrase::fixed(
                                "a duration must be written low, likely, high",
                                "une durée s'écrit bas, probable, haut",
                            ),
                        )
                        .at(datum.span, Phrase::fixed("not in rising order", "pas dans l'ordre croissant"))
                        .help(Phrase::fixed("write the shortest first", "écrivez la plus courte d'abord"))
                        .fix(
                            phrase!("write [{right}]", "écrire [{right}]"),
                            [(datum.span, format!("[{right}]"))],
                        ),
                    );
                }
                days.try_into().ok()
            }
            _ => None,
        }
    }
}

/// The people, in millionths of a full-time equivalent, whose person-time in so many half days is so much, in thousandths of a day.
pub(super) fn load(effort: u64, half_days: u32) -> u64 {
    effort * FTE / (HALF_DAY * u64::from(half_days))
}

/// People in millionths of a full-time equivalent, rounded: 2.01 is no binary number.
pub(super) fn micro_fte(people: f64) -> u64 {
    (people * FTE as f64).round() as u64
}

/// "1.5 people" for millionths of a full-time equivalent: at most two decimals, rounded up.
pub(super) fn in_people(load: u64) -> Phrase {
    let people = load.div_ceil(FTE / 100) as f64 / 100.0;
    let unit = match people {
        1.0 => Phrase::fixed("person", "personne"),
        // French counts in the plural from two.
        _ if people < 2.0 => Phrase::fixed("people", "personne"),
        _ => Phrase::fixed("people", "personnes"),
    };
    phrase!("{people} {unit}", "{people} {unit}"; people = Phrase::number(people, 2), unit = unit)
}
