//! `cxplan reviews`

use std::path::Path;

use cxplan_engine::core::report::Report;
use cxplan_engine::render::{calendar, text_reviews};
use cxplan_engine::{ExitStatus, report, write};
use serde_json::json;

use super::{fail, folder, load};
use crate::args::{Global, Reviews, ReviewsFormat};
use crate::terminal::data;

pub(super) fn run(args: &Reviews, global: &Global) -> ExitStatus {
    let loaded = match load(&args.input, global) {
        Ok(loaded) => loaded,
        Err(status) => return status,
    };
    let status = loaded.report(global);
    let language = args.language.unwrap_or(global.lang);
    let Some(report) = report(&loaded.project, &loaded.run, &loaded.run.outlook(), language) else {
        return status;
    };
    let text = match args.format {
        ReviewsFormat::Table => text_reviews(&report),
        ReviewsFormat::Json => json(&report),
        ReviewsFormat::Ics => calendar(&report),
    };
    let written = match args.output.as_deref().filter(|file| *file != Path::new("-")) {
        Some(file) => match write(&folder(global).join(file), text.as_bytes()) {
            Ok(()) => ExitStatus::Success,
            Err(diagnostic) => fail(diagnostic, global),
        },
        None => data(text.as_bytes(), global.lang),
    };
    status.max(written)
}

fn json(report: &Report) -> String {
    let Report { plan, reviews, decisions, .. } = report;
    format!("{:#}\n", json!({ "schema": 1, "plan": plan, "reviews": reviews, "decisions": decisions }))
}
