//! How good the timeline is, in two sentences.

use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::report::SearchView;

/// What was looked for, and what of it was found. With a baseline that is kept to, its order is what the search began with.
pub(super) fn told(search: &SearchView, kept: bool, language: Language) -> String {
    let count = search.timelines;
    let head = match (search.objective, count) {
        ("order", _) => Phrase::fixed(
            "The method ranks, and its order decides.",
            "La méthode classe, et son ordre décide.",
        ),
        (_, 1) if kept => {
            Phrase::fixed("The order of the baseline decides.", "L'ordre de la référence décide.")
        }
        (_, 1) => Phrase::fixed("The order of work decides.", "L'ordre des travaux décide."),
        ("end", _) => phrase!(
            "After deadlines an early end, then early value: the best of {count} timelines.",
            "Après les échéances une fin précoce, puis la valeur : le meilleur de {count} calendriers."
        ),
        _ => phrase!(
            "After deadlines early value, then an early end: the best of {count} timelines.",
            "Après les échéances la valeur tôt, puis une fin précoce : le meilleur de {count} calendriers."
        ),
    };
    let sentences: Vec<String> = [Some(head), value(search, kept), Some(end(search))]
        .into_iter()
        .flatten()
        .map(|phrase| phrase.get(language).to_owned())
        .collect();
    sentences.join("\n")
}

fn value(search: &SearchView, kept: bool) -> Option<Phrase> {
    let order = if kept {
        Phrase::fixed("in the order of the baseline", "dans l'ordre de la référence")
    } else {
        Phrase::fixed("in the order of work alone", "dans le seul ordre des travaux")
    };
    let (gain, gap) = (search.value_gain_percent?, Phrase::number(search.value_gap_percent?, 1));
    let share = Phrase::number(gain.abs(), 1);
    let against = if gain > 0.0 {
        phrase!(
            "Value comes {share}% sooner than {order}, ",
            "La valeur arrive {share} % plus tôt que {order}, ";
            share = share,
            order = order
        )
    } else if gain < 0.0 {
        phrase!(
            "Value comes {share}% later than {order}, ",
            "La valeur arrive {share} % plus tard que {order}, ";
            share = share,
            order = order
        )
    } else {
        phrase!("Value comes when it does {order}, ", "La valeur arrive comme {order}, "; order = order)
    };
    let best = if search.value_is_best {
        Phrase::fixed(
            "and no timeline is better: this is proven.",
            "et aucun calendrier n'est meilleur : c'est prouvé.",
        )
    } else {
        phrase!(
            "and at most {gap}% later than at best.",
            "et au plus {gap} % plus tard qu'au mieux.";
            gap = gap
        )
    };
    Some(phrase!("{against}{best}", "{against}{best}"; against = against, best = best))
}

fn end(search: &SearchView) -> Phrase {
    let days = search.end_gap_days;
    match days {
        0 => Phrase::fixed(
            "No timeline ends earlier: this is proven.",
            "Aucun calendrier ne finit plus tôt : c'est prouvé.",
        ),
        1 => Phrase::fixed(
            "The end is at most 1 working day later than the earliest possible.",
            "La fin est au plus 1 jour ouvré après la plus précoce possible.",
        ),
        _ => phrase!(
            "The end is at most {days} working days later than the earliest possible.",
            "La fin est au plus {days} jours ouvrés après la plus précoce possible."
        ),
    }
}
