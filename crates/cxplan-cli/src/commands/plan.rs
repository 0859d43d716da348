//! `cxplan plan`

mod bottlenecks;
mod moves;
pub(super) mod odds;
mod slack;
mod slip;
mod sought;
mod what_if;
mod why;

use cxplan_engine::core::diag::{Code, Diagnostic, Level, Levels};
use cxplan_engine::core::doubts::Doubts;
use cxplan_engine::core::method::Language;
use cxplan_engine::core::model::Plan;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::report::{LateReason, PlaceReason, Report, StartReason, WhatIf};
use cxplan_engine::core::scores::Scores;
use cxplan_engine::core::slippage::Dates;
use cxplan_engine::core::timeline::{Timeline, Trials, ValueChange};
use cxplan_engine::render::{Format, Templates, render, text_gantt};
use cxplan_engine::{ExitStatus, Settings};

use super::score::with_percent;
use super::{Loaded, fail, folder, host, project, settings, unknown_initiative};
use crate::args::{Global, Plan as PlanArgs, PlanFormat};
use crate::table::{Align, Table};
use crate::terminal::{data, note};

/// Width of the text Gantt, in columns: that of a usual terminal.
const WIDTH: usize = 100;

pub(super) fn run(args: &PlanArgs, global: &Global) -> ExitStatus {
    match planned(args, global) {
        Ok(status) | Err(status) => status,
    }
}

/// The same; where findings end the run early they were written.
fn planned(args: &PlanArgs, global: &Global) -> Result<ExitStatus, ExitStatus> {
    let mut settings = settings(&args.input, global);
    if args.fail_late {
        settings.levels.codes.insert(Code::DeadlineMissed, Level::Deny);
    }
    let project = project(args.input.path.as_deref(), global).map_err(|finding| fail(finding, global))?;
    let host = host(global).map_err(|finding| fail(finding, global))?;
    let baseline = args.baseline.as_ref().map(|path| {
        let name = path.display().to_string();
        let settings = Settings { today: None, levels: Levels::default(), ..settings.clone() };
        let dates = cxplan_engine::baseline(&folder(global).join(path), &name, &host, &settings);
        dates.map(|dates| (name, dates)).map_err(|finding| fail(finding, global))
    });
    let baseline = baseline.transpose()?;
    settings.planning.baseline = baseline.as_ref().map(|(_, dates)| dates.kept(args.max_moves));
    let run = cxplan_engine::run(&project, &host, &settings);
    let mut loaded = Loaded { project, run };
    let mut unchanged = None;
    let status;
    if args.what_if.is_empty() {
        status = loaded.report(global);
    } else {
        let changed = what_if::changed(&loaded, &args.what_if, &host, &settings, global)?;
        unchanged = Some(changed.before);
        (loaded, status) = (changed.loaded, changed.status);
    }
    let language = args.language.unwrap_or(global.lang);
    let doubts = match args.format {
        PlanFormat::Json => loaded.doubts(global),
        PlanFormat::Table | PlanFormat::Gantt if args.out.is_some() => loaded.doubts(global),
        PlanFormat::Table | PlanFormat::Gantt => Doubts::default(),
    };
    let Loaded { project, run } = &loaded;
    let (Some(mut report), Some(plan), Some(timeline)) =
        (cxplan_engine::report(project, run, &doubts, language), &run.plan, &run.timeline)
    else {
        return Err(status);
    };
    if let Some(scores) = &run.scores
        && let Some(told) = told(args, plan, &scores[0], timeline, &report, language)
    {
        return Ok(status.max(match told {
            Ok(text) => data(text.as_bytes(), global.lang),
            Err(diagnostic) => fail(diagnostic, global),
        }));
    }
    if let Some(draws) = args.simulate {
        report.odds = odds::worked_out(run, draws, args.seed, global).map_err(|failed| status.max(failed))?;
    }
    let odds = report.odds.as_ref().map(|odds| odds::text(odds, language));
    let dates = Dates::of(&report);
    let mut texts = match args.format {
        PlanFormat::Table if unchanged.is_none() && odds.is_none() => {
            vec![table(&report, baseline.is_some(), language)]
        }
        PlanFormat::Gantt => vec![text_gantt(&report, WIDTH)],
        PlanFormat::Table | PlanFormat::Json => Vec::new(),
    };
    texts.extend(odds);
    if let Some(before) = unchanged {
        let moved = cxplan_engine::moved(&before, &dates, plan);
        let changes = args.what_if.join(", ");
        let heading = phrase!("What {changes} moves", "Ce que déplace {changes}");
        texts.push(moves::text(&heading, &moved, language));
        report.what_if = Some(WhatIf { changes: args.what_if.clone(), moved });
    }
    if let Some((name, before)) = &baseline {
        let moved = cxplan_engine::since(before, name, &dates, plan)
            .map_err(|finding| status.max(fail(finding, global)))?;
        let heading = phrase!("What moved since {name}", "Ce qui a bougé depuis {name}");
        texts.push(moves::text(&heading, &moved, language));
        report.baseline = Some(moved);
    }
    let status = args.out.as_ref().map_or(status, |file| status.max(save(&report, file, global)));
    Ok(status.max(match args.format {
        PlanFormat::Json => match json(&report, global) {
            Ok(bytes) => data(&bytes, global.lang),
            Err(failed) => failed,
        },
        PlanFormat::Table | PlanFormat::Gantt => data(texts.join("\n").as_bytes(), global.lang),
    }))
}

