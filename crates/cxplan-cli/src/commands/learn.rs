//! `cxplan learn`

use cxplan_engine::ExitStatus;
use cxplan_engine::core::forecast::MOST_DRAWS;
use cxplan_engine::core::learn::{InitiativeLesson, Learned, Place, TeamLesson, learn};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::simulate::Settings;
use cxplan_engine::core::threads;
use serde_json::json;

use super::plan::odds::too_far;
use super::score::percent;
use super::{fail, load, settings};
use crate::args::{ForecastFormat, Global, Learn};
use crate::table::{Align, Table};
use crate::terminal::{data, note};

pub(super) fn run(args: &Learn, global: &Global) -> ExitStatus {
    let loaded = match load(&args.input, global) {
        Ok(loaded) => loaded,
        Err(status) => return status,
    };
    let status = loaded.report(global);
    let Some(plan) = &loaded.run.plan else { return status };
    let (start, timeline) =
        match loaded.run.at_start(&settings(&args.input, global).planning) {
            Ok(Some(start)) => start,
            Ok(None) if loaded.run.timeline.is_none() => return status,
            Ok(None) => {
                note(Phrase::fixed(
                "error: without what happened since, the plan has no timeline to compare with",
                "erreur : sans ce qui s'est passé depuis, le plan n'a pas de calendrier auquel comparer",
            ).get(global.lang));
                return status.max(ExitStatus::Failure);
            }
            Err(diagnostic) => return status.max(fail(diagnostic, global)),
        };
    let settings = Settings {
        draws: args.draws.unwrap_or(plan.simulation.draws).min(MOST_DRAWS),
        seed: args.seed.unwrap_or(plan.simulation.seed),
        threads: threads::drawing(),
    };
    let Ok(learned) = learn(plan, &start, &timeline, &settings) else { return status.max(too_far(global)) };
    let told = Told { learned: &learned, language: args.language.unwrap_or(global.lang) };
    let text = match args.format {
        ForecastFormat::Table => told.text(),
        ForecastFormat::Json => format!("{:#}\n", json!({ "schema": 1, "learned": learned })),
    };
    status.max(data(text.as_bytes(), global.lang))
}

/// Fewest values that the ranges are judged by: one alone misses an honest range in a fifth of all cases.
const ENOUGH: usize = 5;

