//! What a method answers.

use crate::Value;

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
        rows: &[Vec<Value>],
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
    pub fn refuse(rows: &[Vec<Value>], problems: Vec<Problem>) -> Self {
        Self { scores: vec![None; rows.len()], problems }
    }
}

/// Where [`Outcome::of_each`] collects what is wrong with a row. Messages say what is wrong and helps what to do, both in
/// English; an empty help is left out.
#[derive(Debug)]
pub struct Report<'a> {
    row: u32,
    failed: bool,
    problems: &'a mut Vec<Problem>,
}

impl Report<'_> {
    /// Something that leaves the row without a score. `input` is a position in the declared inputs.
    pub fn error(&mut self, input: usize, message: impl Into<String>, help: &str) {
        self.failed = true;
        self.add(Severity::Error, input, message.into(), help);
    }

    /// Something doubtful that the score survives. `input` is a position in the declared inputs.
    pub fn warning(&mut self, input: usize, message: impl Into<String>, help: &str) {
        self.add(Severity::Warning, input, message.into(), help);
    }

    fn add(&mut self, severity: Severity, input: usize, message: String, help: &str) {
        let help = (!help.is_empty()).then(|| help.to_owned());
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
    /// What is wrong, in English.
    pub message: String,
    /// What to do, in English.
    pub help: Option<String>,
}

impl Problem {
    /// An error in a parameter, as a position in the declared parameters. Goes with [`Outcome::refuse`].
    pub fn param(position: usize, message: impl Into<String>, help: &str) -> Self {
        let help = (!help.is_empty()).then(|| help.to_owned());
        Self {
            severity: Severity::Error,
            row: None,
            input: Some(position as u32),
            message: message.into(),
            help,
        }
    }
}
