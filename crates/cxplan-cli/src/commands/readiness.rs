//! `cxplan readiness`

use cxplan_engine::ExitStatus;
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::readiness::{Benchmark, Gap, PlanReadiness, Row, State, Step, What, readiness};
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
        self.sentence() + &self.steps() + &parts.into_iter().flatten().collect::<String>()
    }

    /// "Of the six steps 2 are there, 3 thin and 1 missing."
    fn sentence(&self) -> String {
        let count = |state| {
            let count = self.found.steps.iter().filter(|step| step.state == state).count();
            Phrase::same(count.to_string())
        };
        self.say(&phrase!(
            "Of the six steps of the method, written down in full: {there}; in part: {thin}; not at all: {missing}.\n",
            "Des six étapes de la méthode, écrites en entier : {there} ; en partie : {thin} ; pas du tout : {missing}.\n";
            there = count(State::There), thin = count(State::Thin), missing = count(State::Missing)
        ))
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

fn step_name(step: Step) -> Phrase {
    match step {
        Step::Evaluate => Phrase::fixed("1 evaluate", "1 évaluer"),
        Step::Map => Phrase::fixed("2 map", "2 cartographier"),
        Step::Compete => Phrase::fixed("3 compete", "3 se comparer"),
        Step::Vision => Phrase::fixed("4 vision", "4 vision"),
        Step::Document => Phrase::fixed("5 document", "5 documenter"),
        Step::Measure => Phrase::fixed("6 measure", "6 mesurer"),
    }
}

fn state(state: State) -> Phrase {
    match state {
        State::There => Phrase::fixed("there", "présent"),
        State::Thin => Phrase::fixed("thin", "mince"),
        State::Missing => Phrase::fixed("missing", "manque"),
    }
}

fn what(what: What) -> Phrase {
    let (en, fr) = match what {
        What::SolidEvidence => {
            ("evidence that is new and from enough people", "observations récentes et d'assez de personnes")
        }
        What::EvidenceOfBothKinds => ("evidence: how many, and why", "observations : combien, et pourquoi"),
        What::EvidenceOfBothSides => (
            "evidence: what works, and what does not",
            "observations : ce qui marche, et ce qui ne marche pas",
        ),
        What::TouchpointsWithEvidence => ("touchpoints with evidence", "points de contact observés"),
        What::InitiativesWithEvidence => (
            "initiatives with evidence behind their scores",
            "initiatives dont les scores s'appuient sur une observation",
        ),
        What::StagesWithTouchpoint => ("stages with a touchpoint", "étapes avec un point de contact"),
        What::StagesWithVolume => {
            ("stages that say how many come through", "étapes qui disent combien les traversent")
        }
        What::StagesWithInitiative => (
            "stages with an initiative, or a reason for none",
            "étapes avec une initiative, ou une raison de ne pas en avoir",
        ),
        What::TouchpointsWithEmotion => (
            "touchpoints that say how customers feel",
            "points de contact qui disent ce que ressentent les clients",
        ),
        What::TouchpointsWithExpectation => (
            "touchpoints that say what customers expect",
            "points de contact qui disent ce que les clients attendent",
        ),
        What::TouchpointsWithFollowUp => (
            "touchpoints that say who comes back to the customer",
            "points de contact qui disent qui revient vers le client",
        ),
        What::Competitors => ("competitors at all", "au moins un concurrent"),
        What::CompetitorsWithSources => ("competitors with sources", "concurrents avec des sources"),
        What::CompetitorsWithBothSides => {
            ("competitors: what they do well and badly", "concurrents : ce qu'ils font bien et mal")
        }
        What::MetricsWithBenchmark => ("metrics known of a competitor", "indicateurs connus d'un concurrent"),
        What::Vision => ("vision: statement, delight, measure", "vision : énoncé, ravissement, mesure"),
        What::GoalsAligned => {
            ("goals aligned to the company's strategy", "objectifs alignés sur la stratégie de l'entreprise")
        }
        What::GoalsWithMetrics => ("goals with metrics", "objectifs avec des indicateurs"),
        What::InitiativesWithGoal => ("initiatives with a goal", "initiatives avec un objectif"),
        What::InitiativesWithOwner => ("initiatives with an owner", "initiatives avec un responsable"),
        What::InitiativesWithProblem => (
            "initiatives that say what customers meet today",
            "initiatives qui disent ce que vivent les clients aujourd'hui",
        ),
        What::InitiativesWithImpact => {
            ("initiatives with a short and a long impact", "initiatives avec un impact court et un long")
        }
        What::InitiativesWithSteps => {
            ("initiatives broken down into steps", "initiatives décomposées en étapes")
        }
        What::InitiativesWithTeam => {
            ("initiatives with a team for every step", "initiatives avec une équipe pour chaque étape")
        }
        What::MetricsWithBaseline => ("metrics with a baseline", "indicateurs avec une valeur de départ"),
        What::MetricsWithTarget => ("metrics with a target", "indicateurs avec une cible"),
        What::MetricsWithOwner => ("metrics with an owner", "indicateurs avec un responsable"),
        What::InitiativesWithSuccess => {
            ("initiatives with a definition of success", "initiatives avec une définition du succès")
        }
        What::InitiativesWithEffect => {
            ("initiatives with an effect on a metric", "initiatives avec un effet sur un indicateur")
        }
        What::Reviews => ("reviews at all", "au moins une revue"),
    };
    Phrase::fixed(en, fr)
}