fn json(report: &Report, global: &Global) -> Result<Vec<u8>, ExitStatus> {
    match render(report, &Templates::builtin(), Format::Json) {
        Ok(artifact) => Ok(artifact.bytes),
        Err(error) => {
            let failure = phrase!("error: {error}", "erreur : {error}"; error = error.phrase());
            note(failure.get(global.lang));
            Err(ExitStatus::Error)
        }
    }
}

/// Saves the plan for later comparisons.
fn save(report: &Report, file: &std::path::Path, global: &Global) -> ExitStatus {
    match json(report, global) {
        Ok(bytes) => match cxplan_engine::write(&folder(global).join(file), &bytes) {
            Ok(()) => ExitStatus::Success,
            Err(finding) => fail(finding, global),
        },
        Err(failed) => failed,
    }
}

/// What an option tells of the timeline instead of its table; none without one.
fn told(
    args: &PlanArgs,
    plan: &Plan,
    scores: &Scores,
    timeline: &Timeline,
    report: &Report,
    language: Language,
) -> Option<Result<String, Diagnostic>> {
    let step = |id: &str| why::named(plan, timeline, id).ok_or_else(|| unknown_initiative(plan, id));
    if let Some(id) = &args.why {
        return Some(step(id).map(|step| why::table(plan, timeline, report, step, language)));
    }
    if args.slack {
        return Some(Ok(slack::table(plan, timeline, language)));
    }
    if !args.bottlenecks && args.slip.is_none() {
        return None;
    }
    let Some(mut trials) = Trials::new(plan, scores, timeline) else {
        return Some(Ok(slack::nothing(language)));
    };
    let Some(id) = &args.slip else {
        return Some(Ok(bottlenecks::table(plan, timeline, &trials, language)));
    };
    if id == "all" {
        return Some(Ok(slip::all(plan, timeline, &mut trials, language)));
    }
    Some(step(id).and_then(|step| {
        slip::one(plan, timeline, &mut trials, step, language).ok_or_else(|| unknown_initiative(plan, id))
    }))
}

/// How much later something is, in words.
fn later(days: i64) -> Phrase {
    let count = days.unsigned_abs();
    match (days < 0, count) {
        (true, 1) => Phrase::fixed("1 working day earlier", "1 jour ouvré plus tôt"),
        (true, _) => phrase!("{count} working days earlier", "{count} jours ouvrés plus tôt"),
        (false, 1) => Phrase::fixed("1 working day later", "1 jour ouvré plus tard"),
        (false, _) => phrase!("{count} working days later", "{count} jours ouvrés plus tard"),
    }
}

/// How much later value arrives, in words.
fn arrives(value: ValueChange) -> Phrase {
    let number = |value: f64| Phrase::number(value.abs(), 2);
    let (percent, days) = (number(value.part * 100.0), number(value.days));
    let (en, fr) = if value.days < 0.0 { ("earlier", "plus tôt") } else { ("later", "plus tard") };
    phrase!(
        "value arrives {percent}% {when}, {days} working days on average",
        "la valeur arrive {percent} % {when}, {days} jours ouvrés en moyenne";
        percent = percent, days = days, when = Phrase::fixed(en, fr)
    )
}

/// How much later value arrives, for a column; a dash where there is no value.
fn part(value: Option<ValueChange>, language: Language) -> String {
    let percent = |value: ValueChange| with_percent(&Phrase::number(value.part * 100.0, 2), language);
    value.map_or_else(|| "–".to_owned(), percent)
}

fn table(report: &Report, kept: bool, language: Language) -> String {
    let [place, rank, initiative, start, finish, days, starts, stands] = match language {
        Language::En => [
            "place",
            "rank",
            "initiative",
            "start",
            "finish",
            "days",
            "starts then because",
            "stands there because",
        ],
        Language::Fr => [
            "place",
            "rang",
            "initiative",
            "début",
            "fin",
            "jours",
            "raison de la date",
            "raison de la place",
        ],
    };
    let mut table = Table::new(&[
        (place, Align::Right),
        (rank, Align::Right),
        (initiative, Align::Left),
        (start, Align::Left),
        (finish, Align::Left),
        (days, Align::Right),
        (starts, Align::Left),
        (stands, Align::Left),
    ]);
    for initiative in &report.initiatives {
        let Some(planned) = &initiative.planned else { continue };
        table.row(vec![
            planned.place.to_string(),
            planned.rank.to_string(),
            initiative.id.clone(),
            planned.start.to_string(),
            planned.finish.to_string(),
            planned.working_days.to_string(),
            start_reason(&planned.start_reason).get(language).to_owned(),
            place_reason(&planned.place_reason).get(language).to_owned(),
        ]);
    }
    let sought = report.search.as_ref().map(|search| format!("\n{}\n", sought::told(search, kept, language)));
    format!("{table}{}", sought.unwrap_or_default())
}

