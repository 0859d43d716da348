//! What the sample says beyond initiatives, scores and dates: one of each.

use cxplan_core::forecast::{self, Forecast, MetricForecast, MonthForecast, Range, TargetForecast};
use cxplan_core::method::{Meaning, Origin};
use cxplan_core::readiness::{Item, PlanReadiness, State, Step, StepReadiness, What};
use cxplan_core::report::*;
use jiff::civil::date;

/// Puts milestones, decisions, principles, signs and everything of their kind into a report.
pub(super) fn add(report: &mut Report) {
    report.plan.status_date = Some(date(2027, 2, 12));
    let first = report.initiatives[0].id.clone();
    let second = report.initiatives[1].id.clone();
    report.plans = vec![
        MemberView {
            id: Some("shops".into()),
            title: "Plan of the shops".into(),
            planned: 9,
            effort_person_months: 14.5,
            budget: Some(180_000.0),
        },
        MemberView {
            id: None,
            title: "Plan of the site".into(),
            planned: 15,
            effort_person_months: 40.0,
            budget: None,
        },
    ];
    report.guidelines = vec![GuidelineView {
        id: "plain".into(),
        statement: "Every price is shown before it is asked for".into(),
        why: Some("Hidden costs are the first reason for leaving.".into()),
        initiatives: vec![first.clone()],
    }];
    report.indicators = vec![IndicatorView {
        id: "thanks".into(),
        statement: "Customers thank the drivers by name".into(),
        goals: vec!["sure".into()],
        initiatives: vec![first.clone()],
        proxy: Some("nps".into()),
        observations: vec![ObservationView {
            date: date(2027, 2, 3),
            note: "Two letters in the Lyon depot".into(),
            polarity: Some("positive".into()),
        }],
    }];
    let milestone = |id: &str, title: &str| MilestoneView {
        id: id.into(),
        title: title.into(),
        date: None,
        deadline: None,
        must_finish_by: None,
        late: false,
        after: Vec::new(),
    };
    report.milestones = vec![
        MilestoneView {
            date: Some(date(2027, 3, 26)),
            deadline: Some(date(2027, 3, 31)),
            must_finish_by: None,
            after: vec![first.clone(), format!("{second}.tool")],
            ..milestone("terms", "Terms are clear everywhere")
        },
        MilestoneView {
            date: Some(date(2027, 10, 29)),
            deadline: Some(date(2027, 9, 30)),
            must_finish_by: None,
            late: true,
            ..milestone("peak", "Ready for the peak season")
        },
        milestone("later", "Second country opened"),
    ];
    let decision = |id: &str, title: &str| DecisionView {
        id: id.into(),
        title: title.into(),
        date: None,
        due: None,
        reason: None,
        by: None,
        initiatives: Vec::new(),
    };
    report.decisions = vec![
        DecisionView {
            due: Some(date(2027, 1, 29)),
            by: Some("Chief Customer Officer".into()),
            ..decision("overdue", "Which carrier delivers on Saturdays")
        },
        DecisionView {
            due: Some(date(2027, 3, 19)),
            reason: Some("The contract ends in May.".into()),
            initiatives: vec![second.clone()],
            ..decision("due", "Keep the helpdesk or change it")
        },
        DecisionView {
            date: Some(date(2026, 11, 12)),
            reason: Some("The survey says the reverse.".into()),
            ..decision("taken", "No pop-ups")
        },
    ];
    let metric = &mut report.metrics[0];
    metric.believed = Some(35.0);
    metric.level = Some("relationship".into());
    metric.targets[0].points = Some(3.0);
    report.metrics[1].targets[0].relative = Some(0.22);
    let (from, to) = (report.stages[0].id.clone(), report.stages[1].id.clone());
    let of_stage = |initiative: &&mut InitiativeView| initiative.stage.as_ref() == Some(&from);
    report.initiatives.iter_mut().filter(of_stage).for_each(|initiative| initiative.stage = Some(to.clone()));
    let moved = std::mem::take(&mut report.stages[0].initiatives);
    report.stages[1].initiatives.extend(moved);
    let stage = &mut report.stages[0];
    stage.phase = Some("entice".into());
    stage.no_initiative = Some("Advertising is planned elsewhere.".into());
    if let Some(touchpoint) = report.stages.iter_mut().flat_map(|stage| &mut stage.touchpoints).next() {
        touchpoint.expectation_only = true;
        touchpoint.emotion = Some(-1);
        touchpoint.emotion_believed = Some(1);
        touchpoint.lenses = vec!["useful".into(), "easy".into()];
        touchpoint.follow_up = None;
        touchpoint.no_follow_up = Some("Nobody knows who was there.".into());
    }
    let initiative = &mut report.initiatives[0];
    initiative.decided = Some(date(2026, 11, 20));
    initiative.plan = Some("Plan of the site".into());
    initiative.kind = Some("improve".into());
    initiative.lenses = vec!["useful".into(), "enjoyable".into()];
    initiative.pillars = vec!["integrity".into(), "time-and-effort".into()];
    initiative.guidelines = vec!["plain".into()];
    initiative.not_before = Some(date(2027, 1, 2));
    initiative.deadline = Some(date(2028, 3, 30));
    initiative.links = vec![LinkView { on: format!("{second}.tool"), kind: "ff", lag: -2 }];
    let step = &mut initiative.steps[0];
    step.range = Some((2, 12));
    step.deliverable = Some("A page that lawyers signed".into());
    step.progress = "finished";
    let step = &mut initiative.steps[1];
    step.progress = "started";
    step.deadline = Some(date(2027, 1, 5));
    step.links = vec![LinkView { on: "copy".into(), kind: "ss", lag: 5 }];
    report.initiatives[1].deadline = Some(date(2027, 1, 6));
    if let Some(initiative) = report.initiatives.iter_mut().find(|initiative| initiative.planned.is_none()) {
        initiative.finished = Some(date(2027, 1, 22));
    }
}

