//! The vocabulary of field tables: what a key may hold.
//!
//! Each TOML table of the language is declared once, as a [`Table`] of [`Field`]s ([`crate::language`]). Reading, errors,
//! suggestions, the JSON Schema, the comments of new plans and the reference page are driven by the declaration; a method's
//! declared inputs become such a table at run time ([`crate::inputs`]), so that a custom method gets all of it too.

use std::borrow::Cow;
// A constant cannot drop what it replaces; there was nothing to drop.
use std::mem::forget;

use crate::phrase;
use crate::phrase::Phrase;

/// A TOML table of the language.
#[derive(Clone, Debug)]
pub struct Table {
    /// Name in messages: `initiative`, `calendar`.
    pub name: Cow<'static, str>,
    /// One line on what it holds.
    pub doc: Phrase,
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
    pub doc: Phrase,
    /// What a bare number counts, where the key does not say it: "months".
    pub unit: Option<Phrase>,
    /// What holds where the plan is silent, as TOML writes it.
    pub default: Option<Cow<'static, str>>,
}

impl Field {
    /// The same field, but the table must have it.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same field, with the value that holds where the plan is silent.
    pub const fn or(mut self, default: &'static str) -> Self {
        forget(self.default.replace(Cow::Borrowed(default)));
        self
    }

    /// The same field, with what its number counts.
    pub const fn unit(mut self, en: &'static str, fr: &'static str) -> Self {
        forget(self.unit.replace(Phrase::fixed(en, fr)));
        self
    }
}

/// Declares an optional field with its help in English and French.
pub const fn field(key: &'static str, kind: Kind, en: &'static str, fr: &'static str) -> Field {
    Field {
        key: Cow::Borrowed(key),
        kind,
        required: false,
        doc: Phrase::fixed(en, fr),
        unit: None,
        default: None,
    }
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
    /// An amount of time that may lie before: `"1w"`, `"-2d"`.
    Lag,
    /// The path of a file in the project's folder.
    Path,
    /// One of these words.
    Word(Cow<'static, [Cow<'static, str>]>),
    /// The id of an entry of another list.
    Ref(Target),
    /// Any number of values of one kind.
    List(&'static Self),
    /// Exactly three values of one kind: low, likely, high.
    Triple(&'static Self),
    /// One value, or three: low, likely, high.
    Estimate(Box<Self>),
    /// One of two kinds that TOML tells apart by their form.
    Either(&'static Self, &'static Self),
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
    /// A table whose keys are ids, words or codes and whose values are of one kind.
    Map(MapKey, KindRef),
}

/// A kind inside another: declared in the program or made of a method's declaration.
#[derive(Clone, Debug)]
pub enum KindRef {
    /// Declared in the program.
    Static(&'static Kind),
    /// Made at run time.
    Owned(Box<Kind>),
}

impl KindRef {
    /// The kind.
    pub fn get(&self) -> &Kind {
        match self {
            Self::Static(kind) => kind,
            Self::Owned(kind) => kind,
        }
    }
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
    /// Codes of findings, such as `CXP0311`.
    Codes,
    /// Names that the plan makes up: small letters and digits, joined by `-` or `_`.
    Names,
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
    /// A step of the same initiative, or of another as `initiative.step`.
    Step,
    /// An initiative, or a single step of it as `initiative.step`.
    Work,
    WorkCalendar,
    Milestone,
    Guideline,
    Decision,
    Indicator,
    Review,
    Audience,
}

impl Target {
    /// Every list that holds entries with ids.
    pub const LISTS: &[Self] = &[
        Self::Goal,
        Self::Segment,
        Self::Persona,
        Self::Stage,
        Self::Touchpoint,
        Self::Evidence,
        Self::Competitor,
        Self::Metric,
        Self::Team,
        Self::Tool,
        Self::Initiative,
        Self::WorkCalendar,
        Self::Milestone,
        Self::Guideline,
        Self::Decision,
        Self::Indicator,
        Self::Review,
        Self::Audience,
    ];

    /// The list that stands under a key: `goal`, or `steps` of an initiative.
    pub fn of_list(key: &str) -> Option<Self> {
        if key == "steps" {
            return Some(Self::Step);
        }
        Self::LISTS.iter().copied().find(|target| target.name() == key)
    }

    /// What messages call an entry, with the article.
    pub const fn noun(self) -> Phrase {
        match self {
            Self::Goal => Phrase::fixed("the goal", "l'objectif"),
            Self::Segment => Phrase::fixed("the segment", "le segment"),
            Self::Persona => Phrase::fixed("the persona", "le persona"),
            Self::Stage => Phrase::fixed("the stage", "l'étape du parcours"),
            Self::Touchpoint => Phrase::fixed("the touchpoint", "le point de contact"),
            Self::Evidence => Phrase::fixed("the evidence", "la preuve"),
            Self::Competitor => Phrase::fixed("the competitor", "le concurrent"),
            Self::Metric => Phrase::fixed("the metric", "l'indicateur"),
            Self::Team => Phrase::fixed("the team", "l'équipe"),
            Self::Tool => Phrase::fixed("the tool", "l'outil"),
            Self::Initiative | Self::Work => Phrase::fixed("the initiative", "l'initiative"),
            Self::Step => Phrase::fixed("the step", "l'étape"),
            Self::WorkCalendar => Phrase::fixed("the work calendar", "le calendrier de travail"),
            Self::Milestone => Phrase::fixed("the milestone", "le jalon"),
            Self::Guideline => Phrase::fixed("the guideline", "le principe"),
            Self::Decision => Phrase::fixed("the decision", "la décision"),
            Self::Indicator => Phrase::fixed("the indicator", "le signe de succès"),
            Self::Review => Phrase::fixed("the review", "la revue"),
            Self::Audience => Phrase::fixed("the audience", "le public"),
        }
    }

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
            Self::Work => "initiative",
            Self::WorkCalendar => "work_calendar",
            Self::Milestone => "milestone",
            Self::Guideline => "guideline",
            Self::Decision => "decision",
            Self::Indicator => "indicator",
            Self::Review => "review",
            Self::Audience => "audience",
        }
    }
}