fn start_reason(reason: &StartReason) -> Phrase {
    match reason {
        StartReason::PlanStart => Phrase::fixed("the plan starts", "le plan commence"),
        StartReason::After { initiative, step, finish } => {
            phrase!("{initiative}/{step} ends on {finish}", "{initiative}/{step} finit le {finish}")
        }
        StartReason::Linked { initiative, step, tie, lag, date } => {
            let (en, fr) = match *tie {
                "ss" | "sf" => ("starts", "commence"),
                _ => ("ends", "finit"),
            };
            let name = format!("{initiative}/{step}");
            phrase!(
                "{name} {verb} on {date} ({tie} {lag:+}d)",
                "{name} {verb} le {date} ({tie} {lag:+}j)";
                verb = Phrase::fixed(en, fr)
            )
        }
        StartReason::TeamBusy { team, initiatives, until } => {
            let initiatives = initiatives.join(", ");
            phrase!(
                "{team} is busy until {until} with {initiatives}",
                "{team} est prise jusqu'au {until} par {initiatives}"
            )
        }
        StartReason::NotBefore { date } => phrase!("not before {date}", "pas avant le {date}"),
        StartReason::Fixed => Phrase::fixed("a fixed date", "une date fixe"),
        StartReason::Late { held } => late_reason(held),
        StartReason::Kept => Phrase::fixed("its day of the baseline", "son jour dans la référence"),
        StartReason::StatusDate { date } => phrase!("not begun by {date}", "pas commencée au {date}"),
        StartReason::Started { date, rest: None } => {
            phrase!("under way since {date}", "en cours depuis le {date}")
        }
        StartReason::Started { date, rest: Some(rest) } => phrase!(
            "under way since {date}; its rest: {rest}",
            "en cours depuis le {date} ; son reste : {rest}";
            date = Phrase::same(date.to_string()), rest = start_reason(rest)
        ),
        StartReason::Finished => Phrase::fixed("done", "terminée"),
        StartReason::Calendar { until, why: None } => {
            phrase!("no work until {until}", "pas de travail jusqu'au {until}")
        }
        StartReason::Calendar { until, why: Some(why) } => {
            phrase!("no work until {until}: {why}", "pas de travail jusqu'au {until} : {why}")
        }
    }
}

/// Why late work is not later.
fn late_reason(held: &LateReason) -> Phrase {
    match held {
        LateReason::Deadline { date } => {
            phrase!("as late as its deadline of {date} allows", "au plus tard pour son échéance du {date}")
        }
        LateReason::PlanEnd { date } => {
            phrase!("as late as can be: all ends by {date}", "au plus tard : tout finit le {date}")
        }
        LateReason::Serves { initiative, step, tie, lag, date } => {
            let (en, fr) = match *tie {
                "fs" | "ss" => ("starts", "commence"),
                _ => ("ends", "finit"),
            };
            let tie = if (*tie, *lag) == ("fs", 0) { String::new() } else { format!(" ({tie} {lag:+}d)") };
            let name = format!("{initiative}/{step}");
            phrase!(
                "as late as can be: {name} {verb} on {date}{tie}",
                "au plus tard : {name} {verb} le {date}{tie}";
                verb = Phrase::fixed(en, fr)
            )
        }
        LateReason::TeamBusy { team, initiatives, from } if initiatives.is_empty() => {
            phrase!(
                "as late as can be: {team} has no room from {from}",
                "au plus tard : {team} n'a pas de place dès le {from}"
            )
        }
        LateReason::TeamBusy { team, initiatives, from } => {
            let initiatives = initiatives.join(", ");
            phrase!(
                "as late as can be: {team} is busy from {from} with {initiatives}",
                "au plus tard : {team} est prise dès le {from} par {initiatives}"
            )
        }
    }
}

pub(super) fn place_reason(reason: &PlaceReason) -> Phrase {
    match reason {
        PlaceReason::Score => Phrase::fixed("its score", "son score"),
        PlaceReason::Effort => {
            Phrase::fixed("its benefit for its effort", "son bénéfice rapporté à l'effort")
        }
        PlaceReason::Unlocks { initiatives } => {
            let initiatives = initiatives.join(", ");
            phrase!("it unlocks {initiatives}", "elle rend possible {initiatives}")
        }
        PlaceReason::Needs { initiatives } => {
            let initiatives = initiatives.join(", ");
            phrase!("it needs {initiatives}", "elle a besoin de {initiatives}")
        }
        PlaceReason::Displaced { initiatives } => {
            let initiatives = initiatives.join(", ");
            phrase!("{initiatives} moved", "déplacement de {initiatives}")
        }
    }
}
