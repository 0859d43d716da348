//! How sure the dates are.

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::simulate::{DateOdds, LEVELS, MustOdds, Odds, Settings, simulate};
use cxplan_engine::core::threads;
use cxplan_engine::{ExitStatus, Run};
use jiff::civil::Date;

use crate::args::Global;
use crate::commands::fail;
use crate::commands::score::percent;
use crate::table::{Align, Table};
use crate::terminal::Progress;

/// The odds of a plan with a timeline; none where the run has none.
pub(super) fn worked_out(
    run: &Run,
    draws: Option<u32>,
    seed: Option<u64>,
    global: &Global,
) -> Result<Option<Odds>, ExitStatus> {
    let (Some(plan), Some(timeline)) = (&run.plan, &run.timeline) else { return Ok(None) };
    let settings = Settings {
        draws: draws.unwrap_or(plan.simulation.draws),
        seed: seed.unwrap_or(plan.simulation.seed),
        threads: threads::drawing(),
    };
    let progress = Progress::new(settings.draws, global.quiet);
    let odds = simulate(plan, timeline, &settings, &|made| progress.done(made));
    drop(progress);
    odds.map(Some).map_err(|_| too_far(global))
}

/// Tells that there are no odds.
pub(in crate::commands) fn too_far(global: &Global) -> ExitStatus {
    let finding = Diagnostic::new(
        Code::NoOdds,
        Phrase::fixed(
            "the odds cannot be worked out: the dates reach too far",
            "les chances ne peuvent être calculées : les dates vont trop loin",
        ),
    );
    let help = Phrase::fixed(
        "look for a duration or a date that is far too long",
        "cherchez une durée ou une date beaucoup trop longue",
    );
    fail(finding.help(help), global)
}

/// All that is told to people.
pub(super) fn text(odds: &Odds, language: Language) -> String {
    let told = Told { odds, language };
    let mut text = told.head();
    for table in [told.initiatives(), told.milestones(), told.promises(), told.targets(), told.drivers()] {
        text.extend(table);
    }
    text
}

/// A chance. What is not quite certain or impossible does not look so.
pub(in crate::commands) fn chance(share: f64, language: Language) -> String {
    match share {
        rare if rare > 0.0 && rare < 0.005 => format!("<{}", percent(0.01, language)),
        sure if (0.995..1.0).contains(&sure) => format!(">{}", percent(0.99, language)),
        _ => percent(share, language),
    }
}

