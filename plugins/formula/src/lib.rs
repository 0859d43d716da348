//! A formula of the team's own, over inputs that the plan declares.
//!
//! The formula is read (`parse`) and checked (`range`) before any initiative is: an unknown name, a division by what can be 0,
//! an input that nothing uses are faults at their place in the text. `expr` computes it.

mod expr;
mod parse;
mod range;

use std::collections::BTreeSet;

use cxplan_sdk::{
    Choice, Column, ColumnKind, Declaration, Declarer, Description, Entry, Fault, Input, Language, Meaning,
    Outcome, RESERVED, Role, Scored, Scorer, Value, export_scorer,
};

use expr::{Expr, Node};
use parse::Slip;
use range::Bounds;

/// The method.
struct Formula;

export_scorer!(Formula, declares);

// Positions in the declared parameters.
const SCORE: usize = 0;
const MEANING: usize = 1;
const INPUTS: usize = 2;

// Positions in the columns of an input.
const LABEL: usize = 0;
const HELP: usize = 1;
const UNIT: usize = 2;
const KIND: usize = 3;
const MIN: usize = 4;
const MAX: usize = 5;
const DEFAULT: usize = 6;
const ROLE: usize = 7;

// Positions in the choices.
const MEANINGS: [Meaning; 3] = [Meaning::Benefit, Meaning::Ratio, Meaning::Rank];
const ROLES: [Role; 3] = [Role::Effort, Role::Confidence, Role::Impact];
const NUMBER: usize = 0;
const INTEGER: usize = 1;

/// The interface has room for no more inputs, and readers for no longer formula.
const MOST_INPUTS: usize = 64;
const LONGEST: usize = 1000;

impl Scorer for Formula {
    fn describe(language: Language) -> Description {
        let text = |en, fr| language.pick(en, fr);
        Description {
            id: "formula",
            title: text("Formula", "Formule"),
            version: env!("CARGO_PKG_VERSION"),
            summary: text(
                "The score is what the plan’s own formula makes of the plan’s own inputs.",
                "Le score est ce que la formule du plan fait des données du plan.",
            ),
            formula: text("as the plan writes it", "celle du plan"),
            meaning: Meaning::Benefit,
            params: vec![
                Input::text("score", text("Formula", "Formule"))
                    .help(text(
                        "Names of inputs, numbers, + - * / ^, brackets, and min, max, abs, sqrt, ln, log10.",
                        "Noms de données, nombres, + - * / ^, parenthèses, et min, max, abs, sqrt, ln, log10.",
                    ))
                    .required(),
                Input::choice(
                    "meaning",
                    text("Meaning", "Sens"),
                    [
                        Choice::new("benefit", text("benefit", "bénéfice")),
                        Choice::new("ratio", text("benefit for effort", "bénéfice pour l’effort")),
                        Choice::new("rank", text("an order", "un ordre")),
                    ],
                )
                .help(text(
                    "What the score is: benefit, benefit for effort (ratio), or an order only (rank).",
                    "Ce qu’est le score\u{a0}: un bénéfice, un bénéfice pour l’effort (ratio) ou un simple ordre (rank).",
                ))
                .default(Value::Choice(0)),
                Input::entries("inputs", text("Inputs", "Données"), columns(language))
                    .help(text(
                        "What the formula reads of each initiative.",
                        "Ce que la formule lit de chaque initiative.",
                    ))
                    .required(),
            ],
            ..Description::EMPTY
        }
    }

    fn score(params: &[Value], rows: &[&[Value]]) -> Outcome {
        let entries = params[INPUTS].entries();
        // The engine asks for scores only where the declaration was given.
        let Ok(formula) = parse::parse(params[SCORE].text(), &names(entries)) else {
            return Outcome::refuse(rows, Vec::new());
        };
        Outcome::of_each(rows, |row, report| {
            let mut values = Vec::with_capacity(row.len());
            for (position, value) in row.iter().enumerate() {
                match value.as_number() {
                    Some(number) => values.push(number),
                    None => {
                        let key = &entries[position].key;
                        report.error(
                            position,
                            (format!("`{key}` is missing"), format!("`{key}` manque")),
                            ("give it, or steps with an effort", "donnez-le, ou des étapes avec un effort"),
                        );
                    }
                }
            }
            if values.len() < row.len() {
                return None;
            }
            let score = formula.value(&values);
            if !score.is_finite() {
                report.error(
                    0,
                    ("the score is too large to be written", "le score est trop grand pour être écrit"),
                    ("check the inputs", "vérifiez les données"),
                );
                return None;
            }
            // Nobody wants to read -0.
            Some(Scored::new(score + 0.0))
        })
    }
}

