//! `cxplan init`

use cxplan_engine::ExitStatus;
use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::method::Language;

use super::{fail, folder};
use crate::args::{Global, Init};
use crate::terminal::note;

const ENGLISH: &str = include_str!("../../../../templates/init/en.toml");
const FRENCH: &str = include_str!("../../../../templates/init/fr.toml");

pub(super) fn run(init: &Init, global: &Global) -> ExitStatus {
    let file = folder(global).join(&init.folder).join("plan.toml");
    if file.exists() && !init.force {
        let taken = Diagnostic::new(Code::Unwritable, format!("there is a plan at `{}`", file.display()))
            .help("choose another folder, or replace it with `--force`");
        return fail(taken, global);
    }
    let text = match init.language {
        Language::En => ENGLISH,
        Language::Fr => FRENCH,
    };
    match cxplan_engine::write(&file, text.as_bytes()) {
        Ok(()) => {
            if !global.quiet {
                note(&format!(
                    "Wrote {}. Edit it, then run `cxplan build {}`.",
                    file.display(),
                    init.folder.display()
                ));
            }
            ExitStatus::Success
        }
        Err(diagnostic) => fail(diagnostic, global),
    }
}
