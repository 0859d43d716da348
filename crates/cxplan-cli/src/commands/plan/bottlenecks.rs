//! Which team holds work up, when, and what one more person there gives.

use cxplan_engine::core::ids::Id;
use cxplan_engine::core::method::Language;
use cxplan_engine::core::model::{Plan, Team};
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::timeline::{Holdup, Period, Timeline, Trials, in_all};

use crate::commands::score::percent;
use crate::table::{Align, Table};

/// One full-time equivalent, in millionths.
const PERSON: u64 = 1_000_000;

/// A row for each period, then one for each team that has work to do.
pub(super) fn table(plan: &Plan, timeline: &Timeline, trials: &Trials<'_>, language: Language) -> String {
    let periods = timeline.periods();
    let note = Phrase::fixed(
        "Days waited: working days on which a step could have begun but for its team, counted for each step\n\
         One more person: from the start of the plan on; steps take as long as before, but more of them run side by side\n",
        "Jours d'attente : jours ouvrés où une étape aurait pu commencer si son équipe avait été libre, comptés pour chaque étape\n\
         Une personne de plus : dès le début du plan ; les étapes durent autant, mais plus d'étapes avancent en même temps\n",
    );
    let (when, teams) = (by_period(plan, &periods, language), by_team(plan, &periods, trials, language));
    format!("{}\n{when}\n{teams}", note.get(language))
}

fn by_period(plan: &Plan, periods: &[Period], language: Language) -> String {
    let names = match language {
        Language::En => ["period", "bottleneck", "days waited", "busy"],
        Language::Fr => ["période", "goulot", "jours d'attente", "occupée"],
    };
    let aligned = [Align::Left, Align::Left, Align::Right, Align::Right];
    let mut table = Table::new(&names.into_iter().zip(aligned).collect::<Vec<_>>());
    for period in periods {
        let (name, waited, busy) = match period.bottleneck() {
            Some(team) => {
                let held = &period.teams[team.index()];
                (plan.teams[team].name.clone(), held.waited.to_string(), percent(held.busy(), language))
            }
            None => ("–".to_owned(), "0".to_owned(), String::new()),
        };
        table.row(vec![named(period, language), name, waited, busy]);
    }
    table.to_string()
}

/// What a month or a quarter is called.
fn named(period: &Period, language: Language) -> String {
    let (year, month) = (period.from.year(), period.from.month());
    match (period.months, language) {
        (1, _) => format!("{year}-{month:02}"),
        (_, Language::En) => format!("{year} Q{}", (month + 2) / 3),
        (_, Language::Fr) => format!("{year} T{}", (month + 2) / 3),
    }
}

fn by_team(plan: &Plan, periods: &[Period], trials: &Trials<'_>, language: Language) -> String {
    let names = match language {
        Language::En => ["team", "days waited", "busy", "one more person: plan's end", "value later"],
        Language::Fr => {
            ["équipe", "jours d'attente", "occupée", "une personne de plus : fin du plan", "valeur plus tard"]
        }
    };
    let mut aligned = [Align::Right; 5];
    aligned[0] = Align::Left;
    let mut table = Table::new(&names.into_iter().zip(aligned).collect::<Vec<_>>());
    let mut teams: Vec<(Id<Team>, Holdup)> = (0..).map(Id::new).zip(in_all(periods)).collect();
    teams.retain(|(_, held)| held.busy() > 0.0);
    teams.sort_by_key(|(_, held)| std::cmp::Reverse(held.waited));
    for (team, held) in teams {
        let effect = trials.larger(team, PERSON);
        let end = effect.as_ref().map_or_else(|| "–".to_owned(), |effect| format!("{:+}", effect.end));
        let value = effect.and_then(|effect| effect.value);
        table.row(vec![
            plan.teams[team].name.clone(),
            held.waited.to_string(),
            percent(held.busy(), language),
            end,
            super::part(value, language),
        ]);
    }
    table.to_string()
}
