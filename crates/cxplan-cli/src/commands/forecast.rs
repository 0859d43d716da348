//! `cxplan forecast`

use cxplan_engine::ExitStatus;
use cxplan_engine::core::doubts::Doubts;
use cxplan_engine::core::forecast::{Contribution, Forecast, Input, MOST_DRAWS, MetricForecast, forecast};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::model::Plan;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::{Phrase, round};
use cxplan_engine::core::report::Report;
use cxplan_engine::core::simulate::Settings;
use cxplan_engine::core::threads;
use serde_json::json;

use super::load;
use super::plan::odds::{chance, too_far};
use super::score::percent;
use crate::args::{Forecast as ForecastArgs, ForecastFormat, Global};
use crate::table::{Align, Table};
use crate::terminal::{Progress, data, note};

/// Most initiatives of a metric that have a row of their own.
const MOST_INITIATIVES: usize = 5;
/// Most drivers of a metric that are told.
const MOST_DRIVERS: usize = 3;
/// Most months that have a column.
const MOST_MONTHS: u32 = 12;

pub(super) fn run(args: &ForecastArgs, global: &Global) -> ExitStatus {
    let loaded = match load(&args.input, global) {
        Ok(loaded) => loaded,
        Err(status) => return status,
    };
    let status = loaded.report(global);
    let (Some(plan), Some(timeline)) = (&loaded.run.plan, &loaded.run.timeline) else { return status };
    let settings = Settings {
        draws: args.draws.unwrap_or(plan.simulation.draws).min(MOST_DRAWS),
        seed: args.seed.unwrap_or(plan.simulation.seed),
        threads: threads::drawing(),
    };
    let progress = Progress::new(settings.draws, global.quiet);
    let found = forecast(plan, timeline, &settings, &|made| progress.done(made));
    drop(progress);
    let Ok(found) = found else { return status.max(too_far(global)) };
    let language = args.language.unwrap_or(global.lang);
    let text = match args.format {
        ForecastFormat::Table => {
            let doubts = Doubts::default().with_forecast(Some(found.clone()));
            let Some(report) = cxplan_engine::report(&loaded.project, &loaded.run, &doubts, language) else {
                return status;
            };
            Told { plan, found: &found, report: &report, language }.text()
        }
        ForecastFormat::Json => format!("{:#}\n", json!({ "schema": 1, "forecast": found })),
    };
    let below = args.fail_below.map_or(ExitStatus::Success, |bar| held(&found, bar, global));
    status.max(data(text.as_bytes(), global.lang)).max(below)
}

/// Whether every target is as likely as was asked for; those that are not are named.
fn held(found: &Forecast, bar: f64, global: &Global) -> ExitStatus {
    let targets =
        found.metrics.iter().flat_map(|metric| metric.targets.iter().map(move |target| (metric, target)));
    let below: Vec<String> = targets
        .filter(|(_, target)| target.chance < bar)
        .map(|(metric, target)| {
            format!("{} {} ({})", metric.metric, target.date, chance(target.chance, global.lang))
        })
        .collect();
    if found.metrics.iter().all(|metric| metric.targets.is_empty()) {
        let failure = Phrase::fixed(
            "error: there is no target whose chance could be held against this",
            "erreur : il n'y a aucune cible dont la chance pourrait y être comparée",
        );
        note(&failure.shown(global.lang));
        return ExitStatus::Failure;
    }
    if below.is_empty() {
        return ExitStatus::Success;
    }
    let (bar, list) = (percent(bar, global.lang), below.join(", "));
    let failure = phrase!(
        "error: targets with a chance below {bar}: {list}",
        "erreur : cibles dont la chance est sous {bar} : {list}"
    );
    note(&failure.shown(global.lang));
    ExitStatus::Failure
}

struct Told<'a> {
    plan: &'a Plan,
    found: &'a Forecast,
    report: &'a Report,
    language: Language,
}

