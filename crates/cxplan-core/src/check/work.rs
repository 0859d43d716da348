//! Steps: effort, duration and load.

use crate::diag::{Code, Diagnostic};
use crate::fields::Target;
use crate::ids::Id;
use crate::model::{CalendarRules, Step, Team};
use crate::record::Record;
use crate::source::Span;

use super::Lower;
use super::names::{index, unknown_reference};

/// The most steps of an initiative. All last steps of one are linked with all first steps of the other that needs it, so
/// that links grow with the square of this.
const MAX_STEPS: usize = 100;

/// A full-time equivalent, in the unit of loads and capacities.
pub(super) const FTE: u64 = 1_000_000;

/// What a step is measured by.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) calendar: &'a CalendarRules,
    /// Capacity of each team, in millionths of a full-time equivalent.
    pub(super) capacities: &'a [u64],
    /// Whether the work is to be done: an idea that was refused need not fit.
    pub(super) planned: bool,
}

/// What the two kinds of steps, listed ones and whole initiatives, know in different ways.
pub(super) struct Naming {
    /// What messages call it.
    pub(super) subject: String,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) span: Span,
    /// Person-time where the plan gives none here, in thousandths of a working day.
    pub(super) effort: Option<u64>,
    /// Whether the plan gives person-time elsewhere that could not be used, which is or will be reported.
    pub(super) effort_lost: bool,
    /// Positions of the steps that come first.
    pub(super) after: Vec<usize>,
}

impl Lower<'_> {
    /// The steps of an initiative that lists them.
    pub(super) fn steps(&mut self, records: &[Record<'_>], terms: Terms<'_>) -> Vec<Step> {
        if records.len() > MAX_STEPS {
            self.push(
                Diagnostic::new(Code::StepWork, format!("{} steps in one initiative", records.len()))
                    .at(records[MAX_STEPS].span, format!("more than {MAX_STEPS}"))
                    .help("split the initiative into several that depend on each other"),
            );
            return Vec::new();
        }
        let ids = index(records, Target::Step, |position| Some((position + 1).to_string()), self.diagnostics);
        let mut steps = Vec::with_capacity(records.len());
        for (position, record) in records.iter().enumerate() {
            let mut after = Vec::new();
            for datum in record.list("after") {
                let Some(id) = datum.as_text() else { continue };
                match ids.get(id) {
                    Some((step, _)) => after.push(*step),
                    None => {
                        let diagnostic =
                            unknown_reference(Target::Step, id, datum.span, ids.keys().map(String::as_str));
                        self.push(diagnostic);
                    }
                }
            }
            let id = record.text("id").unwrap_or_else(|| (position + 1).to_string());
            let title = record.text("title").unwrap_or_default();
            let span = if record.has("id") { record.span_of("id") } else { record.span };
            steps.push(self.step(
                record,
                Naming {
                    subject: format!("step `{id}`"),
                    id,
                    title,
                    span,
                    effort: None,
                    effort_lost: false,
                    after,
                },
                terms,
            ));
        }
        self.check_step_loops(records, &steps, |id| ids.get(id).map(|(position, _)| *position));
        steps
    }

    /// One step: of a list of steps, or the whole of an initiative without steps.
    pub(super) fn step(&mut self, record: &Record<'_>, naming: Naming, terms: Terms<'_>) -> Step {
        let Terms { calendar, capacities, planned } = terms;
        let Naming { subject, id, title, span, effort: default_effort, effort_lost, after } = naming;
        let team: Option<Id<Team>> = self.reference(record, "team");
        let capacity = team.and_then(|team| capacities.get(team.index()).copied());
        let days = |key: &str| {
            record
                .duration(key)
                .map(|amount| amount.milli_days(calendar.days_per_week(), calendar.days_per_month))
        };
        let mut sound = true;
        for key in ["effort", "duration"] {
            if days(key) == Some(0) {
                sound = false;
                self.push(
                    Diagnostic::new(Code::StepWork, format!("`{key}` is zero"))
                        .at(record.span_of(key), "no time at all")
                        .help("write how long it takes, such as \"3d\", or leave the key out"),
                );
            }
        }
        let effort = days("effort").or(default_effort);
        let duration = days("duration").map(|milli_days| milli_days.div_ceil(1000));
        // A value that could not be read was reported already.
        let lost = effort_lost || record.lost("effort") || record.lost("duration");
        if planned && effort.is_none() && duration.is_none() && !lost {
            self.push(
                Diagnostic::new(Code::StepWork, format!("{subject} has no work"))
                    .at(span, "neither effort nor duration")
                    .help("add the person-time, such as `effort = \"4d\"`, or for waiting a `duration = \"2w\"`"),
            );
        }
        let people = record.number("people").map_or(FTE, micro_fte);
        let people =
            if record.has("people") { people } else { people.min(capacity.unwrap_or(people)) }.max(1);
        let effort_days = effort.unwrap_or(0);
        let duration = duration
            .unwrap_or_else(|| (effort_days * FTE).div_ceil(1000 * people))
            .clamp(1, u64::from(u32::MAX));
        let load = if team.is_some() { effort_days * FTE / (1000 * duration) } else { 0 };
        if let Some(capacity) = capacity
            && planned
            && sound
            && load > capacity
        {
            let needed = effort_days.saturating_mul(FTE).div_ceil(1000 * capacity);
            self.push(
                Diagnostic::new(
                    Code::Overload,
                    format!("{subject} asks {} people of a team that has {}", fte(load), fte(capacity)),
                )
                .at(record.span_of("team"), format!("{} more than the team has", fte(load - capacity)))
                .help(format!("give it at least {needed} working days (`duration = \"{needed}d\"`), less effort, or the team more capacity")),
            );
        }
        Step {
            id,
            span,
            title,
            team,
            effort: effort_days,
            duration: duration as u32,
            load,
            after,
            tools: self.references(record, "tools"),
        }
    }
}

/// People in millionths of a full-time equivalent, rounded: 2.01 is no binary number.
pub(super) fn micro_fte(people: f64) -> u64 {
    (people * FTE as f64).round() as u64
}

/// Millionths of a full-time equivalent for people: at most two decimals.
fn fte(load: u64) -> String {
    let hundredths = load.div_ceil(FTE / 100);
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
