//! What a method declares of itself. Texts are constants, as the contract wants them: a declaration never changes.

use std::borrow::Cow;

use crate::{Input, Words};

/// A language that plans are published in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::En, Self::Fr];

    /// The language of a tag (`en`, `fr`); English where the SDK does not know the tag.
    pub fn from_tag(tag: &str) -> Self {
        if tag == "fr" { Self::Fr } else { Self::En }
    }

    /// The text in this language. Keeping both side by side keeps them in step.
    pub const fn pick(self, en: &'static str, fr: &'static str) -> &'static str {
        match self {
            Self::En => en,
            Self::Fr => fr,
        }
    }
}

/// What a method declares of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// Kebab-case; also the plan's key for the inputs.
    pub id: &'static str,
    /// Name for readers.
    pub title: &'static str,
    /// Version of the plugin: `env!("CARGO_PKG_VERSION")`.
    pub version: &'static str,
    /// One or two sentences.
    pub summary: &'static str,
    /// How the score comes about, in one line of plain text.
    pub formula: &'static str,
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

impl Description {
    /// No texts and no lists: the rest of a declaration that leaves some out (`..Description::EMPTY`).
    pub const EMPTY: Self = Self {
        id: "",
        title: "",
        version: "",
        summary: "",
        formula: "",
        meaning: Meaning::Benefit,
        inputs: Vec::new(),
        params: Vec::new(),
        parts: Vec::new(),
        categories: Vec::new(),
        notes: Vec::new(),
    };
}

/// What a score is, so that the timeline can weigh it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Benefit for each unit of effort (RICE, WSJF): the weight in the timeline is score × effort.
    Ratio,
    /// Benefit (a weighted sum): the weight in the timeline is the score.
    Benefit,
    /// An order only (Kano classes): the timeline keeps the order.
    Rank,
}

/// One part of the explanation: a column of the breakdown table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Stable key.
    pub key: Cow<'static, str>,
    /// Name for readers.
    pub label: Cow<'static, str>,
    /// One sentence of help.
    pub help: Cow<'static, str>,
    /// Unit, for readers.
    pub unit: Option<Cow<'static, str>>,
    /// Whether 0.8 is shown as 80 %.
    pub share: bool,
}

impl Part {
    /// A plain number.
    pub fn number(
        key: impl Into<Cow<'static, str>>,
        label: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { key: key.into(), label: label.into(), help: help.into(), unit: None, share: false }
    }

    /// A part of one, shown in percent.
    pub fn share(
        key: impl Into<Cow<'static, str>>,
        label: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { share: true, ..Self::number(key, label, help) }
    }

    /// Unit, for readers.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<Cow<'static, str>>) -> Self {
        self.unit = Some(unit.into());
        self
    }
}

/// A named class that an initiative can fall into (Kano: must-be, attractive, ...).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Category {
    /// Stable key.
    pub key: &'static str,
    /// Name for readers.
    pub label: &'static str,
    /// One sentence of help.
    pub help: &'static str,
}

impl Category {
    /// A class.
    pub const fn new(key: &'static str, label: &'static str, help: &'static str) -> Self {
        Self { key, label, help }
    }
}

/// Something that a reader should know of one score ("small sample").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// Stable key.
    pub key: &'static str,
    /// The remark, for readers.
    pub label: &'static str,
}

impl Note {
    /// A remark.
    pub const fn new(key: &'static str, label: &'static str) -> Self {
        Self { key, label }
    }
}

/// What the parameters of a plan make of a method that leaves part of itself to the plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declaration {
    /// In place of the formula of the description.
    pub formula: Option<String>,
    /// In place of the meaning of the description.
    pub meaning: Option<Meaning>,
    /// After the inputs of the description. Rows then have a value for each.
    pub inputs: Vec<Input>,
    /// After the parts of the description. Scores then have a number for each.
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
    pub part: Option<std::ops::Range<usize>>,
    /// What is wrong.
    pub message: Words,
    /// What to do.
    pub help: Option<Words>,
}

impl Fault {
    /// Something wrong with a parameter, as a position in the declared parameters.
    pub fn param(position: usize, message: impl Into<Words>, help: impl Into<Words>) -> Self {
        Self {
            param: position,
            entry: None,
            column: None,
            part: None,
            message: message.into(),
            help: help.into().unless_empty(),
        }
    }

    /// It is one entry of the parameter: its name.
    #[must_use]
    pub const fn entry(mut self, position: usize) -> Self {
        self.entry = Some(position);
        self
    }

    /// It is a column of the entry.
    #[must_use]
    pub const fn column(mut self, position: usize) -> Self {
        self.column = Some(position);
        self
    }

    /// It is a part of the text, in bytes.
    #[must_use]
    pub const fn part(mut self, bytes: std::ops::Range<usize>) -> Self {
        self.part = Some(bytes);
        self
    }
}
