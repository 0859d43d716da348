//! What a person meant who wrote a value in the way of a letter or a spreadsheet.

use std::borrow::Cow;

use jiff::civil::Date;

use super::{Close, closest};

use crate::quantity::Quantity;

/// A date in another order or with the name of its month, as plans write it. Two where day and month may be taken for each
/// other: the day first, then the month first.
pub(super) fn dates(text: &str) -> Vec<Date> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let [one, two, three] = words[..] else { return Vec::new() };
    let date = |year: &str, month: &str, day: &str| {
        if year.len() != 4 {
            return None;
        }
        let day = day.strip_suffix("er").unwrap_or(day);
        let month = month.parse().ok().or_else(|| named_month(month))?;
        Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()
    };
    let mut found: Vec<Date> = [(one, two, three), (three, two, one), (three, one, two)]
        .into_iter()
        .filter_map(|(year, month, day)| date(year, month, day))
        .collect();
    found.dedup();
    found
}

/// The first day of a quarter or a half-year, such as 2027-Q2, T2 2027 or 2027-H1, as plans write it.
pub(super) fn first_day(text: &str) -> Option<Date> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let [one, two] = words[..] else { return None };
    let (year, period) = if one.len() == 4 { (one, two) } else { (two, one) };
    let (kind, number) = period.split_at_checked(1)?;
    let months = match kind {
        "Q" | "q" | "T" | "t" => 3,
        "H" | "h" | "S" | "s" => 6,
        _ => return None,
    };
    let before = number.parse::<i8>().ok()?.checked_sub(1)?;
    Date::new(year.parse().ok().filter(|_| year.len() == 4)?, before.checked_mul(months)? + 1, 1).ok()
}

/// The month of an English or French name, in full or cut.
fn named_month(word: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &["january", "janvier"],
        &["february", "février", "fevrier"],
        &["march", "mars"],
        &["april", "avril"],
        &["may", "mai"],
        &["june", "juin"],
        &["july", "juillet"],
        &["august", "août", "aout"],
        &["september", "septembre"],
        &["october", "octobre"],
        &["november", "novembre"],
        &["december", "décembre", "decembre"],
    ];
    let word = word.to_lowercase();
    let cut = word.chars().count() >= 3;
    let month = MONTHS.iter().position(|names| names.iter().any(|name| cut && name.starts_with(&word)))?;
    i8::try_from(month + 1).ok()
}

/// A number with spaces or apostrophes between its digits, a decimal comma, or a typographic minus, as plans write it. None
/// where it may be read in two ways, such as 1,500.
pub(super) fn number(text: &str) -> Option<String> {
    let compact: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '_' | '\'' | '\u{2019}' | '\u{a0}' | '\u{202f}'))
        .collect();
    let ambiguous = compact.split_once(',').is_some_and(|(_, decimals)| decimals.len() == 3);
    let point = compact.replacen(',', ".", 1).replacen('\u{2212}', "-", 1);
    let digits = point.strip_prefix('-').unwrap_or(&point);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (all(whole) && all(decimals) && !ambiguous && !(whole.len() > 1 && whole.starts_with('0')))
        .then_some(point)
}

/// An amount of time with a decimal comma or capital letters, as plans write it.
pub(super) fn amount(text: &str) -> Option<String> {
    let plain = text.trim().to_lowercase().replacen(',', ".", 1).replace(['\u{a0}', '\u{202f}'], " ");
    Quantity::parse(&plain).map(|_| plain)
}

/// true or false, in the words that people use for them.
pub(super) fn flag(text: &str) -> Option<&'static str> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "oui" | "vrai" => Some("true"),
        "false" | "no" | "non" | "faux" => Some("false"),
        _ => None,
    }
}

/// The key of a table that another word for it stands for, where the words do not look alike.
pub(super) fn key_of(table: &str, word: &str) -> Option<&'static str> {
    const KEYS: &[(&str, &str, &[&str])] = &[
        ("metric.targets", "months", &["by", "date", "deadline", "due", "when"]),
        ("metric.targets", "points", &["change", "delta"]),
        ("metric.targets", "value", &["amount", "goal", "target"]),
    ];
    KEYS.iter().find(|(owner, _, words)| *owner == table && words.contains(&word)).map(|(_, key, _)| *key)
}

