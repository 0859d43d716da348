//! Answers of a survey, one row each, made into what a plan says of a metric or of an idea by Kano.
//!
//! ```text
//! header -> Survey::new() -> row(), row(), ... -> written::toml(), written::json()
//! ```
//!
//! No text of a row goes any further than this module: what comes out are numbers, dates, and ids of the plan. So no name, address
//! or comment of a customer can get into a plan.

mod answers;
mod columns;
mod dates;
pub mod written;

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diag::Diagnostic;
use crate::metric::{self, Figures, Rules};
use crate::model::{Metric, Plan};
use crate::phrase::Phrase;

pub use answers::Separators;
use columns::Columns;
use dates::Dates;

/// A segment or touchpoint with fewer answers is not told of: who knows the customers would know who answered what.
const FEWEST: u64 = 5;

/// What was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// `nps`, `csat`, `ces`, `rating`, `rate`, `amount` or `kano`.
    pub kind: String,
    /// `top-2-box`, `binary` or `mean`, for `csat`.
    pub method: Option<String>,
    /// Lowest and highest answer; whole numbers.
    pub scale: [f64; 2],
}

impl Question {
    /// What a metric of a plan asks.
    pub fn of(metric: &Metric) -> Self {
        let scale = metric.scale.unwrap_or_else(|| usual_scale(&metric.kind, metric.version.as_deref()));
        Self { kind: metric.kind.clone(), method: metric.method.clone(), scale }
    }

    /// What the kind usually asks.
    pub fn usual(kind: &str) -> Self {
        Self { kind: kind.to_owned(), method: None, scale: usual_scale(kind, None) }
    }

    fn form(&self) -> Form {
        let [low, high] = self.scale;
        match (self.kind.as_str(), self.method.as_deref()) {
            ("kano", _) => Form::Kano,
            ("rate", _) | ("csat", Some("binary")) => Form::YesNo,
            ("amount", _) => Form::Number { within: None },
            // Stars come as halves too.
            ("rating", _) => Form::Number { within: Some(self.scale) },
            // Nobody counts each of so many points.
            _ if high - low > 100.0 => Form::Number { within: Some(self.scale) },
            ("nps", _) => Form::Scale { lowest: 0, points: 11 },
            _ => Form::Scale { lowest: low as i64, points: (high - low) as usize + 1 },
        }
    }
}

fn usual_scale(kind: &str, version: Option<&str>) -> [f64; 2] {
    match (kind, version) {
        ("nps", _) => [0.0, 10.0],
        ("ces", Some("1.0")) => [1.0, 5.0],
        ("ces", _) => [1.0, 7.0],
        _ => [1.0, 5.0],
    }
}

/// What an answer may be.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Scale { lowest: i64, points: usize },
    YesNo,
    Number { within: Option<[f64; 2]> },
    Kano,
}

/// Why a row does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// No answer in it.
    Empty,
    /// A formula, which is no answer and must not run anywhere.
    Formula,
    /// Neither a number nor a word that is an answer.
    Unreadable,
    /// Below or above the scale.
    OffScale,
    /// Between two points of the scale.
    NotWhole,
    /// 1,500 may be one and a half or one thousand five hundred.
    Ambiguous,
    /// Only one of the two answers of a pair.
    HalfAPair,
    /// About something that is no initiative of the plan.
    NoInitiative,
    /// More or fewer columns than the header.
    Columns,
    /// A quotation mark opens and does not close where it should: further rows may be inside.
    Quote,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 10] = [
        Self::Empty,
        Self::Formula,
        Self::Unreadable,
        Self::OffScale,
        Self::NotWhole,
        Self::Ambiguous,
        Self::HalfAPair,
        Self::NoInitiative,
        Self::Columns,
        Self::Quote,
    ];

    /// The reason for programs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Formula => "formula",
            Self::Unreadable => "unreadable",
            Self::OffScale => "off-scale",
            Self::NotWhole => "not-whole",
            Self::Ambiguous => "ambiguous",
            Self::HalfAPair => "half-a-pair",
            Self::NoInitiative => "no-initiative",
            Self::Columns => "columns",
            Self::Quote => "quote",
        }
    }

    /// The reason for people.
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::Empty => Phrase::fixed("no answer", "pas de réponse"),
            Self::Formula => {
                Phrase::fixed("a formula instead of an answer", "une formule au lieu d'une réponse")
            }
            Self::Unreadable => Phrase::fixed("an answer that cannot be read", "une réponse illisible"),
            Self::OffScale => Phrase::fixed("off the scale", "hors de l'échelle"),
            Self::NotWhole => {
                Phrase::fixed("between two points of the scale", "entre deux points de l'échelle")
            }
            Self::Ambiguous => {
                Phrase::fixed("a number that can be read in two ways", "un nombre qui se lit de deux façons")
            }
            Self::HalfAPair => Phrase::fixed("one answer of a pair", "une seule réponse d'une paire"),
            Self::NoInitiative => {
                Phrase::fixed("about no initiative of the plan", "ne concerne aucune initiative du plan")
            }
            Self::Columns => Phrase::fixed(
                "more or fewer columns than the header",
                "plus ou moins de colonnes que l'en-tête",
            ),
            Self::Quote => Phrase::fixed(
                "a quotation mark that does not close; further rows may be inside",
                "un guillemet qui ne se ferme pas ; d'autres lignes peuvent être dedans",
            ),
        }
    }
}