impl Declarer for Formula {
    fn declare(params: &[Value]) -> Result<Declaration, Vec<Fault>> {
        let entries = params[INPUTS].entries();
        let mut faults = faults_of_inputs(entries);
        if faults.is_empty() {
            faults = faults_of_formula(params[SCORE].text(), entries);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Declaration {
            formula: Some(for_readers(params[SCORE].text())),
            meaning: Some(MEANINGS[params[MEANING].choice()]),
            inputs: entries.iter().map(input).collect(),
            ..Declaration::default()
        })
    }
}

fn columns(language: Language) -> Vec<Column> {
    let text = |en, fr| language.pick(en, fr);
    let column = |key, label, kind, help| Column::new(key, label, kind).help(help);
    vec![
        column(
            "label",
            text("Label", "Libellé"),
            ColumnKind::Text,
            text("Name for readers.", "Nom pour les lecteurs."),
        ),
        column(
            "help",
            text("Help", "Aide"),
            ColumnKind::Text,
            text("What to write there.", "Ce qu’on y écrit."),
        ),
        column(
            "unit",
            text("Unit", "Unité"),
            ColumnKind::Text,
            text("Unit of the value.", "Unité de la valeur."),
        ),
        column(
            "kind",
            text("Kind", "Type"),
            ColumnKind::Choice(vec![
                Choice::new("number", text("number", "nombre")),
                Choice::new("integer", text("whole number", "nombre entier")),
                Choice::new("share", text("share", "part")),
            ]),
            text(
                "What it holds: a number where nothing is said.",
                "Ce qu’elle contient\u{a0}: un nombre si rien n’est dit.",
            ),
        ),
        column(
            "min",
            text("Smallest", "Minimum"),
            ColumnKind::Number,
            text("Smallest allowed value.", "Plus petite valeur permise."),
        ),
        column(
            "max",
            text("Largest", "Maximum"),
            ColumnKind::Number,
            text("Largest allowed value.", "Plus grande valeur permise."),
        ),
        column(
            "default",
            text("Default", "Défaut"),
            ColumnKind::Number,
            text("The value where an initiative says nothing.", "La valeur si une initiative ne dit rien."),
        ),
        column(
            "role",
            text("Role", "Rôle"),
            ColumnKind::Choice(vec![
                Choice::new("effort", text("effort", "effort")),
                Choice::new("confidence", text("confidence", "confiance")),
                Choice::new("impact", text("impact", "impact")),
            ]),
            text(
                "What it means to the plan: person-months, chance of success, impact.",
                "Ce qu’elle est pour le plan\u{a0}: mois-personnes, chance de succès, impact.",
            ),
        ),
    ]
}

fn names(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.key.as_str()).collect()
}

/// The input that an entry declares. It must be given, unless it has a default or the steps of the initiative give it.
fn input(entry: &Entry) -> Input {
    let cells = &entry.cells;
    let label = cells[LABEL].as_text().map_or_else(|| entry.key.replace('_', " "), str::to_owned);
    let mut input = match cells[KIND].as_choice().unwrap_or(NUMBER) {
        NUMBER => Input::number(entry.key.clone(), label),
        INTEGER => Input::integer(entry.key.clone(), label),
        _ => Input::share(entry.key.clone(), label),
    };
    input.min = cells[MIN].as_number().or(input.min);
    input.max = cells[MAX].as_number().or(input.max);
    input.default = cells[DEFAULT].as_number().map(Value::Number);
    input.role = cells[ROLE].as_choice().map(|role| ROLES[role]);
    input.unit = cells[UNIT].as_text().map(|unit| unit.to_owned().into());
    if let Some(help) = cells[HELP].as_text() {
        input = input.help(help.to_owned());
    }
    input.required = input.default.is_none() && input.role != Some(Role::Effort);
    input
}

/// The text on one line, with the signs of printed mathematics.
fn for_readers(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('*', "×").replace('/', "÷")
}

