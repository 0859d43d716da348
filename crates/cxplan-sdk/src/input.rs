//! What a method declares of the values that it reads.

use std::borrow::Cow;

use crate::Value;

/// Keys that the plan language keeps for itself among a method's inputs: what backs them, and the same for single segments and
/// personas.
pub const RESERVED: [&str; 3] = ["evidence", "by_segment", "by_persona"];

/// What an input holds.
#[derive(Clone, Debug, PartialEq)]
pub enum InputKind {
    /// Any finite number.
    Number,
    /// A whole number.
    Integer,
    /// A part of one: a plan writes `0.8` or `"80%"`, the plugin gets 0.8, documents show 80 %.
    Share,
    /// True or false.
    Flag,
    /// One of these words; the plugin gets its position.
    Choice(Vec<Choice>),
    /// As many numbers as there are names here, in this order.
    Numbers(Vec<&'static str>),
    /// A text on one line. For parameters alone.
    Text,
    /// A table of entries that the plan names, each with these columns. For parameters alone.
    Entries(Vec<Column>),
}

/// What each entry of a table holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The key in the plan: kebab-case or `snake_case`, unique in its table.
    pub key: &'static str,
    /// Name for readers.
    pub label: &'static str,
    /// One sentence of help.
    pub help: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether an entry without it is refused before the plugin runs.
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
    /// One of these words; the plugin gets its position.
    Choice(Vec<Choice>),
    /// A text on one line.
    Text,
}

/// Declared in one expression, as [`Input`] is.
impl Column {
    /// An optional column without a range.
    pub const fn new(key: &'static str, label: &'static str, kind: ColumnKind) -> Self {
        Self { key, label, help: "", kind, required: false, min: None, max: None }
    }

    /// One sentence of help.
    #[must_use]
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// An entry without it is refused before the plugin runs.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Smallest allowed value.
    #[must_use]
    pub const fn min(mut self, min: f64) -> Self {
        self.min = Some(min);
        self
    }

    /// Largest allowed value.
    #[must_use]
    pub const fn max(mut self, max: f64) -> Self {
        self.max = Some(max);
        self
    }
}

/// A word that a plan may write, and what documents show for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word in the plan.
    pub key: &'static str,
    /// The word for readers.
    pub label: &'static str,
}

impl Choice {
    /// A word and what documents show for it.
    pub const fn new(key: &'static str, label: &'static str) -> Self {
        Self { key, label }
    }
}

/// What an input means to the engine beyond the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Person-months of work. Where the plan gives none, the engine fills in the sum of the initiative's steps; where an
    /// initiative has no steps, the engine plans with this number.
    Effort,
    /// A share: the chance that the initiative works as its author says.
    Confidence,
    /// How strongly the initiative moves what customers feel; drawn against effort.
    Impact,
}

/// One value that a method reads: of an initiative, or of its parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The key in the plan: kebab-case or `snake_case`, unique in its list.
    pub key: Cow<'static, str>,
    /// Name for readers.
    pub label: Cow<'static, str>,
    /// One sentence of help.
    pub help: Cow<'static, str>,
    /// Unit of the value, for readers.
    pub unit: Option<Cow<'static, str>>,
    /// What it holds.
    pub kind: InputKind,
    /// What it means to the engine.
    pub role: Option<Role>,
    /// Whether a plan without it is refused before the plugin runs.
    pub required: bool,
    /// Smallest allowed value; for [`InputKind::Numbers`] it holds for each.
    pub min: Option<f64>,
    /// Largest allowed value; for [`InputKind::Numbers`] it holds for each.
    pub max: Option<f64>,
    /// The values of a published scale, ascending; empty where any value will do. The plugin decides what a value between
    /// them means; the engine keeps to them where it varies the value.
    pub steps: Vec<f64>,
    /// What the plugin gets when the plan is silent.
    pub default: Option<Value>,
}

/// Declared in one expression: the kind first, then what differs from an optional input without range, unit and default.
impl Input {
    fn new(key: impl Into<Cow<'static, str>>, label: impl Into<Cow<'static, str>>, kind: InputKind) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            help: Cow::Borrowed(""),
            unit: None,
            kind,
            role: None,
            required: false,
            min: None,
            max: None,
            steps: Vec::new(),
            default: None,
        }
    }

    /// Any finite number.
    pub fn number(key: impl Into<Cow<'static, str>>, label: impl Into<Cow<'static, str>>) -> Self {
        Self::new(key, label, InputKind::Number)
    }

    /// A whole number.
    pub fn integer(key: impl Into<Cow<'static, str>>, label: impl Into<Cow<'static, str>>) -> Self {
        Self::new(key, label, InputKind::Integer)
    }

    /// A part of one, so between 0 and 1.
    pub fn share(key: impl Into<Cow<'static, str>>, label: impl Into<Cow<'static, str>>) -> Self {
        Self::new(key, label, InputKind::Share).min(0.0).max(1.0)
    }

    /// True or false.
    pub fn flag(key: impl Into<Cow<'static, str>>, label: impl Into<Cow<'static, str>>) -> Self {
        Self::new(key, label, InputKind::Flag)
    }

    /// One of these words.
    pub fn choice(key: &'static str, label: &'static str, choices: impl Into<Vec<Choice>>) -> Self {
        Self::new(key, label, InputKind::Choice(choices.into()))
    }

    /// As many numbers as there are names.
    pub fn numbers(key: &'static str, label: &'static str, names: impl Into<Vec<&'static str>>) -> Self {
        Self::new(key, label, InputKind::Numbers(names.into()))
    }

    /// A text on one line, for a parameter.
    pub fn text(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, InputKind::Text)
    }

    /// Entries that the plan names, each with these columns, for a parameter.
    pub fn entries(key: &'static str, label: &'static str, columns: impl Into<Vec<Column>>) -> Self {
        Self::new(key, label, InputKind::Entries(columns.into()))
    }

    /// One sentence of help.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = help.into();
        self
    }

    /// Unit of the value, for readers.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<Cow<'static, str>>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// What the value means to the engine.
    #[must_use]
    pub const fn role(mut self, role: Role) -> Self {
        self.role = Some(role);
        self
    }

    /// A plan without it is refused before the plugin runs.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Smallest allowed value.
    #[must_use]
    pub const fn min(mut self, min: f64) -> Self {
        self.min = Some(min);
        self
    }

    /// Largest allowed value.
    #[must_use]
    pub const fn max(mut self, max: f64) -> Self {
        self.max = Some(max);
        self
    }

    /// The values of a published scale, ascending.
    #[must_use]
    pub fn steps(mut self, steps: impl Into<Vec<f64>>) -> Self {
        self.steps = steps.into();
        self
    }

    /// What the plugin gets when the plan is silent.
    #[must_use]
    pub fn default(mut self, value: Value) -> Self {
        self.default = Some(value);
        self
    }
}
