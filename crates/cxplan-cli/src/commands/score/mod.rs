//! `cxplan score`

mod compare;
mod explain;
mod panel;
mod robustness;
mod scores;
mod segments;

use cxplan_engine::core::compare::compare;
use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::explain::explain;
use cxplan_engine::core::model::Plan;
use cxplan_engine::core::panel::{Ballot, Refusal, panel};
use cxplan_engine::core::phrase;
use cxplan_engine::core::read::{closest, did_you_mean};
use cxplan_engine::core::robustness::{Settings, robustness};
use cxplan_engine::core::segments::by_segment;
use cxplan_engine::{ExitStatus, ballots};
use serde_json::json;

use super::{Loaded, fail, load_with, settings};
use crate::args::{Global, Score as ScoreArgs, ScoreFormat};
use crate::emit;
use crate::terminal::data;

pub(super) fn run(args: &ScoreArgs, global: &Global) -> ExitStatus {
    let mut settings = settings(&args.input, global);
    if let Some(methods) = &args.compare {
        settings.method = settings.method.or_else(|| methods.first().cloned());
        settings.compare = Some(methods.clone());
    }
    let loaded = match load_with(args.input.path.as_deref(), &settings, global) {
        Ok(loaded) => loaded,
        Err(status) => return status,
    };
    let status = loaded.report(global);
    let language = args.language.unwrap_or(global.lang);
    let text = match (&args.explain, args.robustness, &args.compare) {
        _ if args.people.is_some() => together(&loaded, args, global),
        _ if args.by_segment => segmented(&loaded, args, global),
        (Some(id), ..) => explained(&loaded, id, args, global),
        (None, Some(draws), _) => robust(&loaded, draws, args, global),
        (None, None, Some(_)) => {
            Ok(loaded.run.plan.as_ref().zip(loaded.run.scores.as_ref()).map(|(plan, scores)| {
                let comparison = compare(plan, scores);
                match args.format {
                    ScoreFormat::Table => compare::tables(&comparison, language),
                    ScoreFormat::Json => json("comparison", &json!(comparison)),
                }
            }))
        }
        (None, None, None) => {
            Ok(loaded.run.plan.as_ref().zip(loaded.run.scores.as_ref()).map(|(plan, scores)| {
                match args.format {
                    ScoreFormat::Table => scores::tables(plan, scores, language),
                    ScoreFormat::Json => format!("{:#}\n", scores::document(plan, scores)),
                }
            }))
        }
    };
    match text {
        Ok(Some(text)) => status.max(data(text.as_bytes(), global.lang)),
        Ok(None) => status,
        Err(failed) => status.max(failed),
    }
}

/// The score of one initiative by the method that decides.
fn explained(
    loaded: &Loaded,
    id: &str,
    args: &ScoreArgs,
    global: &Global,
) -> Result<Option<String>, ExitStatus> {
    let run = &loaded.run;
    let (Some(plan), Some(scores)) = (&run.plan, &run.scores) else { return Ok(None) };
    let Some((position, initiative)) = plan.initiatives.entries().find(|(_, found)| found.id == id) else {
        return Err(fail(unknown(plan, id), global));
    };
    let found = explain(plan, 0, &scores[0], position, |request| run.ask(0, request))
        .map_err(|failure| fail(failure, global))?;
    let Some(found) = found else {
        let method = plan.methods[0].method.id();
        let diagnostic = Diagnostic::new(
            Code::NoInputs,
            phrase!("`{id}` has no score by `{method}`", "`{id}` n'a pas de score par `{method}`"),
        );
        return Err(fail(diagnostic, global));
    };
    let language = args.language.unwrap_or(global.lang);
    let report = cxplan_engine::report(&loaded.project, run, language);
    let views = report.as_ref().map(|report| report.initiatives.as_slice()).unwrap_or_default();
    let view = views.iter().find(|view| view.id == id);
    Ok(Some(match args.format {
        ScoreFormat::Table => explain::text(&found, plan, initiative, view, language),
        ScoreFormat::Json => json("explanation", &json!(found)),
    }))
}

