//! `cxplan plan`

use cxplan_engine::ExitStatus;
use cxplan_engine::core::report::{PlaceReason, Report, StartReason};
use cxplan_engine::render::{Format, Templates, render, text_gantt};

use super::load;
use crate::args::{Global, Plan as PlanArgs, PlanFormat};
use crate::table::{Align, Table};
use crate::terminal::{data, note};

/// Width of the text Gantt, in columns: that of a usual terminal.
const WIDTH: usize = 100;

pub(super) fn run(args: &PlanArgs, global: &Global) -> ExitStatus {
    let loaded = match load(&args.input, global) {
        Ok(loaded) => loaded,
        Err(status) => return status,
    };
    let status = loaded.report(global);
    let Some(report) = cxplan_engine::report(&loaded.project, &loaded.run, args.language) else {
        return status;
    };
    let written = match args.format {
        PlanFormat::Table => data(table(&report).as_bytes()),
        PlanFormat::Gantt => data(text_gantt(&report, WIDTH).as_bytes()),
        PlanFormat::Json => match render(&report, &Templates::builtin(), Format::Json) {
            Ok(artifact) => data(&artifact.bytes),
            Err(error) => {
                note(&format!("error: {error}"));
                ExitStatus::Error
            }
        },
    };
    status.max(written)
}

fn table(report: &Report) -> String {
    let mut table = Table::new(&[
        ("place", Align::Right),
        ("rank", Align::Right),
        ("initiative", Align::Left),
        ("start", Align::Left),
        ("finish", Align::Left),
        ("days", Align::Right),
        ("starts then because", Align::Left),
        ("stands there because", Align::Left),
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
            start_reason(&planned.start_reason),
            place_reason(&planned.place_reason),
        ]);
    }
    table.to_string()
}

fn start_reason(reason: &StartReason) -> String {
    match reason {
        StartReason::PlanStart => "the plan starts".into(),
        StartReason::After { initiative, step, finish } => format!("{initiative}/{step} ends on {finish}"),
        StartReason::TeamBusy { team, initiatives, until } => {
            format!("{team} is busy until {until} with {}", initiatives.join(", "))
        }
        StartReason::NotBefore { date } => format!("not before {date}"),
        StartReason::Fixed => "a fixed date".into(),
        StartReason::StatusDate { date } => format!("not begun by {date}"),
        StartReason::Started { date } => format!("under way since {date}"),
        StartReason::Finished => "done".into(),
        StartReason::Calendar { until, why } => {
            format!("no work until {until}{}", why.as_ref().map(|why| format!(": {why}")).unwrap_or_default())
        }
    }
}

fn place_reason(reason: &PlaceReason) -> String {
    match reason {
        PlaceReason::Score => "its score".into(),
        PlaceReason::Effort => "its benefit for its effort".into(),
        PlaceReason::Unlocks { initiatives } => format!("it unlocks {}", initiatives.join(", ")),
        PlaceReason::Needs { initiatives } => format!("it needs {}", initiatives.join(", ")),
        PlaceReason::Displaced { initiatives } => format!("{} moved", initiatives.join(", ")),
    }
}
