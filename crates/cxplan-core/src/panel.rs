//! Several people who score apart from each other, each in a file of their own, and what they make of it together.
//!
//! A file has a table for each initiative, with the inputs that its author judges; the rest is the plan's. Together the median
//! of each number counts, and the word that most people say; where as many say another, and of lists, the plan's. What people judge
//! most differently is what they should talk about.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::confidence;
use crate::diag::Diagnostics;
use crate::fields::{Field, Kind, Table, TableRef};
use crate::inputs::{self, Median, MethodTables};
use crate::method::{Given, Input, Method, Outcome, Request, Role, Value};
use crate::model::Plan;
use crate::phrase::Phrase;
use crate::read;
use crate::scores::{self, Refusal};
use crate::source::Sources;

/// Most differences that are named.
const MOST: usize = 10;

/// What one person judges.
#[derive(Clone, Debug, PartialEq)]
pub struct Ballot {
    /// Who: the name of the file.
    pub person: String,
    /// Values by id of the initiative; missing where the person leaves the plan's.
    values: BTreeMap<String, Vec<Value>>,
}

/// Reads the file of a person by the inputs of a method; none where it says nothing, which is no sign that its author agrees
/// with everything.
pub fn ballot(
    plan: &Plan,
    method: &Method,
    person: &str,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Ballot> {
    let fields: Vec<Field> =
        plan.initiatives.iter().map(|initiative| entry(method, &initiative.id)).collect();
    let root = Table {
        name: read::OF_A_PERSON.into(),
        doc: Phrase::fixed("What one person judges", "Ce que juge une personne"),
        fields: fields.into(),
        methods: None,
    };
    // An empty file, or one with comments alone, is no mistake as in a plan.
    let silent = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if sources.main().text.lines().all(silent) {
        return None;
    }
    let (document, methods) = (read::parse(sources, diagnostics), MethodTables::default());
    let read = read::alone(&document, &root, &methods, diagnostics);
    let values = |initiative: &crate::model::Initiative| {
        let record = read.record(&initiative.id)?;
        let given = |input: &crate::method::Input| {
            let plain = crate::method::Input { default: None, ..input.clone() };
            inputs::values(std::slice::from_ref(&plain), Some(record)).pop().unwrap_or(Value::Missing)
        };
        Some((initiative.id.clone(), method.spec().inputs.iter().map(given).collect()))
    };
    let values: BTreeMap<String, Vec<Value>> = plan.initiatives.iter().filter_map(values).collect();
    let says_something = values.values().flatten().any(|value| *value != Value::Missing);
    says_something.then(|| Ballot { person: person.to_owned(), values })
}

/// The table of one initiative: the method's inputs, none of them required.
fn entry(method: &Method, id: &str) -> Field {
    let table = Table {
        name: id.to_owned().into(),
        doc: Phrase::empty(),
        fields: inputs::optional_fields(method).into(),
        methods: None,
    };
    Field {
        key: id.to_owned().into(),
        kind: Kind::Table(TableRef::Owned(Box::new(table))),
        required: false,
        doc: Phrase::empty(),
        unit: None,
        default: None,
    }
}

/// What people make of a plan together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Panel {
    /// Who, in the order of the files' names.
    pub people: Vec<String>,
    /// What the method scores and is still to be done, by the rank with the medians; what it refuses comes last.
    pub rows: Vec<Row>,
    /// What they judge most differently, the widest gap first.
    pub discuss: Vec<Difference>,
    /// Judgements that the method does not take.
    #[serde(skip)]
    pub refusals: Vec<Refusal>,
}

/// One initiative.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Its id.
    pub initiative: String,
    /// Its rank with the median of each input; none where the method refuses it.
    pub rank: Option<usize>,
    /// The score with the median of each input; none where the method refuses it.
    pub score: Option<f64>,
    /// Its rank by each person alone.
    pub ranks: Vec<Option<usize>>,
}

/// An input that people judge differently.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Id of the initiative.
    pub initiative: String,
    /// Key of the input.
    pub input: String,
    /// What each person says; none where the person leaves the plan's value.
    pub values: Vec<Option<Given>>,
    /// What counts: the median of numbers, or the word that most people say.
    pub together: Given,
    /// Whether two are in the middle and the lower one counts, as the scale has nothing halfway between them.
    pub is_lower: bool,
}

