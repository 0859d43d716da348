//! Metrics with their targets, what was measured since, decisions and reviews.

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic};
use crate::ids::{Id, List};
use crate::metric::{self, Rules};
use crate::model::{
    Actual, Audience, CalendarRules, Decision, Delivered, Head, Indicator, Initiative, Measured, Metric,
    MetricPlaces, Observation, Review, Target as MetricTarget, TargetForm, Tool,
};
use crate::phrase;
use crate::phrase::Phrase;
use crate::record::Record;
use crate::source::Span;

use super::Lower;
use super::head::languages;

impl Lower<'_> {
    pub(super) fn metrics(&mut self, root: &Record<'_>, head: Option<&Head>) -> List<Metric> {
        let mut measured: BTreeMap<Id<Metric>, Vec<&Record<'_>>> = BTreeMap::new();
        for actual in root.records("actual") {
            if let Some(metric) = self.reference(actual, "metric") {
                measured.entry(metric).or_default().push(actual);
            }
        }
        let mut position = 0;
        self.list(root, "metric", |lower, record| {
            let measured = measured.remove(&Id::new(position)).unwrap_or_default();
            position += 1;
            if is_percent(record) {
                let told =
                    record.record("baseline").into_iter().chain(record.records("targets")).chain(measured);
                lower.check_fractions(told);
            }
            lower.metric(record, head)
        })
    }

    /// A percentage written as a fraction, beside others that are not: 0.72 after 71. One of 0.8 % after 1.2 % is none, and
    /// nor is one of 0.5 % after 20 %.
    fn check_fractions<'r, 't: 'r>(&mut self, told: impl Iterator<Item = &'r Record<'t>>) {
        let mut values: Vec<(f64, Span)> =
            told.filter_map(|told| Some((told.number("value")?, told.span_of("value")))).collect();
        values.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        for (value, span) in values.iter().filter(|(value, _)| *value > 0.0 && *value < 1.0) {
            let alike = values.partition_point(|(other, _)| *other < (value * 50.0).max(10.0));
            let Some((other, place)) = values.get(alike).filter(|(other, _)| *other <= value * 200.0) else {
                continue;
            };
            let percent = (value * 1e4).round() / 100.0;
            self.push(
                Diagnostic::new(
                    Code::PercentUnclear,
                    phrase!("a value of {value} %", "une valeur de {value} %"; value = Phrase::number(*value, 4)),
                )
                .at(
                    *span,
                    phrase!("or {percent} %?", "ou {percent} % ?"; percent = Phrase::number(percent, 2)),
                )
                .also(*place, phrase!("{other} % here", "{other} % ici"; other = Phrase::number(*other, 2)))
                .help(phrase!(
                    "write `value = {percent}` if that is meant: values of this metric are in per cent",
                    "écrivez `value = {percent}` si c'est ce qui est voulu : les valeurs de cet indicateur sont en pour cent"
                )),
            );
        }
    }

    fn metric(&mut self, record: &Record<'_>, head: Option<&Head>) -> Metric {
        let kind = record.word_text("kind").unwrap_or_default();
        let method = record.word_text("method");
        let higher_is_better = record.word_text("direction").as_deref() != Some("lower");
        if let Some([low, high]) = record.numbers("scale").as_deref()
            && low >= high
        {
            self.push(
                Diagnostic::new(
                    Code::WrongOrder,
                    Phrase::fixed(
                        "the scale ends where it begins, or before",
                        "l'échelle finit où elle commence, ou avant",
                    ),
                )
                .at(
                    record.span_of("scale"),
                    Phrase::fixed("not in rising order", "pas dans l'ordre croissant"),
                )
                .help(Phrase::fixed(
                    "write the lowest answer first, such as [1, 5]",
                    "écrivez la réponse la plus basse d'abord, comme [1, 5]",
                )),
            );
        }
        let baseline =
            record.record("baseline").and_then(|baseline| lower_measurement(self, baseline, record));
        let targets = self.targets(record, &kind, higher_is_better, baseline, head);
        Metric {
            id: record.text("id").unwrap_or_default(),
            span: record.span_of("id"),
            level: record.word_text("level"),
            version: record.word_text("version"),
            scale: record.numbers("scale").and_then(|scale| scale.try_into().ok()),
            channels: record.texts("channels"),
            believed: record.number("believed"),
            method,
            name: record.text("name").unwrap_or_default(),
            percent: is_percent(record),
            kind,
            higher_is_better,
            unit: record.text("unit"),
            baseline,
            targets,
            owner: record.text("owner"),
            places: MetricPlaces {
                name: record.span_of("name"),
                direction: record.span_of("direction"),
                method: record.span_of("method"),
                scale: record.span_of("scale"),
                baseline: record.span_of("baseline"),
            },
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
        let method = record.word_text("method");
        let rules = rules(record, kind, method.as_deref());
        let mut targets: Vec<MetricTarget> = Vec::new();
        let mut before = baseline.map(|baseline| baseline.value);
        for target in record.records("targets") {
            let Some(months) = target.integer("months") else { continue };
            let Some((value, form, span)) = self.target_value(target, record, baseline) else { continue };
            let wrong = rules.impossible(value);
            let impossible = wrong.is_some();
            if let Some(message) = wrong {
                self.push(
                    Diagnostic::new(Code::OutOfRange, message)
                        .at(span, Phrase::fixed("out of range", "hors des bornes"))
                        .help(Phrase::fixed(
                            "write a value that the score can reach",
                            "écrivez une valeur que le score peut atteindre",
                        )),
                );
            }
            let months = months as u32;
            if targets.last().is_some_and(|last| last.months >= months) {
                self.push(
                    Diagnostic::new(
                        Code::TargetOrder,
                        Phrase::fixed(
                            "targets are not in the order of time",
                            "les cibles ne sont pas dans l'ordre du temps",
                        ),
                    )
                    .at(
                        target.span_of("months"),
                        Phrase::fixed("not after the target before it", "pas après la cible précédente"),
                    )
                    .help(Phrase::fixed(
                        "sort them by `months`, each month once",
                        "triez-les par `months`, chaque mois une seule fois",
                    )),
                );
            }
            if let Some(horizon) = head.map(|head| head.horizon_months).filter(|horizon| months > *horizon) {
                self.push(
                    Diagnostic::new(
                        Code::OutsideHorizon,
                        phrase!(
                            "the target lies after the horizon of {horizon} months",
                            "la cible se situe après l'horizon de {horizon} mois"
                        ),
                    )
                    .at(target.span_of("months"), Phrase::fixed("after the horizon", "après l'horizon"))
                    .help(Phrase::fixed(
                        "move it inside, or raise `plan.horizon_months`",
                        "ramenez-la dedans, ou augmentez `plan.horizon_months`",
                    )),
                );
            }
            if let Some(before) = before
                && !impossible
                && (value - before) * if higher_is_better { 1.0 } else { -1.0 } < 0.0
            {
                // A tenth more of 0.4 is not 0.44 in binary numbers.
                let [value, before] = [value, before].map(|value| (value * 1e6).round() / 1e6);
                let message = if higher_is_better {
                    phrase!(
                        "higher is better, but this target asks for {value} after {before}",
                        "plus haut est mieux, mais cette cible demande {value} après {before}";
                        value = Phrase::number(value, 2), before = Phrase::number(before, 2)
                    )
                } else {
                    phrase!(
                        "lower is better, but this target asks for {value} after {before}",
                        "plus bas est mieux, mais cette cible demande {value} après {before}";
                        value = Phrase::number(value, 2), before = Phrase::number(before, 2)
                    )
                };
                self.push(
                    Diagnostic::new(Code::TargetDirection, message)
                        .at(span, Phrase::fixed("worse than before", "pire qu'avant"))
                        .help(Phrase::fixed(
                            "check the value, or the metric's `direction`",
                            "vérifiez la valeur, ou la `direction` de l'indicateur",
                        )),
                );
            }
            // What cannot be reached says nothing of the targets after it.
            before = if impossible { before } else { Some(value) };
            targets.push(MetricTarget { months, value, form, span });
        }
        targets
    }

    /// The value to reach, however the plan writes it. "+22 %" may be told of the value or in points: the plan has to say
    /// which.
    fn target_value(
        &mut self,
        target: &Record<'_>,
        metric: &Record<'_>,
        baseline: Option<Measured>,
    ) -> Option<(f64, TargetForm, Span)> {
        const FORMS: [&str; 3] = ["value", "points", "relative"];
        let given: Vec<&str> = FORMS.into_iter().filter(|key| target.has(key)).collect();
        if FORMS.iter().any(|key| target.lost(key)) {
            return None;
        }
        let [key] = given[..] else {
            let diagnostic = if given.is_empty() {
                Diagnostic::new(
                    Code::TargetForm,
                    Phrase::fixed("a target without a value", "une cible sans valeur"),
                )
                .at(target.span, Phrase::fixed("what shall be reached?", "que faut-il atteindre ?"))
            } else {
                Diagnostic::new(
                    Code::TargetForm,
                    Phrase::fixed("a target told in two ways", "une cible donnée de deux façons"),
                )
                .at(target.span, Phrase::fixed("which of them counts?", "laquelle compte ?"))
            };
            self.push(diagnostic.help(Phrase::fixed(
                "write one of `value = 74.4`, `points = 3` (in the metric's unit) or `relative = \"+22%\"` (of the baseline)",
                "écrivez `value = 74.4`, `points = 3` (dans l'unité de l'indicateur) ou `relative = \"+22%\"` (de la valeur de départ)",
            )));
            return None;
        };
        let (given, span) = (target.number(key)?, target.span_of(key));
        if key == "value" {
            return Some((given, TargetForm::Value, span));
        }
        let Some(baseline) = baseline else {
            if !metric.has("baseline") && !metric.lost("baseline") {
                self.push(
                    Diagnostic::new(
                        Code::TargetForm,
                        Phrase::fixed(
                            "a change from a value that the plan does not tell",
                            "une évolution depuis une valeur que le plan n'indique pas",
                        ),
                    )
                    .at(span, Phrase::fixed("from where?", "depuis où ?"))
                    .help(Phrase::fixed(
                        "add the metric's `baseline`, or write the `value` to reach",
                        "ajoutez la `baseline` de l'indicateur, ou écrivez la `value` à atteindre",
                    )),
                );
            }
            return None;
        };
        if key == "relative" && baseline.value == 0.0 && given != 0.0 {
            self.push(
                Diagnostic::new(
                    Code::TargetForm,
                    Phrase::fixed(
                        "a part of a baseline of 0 is no change at all",
                        "une part d'une valeur de départ de 0 ne change rien",
                    ),
                )
                .at(span, Phrase::fixed("of nothing", "de rien"))
                .also(
                    metric.span_of("baseline"),
                    Phrase::fixed("the baseline is 0", "la valeur de départ est 0"),
                )
                .help(Phrase::fixed(
                    "write the `value` to reach, or `points`",
                    "écrivez la `value` à atteindre, ou `points`",
                )),
            );
            return None;
        }
        Some(if key == "points" {
            (baseline.value + given, TargetForm::Points(given), span)
        } else {
            (baseline.value * (1.0 + given), TargetForm::Relative(given), span)
        })
    }

    pub(super) fn tools(&mut self, root: &Record<'_>) -> List<Tool> {
        self.list(root, "tool", |_, record| Tool {
            id: record.text("id").unwrap_or_default(),
            name: record.text("name").unwrap_or_default(),
            annual_cost: record.number("annual_cost"),
        })
    }

    pub(super) fn indicators(&mut self, root: &Record<'_>) -> List<Indicator> {
        self.list(root, "indicator", |lower, record| {
            let mut observations: Vec<Observation> = record
                .records("observations")
                .iter()
                .filter_map(|observation| {
                    Some(Observation {
                        date: observation.date("date")?,
                        note: observation.text("note")?,
                        polarity: observation.word_text("polarity"),
                    })
                })
                .collect();
            observations.sort_by_key(|observation| observation.date);
            Indicator {
                id: record.text("id").unwrap_or_default(),
                statement: record.text("statement").unwrap_or_default(),
                goals: lower.references(record, "goals"),
                initiatives: lower.references(record, "initiatives"),
                proxy: lower.reference(record, "proxy"),
                observations,
            }
        })
    }

    pub(super) fn decisions(&mut self, root: &Record<'_>) -> List<Decision> {
        self.list(root, "decision", |lower, record| Decision {
            id: record.text("id").unwrap_or_default(),
            title: record.text("title").unwrap_or_default(),
            date: record.date("date"),
            due: record.date("due"),
            reason: record.text("reason"),
            by: record.text("by"),
            initiatives: lower.references(record, "initiatives"),
        })
    }

    pub(super) fn reviews(&mut self, root: &Record<'_>, head: Option<&Head>) -> List<Review> {
        self.list(root, "review", |lower, record| {
            let first = record.date("first").unwrap_or_default();
            if let (Some(head), true) = (head, record.has("first"))
                && !(head.start..=head.horizon).contains(&first)
            {
                let (start, end) = (head.start, head.horizon);
                lower.push(
                    Diagnostic::new(
                        Code::OutsideHorizon,
                        Phrase::fixed("the review lies outside the plan", "la revue tombe hors du plan"),
                    )
                    .at(
                        record.span_of("first"),
                        phrase!("the plan runs from {start} to {end}", "le plan va du {start} au {end}"),
                    )
                    .help(Phrase::fixed(
                        "move it inside, or raise `plan.horizon_months`",
                        "ramenez-la dedans, ou augmentez `plan.horizon_months`",
                    )),
                );
            }
            let every = record.duration("every");
            if every.is_some_and(|every| every.thousandths == 0 || every.thousandths % 1000 != 0) {
                lower.push(
                    Diagnostic::new(
                        Code::BadDuration,
                        Phrase::fixed(
                            "a rhythm needs whole days, weeks or months",
                            "un rythme veut des jours, semaines ou mois entiers",
                        ),
                    )
                    .at(
                        record.span_of("every"),
                        Phrase::fixed(
                            "not a whole number above zero",
                            "pas un nombre entier au-dessus de zéro",
                        ),
                    )
                    .help(Phrase::fixed(
                        "write it such as \"2w\", \"1mo\" or \"6mo\"",
                        "écrivez-le comme \"2sem\", \"1mois\" ou \"6mois\"",
                    )),
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
            sections: record.words("sections"),
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

    /// What was delivered: as [[delivered]] tells, else what is finished.
    pub(super) fn delivered(&mut self, root: &Record<'_>, calendar: &CalendarRules) -> Vec<Delivered> {
        self.check_delivered_once(root.records("delivered"));
        let mut delivered: Vec<Delivered> = root
            .records("delivered")
            .iter()
            .filter_map(|record| {
                Some(Delivered {
                    initiative: self.reference(record, "initiative")?,
                    date: record.date("date")?,
                    effort: record.duration("effort").map(|effort| effort.milli_days(calendar.pace())),
                    effects: record
                        .records("effects")
                        .iter()
                        .filter_map(|effect| {
                            Some((self.reference(effect, "metric")?, effect.number("change")?))
                        })
                        .collect(),
                })
            })
            .collect();
        let told: std::collections::BTreeSet<Id<Initiative>> =
            delivered.iter().map(|delivered| delivered.initiative).collect();
        let finished = root.records("initiative").iter().enumerate().filter_map(|(position, record)| {
            let initiative = Id::new(position);
            let date = record.date("finished").filter(|_| !told.contains(&initiative))?;
            Some(Delivered { initiative, date, effort: None, effects: Vec::new() })
        });
        delivered.extend(finished);
        delivered
    }

    /// Told twice, its effects and its cost would count twice.
    fn check_delivered_once(&mut self, records: &[Record<'_>]) {
        let mut known: BTreeMap<Id<Initiative>, Span> = BTreeMap::new();
        for record in records {
            let Some(initiative) = self.reference(record, "initiative") else { continue };
            let span = record.span_of("initiative");
            let first = *known.entry(initiative).or_insert(span);
            if first == span {
                continue;
            }
            let id = record.text_ref("initiative").unwrap_or_default();
            self.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    phrase!("`{id}` is delivered twice", "`{id}` est livrée deux fois"),
                )
                .at(span, Phrase::fixed("delivered again", "livrée à nouveau"))
                .also(first, Phrase::fixed("first delivered here", "d'abord livrée ici"))
                .help(Phrase::fixed(
                    "keep one [[delivered]] for it, with all of its effects; an initiative that is delivered in parts is several",
                    "gardez une seule [[delivered]] pour elle, avec tous ses effets ; une initiative livrée en plusieurs fois en est plusieurs",
                )),
            );
        }
    }
}

fn lower_measurement(lower: &mut Lower<'_>, record: &Record<'_>, metric: &Record<'_>) -> Option<Measured> {
    let kind = metric.word_text("kind")?;
    let method = metric.word_text("method");
    metric::measured(record, rules(metric, &kind, method.as_deref()), lower.diagnostics)
}

/// What the values of a metric may be.
fn rules<'r>(metric: &Record<'_>, kind: &'r str, method: Option<&'r str>) -> Rules<'r> {
    let scale: Option<[f64; 2]> = metric.numbers("scale").and_then(|scale| scale.try_into().ok());
    let scale = scale.filter(|[low, high]| low < high);
    Rules {
        kind,
        method,
        higher_is_better: metric.word_text("direction").as_deref() != Some("lower"),
        percent: is_percent(metric),
        lowest: scale.map_or(1.0, |[low, _]| low),
        points: scale.filter(|[low, high]| high - low < 100.0).map(|[low, high]| (high - low) as usize + 1),
        scale,
    }
}

/// Whether a metric's value is a percentage.
fn is_percent(metric: &Record<'_>) -> bool {
    match metric.text_ref("unit") {
        Some(unit) => unit.trim() == "%",
        None => {
            metric.word_text("kind").as_deref() == Some("csat")
                && metric.word_text("method").as_deref() != Some("mean")
        }
    }
}

pub(super) fn count(record: &Record<'_>, key: &str) -> Option<u64> {
    record.integer(key).and_then(|count| u64::try_from(count).ok())
}