struct Told<'a> {
    learned: &'a Learned,
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

    fn number(&self, value: f64, decimals: usize) -> String {
        self.say(&Phrase::number(value, decimals))
    }

    fn text(&self) -> String {
        let Learned { draws, seed, values, initiatives, .. } = self.learned;
        if values.is_empty() && initiatives.is_empty() {
            return self.say(&Phrase::fixed(
                "Nothing was measured or delivered since the start: [[actual]] and [[delivered]] say what was.\n",
                "Rien n'a été mesuré ni livré depuis le début : [[actual]] et [[delivered]] disent ce qui l'a été.\n",
            )) + &self.untold();
        }
        let mut text = self.say(&phrase!(
            "Held against the forecast of the plan as it stands, without what happened since its start ({draws} draws, seed {seed}).\n",
            "Comparé à la prévision du plan tel qu'il est écrit, sans ce qui s'est passé depuis son début ({draws} tirages, graine {seed}).\n"
        ));
        text += &self.untold();
        for part in [self.hits(), self.values(), self.places(), self.lateness(), self.initiatives()] {
            text.extend(part);
        }
        text + &self.effects().unwrap_or_default() + &self.teams().unwrap_or_default()
    }

    fn untold(&self) -> String {
        let ids = &self.learned.without_forecast;
        if ids.is_empty() {
            return String::new();
        }
        let ids = ids.join(", ");
        self.say(&phrase!(
            "Measured, but not forecast, for want of an earlier baseline: {ids}.\n",
            "Mesurés, mais sans prévision, faute de valeur de départ antérieure : {ids}.\n"
        ))
    }

    /// "2 of 3 measured values lie in their 80% range."
    fn hits(&self) -> Option<String> {
        let calibration = &self.learned.calibration;
        let [low, high] = calibration.interval?;
        let (inside, all) = (calibration.inside, calibration.values);
        let (from, to) = (percent(low, self.language), percent(high, self.language));
        let verdict = match (high < 0.8, low > 0.8) {
            _ if all < ENOUGH => {
                Phrase::fixed("too few to judge the ranges by", "trop peu pour juger les intervalles")
            }
            (true, _) => Phrase::fixed("the ranges are too narrow", "les intervalles sont trop étroits"),
            (_, true) => Phrase::fixed(
                "the ranges are wider than they have to be",
                "les intervalles sont plus larges qu'il ne faut",
            ),
            _ => Phrase::fixed("nothing speaks against the ranges", "rien ne contredit les intervalles"),
        };
        let one = all == 1;
        Some(self.say(&phrase!(
            "{inside} of {all} measured {values} in the 80% range; so {from} to {to} of values do (95%): {verdict}.\n",
            "{inside} {values} sur {all} dans l'intervalle à 80 % ; il en contient donc {from} à {to} (95 %) : {verdict}.\n";
            inside = same(inside), all = same(all), from = Phrase::same(from), to = Phrase::same(to), verdict = verdict,
            values = match (one, inside < 2) {
                (true, _) => Phrase::fixed("value lies", "valeur mesurée"),
                (false, true) => Phrase::fixed("values lie", "valeur mesurée"),
                (false, false) => Phrase::fixed("values lie", "valeurs mesurées"),
            }
        )))
    }

    fn values(&self) -> Option<String> {
        let mut table = Table::new(&[
            (self.word("metric", "indicateur"), Align::Left),
            (self.word("measured on", "mesuré le"), Align::Left),
            (self.word("value", "valeur"), Align::Right),
            (self.word("forecast", "prévision"), Align::Right),
            (self.word("80% between", "80 % entre"), Align::Left),
            (self.word("lies", "se trouve"), Align::Left),
        ]);
        for value in &self.learned.values {
            let [low, high] = value.band.map(|end| self.number(end, 2));
            table.row(vec![
                value.metric.clone(),
                value.date.to_string(),
                self.number(value.actual, 2),
                self.number(value.forecast.median, 2),
                format!("{low} {} {high}", self.word("and", "et")),
                self.say(&place(value.place)),
            ]);
        }
        (!self.learned.values.is_empty()).then(|| format!("\n{table}"))
    }

    fn places(&self) -> Option<String> {
        let all = self.learned.calibration.values;
        let mut table = Table::new(&[
            (self.word("values that lie", "valeurs qui se trouvent"), Align::Left),
            (self.word("expected", "attendu"), Align::Right),
            (self.word("found", "trouvé"), Align::Right),
        ]);
        for bin in &self.learned.calibration.places {
            table.row(vec![
                self.say(&place(bin.place)),
                percent(bin.expected, self.language),
                format!("{} {} {all}", bin.found, self.word("of", "sur")),
            ]);
        }
        (all > 0).then(|| format!("\n{table}"))
    }

    /// "2 of 3 deliveries came after the day of the plan; the median is 12 days late."
    fn lateness(&self) -> Option<String> {
        let mut late: Vec<i32> = self.learned.initiatives.iter().filter_map(|one| one.days_late).collect();
        late.sort_unstable();
        let median = *late.get(late.len().checked_sub(1)? / 2)?;
        let (after, all) = (late.iter().filter(|days| **days > 0).count(), late.len());
        let count = median.unsigned_abs();
        let when = match median {
            0 => Phrase::fixed("on the day", "le jour dit"),
            1 => Phrase::fixed("1 day late", "un retard de 1 jour"),
            -1 => Phrase::fixed("1 day early", "une avance de 1 jour"),
            2.. => phrase!("{count} days late", "un retard de {count} jours"),
            _ => phrase!("{count} days early", "une avance de {count} jours"),
        };
        Some(self.say(&phrase!(
            "\n{after} of {all} delivered after the day of the plan; the median is {when}.\n",
            "\n{after} sur {all} livrées après le jour du plan ; la médiane est {when}.\n";
            after = same(after), all = same(all), when = when
        )))
    }

    fn initiatives(&self) -> Option<String> {
        let mut table = Table::new(&[
            (self.word("initiative", "initiative"), Align::Left),
            (self.word("planned", "prévue"), Align::Left),
            (self.word("delivered", "livrée"), Align::Left),
            (self.word("days late", "jours de retard"), Align::Right),
            (self.word("estimated", "estimé"), Align::Right),
            (self.word("took", "passé"), Align::Right),
            (self.word("ratio", "rapport"), Align::Right),
        ]);
        let dash = || "–".to_owned();
        for InitiativeLesson {
            initiative, planned, delivered, days_late, estimated, actual, ratio, ..
        } in &self.learned.initiatives
        {
            table.row(vec![
                initiative.clone(),
                planned.map_or_else(dash, |day| day.to_string()),
                delivered.to_string(),
                days_late.map_or_else(dash, |days| days.to_string()),
                self.number(*estimated, 2),
                actual.map_or_else(dash, |actual| self.number(actual, 2)),
                ratio.map_or_else(dash, |ratio| self.number(ratio, 2)),
            ]);
        }
        (!self.learned.initiatives.is_empty()).then(|| format!("\n{table}"))
    }

    fn effects(&self) -> Option<String> {
        let mut table = Table::new(&[
            (self.word("initiative", "initiative"), Align::Left),
            (self.word("changed", "a changé"), Align::Left),
            (self.word("by", "de"), Align::Right),
            (self.word("expected", "attendu"), Align::Right),
            (self.word("plan says", "le plan dit"), Align::Left),
            (self.word("inside", "dedans"), Align::Left),
        ]);
        let mut rows = 0;
        for one in &self.learned.initiatives {
            for effect in &one.effects {
                let [low, high] = effect.range.map(|end| self.number(end, 2));
                table.row(vec![
                    one.initiative.clone(),
                    effect.metric.clone(),
                    self.number(effect.measured, 2),
                    self.number(effect.expected, 2),
                    format!("{low} {} {high}", self.word("to", "à")),
                    if effect.inside { self.word("yes", "oui") } else { self.word("no", "non") }.to_owned(),
                ]);
                rows += 1;
            }
        }
        (rows > 0).then(|| format!("\n{table}"))
    }

    /// A sentence each; a correction is only suggested.
    fn teams(&self) -> Option<String> {
        let lines: Vec<String> = self.learned.teams.iter().map(|team| self.team(team)).collect();
        (!lines.is_empty()).then(|| format!("\n{}", lines.concat()))
    }

    fn team(&self, lesson: &TeamLesson) -> String {
        let TeamLesson { team, initiatives, ratio, range: [low, high], correction, .. } = lesson;
        let number = |value: f64| Phrase::number(value, 2);
        let spread = match initiatives {
            1 => Phrase::fixed("1 initiative", "1 initiative"),
            _ => phrase!(
                "{initiatives} initiatives, {low} to {high} each",
                "{initiatives} initiatives, de {low} à {high} chacune";
                initiatives = same(*initiatives), low = number(*low), high = number(*high)
            ),
        };
        let advice = match correction {
            Some(factor) => phrase!(
                "If what comes is like it, multiply its estimates by {factor}; nothing was changed",
                "Si la suite y ressemble, multipliez ses estimations par {factor} ; rien n'a été modifié";
                factor = number(*factor)
            ),
            None if *initiatives < 3 => Phrase::fixed("Too few to correct by", "Trop peu pour corriger"),
            None => Phrase::fixed("No correction is called for", "Aucune correction ne s'impose"),
        };
        self.say(&phrase!(
            "{team} took {ratio} times what it estimated ({spread}). {advice}.\n",
            "{team} a passé {ratio} fois ce qu'elle avait estimé ({spread}). {advice}.\n";
            team = Phrase::same(team), ratio = number(*ratio), spread = spread, advice = advice
        ))
    }
}

fn same(count: usize) -> Phrase {
    Phrase::same(count.to_string())
}

fn place(place: Place) -> Phrase {
    match place {
        Place::Worse => Phrase::fixed("worse than the range", "au-delà, du mauvais côté"),
        Place::Low => Phrase::fixed("inside, below expectations", "dedans, en deçà de l'attente"),
        Place::High => Phrase::fixed("inside, as expected or better", "dedans, à l'attente ou mieux"),
        Place::Better => Phrase::fixed("better than the range", "au-delà, du bon côté"),
    }
}
