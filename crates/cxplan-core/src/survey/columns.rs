//! Which column is what, by the names of the header in English or French.

use crate::diag::{Code, Diagnostic};
use crate::phrase;
use crate::phrase::Phrase;

/// Places of the columns that are read; no other is.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) width: usize,
    /// The answer; of Kano the one with the thing.
    pub(super) answer: usize,
    /// The answer of Kano without the thing.
    pub(super) second: Option<usize>,
    pub(super) segment: Option<usize>,
    pub(super) touchpoint: Option<usize>,
    pub(super) initiative: Option<usize>,
    pub(super) date: Option<usize>,
    /// What is used, and how the header calls it.
    pub(super) used: Vec<(&'static str, String)>,
}

/// Names in plain letters. An exact one counts before one that only holds a word of it.
struct Role {
    exact: &'static [&'static str],
    holds: &'static [&'static str],
}

const SEGMENT: Role = Role {
    exact: &[
        "segment",
        "customer segment",
        "segment client",
        "customer group",
        "groupe de clients",
        "customer type",
        "type de client",
    ],
    holds: &["segment"],
};
const TOUCHPOINT: Role = Role {
    exact: &["touchpoint", "touch point", "point de contact", "contact point"],
    holds: &["touchpoint", "point de contact"],
};
const INITIATIVE: Role = Role {
    exact: &["initiative", "feature", "fonctionnalite", "idea", "idee", "attribute", "attribut"],
    holds: &["initiative", "feature", "fonctionnalite"],
};
const DATE: Role = Role {
    exact: &[
        "date",
        "response date",
        "date de reponse",
        "submitted at",
        "submit date",
        "date submitted",
        "completed at",
        "end date",
        "enddate",
        "recorded date",
        "recordeddate",
        "timestamp",
        "horodateur",
        "date de soumission",
        "date de fin",
        "answered at",
        "repondu le",
        "created at",
    ],
    holds: &[],
};
const WITH: Role = Role {
    exact: &["functional", "fonctionnelle", "fonctionnel", "with", "avec"],
    holds: &["functional", "fonctionnel"],
};
const WITHOUT: Role = Role {
    exact: &["dysfunctional", "dysfonctionnelle", "dysfonctionnel", "without", "sans"],
    holds: &["dysfunctional", "dysfonctionnel"],
};
const ANSWER: Role = Role {
    exact: &["score", "note", "answer", "reponse", "response", "rating", "value", "valeur"],
    holds: &["score", "note"],
};

const fn role_of(kind: &str) -> Role {
    let (exact, holds): (&[&str], &[&str]) = match kind.as_bytes() {
        b"nps" => (
            &[
                "nps",
                "nps score",
                "score nps",
                "note nps",
                "recommendation",
                "recommandation",
                "likelihood to recommend",
            ],
            &["nps", "recommend", "recommand"],
        ),
        b"csat" => (&["csat", "satisfaction", "satisfaction score", "csat score"], &["csat", "satisf"]),
        b"ces" => (&["ces", "effort", "ease", "facilite", "ces score"], &["ces", "effort", "easy", "facil"]),
        b"rating" => (&["rating", "stars", "etoiles", "note"], &["rating", "stars", "etoiles"]),
        b"rate" => {
            (&["converted", "conversion", "churned", "churn", "retained", "parti"], &["conver", "churn"])
        }
        _ => (
            &["amount", "montant", "revenue", "basket", "panier"],
            &["amount", "montant", "revenue", "panier"],
        ),
    };
    Role { exact, holds }
}

impl Columns {
    pub(super) fn find(header: &[String], kind: &str, answer: Option<&str>) -> Result<Self, Diagnostic> {
        let names: Vec<String> = header.iter().map(|name| plain(name)).collect();
        let mut used = Vec::new();
        let mut note = |role: &'static str, column: Option<usize>| {
            used.extend(column.map(|column| (role, header[column].trim().to_owned())));
            column
        };
        let is_kano = kind == "kano";
        let (answer, second) = match answer {
            Some(asked) if !is_kano => {
                let place = names.iter().position(|name| *name == plain(asked));
                (place.ok_or_else(|| none(header, Some(asked)))?, None)
            }
            _ if is_kano => {
                let without = only(&WITHOUT, &names, header)?.ok_or_else(|| none(header, None))?;
                let others: Vec<String> = names
                    .iter()
                    .enumerate()
                    .map(|(place, name)| if place == without { String::new() } else { name.clone() })
                    .collect();
                (only(&WITH, &others, header)?.ok_or_else(|| none(header, None))?, Some(without))
            }
            _ => {
                let found = match only(&role_of(kind), &names, header)? {
                    Some(found) => Some(found),
                    None => only(&ANSWER, &names, header)?,
                };
                (found.ok_or_else(|| none(header, None))?, None)
            }
        };
        note("answer", Some(answer));
        let other = |role: &Role| first(role, &names).filter(|place| *place != answer);
        Ok(Self {
            width: header.len(),
            answer,
            second: note("second", second),
            segment: note("segment", other(&SEGMENT).filter(|_| !is_kano)),
            touchpoint: note("touchpoint", other(&TOUCHPOINT).filter(|_| !is_kano)),
            initiative: note("initiative", other(&INITIATIVE).filter(|_| is_kano)),
            date: note("date", other(&DATE)),
            used,
        })
    }
}

