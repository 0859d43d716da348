//! What decides a date, back to where it all begins.

use cxplan_engine::core::method::Language;
use cxplan_engine::core::model::{Plan, StepId};
use cxplan_engine::core::phrase;
use cxplan_engine::core::report::{Report, StepView};
use cxplan_engine::core::timeline::Timeline;

use super::start_reason;
use crate::table::{Align, Table};

/// The step that an id names: `initiative.step`, or an initiative, whose end its last step decides. None where there is no such
/// thing on the timeline.
pub(super) fn named(plan: &Plan, timeline: &Timeline, id: &str) -> Option<StepId> {
    let mut initiatives = plan.initiatives.entries();
    if let Some((initiative, _)) = initiatives.find(|(_, found)| found.id == id) {
        return timeline.last_step(initiative);
    }
    // Ids may hold dots: the first split that both sides know is the one that is meant.
    id.match_indices('.').find_map(|(dot, _)| {
        let (initiative, found) = plan.initiatives.entries().find(|(_, found)| found.id == id[..dot])?;
        let step = found.steps.iter().position(|step| step.id == id[dot + 1..])?;
        Some(StepId { initiative, step }).filter(|step| timeline.step(*step).is_some())
    })
}

/// A row for each step of the chain, the one that was asked about first.
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
    for step in timeline.chain(from) {
        let initiative = &plan.initiatives[step.initiative];
        let own = &initiative.steps[step.step];
        let name = if initiative.has_steps {
            format!("{}.{}", initiative.id, own.id)
        } else {
            initiative.id.clone()
        };
        let mut found = report.initiatives.iter().filter(|found| found.id == initiative.id);
        let view: Option<&StepView> = found.next().and_then(|found| found.steps.get(step.step));
        let date =
            |date: Option<_>| date.map_or_else(String::new, |date: jiff::civil::Date| date.to_string());
        let reason = view.and_then(|view| view.reason.as_ref()).map(start_reason);
        table.row(vec![
            name,
            date(view.and_then(|view| view.start)),
            date(view.and_then(|view| view.finish)),
            reason.map_or_else(String::new, |reason| reason.get(language).to_owned()),
        ]);
    }
    let (id, end) = (&plan.initiatives[from.initiative].id, timeline.step(from).map(|dates| dates.finish));
    let end = end.map_or_else(String::new, |end| end.to_string());
    let head = phrase!(
        "What decides that {id} ends on {end}: each step waits for the one below\n",
        "Ce qui décide que {id} finit le {end} : chaque étape attend celle d'en dessous\n"
    );
    format!("{}{table}", head.get(language))
}
