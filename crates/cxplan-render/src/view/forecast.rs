//! What the forecast says in words: of the plan, and of a metric beside its chart.

use cxplan_core::forecast::{Contribution, Forecast, Input, LIKELY, MetricForecast, TargetForecast};
use cxplan_core::report::MetricView;

use super::Scene;
use crate::locale::capital;

/// Initiatives that are named for what a delay of theirs costs.
const LATE: usize = 2;
/// A target that is reached in fewer draws is missed more often than reached.
const EVEN: f64 = 0.5;

/// "Two of eight targets are likely; NPS reaches 31.0 of 33 with every likely effect in full; 30.5 is expected by 4 January 2028." Of each metric its
/// last target counts; the metric that is named is the first one that the vision is measured by, else the plan's first.
pub(crate) fn sentence(scene: &Scene<'_>) -> Option<String> {
    let locale = scene.locale;
    let forecast = scene.report.forecast.as_ref()?;
    let first = scene.report.vision.as_ref().and_then(|vision| vision.measured_by.first());
    let named = forecast.last_targets().find(|(metric, _)| Some(&metric.metric) == first);
    let (drawn, target) = named.or_else(|| forecast.last_targets().next())?;
    let metric = scene.metrics.get(drawn.metric.as_str())?;
    let odds = odds(scene, forecast);
    let (full, expected) = (scene.exact(metric, drawn.in_full), scene.exact(metric, target.expected));
    let (goal, date) = (scene.value(metric, target.value), locale.long_date(target.date));
    let id = match (full == expected, drawn.higher_is_better) {
        (true, true) => "forecast.reaches-then",
        (true, false) => "forecast.comes-to-then",
        (false, true) => "forecast.reaches",
        (false, false) => "forecast.comes-to",
    };
    let values = [
        ("odds", odds.as_str()),
        ("metric", &drawn.name),
        ("full", &full),
        ("expected", &expected),
        ("target", &goal),
        ("date", &date),
    ];
    Some(locale.fill(id, &values))
}

/// How many targets are likely.
fn odds(scene: &Scene<'_>, forecast: &Forecast) -> String {
    let locale = scene.locale;
    let likely = forecast.last_targets().filter(|(_, target)| target.is_likely()).count();
    let all = forecast.last_targets().count();
    let (total, spelled) = (locale.spelled(all), capital(&locale.spelled(likely)));
    if likely == 0 {
        locale.count("forecast.likely-none", all, &[("total", &total)])
    } else if likely == all {
        locale.count("forecast.likely-all", all, &[("total", &total)])
    } else {
        locale.count("forecast.likely-some", likely, &[("likely", &spelled), ("total", &total)])
    }
}

/// That the plan as it stands is no success, where more targets are rather missed than reached; and what it costs `over` its budget.
pub(crate) fn shortfall(scene: &Scene<'_>, over: Option<f64>) -> Option<String> {
    let locale = scene.locale;
    let forecast = scene.report.forecast.as_ref()?;
    let missed = forecast.last_targets().filter(|(_, target)| target.chance < EVEN).count();
    let all = forecast.last_targets().count();
    if missed * 2 <= all {
        return None;
    }
    let values = [("missed", &*locale.spelled(missed)), ("total", &*locale.spelled(all))];
    let missed = locale.count("forecast.missed", missed, &values);
    Some(match over {
        Some(over) => locale.fill("forecast.fails", &[("missed", &missed), ("over", &scene.money(over))]),
        None => locale.fill("forecast.falls-short", &[("missed", &missed)]),
    })
}

/// What the figures rest on.
pub(crate) fn basis(scene: &Scene<'_>, forecast: &Forecast) -> String {
    let locale = scene.locale;
    let seed = forecast.seed.to_string();
    let values = [
        ("draws", &*locale.integer(f64::from(forecast.draws))),
        ("seed", &*seed),
        ("band", &*locale.percent(0.8)),
        ("likely", &*locale.percent(LIKELY)),
    ];
    locale.fill("forecast.basis", &values)
}

/// The ends that 80 % of the draws lie between.
pub(crate) fn range(scene: &Scene<'_>, metric: &MetricView, target: &TargetForecast) -> String {
    let [low, high] = [target.range.low, target.range.high].map(|end| scene.exact(metric, end));
    // One unit is enough for both.
    let low = low.trim_end_matches(['%', '\u{202f}']);
    format!("{low}–{high}")
}

/// The chance of a target. One that is nearly certain is not called certain.
pub(crate) fn chance(scene: &Scene<'_>, chance: f64) -> String {
    match chance {
        _ if chance > 0.0 && chance < 0.01 => scene.locale.with_percent("<1"),
        _ if chance > 0.99 && chance < 1.0 => scene.locale.with_percent(">99"),
        _ => scene.locale.percent(chance),
    }
}

/// What a month of delay costs at the last target, worst first; and what makes it most uncertain.
pub(crate) fn notes(scene: &Scene<'_>, metric: &MetricView, drawn: &MetricForecast) -> Vec<String> {
    let Some(target) = drawn.targets.last() else { return Vec::new() };
    [late(scene, metric, drawn, target), uncertain(scene, target)].into_iter().flatten().collect()
}

fn late(
    scene: &Scene<'_>,
    metric: &MetricView,
    drawn: &MetricForecast,
    target: &TargetForecast,
) -> Option<String> {
    let locale = scene.locale;
    let loss = |own: &Contribution| if drawn.higher_is_better { -own.delay } else { own.delay };
    let harms = |own: &&Contribution| loss(own) > 0.0 && scene.shows(metric, own.delay);
    let mut late: Vec<&Contribution> = target.contributions.iter().filter(harms).collect();
    late.sort_by(|a, b| loss(b).total_cmp(&loss(a)));
    let told = late.iter().take(LATE).map(|own| {
        let name = scene.title(&own.initiative);
        let change = scene.change(metric, own.delay);
        let points = locale.change(own.delay_chance * 100.0, 0);
        if points == "0" {
            return format!("{name} {change}");
        }
        let points = locale.amount("targets.points", own.delay_chance * 100.0, 0, &[("change", &points)]);
        let values = [("initiative", name), ("change", &change), ("points", &points)];
        locale.fill("forecast.late-one", &values)
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| locale.fill("forecast.late", &[("list", &told.join(" · "))]))
}

fn uncertain(scene: &Scene<'_>, target: &TargetForecast) -> Option<String> {
    let locale = scene.locale;
    let first = target.drivers.first()?;
    let (id, initiative) = match &first.input {
        Input::Baseline => ("forecast.input-baseline", None),
        Input::Works { initiative } => ("forecast.input-works", Some(initiative)),
        Input::Size { initiative } => ("forecast.input-size", Some(initiative)),
        Input::Delivery { initiative } => ("forecast.input-delivery", Some(initiative)),
        Input::Scale => ("forecast.input-scale", None),
    };
    let title = initiative.map_or_else(String::new, |id| locale.quoted(scene.title(id)));
    let input = locale.fill(id, &[("initiative", &title)]);
    let share = locale.percent(first.share);
    Some(locale.fill("forecast.uncertain", &[("input", &input), ("share", &share)]))
}
