//! A test kit: runs a [`Scorer`] natively, in the engine's place. It fills in defaults, refuses what the engine would
//! refuse, and holds every answer against the contract. Not part of a component.

mod contract;

pub use contract::{assert_contract, breaches};

use std::marker::PhantomData;

use crate::{
    ColumnKind, Declaration, Declarer, Description, Entry, Fault, Input, InputKind, Language, Outcome,
    Problem, Scored, Scorer, Severity, Value,
};

/// A value as a plan writes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// One of the declared words, or any other text.
    Word(String),
    /// A list of numbers.
    Numbers(Vec<f64>),
    /// Entries by name, each with its values by key.
    Entries(Vec<(String, Vec<(String, Self)>)>),
}

impl Given {
    /// A table of entries.
    pub fn entries<'k, E>(entries: impl IntoIterator<Item = (&'k str, E)>) -> Self
    where
        E: IntoIterator<Item = (&'k str, Self)>,
    {
        let entry = |(name, cells): (&str, E)| {
            (name.to_owned(), cells.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
        };
        Self::Entries(entries.into_iter().map(entry).collect())
    }
}

impl From<f64> for Given {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Given {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<&str> for Given {
    fn from(word: &str) -> Self {
        Self::Word(word.to_owned())
    }
}

impl<const N: usize> From<[f64; N]> for Given {
    fn from(numbers: [f64; N]) -> Self {
        Self::Numbers(numbers.to_vec())
    }
}

/// Parameters and rows for one run of a scorer, written by key as in a plan.
#[derive(Debug)]
pub struct Case<S> {
    params: Vec<(String, Given)>,
    rows: Vec<Vec<(String, Given)>>,
    declare: Declare,
    scorer: PhantomData<S>,
}

/// What parameters add to a description.
type Declare = fn(&[Value]) -> Result<Declaration, Vec<Fault>>;

// Not derived: a case can be copied whether or not the scorer can.
impl<S> Clone for Case<S> {
    fn clone(&self) -> Self {
        let Self { params, rows, declare, scorer } = self;
        Self { params: params.clone(), rows: rows.clone(), declare: *declare, scorer: *scorer }
    }
}

impl<S: Scorer> Default for Case<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Declarer> Case<S> {
    /// A case of a method that leaves part of itself to the plan, without parameters and rows.
    pub fn declaring() -> Self {
        Self { declare: S::declare, ..Self::new() }
    }
}

impl<S: Scorer> Case<S> {
    /// A case without parameters and rows.
    pub const fn new() -> Self {
        Self {
            params: Vec::new(),
            rows: Vec::new(),
            declare: |_| {
                Ok(Declaration { formula: None, meaning: None, inputs: Vec::new(), parts: Vec::new() })
            },
            scorer: PhantomData,
        }
    }

    /// Sets a parameter, as `[scoring.<id>]` would.
    #[must_use]
    pub fn param(mut self, key: &str, value: impl Into<Given>) -> Self {
        self.params.push((key.to_owned(), value.into()));
        self
    }

    /// Adds an initiative. What is not given is missing or has its default.
    #[must_use]
    pub fn row<'k>(mut self, values: impl IntoIterator<Item = (&'k str, Given)>) -> Self {
        self.rows.push(values.into_iter().map(|(key, value)| (key.to_owned(), value)).collect());
        self
    }

    /// Adds an initiative that has numbers alone.
    #[must_use]
    pub fn numbers<'k>(self, values: impl IntoIterator<Item = (&'k str, f64)>) -> Self {
        self.row(values.into_iter().map(|(key, number)| (key, number.into())))
    }

    /// What the plugin finds wrong with the parameters before it reads any row.
    ///
    /// # Panics
    ///
    /// When the engine would refuse the parameters.
    pub fn faults(&self) -> Vec<Fault> {
        let mut refusals = Vec::new();
        let params = values(&S::describe(Language::En).params, &self.params, &mut refusals);
        assert!(refusals.is_empty(), "the engine refuses these values:\n{}", refusals.join("\n"));
        (self.declare)(&params).err().unwrap_or_default()
    }

    /// The description with what the parameters add to it.
    fn description(&self) -> Description {
        let mut description = S::describe(Language::En);
        let declared = (self.declare)(&values(&description.params, &self.params, &mut Vec::new()));
        let declared = declared.unwrap_or_else(|faults| panic!("faulty parameters: {faults:?}"));
        description.meaning = declared.meaning.unwrap_or(description.meaning);
        description.inputs.extend(declared.inputs);
        description.parts.extend(declared.parts);
        description
    }

    /// What the engine would refuse before it asks the plugin, because of the declared inputs.
    ///
    /// # Panics
    ///
    /// When the plugin finds a fault in the parameters.
    pub fn refusals(&self) -> Vec<String> {
        let description = self.description();
        let mut refusals = Vec::new();
        values(&description.params, &self.params, &mut refusals);
        for row in &self.rows {
            values(&description.inputs, row, &mut refusals);
        }
        refusals
    }

    /// Scores the rows.
    ///
    /// # Panics
    ///
    /// When the engine would refuse the values, when the answer breaks the contract, or when it changes with the order
    /// of the rows.
    pub fn run(&self) -> Answer {
        let refusals = self.refusals();
        assert!(refusals.is_empty(), "the engine refuses these values:\n{}", refusals.join("\n"));
        let description = self.description();
        let mut refusals = Vec::new();
        let params = values(&description.params, &self.params, &mut refusals);
        let rows: Vec<_> =
            self.rows.iter().map(|row| values(&description.inputs, row, &mut refusals)).collect();
        let rows: Vec<&[Value]> = rows.iter().map(Vec::as_slice).collect();
        let outcome = S::score(&params, &rows);
        let breaches = contract::outcome_breaches(&description, rows.len(), &outcome);
        assert!(breaches.is_empty(), "the answer breaks the contract:\n{}", breaches.join("\n"));
        let backwards: Vec<_> = rows.iter().rev().copied().collect();
        let mut again = S::score(&params, &backwards).scores;
        again.reverse();
        assert_eq!(outcome.scores, again, "the answer depends on the order of the rows");
        Answer { description, outcome }
    }
}

