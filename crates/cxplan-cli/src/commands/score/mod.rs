//! `cxplan score`

mod compare;
mod explain;
mod groups;
mod panel;
mod robustness;
mod scores;

use std::path::Path;

use cxplan_engine::core::compare::compare;
use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::doubts::Doubts;
use cxplan_engine::core::explain::explain;
use cxplan_engine::core::groups::{Groups, by_group};
use cxplan_engine::core::method::{Language, Outcome, Request};
use cxplan_engine::core::model::Plan;
use cxplan_engine::core::panel::{Ballot, panel};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::robustness::{Settings, robustness};
use cxplan_engine::core::scores::{Refusal, Scores};
use cxplan_engine::{ExitStatus, ballots, near_values};
use serde_json::json;

use super::{Loaded, fail, load_with, settings, shown, unknown_initiative};
use crate::args::{Global, Score as ScoreArgs, ScoreFormat};
use crate::emit;
use crate::terminal::data;

pub(super) fn run(args: &ScoreArgs, global: &Global) -> ExitStatus {
    let mut settings = cxplan_engine::Settings { scores_alone: true, ..settings(&args.input, global) };
    if let Some(methods) = &args.compare {
        settings.method = settings.method.or_else(|| methods.first().cloned());
        settings.compare = Some(methods.clone());
    }
    let loaded = match load_with(args.input.path.as_deref(), &settings, global) {
        Ok(loaded) => loaded,
        Err(status) => return status,
    };
    let status = loaded.report(global);
    let (Some(plan), Some(scores)) = (&loaded.run.plan, &loaded.run.scores) else { return status };
    let language = args.language.unwrap_or(global.lang);
    let scored = Scored { loaded: &loaded, plan, scores, args, global, language };
    let text = match (&args.explain, args.robustness, &args.people) {
        (Some(id), ..) => scored.explained(id),
        (None, Some(draws), _) => scored.robust(draws),
        (None, None, Some(folder)) => scored.together(folder),
        (None, None, None) if args.by_segment => scored.grouped(Groups::Segments),
        (None, None, None) if args.by_persona => scored.grouped(Groups::Personas),
        (None, None, None) if args.compare.is_some() => Ok(scored.compared()),
        (None, None, None) => Ok(match args.format {
            ScoreFormat::Table => scores::tables(plan, scores, language),
            ScoreFormat::Json => format!("{:#}\n", scores::document(plan, scores)),
        }),
    };
    match text {
        Ok(text) => status.max(data(text.as_bytes(), global.lang)),
        Err(failed) => status.max(failed),
    }
}

/// A plan with its scores, and how they are wanted. What the method that decides is asked again is asked here.
struct Scored<'a> {
    loaded: &'a Loaded,
    plan: &'a Plan,
    scores: &'a [Scores],
    args: &'a ScoreArgs,
    global: &'a Global,
    language: Language,
}

