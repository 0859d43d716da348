//! `cxplan plugin new`

use std::path::Path;

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::{ExitStatus, builtin_methods};

use super::super::{fail, folder};
use crate::args::Global;
use crate::guests::Guest;
use crate::terminal::note;

pub(super) fn run(name: &str, guest: Guest, global: &Global) -> Result<ExitStatus, ExitStatus> {
    if let Some(found) = wrong_name(name) {
        fail(found, global);
        // It is the command that is wrong, and no plan.
        return Err(ExitStatus::Error);
    }
    let target = folder(global).join(name);
    let files = guest.files(name);
    let taken = files.iter().find(|(file, _)| target.join(file).symlink_metadata().is_ok());
    if let Some((file, _)) = taken {
        let shown = Path::new(name).join(file);
        let shown = shown.display();
        return Err(fail(
            Diagnostic::new(Code::Unwritable, phrase!("there is already `{shown}`", "il y a déjà `{shown}`"))
                .help(Phrase::fixed("choose another name", "choisissez un autre nom")),
            global,
        ));
    }
    for (file, text) in &files {
        cxplan_engine::write(&target.join(file), text.as_bytes()).map_err(|found| fail(found, global))?;
    }
    if !global.quiet {
        let next = phrase!(
            "Wrote `{name}/`. Next: `cxplan plugin build {name}`, `cxplan plugin test {name}`, then \
             `cxplan score {name}/plan.toml`.",
            "Dossier `{name}/` écrit. Ensuite : `cxplan plugin build {name}`, `cxplan plugin test {name}`, puis \
             `cxplan score {name}/plan.toml`."
        );
        note(next.get(global.lang));
    }
    Ok(ExitStatus::Success)
}

/// Why a method cannot have this id.
fn wrong_name(name: &str) -> Option<Diagnostic> {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    // Cargo and npm want a letter first.
    let is_id =
        name.starts_with(|c: char| c.is_ascii_lowercase()) && name.len() <= 64 && name.split('-').all(word);
    if !is_id {
        return Some(
            Diagnostic::new(
                Code::MalformedId,
                phrase!("`{name}` is no id", "`{name}` n'est pas un identifiant"),
            )
            .help(Phrase::fixed(
                "use small letters, digits and hyphens, such as `customer-gap`",
                "employez des minuscules, des chiffres et des traits d'union, comme `ecart-client`",
            )),
        );
    }
    builtin_methods().iter().any(|(id, _)| *id == name).then(|| {
        Diagnostic::new(
            Code::DuplicateId,
            phrase!("`{name}` is a built-in method", "`{name}` est une méthode fournie"),
        )
        .help(Phrase::fixed("choose another name", "choisissez un autre nom"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ids_of_their_own() {
        assert!(wrong_name("customer-gap2").is_none());
        for (name, code) in [
            ("Customer", Code::MalformedId),
            ("a--b", Code::MalformedId),
            ("../up", Code::MalformedId),
            ("2nd", Code::MalformedId),
            ("", Code::MalformedId),
            ("rice", Code::DuplicateId),
        ] {
            assert_eq!(wrong_name(name).map(|found| found.code), Some(code), "{name}");
        }
    }
}
