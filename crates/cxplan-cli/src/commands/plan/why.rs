//! What decides a date, back to where it all begins.

use std::collections::BTreeMap;

use cxplan_engine::core::method::Language;
use cxplan_engine::core::model::{Plan, StepId};
use cxplan_engine::core::phrase;
use cxplan_engine::core::report::{InitiativeView, Report};
use cxplan_engine::core::timeline::Timeline;
use jiff::civil::Date;

use super::{slack, start_reason};
use crate::table::{Align, Table};

/// The step that an id names: `initiative.step`, or an initiative, whose end its last step decides. None where there is no such
/// thing on the timeline.
pub(super) fn named(plan: &Plan, timeline: &Timeline, id: &str) -> Option<StepId> {
    let mut initiatives = plan.initiatives.entries();
    if let Some((initiative, _)) = initiatives.find(|(_, found)| found.id == id) {
        return timeline.last_step(initiative);
    }
    let (initiative, step) = id.split_once('.')?;
    let (initiative, found) = plan.initiatives.entries().find(|(_, found)| found.id == initiative)?;
    let step = found.steps.iter().position(|found| found.id == step)?;
    Some(StepId { initiative, step }).filter(|step| timeline.step(*step).is_some())
}

/// A row for each step of the chain, the one that was asked about first, and its slack.
pub(super) fn table(
    plan: &Plan,
    timeline: &Timeline,
    report: &Report,
    from: StepId,
    language: Language,
) -> String {
    let names = match language {
        Language::En => ["step", "start", "finish", "starts then because"],
        Language::Fr => ["étape", "début", "fin", "raison de la date"],
    };
    let mut table = Table::new(&names.map(|name| (name, Align::Left)));
    let views: BTreeMap<&str, &InitiativeView> =
        report.initiatives.iter().map(|view| (view.id.as_str(), view)).collect();
    for step in timeline.chain(from) {
        let id = plan.initiatives[step.initiative].id.as_str();
        let Some(view) = views.get(id).and_then(|view| view.steps.get(step.step)) else { continue };
        let date = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
        let reason = view.reason.as_ref().map(start_reason);
        table.row(vec![
            plan.work_name(step.initiative, Some(step.step)),
            date(view.start),
            date(view.finish),
            reason.map_or_else(String::new, |reason| reason.get(language).to_owned()),
        ]);
    }
    let whole = timeline.last_step(from.initiative) == Some(from);
    let id = plan.work_name(from.initiative, (!whole).then_some(from.step));
    let end = timeline.step(from).map(|dates| dates.finish);
    let end = end.map_or_else(String::new, |end| end.to_string());
    let head = phrase!(
        "What decides that {id} ends on {end}: each step has its date by the one below\n",
        "Ce qui décide que {id} finit le {end} : chaque étape tient sa date de celle d'en dessous\n"
    );
    let slack = slack::line(plan, timeline, from, language);
    format!("{}{table}{slack}", head.get(language))
}
