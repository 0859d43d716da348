//! Dates that the plan promises: fixed starts, deadlines and milestones.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::network::{Network, fixed};
use super::trials::Deadline;
use super::{Cause, StepDates, Timeline, Violation, fault, span};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ids::Id;
use crate::model::{Initiative, LinkKind, Plan};
use crate::phrase;
use crate::phrase::Phrase;
use crate::source::{Span, Spanned};

/// Tells what a schedule gets wrong. A fixed date that cannot be kept is the plan's matter, everything else ours.
pub(super) fn report_violations(
    plan: &Plan,
    network: &Network<'_>,
    dates: &[StepDates],
    violations: &[Violation],
    diagnostics: &mut Diagnostics,
) {
    let step = |node: usize| {
        let id = network.steps[node];
        &plan.initiatives[id.initiative].steps[id.step]
    };
    let mut told = BTreeSet::new();
    for violation in violations {
        let (node, reason) = match *violation {
            Violation::NotThen { activity } => {
                let early = step(activity).fixed.is_some_and(|fixed| fixed.value < plan.head.start);
                let start = plan.head.start;
                let reason = if early {
                    phrase!("the plan starts on {start}", "le plan commence le {start}")
                } else {
                    cause(plan, &dates[activity].cause)
                };
                (activity, reason)
            }
            Violation::Link { link } if fixed(step(network.links[link].to)).is_some() => {
                let link = network.links[link];
                (link.to, cause(plan, &Cause::of_link(network.steps[link.from], link.kind, link.lag)))
            }
            Violation::TooEarly { activity } if fixed(step(activity)).is_some() => {
                (activity, Phrase::fixed("it may not start so early", "elle ne peut pas commencer si tôt"))
            }
            _ => continue,
        };
        let (id, step) = (network.steps[node], step(node));
        let Some(fixed) = step.fixed.filter(|_| told.insert(node)) else { continue };
        let (name, date) = (plan.work_name(id.initiative, Some(id.step)), fixed.value);
        diagnostics.push(
            Diagnostic::new(
                Code::FixedDate,
                phrase!("`{name}` cannot start on {date}", "`{name}` ne peut pas commencer le {date}"),
            )
            .at(fixed.span, reason)
            .help(Phrase::fixed(
                "move the date, or make room: less before it, fewer dependencies, or more people",
                "déplacez la date, ou faites de la place : moins de choses avant, moins de dépendances, ou plus de monde",
            )),
        );
    }
    if told.is_empty()
        && let Some(first) = violations.first()
    {
        diagnostics.push(fault(phrase!(
            "the schedule failed its own check: {first:?}",
            "le calendrier a échoué à son propre contrôle : {first:?}"
        )));
    }
}

/// Why something does not start earlier, in a few words.
pub(super) fn cause(plan: &Plan, cause: &Cause) -> Phrase {
    let name = |id: &crate::model::StepId| plan.work_name(id.initiative, Some(id.step));
    match cause {
        Cause::Started { rest: Some(rest), .. } => self::cause(plan, rest),
        Cause::After(step) | Cause::Linked { step, .. } => {
            let name = name(step);
            phrase!("it has to wait for `{name}`", "elle doit attendre `{name}`")
        }
        Cause::Busy { with, until, .. } => {
            let with: Vec<String> = with.iter().take(3).map(|step| format!("`{}`", name(step))).collect();
            let with = with.join(", ");
            phrase!(
                "its team is busy with {with} until {until}",
                "son équipe est prise par {with} jusqu'au {until}"
            )
        }
        Cause::Closed { until, .. } => {
            phrase!("its team does not work until {until}", "son équipe ne travaille pas jusqu'au {until}")
        }
        Cause::Delivered { step, kind: LinkKind::FinishToStart, lag: 0, date } => {
            let name = &plan.initiatives[step.initiative].id;
            phrase!("`{name}` was delivered on {date}", "`{name}` a été livrée le {date}")
        }
        Cause::Delivered { step, kind, lag, date } => {
            let (name, tie) = (&plan.initiatives[step.initiative].id, kind.word());
            phrase!(
                "it is tied to `{name}` ({tie} {lag:+}d from {date})",
                "elle est liée à `{name}` ({tie} {lag:+}j depuis le {date})"
            )
        }
        Cause::NotBefore(date) => {
            phrase!("it may not start before {date}", "elle ne peut pas commencer avant le {date}")
        }
        Cause::StatusDate(date) => {
            phrase!("it had not begun by {date}", "elle n'avait pas commencé le {date}")
        }
        Cause::PlanStart
        | Cause::Fixed
        | Cause::Late(_)
        | Cause::Kept
        | Cause::Started { rest: None, .. }
        | Cause::Finished => Phrase::fixed("nobody works on that day", "personne ne travaille ce jour-là"),
    }
}