impl Field {
    /// A number becomes one that may be given as low, likely and high.
    #[must_use]
    pub fn as_estimate(mut self) -> Self {
        if matches!(self.kind, Kind::Number(..) | Kind::Share(..)) {
            self.kind = Kind::Estimate(Box::new(self.kind));
        }
        self
    }
}

impl Kind {
    /// What a value must be, after "must be", in two or three words.
    pub fn short(&self) -> Phrase {
        match self {
            Self::Text | Self::Path => Phrase::fixed("a text in quotes", "un texte entre guillemets"),
            Self::Id => Phrase::fixed("an id in quotes", "un identifiant entre guillemets"),
            Self::Integer(..) => Phrase::fixed("a whole number", "un nombre entier"),
            Self::Number(..) => Phrase::fixed("a number", "un nombre"),
            Self::Share(..) => Phrase::fixed("a share", "une part"),
            Self::Date => Phrase::fixed("a date", "une date"),
            Self::Duration | Self::Lag => {
                Phrase::fixed("an amount of time in quotes", "une durée entre guillemets")
            }
            Self::Word(_) => Phrase::fixed("a word in quotes", "un mot entre guillemets"),
            Self::Ref(_) => Phrase::fixed("an id in quotes", "un identifiant entre guillemets"),
            Self::List(_) | Self::Tables(_) => Phrase::fixed("a list", "une liste"),
            Self::Triple(_) => Phrase::fixed("a list of three values", "une liste de trois valeurs"),
            Self::Estimate(kind) => kind.short(),
            Self::Numbers { names, .. } => {
                let count = names.len();
                phrase!("a list of {count} numbers", "une liste de {count} nombres")
            }
            Self::Either(one, other) => {
                phrase!("{one}, or {other}", "{one}, ou {other}"; one = one.short(), other = other.short())
            }
            Self::Flag | Self::Table(_) | Self::Map(..) => self.expected(),
        }
    }