/// The English key that a French word stands for. Keys are English in every plan, so that all tools read all plans.
pub(super) fn key(word: &str) -> Option<&'static str> {
    const KEYS: &[(&str, &str)] = &[
        ("apres", "after"),
        ("avancement", "progress"),
        ("besoin", "depends_on"),
        ("calendrier", "calendar"),
        ("canaux", "channels"),
        ("capacite", "capacity"),
        ("cible", "targets"),
        ("cibles", "targets"),
        ("commence", "started"),
        ("concurrent", "competitor"),
        ("confiance", "confidence"),
        ("cout", "cost"),
        ("debut", "start"),
        ("decision", "decision"),
        ("depend_de", "depends_on"),
        ("dependances", "depends_on"),
        ("devise", "currency"),
        ("duree", "duration"),
        ("echeance", "deadline"),
        ("effets", "effects"),
        ("entreprise", "company"),
        ("equipe", "team"),
        ("equipes", "team"),
        ("etape", "steps"),
        ("etapes", "steps"),
        ("feries", "holidays"),
        ("fin", "finished"),
        ("gel", "freeze"),
        ("identifiant", "id"),
        ("indicateur", "metric"),
        ("indicateurs", "metric"),
        ("jalon", "milestone"),
        ("jours_feries", "holidays"),
        ("jours_ouvres", "workdays"),
        ("langues", "languages"),
        ("membres", "members"),
        ("nom", "name"),
        ("objectif", "goal"),
        ("objectifs", "goal"),
        ("outil", "tool"),
        ("outils", "tools"),
        ("parcours", "stage"),
        ("point_de_contact", "touchpoint"),
        ("portee", "reach"),
        ("preuve", "evidence"),
        ("preuves", "evidence"),
        ("revue", "review"),
        ("secteur", "sector"),
        ("statut", "status"),
        ("succes", "success"),
        ("titre", "title"),
        ("version", "version"),
    ];
    let plain = plain(word);
    KEYS.iter().find(|(french, _)| *french == plain).map(|(_, key)| *key)
}

