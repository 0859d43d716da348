//! What the method reads, and every word that readers see.

use cxplan_sdk::{Category, Choice, Description, Input, Language, Meaning, Note, Part, Role, Value};

use crate::questionnaire::{Class, SLOTS};

pub(crate) fn describe(language: Language) -> Description {
    let text = |en, fr| language.pick(en, fr);
    Description {
        id: "kano",
        title: text("Kano", "Kano"),
        version: env!("CARGO_PKG_VERSION"),
        summary: text(
            "Classes from a customer questionnaire: what is taken for granted first, then what pleases the more there is of it, then what delights.",
            "Classes tirées d’un questionnaire client\u{a0}: d’abord ce qui va de soi, puis ce qui plaît d’autant plus qu’il y en a, puis ce qui ravit.",
        ),
        formula: text("class, then Better and Worse", "classe, puis Better et Worse"),
        meaning: Meaning::Rank,
        inputs: inputs(language),
        params: params(language),
        parts: parts(language),
        categories: categories(language),
        notes: notes(language),
    }
}

/// The counts first, in the order of the classes; see the constants in the root of the crate.
fn inputs(language: Language) -> Vec<Input> {
    let text = |en, fr| language.pick(en, fr);
    let count = |class: Class, label| {
        Input::integer(class.key(), label)
            .help(text(
                "Respondents whose pair of answers falls into this class.",
                "Répondants dont la paire de réponses tombe dans cette classe.",
            ))
            .unit(text("respondents", "répondants"))
            .min(0.0)
    };
    vec![
        count(Class::MustBe, text("Must-be", "Obligatoire")),
        count(Class::Performance, text("Performance", "Performance")),
        count(Class::Attractive, text("Attractive", "Attractif")),
        count(Class::Indifferent, text("Indifferent", "Indifférent")),
        count(Class::Reverse, text("Reverse", "Rejeté (inverse)")),
        count(Class::Questionable, text("Questionable", "Douteux")),
        Input::numbers("answers", text("Pairs of answers", "Paires de réponses"), SLOTS)
            .help(text(
                "In place of the counts: respondents for each pair of answers, with the initiative and without it.",
                "À la place des effectifs\u{a0}: répondants par paire de réponses, avec l’initiative et sans elle.",
            ))
            .unit(text("respondents", "répondants"))
            .min(0.0),
        Input::number("effort", text("Effort", "Effort"))
            .help(text(
                "Work of all teams; needed for the order by value and effort.",
                "Travail de toutes les équipes\u{a0}; nécessaire pour l’ordre par valeur et effort.",
            ))
            .unit(text("person-months", "mois-personnes"))
            .role(Role::Effort)
            .min(0.0),
        Input::share("fulfilled", text("Fulfilled", "Déjà satisfait"))
            .help(text(
                "How much of it customers already have; the rest is what counts.",
                "Ce que les clients en ont déjà\u{202f}; seul le reste compte.",
            )),
    ]
}

