//! The lists of a plan besides initiatives, and its head.

use jiff::civil::Date;
use jiff::{Span as TimeSpan, ToSpan};

use crate::diag::{Code, Diagnostic};
use crate::fields::Target;
use crate::ids::{Id, List};
use crate::method::Language;
use crate::metric::{self, Rules};
use crate::model::{
    Actual, Audience, Budget, CalendarRules, Competitor, Delivered, Evidence, FollowUp, Freeze, Goal, Head,
    Measured, Metric, Persona, Review, Segment, Stage, Target as MetricTarget, Team, Tool, Touchpoint,
    Vision,
};
use crate::record::{Record, Value};

use super::work::{FTE, micro_fte};
use super::{Lower, Options};

/// Years in which a plan may start: dates then stay far from the ends of the calendar.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2199;

impl Lower<'_> {
    pub(super) fn head(&mut self, plan: Option<&Record<'_>>, options: &Options) -> Option<Head> {
        let plan = plan?;
        let start = plan.date("start")?;
        if !YEARS.contains(&start.year()) {
            self.push(
                Diagnostic::new(Code::OutsideHorizon, format!("a plan cannot start in {}", start.year()))
                    .at(plan.span_of("start"), "out of range")
                    .help(format!("write a year from {} to {}", YEARS.start(), YEARS.end())),
            );
            return None;
        }
        let horizon_months = plan.integer("horizon_months").unwrap_or(12) as u32;
        let languages = languages(plan);
        Some(Head {
            id: plan.text("id"),
            title: plan.text("title")?,
            company: plan.text("company"),
            sector: plan.text("sector"),
            start,
            horizon: months_after(start, horizon_months).saturating_sub(1.day()),
            horizon_months,
            today: options.today.or_else(|| plan.date("today")),
            languages: if languages.is_empty() { vec![Language::En] } else { languages },
            currency: plan.word_text("currency"),
            version: plan.text("version"),
            status: plan.word_text("status"),
            sponsor: plan.text("sponsor"),
        })
    }

    pub(super) fn calendar(&mut self, root: &Record<'_>) -> CalendarRules {
        let mut rules = CalendarRules {
            workdays: [true, true, true, true, true, false, false],
            holidays: Vec::new(),
            freezes: Vec::new(),
            days_per_month: 20,
        };
        let Some(calendar) = root.record("calendar") else { return rules };
        if calendar.has("workdays") {
            rules.workdays = [false; 7];
            for datum in calendar.list("workdays") {
                if let Value::Word(day) = datum.value {
                    rules.workdays[day] = true;
                }
            }
            if !rules.workdays.contains(&true) && calendar.lost("workdays") {
                rules.workdays = [true; 7];
            }
            if !rules.workdays.contains(&true) {
                self.push(
                    Diagnostic::new(Code::NoWorkday, "the week has no working day")
                        .at(calendar.span_of("workdays"), "nobody ever works")
                        .help("write at least one, such as `workdays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]`"),
                );
                rules.workdays = [true; 7];
            }
        }
        let date = |datum: &crate::record::Datum<'_>| match datum.value {
            Value::Date(date) => Some(date),
            _ => None,
        };
        rules.holidays = calendar.list("holidays").iter().filter_map(date).collect();
        rules.holidays.sort_unstable();
        rules.holidays.dedup();
        rules.days_per_month = calendar.integer("days_per_month").unwrap_or(20) as u32;
        for record in calendar.records("freeze") {
            let (Some(from), Some(to)) = (record.date("from"), record.date("to")) else { continue };
            if from > to {
                self.push(
                    Diagnostic::new(Code::WrongOrder, "the freeze ends before it begins")
                        .at(record.span_of("to"), format!("before {from}"))
                        .also(record.span_of("from"), "begins here")
                        .help("swap `from` and `to`; both days belong to the freeze"),
                );
            }
            rules.freezes.push(Freeze {
                from,
                to,
                teams: self.references(record, "teams"),
                why: record.text("why"),
            });
        }
        rules
    }

    pub(super) fn vision(&mut self, record: &Record<'_>) -> Vision {
        Vision {
            statement: record.text("statement"),
            company_vision: record.text("company_vision"),
            brand_promise: record.text("brand_promise"),
            delight: record.text("delight"),
            measured_by: self.references(record, "measured_by"),
        }
    }

    pub(super) fn goals(&mut self, root: &Record<'_>) -> List<Goal> {
        self.list(root, "goal", |lower, record| Goal {
            id: record.text("id").unwrap_or_default(),
            statement: record.text("statement").unwrap_or_default(),
            aligned_to: record.text("aligned_to"),
            metrics: lower.references(record, "metrics"),
        })
    }

    pub(super) fn segments(&mut self, root: &Record<'_>) -> List<Segment> {
        self.list(root, "segment", |_, record| Segment {
            id: record.text("id").unwrap_or_default(),
            name: record.text("name").unwrap_or_default(),
            share: record.number("share"),
            customers: count(record, "customers"),
        })
    }

    pub(super) fn personas(&mut self, root: &Record<'_>) -> List<Persona> {
        self.list(root, "persona", |lower, record| Persona {
            id: record.text("id").unwrap_or_default(),
            name: record.text("name").unwrap_or_default(),
            segment: lower.reference(record, "segment"),
            goals: record.texts("goals"),
            frustrations: record.texts("frustrations"),
            channels: record.texts("channels"),
        })
    }

    /// The stages; where the plan lists none, the labels that initiatives and touchpoints use, in the order of the text.
    pub(super) fn stages(&mut self, root: &Record<'_>) -> List<Stage> {
        if !self.names.has_any(Target::Stage) {
            return labels(root)
                .into_iter()
                .enumerate()
                .map(|(order, label)| Stage {
                    id: label.to_owned(),
                    name: label.to_owned(),
                    order: order as i64,
                    entered: None,
                    completed: None,
                })
                .collect();
        }
        let mut next = 0;
        self.list(root, "stage", |_, record| {
            next = record.integer("order").unwrap_or(next + 1);
            Stage {
                id: record.text("id").unwrap_or_default(),
                name: record.text("name").unwrap_or_default(),
                order: next,
                entered: count(record, "entered"),
                completed: count(record, "completed"),
            }
        })
    }

    /// The stage of an initiative or touchpoint.
    pub(super) fn stage(&self, record: &Record<'_>, stages: &List<Stage>) -> Option<Id<Stage>> {
        if self.names.has_any(Target::Stage) {
            return self.reference(record, "stage");
        }
        // Free labels are in the order of their first use and few, unless somebody means harm.
        let label = record.text_ref("stage")?;
        stages.entries().find(|(_, stage)| stage.id == label).map(|(id, _)| id)
    }

    pub(super) fn touchpoints(&mut self, root: &Record<'_>, stages: &List<Stage>) -> List<Touchpoint> {
        self.list(root, "touchpoint", |lower, record| {
            let id = record.text("id").unwrap_or_default();
            Touchpoint {
                name: record.text("name").unwrap_or_else(|| sentence(&id)),
                id,
                stage: lower.stage(record, stages),
                channels: record.texts("channels"),
                emotion: record.integer("emotion"),
                expectation: record.text("expectation"),
                follow_up: record.record("follow_up").map(|record| FollowUp {
                    who: record.text("who").unwrap_or_default(),
                    when: record.duration("when"),
                    how: record.text("how"),
                }),
            }
        })
    }

    pub(super) fn evidence(&mut self, root: &Record<'_>) -> List<Evidence> {
        self.list(root, "evidence", |lower, record| Evidence {
            id: record.text("id").unwrap_or_default(),
            kind: record.word_text("kind").unwrap_or_default(),
            date: record.date("date"),
            n: count(record, "n"),
            touchpoints: lower.references(record, "touchpoints"),
            finding: record.text("finding").unwrap_or_default(),
            quote: record.text("quote"),
            polarity: record.word_text("polarity"),
        })
    }

    pub(super) fn competitors(&mut self, root: &Record<'_>) -> List<Competitor> {
        self.list(root, "competitor", |lower, record| Competitor {
            id: record.text("id").unwrap_or_default(),
            name: record.text("name").unwrap_or_default(),
            sources: record.texts("sources"),
            does_well: record.texts("does_well"),
            does_badly: record.texts("does_badly"),
            metrics: record
                .map("metrics")
                .iter()
                .filter_map(|(key, datum)| {
                    Some((lower.names.get(Target::Metric, &key.value)?, datum.as_number()?))
                })
                .collect(),
        })
    }

    pub(super) fn metrics(&mut self, root: &Record<'_>, head: Option<&Head>) -> List<Metric> {
        self.list(root, "metric", |lower, record| lower.metric(record, head))
    }

    fn metric(&mut self, record: &Record<'_>, head: Option<&Head>) -> Metric {
        let kind = record.word_text("kind").unwrap_or_default();
        let method = record.word_text("method");
        let higher_is_better = record.word_text("direction").as_deref() != Some("lower");
        let unit = record.text("unit");
        if let Some([low, high]) = record.numbers("scale").as_deref()
            && low >= high
        {
            self.push(
                Diagnostic::new(Code::WrongOrder, "the scale ends where it begins, or before")
                    .at(record.span_of("scale"), "not in rising order")
                    .help("write the lowest answer first, such as [1, 5]"),
            );
        }
        let baseline =
            record.record("baseline").and_then(|baseline| lower_measurement(self, baseline, record));
        let targets = self.targets(record, &kind, higher_is_better, baseline, head);
        let percent = match unit.as_deref() {
            Some(unit) => unit.trim() == "%",
            None => kind == "csat" && method.as_deref() != Some("mean"),
        };
        Metric {
            id: record.text("id").unwrap_or_default(),
            name: record.text("name").unwrap_or_default(),
            percent,
            kind,
            higher_is_better,
            unit,
            baseline,
            targets,
            owner: record.text("owner"),
        }
    }

    fn targets(
        &mut self,
        record: &Record<'_>,
        kind: &str,
        higher_is_better: bool,
        baseline: Option<Measured>,
        head: Option<&Head>,
    ) -> Vec<MetricTarget> {
        let mut targets: Vec<MetricTarget> = Vec::new();
        for target in record.records("targets") {
            let (Some(months), Some(value)) = (target.integer("months"), target.number("value")) else {
                continue;
            };
            if kind == "nps" && value.abs() > 100.0 {
                self.push(
                    Diagnostic::new(Code::OutOfRange, "a Net Promoter Score lies between -100 and 100")
                        .at(target.span_of("value"), "out of range")
                        .help("write a value that the score can reach"),
                );
            }
            let months = months as u32;
            let before = targets.last().map(|last| last.value).or(baseline.map(|baseline| baseline.value));
            if targets.last().is_some_and(|last| last.months >= months) {
                self.push(
                    Diagnostic::new(Code::TargetOrder, "targets are not in the order of time")
                        .at(target.span_of("months"), "not after the target before it")
                        .help("sort them by `months`, each month once"),
                );
            }
            if let Some(head) = head
                && months > head.horizon_months
            {
                self.push(
                    Diagnostic::new(
                        Code::OutsideHorizon,
                        format!("the target lies after the horizon of {} months", head.horizon_months),
                    )
                    .at(target.span_of("months"), "after the horizon")
                    .help("move it inside, or raise `plan.horizon_months`"),
                );
            }
            if let Some(before) = before
                && (value - before) * if higher_is_better { 1.0 } else { -1.0 } < 0.0
            {
                let direction = if higher_is_better { "higher" } else { "lower" };
                self.push(
                    Diagnostic::new(
                        Code::TargetDirection,
                        format!("{direction} is better, but this target asks for {value} after {before}"),
                    )
                    .at(target.span_of("value"), "worse than before")
                    .help("check the value, or the metric's `direction`"),
                );
            }
            targets.push(MetricTarget { months, value });
        }
        targets
    }

    pub(super) fn teams(&mut self, root: &Record<'_>) -> List<Team> {
        self.list(root, "team", |_, record| Team {
            id: record.text("id").unwrap_or_default(),
            name: record.text("name").unwrap_or_default(),
            capacity: capacity(record),
            cost_per_person_month: record.number("cost_per_person_month"),
        })
    }

    pub(super) fn tools(&mut self, root: &Record<'_>) -> List<Tool> {
        self.list(root, "tool", |_, record| Tool {
            id: record.text("id").unwrap_or_default(),
            name: record.text("name").unwrap_or_default(),
            annual_cost: record.number("annual_cost"),
        })
    }

    pub(super) fn budget(&mut self, record: &Record<'_>) -> Option<Budget> {
        Some(Budget { amount: record.number("amount")?, covers: record.text("covers") })
    }

    pub(super) fn reviews(&mut self, root: &Record<'_>, head: Option<&Head>) -> List<Review> {
        self.list(root, "review", |lower, record| {
            let first = record.date("first").unwrap_or_default();
            if let (Some(head), true) = (head, record.has("first"))
                && !(head.start..=head.horizon).contains(&first)
            {
                lower.push(
                    Diagnostic::new(Code::OutsideHorizon, "the review lies outside the plan")
                        .at(
                            record.span_of("first"),
                            format!("the plan runs from {} to {}", head.start, head.horizon),
                        )
                        .help("move it inside, or raise `plan.horizon_months`"),
                );
            }
            let every = record.duration("every");
            if every.is_some_and(|every| every.thousandths == 0 || every.thousandths % 1000 != 0) {
                lower.push(
                    Diagnostic::new(Code::BadDuration, "a rhythm needs whole days, weeks or months")
                        .at(record.span_of("every"), "not a whole number above zero")
                        .help("write it such as \"2w\", \"1mo\" or \"6mo\""),
                );
            }
            Review {
                id: record.text("id").unwrap_or_default(),
                title: record.text("title").unwrap_or_default(),
                kind: record.word_text("kind"),
                every,
                first,
                minutes: count(record, "minutes"),
                attendees: record.texts("attendees"),
                agenda: record.texts("agenda"),
            }
        })
    }

    pub(super) fn audiences(&mut self, root: &Record<'_>) -> List<Audience> {
        self.list(root, "audience", |_, record| Audience {
            id: record.text("id").unwrap_or_default(),
            title: record.text("title").unwrap_or_default(),
            languages: languages(record),
            sections: record
                .list("sections")
                .iter()
                .filter_map(|datum| match datum.value {
                    Value::Word(word) => crate::language::section(word),
                    _ => None,
                })
                .collect(),
        })
    }

    pub(super) fn actuals(&mut self, root: &Record<'_>) -> Vec<Actual> {
        let mut actuals: Vec<Actual> = root
            .records("actual")
            .iter()
            .filter_map(|record| {
                let metric: Id<Metric> = self.reference(record, "metric")?;
                let declared = root.records("metric").get(metric.index())?;
                Some(Actual { metric, measured: lower_measurement(self, record, declared)? })
            })
            .collect();
        actuals.sort_by_key(|actual| (actual.metric, actual.measured.date));
        actuals
    }

    pub(super) fn delivered(&mut self, root: &Record<'_>, calendar: &CalendarRules) -> Vec<Delivered> {
        root.records("delivered")
            .iter()
            .filter_map(|record| {
                Some(Delivered {
                    initiative: self.reference(record, "initiative")?,
                    date: record.date("date")?,
                    effort: record
                        .duration("effort")
                        .map(|effort| effort.milli_days(calendar.days_per_week(), calendar.days_per_month)),
                    effects: record
                        .records("effects")
                        .iter()
                        .filter_map(|effect| {
                            Some((self.reference(effect, "metric")?, effect.number("change")?))
                        })
                        .collect(),
                })
            })
            .collect()
    }
}

