//! Scoring methods as the engine knows them: what a method declares, what it is asked, what it answers.
//!
//! The types mirror `crates/cxplan-sdk/wit/scoring.wit`; the host crate turns one into the other and refuses what breaks
//! the contract, so that everything in here is sound: every number is finite, every list has the declared length and
//! every position points to something that exists. The engine itself holds no formula.

use std::ops::Range;

use serde::Serialize;

use crate::phrase::Phrase;

/// A language that plans are published in. Method texts and documents exist in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Language {
    /// Every language, in a fixed order.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// The BCP 47 tag: `en` or `fr`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// The language of a tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }
}

/// A loaded method: its declaration in each language and where it came from.
#[derive(Clone, Debug)]
pub struct Method {
    /// One declaration a language, in the order of [`Language::ALL`]. They differ in texts alone.
    pub descriptions: [Description; 2],
    /// Lower-case hexadecimal SHA-256 of the component.
    pub sha256: String,
    /// Where the component came from.
    pub origin: Origin,
}

impl Method {
    /// The declaration in a language.
    pub fn description(&self, language: Language) -> &Description {
        &self.descriptions[language as usize]
    }

    /// The id, which is also the key of its inputs in the plan.
    pub fn id(&self) -> &str {
        &self.descriptions[0].id
    }

    /// The declaration that checking and messages use (English).
    pub fn spec(&self) -> &Description {
        &self.descriptions[0]
    }

    /// Whether part of the method is left to the plan, so that its plugin must be asked what the plan's parameters make of
    /// it before its inputs are known.
    pub fn is_open(&self) -> bool {
        self.spec().params.iter().any(Input::is_open)
    }
}

/// Where a component came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Shipped inside the program.
    Builtin,
    /// Read from this file, as the plan or the command line named it.
    File(String),
}

/// What a method declares of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// Kebab-case id, also the key of the inputs in the plan.
    pub id: String,
    /// Name for readers.
    pub title: String,
    /// Version of the component.
    pub version: String,
    /// One or two sentences.
    pub summary: String,
    /// How the score comes about, in one line.
    pub formula: String,
    /// What the score is.
    pub meaning: Meaning,
    /// What it reads of each initiative.
    pub inputs: Vec<Input>,
    /// What it reads of `[scoring.<id>]`.
    pub params: Vec<Input>,
    /// The columns of its breakdown.
    pub parts: Vec<Part>,
    /// The classes that an initiative can fall into.
    pub categories: Vec<Category>,
    /// Remarks that a score can carry.
    pub notes: Vec<Note>,
}

/// What the parameters of a plan make of a method that is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declaration {
    /// In place of the formula of the description.
    pub formula: Option<String>,
    /// In place of the meaning of the description.
    pub meaning: Option<Meaning>,
    /// After the inputs of the description.
    pub inputs: Vec<Input>,
    /// After the parts of the description.
    pub parts: Vec<Part>,
}

/// Why a method cannot work with the parameters of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Position in the declared parameters.
    pub param: usize,
    /// Position in the entries of the parameter.
    pub entry: Option<usize>,
    /// Position in the columns of the entry; none: its name.
    pub column: Option<usize>,
    /// The bytes of the text that are wrong.
    pub part: Option<Range<usize>>,
    /// What is wrong.
    pub message: Phrase,
    /// What to do.
    pub help: Option<Phrase>,
}

impl Description {
    /// The description with what the parameters of a plan add to it.
    #[must_use]
    pub fn with(mut self, declared: Declaration) -> Self {
        self.formula = declared.formula.unwrap_or(self.formula);
        self.meaning = declared.meaning.unwrap_or(self.meaning);
        self.inputs.extend(declared.inputs);
        self.parts.extend(declared.parts);
        self
    }

    /// The position of the input with this role.
    pub fn input_with(&self, role: Role) -> Option<usize> {
        self.inputs.iter().position(|input| input.role == Some(role))
    }
}

/// What a score is, so that the timeline can weigh it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Meaning {
    /// Benefit for each unit of effort: the weight in the timeline is score × effort.
    Ratio,
    /// Benefit: the weight in the timeline is the score.
    Benefit,
    /// An order only: the timeline keeps the order.
    Rank,
}

/// One value that a method reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The key in the plan.
    pub key: String,
    /// Name for readers.
    pub label: String,
    /// One sentence of help.
    pub help: String,
    /// Unit of the value, for readers.
    pub unit: Option<String>,
    /// What it holds.
    pub kind: InputKind,
    /// What it means to the engine.
    pub role: Option<Role>,
    /// Whether an initiative must give it.
    pub required: bool,
    /// Smallest allowed value.
    pub min: Option<f64>,
    /// Largest allowed value.
    pub max: Option<f64>,
    /// The values of a published scale, ascending; empty where any value will do. What lies between them is for the method
    /// to judge; where the engine varies a value, it keeps to them.
    pub steps: Vec<f64>,
    /// The value where the plan is silent.
    pub default: Option<Value>,
}