/// What a group of answers adds up to.
#[derive(Clone, Debug, PartialEq)]
pub enum Tally {
    /// How many gave each answer, the lowest first; for yes or no: no, yes; for Kano the 25 pairs, row by row.
    Counts(Vec<u64>),
    /// Numbers: how many, their mean, and the sum of the squares of their differences to it.
    Numbers {
        /// How many.
        n: u64,
        /// Their mean.
        mean: f64,
        /// Sum of the squares of their differences to the mean.
        squares: f64,
    },
}

impl Tally {
    fn new(form: Form) -> Self {
        match form {
            Form::Number { .. } => Self::Numbers { n: 0, mean: 0.0, squares: 0.0 },
            Form::Scale { points, .. } => Self::Counts(vec![0; points]),
            Form::YesNo => Self::Counts(vec![0; 2]),
            Form::Kano => Self::Counts(vec![0; 25]),
        }
    }

    /// Adds an answer: its place among the counts, or the number itself (Welford 1962: no digits are lost in a sum of squares).
    fn add(&mut self, answer: f64) {
        match self {
            Self::Counts(counts) => counts[answer as usize] += 1,
            Self::Numbers { n, mean, squares } => {
                *n += 1;
                let ahead = answer - *mean;
                *mean += ahead / *n as f64;
                *squares += ahead * (answer - *mean);
            }
        }
    }

    /// How many answers.
    pub fn n(&self) -> u64 {
        match self {
            Self::Counts(counts) => counts.iter().sum(),
            Self::Numbers { n, .. } => *n,
        }
    }
}

/// What the plan calls the groups of answers: segments, touchpoints or initiatives.
#[derive(Debug, Default)]
struct Names {
    /// Places of ids and names, in plain letters.
    places: BTreeMap<String, usize>,
    ids: Vec<String>,
}

impl Names {
    fn new<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut names = Self::default();
        for (place, (id, name)) in entries.enumerate() {
            names.ids.push(id.to_owned());
            names.places.entry(columns::plain(name)).or_insert(place);
            names.places.insert(columns::plain(id), place);
        }
        names
    }

    fn place(&self, text: &str) -> Option<usize> {
        self.places.get(&columns::plain(text)).copied()
    }
}

/// Answers of one segment, touchpoint or initiative of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// `segment`, `touchpoint` or `initiative`.
    pub of: &'static str,
    /// Its id in the plan.
    pub id: String,
    /// Its answers.
    pub tally: Tally,
}

/// Answers by what a column names.
#[derive(Debug)]
struct Split {
    of: &'static str,
    column: usize,
    names: Names,
    tallies: Vec<Tally>,
    /// Answers with something else in the column.
    unknown: u64,
}

/// A survey that is being read.
#[derive(Debug)]
pub struct Survey {
    question: Question,
    form: Form,
    columns: Columns,
    separators: Separators,
    dates: Dates,
    tally: Tally,
    splits: Vec<Split>,
    rows: u64,
    excluded: BTreeMap<Reason, (u64, u64)>,
}

impl Survey {
    /// Finds the columns by the names in the header. `answer` names the column of the answers where the header does not tell.
    ///
    /// # Errors
    ///
    /// The finding where there is no column of answers, or more than one that may be it.
    pub fn new(
        header: &[String],
        question: Question,
        answer: Option<&str>,
        plan: Option<&Plan>,
        separators: Separators,
    ) -> Result<Self, Diagnostic> {
        let form = question.form();
        let columns = Columns::find(header, &question.kind, answer)?;
        let mut splits = Vec::new();
        let mut split = |of, column: Option<usize>, names: Names| {
            if let Some(column) = column {
                let tallies = vec![Tally::new(form); names.ids.len()];
                splits.push(Split { of, column, names, tallies, unknown: 0 });
            }
        };
        if let Some(plan) = plan {
            if form == Form::Kano {
                let names = plan.initiatives.iter().map(|entry| (entry.id.as_str(), entry.title.as_str()));
                split("initiative", columns.initiative, Names::new(names));
            } else {
                let names = plan.segments.iter().map(|entry| (entry.id.as_str(), entry.name.as_str()));
                split("segment", columns.segment, Names::new(names));
                let names = plan.touchpoints.iter().map(|entry| (entry.id.as_str(), entry.name.as_str()));
                split("touchpoint", columns.touchpoint, Names::new(names));
            }
        }
        let tally = Tally::new(form);
        let (dates, excluded) = (Dates::default(), BTreeMap::new());
        Ok(Self { question, form, columns, separators, dates, tally, splits, rows: 0, excluded })
    }