/// Puts the judgements together, and scores them by the n-th method.
///
/// # Errors
///
/// What `ask` returns.
pub fn panel<E>(
    plan: &Plan,
    method: usize,
    ballots: &[Ballot],
    mut ask: impl FnMut(&Request) -> Result<Outcome, E>,
) -> Result<Panel, E> {
    let request = scores::request(plan, method);
    let is_open: Vec<bool> =
        scores::rows(plan, method).map(|(id, _)| plan.initiatives[id].status.is_scheduled()).collect();
    let ids: Vec<&str> = scores::rows(plan, method).map(|(id, _)| plan.initiatives[id].id.as_str()).collect();
    let declared = &plan.methods[method].method.spec().inputs;
    let confidence = plan.methods[method].method.spec().input_with(Role::Confidence);
    let most: Vec<Option<f64>> = scores::rows(plan, method)
        .map(|(_, inputs)| confidence::most(plan, &plan.methods[method], inputs))
        .collect();
    let given = |ballot: &Ballot, row: usize, input: usize| {
        let mut value = ballot.values.get(ids[row])?[input].clone();
        if let (true, Some(most)) = (confidence == Some(input), most[row]) {
            confidence::lower(&mut value, most);
        }
        Some(value).filter(|value| *value != Value::Missing)
    };
    let mut refusals = Vec::new();
    let mut scored = |person: Option<&str>, rows: Vec<Vec<Value>>| -> Result<Vec<Option<f64>>, E> {
        let outcome = ask(&Request { params: request.params.clone(), rows })?;
        refusals.extend(scores::refusals(plan.methods[method].method.spec(), &outcome, person, &ids));
        let scores = outcome.scores.iter().zip(&is_open);
        Ok(scores.map(|(scored, is_open)| Some(scored.as_ref().filter(|_| *is_open)?.score)).collect())
    };
    let mut ranks = Vec::new();
    for ballot in ballots {
        let mut rows = request.rows.clone();
        for (row, values) in rows.iter_mut().enumerate() {
            for (input, value) in values.iter_mut().enumerate() {
                if let Some(own) = given(ballot, row, input) {
                    *value = own;
                }
            }
        }
        ranks.push(scores::ranks(&scored(Some(&ballot.person), rows)?));
    }
    let mut agreed = request.rows.clone();
    let mut discuss = Vec::new();
    for (row, values) in agreed.iter_mut().enumerate() {
        for (input, value) in values.iter_mut().enumerate() {
            let said: Vec<Option<Value>> = ballots.iter().map(|ballot| given(ballot, row, input)).collect();
            let Some((together, is_lower)) = agree(&declared[input], &said) else { continue };
            if let Some(together) = together {
                *value = together;
            }
            let mut judged = said.iter().flatten();
            let first = judged.next();
            let Some(together) = Given::of(&declared[input], value) else { continue };
            if judged.any(|value| Some(value) != first) && is_open[row] {
                let own = |value: &Option<Value>| Given::of(&declared[input], value.as_ref()?);
                discuss.push(Difference {
                    initiative: ids[row].to_owned(),
                    input: declared[input].key.clone(),
                    values: said.iter().map(own).collect(),
                    together,
                    is_lower,
                });
            }
        }
    }
    discuss.sort_by(|a, b| gap(b).total_cmp(&gap(a)));
    discuss.truncate(MOST);
    let together = scored(None, agreed)?;
    let by_all = scores::ranks(&together);
    let mut rows: Vec<Row> = (0..ids.len())
        .filter(|row| is_open[*row])
        .map(|row| Row {
            initiative: ids[row].to_owned(),
            rank: by_all[row],
            score: together[row],
            ranks: ranks.iter().map(|ranks| ranks[row]).collect(),
        })
        .collect();
    rows.sort_by_key(|row| row.rank.unwrap_or(usize::MAX));
    Ok(Panel {
        people: ballots.iter().map(|ballot| ballot.person.clone()).collect(),
        rows,
        discuss,
        refusals,
    })
}

/// What several people judge of an input together, and whether that is the lower one of two in the middle: the median of numbers, and
/// the word that most of them say; nothing of its own where as many say another. None where nobody judges it, and of lists.
fn agree(input: &Input, said: &[Option<Value>]) -> Option<(Option<Value>, bool)> {
    let judged: Vec<&Value> = said.iter().flatten().collect();
    match judged.first()? {
        Value::Number(_) => {
            let numbers = judged.iter().filter_map(|value| value.as_number()).collect();
            let Median { value, is_lower } = inputs::median(input, numbers)?;
            Some((Some(Value::Number(value)), is_lower))
        }
        Value::Flag(_) | Value::Choice(_) => {
            let votes = |word: &Value| judged.iter().filter(|value| **value == word).count();
            let most = judged.iter().map(|word| votes(word)).max()?;
            let mut first = judged.iter().filter(|word| votes(word) == most);
            let word = *first.next()?;
            Some((first.all(|other| *other == word).then(|| word.clone()), false))
        }
        _ => None,
    }
}

/// How far apart the judgements lie, as a part of what counts; other words are as far apart as a number and its double.
fn gap(difference: &Difference) -> f64 {
    let Given::Number(median) = difference.together else { return 1.0 };
    let said = difference.values.iter().flatten().filter_map(Given::as_number);
    let low = said.clone().fold(f64::INFINITY, f64::min);
    let high = said.fold(f64::NEG_INFINITY, f64::max);
    (high - low) / median.abs().max(f64::MIN_POSITIVE)
}
