//! `cxplan schema`

use std::path::Path;

use cxplan_engine::{ExitStatus, Project, write};

use super::{fail, folder, host, project};
use crate::args::{Global, Schema};
use crate::emit;
use crate::terminal::data;

pub(super) fn run(schema: &Schema, global: &Global) -> ExitStatus {
    outcome(schema, global).unwrap_or_else(|status| status)
}

fn outcome(schema: &Schema, global: &Global) -> Result<ExitStatus, ExitStatus> {
    // Without a path there is no plan: the schema of all plans does not depend on where one stands.
    let project: Option<Project> = match schema.path.as_deref() {
        Some(path) => Some(project(Some(path), global).map_err(|diagnostic| fail(diagnostic, global))?),
        None => None,
    };
    let host = host(global).map_err(|diagnostic| fail(diagnostic, global))?;
    let text = cxplan_engine::schema(&host, project.as_ref(), global.lang).map_err(|diagnostics| {
        emit::findings(&diagnostics, project.as_ref().map(|project| &project.sources), global);
        ExitStatus::of(&diagnostics)
    })?;
    match schema.output.as_deref().filter(|file| *file != Path::new("-")) {
        Some(file) => write(&folder(global).join(file), text.as_bytes())
            .map(|()| ExitStatus::Success)
            .map_err(|diagnostic| fail(diagnostic, global)),
        None => Ok(data(text.as_bytes(), global.lang)),
    }
}
