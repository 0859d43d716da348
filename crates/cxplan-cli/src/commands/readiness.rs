//! `cxplan readiness`

use cxplan_engine::ExitStatus;
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::readiness::{Benchmark, Gap, PlanReadiness, Row, readiness};
use cxplan_engine::render::readiness::{sentence, state, step_name, what};
use serde_json::json;

use super::load;
use super::score::percent;
use crate::args::{ForecastFormat, Global, Readiness};
use crate::table::{Align, Table, printable};
use crate::terminal::data;

pub(super) fn run(args: &Readiness, global: &Global) -> ExitStatus {
    let loaded = match load(&args.input, global) {
        Ok(loaded) => loaded,
        Err(status) => return status,
    };
    let status = loaded.report(global);
    let Some(plan) = &loaded.run.plan else { return status };
    let found = readiness(plan);
    let text = match args.format {
        ForecastFormat::Table => {
            Told { found: &found, language: args.language.unwrap_or(global.lang) }.text()
        }
        ForecastFormat::Json => format!("{:#}\n", json!({ "schema": 1, "readiness": found })),
    };
    status.max(data(text.as_bytes(), global.lang))
}

struct Told<'a> {
    found: &'a PlanReadiness,
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

    fn number(&self, value: f64) -> String {
        self.say(&Phrase::number(value, 2))
    }

    fn text(&self) -> String {
        let found = self.found;
        let segments = self.word("initiatives by segment", "initiatives par segment");
        let channels = self.word("touchpoints by channel", "points de contact par canal");
        let parts = [
            self.matrix(segments, &found.segments),
            self.matrix(channels, &found.channels),
            self.problems(),
            self.strengths(),
            self.benchmarks(),
            self.gaps(),
        ];
        self.say(&sentence(self.found))
            + "\n"
            + &self.steps()
            + &parts.into_iter().flatten().collect::<String>()
    }

    fn steps(&self) -> String {
        let mut table = Table::new(&[
            (self.word("step", "étape"), Align::Left),
            (self.word("state", "état"), Align::Left),
            (self.word("what", "quoi"), Align::Left),
            (self.word("have", "il y en a"), Align::Right),
        ]);
        for step in &self.found.steps {
            let name = self.say(&step_name(step.step));
            if step.items.is_empty() {
                table.row(vec![name, self.say(&state(step.state)), String::new(), String::new()]);
                continue;
            }
            for item in &step.items {
                let have = format!("{} {} {}", item.have, self.word("of", "sur"), item.of);
                table.row(vec![
                    name.clone(),
                    self.say(&state(item.state())),
                    self.say(&what(item.what)),
                    have,
                ]);
            }
        }
        format!("\n{table}")
    }

    /// A table over the stages.
    fn matrix(&self, name: &str, rows: &[Row]) -> Option<String> {
        if rows.is_empty() || self.found.stages.is_empty() {
            return None;
        }
        let mut columns = vec![(name, Align::Left)];
        columns.extend(self.found.stages.iter().map(|stage| (stage.as_str(), Align::Right)));
        let mut table = Table::new(&columns);
        for row in rows {
            let all = || self.word("for all", "pour tous").to_owned();
            let name = row.name.clone().unwrap_or_else(all);
            let counts =
                row.stages.iter().map(|count| if *count == 0 { "–".to_owned() } else { count.to_string() });
            table.row(std::iter::once(name).chain(counts).collect());
        }
        Some(format!("\n{table}"))
    }

    fn problems(&self) -> Option<String> {
        let mut table = Table::new(&[
            (self.word("problems at", "problèmes à"), Align::Left),
            (self.word("evidence", "observations"), Align::Right),
            (self.word("so far", "cumul"), Align::Right),
            (self.word("initiatives", "initiatives"), Align::Left),
        ]);
        for problem in &self.found.problems {
            let initiatives = match problem.initiatives.as_slice() {
                [] => self.word("none", "aucune").to_owned(),
                ids => ids.join(", "),
            };
            table.row(vec![
                problem.name.clone(),
                problem.evidence.to_string(),
                percent(problem.cumulative, self.language),
                initiatives,
            ]);
        }
        (!self.found.problems.is_empty()).then(|| format!("\n{table}"))
    }

    fn strengths(&self) -> Option<String> {
        let lines: String =
            self.found.strengths.iter().map(|one| format!("  {}\n", printable(&one.finding))).collect();
        let head = self.word("To be kept, as customers say", "À garder, aux dires des clients");
        (!lines.is_empty()).then(|| format!("\n{head}\n{lines}"))
    }

    fn benchmarks(&self) -> Option<String> {
        let mut table = Table::new(&[
            (self.word("metric", "indicateur"), Align::Left),
            (self.word("own", "nous"), Align::Right),
            (self.word("best competitor", "meilleur concurrent"), Align::Left),
            (self.word("has", "a"), Align::Right),
            (self.word("behind by", "retard de"), Align::Right),
        ]);
        for Benchmark { name, own, competitors, behind, .. } in &self.found.benchmarks {
            let Some((best, value)) = competitors.first() else { continue };
            let number =
                |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| self.number(value));
            table.row(vec![name.clone(), number(*own), best.clone(), self.number(*value), number(*behind)]);
        }
        (!self.found.benchmarks.is_empty()).then(|| format!("\n{table}"))
    }

    fn gaps(&self) -> Option<String> {
        let mut table = Table::new(&[
            (self.word("perception gap", "écart de perception"), Align::Left),
            (self.word("believed", "cru"), Align::Right),
            (self.word("customers", "clients"), Align::Right),
            ("", Align::Left),
        ]);
        for Gap { name, believed, measured, flattering, .. } in &self.found.gaps {
            let way = match flattering {
                true => self.word("better in our own eyes", "mieux à nos propres yeux"),
                false => self.word("better in customers' eyes", "mieux aux yeux des clients"),
            };
            table.row(vec![name.clone(), self.number(*believed), self.number(*measured), way.to_owned()]);
        }
        (!self.found.gaps.is_empty()).then(|| format!("\n{table}"))
    }
}