pub(super) fn methods() -> Vec<MethodView> {
    let column = |key: &str, label: &str, share: bool, role| Column {
        key: key.into(),
        label: label.into(),
        help: format!("What {label} means."),
        unit: None,
        share,
        choices: Vec::new(),
        role,
    };
    let category =
        |key: &str, label: &str| CategoryView { key: key.into(), label: label.into(), help: String::new() };
    let method = |id: &str, title: &str, formula: &str, decides| MethodView {
        id: id.into(),
        title: title.into(),
        version: "0.1.0".into(),
        summary:
            "How many customers an initiative reaches, how strongly and how surely, for each month of work."
                .into(),
        formula: formula.into(),
        meaning: Meaning::Ratio,
        sha256: "ab".repeat(32),
        origin: Origin::Builtin,
        decides,
        inputs: Vec::new(),
        parts: Vec::new(),
        categories: Vec::new(),
    };
    let mut rice = method("rice", "RICE", "reach × impact × confidence ÷ effort", true);
    rice.inputs = vec![
        column("reach", "Reach", false, None),
        column("impact", "Impact", false, Some("impact")),
        column("confidence", "Confidence", true, Some("confidence")),
        column("effort", "Effort", false, Some("effort")),
    ];
    let mut kano = method("kano", "Kano", "category from the most frequent answer", false);
    kano.parts = vec![column("better", "Better", false, None), column("worse", "Worse", false, None)];
    kano.categories = vec![
        category("must-be", "Must-be"),
        category("one-dimensional", "One-dimensional"),
        category("attractive", "Attractive"),
        category("indifferent", "Indifferent"),
    ];
    let mut fit = method("impact-effort", "Impact and effort", "impact − effort", false);
    fit.inputs = vec![
        column("impact", "Impact", false, Some("impact")),
        column("effort", "Effort", false, Some("effort")),
    ];
    vec![rice, kano, fit]
}

