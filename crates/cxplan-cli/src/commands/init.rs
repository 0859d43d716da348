//! `cxplan init`

use cxplan_engine::ExitStatus;
use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;

use super::{fail, folder, host};
use crate::args::{Global, Init};
use crate::emit;
use crate::terminal::note;

/// Beside the plan, as its first line names it.
const SCHEMA: &str = "plan.schema.json";
const ENGLISH: &str = include_str!("../../../../templates/init/en.toml");
const FRENCH: &str = include_str!("../../../../templates/init/fr.toml");

pub(super) fn run(init: &Init, global: &Global) -> ExitStatus {
    let file = folder(global).join(&init.folder).join("plan.toml");
    let shown = file.display();
    if file.exists() && !init.force {
        let taken = Diagnostic::new(
            Code::Unwritable,
            phrase!("there is a plan at `{shown}`", "il y a déjà un plan dans `{shown}`"),
        )
        .help(Phrase::fixed(
            "choose another folder, or replace it with `--force`",
            "choisissez un autre dossier, ou remplacez-le avec `--force`",
        ));
        return fail(taken, global);
    }
    let text = match init.language {
        Language::En => ENGLISH,
        Language::Fr => FRENCH,
    };
    let host = match host(global) {
        Ok(host) => host,
        Err(status) => return status,
    };
    // The plan's first line leads editors to it.
    let schema = match cxplan_engine::schema(&host, None, init.language) {
        Ok(schema) => schema,
        Err(diagnostics) => {
            emit::findings(&diagnostics, None, global);
            return ExitStatus::of(&diagnostics);
        }
    };
    let written = cxplan_engine::write(&file.with_file_name(SCHEMA), schema.as_bytes())
        .and_then(|()| cxplan_engine::write(&file, text.as_bytes()));
    match written {
        Ok(()) => {
            if !global.quiet {
                let folder = init.folder.display();
                let wrote = phrase!(
                    "Wrote {shown}. Edit it, then run `cxplan build {folder}`.",
                    "Écrit : {shown}. Modifiez-le, puis lancez `cxplan build {folder}`."
                );
                note(wrote.get(global.lang));
            }
            ExitStatus::Success
        }
        Err(diagnostic) => fail(diagnostic, global),
    }
}
