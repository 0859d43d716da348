//! What `cxplan plugin check` finds out beyond loading: how a plugin behaves on rows made up from its own description.

use cxplan_core::method::{
    Description, Input, InputKind, Language, Outcome, Problem, Request, Scored, Value,
};

use crate::convert;
use crate::errors::{Call, RunError};
use crate::host::Host;
use crate::plugin::Plugin;
use crate::sandbox::{self, Usage};

/// Rows of the trial. Enough for each of the values below to meet each other.
const ROWS: usize = 60;

/// Numbers that people write into plans, in no particular order.
const NUMBERS: [f64; 11] = [1.0, 8.0, 0.5, 100.0, 3.0, 0.0, 2.0, 0.25, 13.0, 5.0, 2000.0];
/// Shares that people write into plans.
const SHARES: [f64; 5] = [0.8, 0.5, 1.0, 0.2, 0.0];

/// How a plugin fared in a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// How many rows it was given. None where the plan must say what the method reads: only its team knows that.
    pub rows: usize,
    /// How many of them it scored. The others break rules of its own, which it explained as its contract asks.
    pub scored: usize,
    /// What it used for all rows together.
    pub usage: Usage,
    /// The first row whose answer changed, in any bit, when the rows came in another order. None is as it should be.
    pub depends_on_order: Option<usize>,
    /// The first row whose answer changed, in any bit, when the same instance was asked a second time: the plugin keeps
    /// something between calls. Plans never see it, since each call has an instance of its own. None is as it should be.
    pub remembers: Option<usize>,
}

/// Lets a plugin score made-up rows, and the same rows in another order.
///
/// The rows follow from the description alone, so that the trial of a plugin ends the same everywhere. A method that leaves
/// part of itself to the plan cannot be tried without one, and gets no rows.
///
/// # Errors
///
/// See [`RunError`]: the plugin fails on the rows, uses more than its limits, or breaks its contract.
pub fn trial(plugin: &Plugin) -> Result<Trial, RunError> {
    let untried =
        Trial { rows: 0, scored: 0, usage: plugin.describe_usage(), depends_on_order: None, remembers: None };
    let spec = plugin.method.spec();
    if spec.params.iter().any(|param| param.required && param.is_open()) {
        return Ok(untried);
    }
    let params: Vec<Value> = spec.params.iter().map(|param| value(param, 0, 0)).collect();
    // Where the plan may say what the method reads, but need not: what it makes of silence.
    let Ok(plugin) = &plugin.clone().declare(&params)? else { return Ok(untried) };
    let request = sample(plugin.method.spec());
    let run = plugin.run(&request)?;
    // Every position moves, and neighbours part.
    let order: Vec<usize> = (0..ROWS).map(|position| (position * 7 + 3) % ROWS).collect();
    let rows = order.iter().map(|&row| request.rows[row].clone()).collect();
    let again = second_answer(plugin, &request)?;
    let shuffled = plugin.score(&Request { params: request.params, rows })?;
    let differs = |position: &usize| {
        let row = order[*position];
        answer(&run.outcome, row) != answer(&shuffled, *position)
    };
    Ok(Trial {
        rows: ROWS,
        scored: run.outcome.scores.iter().flatten().count(),
        usage: run.usage,
        depends_on_order: (0..ROWS).filter(differs).map(|position| order[position]).min(),
        remembers: (0..ROWS).find(|&row| match again.scores.len() == ROWS {
            true => numbers(&run.outcome, row) != numbers(&again, row),
            false => true,
        }),
    })
}

/// What a plugin answers to a request when its instance has answered the same request before.
fn second_answer(plugin: &Plugin, request: &Request) -> Result<Outcome, RunError> {
    let Host { engine, limits, .. } = &plugin.host;
    let params = convert::values(&request.params);
    let inputs = convert::series(&plugin.method.spec().inputs, &request.rows);
    let rows = request.rows.len();
    // Twice the rows, twice the fuel.
    let (answer, _) = sandbox::run(engine, limits, Call::Score, 2 * rows, |store| {
        let instance = plugin.scorer.instantiate(&mut *store)?;
        let scorer = instance.cxplan_scoring_scorer();
        let tag = Language::En.tag();
        scorer.call_score(&mut *store, tag, &params, rows as u32, &inputs)?;
        scorer.call_score(&mut *store, tag, &params, rows as u32, &inputs)
    })?;
    Ok(convert::outcome(answer, None))
}

/// The bits of a score, and the problems of its row.
type Answer<'a> = (Option<Vec<u64>>, Vec<(bool, Option<u32>, &'a str)>);

/// All that an outcome says of a row, so that bits are compared: `==` takes 0 and -0 for the same.
fn answer(outcome: &Outcome, row: usize) -> Answer<'_> {
    let of_row = |problem: &&Problem| problem.row.is_some_and(|named| named as usize == row);
    let mut problems: Vec<_> = outcome
        .problems
        .iter()
        .filter(of_row)
        .map(|problem| (problem.error, problem.input, problem.message.en()))
        .collect();
    problems.sort_unstable();
    (numbers(outcome, row), problems)
}

/// The bits of a row's score.
fn numbers(outcome: &Outcome, row: usize) -> Option<Vec<u64>> {
    let bits = |scored: &Scored| {
        let numbers = scored.parts.iter().chain([&scored.score]).map(|number| number.to_bits());
        let category = scored.category.map_or(u64::MAX, u64::from);
        numbers.chain([category]).chain(scored.notes.iter().map(|&note| note.into())).collect()
    };
    outcome.scores[row].as_ref().map(bits)
}

/// Rows that fit a description: every value within its bounds, and optional ones missing now and then.
fn sample(description: &Description) -> Request {
    let row = |row: usize| {
        let inputs = description.inputs.iter().enumerate();
        inputs.map(|(column, input)| value(input, row, row + column)).collect()
    };
    let params = description.params.iter().map(|param| value(param, 0, 0)).collect();
    Request { params, rows: (0..ROWS).map(row).collect() }
}

/// The value of a row. The first row and every fourth take the default; `turn` picks among the others.
fn value(input: &Input, row: usize, turn: usize) -> Value {
    match &input.default {
        Some(default) if row.is_multiple_of(4) => return default.clone(),
        None if !input.required && row % 4 == 1 => return Value::Missing,
        _ => {}
    }
    match &input.kind {
        InputKind::Number => Value::Number(number(input, &NUMBERS, turn)),
        InputKind::Integer => Value::Number(number(input, &NUMBERS, turn).ceil()),
        InputKind::Share => Value::Number(number(input, &SHARES, turn)),
        InputKind::Flag => Value::Flag(turn.is_multiple_of(2)),
        InputKind::Choice(choices) => Value::Choice(u32::try_from(turn % choices.len()).unwrap_or_default()),
        InputKind::Numbers(names) => {
            Value::Numbers((0..names.len()).map(|name| number(input, &NUMBERS, turn + name).ceil()).collect())
        }
        // What a plan would write there only its team knows.
        InputKind::Text | InputKind::Entries(_) => Value::Missing,
    }
}

/// One of the candidates within the bounds, or a bound where none is.
fn number(input: &Input, candidates: &[f64], turn: usize) -> f64 {
    let allowed = |number: &f64| {
        input.min.is_none_or(|min| *number >= min) && input.max.is_none_or(|max| *number <= max)
    };
    let fitting: Vec<f64> = candidates.iter().copied().filter(allowed).collect();
    match fitting.len() {
        0 => input.min.or(input.max).unwrap_or_default(),
        count => fitting[turn % count],
    }
}
