//! Forecasts of the example of a furniture retailer.

use cxplan_engine::core::method::Language;
use cxplan_engine::core::report::Report;
use cxplan_engine::{Project, Run};

use super::{root, run_file};

fn furniture_in(language: Language) -> (Project, Run, Report) {
    let (project, run) = run_file(&root().join("examples/furniture-retailer/plan.toml"));
    let report = cxplan_engine::report(&project, &run, &run.doubts().0, language).unwrap();
    (project, run, report)
}

fn furniture() -> (Project, Run, Report) {
    furniture_in(Language::En)
}

/// What all likely effects in full come to was worked out apart from this program. Expected values take the means of the three
/// points instead, on a day: some work is then not yet in full.
#[test]
fn all_effects_in_full_come_to_the_published_values() {
    let forecast = furniture().2.forecast.unwrap();
    let published = [
        ("nps", 31.0, 1),
        ("csat-delivery", 77.8, 1),
        ("retention-12m", 63.1, 1),
        ("wismo-rate", 9.9, 1),
        ("review-rating", 3.87, 2),
        ("revenue-online", 11.44, 2),
        ("conv-mobile", 2.42, 2),
    ];
    for (name, value, decimals) in published {
        let full = forecast.of(name).unwrap().in_full;
        let error = if decimals == 1 { 0.05 } else { 0.005 };
        assert!((full - value).abs() <= error + 1e-9, "{name}: {full} instead of {value}");
    }
}
