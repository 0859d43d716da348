//! How much later steps can start.

use cxplan_engine::core::method::Language;
use cxplan_engine::core::model::{Plan, StepId};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::timeline::{Cause, Slacks, StepSlack, Timeline};

use crate::table::{Align, Table};

/// Steps of a path that are named in its line; the table has them all.
const MOST_NAMED: usize = 12;

/// What decides the end, and a row for each step that is not finished, in the order of work.
pub(super) fn table(plan: &Plan, timeline: &Timeline, language: Language) -> String {
    let Some(slacks) = timeline.slacks() else { return nothing(language) };
    let names = match language {
        Language::En => ["step", "start", "finish", "slack", "free", "by links", "free", "decides the end"],
        Language::Fr => ["étape", "début", "fin", "marge", "libre", "par liens", "libre", "décide de la fin"],
    };
    let (left, right) = (Align::Left, Align::Right);
    let aligned = [left, left, left, right, right, right, right, left];
    let columns: Vec<_> = names.into_iter().zip(aligned).collect();
    let mut table = Table::new(&columns);
    for place in &timeline.order {
        let steps = timeline.dates[place.initiative.index()].as_deref().unwrap_or_default();
        for (step, dates) in steps.iter().enumerate() {
            let step = StepId { initiative: place.initiative, step };
            let Some(StepSlack { by_links, with_teams }) = slacks.of(step) else { continue };
            table.row(vec![
                plan.work_name(step.initiative, Some(step.step)),
                dates.start.to_string(),
                dates.finish.to_string(),
                with_teams.total.to_string(),
                with_teams.free.to_string(),
                by_links.total.to_string(),
                by_links.free.to_string(),
                decides(with_teams.critical, by_links.critical).get(language).to_owned(),
            ]);
        }
    }
    format!("{}\n{table}", head(plan, timeline, &slacks).get(language))
}

/// The slack of a step in a line.
pub(super) fn line(plan: &Plan, timeline: &Timeline, step: StepId, language: Language) -> String {
    let Some(StepSlack { by_links, with_teams }) = timeline.slacks().and_then(|slacks| slacks.of(step))
    else {
        return String::new();
    };
    let (name, links) = (plan.work_name(step.initiative, Some(step.step)), by_links.total);
    let line = match with_teams.total {
        0 if with_teams.critical => phrase!(
            "{name} has no slack: a day later, and the plan ends later (slack by links alone: {links}d)\n",
            "{name} n'a pas de marge : un jour plus tard, et le plan finit plus tard (marge par les liens seuls : {links}j)\n"
        ),
        0 if timeline.step(step).is_some_and(|dates| matches!(dates.cause, Cause::Late(_))) => phrase!(
            "{name} has no slack: it is as late as it can be (slack by links alone: {links}d)\n",
            "{name} n'a pas de marge : elle est déjà au plus tard (marge par les liens seuls : {links}j)\n"
        ),
        0 => phrase!(
            "{name} has no slack: a date holds it (slack by links alone: {links}d)\n",
            "{name} n'a pas de marge : une date la tient (marge par les liens seuls : {links}j)\n"
        ),
        total => phrase!(
            "{name} has a slack of {total}d before the plan ends later (by links alone: {links}d)\n",
            "{name} a une marge de {total}j avant que le plan finisse plus tard (par les liens seuls : {links}j)\n"
        ),
    };
    line.get(language).to_owned()
}

/// What is told where there is no slack to tell.
pub(super) fn nothing(language: Language) -> String {
    Phrase::fixed(
        "nothing is left to do, or it reaches too many years ahead\n",
        "il ne reste rien à faire, ou cela va trop d'années plus loin\n",
    )
    .get(language)
    .to_owned()
}

fn decides(chain: bool, path: bool) -> Phrase {
    match (chain, path) {
        (true, true) => Phrase::fixed("chain, path", "chaîne, chemin"),
        (true, false) => Phrase::fixed("chain", "chaîne"),
        (false, true) => Phrase::fixed("path", "chemin"),
        (false, false) => Phrase::empty(),
    }
}

fn head(plan: &Plan, timeline: &Timeline, slacks: &Slacks) -> Phrase {
    let names = |steps: &[StepId]| {
        let named =
            steps.iter().take(MOST_NAMED).map(|step| plan.work_name(step.initiative, Some(step.step)));
        let named = named.collect::<Vec<_>>().join(", ");
        match steps.len().saturating_sub(MOST_NAMED) {
            0 => Phrase::same(named),
            more => phrase!("{named} and {more} more", "{named} et {more} de plus"),
        }
    };
    let (end, by_links) = (timeline.last_day().unwrap_or_default(), slacks.finish_by_links);
    let (chain, path) = (names(&slacks.critical_chain), names(&slacks.critical_path));
    phrase!(
        "With its teams the plan ends on {end}. Critical chain: {chain}\n\
         If every step had its team to itself it would end on {by_links}. Critical path: {path}\n\
         Slack: how many working days later a step can start without the plan ending later; free: without any other step starting later\n",
        "Avec ses équipes, le plan finit le {end}. Chaîne critique : {chain}\n\
         Si chaque étape avait son équipe pour elle seule, il finirait le {by_links}. Chemin critique : {path}\n\
         Marge : de combien de jours ouvrés une étape peut commencer plus tard sans que le plan finisse plus tard ; libre : sans qu'une autre étape commence plus tard\n";
        chain = chain, path = path
    )
}
