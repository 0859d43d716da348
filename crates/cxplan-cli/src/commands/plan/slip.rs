//! What a week more on an initiative costs.

use cxplan_engine::core::ids::Id;
use cxplan_engine::core::method::Language;
use cxplan_engine::core::model::{Initiative, Plan, StepId};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::timeline::{Effect, Timeline, Trials};

use super::{arrives, later, part};
use crate::table::{Align, Table};

/// Initiatives that are ranked, times steps that are scheduled for each: about two seconds of computing.
const MOST_STEPS: usize = 5_000_000;

/// What a week more on a step does, and to whom.
pub(super) fn one(
    plan: &Plan,
    timeline: &Timeline,
    trials: &mut Trials<'_>,
    step: StepId,
    language: Language,
) -> Option<String> {
    let effect = trials.longer(step, plan.calendar.days.halves_per_week())?;
    let name = plan.work_name(step.initiative, Some(step.step));
    let end = timeline.last_day()?;
    let then = effect.finish;
    let mut lines = vec![phrase!("A week more on {name}:", "Une semaine de plus sur {name} :")];
    let by = later(effect.end);
    lines.push(match effect.end {
        0 => phrase!("the plan still ends on {end}", "le plan finit toujours le {end}"),
        _ => phrase!(
            "the plan ends on {then} instead of {end}: {by}",
            "le plan finit le {then} au lieu du {end} : {by}";
            by = by
        ),
    });
    lines.extend(effect.value.map(arrives));
    lines.extend(effect.missed.iter().map(|missed| {
        let (name, date, finish) = (&missed.name, missed.date, missed.finish);
        phrase!(
            "{name} misses its deadline of {date}: it ends on {finish}",
            "{name} manque son échéance du {date} : elle finit le {finish}"
        )
    }));
    lines.extend(effect.unkept.iter().map(|(step, date)| {
        let name = plan.work_name(step.initiative, Some(step.step));
        phrase!(
            "{name} cannot start on its fixed date: it starts on {date}",
            "{name} ne peut pas commencer à sa date fixe : elle commence le {date}"
        )
    }));
    let text: Vec<&str> = lines.iter().map(|line| line.get(language)).collect();
    Some(format!("{}\n\n{}", text.join("\n"), moved(plan, &effect, language)))
}

/// A row for each initiative that ends on another day.
fn moved(plan: &Plan, effect: &Effect, language: Language) -> String {
    let names = match language {
        Language::En => ["initiative", "ends on", "instead of", "days later"],
        Language::Fr => ["initiative", "finit le", "au lieu du", "jours de plus"],
    };
    let aligned = [Align::Left, Align::Left, Align::Left, Align::Right];
    let mut table = Table::new(&names.into_iter().zip(aligned).collect::<Vec<_>>());
    for moved in &effect.moved {
        table.row(vec![
            plan.initiatives[moved.initiative].id.clone(),
            moved.to.to_string(),
            moved.from.to_string(),
            moved.days.to_string(),
        ]);
    }
    table.to_string()
}

/// All initiatives by what a week more on each costs: where scores have a value by that, then by the end of the plan, then by
/// how many others move.
pub(super) fn all(plan: &Plan, timeline: &Timeline, trials: &mut Trials<'_>, language: Language) -> String {
    let week = plan.calendar.days.halves_per_week();
    let most = MOST_STEPS / timeline.workings.steps.len().max(1);
    let mut costs: Vec<(Id<Initiative>, Effect)> = Vec::new();
    for place in timeline.order.iter().take(most) {
        let last = timeline.last_step(place.initiative);
        costs.extend(last.and_then(|step| Some((place.initiative, trials.longer(step, week)?))));
    }
    let value = |effect: &Effect| effect.value.map_or(0.0, |value| value.days);
    let others = |id: &Id<Initiative>, effect: &Effect| {
        effect.moved.iter().filter(|moved| moved.initiative != *id).count()
    };
    costs.sort_by(|(a, one), (b, other)| {
        value(other)
            .total_cmp(&value(one))
            .then(other.end.cmp(&one.end))
            .then(others(b, other).cmp(&others(a, one)))
    });
    let names = match language {
        Language::En => {
            ["a week more on", "plan's end", "value later", "others that move", "deadlines missed"]
        }
        Language::Fr => [
            "une semaine de plus sur",
            "fin du plan",
            "valeur plus tard",
            "autres déplacées",
            "échéances manquées",
        ],
    };
    let mut aligned = [Align::Right; 5];
    aligned[0] = Align::Left;
    let mut table = Table::new(&names.into_iter().zip(aligned).collect::<Vec<_>>());
    for (id, effect) in &costs {
        table.row(vec![
            plan.initiatives[*id].id.clone(),
            format!("{:+}", effect.end),
            part(effect.value, language),
            others(id, effect).to_string(),
            effect.missed.len().to_string(),
        ]);
    }
    let left_out = timeline.order.len().saturating_sub(most);
    let rest = match left_out {
        0 => Phrase::empty(),
        _ => phrase!(
            "the first {most} in the order of work; {left_out} were not looked at\n",
            "les {most} premières dans l'ordre de travail ; {left_out} n'ont pas été regardées\n"
        ),
    };
    format!("{table}{}", rest.get(language))
}
