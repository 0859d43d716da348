//! What a method answers.

use crate::{Language, Value};

/// A sentence for readers: one text for every language, or a pair of English and French.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    en: String,
    fr: Option<String>,
}

impl Words {
    /// The text in a language; English where there is no other.
    pub fn get(&self, language: Language) -> &str {
        match (language, &self.fr) {
            (Language::Fr, Some(fr)) => fr,
            _ => &self.en,
        }
    }

    pub(crate) fn unless_empty(self) -> Option<Self> {
        (!self.en.is_empty()).then_some(self)
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self { en: text.to_owned(), fr: None }
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self { en: text, fr: None }
    }
}

/// English, then French.
impl<E: Into<String>, F: Into<String>> From<(E, F)> for Words {
    fn from((en, fr): (E, F)) -> Self {
        Self { en: en.into(), fr: Some(fr.into()) }
    }
}

/// The answer to a batch of rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// One entry a row; none where a problem of severity error names the row.
    pub scores: Vec<Option<Scored>>,
    /// Everything wrong with the inputs, not only the first thing.
    pub problems: Vec<Problem>,
}

impl Outcome {
    /// Scores row by row, which suits every method whose scores do not depend on the other initiatives.
    ///
    /// The function may report errors and still return a score, to find as many problems as it can in one go; the score
    /// of a row with an error is dropped, as the contract asks.
    pub fn of_each(
        rows: &[&[Value]],
        mut score: impl FnMut(&[Value], &mut Report<'_>) -> Option<Scored>,
    ) -> Self {
        let mut problems = Vec::new();
        let scores = (0..)
            .zip(rows)
            .map(|(index, row)| {
                let mut report = Report { row: index, failed: false, problems: &mut problems };
                let scored = score(row, &mut report);
                scored.filter(|_| !report.failed)
            })
            .collect();
        Self { scores, problems }
    }

    /// No scores at all, because of what is wrong with the parameters.
    pub fn refuse(rows: &[&[Value]], problems: Vec<Problem>) -> Self {
        Self { scores: vec![None; rows.len()], problems }
    }
}

/// Where [`Outcome::of_each`] collects what is wrong with a row. Messages say what is wrong and helps what to do, in English
/// or as a pair of English and French; an empty help is left out.
#[derive(Debug)]
pub struct Report<'a> {
    row: u32,
    failed: bool,
    problems: &'a mut Vec<Problem>,
}

impl Report<'_> {
    /// Something that leaves the row without a score. `input` is a position in the declared inputs.
    pub fn error(&mut self, input: usize, message: impl Into<Words>, help: impl Into<Words>) {
        self.failed = true;
        self.add(Severity::Error, input, message.into(), help.into());
    }

    /// Something doubtful that the score survives. `input` is a position in the declared inputs.
    pub fn warning(&mut self, input: usize, message: impl Into<Words>, help: impl Into<Words>) {
        self.add(Severity::Warning, input, message.into(), help.into());
    }

    fn add(&mut self, severity: Severity, input: usize, message: Words, help: Words) {
        let help = help.unless_empty();
        self.problems.push(Problem {
            severity,
            row: Some(self.row),
            input: Some(input as u32),
            message,
            help,
        });
    }
}

/// The score of one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// Higher is earlier; must be finite.
    pub score: f64,
    /// Position in the declared categories.
    pub category: Option<u32>,
    /// One finite number a declared part, in order.
    pub parts: Vec<f64>,
    /// Positions in the declared notes.
    pub notes: Vec<u32>,
}

impl Scored {
    /// A score alone.
    pub const fn new(score: f64) -> Self {
        Self { score, category: None, parts: Vec::new(), notes: Vec::new() }
    }

    /// The class, as a position in the declared categories.
    #[must_use]
    pub const fn category(mut self, position: usize) -> Self {
        self.category = Some(position as u32);
        self
    }

    /// One number a declared part, in order.
    #[must_use]
    pub fn parts(mut self, parts: impl Into<Vec<f64>>) -> Self {
        self.parts = parts.into();
        self
    }

    /// Adds a remark, as a position in the declared notes, where the condition holds.
    #[must_use]
    pub fn note_if(mut self, condition: bool, position: usize) -> Self {
        if condition {
            self.notes.push(position as u32);
        }
        self
    }
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The row, or the whole run, has no score.
    Error,
    /// There is a score, but the author should look.
    Warning,
}

/// Something wrong with the inputs that declared kinds and ranges cannot say. The engine shows it at the place in the
/// plan that `row` and `input` point to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Position in the rows; none: the parameters.
    pub row: Option<u32>,
    /// Position in the declared inputs, or in the declared parameters where there is no row.
    pub input: Option<u32>,
    /// What is wrong.
    pub message: Words,
    /// What to do.
    pub help: Option<Words>,
}

impl Problem {
    /// An error in a parameter, as a position in the declared parameters. Goes with [`Outcome::refuse`].
    pub fn param(position: usize, message: impl Into<Words>, help: impl Into<Words>) -> Self {
        Self {
            severity: Severity::Error,
            row: None,
            input: Some(position as u32),
            message: message.into(),
            help: help.into().unless_empty(),
        }
    }
}