    /// What a value must be, after "must be": with the article, and an example for what is not plain.
    pub fn expected(&self) -> Phrase {
        match self {
            Self::Text => Phrase::fixed("a text in quotes", "un texte entre guillemets"),
            Self::Id => Phrase::fixed(
                "an id in quotes, such as \"guest-checkout\"",
                "un identifiant entre guillemets, comme \"commande-invite\"",
            ),
            Self::Flag => Phrase::fixed("true or false", "true ou false"),
            Self::Integer(min, max) => {
                phrase!("a whole number{range}", "un nombre entier{range}"; range = range(*min as f64, *max as f64))
            }
            Self::Number(min, max) => {
                phrase!("a number{range}", "un nombre{range}"; range = range(*min, *max))
            }
            Self::Share(min, max) if (*min, *max) == (0.0, 1.0) => Phrase::fixed(
                "a share from 0 to 1, such as 0.8 or \"80%\"",
                "une part de 0 à 1, comme 0.8 ou \"80%\"",
            ),
            Self::Share(min, max) => phrase!(
                "a share{range}, such as 0.2 or \"20%\"",
                "une part{range}, comme 0.2 ou \"20%\"";
                range = range(*min, *max)
            ),
            Self::Date => Phrase::fixed("a date, such as 2027-01-04", "une date, comme 2027-01-04"),
            Self::Duration => Phrase::fixed(
                "an amount of time in quotes, such as \"3d\", \"2w\" or \"1.5mo\"",
                "une durée entre guillemets, comme \"3j\", \"2sem\" ou \"1.5mois\"",
            ),
            Self::Lag => Phrase::fixed(
                "an amount of time in quotes, such as \"1w\", or \"-2d\" for earlier",
                "une durée entre guillemets, comme \"1sem\", ou \"-2j\" pour plus tôt",
            ),
            Self::Path => Phrase::fixed(
                "the path of a file in the plan's folder, such as \"teams.toml\"",
                "le chemin d'un fichier du dossier du plan, comme \"equipes.toml\"",
            ),
            Self::Word(words) => {
                let list = words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ");
                phrase!("one of {list}", "l'un de ces mots : {list}")
            }
            Self::Ref(Target::Work) => Phrase::fixed(
                "the id of an initiative in quotes, or of a step of it as \"initiative.step\"",
                "l'identifiant d'une initiative entre guillemets, ou d'une de ses étapes : \"initiative.étape\"",
            ),
            Self::Ref(Target::Step) => Phrase::fixed(
                "the id of a step in quotes, or of a step elsewhere as \"initiative.step\"",
                "l'identifiant d'une étape entre guillemets, ou d'une étape d'ailleurs : \"initiative.étape\"",
            ),
            Self::Ref(target) => {
                let name = target.name();
                phrase!(
                    "the id of a [[{name}]] in quotes",
                    "l'identifiant d'une entrée [[{name}]] entre guillemets"
                )
            }
            Self::List(kind) => {
                phrase!("a list, each entry {kind}", "une liste, dont chaque élément est {kind}"; kind = kind.expected())
            }
            Self::Estimate(kind) => phrase!(
                "{kind}, or a list of low, likely and high",
                "{kind}, ou une liste bas, probable et haut";
                kind = kind.expected()
            ),
            Self::Triple(kind) => phrase!(
                "a list of low, likely and high, each {kind}",
                "une liste bas, probable et haut, chacun {kind}";
                kind = kind.expected()
            ),
            Self::Either(one, other) => {
                phrase!("{one}, or {other}", "{one}, ou {other}"; one = one.expected(), other = other.expected())
            }
            Self::Numbers { names, min, max } => {
                let (count, names) = (names.len(), names.join(", "));
                phrase!(
                    "a list of {count} numbers ({names}){range}",
                    "une liste de {count} nombres ({names}){range}";
                    range = range(*min, *max)
                )
            }
            Self::Table(table) if !table.get().fields.is_empty() => {
                let fields = &table.get().fields;
                let key = &fields.iter().find(|field| field.required).unwrap_or(&fields[0]).key;
                phrase!("a table, such as {{ {key} = … }}", "une table, comme {{ {key} = … }}")
            }
            Self::Table(_) | Self::Map(..) => {
                Phrase::fixed("a table, such as { key = value }", "une table, comme { clé = valeur }")
            }
            Self::Tables(_) => Phrase::fixed("a list of tables", "une liste de tables"),
        }
    }
}

fn range(min: f64, max: f64) -> Phrase {
    // Limits that only keep arithmetic exact are no news to anybody.
    match (min.is_finite() && min > -1e12, max.is_finite() && max < 1e12) {
        (true, true) => phrase!(" from {min} to {max}", " de {min} à {max}"),
        (true, false) => phrase!(" of at least {min}", " d'au moins {min}"),
        (false, true) => phrase!(" of at most {max}", " d'au plus {max}"),
        (false, false) => Phrase::empty(),
    }
}