/// Puts given values into declared order; whatever the engine would refuse is told.
fn values(declared: &[Input], given: &[(String, Given)], refusals: &mut Vec<String>) -> Vec<Value> {
    for (key, _) in given {
        if !declared.iter().any(|input| input.key == *key) {
            refusals.push(format!("`{key}` is not declared"));
        }
    }
    let value = |input: &Input| match given.iter().find(|(key, _)| *key == input.key) {
        Some((_, given)) => value(input, given),
        None if input.required => Err(format!("`{}` is required", input.key)),
        None => Ok(input.default.clone().unwrap_or(Value::Missing)),
    };
    declared
        .iter()
        .map(|input| {
            value(input).unwrap_or_else(|refusal| {
                refusals.push(refusal);
                Value::Missing
            })
        })
        .collect()
}

fn value(input: &Input, given: &Given) -> Result<Value, String> {
    let key = &input.key;
    let number = |number: f64| {
        let allowed = input.min.is_none_or(|min| number >= min) && input.max.is_none_or(|max| number <= max);
        let whole = input.kind != InputKind::Integer || number.fract() == 0.0;
        match (number.is_finite() && allowed, whole) {
            (true, true) => Ok(number),
            (false, _) => Err(format!("`{key}`: {number} is out of range")),
            (true, false) => Err(format!("`{key}`: {number} is not a whole number")),
        }
    };
    match (&input.kind, given) {
        (InputKind::Number | InputKind::Integer | InputKind::Share, Given::Number(given)) => {
            number(*given).map(Value::Number)
        }
        (InputKind::Flag, Given::Flag(flag)) => Ok(Value::Flag(*flag)),
        (InputKind::Choice(choices), Given::Word(word)) => choices
            .iter()
            .position(|choice| choice.key == word)
            .map(|position| Value::Choice(position as u32))
            .ok_or_else(|| format!("`{key}`: there is no choice `{word}`")),
        (InputKind::Numbers(names), Given::Numbers(numbers)) if names.len() == numbers.len() => {
            numbers.iter().map(|given| number(*given)).collect::<Result<_, _>>().map(Value::Numbers)
        }
        (InputKind::Text, Given::Word(text)) => Ok(Value::Text(text.clone())),
        (InputKind::Entries(columns), Given::Entries(entries)) => {
            let mut refusals = Vec::new();
            let columns: Vec<Input> = columns.iter().map(as_input).collect();
            let entry = |(key, cells): &(String, Vec<_>)| Entry {
                key: key.clone(),
                cells: values(&columns, cells, &mut refusals),
            };
            let entries = entries.iter().map(entry).collect();
            refusals.pop().map_or(Ok(Value::Entries(entries)), Err)
        }
        (kind, given) => Err(format!("`{key}`: {given:?} is not {kind:?}")),
    }
}

