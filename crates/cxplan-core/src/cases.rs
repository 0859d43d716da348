//! Test cases of a plugin: whether an answer is what a case wants. How cases are written is in `read/cases.rs`.

use std::collections::BTreeSet;

use crate::declare::{self, Params};
use crate::diag::{Code, Diagnostic};
use crate::method::{Fault, Method, Outcome, Problem, Scored};
use crate::phrase;
use crate::phrase::Phrase;
use crate::read::Document;
use crate::record::Record;
use crate::source::Span;

/// The word for a problem that is about a row and none of its inputs.
const ROW: &str = "row";

/// A case and what it is held against.
#[derive(Debug)]
pub struct Trial<'a> {
    /// What the case says apart from parameters and rows.
    pub head: &'a Record<'static>,
    /// The method, with what the parameters of the case add to it.
    pub method: &'a Method,
    /// Where the rows stand.
    pub rows: &'a [Span],
}

/// What is wrong with the parameters, held against the `error` that the case wants.
pub fn faults(
    document: &Document<'_>,
    head: &Record<'_>,
    method: &Method,
    params: &Params<'_>,
    faults: &[Fault],
) -> Vec<Diagnostic> {
    let Some(wanted) = head.text_ref("error") else {
        return faults.iter().map(|fault| declare::finding(document, method, params, fault)).collect();
    };
    let key = |fault: &Fault| method.spec().params.get(fault.param).map(|param| param.key.as_str());
    let told: Vec<&str> = faults.iter().filter_map(key).collect();
    match told.contains(&wanted) {
        true => Vec::new(),
        false => vec![not_refused(head, wanted, &told)],
    }
}

