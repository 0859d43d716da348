//! `cxplan plugin new`

use std::fs;
use std::path::{Path, PathBuf};

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::language::is_taken;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::{ExitStatus, builtin_methods};

use super::super::{fail, folder};
use crate::args::Global;
use crate::guests::Guest;
use crate::terminal::note;

pub(super) fn run(
    name: &str,
    guest: Guest,
    sdk: Option<&Path>,
    global: &Global,
) -> Result<ExitStatus, ExitStatus> {
    if let Some(found) = wrong_name(name) {
        fail(found, global);
        // It is the command that is wrong, and no plan.
        return Err(ExitStatus::Error);
    }
    let sdk = match sdk {
        None => None,
        Some(sdk) => match manifest_line(&folder(global).join(sdk), guest) {
            Ok(line) => Some(line),
            Err(found) => {
                fail(found, global);
                return Err(ExitStatus::Error);
            }
        },
    };
    let target = folder(global).join(name);
    let mut files = guest.files(name);
    if let Some(line) = &sdk {
        files.iter_mut().for_each(|(_, text)| *text = text.replace(FROM_REGISTRY, line));
    }
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
    if !global.quiet && guest == Guest::Rust && sdk.is_none() {
        let first = phrase!(
            "The crate cxplan-sdk is not in a registry yet. First point `{name}/Cargo.toml` at a checkout of cxplan: \
             `cxplan-sdk = {{ path = \"…/crates/cxplan-sdk\" }}`; `--sdk PATH` does so from the start.",
            "Le paquet cxplan-sdk n'est pas encore dans un registre. Indiquez d'abord dans `{name}/Cargo.toml` une copie \
             du dépôt de cxplan : `cxplan-sdk = {{ path = \"…/crates/cxplan-sdk\" }}` ; `--sdk CHEMIN` le fait d'emblée."
        );
        note(first.get(global.lang));
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

/// How the template for Rust names the SDK.
const FROM_REGISTRY: &str = "cxplan-sdk = \"0.1\"";

/// The line of Cargo.toml for the SDK in a checkout, or in its own folder.
fn manifest_line(given: &Path, guest: Guest) -> Result<String, Diagnostic> {
    if guest != Guest::Rust {
        return Err(Diagnostic::new(
            Code::BuildFailed,
            Phrase::fixed("only plugins in Rust use the SDK", "seuls les plugins en Rust emploient le SDK"),
        )
        .help(Phrase::fixed("leave `--sdk` out", "retirez `--sdk`")));
    }
    let is_sdk = |folder: &PathBuf| {
        fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|text| text.contains("name = \"cxplan-sdk\""))
    };
    let found = [given.join("crates/cxplan-sdk"), given.to_owned()].into_iter().find(is_sdk);
    let found = found.map(|folder| folder.canonicalize().unwrap_or(folder).display().to_string());
    let given = given.display();
    let path = found.ok_or_else(|| {
        Diagnostic::new(
            Code::BuildFailed,
            phrase!(
                "there is no crate cxplan-sdk in `{given}`",
                "il n'y a pas de paquet cxplan-sdk dans `{given}`"
            ),
        )
        .help(Phrase::fixed(
            "name the folder of a checkout of cxplan's repository, or its `crates/cxplan-sdk`",
            "nommez le dossier d'une copie du dépôt de cxplan, ou son `crates/cxplan-sdk`",
        ))
    })?;
    // Quoted as TOML has it: what `{:?}` escapes in a path, TOML reads alike.
    Ok(format!("cxplan-sdk = {{ path = {path:?} }}"))
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
    if is_taken(name) {
        return Some(
            Diagnostic::new(
                Code::DuplicateId,
                phrase!("`{name}` is a key of the plan language", "`{name}` est une clé du langage du plan"),
            )
            .help(Phrase::fixed(
                "choose another name: a plan could not tell the method from the key",
                "choisissez un autre nom : un plan ne distinguerait pas la méthode de la clé",
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
            ("team", Code::DuplicateId),
            ("primary", Code::DuplicateId),
        ] {
            assert_eq!(wrong_name(name).map(|found| found.code), Some(code), "{name}");
        }
    }
}