/// A column is checked like an input.
fn as_input(column: &crate::Column) -> Input {
    let kind = match &column.kind {
        ColumnKind::Number => InputKind::Number,
        ColumnKind::Share => InputKind::Share,
        ColumnKind::Flag => InputKind::Flag,
        ColumnKind::Choice(choices) => InputKind::Choice(choices.clone()),
        ColumnKind::Text => InputKind::Text,
    };
    Input {
        kind,
        required: column.required,
        min: column.min,
        max: column.max,
        ..Input::number(column.key, column.label)
    }
}

/// What a scorer answered, read by key. Rows are counted from 0 in the order of [`Case::row`].
#[derive(Clone, Debug)]
pub struct Answer {
    description: Description,
    outcome: Outcome,
}

/// # Panics
///
/// The functions that read a score panic where the row has none, and those that take a key where nothing has that key.
impl Answer {
    #[track_caller]
    fn scored(&self, row: usize) -> &Scored {
        let problems =
            || self.problems(row).map(|problem| problem.message.get(Language::En)).collect::<Vec<_>>();
        self.outcome.scores[row]
            .as_ref()
            .unwrap_or_else(|| panic!("row {row} has no score: {:?}", problems()))
    }

    /// Whether the row has a score.
    pub fn is_scored(&self, row: usize) -> bool {
        self.outcome.scores[row].is_some()
    }

    /// The score of a row.
    #[track_caller]
    pub fn score(&self, row: usize) -> f64 {
        self.scored(row).score
    }

    /// One part of the explanation of a row.
    #[track_caller]
    pub fn part(&self, row: usize, key: &str) -> f64 {
        let position = self.description.parts.iter().position(|part| part.key == key);
        self.scored(row).parts[position.unwrap_or_else(|| panic!("there is no part `{key}`"))]
    }

    /// The key of the class of a row.
    #[track_caller]
    pub fn category(&self, row: usize) -> Option<&'static str> {
        self.scored(row).category.map(|position| self.description.categories[position as usize].key)
    }

    /// The keys of the remarks on a row.
    #[track_caller]
    pub fn notes(&self, row: usize) -> Vec<&'static str> {
        let key = |position: &u32| self.description.notes[*position as usize].key;
        self.scored(row).notes.iter().map(key).collect()
    }

    /// What is wrong with a row.
    pub fn problems(&self, row: usize) -> impl Iterator<Item = &Problem> {
        self.outcome.problems.iter().filter(move |problem| problem.row == Some(row as u32))
    }

    /// The keys of the inputs that errors of a row point to.
    pub fn errors(&self, row: usize) -> Vec<&str> {
        self.blamed(row, Severity::Error)
    }

    /// The keys of the inputs that warnings of a row point to.
    pub fn warnings(&self, row: usize) -> Vec<&str> {
        self.blamed(row, Severity::Warning)
    }

    fn blamed(&self, row: usize, severity: Severity) -> Vec<&str> {
        self.problems(row)
            .filter(|problem| problem.severity == severity)
            .filter_map(|problem| problem.input)
            .map(|input| &*self.description.inputs[input as usize].key)
            .collect()
    }

    /// The keys of the parameters that errors point to.
    pub fn param_errors(&self) -> Vec<&str> {
        self.outcome
            .problems
            .iter()
            .filter(|problem| problem.row.is_none())
            .filter_map(|problem| problem.input)
            .map(|param| &*self.description.params[param as usize].key)
            .collect()
    }

    /// The scored rows, highest score first; equal scores stay in the order of the rows.
    pub fn order(&self) -> Vec<usize> {
        let mut rows: Vec<_> = (0..self.outcome.scores.len()).filter(|row| self.is_scored(*row)).collect();
        rows.sort_by(|a, b| self.score(*b).total_cmp(&self.score(*a)));
        rows
    }
}

#[cfg(test)]
mod tests;