impl Trial<'_> {
    /// Where the answer is not what the case wants.
    pub fn compare(&self, outcome: &Outcome) -> Vec<Diagnostic> {
        let refusals: Vec<&Problem> =
            outcome.problems.iter().filter(|problem| problem.error && problem.row.is_none()).collect();
        if let Some(wanted) = self.head.text_ref("error") {
            let told: Vec<&str> = refusals.iter().map(|problem| self.about(problem)).collect();
            return match told.contains(&wanted) {
                true => Vec::new(),
                false => vec![not_refused(self.head, wanted, &told)],
            };
        }
        if let Some(refusal) = refusals.first() {
            let message = phrase!(
                "the parameters are refused: {why}",
                "les paramètres sont refusés : {why}";
                why = refusal.message
            );
            return vec![self.failed(message, self.head.span, Phrase::fixed("this case", "ce cas"))];
        }
        let mut found = Vec::new();
        self.scores(outcome, &mut found);
        self.expected(outcome, &mut found);
        if !self.head.has("scores") && !self.head.has("expect") && self.head.get("error").is_none() {
            found.push(self.wants_nothing(outcome));
        }
        found
    }

    /// `scores = […]`
    fn scores(&self, outcome: &Outcome, found: &mut Vec<Diagnostic>) {
        let Some(list) = self.head.get("scores") else { return };
        let wanted = self.head.list("scores");
        if wanted.len() != self.rows.len() {
            return found.push(self.count(wanted.len(), list.span));
        }
        let expects_error =
            |row: usize| self.head.records("expect").get(row).is_some_and(|expected| expected.has("error"));
        for (row, datum) in wanted.iter().enumerate() {
            match (outcome.scores.get(row), datum.as_number()) {
                (Some(Some(scored)), Some(wanted)) => {
                    let what = Phrase::fixed("the score", "le score");
                    found.extend(self.number(row, &what, scored.score, wanted, datum.span));
                }
                (Some(None), Some(_)) if !expects_error(row) => {
                    found.push(self.no_score(row, outcome, datum.span));
                }
                _ => {}
            }
        }
    }

    /// `expect = [{ … }]`
    fn expected(&self, outcome: &Outcome, found: &mut Vec<Diagnostic>) {
        let Some(list) = self.head.get("expect") else { return };
        let wanted = self.head.records("expect");
        if wanted.len() != self.rows.len() {
            return found.push(self.count(wanted.len(), list.span));
        }
        for (row, wanted) in wanted.iter().enumerate() {
            self.problem(row, wanted, "error", outcome, found);
            self.problem(row, wanted, "warning", outcome, found);
            match outcome.scores.get(row) {
                Some(Some(scored)) if !wanted.has("error") => self.row(row, wanted, scored, found),
                // Where `scores` is there too, it has told that.
                Some(None) if !wanted.has("error") && !self.head.has("scores") => {
                    found.push(self.no_score(row, outcome, wanted.span));
                }
                _ => {}
            }
        }
    }

    /// Everything that `expect` says of a row with a score.
    fn row(&self, row: usize, wanted: &Record<'_>, scored: &Scored, found: &mut Vec<Diagnostic>) {
        let spec = self.method.spec();
        if let Some(score) = wanted.number("score") {
            let what = Phrase::fixed("the score", "le score");
            found.extend(self.number(row, &what, scored.score, score, wanted.span_of("score")));
        }
        if let Some(category) = wanted.text_ref("category") {
            let got = scored.category.and_then(|class| spec.categories.get(class as usize));
            let got = got.map_or("", |class| class.key.as_str());
            let keys: Vec<&str> = spec.categories.iter().map(|class| class.key.as_str()).collect();
            let what = Phrase::fixed("the category", "la catégorie");
            found.extend(self.words(row, &what, &[got], &[category], &keys, wanted.span_of("category")));
        }
        for (key, datum) in wanted.map("parts") {
            let part = spec.parts.iter().position(|part| part.key == key.value);
            match (part.and_then(|part| scored.parts.get(part)), datum.as_number()) {
                (Some(got), Some(wanted)) => {
                    let name = &key.value;
                    let what = phrase!("the part `{name}`", "le terme `{name}`");
                    found.extend(self.number(row, &what, *got, wanted, datum.span));
                }
                (None, _) => {
                    let known: Vec<&str> = spec.parts.iter().map(|part| part.key.as_str()).collect();
                    found.push(self.undeclared(&key.value, &known, key.span));
                }
                _ => {}
            }
        }
        if let Some(notes) = wanted.get("notes") {
            let got: Vec<&str> = scored
                .notes
                .iter()
                .filter_map(|note| spec.notes.get(*note as usize))
                .map(|note| note.key.as_str())
                .collect();
            let texts = wanted.texts("notes");
            let wanted: Vec<&str> = texts.iter().map(String::as_str).collect();
            let keys: Vec<&str> = spec.notes.iter().map(|note| note.key.as_str()).collect();
            let what = Phrase::fixed("the notes", "les remarques");
            found.extend(self.words(row, &what, &got, &wanted, &keys, notes.span));
        }
    }

    /// `error = "…"` or `warning = "…"` of a row.
    fn problem(
        &self,
        row: usize,
        wanted: &Record<'_>,
        key: &str,
        outcome: &Outcome,
        found: &mut Vec<Diagnostic>,
    ) {
        let Some(input) = wanted.text_ref(key) else { return };
        let is_error = key == "error";
        let of_row = |problem: &&Problem| {
            problem.error == is_error && problem.row.is_some_and(|named| named as usize == row)
        };
        let told: Vec<&str> =
            outcome.problems.iter().filter(of_row).map(|problem| self.about(problem)).collect();
        if told.contains(&input) {
            return;
        }
        let keys: Vec<&str> = self.method.spec().inputs.iter().map(|input| input.key.as_str()).collect();
        if input != ROW && !keys.contains(&input) {
            return found.push(self.undeclared(input, &keys, wanted.span_of(key)));
        }
        let number = row + 1;
        let what = match is_error {
            true => Phrase::fixed("error", "erreur"),
            false => Phrase::fixed("warning", "avertissement"),
        };
        let got = listed(&told);
        found.push(self.failed(
            phrase!(
                "row {number} has no {what} about `{input}`",
                "la ligne {number} n'a pas d'{what} sur `{input}`";
                what = what
            ),
            wanted.span_of(key),
            phrase!("got {got}", "obtenu : {got}"; got = got),
        ));
    }

    /// The key of the input that a problem is about.
    fn about(&self, problem: &Problem) -> &str {
        let spec = self.method.spec();
        let inputs = if problem.row.is_some() { &spec.inputs } else { &spec.params };
        problem.input.and_then(|input| inputs.get(input as usize)).map_or(ROW, |input| input.key.as_str())
    }

    fn number(&self, row: usize, what: &Phrase, got: f64, wanted: f64, span: Span) -> Option<Diagnostic> {
        let tolerance = self.head.number("tolerance").unwrap_or_default();
        let off = (got - wanted).abs();
        if off <= tolerance {
            return None;
        }
        let number = row + 1;
        let failed = self.failed(
            phrase!(
                "{what} of row {number} is {got}, not {wanted}",
                "{what} de la ligne {number} est {got}, et non {wanted}";
                what = what
            ),
            span,
            phrase!("got {got}", "obtenu : {got}"),
        );
        // As near as this, two ways to add the same numbers may be.
        let rounding = off <= 1e-12 * got.abs().max(wanted.abs());
        Some(match rounding {
            true => failed.help(phrase!(
                "write {got}, or allow for rounding with `tolerance = 1e-9` in the case",
                "écrivez {got}, ou tolérez l'arrondi avec `tolerance = 1e-9` dans le cas"
            )),
            false => failed,
        })
    }

    fn words(
        &self,
        row: usize,
        what: &Phrase,
        got: &[&str],
        wanted: &[&str],
        known: &[&str],
        span: Span,
    ) -> Option<Diagnostic> {
        if let Some(unknown) = wanted.iter().find(|word| !known.contains(word)) {
            return Some(self.undeclared(unknown, known, span));
        }
        let set = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<_>>();
        if set(got) == set(wanted) {
            return None;
        }
        let number = row + 1;
        Some(self.failed(
            phrase!(
                "{what} of row {number}: {got}, not {wanted}",
                "{what} de la ligne {number} : {got}, et non {wanted}";
                what = what, got = listed(got), wanted = listed(wanted)
            ),
            span,
            phrase!("got {got}", "obtenu : {got}"; got = listed(got)),
        ))
    }

    fn undeclared(&self, word: &str, known: &[&str], span: Span) -> Diagnostic {
        let failed = self.failed(
            phrase!("the method declares no `{word}`", "la méthode ne déclare pas `{word}`"),
            span,
            Phrase::fixed("not declared", "pas déclaré"),
        );
        let all = listed(known);
        failed.help(phrase!("it declares {all}", "elle déclare {all}"; all = all))
    }

    fn no_score(&self, row: usize, outcome: &Outcome, span: Span) -> Diagnostic {
        let number = row + 1;
        let why = outcome
            .problems
            .iter()
            .find(|problem| problem.error && problem.row.is_none_or(|named| named as usize == row));
        let why = why.map_or_else(Phrase::empty, |problem| problem.message.clone());
        let about =
            outcome.problems.iter().find(|problem| problem.error).map_or(ROW, |problem| self.about(problem));
        self.failed(
            phrase!("row {number} has no score: {why}", "la ligne {number} n'a pas de score : {why}"; why = why),
            span,
            Phrase::fixed("wanted here", "voulu ici"),
        )
        .help(phrase!(
            "correct the method or the row, or want the error with `expect = [{{ error = \"{about}\" }}]`",
            "corrigez la méthode ou la ligne, ou voulez l'erreur avec `expect = [{{ error = \"{about}\" }}]`"
        ))
    }

    fn count(&self, wanted: usize, span: Span) -> Diagnostic {
        let rows = self.rows.len();
        self.failed(
            phrase!("rows: {rows}, answers: {wanted}", "lignes : {rows}, réponses : {wanted}"),
            span,
            Phrase::fixed("these answers", "ces réponses"),
        )
        .help(Phrase::fixed("write one answer a row", "écrivez une réponse par ligne"))
    }

    /// A case that shows nothing; the help is what it got.
    fn wants_nothing(&self, outcome: &Outcome) -> Diagnostic {
        let got: Vec<String> = outcome
            .scores
            .iter()
            .map(|scored| scored.as_ref().map_or("?".into(), |of| of.score.to_string()))
            .collect();
        let got = got.join(", ");
        self.failed(
            Phrase::fixed("the case wants nothing", "le cas ne veut rien"),
            self.head.span,
            Phrase::fixed("no `scores`, no `expect`", "ni `scores`, ni `expect`"),
        )
        .help(phrase!(
            "write `scores = [{got}]` if that is right",
            "écrivez `scores = [{got}]` si c'est juste"
        ))
    }

    fn failed(&self, message: Phrase, span: Span, label: Phrase) -> Diagnostic {
        case_failed(self.head, message, span, label)
    }
}

/// What a failed case is told as: whose it is, and what differs.
fn case_failed(head: &Record<'_>, message: Phrase, span: Span, label: Phrase) -> Diagnostic {
    let name = head.text_ref("name").unwrap_or_default();
    let message = phrase!("`{name}`: {message}", "`{name}` : {message}"; message = message);
    Diagnostic::new(Code::CaseFailed, message).at(span, label)
}

fn not_refused(head: &Record<'_>, wanted: &str, told: &[&str]) -> Diagnostic {
    case_failed(
        head,
        phrase!("`{wanted}` is not refused", "`{wanted}` n'est pas refusé"),
        head.span_of("error"),
        phrase!("got {told}", "obtenu : {told}"; told = listed(told)),
    )
}

fn listed(words: &[&str]) -> Phrase {
    let words: Vec<String> =
        words.iter().filter(|word| !word.is_empty()).map(|word| format!("`{word}`")).collect();
    match words.is_empty() {
        true => Phrase::fixed("none", "rien"),
        false => Phrase::same(words.join(", ")),
    }
}