/// The day of each milestone: when all that it waits for is done, and not before its own date.
pub(super) fn milestones(plan: &Plan, dates: &[Option<Vec<StepDates>>]) -> Vec<Option<Date>> {
    let done = |initiative: Id<Initiative>, step: Option<usize>| match (&dates[initiative.index()], step) {
        (Some(dates), Some(step)) => dates.get(step).map(|dates| dates.finish),
        (Some(dates), None) => span(dates).map(|(_, finish)| finish),
        (None, _) => plan.delivered_on(initiative),
    };
    let day = |milestone: &crate::model::Milestone| {
        let waits: Option<Vec<Date>> =
            milestone.after.iter().map(|(initiative, step)| done(*initiative, *step)).collect();
        waits?.into_iter().chain(milestone.date).max()
    };
    plan.milestones.iter().map(day).collect()
}

/// Everything that ends after its deadline: initiatives with their steps, in the order of the plan, then milestones.
pub(super) fn missed(plan: &Plan, dates: &[Option<Vec<StepDates>>]) -> Vec<Deadline> {
    due(plan, dates, &milestones(plan, dates)).into_iter().map(|(missed, _)| missed).collect()
}

/// The same with the places of the deadlines.
fn due(plan: &Plan, dates: &[Option<Vec<StepDates>>], milestones: &[Option<Date>]) -> Vec<(Deadline, Span)> {
    let mut missed = Vec::new();
    let mut note = |name: &dyn Fn() -> String, deadline: Option<Spanned<Date>>, finish: Option<Date>| {
        let (Some(deadline), Some(finish)) = (deadline, finish) else { return };
        if finish > deadline.value {
            missed.push((Deadline { name: name(), date: deadline.value, finish }, deadline.span));
        }
    };
    for (id, initiative) in plan.initiatives.entries() {
        let Some(dates) = &dates[id.index()] else { continue };
        let whole = span(dates).map(|(_, finish)| finish);
        for date in [initiative.deadline, initiative.must_finish_by] {
            note(&|| initiative.id.clone(), date, whole);
        }
        for (step, dates) in initiative.steps.iter().zip(dates) {
            for date in [step.deadline, step.must_finish_by] {
                note(&|| format!("{}.{}", initiative.id, step.id), date, Some(dates.finish));
            }
        }
    }
    for (milestone, day) in plan.milestones.iter().zip(milestones) {
        for date in [milestone.deadline, milestone.must_finish_by] {
            note(&|| milestone.id.clone(), date, *day);
        }
    }
    missed
}

/// Warns of everything that ends after its deadline.
pub(super) fn warn_missed(plan: &Plan, timeline: &Timeline, diagnostics: &mut Diagnostics) {
    for (Deadline { name, date, finish }, place) in due(plan, &timeline.dates, &timeline.milestones) {
        let message = phrase!(
            "`{name}` ends on {finish}, after its deadline of {date}",
            "`{name}` finit le {finish}, après son échéance du {date}"
        );
        diagnostics.push(
            Diagnostic::new(Code::DeadlineMissed, message)
                .at(place, phrase!("ends on {finish}", "finit le {finish}"))
                .help(Phrase::fixed(
                    "move the deadline, do less, give it more people, or set aside what comes before it",
                    "déplacez l'échéance, faites moins, donnez-lui plus de monde, ou écartez ce qui passe avant",
                )),
        );
    }
}
