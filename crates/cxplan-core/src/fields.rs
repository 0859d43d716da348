//! The vocabulary of field tables: what a key may hold.
//!
//! Each TOML table of the language is declared once, as a [`Table`] of [`Field`]s ([`crate::language`]). Reading, errors
//! and suggestions are driven by the declaration; a method's declared inputs become such a table at run time
//! ([`crate::inputs`]), so that a custom method gets the same errors as a built-in one.

use std::borrow::Cow;

/// A TOML table of the language.
#[derive(Clone, Debug)]
pub struct Table {
    /// Name in messages: `initiative`, `calendar`.
    pub name: Cow<'static, str>,
    /// One line on what it holds.
    pub doc: Cow<'static, str>,
    /// Its keys.
    pub fields: Cow<'static, [Field]>,
    /// Whether keys that are no fields may be ids of methods.
    pub methods: Option<MethodSlot>,
}

/// Where a method's own table may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodSlot {
    /// `[scoring.<id>]`: the parameters.
    Params,
    /// `[initiative.<id>]`: the inputs.
    Inputs,
}

/// A key of a table.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key as the plan writes it.
    pub key: Cow<'static, str>,
    /// What it holds.
    pub kind: Kind,
    /// Whether the table must have it.
    pub required: bool,
    /// One line of help.
    pub doc: Cow<'static, str>,
}

impl Field {
    /// The same field, but the table must have it.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }
}

/// Declares an optional field.
pub const fn field(key: &'static str, kind: Kind, doc: &'static str) -> Field {
    Field { key: Cow::Borrowed(key), kind, required: false, doc: Cow::Borrowed(doc) }
}

/// What a value may be.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Text that is not empty.
    Text,
    /// Text in kebab-case that names the entry; unique in its list.
    Id,
    /// `true` or `false`.
    Flag,
    /// A whole number in a range, both ends included.
    Integer(i64, i64),
    /// A finite number in a range, both ends included.
    Number(f64, f64),
    /// A part of one in a range: `0.8` or `"80%"`.
    Share(f64, f64),
    /// A day: `2027-01-04`.
    Date,
    /// An amount of time with its unit: `"3d"`, `"2w"`, `"1.5mo"`.
    Duration,
    /// One of these words.
    Word(Cow<'static, [Cow<'static, str>]>),
    /// The id of an entry of another list.
    Ref(Target),
    /// Any number of values of one kind.
    List(&'static Self),
    /// As many numbers as there are names, each in a range.
    Numbers {
        /// Names of the slots.
        names: Cow<'static, [Cow<'static, str>]>,
        /// Smallest allowed value.
        min: f64,
        /// Largest allowed value.
        max: f64,
    },
    /// A table.
    Table(TableRef),
    /// Any number of tables.
    Tables(&'static Table),
    /// A table whose keys are ids or words and whose values are of one kind.
    Map(MapKey, Box<Self>),
    /// A table whose keys are ids and whose values are of one kind (the form that a constant can hold).
    StaticMap(Target, &'static Self),
}

/// A table inside another: declared in the program or made of a method's declaration.
#[derive(Clone, Debug)]
pub enum TableRef {
    /// Declared in the program.
    Static(&'static Table),
    /// Made at run time.
    Owned(Box<Table>),
}

impl TableRef {
    /// The table.
    pub fn get(&self) -> &Table {
        match self {
            Self::Static(table) => table,
            Self::Owned(table) => table,
        }
    }
}

/// What the keys of a map are.
#[derive(Clone, Debug)]
pub enum MapKey {
    /// Ids of another list.
    Ref(Target),
    /// These words.
    Words(Vec<String>),
}

/// A list that references lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the list of the same name")]
pub enum Target {
    Goal,
    Segment,
    Persona,
    /// References to stages are checked only where the plan lists stages: without the list they are free labels.
    Stage,
    Touchpoint,
    Evidence,
    Competitor,
    Metric,
    Team,
    Tool,
    Initiative,
    /// A step of the same initiative.
    Step,
    Review,
    Audience,
}

impl Target {
    /// The list's name in the plan: `[[goal]]`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Segment => "segment",
            Self::Persona => "persona",
            Self::Stage => "stage",
            Self::Touchpoint => "touchpoint",
            Self::Evidence => "evidence",
            Self::Competitor => "competitor",
            Self::Metric => "metric",
            Self::Team => "team",
            Self::Tool => "tool",
            Self::Initiative => "initiative",
            Self::Step => "step",
            Self::Review => "review",
            Self::Audience => "audience",
        }
    }
}

impl Kind {
    /// What a value must be, after "must be": with the article, and an example for what is not plain.
    pub fn expected(&self) -> String {
        match self {
            Self::Text => "a text in quotes".into(),
            Self::Id => "an id in quotes, such as \"guest-checkout\"".into(),
            Self::Flag => "true or false".into(),
            Self::Integer(min, max) => format!("a whole number{}", range(*min as f64, *max as f64)),
            Self::Number(min, max) => format!("a number{}", range(*min, *max)),
            Self::Share(min, max) if (*min, *max) == (0.0, 1.0) => {
                "a share from 0 to 1, such as 0.8 or \"80%\"".into()
            }
            Self::Share(min, max) => format!("a share{}", range(*min, *max)),
            Self::Date => "a date, such as 2027-01-04".into(),
            Self::Duration => "an amount of time in quotes, such as \"3d\", \"2w\" or \"1.5mo\"".into(),
            Self::Word(words) => {
                format!("one of {}", words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", "))
            }
            Self::Ref(target) => format!("the id of a [[{}]] in quotes", target.name()),
            Self::List(kind) => format!("a list, each entry {}", kind.expected()),
            Self::Numbers { names, min, max } => {
                format!("a list of {} numbers ({}){}", names.len(), names.join(", "), range(*min, *max))
            }
            Self::Table(_) | Self::Map(..) | Self::StaticMap(..) => "a table, such as { key = value }".into(),
            Self::Tables(_) => "a list of tables".into(),
        }
    }
}

fn range(min: f64, max: f64) -> String {
    match (min.is_finite() && min > i64::MIN as f64, max.is_finite() && max < i64::MAX as f64) {
        (true, true) => format!(" from {min} to {max}"),
        (true, false) => format!(" of at least {min}"),
        (false, true) => format!(" of at most {max}"),
        (false, false) => String::new(),
    }
}