/// Capacity of a team, in millionths of a full-time equivalent.
pub(super) fn capacity(record: &Record<'_>) -> u64 {
    record.number("capacity").map_or(FTE, micro_fte)
}

/// The day so many months later; the last day of the month where the month is too short.
pub(crate) fn months_after(start: Date, months: u32) -> Date {
    start.saturating_add(TimeSpan::new().months(i64::from(months)))
}

fn lower_measurement(lower: &mut Lower<'_>, record: &Record<'_>, metric: &Record<'_>) -> Option<Measured> {
    let kind = metric.word_text("kind")?;
    let method = metric.word_text("method");
    let scale = metric.numbers("scale").filter(|scale| scale.is_sorted());
    let lowest = scale.as_ref().and_then(|scale| scale.first().copied()).unwrap_or(1.0);
    let points = scale.as_deref().and_then(|scale| match scale {
        [low, high] if high - low < 100.0 => Some((high - low) as usize + 1),
        _ => None,
    });
    metric::measured(
        record,
        Rules { kind: &kind, method: method.as_deref(), lowest, points },
        lower.diagnostics,
    )
}

fn count(record: &Record<'_>, key: &str) -> Option<u64> {
    record.integer(key).and_then(|count| u64::try_from(count).ok())
}

fn languages(record: &Record<'_>) -> Vec<Language> {
    let mut languages = Vec::new();
    for datum in record.list("languages") {
        if let Value::Word(word) = datum.value
            && let Some(language) = Language::ALL.get(word)
            && !languages.contains(language)
        {
            languages.push(*language);
        }
    }
    languages
}

/// The stage labels of a plan without a list of stages.
fn labels<'r>(root: &'r Record<'_>) -> indexmap::IndexSet<&'r str> {
    let mut labels = indexmap::IndexSet::new();
    for record in root.records("touchpoint").iter().chain(root.records("initiative")) {
        labels.extend(record.text_ref("stage"));
    }
    labels
}

/// `product-page` as "Product page".
fn sentence(id: &str) -> String {
    let mut text = id.replace('-', " ");
    if let Some(first) = text.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    text
}