fn params(language: Language) -> Vec<Input> {
    let text = |en, fr| language.pick(en, fr);
    vec![
        Input::choice(
            "order",
            text("Order", "Ordre"),
            [
                Choice::new("category", text("by class", "par classe")),
                Choice::new("coefficient", text("by the larger of Better and |Worse|", "par le plus grand de Better et |Worse|")),
                Choice::new("value-effort", text("by Better + |Worse| for the effort", "par Better + |Worse| rapporté à l’effort")),
            ],
        )
        .help(text("What decides which initiative comes first.", "Ce qui décide de l’ordre des initiatives."))
        .default(Value::Choice(0)),
        Input::integer("min_respondents", text("Fewest respondents", "Minimum de répondants"))
            .help(text("With fewer, an initiative gets no class.", "En dessous, une initiative ne reçoit pas de classe."))
            .min(1.0)
            .default(Value::Number(30.0)),
        Input::choice(
            "significance",
            text("Significance", "Significativité"),
            [Choice::new("fong", text("Fong’s test", "test de Fong")), Choice::new("none", text("none", "aucun"))],
        )
        .help(text(
            "Whether classes that differ by chance alone are called mixed.",
            "Si les classes que seul le hasard sépare sont dites mixtes.",
        ))
        .default(Value::Choice(0)),
        Input::share("near_tie", text("Near tie", "Quasi-égalité"))
            .help(text(
                "Classes this close to the first, as a share of respondents, count as tied; 0 for exact ties, 5 % is common.",
                "Les classes à cette distance de la première, en part des répondants, comptent comme à égalité\u{a0}; 0 pour les égalités exactes, 5\u{a0}% est courant.",
            ))
            .default(Value::Number(0.0)),
        Input::choice(
            "table",
            text("Table of classes", "Table des classes"),
            [Choice::new("standard", text("standard", "standard")), Choice::new("pouliot", text("Pouliot’s", "de Pouliot"))],
        )
        .help(text(
            "How `answers` become classes; Pouliot’s table finds expect/expect and live-with/live-with questionable.",
            "Comment `answers` devient des classes\u{202f}; la table de Pouliot juge douteux expect/expect et live-with/live-with.",
        ))
        .default(Value::Choice(0)),
    ]
}

fn parts(language: Language) -> Vec<Part> {
    let text = |en, fr| language.pick(en, fr);
    vec![
        Part::share(
            "better",
            "Better",
            text(
                "satisfaction gained with it: (A + O) ÷ (A + O + M + I)",
                "satisfaction gagnée avec elle\u{a0}: (A + O) ÷ (A + O + M + I)",
            ),
        ),
        Part::share(
            "worse",
            "Worse",
            text(
                "satisfaction lost without it: −(O + M) ÷ (A + O + M + I)",
                "satisfaction perdue sans elle\u{a0}: −(O + M) ÷ (A + O + M + I)",
            ),
        ),
        Part::share(
            "total-strength",
            text("Total strength", "Force totale"),
            text("(M + O + A) ÷ respondents", "(M + O + A) ÷ répondants"),
        ),
        Part::share(
            "category-strength",
            text("Class strength", "Force de la classe"),
            text(
                "lead of the first class over the second, among all respondents",
                "avance de la première classe sur la deuxième, parmi tous les répondants",
            ),
        ),
        Part::number(
            "fong-difference",
            text("Difference", "Écart"),
            text("respondents between the first two classes", "répondants entre les deux premières classes"),
        )
        .unit(text("respondents", "répondants")),
        Part::number(
            "fong-threshold",
            text("Fong’s threshold", "Seuil de Fong"),
            text("differences below it may be chance", "un écart inférieur peut être dû au hasard"),
        )
        .unit(text("respondents", "répondants")),
        Part::number(
            "respondents",
            text("Respondents", "Répondants"),
            text(
                "all of them, with reverse and questionable answers",
                "tous, y compris les réponses inverses et douteuses",
            ),
        ),
        Part::number(
            "functional",
            text("Mean with it", "Moyenne avec elle"),
            text(
                "like 4, expect 2, neutral 0, live with −1, dislike −2; above 2 it pleases",
                "j’aime 4, je m’y attends 2, neutre 0, je m’en accommode −1, je n’aime pas −2\u{202f}; au-dessus de 2, elle plaît",
            ),
        ),
        Part::number(
            "dysfunctional",
            text("Mean without it", "Moyenne sans elle"),
            text(
                "dislike 4, live with 2, neutral 0, expect −1, like −2; above 2 it is missed",
                "je n’aime pas 4, je m’en accommode 2, neutre 0, je m’y attends −1, j’aime −2\u{202f}; au-dessus de 2, elle manque",
            ),
        ),
        Part::number(
            "mean-answers",
            text("Answers in the means", "Réponses dans les moyennes"),
            text(
                "pairs that do not contradict themselves; with 0, the means are unknown and shown as 0",
                "paires qui ne se contredisent pas\u{202f}; avec 0, les moyennes sont inconnues et affichées comme 0",
            ),
        )
        .unit(text("respondents", "répondants")),
    ]
}