/// The choice that a word stands for or looks like: another word for it in English or French, or one that says more.
pub(super) fn word<'w>(text: &str, choices: &'w [Cow<'_, str>]) -> Option<Close<'w>> {
    const OTHERS: &[(&str, &[&str])] = &[
        ("active", &["en_cours", "in_progress", "ongoing", "started", "under_way", "commencee"]),
        ("done", &["complete", "completed", "delivered", "finished", "fini", "finie", "terminee", "livree"]),
        ("closed", &["done", "finished", "termine", "clos"]),
        ("planned", &["to_do", "todo", "not_started", "a_faire", "planifiee", "prevue"]),
        ("proposed", &["idea", "suggested", "idee", "proposee"]),
        ("paused", &["on_hold", "suspended", "en_pause", "suspendue"]),
        ("rejected", &["cancelled", "canceled", "refused", "abandonnee", "annulee", "refusee", "rejetee"]),
        ("draft", &["brouillon"]),
        ("approved", &["accepted", "valide", "approuve"]),
        ("higher", &["up", "increase", "more", "hausse", "haut", "plus_haut"]),
        ("lower", &["down", "decrease", "less", "baisse", "bas", "plus_bas"]),
        ("fs", &["finish_to_start", "end_to_start", "fin_debut"]),
        ("ss", &["start_to_start", "debut_debut"]),
        ("ff", &["finish_to_finish", "end_to_end", "fin_fin"]),
        ("sf", &["start_to_finish", "start_to_end", "debut_fin"]),
        ("survey", &["poll", "questionnaire", "enquete", "sondage"]),
        ("interview", &["entretien", "entretiens"]),
        ("support-tickets", &["complaints", "tickets", "reclamations"]),
        ("usability-test", &["user_test", "test_utilisateur"]),
        ("analytics", &["web_statistics", "mesure_d'audience"]),
        ("experiment", &["a/b_test", "ab_test", "test_a/b"]),
        ("review", &["reviews", "avis"]),
        ("social-listening", &["social_media", "reseaux_sociaux"]),
        ("estimate", &["guess", "expert_opinion", "estimation"]),
        ("add", &["ajouter"]),
        ("improve", &["ameliorer"]),
        ("remove", &["delete", "retirer", "supprimer"]),
        ("rate", &["taux"]),
        ("amount", &["money", "montant"]),
        ("count", &["nombre"]),
        ("rating", &["stars", "note", "etoiles"]),
        ("EUR", &["€", "euro", "euros"]),
        ("GBP", &["£", "pound", "pounds"]),
        ("JPY", &["¥", "yen"]),
        ("negative", &["bad", "mauvaise"]),
        ("positive", &["good", "bonne"]),
        ("mixed", &["mixte"]),
        ("mon", &["lundi"]),
        ("tue", &["mardi"]),
        ("wed", &["mercredi"]),
        ("thu", &["jeudi"]),
        ("fri", &["vendredi"]),
        ("sat", &["samedi"]),
        ("sun", &["dimanche"]),
        ("en", &["english", "anglais"]),
        ("fr", &["french", "francais"]),
    ];
    let plain = plain(text.trim());
    let choice = |word: &str| choices.iter().map(AsRef::as_ref).find(|choice| *choice == word);
    let same = OTHERS.iter().filter(|(_, others)| others.contains(&plain.as_str()));
    if let Some(word) = same.filter_map(|(word, _)| choice(word)).next() {
        return Some(Close { word, sure: true });
    }
    // The last of several words says what it is: a guest survey is a survey.
    let head = || plain.rsplit('_').next().and_then(choice).map(|word| Close { word, sure: false });
    closest(text, choices.iter().map(AsRef::as_ref)).or_else(head)
}

/// A word in small letters, without accents, and with one sign between its parts.
fn plain(word: &str) -> String {
    let letter = |c: char| match c {
        'à' | 'â' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' => 'o',
        'ù' | 'û' => 'u',
        'ç' => 'c',
        '-' | ' ' => '_',
        c => c,
    };
    word.to_lowercase().chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_other_orders_are_understood_and_doubt_is_kept() {
        let read = |text: &str| dates(text).iter().map(Date::to_string).collect::<Vec<_>>();
        assert_eq!(read("2027-2-1"), ["2027-02-01"]);
        assert_eq!(read("2027/02/01"), ["2027-02-01"]);
        assert_eq!(
            read("01/02/2027"),
            ["2027-02-01", "2027-01-02"],
            "first of February, or second of January"
        );
        assert_eq!(read("05.05.2027"), ["2027-05-05"]);
        assert_eq!(read("31/12/2027"), ["2027-12-31"]);
        assert_eq!(read("12/31/2027"), ["2027-12-31"]);
        assert_eq!(read("4 janvier 2027"), ["2027-01-04"]);
        assert_eq!(read("1er août 2027"), ["2027-08-01"]);
        assert_eq!(read("Jan 4, 2027"), ["2027-01-04"]);
        for text in ["30/02/2027", "1.2.27", "2027", "next year", "a b 2027", "ma 4 2027"] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn quarters_and_half_years_begin_on_a_day() {
        let read = |text: &str| first_day(text).map(|day| day.to_string());
        assert_eq!(read("2027-Q2").as_deref(), Some("2027-04-01"));
        assert_eq!(read("T4 2027").as_deref(), Some("2027-10-01"));
        assert_eq!(read("2027-H2").as_deref(), Some("2027-07-01"));
        for text in ["2027-Q5", "2027-Q0", "2027", "Q2", "2027-X2", "27-Q2", "2027-Q-128"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (text, plain) in [
            ("2 000", "2000"),
            ("2'000", "2000"),
            ("0,8", "0.8"),
            ("\u{2212}5", "-5"),
            ("2\u{202f}000,5", "2000.5"),
        ] {
            assert_eq!(number(text).as_deref(), Some(plain));
        }
        for text in ["2,000", "", "-", "1,2,3", "9k", "007", "1."] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn other_words_lead_to_choices() {
        let choices: Vec<Cow<'_, str>> =
            ["active", "done", "survey", "exit-survey", "ss"].map(Cow::from).to_vec();
        let read = |text: &str| word(text, &choices).map(|close| (close.word, close.sure));
        assert_eq!(read("in progress"), Some(("active", true)));
        assert_eq!(read("Terminée"), Some(("done", true)));
        assert_eq!(read("start-to-start"), Some(("ss", true)));
        assert_eq!(read("guest survey"), Some(("survey", false)));
        assert_eq!(read("survy"), Some(("survey", true)));
        assert_eq!(read("up"), None, "a word for what is no choice here");
    }

    #[test]
    fn french_words_lead_to_keys_that_exist() {
        assert_eq!(
            [key("Début"), key("équipe"), key("nom"), key("nonsense")],
            [Some("start"), Some("team"), Some("name"), None]
        );
    }
}
