//! `cxplan init`

use cxplan_engine::ExitStatus;
use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;

use super::{fail, folder};
use crate::args::{Global, Init};
use crate::terminal::note;

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
    match cxplan_engine::write(&file, text.as_bytes()) {
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
