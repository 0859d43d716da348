//! The order of work: what each score is made of, and why an initiative stands where it does.

use cxplan_core::report::{Column, InitiativeView, MethodView, ScoreView};
use serde::Serialize;

use super::Scene;

/// Rows shown of a large plan; the register has all.
const ROWS: usize = 100;
/// Rows shown before the reader asks for the rest.
const OPEN: usize = 12;
/// Columns of a method without numeric inputs.
const PARTS: usize = 4;

/// The section of the order.
#[derive(Serialize)]
pub(crate) struct Order {
    pub(crate) method: String,
    pub(crate) formula: String,
    pub(crate) summary: String,
    pub(crate) columns: Vec<Head>,
    pub(crate) others: Vec<Head>,
    pub(crate) has_classes: bool,
    pub(crate) rows: Vec<Row>,
    pub(crate) more: Vec<Row>,
    pub(crate) more_label: String,
    pub(crate) left_out: Option<String>,
    /// Said where equal scores leave ranks open.
    pub(crate) ties: Option<&'static str>,
}

/// Head of a column.
#[derive(Serialize)]
pub(crate) struct Head {
    pub(crate) label: String,
    help: String,
}

/// An initiative.
#[derive(Serialize)]
pub(crate) struct Row {
    n: usize,
    pub(crate) place: usize,
    pub(crate) title: String,
    pub(crate) terms: Vec<String>,
    /// The class, where the method has classes.
    pub(crate) classes: Vec<String>,
    pub(crate) score: String,
    bar: String,
    pub(crate) rank: usize,
    moved: bool,
    pub(crate) others: Vec<String>,
    pub(crate) start: String,
    pub(crate) finish: String,
    pub(crate) place_reason: Option<String>,
    pub(crate) start_reason: String,
}

/// Which values of a score are shown.
enum Terms<'a> {
    Inputs(Vec<(usize, &'a Column)>),
    Parts(Vec<(usize, &'a Column)>),
}

impl<'a> Terms<'a> {
    /// The inputs that are numbers; where a method has none, the first parts of its breakdown.
    fn of(scene: &Scene<'_>, method: &'a MethodView) -> Self {
        let given = |column: usize| {
            let mut scores =
                scene.planned().filter_map(|(_, initiative)| initiative.scores.first()?.as_ref());
            scores.any(|score| score.inputs.get(column).is_some_and(Option::is_some))
        };
        let inputs: Vec<_> = method.inputs.iter().enumerate().filter(|(column, _)| given(*column)).collect();
        if inputs.is_empty() {
            Self::Parts(method.parts.iter().enumerate().take(PARTS).collect())
        } else {
            Self::Inputs(inputs)
        }
    }

    fn columns(&self) -> &[(usize, &'a Column)] {
        match self {
            Self::Inputs(columns) | Self::Parts(columns) => columns,
        }
    }

    fn value(&self, score: &ScoreView, column: usize) -> Option<f64> {
        match self {
            Self::Inputs(_) => score.inputs.get(column).copied().flatten(),
            Self::Parts(_) => score.parts.get(column).copied(),
        }
    }
}

impl Order {
    pub(crate) fn new(scene: &Scene<'_>) -> Option<Self> {
        let locale = scene.locale;
        let method = scene.report.methods.first()?;
        let terms = Terms::of(scene, method);
        let best = scene.planned().filter_map(|(_, initiative)| value(initiative)).fold(0.0, f64::max);
        let limit = if scene.is_large() { ROWS } else { usize::MAX };
        let mut rows: Vec<Row> = scene
            .planned()
            .take(limit)
            .filter_map(|(n, initiative)| row(scene, n, initiative, method, &terms, best))
            .collect();
        if rows.is_empty() {
            return None;
        }
        // A rest of one or two rows is not worth a click.
        let more = if rows.len() > OPEN + 3 { rows.split_off(OPEN) } else { Vec::new() };
        let shown = rows.len() + more.len();
        let planned = scene.report.summary.planned;
        let head = |column: &Column| Head {
            label: match &column.unit {
                Some(unit) => format!("{} ({unit})", column.label),
                None => column.label.clone(),
            },
            help: column.help.clone(),
        };
        Some(Self {
            method: method.title.clone(),
            formula: method.formula.clone(),
            summary: method.summary.clone(),
            columns: terms.columns().iter().map(|(_, column)| head(column)).collect(),
            others: scene
                .report
                .methods
                .iter()
                .skip(1)
                .map(|method| Head { label: method.title.clone(), help: method.formula.clone() })
                .collect(),
            has_classes: !method.categories.is_empty(),
            more_label: locale.count("order.more", more.len(), &[]),
            ties: has_ties(scene).then(|| locale.text("order.ties")),
            left_out: (shown < planned).then(|| locale.count("order.left-out", planned - shown, &[])),
            rows,
            more,
        })
    }
}

/// Whether two planned initiatives have the same score.
fn has_ties(scene: &Scene<'_>) -> bool {
    let mut scores: Vec<f64> = scene.planned().filter_map(|(_, initiative)| value(initiative)).collect();
    scores.sort_by(f64::total_cmp);
    scores.windows(2).any(|pair| pair[0] == pair[1])
}

fn value(initiative: &InitiativeView) -> Option<f64> {
    Some(initiative.scores.first()?.as_ref()?.value)
}

fn row<'a>(
    scene: &Scene<'a>,
    n: usize,
    initiative: &'a InitiativeView,
    method: &MethodView,
    terms: &Terms<'_>,
    best: f64,
) -> Option<Row> {
    let locale = scene.locale;
    let planned = initiative.planned.as_ref()?;
    let score = initiative.scores.first().and_then(Option::as_ref);
    let term = |(position, column): &(usize, &Column)| {
        let value = score.and_then(|score| terms.value(score, *position));
        value.map_or_else(|| "–".to_owned(), |value| term(scene, column, value))
    };
    let others = initiative.scores.iter().skip(1);
    let other = |score: &Option<ScoreView>| {
        let rank = score.as_ref().and_then(|score| score.rank);
        rank.map_or_else(|| "–".to_owned(), |rank| locale.integer(rank as f64))
    };
    let share =
        score.map_or(0.0, |score| if best > 0.0 { (score.value / best).clamp(0.0, 1.0) } else { 0.0 });
    let class = score.and_then(|score| method.categories.get(score.category?));
    Some(Row {
        n: n + 1,
        place: planned.place,
        title: initiative.title.clone(),
        terms: terms.columns().iter().map(term).collect(),
        classes: if method.categories.is_empty() {
            Vec::new()
        } else {
            vec![class.map_or_else(|| "–".to_owned(), |class| class.label.clone())]
        },
        score: score.map_or_else(|| "–".to_owned(), |score| locale.score(score.value)),
        bar: crate::gantt::percent((share * 10_000.0).round() as i32),
        rank: planned.rank,
        moved: planned.rank != planned.place,
        others: others.map(other).collect(),
        start: locale.date(planned.start),
        finish: locale.date(planned.finish),
        place_reason: scene.place_reason(planned),
        start_reason: scene.start_reason(&planned.start_reason, &initiative.id),
    })
}

/// A value of a column in its unit.
pub(crate) fn term(scene: &Scene<'_>, column: &Column, value: f64) -> String {
    if column.share { scene.locale.percent(value) } else { scene.locale.number(value, 2) }
}
