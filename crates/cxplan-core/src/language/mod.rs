//! The plan language: every table and key, declared once.
//!
//! A declaration drives reading and its errors, the JSON Schema, the reference page, the comments of new plans and the help
//! that an editor shows. [`ROOT`] is the whole file; the other tables hang from it.

mod customers;
mod outcomes;
mod work;

use std::borrow::Cow;

use crate::fields::{Kind, KindRef, MapKey, MethodSlot, Table, TableRef, Target, field};

pub use customers::*;
pub use outcomes::*;
pub use work::*;

/// The schema that this engine reads.
pub const SCHEMA: i64 = 1;

/// The sizes that no real plan exceeds; they keep arithmetic exact and answers sane.
const PEOPLE: f64 = 10_000.0;
const COUNT: i64 = 1_000_000_000_000;
const MONEY: f64 = 1e15;
/// Most draws of a simulation.
const DRAWS: i64 = 1_000_000;
/// Most months of a plan.
const MONTHS: i64 = 120;

static TEXT: Kind = Kind::Text;
const TEXTS: Kind = Kind::List(&TEXT);
const ANY_NUMBER: Kind = Kind::Number(f64::NEG_INFINITY, f64::INFINITY);
static NUMBER: Kind = ANY_NUMBER;
static DATE: Kind = Kind::Date;
static DURATION: Kind = Kind::Duration;
static PATH: Kind = Kind::Path;
static WEEKDAY: Kind = words!["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
static LANGUAGE: Kind = words!["en", "fr"];
static LEVEL: Kind = words!["allow", "warn", "deny"];

static METRIC_REF: Kind = Kind::Ref(Target::Metric);
static TEAM_REF: Kind = Kind::Ref(Target::Team);
static TOOL_REF: Kind = Kind::Ref(Target::Tool);
static GOAL_REF: Kind = Kind::Ref(Target::Goal);
static SEGMENT_REF: Kind = Kind::Ref(Target::Segment);
static TOUCHPOINT_REF: Kind = Kind::Ref(Target::Touchpoint);
static GUIDELINE_REF: Kind = Kind::Ref(Target::Guideline);
static INITIATIVE_REF: Kind = Kind::Ref(Target::Initiative);

/// Declares a choice of words.
macro_rules! words {
    ($($word:literal),+ $(,)?) => {
        $crate::fields::Kind::Word(std::borrow::Cow::Borrowed(&[$(std::borrow::Cow::Borrowed($word)),+]))
    };
}
use words;

/// Declares a table: name, one line of help in English and French, where methods have a place, and its fields.
macro_rules! table {
    ($(#[doc = $doc:literal])* $static:ident, $name:literal, $en:literal, $fr:literal, [$($field:expr),* $(,)?]) => {
        table!($(#[doc = $doc])* $static, $name, $en, $fr, None, [$($field),*]);
    };
    ($(#[doc = $doc:literal])* $static:ident, $name:literal, $en:literal, $fr:literal, $methods:expr, [$($field:expr),* $(,)?]) => {
        $(#[doc = $doc])*
        pub static $static: $crate::fields::Table = $crate::fields::Table {
            name: std::borrow::Cow::Borrowed($name),
            doc: $crate::phrase::Phrase::fixed($en, $fr),
            fields: std::borrow::Cow::Borrowed(&[$($field),*]),
            methods: $methods,
        };
    };
}
use table;

/// The tables that have a key, as messages show them.
pub(crate) fn owners(key: &str) -> Vec<String> {
    fn look(table: &Table, heading: &str, key: &str, found: &mut Vec<String>) {
        if table.fields.iter().any(|field| field.key == key) {
            found.push(heading.to_owned());
        }
        for field in table.fields.iter() {
            let inner = match &field.kind {
                Kind::Table(inner) => inner.get(),
                Kind::Tables(inner) => *inner,
                _ => continue,
            };
            let heading = if matches!(field.kind, Kind::Tables(_)) {
                format!("[[{}]]", inner.name)
            } else {
                format!("[{}]", inner.name)
            };
            look(inner, &heading, key, found);
        }
    }
    if ROOT.fields.iter().any(|field| field.key == key) {
        return Vec::new();
    }
    let mut found = Vec::new();
    look(&ROOT, "", key, &mut found);
    found.sort();
    found.dedup();
    found
}

/// Whether no method can have this id: initiatives or `[scoring]` have a key of that name.
pub fn is_taken(id: &str) -> bool {
    [&INITIATIVE, &SCORING].iter().any(|table| table.fields.iter().any(|field| field.key == id))
}

/// Whether what stands at a path, such as `initiative.steps`, is a list of tables; none where it is no table at all.
pub(crate) fn is_list(path: &str) -> Option<bool> {
    let mut table = &ROOT;
    let mut list = None;
    for key in path.split('.') {
        match &table.fields.iter().find(|field| field.key == key)?.kind {
            Kind::Table(inner) => (table, list) = (inner.get(), Some(false)),
            Kind::Tables(inner) => (table, list) = (inner, Some(true)),
            _ => return None,
        }
    }
    list
}

const fn inner(table: &'static Table) -> Kind {
    Kind::Table(TableRef::Static(table))
}

table!(/// The plan file.
    ROOT, "", "The plan", "Le plan", [
    field("schema", Kind::Integer(1, 1_000), "Version of the plan language", "Version du langage des plans").or("1"),
    field("include", Kind::List(&PATH), "Files that belong to the plan, from this file's folder; * stands for any name",
        "Fichiers qui font partie du plan, depuis le dossier de celui-ci ; * remplace n'importe quel nom"),
    field("plan", inner(&PLAN), "Head of the plan", "En-tête du plan").required(),
    field("portfolio", inner(&PORTFOLIO), "Plans that are planned together", "Plans qui sont planifiés ensemble"),
    field("calendar", inner(&CALENDAR), "Working days, holidays and freezes", "Jours ouvrés, jours fériés et gels"),
    field("work_calendar", Kind::Tables(&WORK_CALENDAR), "Calendars of teams that work on other days", "Calendriers des équipes qui travaillent d'autres jours"),
    field("scoring", inner(&SCORING), "How initiatives are scored", "Comment les initiatives sont notées"),
    field("lints", inner(&LINTS), "How strictly the rules of the method are applied", "Avec quelle rigueur les règles de la méthode s'appliquent"),
    field("forecast", inner(&FORECAST), "How effects on metrics come together in forecasts", "Comment les effets sur les indicateurs se combinent dans les prévisions"),
    field("simulation", inner(&SIMULATION), "How durations are drawn for the odds of the dates", "Comment les durées sont tirées pour les chances des dates"),
    field("theme", inner(&THEME), "Colours, fonts and logo of the page", "Couleurs, polices et logo de la page"),
    field("vision", inner(&VISION), "What customers shall experience", "Ce que les clients doivent vivre"),
    field("guideline", Kind::Tables(&GUIDELINE), "Principles that every initiative respects", "Principes que chaque initiative respecte"),
    field("goal", Kind::Tables(&GOAL), "What shall be true", "Ce qui doit devenir vrai"),
    field("segment", Kind::Tables(&SEGMENT), "Groups of customers", "Groupes de clients"),
    field("persona", Kind::Tables(&PERSONA), "Typical customers", "Clients types"),
    field("stage", Kind::Tables(&STAGE), "Stages of the journey", "Étapes du parcours"),
    field("touchpoint", Kind::Tables(&TOUCHPOINT), "Where customers meet the company", "Où les clients rencontrent l'entreprise"),
    field("evidence", Kind::Tables(&EVIDENCE), "What is known of the experience today", "Ce que l'on sait de l'expérience d'aujourd'hui"),
    field("competitor", Kind::Tables(&COMPETITOR), "What others do", "Ce que font les autres"),
    field("metric", Kind::Tables(&METRIC), "Figures with targets", "Indicateurs et leurs cibles"),
    field("indicator", Kind::Tables(&INDICATOR), "Signs of success that no number shows", "Signes de succès qu'aucun chiffre ne montre"),
    field("team", Kind::Tables(&TEAM), "Who does the work", "Qui fait le travail"),
    field("tool", Kind::Tables(&TOOL), "What the work needs", "Ce dont le travail a besoin"),
    field("budget", inner(&BUDGET), "What may be spent", "Ce qui peut être dépensé"),
    field("initiative", Kind::Tables(&INITIATIVE), "What is to be done", "Ce qu'il faut faire").required(),
    field("milestone", Kind::Tables(&MILESTONE), "Moments that the plan works towards", "Moments vers lesquels le plan avance"),
    field("decision", Kind::Tables(&DECISION), "What was decided, and what has to be", "Ce qui a été décidé, et ce qui doit l'être"),
    field("review", Kind::Tables(&REVIEW), "When the plan is looked at again", "Quand le plan est revu"),
    field("audience", Kind::Tables(&AUDIENCE), "Who reads which document", "Qui lit quel document"),
    field("actual", Kind::Tables(&ACTUAL), "Metric values measured since", "Valeurs mesurées depuis"),
    field("delivered", Kind::Tables(&DELIVERED), "Initiatives delivered since", "Initiatives livrées depuis"),
]);

table!(/// `[plan]`
    PLAN, "plan", "Head of the plan", "En-tête du plan", [
    field("id", Kind::Id, "Id of the plan, for comparing versions", "Identifiant du plan, pour comparer ses versions"),
    field("title", Kind::Text, "Title of the documents", "Titre des documents").required(),
    field("company", Kind::Text, "Whose plan it is", "À qui est le plan"),
    field("sector", Kind::Text, "Line of business", "Secteur d'activité"),
    field("start", Kind::Date, "First day of the timeline", "Premier jour du calendrier").required(),
    field("horizon_months", Kind::Integer(1, MONTHS), "Months that the plan covers", "Mois que le plan couvre").unit("months", "mois").or("12"),
    field("objective", words!["value", "end"], "What the timeline is made for once deadlines are kept: value that is delivered early, then an early end; or the end first",
        "Ce que le calendrier recherche, une fois les échéances tenues : la valeur livrée tôt, puis une fin précoce (value) ; ou la fin d'abord (end)").or("\"value\""),
    field("timing", words!["early", "late"], "Whether work is done as early as can be, or as late as its deadlines and what waits for it allow; an initiative may say otherwise",
        "Si le travail est fait au plus tôt (early), ou aussi tard que ses échéances et ce qui l'attend le permettent (late) ; une initiative peut dire autrement").or("\"early\""),
    field("today", Kind::Date, "The day that the documents speak of as today", "Le jour que les documents appellent aujourd'hui"),
    field("status_date", Kind::Date, "The day up to which progress is told: what has not begun starts after it; today unless given, where progress is told at all",
        "Le jour jusqu'auquel l'avancement est connu : ce qui n'a pas commencé commence après ; à défaut aujourd'hui, si un avancement est indiqué"),
    field("languages", Kind::List(&LANGUAGE), "Languages of the documents", "Langues des documents").or("[\"en\"]"),
    field("currency", words!["EUR", "USD", "GBP", "CHF", "CAD", "AUD", "JPY", "SEK", "NOK", "DKK", "PLN", "MAD", "XOF"], "Currency of amounts", "Devise des montants"),
    field("version", Kind::Text, "Version of the plan as the team counts it", "Version du plan telle que l'équipe la compte"),
    field("status", words!["draft", "review", "approved", "closed"], "How far the plan is", "Où en est le plan"),
    field("sponsor", Kind::Text, "Who answers for the plan", "Qui répond du plan"),
]);

table!(/// `[portfolio]`
    PORTFOLIO, "portfolio", "Plans that are planned together", "Plans qui sont planifiés ensemble", [
    field("plans", Kind::List(&PATH), "Files of the plans, from this file's folder; * stands for any name",
        "Fichiers des plans, depuis le dossier de celui-ci ; * remplace n'importe quel nom").required(),
]);

table!(/// `[calendar]`
    CALENDAR, "calendar", "Working days, holidays and freezes", "Jours ouvrés, jours fériés et gels", [
    field("workdays", Kind::List(&WEEKDAY), "Working days of a week", "Jours ouvrés de la semaine").or("[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]"),
    field("half_days", Kind::List(&WEEKDAY), "Working days of a week on which half a day is worked", "Jours ouvrés de la semaine où l'on travaille une demi-journée"),
    field("holidays", Kind::List(&DATE), "Days on which nobody works", "Jours où personne ne travaille"),
    field("half_holidays", Kind::List(&DATE), "Days on which half a day is worked", "Jours où l'on travaille une demi-journée"),
    field("freeze", Kind::Tables(&FREEZE), "Periods in which teams do not work on the plan", "Périodes où des équipes ne travaillent pas au plan"),
    field("days_per_month", Kind::Integer(1, 31), "Working days in a person-month", "Jours ouvrés dans un mois-personne").unit("days", "jours").or("20"),
]);

table!(/// `[[calendar.freeze]]`
    FREEZE, "calendar.freeze", "A period without work on the plan", "Une période sans travail sur le plan", [
    field("from", Kind::Date, "First day", "Premier jour").required(),
    field("to", Kind::Date, "Last day", "Dernier jour").required(),
    field("teams", Kind::List(&TEAM_REF), "Teams that pause; all unless given", "Équipes en pause ; toutes à défaut"),
    field("why", Kind::Text, "Why", "Pourquoi"),
]);

table!(/// `[[work_calendar]]`
    WORK_CALENDAR, "work_calendar", "Days on which some teams work", "Jours où certaines équipes travaillent", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("name", Kind::Text, "Name", "Nom"),
    field("workdays", Kind::List(&WEEKDAY), "Working days of a week", "Jours ouvrés de la semaine").or("[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]"),
    field("half_days", Kind::List(&WEEKDAY), "Working days of a week on which half a day is worked", "Jours ouvrés de la semaine où l'on travaille une demi-journée"),
    field("holidays", Kind::List(&DATE), "Days on which nobody of these teams works", "Jours où personne de ces équipes ne travaille"),
    field("half_holidays", Kind::List(&DATE), "Days on which half a day is worked", "Jours où l'on travaille une demi-journée"),
]);

table!(/// `[scoring]`
    SCORING, "scoring", "How initiatives are scored", "Comment les initiatives sont notées", Some(MethodSlot::Params), [
    field("primary", Kind::Text, "Id of the method that decides the order; rice where every initiative has its inputs",
        "Identifiant de la méthode qui décide de l'ordre ; rice si chaque initiative a ses données"),
    field("compare", TEXTS, "Ids of methods to score with as well; all that have inputs unless given",
        "Identifiants des méthodes à comparer ; à défaut toutes celles qui ont des données"),
]);

table!(/// `[theme]`
    THEME, "theme", "Colours, fonts and logo of the page", "Couleurs, polices et logo de la page", [
    field("accent", Kind::Text, "Colour of bars, forecasts and what is done, in hexadecimal: \"#0b5563\"; lightened by night unless [theme.dark] has one",
        "Couleur des barres, des prévisions et de ce qui est fait, en hexadécimal : \"#0b5563\" ; éclaircie la nuit sauf si [theme.dark] en donne une"),
    field("alarm", Kind::Text, "Colour of what decides the end and of what is late; lightened by night like the accent",
        "Couleur de ce qui décide de la fin et de ce qui est en retard ; éclaircie la nuit comme l'accent"),
    field("paper", Kind::Text, "Colour that everything lies on", "Couleur du fond"),
    field("ink", Kind::Text, "Colour of text", "Couleur du texte"),
    field("dark", inner(&THEME_DARK), "The same colours by night", "Les mêmes couleurs, la nuit"),
    field("fonts", TEXTS, "Fonts of text, the first that a reader has; they are not part of the page",
        "Polices du texte, la première que le lecteur possède ; elles ne sont pas dans la page"),
    field("heading_fonts", TEXTS, "Fonts of headings; those of text unless given", "Polices des titres ; à défaut celles du texte"),
    field("logo", Kind::Path, "Logo: an SVG or PNG file of up to 64 KiB beside the plan, which becomes part of the page",
        "Logo : un fichier SVG ou PNG de 64 Kio au plus, à côté du plan, qui devient partie de la page"),
]);

table!(/// `[theme.dark]`
    THEME_DARK, "theme.dark", "Colours by night", "Couleurs la nuit", [
    field("accent", Kind::Text, "Colour of bars, forecasts and what is done", "Couleur des barres, des prévisions et de ce qui est fait"),
    field("alarm", Kind::Text, "Colour of what decides the end and of what is late", "Couleur de ce qui décide de la fin et de ce qui est en retard"),
    field("paper", Kind::Text, "Colour that everything lies on", "Couleur du fond"),
    field("ink", Kind::Text, "Colour of text", "Couleur du texte"),
]);

table!(/// `[lints]`
    LINTS, "lints", "How strictly the rules of the method are applied", "Avec quelle rigueur les règles de la méthode s'appliquent", [
    field("level", Kind::Map(MapKey::Codes, KindRef::Static(&LEVEL)), "What to do with a warning: allow, warn or deny, by its code",
        "Que faire d'un avertissement, selon son code : allow (permettre), warn (avertir) ou deny (refuser)"),
    field("evidence_months", Kind::Integer(1, 600), "Age from which evidence is too old", "Âge à partir duquel une preuve est trop ancienne").unit("months", "mois").or("12"),
    field("survey_answers", Kind::Integer(1, COUNT), "Answers below which a count of people is too small", "Réponses en dessous desquelles un décompte est trop petit").unit("answers", "réponses").or("30"),
    field("interviews", Kind::Integer(1, COUNT), "People below which talks and observations are too few", "Personnes en dessous desquelles entretiens et observations sont trop peu").unit("people", "personnes").or("5"),
    field("months_without_steps", Kind::Integer(1, MONTHS), "Length above which an initiative needs steps", "Durée au-delà de laquelle une initiative a besoin d'étapes").unit("months", "mois").or("1"),
]);

table!(/// `[forecast]`
    FORECAST, "forecast", "How effects on metrics come together in forecasts", "Comment les effets sur les indicateurs se combinent dans les prévisions", [
    field("shared", Kind::Share(0.0, 1.0), "Part of what makes initiatives work or not that all have in common: 0, each has its own luck; 1, all that are as likely work or fail together",
        "Part de ce qui fait réussir ou non les initiatives que toutes ont en commun : 0, chacune a sa propre chance ; 1, celles qui ont les mêmes chances réussissent ou échouent ensemble").or("0"),
    field("diminishing", Kind::Flag, "Whether effects on a metric with a scale bring less the nearer it is to the end; without, they add up and stop there",
        "Si les effets sur un indicateur à échelle rapportent moins près de son extrémité ; sinon ils s'ajoutent et s'y arrêtent").or("false"),
]);

table!(/// `[simulation]`
    SIMULATION, "simulation", "How durations are drawn for the odds of the dates", "Comment les durées sont tirées pour les chances des dates", [
    field("shared", Kind::Share(0.0, 1.0), "Part of what makes durations long or short that all steps have in common: 0, each has its own luck; 1, all are long or short together",
        "Part de ce qui rend les durées longues ou courtes que toutes les étapes ont en commun : 0, chacune a sa propre chance ; 1, toutes sont longues ou courtes ensemble").or("0"),
    field("team_shared", Kind::Share(0.0, 1.0), "Part that the steps of one team have in common besides; with `shared` at most 1",
        "Part que les étapes d'une même équipe ont en commun en plus ; avec `shared`, 1 au plus").or("0"),
    field("draws", Kind::Integer(1, DRAWS), "How often durations are drawn", "Combien de fois les durées sont tirées").or("10000"),
    field("seed", Kind::Integer(0, COUNT), "Where the random numbers begin", "Où commencent les nombres aléatoires").or("1"),
]);