/// What people judge apart from each other, by the method that decides.
fn together(loaded: &Loaded, args: &ScoreArgs, global: &Global) -> Result<Option<String>, ExitStatus> {
    let (Some(plan), Some(_)) = (&loaded.run.plan, &loaded.run.scores) else { return Ok(None) };
    let method = &plan.methods[0].method;
    let folder = loaded.project.folder.join(args.people.clone().unwrap_or_default());
    let shown = folder.strip_prefix(super::folder(global)).unwrap_or(&folder).display().to_string();
    let judged = ballots(plan, method, &folder, &shown).map_err(|failure| fail(failure, global))?;
    let mut status = ExitStatus::Success;
    for file in &judged {
        emit::findings(&file.diagnostics, Some(&file.sources), global);
        status = status.max(ExitStatus::of(&file.diagnostics));
    }
    if status != ExitStatus::Success {
        return Err(status);
    }
    let all: Vec<Ballot> = judged.into_iter().map(|file| file.ballot).collect();
    let found = panel(plan, 0, &all, |request| loaded.run.ask(0, request))
        .map_err(|failure| fail(failure, global))?;
    refused(&found.refusals, global)?;
    let language = args.language.unwrap_or(global.lang);
    Ok(Some(match args.format {
        ScoreFormat::Table => panel::tables(&found, &plan.methods[0], language),
        ScoreFormat::Json => json("panel", &json!(found)),
    }))
}

/// The ranks for each segment by the method that decides.
fn segmented(loaded: &Loaded, args: &ScoreArgs, global: &Global) -> Result<Option<String>, ExitStatus> {
    let (Some(plan), Some(_)) = (&loaded.run.plan, &loaded.run.scores) else { return Ok(None) };
    let found =
        by_segment(plan, 0, |request| loaded.run.ask(0, request)).map_err(|failure| fail(failure, global))?;
    refused(&found.refusals, global)?;
    let language = args.language.unwrap_or(global.lang);
    Ok(Some(match args.format {
        ScoreFormat::Table => segments::tables(&found, &plan.methods[0], language),
        ScoreFormat::Json => json("by_segment", &json!(found)),
    }))
}

/// Tells what the method does not take; with any, the ranks would be of others.
fn refused(refusals: &[Refusal], global: &Global) -> Result<(), ExitStatus> {
    let finding = |refusal: &Refusal| {
        let about = [&refusal.whose, &refusal.initiative].into_iter().flatten();
        let about: Vec<String> = about.map(|name| format!("`{name}`")).collect();
        let (about, what) = (about.join(", "), refusal.message.clone());
        Diagnostic::new(Code::MethodInput, phrase!("{about}: {what}", "{about} : {what}"; what = what))
    };
    let findings: Vec<Diagnostic> = refusals.iter().map(finding).collect();
    if findings.is_empty() {
        return Ok(());
    }
    emit::findings(&findings, None, global);
    Err(ExitStatus::of(&findings))
}

/// The finding for an initiative that is not there.
fn unknown(plan: &Plan, id: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::UnknownReference,
        phrase!("there is no initiative `{id}`", "l'initiative `{id}` n'existe pas"),
    );
    match closest(id, plan.initiatives.iter().map(|initiative| initiative.id.as_str())) {
        Some(close) => diagnostic.help(did_you_mean(close.word)),
        None => diagnostic,
    }
}

/// How much of the ranking stands, by the method that decides.
fn robust(
    loaded: &Loaded,
    draws: u32,
    args: &ScoreArgs,
    global: &Global,
) -> Result<Option<String>, ExitStatus> {
    let run = &loaded.run;
    let (Some(plan), Some(scores)) = (&run.plan, &run.scores) else { return Ok(None) };
    let settings = Settings { draws, seed: args.seed, top: args.top as usize };
    let found = robustness(plan, 0, &scores[0], &settings, |request| run.ask(0, request))
        .map_err(|failure| fail(failure, global))?;
    let language = args.language.unwrap_or(global.lang);
    Ok(Some(match args.format {
        ScoreFormat::Table => robustness::tables(&found, &plan.methods[0], language),
        ScoreFormat::Json => json("robustness", &json!(found)),
    }))
}

/// One fact under its name, with the version of its form.
fn json(name: &str, fact: &serde_json::Value) -> String {
    format!("{:#}\n", json!({ "schema": 1, name: fact }))
}

/// At most two decimals, none for whole numbers; three digits for what is very small or very large.
fn number(value: f64) -> String {
    if value != 0.0 && value.abs() < 0.01 {
        return format!("{value:.2e}").parse::<f64>().unwrap_or(value).to_string();
    }
    if value.abs() >= 1e15 {
        return format!("{value:.2e}");
    }
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

/// A share in per cent, without decimals: they would claim more than draws can tell.
fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}