impl Told<'_> {
    fn say(&self, phrase: &Phrase) -> String {
        phrase.get(self.language).to_owned()
    }

    fn word(&self, english: &'static str, french: &'static str) -> &'static str {
        match self.language {
            Language::En => english,
            Language::Fr => french,
        }
    }

    fn text(&self) -> String {
        let mut text = self.sentence() + &self.rests_on();
        for table in [self.targets(), self.months(), self.contributions(), self.drivers()] {
            text.extend(table);
        }
        text
    }

    /// What people ask first, in a sentence.
    fn sentence(&self) -> String {
        match cxplan_engine::render::forecast_sentence(self.report) {
            Some(sentence) => sentence + "\n",
            None => self.say(&Phrase::fixed(
                "No metric has both a baseline and a target, so that there is nothing to forecast.\n",
                "Aucun indicateur n'a à la fois une valeur de départ et une cible : il n'y a rien à prévoir.\n",
            )),
        }
    }

    /// What the figures rest on, and what is not known.
    fn rests_on(&self) -> String {
        let Forecast { draws, seed, .. } = self.found;
        let mut text = self.say(&phrase!(
            "Drawn {draws} times (seed {seed}): dates, what works, what it brings, baselines. Likely: at least 66 %.\n",
            "Tiré {draws} fois (graine {seed}) : dates, ce qui réussit, ce que cela apporte, valeurs de départ. Probable : au moins 66 %.\n"
        ));
        let mut missing = |ids: Vec<&str>, en: &'static str, fr: &'static str| {
            if !ids.is_empty() {
                text += &format!("{}{}.\n", self.word(en, fr), ids.join(", "));
            }
        };
        let certain = self.found.metrics.iter().filter(|metric| metric.baseline_error.is_none());
        missing(
            certain.map(|metric| metric.metric.as_str()).collect(),
            "Baselines taken as certain, for want of counts or a standard deviation: ",
            "Valeurs de départ tenues pour certaines, faute de n et de décomptes : ",
        );
        missing(
            self.found.without_baseline.iter().map(String::as_str).collect(),
            "Not forecast, for want of a baseline: ",
            "Sans prévision, faute de valeur de départ : ",
        );
        text
    }

    fn value(&self, value: f64, metric: &MetricForecast) -> String {
        self.say(&figure(value, metric))
    }

    fn signed(&self, value: f64, metric: &MetricForecast) -> String {
        let text = self.value(value.abs(), metric);
        let zero = !text.contains(|c: char| ('1'..='9').contains(&c));
        match value < 0.0 {
            _ if zero => text,
            true => format!("-{text}"),
            false => format!("+{text}"),
        }
    }

    fn targets(&self) -> Option<String> {
        let mut table = Table::new(&[
            (self.word("metric", "indicateur"), Align::Left),
            (self.word("by", "au"), Align::Left),
            (self.word("target", "cible"), Align::Right),
            (self.word("expected", "attendu"), Align::Right),
            (self.word("median", "médiane"), Align::Right),
            (self.word("80% between", "80 % entre"), Align::Left),
            (self.word("chance", "chance"), Align::Right),
            (self.word("gap", "écart"), Align::Right),
        ]);
        let mut rows = 0;
        for metric in &self.found.metrics {
            for target in &metric.targets {
                let [low, high] = [target.range.low, target.range.high].map(|end| self.value(end, metric));
                table.row(vec![
                    metric.metric.clone(),
                    target.date.to_string(),
                    self.say(&Phrase::number(target.value, 2)),
                    self.value(target.expected, metric),
                    self.value(target.range.median, metric),
                    format!("{low} {} {high}", self.word("and", "et")),
                    chance(target.chance, self.language),
                    self.value(target.gap.max(0.0), metric),
                ]);
                rows += 1;
            }
        }
        (rows > 0).then(|| format!("\n{table}"))
    }

    /// Medians along the horizon.
    fn months(&self) -> Option<String> {
        let horizon = self.plan.head.horizon_months;
        let step = horizon.div_ceil(MOST_MONTHS).max(1) as usize;
        let shown: Vec<String> = (0..=horizon).step_by(step).map(|month| month.to_string()).collect();
        let mut columns = vec![(self.word("median after months", "médiane après mois"), Align::Left)];
        columns.extend(shown.iter().map(|month| (month.as_str(), Align::Right)));
        let mut table = Table::new(&columns);
        for metric in &self.found.metrics {
            let months = metric.months.iter().step_by(step);
            let medians = months.map(|month| self.value(month.range.median, metric));
            table.row(std::iter::once(metric.metric.clone()).chain(medians).collect());
        }
        (!self.found.metrics.is_empty()).then(|| format!("\n{table}"))
    }

    /// What carries the last target of each metric.
    fn contributions(&self) -> Option<String> {
        let head = self.word(
            "What carries the last targets, and what a month of delay does to them\n",
            "Ce qui porte les dernières cibles, et ce que leur fait un mois de retard\n",
        );
        let mut table = Table::new(&[
            (self.word("metric", "indicateur"), Align::Left),
            (self.word("initiative", "initiative"), Align::Left),
            (self.word("adds", "apporte"), Align::Right),
            (self.word("a month later", "un mois plus tard"), Align::Right),
            (self.word("chance", "chance"), Align::Right),
        ]);
        let mut rows = 0;
        for metric in &self.found.metrics {
            let Some(target) = metric.targets.last() else { continue };
            let mut row = |name: String, change: f64, late: Option<&Contribution>| {
                let delay = late.map(|own| self.signed(own.delay, metric));
                table.row(vec![
                    metric.metric.clone(),
                    name,
                    self.signed(change, metric),
                    delay.unwrap_or_default(),
                    late.map_or_else(String::new, |own| self.points(own.delay_chance)),
                ]);
                rows += 1;
            };
            // A single one more has its own row, for "1 other" takes no less room.
            let own = &target.contributions;
            let shown = if own.len() > MOST_INITIATIVES + 1 { MOST_INITIATIVES } else { own.len() };
            for own in &own[..shown] {
                row(own.initiative.clone(), own.change, Some(own));
            }
            let others = own.len() - shown;
            if others > 0 {
                let name = phrase!("{others} others", "{others} autres");
                row(self.say(&name), own[shown..].iter().map(|own| own.change).sum(), None);
            }
        }
        (rows > 0).then(|| format!("\n{head}{table}"))
    }

    /// A change of a chance, in points.
    fn points(&self, change: f64) -> String {
        let points = round(change * 100.0, 0);
        if points == 0.0 { self.word("0 pt", "0 pt").to_owned() } else { format!("{points:+} pt") }
    }

    /// What makes the last target of each metric uncertain.
    fn drivers(&self) -> Option<String> {
        let head = self.word(
            "What makes the last targets uncertain: shares of the variance\n",
            "Ce qui rend les dernières cibles incertaines : parts de la variance\n",
        );
        let mut table = Table::new(&[
            (self.word("metric", "indicateur"), Align::Left),
            (self.word("uncertain is", "l'incertain est"), Align::Left),
            (self.word("share", "part"), Align::Right),
        ]);
        let mut rows = 0;
        for metric in &self.found.metrics {
            let drivers = metric.targets.last().map(|target| target.drivers.as_slice()).unwrap_or_default();
            for driver in drivers.iter().take(MOST_DRIVERS) {
                let share = percent(driver.share, self.language);
                table.row(vec![metric.metric.clone(), self.say(&uncertain(&driver.input)), share]);
                rows += 1;
            }
        }
        (rows > 0).then(|| format!("\n{head}{table}"))
    }
}

fn uncertain(input: &Input) -> Phrase {
    match input {
        Input::Baseline => Phrase::fixed("where it stands today", "où il en est aujourd'hui"),
        Input::Works { initiative } => phrase!("whether {initiative} works", "si {initiative} réussit"),
        Input::Size { initiative } => phrase!("how much {initiative} brings", "ce que {initiative} apporte"),
        Input::Delivery { initiative } => {
            phrase!("when {initiative} is delivered", "quand {initiative} est livrée")
        }
        Input::Scale => Phrase::fixed("the end of the scale", "l'extrémité de l'échelle"),
    }
}

/// A value of a metric: a decimal, two where its targets are small.
fn figure(value: f64, metric: &MetricForecast) -> Phrase {
    let small = metric.baseline.abs() < 10.0 && metric.targets.iter().all(|target| target.value.abs() < 10.0);
    let decimals = if small { 2 } else { 1 };
    let value = round(value, decimals) + 0.0;
    let text = format!("{value:.decimals$}");
    Phrase::new(text.clone(), text.replace('.', ","))
}