/// A forecast around the expected values: what is drawn strays by a tenth of the way, and tells of one initiative.
pub(super) fn forecast(report: &Report) -> Forecast {
    let metric = |metric: &MetricView| {
        let baseline = metric.baseline?;
        let range = |value: f64| {
            let half = (value - baseline).abs() / 10.0;
            Range { low: value - half, median: value, high: value + half }
        };
        let month = |(months, value): (u32, &f64)| MonthForecast { months, range: range(*value) };
        let target = |target: &TargetView| {
            let expected = target.expected?;
            let first = metric.contributions.first();
            let harm = (baseline - expected) / 5.0;
            Some(TargetForecast {
                months: target.months,
                date: target.date,
                value: target.value,
                expected,
                range: range(expected),
                deviation: (expected - baseline).abs() / 12.8,
                chance: if target.reached? { 0.7 } else { 0.004 },
                gap: if metric.higher_is_better { target.value - expected } else { expected - target.value },
                contributions: first
                    .map(|own| forecast::Contribution {
                        initiative: own.initiative.clone(),
                        change: own.change,
                        delay: harm,
                        delay_chance: -0.06,
                    })
                    .into_iter()
                    .collect(),
                drivers: first
                    .map(|own| forecast::Driver {
                        input: forecast::Input::Works { initiative: own.initiative.clone() },
                        share: 0.61,
                    })
                    .into_iter()
                    .collect(),
            })
        };
        Some(MetricForecast {
            metric: metric.id.clone(),
            name: metric.name.clone(),
            higher_is_better: metric.higher_is_better,
            baseline,
            baseline_error: None,
            in_full: metric.expected.last().copied().unwrap_or(baseline),
            months: (0..).zip(&metric.expected).map(month).collect(),
            targets: metric.targets.iter().filter_map(target).collect(),
        })
    };
    Forecast {
        draws: 2_000,
        seed: 1,
        shared: 0.0,
        diminishing: false,
        metrics: report.metrics.iter().filter_map(metric).collect(),
        without_baseline: Vec::new(),
    }
}

/// Two rhythms; `held` moves a day to the next one with work. The first dates have something due.
pub(super) fn reviews(held: impl Fn(jiff::civil::Date) -> jiff::civil::Date) -> Vec<ReviewView> {
    let occasion = |planned| Occasion {
        planned,
        date: held(planned),
        targets: Vec::new(),
        measured: Vec::new(),
        starts: Vec::new(),
        finishes: Vec::new(),
        milestones: Vec::new(),
        decisions: Vec::new(),
    };
    let review = |id: &str, title: &str, kind: &str, months: u32, occasions: Vec<Occasion>| ReviewView {
        id: id.into(),
        title: title.into(),
        kind: Some(kind.into()),
        every: Some(format!("{months}mo")),
        rhythm: Some(Rhythm { count: months, unit: RhythmUnit::Month }),
        minutes: Some(60 * u64::from(months.min(3))),
        attendees: vec!["cco".into(), "executive committee".into()],
        agenda: vec!["targets, and what was measured".into(), "re-score, add, stop".into()],
        dates: occasions.iter().map(|occasion| occasion.date).collect(),
        skipped: Vec::new(),
        occasions,
    };
    let mut monthly: Vec<Occasion> = (2..=12).map(|month| occasion(date(2027, month, 2))).collect();
    monthly[2].targets =
        vec![DueTarget { metric: "nps".into(), date: date(2027, 4, 4), value: 26.0, expected: Some(24.6) }];
    monthly[2].measured = vec![MeasuredValue { metric: "nps".into(), date: date(2027, 4, 1), value: 25.2 }];
    monthly[3].finishes = vec!["mobile-pay-button".into()];
    monthly[3].decisions = vec!["due".into()];
    let halves = vec![occasion(date(2027, 6, 29)), occasion(date(2027, 12, 29))];
    vec![
        review("kpi-monthly", "Monthly KPI review", "kpi", 1, monthly),
        review("strategy-half-year", "Half-year strategy review", "strategy", 6, halves),
    ]
}

/// One step of each state.
pub(super) fn readiness() -> PlanReadiness {
    let step =
        |step, state, what, have, of| StepReadiness { step, state, items: vec![Item { what, have, of }] };
    PlanReadiness {
        steps: vec![
            step(Step::Evaluate, State::Thin, What::SolidEvidence, 4, 6),
            step(Step::Compete, State::Missing, What::Competitors, 0, 1),
            step(Step::Vision, State::There, What::Vision, 3, 3),
        ],
        stages: Vec::new(),
        segments: Vec::new(),
        channels: Vec::new(),
        problems: Vec::new(),
        strengths: Vec::new(),
        benchmarks: Vec::new(),
        gaps: Vec::new(),
    }
}