/// The column with the first of the names.
fn first(role: &Role, names: &[String]) -> Option<usize> {
    let exact = role.exact.iter().find_map(|wanted| names.iter().position(|name| name == wanted));
    exact.or_else(|| names.iter().position(|name| holds(role, name)))
}

fn holds(role: &Role, name: &str) -> bool {
    // At the beginning of a word: "recommend" is in "recommendation", "ces" is not in "services".
    role.holds.iter().any(|word| {
        name.starts_with(word) || name.match_indices(word).any(|(at, _)| name[..at].ends_with(' '))
    })
}

/// The only column with one of the names: two may be two questions.
fn only(role: &Role, names: &[String], header: &[String]) -> Result<Option<usize>, Diagnostic> {
    let places = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
        (0..names.len()).filter(|place| is(&names[*place])).collect()
    };
    let mut found = places(&|name| role.exact.contains(&name));
    if found.is_empty() {
        found = places(&|name| holds(role, name));
    }
    match found[..] {
        [] => Ok(None),
        [place] => Ok(Some(place)),
        [one, other, ..] => {
            let [one, other] = [one, other].map(|place| header[place].trim());
            Err(Diagnostic::new(
                Code::Survey,
                phrase!(
                    "`{one}` and `{other}` may both be the answers",
                    "`{one}` et `{other}` peuvent tous deux être les réponses"
                ),
            )
            .help(Phrase::fixed(
                "name the column with `--column`, or give it a name of its own in the file",
                "nommez la colonne avec `--column`, ou donnez-lui un nom à elle dans le fichier",
            )))
        }
    }
}

/// No column of answers: what there is instead.
fn none(header: &[String], asked: Option<&str>) -> Diagnostic {
    let names: Vec<String> = header
        .iter()
        .take(20)
        .map(|name| format!("`{}`", name.trim().chars().take(40).collect::<String>()))
        .collect();
    let names = names.join(", ");
    let message = match asked {
        Some(asked) => phrase!("there is no column `{asked}`", "il n'y a pas de colonne `{asked}`"),
        None => Phrase::fixed("no column looks like the answers", "aucune colonne ne ressemble aux réponses"),
    };
    Diagnostic::new(Code::Survey, message).help(phrase!(
        "name one with `--column`; the file has {names}",
        "nommez-en une avec `--column` ; le fichier a {names}"
    ))
}

/// Small letters without accents, and single spaces for all that is neither letter nor digit.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'â' | 'ä' | 'á' => plain.push('a'),
            'ç' => plain.push('c'),
            'é' | 'è' | 'ê' | 'ë' => plain.push('e'),
            'î' | 'ï' | 'í' => plain.push('i'),
            'ô' | 'ö' | 'ó' => plain.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => plain.push('u'),
            'œ' => plain.push_str("oe"),
            c if c.is_alphanumeric() => plain.push(c),
            _ if plain.is_empty() || plain.ends_with(' ') => {}
            _ => plain.push(' '),
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(header: &str, kind: &str) -> Result<Columns, Diagnostic> {
        let header: Vec<String> = header.split(';').map(str::to_owned).collect();
        Columns::find(&header, kind, None)
    }

    #[test]
    fn columns_are_known_by_their_names_in_both_languages() {
        for (header, kind, expected) in [
            ("Name;E-mail;NPS;Comment", "nps", [2, 9, 9]),
            ("Date de réponse;Recommandation (0 à 10);Segment client", "nps", [1, 2, 0]),
            ("How likely are you to recommend us?;Submitted at", "nps", [0, 9, 1]),
            ("Note;Date", "nps", [0, 9, 1]),
            ("services used;CES;Touchpoint", "ces", [1, 9, 9]),
            ("SATISFACTION;Horodateur", "csat", [0, 9, 1]),
        ] {
            let found = columns(header, kind).unwrap();
            assert_eq!(
                [found.answer, found.segment.unwrap_or(9), found.date.unwrap_or(9)],
                expected,
                "{header}"
            );
        }
        let kano = columns("Idée;Fonctionnelle;Dysfonctionnelle", "kano").unwrap();
        assert_eq!((kano.initiative, kano.answer, kano.second), (Some(0), 1, Some(2)));
    }

    #[test]
    fn two_questions_are_not_guessed_between() {
        for (header, kind) in [
            ("NPS;NPS", "nps"),
            ("Satisfaction with delivery;Satisfaction with care", "csat"),
            ("Name;E-mail", "nps"),
            ("functional", "kano"),
            ("", "nps"),
        ] {
            assert!(columns(header, kind).is_err(), "{header}");
        }
    }
}