    /// Adds a row of so many columns, which begins in this line of the file. Tells why it does not count, where it does not.
    pub fn row<'c>(
        &mut self,
        line: u64,
        width: usize,
        cell: impl Fn(usize) -> Cow<'c, str>,
    ) -> Option<Reason> {
        let answer = if width == self.columns.width { self.answer(&cell) } else { Err(Reason::Columns) };
        let reason = match answer {
            Ok(answer) => self.count(answer, &cell),
            Err(reason) => Some(reason),
        };
        match reason {
            Some(reason) => self.leave_out(line, reason),
            None => self.rows += 1,
        }
        reason
    }

    fn answer<'c>(&self, cell: &impl Fn(usize) -> Cow<'c, str>) -> Result<f64, Reason> {
        let text = cell(self.columns.answer);
        match self.columns.second {
            Some(second) => answers::pair(&text, &cell(second)),
            None => answers::answer(&text, self.form, &self.question.kind, self.separators),
        }
    }

    fn count<'c>(&mut self, answer: f64, cell: &impl Fn(usize) -> Cow<'c, str>) -> Option<Reason> {
        for split in &mut self.splits {
            match split.names.place(&cell(split.column)) {
                Some(place) => split.tallies[place].add(answer),
                // What is asked of an idea says nothing of another.
                None if split.of == "initiative" => return Some(Reason::NoInitiative),
                None => split.unknown += 1,
            }
        }
        if let Some(column) = self.columns.date {
            self.dates.add(&cell(column));
        }
        self.tally.add(answer);
        None
    }

    /// Notes that a row does not count, for a reason that the reader of the file knows.
    pub fn leave_out(&mut self, line: u64, reason: Reason) {
        self.rows += 1;
        self.excluded.entry(reason).or_insert((0, line)).0 += 1;
    }

    /// Rows that were read, without the header.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// All answers that count.
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// How many rows do not count for each reason, and the line of the first of them.
    pub const fn excluded(&self) -> &BTreeMap<Reason, (u64, u64)> {
        &self.excluded
    }

    /// Names of the columns that are used, as the header writes them, by what they are.
    pub fn used(&self) -> &[(&'static str, String)] {
        &self.columns.used
    }

    /// The day of the last answer, and how many answers have a day that cannot be read. No day where the column is missing, or where
    /// 02/03 may be of February or of March.
    pub fn last_day(&self) -> (Option<Date>, u64) {
        (self.dates.last(), self.dates.unreadable)
    }

    /// Whether days may be written with the month or the day first.
    pub fn has_two_readings(&self) -> bool {
        self.dates.is_ambiguous()
    }

    /// Answers that stand beside a segment or touchpoint that the plan does not know.
    pub fn unknown(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.splits.iter().filter(|split| split.unknown > 0).map(|split| (split.of, split.unknown))
    }

    /// The groups that have enough answers, in the order of the plan.
    pub fn groups(&self) -> Vec<Group> {
        let groups = self.splits.iter().flat_map(|split| {
            let tallies = split.names.ids.iter().zip(&split.tallies);
            tallies.map(|(id, tally)| Group { of: split.of, id: id.clone(), tally: tally.clone() })
        });
        let fewest = |of| if of == "initiative" { 1 } else { FEWEST };
        groups.filter(|group| group.tally.n() >= fewest(group.of)).collect()
    }

    /// What answers come to; none for Kano, or where there are none.
    pub fn figures(&self, tally: &Tally) -> Option<Figures> {
        if tally.n() == 0 || self.form == Form::Kano {
            return None;
        }
        let counts = match tally {
            Tally::Numbers { n, mean, squares } => {
                let n = *n as f64;
                return Some(metric::mean(*mean, squares / n, n));
            }
            Tally::Counts(counts) => counts.iter().map(|count| *count as f64).collect::<Vec<_>>(),
        };
        let (kind, method) = match self.form {
            Form::YesNo => ("csat", Some("binary")),
            _ => (self.question.kind.as_str(), self.question.method.as_deref()),
        };
        let [lowest, _] = self.question.scale;
        let rules =
            Rules { kind, method, higher_is_better: true, percent: false, lowest, points: None, scale: None };
        metric::of_counts(&counts, rules).ok()
    }
}