/// In the order of the classes.
fn categories(language: Language) -> Vec<Category> {
    let text = |en, fr| language.pick(en, fr);
    vec![
        Category::new(
            "must-be",
            text("Must-be", "Obligatoire"),
            text("Taken for granted; its absence annoys.", "Va de soi\u{a0}; son absence irrite."),
        ),
        Category::new(
            "performance",
            text("Performance", "Performance"),
            text("The more, the better.", "Plus il y en a, mieux c’est."),
        ),
        Category::new(
            "attractive",
            text("Attractive", "Attractif"),
            text("Not expected; its presence delights.", "Inattendu\u{a0}; sa présence ravit."),
        ),
        Category::new(
            "indifferent",
            text("Indifferent", "Indifférent"),
            text("Makes no difference.", "Ne change rien."),
        ),
        Category::new(
            "reverse",
            text("Reverse", "Rejeté (inverse)"),
            text("Customers want the opposite.", "Les clients veulent le contraire."),
        ),
        Category::new(
            "questionable",
            text("Questionable", "Douteux"),
            text("The answers contradict each other.", "Les réponses se contredisent."),
        ),
    ]
}

/// In the order of the constants in the root of the crate.
fn notes(language: Language) -> Vec<Note> {
    let text = |en, fr| language.pick(en, fr);
    vec![
        Note::new(
            "too-few",
            text(
                "too few respondents for a class: comes last until more have answered",
                "trop peu de répondants pour une classe\u{a0}: vient en dernier en attendant d’autres réponses",
            ),
        ),
        Note::new(
            "small-sample",
            text(
                "small sample: fewer than 200 respondents",
                "petit échantillon\u{a0}: moins de 200 répondants",
            ),
        ),
        Note::new(
            "tie",
            text(
                "tied classes: the one that obliges most was taken",
                "classes à égalité\u{a0}: la plus contraignante a été retenue",
            ),
        ),
        Note::new("reversed", text("rejected unless reversed", "rejetée, sauf à faire l’inverse")),
        Note::new(
            "survey-again",
            text("contradictory answers: survey again", "réponses contradictoires\u{a0}: refaire l’enquête"),
        ),
        Note::new(
            "do-not-build",
            text(
                "do not build: more than 30 % want the opposite",
                "à ne pas réaliser\u{a0}: plus de 30\u{a0}% veulent le contraire",
            ),
        ),
        Note::new(
            "undefined",
            text(
                "Better and Worse are undefined, shown as 0",
                "Better et Worse ne sont pas définis, affichés comme 0",
            ),
        ),
        Note::new(
            "nothing-left",
            text("fulfilled already: nothing left to do", "déjà satisfait\u{a0}: plus rien à faire"),
        ),
        Note::new(
            "mixed-must-be",
            text(
                "mixed with must-be: look at the segments",
                "mixte avec obligatoire\u{a0}: voir les segments",
            ),
        ),
        Note::new(
            "mixed-performance",
            text(
                "mixed with performance: look at the segments",
                "mixte avec performance\u{a0}: voir les segments",
            ),
        ),
        Note::new(
            "mixed-attractive",
            text(
                "mixed with attractive: look at the segments",
                "mixte avec attractif\u{a0}: voir les segments",
            ),
        ),
        Note::new(
            "mixed-indifferent",
            text(
                "mixed with indifferent: look at the segments",
                "mixte avec indifférent\u{a0}: voir les segments",
            ),
        ),
        Note::new(
            "mixed-reverse",
            text(
                "mixed with reverse: look at the segments",
                "mixte avec rejeté (inverse)\u{a0}: voir les segments",
            ),
        ),
    ]
}
