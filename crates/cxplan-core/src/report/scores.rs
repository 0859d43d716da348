//! Methods and their scores, as documents show them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::explain::{Search, Term};
use crate::method::{Choice, Meaning, Origin};

/// A method that scored.
#[derive(Clone, Debug, Serialize)]
pub struct MethodView {
    /// Id.
    pub id: String,
    /// Name.
    pub title: String,
    /// Version of the component.
    pub version: String,
    /// One or two sentences.
    pub summary: String,
    /// How the score comes about.
    pub formula: String,
    /// What the score is.
    pub meaning: Meaning,
    /// SHA-256 of the component.
    pub sha256: String,
    /// Where the component came from.
    pub origin: Origin,
    /// Whether it decides the order of work.
    pub decides: bool,
    /// Columns of inputs; a score's `inputs` follow them.
    pub inputs: Vec<Column>,
    /// Columns of the breakdown; a score's `parts` follow them.
    pub parts: Vec<Column>,
    /// Classes, in the order that the method declares.
    pub categories: Vec<CategoryView>,
}

/// A column of a method's table.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// Stable key.
    pub key: String,
    /// Name.
    pub label: String,
    /// One sentence.
    pub help: String,
    /// Unit.
    pub unit: Option<String>,
    /// Whether 0.8 is shown as 80 %.
    pub share: bool,
    /// Words that it may hold.
    pub choices: Vec<Choice>,
    /// `effort`, `confidence` or `impact` where the method says so.
    pub role: Option<&'static str>,
}

/// A class of a method.
#[derive(Clone, Debug, Serialize)]
pub struct CategoryView {
    /// Stable key.
    pub key: String,
    /// Name.
    pub label: String,
    /// One sentence.
    pub help: String,
}

/// A score with its breakdown.
#[derive(Clone, Debug, Serialize)]
pub struct ScoreView {
    /// Value; higher is earlier.
    pub value: f64,
    /// Rank among what the method scored and is still to be done, from 1; none for what is done, paused or rejected.
    pub rank: Option<usize>,
    /// Position of the class in the method's categories.
    pub category: Option<usize>,
    /// Values given, one a column of the method's inputs; none where absent or not a number.
    pub inputs: Vec<Option<f64>>,
    /// Values of the breakdown, one a column of the method's parts.
    pub parts: Vec<f64>,
    /// Remarks.
    pub notes: Vec<String>,
    /// Ids of the evidence behind each input, by key of the input.
    pub evidence: BTreeMap<String, Vec<String>>,
    /// What each column of the method's inputs does to the score. Empty but for the method that decides.
    pub terms: Vec<Term>,
    /// The score with what is usual in the plan in every input that has a share. With the shares it adds up to `value`.
    pub middle: Option<f64>,
    /// Whether what would move the rank was looked for; none but for the method that decides.
    pub search: Option<Search>,
}