fn faults_of_inputs(entries: &[Entry]) -> Vec<Fault> {
    let mut faults = Vec::new();
    if entries.is_empty() || entries.len() > MOST_INPUTS {
        faults.push(Fault::param(
            INPUTS,
            ("a formula has 1 to 64 inputs", "une formule a de 1 à 64 données"),
            (
                "declare each as [scoring.formula.inputs.NAME]",
                "déclarez chacune par [scoring.formula.inputs.NOM]",
            ),
        ));
    }
    for (position, entry) in entries.iter().enumerate() {
        let mut fault = |column: Option<usize>, message: (&str, &str), help: (&str, &str)| {
            let fault = Fault::param(INPUTS, message, help).entry(position);
            faults.push(match column {
                Some(column) => fault.column(column),
                None => fault,
            });
        };
        if entry.key.contains('-') {
            fault(
                None,
                ("a `-` in a name reads as a minus", "un `-` dans un nom se lit comme un moins"),
                ("write `_` instead", "écrivez `_` à la place"),
            );
        }
        if RESERVED.contains(&entry.key.as_str()) {
            fault(
                None,
                ("this name is taken by the plan language", "ce nom est pris par le langage du plan"),
                ("choose another one", "choisissez-en un autre"),
            );
        }
        let Input { min, max, default, kind, role, .. } = input(entry);
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            let message = ("the smallest value is above the largest", "le minimum dépasse le maximum");
            fault(Some(MIN), message, ("swap the two", "échangez les deux"));
        }
        if let Some(Value::Number(default)) = default
            && (min.is_some_and(|min| default < min)
                || max.is_some_and(|max| default > max)
                || (kind == cxplan_sdk::InputKind::Integer && default.fract() != 0.0))
        {
            fault(
                Some(DEFAULT),
                (
                    "the default is not a value that the input may have",
                    "le défaut n’est pas une valeur permise ici",
                ),
                ("bring it within `min` and `max`", "ramenez-le entre `min` et `max`"),
            );
        }
        let share = kind == cxplan_sdk::InputKind::Share;
        if role.is_some_and(|role| (role == Role::Confidence) != share && role != Role::Impact) {
            fault(
                Some(ROLE),
                (
                    "confidence is a share, and effort is a number",
                    "la confiance est une part, et l’effort un nombre",
                ),
                ("change `kind` or `role`", "changez `kind` ou `role`"),
            );
        }
        let earlier = entries[..position].iter().any(|other| other.cells[ROLE] == entry.cells[ROLE]);
        if role.is_some() && earlier {
            let message = ("two inputs have this role", "deux données ont ce rôle");
            fault(Some(ROLE), message, ("leave it to one of them", "laissez-le à l’une d’elles"));
        }
    }
    faults
}

fn faults_of_formula(text: &str, entries: &[Entry]) -> Vec<Fault> {
    let located = |slip: Slip| Fault::param(SCORE, slip.message, slip.help).part(slip.at);
    if text.len() > LONGEST {
        let message = ("the formula is longer than 1000 bytes", "la formule dépasse 1000 octets");
        return vec![Fault::param(SCORE, message, ("split it into inputs", "divisez-la en données"))];
    }
    let formula = match parse::parse(text, &names(entries)) {
        Ok(formula) => formula,
        Err(slips) => return slips.into_iter().map(located).collect(),
    };
    let ranges: Vec<Bounds> = entries.iter().map(input).map(|input| bounds_of(&input)).collect();
    let mut slips = Vec::new();
    range::bounds(&formula, &ranges, &mut slips);
    let mut faults: Vec<Fault> = slips.into_iter().map(located).collect();
    let used = used(&formula);
    for position in (0..entries.len()).filter(|position| !used.contains(position)) {
        let message = ("the formula does not use this input", "la formule n’utilise pas cette donnée");
        let help = ("use it in `score`, or remove it", "utilisez-la dans `score`, ou retirez-la");
        faults.push(Fault::param(INPUTS, message, help).entry(position));
    }
    faults
}

fn bounds_of(input: &Input) -> Bounds {
    Bounds { low: input.min.unwrap_or(f64::NEG_INFINITY), high: input.max.unwrap_or(f64::INFINITY) }
}

fn used(formula: &Expr) -> BTreeSet<usize> {
    let mut used = BTreeSet::new();
    formula.each(&mut |part| {
        if let Node::Input(position) = part.node {
            used.insert(position);
        }
    });
    used
}

#[cfg(test)]
mod tests;
