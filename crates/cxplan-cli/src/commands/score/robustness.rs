//! How much of the ranking stands.

use cxplan_engine::core::method::Language;
use cxplan_engine::core::model::Scoring;
use cxplan_engine::core::phrase;
use cxplan_engine::core::robustness::{Robustness, Standing, TossUp};

use super::percent;
use crate::table::{Align, Table};

pub(super) fn tables(found: &Robustness, scoring: &Scoring, language: Language) -> String {
    let (title, draws, seed, top) =
        (&scoring.method.description(language).title, found.draws, found.seed, found.top);
    let head = match draws {
        1 => phrase!(
            "{title}: ranks in one draw of the inputs (seed {seed})\n",
            "{title} : rangs sur un tirage des données (graine {seed})\n"
        ),
        _ => phrase!(
            "{title}: ranks in {draws} draws of the inputs (seed {seed})\n",
            "{title} : rangs sur {draws} tirages des données (graine {seed})\n"
        ),
    };
    let names = match language {
        Language::En => ["rank", "initiative", "first", "in budget", "8 in 10"],
        Language::Fr => ["rang", "initiative", "première", "dans le budget", "8 sur 10"],
    };
    let funded = found.standings.iter().any(|standing| standing.funded.is_some());
    let among = match language {
        Language::En => format!("among the first {top}"),
        Language::Fr if top == 1 => "parmi la première".to_owned(),
        Language::Fr => format!("parmi les {top} premières"),
    };
    let mut columns = vec![
        (names[0], Align::Right),
        (names[1], Align::Left),
        (names[2], Align::Right),
        (among.as_str(), Align::Right),
    ];
    if funded {
        columns.push((names[3], Align::Right));
    }
    columns.push((names[4], Align::Left));
    let mut table = Table::new(&columns);
    for Standing { initiative, rank, first, in_top, funded: paid, ranks: [best, worst] } in &found.standings {
        let mut row =
            vec![rank.to_string(), initiative.clone(), percent(*first, language), percent(*in_top, language)];
        if funded {
            row.push(paid.map_or_else(String::new, |paid| percent(paid, language)));
        }
        row.push(if best == worst { best.to_string() } else { format!("{best}–{worst}") });
        table.row(row);
    }
    if found.standings.is_empty() {
        let nothing =
            phrase!("{title}: nothing is left to be done\n", "{title} : il ne reste rien à faire\n");
        return nothing.get(language).to_owned();
    }
    let mut text = format!("{}{table}", head.get(language));
    if !found.varies {
        let nothing = phrase!(
            "\nNothing was drawn: shares, flags and words stay as they are, so that these ranks say nothing of doubt.\n",
            "\nRien n'a été tiré : parts, oui ou non et mots restent tels quels, et ces rangs ne disent rien du doute.\n"
        );
        text.push_str(nothing.get(language));
        return text;
    }
    if !found.toss_ups.is_empty() {
        let head = phrase!(
            "\nToss-ups: pairs that change places about every other time\n",
            "\nÀ pile ou face : des paires qui changent de place près d'une fois sur deux\n"
        );
        text.push_str(head.get(language));
        let (ahead, behind, chance) = match language {
            Language::En => ("ahead", "behind", "stays ahead"),
            Language::Fr => ("devant", "derrière", "reste devant"),
        };
        let mut table = Table::new(&[(ahead, Align::Left), (behind, Align::Left), (chance, Align::Right)]);
        for TossUp { ahead, behind, chance } in &found.toss_ups {
            table.row(vec![ahead.clone(), behind.clone(), percent(*chance, language)]);
        }
        text.push_str(&table.to_string());
        let more = found.more_toss_ups;
        if more > 0 {
            text.push_str(
                phrase!("and {more} more further down\n", "et {more} de plus, plus bas\n").get(language),
            );
        }
    }
    text
}