impl Input {
    /// The smallest and the largest value; infinite where there is no end. A share lies between 0 and 1.
    pub fn ends(&self) -> (f64, f64) {
        let (low, high) = match self.kind {
            InputKind::Share => (0.0, 1.0),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        };
        (self.min.unwrap_or(low), self.max.unwrap_or(high))
    }

    /// Whether the plan has to give it.
    pub const fn is_needed(&self) -> bool {
        self.required && self.default.is_none()
    }

    /// Whether it leaves part of the method to the plan. Parameters alone can be so.
    pub const fn is_open(&self) -> bool {
        matches!(self.kind, InputKind::Text | InputKind::Entries(_))
    }
}

/// What an input holds.
#[derive(Clone, Debug, PartialEq)]
pub enum InputKind {
    /// Any finite number.
    Number,
    /// A whole number.
    Integer,
    /// A part of one, written `0.8` or `"80%"`.
    Share,
    /// True or false.
    Flag,
    /// One of these words.
    Choice(Vec<Choice>),
    /// As many numbers as there are names.
    Numbers(Vec<String>),
    /// A text on one line. Parameters alone have this kind.
    Text,
    /// A table of entries that the plan names. Parameters alone have this kind.
    Entries(Vec<Column>),
}

/// What each entry of a table holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The key in the plan.
    pub key: String,
    /// Name for readers.
    pub label: String,
    /// One sentence of help.
    pub help: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether an entry must give it.
    pub required: bool,
    /// Smallest allowed value.
    pub min: Option<f64>,
    /// Largest allowed value.
    pub max: Option<f64>,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnKind {
    /// Any finite number.
    Number,
    /// A part of one.
    Share,
    /// True or false.
    Flag,
    /// One of these words.
    Choice(Vec<Choice>),
    /// A text on one line.
    Text,
}

/// A word that a plan may write, and what documents show for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The word in the plan.
    pub key: String,
    /// The word for readers.
    pub label: String,
}

/// What an input means to the engine beyond the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Person-months of work.
    Effort,
    /// The chance that the initiative works as its author says.
    Confidence,
    /// How strongly it moves what customers feel.
    Impact,
}

/// A value on its way to a method. Positional: the n-th answers the n-th declared input.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// The plan is silent and there is no default.
    Missing,
    /// A finite number; also integers and shares.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// Position in the declared choices.
    Choice(u32),
    /// As many finite numbers as declared.
    Numbers(Vec<f64>),
    /// A text on one line.
    Text(String),
    /// The entries of a table, in the order of the plan.
    Entries(Vec<Entry>),
}

impl Value {
    /// The number, where it is one.
    pub const fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// A value of an input, for readers of what the engine tells.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Given {
    /// A number; also integers and shares.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// The word in the plan.
    Word(String),
    /// As many numbers as declared.
    Numbers(Vec<f64>),
}

impl Given {
    /// None where nothing is given.
    pub fn of(input: &Input, value: &Value) -> Option<Self> {
        Some(match (value, &input.kind) {
            (Value::Number(number), _) => Self::Number(*number),
            (Value::Flag(flag), _) => Self::Flag(*flag),
            (Value::Choice(choice), InputKind::Choice(choices)) => {
                Self::Word(choices.get(*choice as usize)?.key.clone())
            }
            (Value::Numbers(numbers), _) => Self::Numbers(numbers.clone()),
            _ => return None,
        })
    }

    /// The number, where it is one.
    pub const fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// One entry of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The name that the plan gives it.
    pub key: String,
    /// One value a declared column: a number, a flag, a choice, a text, or missing.
    pub cells: Vec<Value>,
}

/// A column of the breakdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Stable key.
    pub key: String,
    /// Name for readers.
    pub label: String,
    /// One sentence of help.
    pub help: String,
    /// Unit, for readers.
    pub unit: Option<String>,
    /// Whether 0.8 is shown as 80 %.
    pub share: bool,
}

/// A named class that an initiative can fall into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Stable key.
    pub key: String,
    /// Name for readers.
    pub label: String,
    /// One sentence of help.
    pub help: String,
}

/// Something that a reader should know of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Stable key.
    pub key: String,
    /// The remark, for readers.
    pub label: String,
}

/// What a method is asked: one row an initiative.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// One value a declared parameter.
    pub params: Vec<Value>,
    /// One row an initiative, each with one value a declared input.
    pub rows: Vec<Vec<Value>>,
}

/// What a method answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// One entry a row; none where a problem of severity error names the row.
    pub scores: Vec<Option<Scored>>,
    /// Everything wrong with the inputs.
    pub problems: Vec<Problem>,
}

/// The score of one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// Higher is earlier; finite.
    pub score: f64,
    /// Position in the declared categories.
    pub category: Option<u32>,
    /// One finite number a declared part.
    pub parts: Vec<f64>,
    /// Positions in the declared notes.
    pub notes: Vec<u32>,
}

/// Something that a method finds wrong with its inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether the row has no score because of it.
    pub error: bool,
    /// Position in the rows; none: the parameters.
    pub row: Option<u32>,
    /// Position in the inputs, or in the parameters where there is no row.
    pub input: Option<u32>,
    /// What is wrong.
    pub message: Phrase,
    /// What to do.
    pub help: Option<Phrase>,
}