struct Told<'a> {
    odds: &'a Odds,
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

    /// A paragraph each: how sure the end is, and what the figures rest on.
    fn head(&self) -> String {
        let Odds { draws, seed, open_steps, uncertain_steps, beyond, .. } = self.odds;
        let mut lines = Vec::new();
        let end = self.odds.end.as_ref().filter(|_| *uncertain_steps > 0);
        lines.extend(end.map(|end| self.end(end)));
        lines.push(match (open_steps, uncertain_steps) {
            (0, _) => self.say(&Phrase::fixed(
                "Nothing is left to be done, so that nothing is uncertain.",
                "Il ne reste rien à faire : rien n'est incertain.",
            )),
            (_, 0) => self.say(&Phrase::fixed(
                "Nothing is uncertain: no step that is left has a shortest, likely and longest duration, such as `duration = [\"2w\", \"3w\", \"6w\"]`.",
                "Rien n'est incertain : aucune étape restante n'a de durée basse, probable et haute, comme `duration = [\"2sem\", \"3sem\", \"6sem\"]`.",
            )),
            _ => self.say(&phrase!(
                "Durations drawn {draws} times (seed {seed}). Steps that are left: {open_steps}, with three points: {uncertain_steps}.",
                "Durées tirées {draws} fois (graine {seed}). Étapes restantes : {open_steps}, avec trois points : {uncertain_steps}."
            )),
        });
        if let (1.., Some(last)) = (*beyond, self.odds.last_day) {
            lines.push(self.say(&phrase!(
                "In {beyond} of them some work found no room up to {last}; all of it counts as later there.",
                "Dans {beyond} d'entre elles, un travail n'a pas trouvé de place jusqu'au {last} ; tout y compte comme plus tardif."
            )));
        }
        lines.join("\n") + "\n"
    }

    fn end(&self, end: &DateOdds) -> String {
        let (planned, by) = (end.planned, end.by[1]);
        let sentence = match (by.date, by.working_days_later) {
            (Some(date), Some(0)) => {
                phrase!(
                    "8 times out of 10 the plan ends by {date}, as planned",
                    "8 fois sur 10, le plan finit au plus tard le {date}, comme prévu"
                )
            }
            (Some(date), Some(later)) => {
                let work = match later.abs() {
                    1 => Phrase::fixed("working day", "jour ouvré"),
                    _ => Phrase::fixed("working days", "jours ouvrés"),
                };
                let side = if later > 0 {
                    Phrase::fixed("after the planned", "après le")
                } else {
                    Phrase::fixed("before the planned", "avant le")
                };
                let days = later.abs();
                phrase!(
                    "8 times out of 10 the plan ends by {date}, {days} {work} {side} {planned}",
                    "8 fois sur 10, le plan finit au plus tard le {date}, {days} {work} {side} {planned} prévu";
                    work = work, side = side
                )
            }
            _ => {
                let last = self.last_day();
                phrase!(
                    "2 times out of 10 the plan ends after {last}; planned {planned}",
                    "2 fois sur 10, le plan finit après le {last} ; prévu le {planned}"
                )
            }
        };
        let horizon = end.deadline.zip(end.chance).map(|(horizon, chance)| {
            let chance = self.percent(chance);
            phrase!(
                "; chance to end within the horizon, {horizon}: {chance}",
                " ; chance de finir dans l'horizon, {horizon} : {chance}"
            )
        });
        format!("{}{}.", self.say(&sentence), horizon.map_or_else(String::new, |horizon| self.say(&horizon)))
    }

    fn last_day(&self) -> String {
        self.odds.last_day.map_or_else(String::new, |last| last.to_string())
    }

    fn dates(&self, dates: &DateOdds) -> Vec<String> {
        let by = dates.by.iter().map(|by| match by.date {
            Some(date) => date.to_string(),
            None => format!("> {}", self.last_day()),
        });
        let mut cells = vec![dates.planned.to_string()];
        cells.extend(by);
        cells.push(dates.deadline.map_or_else(String::new, |deadline| deadline.to_string()));
        cells.push(self.chance(dates.chance));
        cells
    }

    fn chance(&self, chance: Option<f64>) -> String {
        chance.map_or_else(String::new, |chance| self.percent(chance))
    }

    fn percent(&self, share: f64) -> String {
        chance(share, self.language)
    }

    /// A table with the columns of dates behind a name, and some more.
    fn table(&self, name: &'static str, more: &[&'static str]) -> Table {
        let levels = LEVELS.map(|level| percent(f64::from(level) / 100.0, self.language));
        let mut columns = vec![(name, Align::Left), (self.word("planned", "prévue"), Align::Left)];
        columns.extend(levels.iter().map(|level| (level.as_str(), Align::Left)));
        columns.push((self.word("deadline", "échéance"), Align::Left));
        columns.push((self.word("chance", "chance"), Align::Right));
        columns.extend(more.iter().map(|name| (*name, Align::Right)));
        Table::new(&columns)
    }

    fn initiatives(&self) -> Option<String> {
        let name = self.word("initiative", "initiative");
        let mut table = self.table(name, &[self.word("critical", "critique")]);
        for initiative in &self.odds.initiatives {
            let mut row = vec![initiative.initiative.clone()];
            row.extend(self.dates(&initiative.dates));
            row.push(self.percent(initiative.critical));
            table.row(row);
        }
        (!self.odds.initiatives.is_empty()).then(|| format!("\n{table}"))
    }

    fn milestones(&self) -> Option<String> {
        let mut table = self.table(self.word("milestone", "jalon"), &[]);
        for milestone in &self.odds.milestones {
            let mut row = vec![milestone.milestone.clone()];
            row.extend(self.dates(&milestone.dates));
            table.row(row);
        }
        (!self.odds.milestones.is_empty()).then(|| format!("\n{table}"))
    }

    /// What has to be kept: the days of `must_finish_by`, and steps with a deadline or a fixed day.
    fn promises(&self) -> Option<String> {
        let mut table = Table::new(&[
            (self.word("work", "travail"), Align::Left),
            (self.word("has to", "doit"), Align::Left),
            (self.word("chance", "chance"), Align::Right),
        ]);
        let mut rows = 0;
        let mut row =
            |name: &str, day: Option<Date>, chance: Option<f64>, en: &'static str, fr: &'static str| {
                if let (Some(day), Some(chance)) = (day, chance) {
                    table.row(vec![
                        name.to_owned(),
                        format!("{} {day}", self.word(en, fr)),
                        self.percent(chance),
                    ]);
                    rows += 1;
                }
            };
        let at_all_costs = |must: Option<MustOdds>| match must {
            Some(MustOdds { must_finish_by, must_chance }) => (Some(must_finish_by), Some(must_chance)),
            None => (None, None),
        };
        let initiatives = self.odds.initiatives.iter().map(|of| (&of.initiative, &of.dates));
        let milestones = self.odds.milestones.iter().map(|of| (&of.milestone, &of.dates));
        let (en, fr) = ("end at all costs by", "finir à tout prix le");
        for (name, dates) in initiatives.chain(milestones) {
            let (day, chance) = at_all_costs(dates.must);
            row(name, day, chance, en, fr);
        }
        for step in &self.odds.steps {
            let (day, chance) = at_all_costs(step.must);
            row(&step.step, day, chance, en, fr);
            row(&step.step, step.fixed, step.fixed_chance, "start on", "commencer le");
            row(&step.step, step.deadline, step.chance, "end by", "finir le");
        }
        (rows > 0).then(|| format!("\n{table}"))
    }

    fn targets(&self) -> Option<String> {
        let mut table = Table::new(&[
            (self.word("metric", "indicateur"), Align::Left),
            (self.word("target date", "date de la cible"), Align::Left),
            (self.word("its work is delivered by then", "son travail est livré d'ici là"), Align::Right),
        ]);
        for target in &self.odds.targets {
            let delivered = self.percent(target.delivered);
            table.row(vec![target.metric.clone(), target.date.to_string(), delivered]);
        }
        (!self.odds.targets.is_empty()).then(|| format!("\n{table}"))
    }

    fn drivers(&self) -> Option<String> {
        let head = self.word(
            "What drives the end: rank correlation of a step's duration with the end of the plan, and how often it is critical\n",
            "Ce qui décide de la fin : corrélation des rangs entre la durée d'une étape et la fin du plan, et part des tirages où elle est critique\n",
        );
        let mut table = Table::new(&[
            (self.word("step", "étape"), Align::Left),
            (self.word("correlation", "corrélation"), Align::Right),
            (self.word("critical", "critique"), Align::Right),
        ]);
        for driver in &self.odds.drivers {
            let critical =
                self.odds.steps.iter().find(|step| step.step == driver.step).map(|step| step.critical);
            let correlation = format!("{:+.2}", driver.correlation);
            let correlation = match self.language {
                Language::En => correlation,
                Language::Fr => correlation.replace('.', ","),
            };
            table.row(vec![driver.step.clone(), correlation, self.chance(critical)]);
        }
        (!self.odds.drivers.is_empty()).then(|| format!("\n{head}{table}"))
    }
}