impl Scored<'_> {
    fn ask(&self, request: &Request) -> Result<Outcome, ExitStatus> {
        self.loaded.run.ask(0, request).map_err(|failure| fail(failure, self.global))
    }

    fn compared(&self) -> String {
        let comparison = compare(self.plan, self.scores);
        match self.args.format {
            ScoreFormat::Table => compare::tables(&comparison, self.language),
            ScoreFormat::Json => json("comparison", &json!(comparison)),
        }
    }

    /// The score of one initiative.
    fn explained(&self, id: &str) -> Result<String, ExitStatus> {
        let Self { plan, scores, language, .. } = *self;
        let Some((position, initiative)) = plan.initiatives.entries().find(|(_, found)| found.id == id)
        else {
            return Err(fail(unknown_initiative(plan, id), self.global));
        };
        let (found, failure) =
            explain(plan, 0, &scores[0], &[position], usize::MAX, |request| self.loaded.run.ask(0, request));
        if let Some(failure) = failure {
            emit::findings(&[near_values(failure)], None, self.global);
        }
        let (Some(found), Some(score)) = (&found[0], &scores[0].by_initiative[position.index()]) else {
            let method = plan.methods[0].method.id();
            let diagnostic = Diagnostic::new(
                Code::Argument,
                phrase!("`{id}` has no score by `{method}`", "`{id}` n'a pas de score par `{method}`"),
            );
            return Err(fail(diagnostic, self.global));
        };
        let report =
            cxplan_engine::report(&self.loaded.project, &self.loaded.run, &Doubts::default(), language);
        let views = report.as_ref().map(|report| report.initiatives.as_slice()).unwrap_or_default();
        let view = views.iter().find(|view| view.id == id);
        Ok(match self.args.format {
            ScoreFormat::Table => explain::text(found, score, plan, initiative, view, language),
            ScoreFormat::Json => json("explanation", &json!(found)),
        })
    }

    /// What people judge apart from each other.
    fn together(&self, folder: &Path) -> Result<String, ExitStatus> {
        let scoring = &self.plan.methods[0];
        let (asked, folder) = (folder, self.loaded.project.folder.join(folder));
        let shown = shown(&folder, Some(asked));
        let judged = ballots(self.plan, &scoring.method, &folder, &shown)
            .map_err(|failure| fail(failure, self.global))?;
        let mut status = ExitStatus::Success;
        for file in &judged {
            emit::findings(&file.diagnostics, Some(&file.sources), self.global);
            status = status.max(ExitStatus::of(&file.diagnostics));
        }
        if status != ExitStatus::Success {
            return Err(status);
        }
        let all: Vec<Ballot> = judged.into_iter().filter_map(|file| file.ballot).collect();
        let found = panel(self.plan, 0, &all, |request| self.ask(request))?;
        refused(&found.refusals, self.global)?;
        Ok(match self.args.format {
            ScoreFormat::Table => panel::tables(&found, scoring, self.language),
            ScoreFormat::Json => json("panel", &json!(found)),
        })
    }

    /// The ranks for each segment or persona.
    fn grouped(&self, groups: Groups) -> Result<String, ExitStatus> {
        let found = by_group(self.plan, 0, groups, |request| self.ask(request))?;
        refused(&found.refusals, self.global)?;
        Ok(match self.args.format {
            ScoreFormat::Table => groups::tables(&found, groups, &self.plan.methods[0], self.language),
            ScoreFormat::Json => json(groups::key(groups), &json!(found)),
        })
    }

    /// How much of the ranking stands.
    fn robust(&self, draws: u32) -> Result<String, ExitStatus> {
        let settings = Settings { draws, seed: self.args.seed, top: self.args.top as usize };
        let found = robustness(self.plan, 0, &self.scores[0], &settings, |request| self.ask(request))?;
        Ok(match self.args.format {
            ScoreFormat::Table => robustness::tables(&found, &self.plan.methods[0], self.language),
            ScoreFormat::Json => json("robustness", &json!(found)),
        })
    }
}

/// Tells what the method does not take; with any, the ranks would be of others.
fn refused(refusals: &[Refusal], global: &Global) -> Result<(), ExitStatus> {
    let finding = |refusal: &Refusal| Diagnostic::new(Code::MethodInput, refusal.phrase());
    let findings: Vec<Diagnostic> = refusals.iter().map(finding).collect();
    if findings.is_empty() {
        return Ok(());
    }
    emit::findings(&findings, None, global);
    Err(ExitStatus::of(&findings))
}

/// One fact under its name, with the version of its form.
fn json(name: &str, fact: &serde_json::Value) -> String {
    format!("{:#}\n", json!({ "schema": 1, name: fact }))
}

/// At most two decimals, none for whole numbers; three digits for what is very small or very large.
fn number(value: f64, language: Language) -> String {
    let digits = format!("{value:.2e}");
    if value != 0.0 && value.abs() < 0.01 {
        return exact(digits.parse().unwrap_or(value), language);
    }
    if value.abs() >= 1e15 {
        return in_language(digits, language);
    }
    Phrase::number(value, 2).get(language).to_owned()
}

/// All digits of a number.
fn exact(value: f64, language: Language) -> String {
    in_language(value.to_string(), language)
}

fn in_language(figures: String, language: Language) -> String {
    match language {
        Language::En => figures,
        Language::Fr => figures.replace('.', ","),
    }
}

/// A share in per cent, without decimals: they would claim more than draws can tell.
pub(super) fn percent(share: f64, language: Language) -> String {
    with_percent(&Phrase::number(share * 100.0, 0), language)
}

pub(super) fn with_percent(figures: &Phrase, language: Language) -> String {
    match language {
        Language::En => format!("{}%", figures.get(language)),
        Language::Fr => format!("{}\u{a0}%", figures.get(language)),
    }
}
