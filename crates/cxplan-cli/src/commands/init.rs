//! `cxplan init`

use std::fs;
use std::path::Path;

use clap::ValueEnum as _;
use cxplan_engine::ExitStatus;
use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::starter;

use super::{fail, folder, host};
use crate::args::{Global, Init};
use crate::emit;
use crate::starters::Starter;
use crate::table::{Align, Table, printable};
use crate::terminal::{data, note};

/// Beside the plan, as its first line names it, so that editors find it.
const SCHEMA: &str = "plan.schema.json";

pub(super) fn run(init: &Init, global: &Global) -> ExitStatus {
    let language = init.language.unwrap_or(global.lang);
    if init.list {
        return data(list(language).as_bytes(), global.lang);
    }
    write(init, language, global).err().unwrap_or(ExitStatus::Success)
}

fn write(init: &Init, language: Language, global: &Global) -> Result<(), ExitStatus> {
    let folder = folder(global).join(&init.folder);
    let host = host(global).map_err(|diagnostic| fail(diagnostic, global))?;
    let schema = cxplan_engine::schema(&host, None, language).map_err(|diagnostics| {
        emit::findings(&diagnostics, None, global);
        ExitStatus::of(&diagnostics)
    })?;
    let mut files = files(init.template, language);
    files.push((SCHEMA, schema));
    let taken: Vec<&str> = files
        .iter()
        .filter(|(name, text)| {
            let file = folder.join(name);
            // The same schema again takes nothing from anybody.
            file.symlink_metadata().is_ok()
                && (*name != SCHEMA || fs::read(&file).ok().as_deref() != Some(text.as_bytes()))
        })
        .map(|(name, _)| *name)
        .collect();
    if !taken.is_empty() && !init.force {
        return Err(fail(refusal(&shown(&init.folder, taken)), global));
    }
    for (name, text) in &files {
        cxplan_engine::write(&folder.join(name), text.as_bytes())
            .map_err(|diagnostic| fail(diagnostic, global))?;
    }
    if !global.quiet {
        let names = shown(&init.folder, files.iter().map(|(name, _)| *name));
        note(&printable(advice(&names, &init.folder).get(global.lang)));
    }
    Ok(())
}

/// What is written: names in the folder, and texts.
fn files(starter: Starter, language: Language) -> Vec<(&'static str, String)> {
    let files = starter.files(language).iter();
    files
        .map(|(name, text)| (*name, format!("#:schema ./{SCHEMA}\n\n{}", starter::fill(text, language))))
        .collect()
}

/// Files as the person who asked for them would name them.
fn shown<'a>(folder: &Path, names: impl IntoIterator<Item = &'a str>) -> String {
    let path = |name| if is_here(folder) { Path::new(name).to_owned() } else { folder.join(name) };
    names.into_iter().map(|name| format!("`{}`", path(name).display())).collect::<Vec<_>>().join(", ")
}

fn is_here(folder: &Path) -> bool {
    folder == Path::new(".")
}

/// Why nothing is written: one of the files is there.
fn refusal(taken: &str) -> Diagnostic {
    Diagnostic::new(Code::Unwritable, phrase!("there is already {taken}", "il y a déjà {taken}")).help(
        Phrase::fixed(
            "choose another folder, or replace what is there with `--force`",
            "choisissez un autre dossier, ou remplacez ce qui s'y trouve avec `--force`",
        ),
    )
}

/// What was written, and what to do next.
fn advice(names: &str, folder: &Path) -> Phrase {
    let build = match is_here(folder) {
        true => "cxplan build".to_owned(),
        false => format!("cxplan build {}", quoted(&folder.display().to_string())),
    };
    phrase!(
        "Wrote {names}. Edit the plan, then run `{build}`.",
        "Fichiers écrits : {names}. Modifiez le plan, puis lancez `{build}`."
    )
}

/// A path as a shell takes it for one word.
fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | ':' | '.' | '_' | '-' | '~');
    if path.chars().all(plain) { path.to_owned() } else { format!("\"{path}\"") }
}

/// The templates, a line each.
fn list(language: Language) -> String {
    let heads = match language {
        Language::En => ("template", "what it is for"),
        Language::Fr => ("modèle", "à quoi il sert"),
    };
    let mut table = Table::new(&[(heads.0, Align::Left), (heads.1, Align::Left)]);
    for starter in Starter::value_variants() {
        table.row(vec![starter.name().into(), starter.about().get(language).into()]);
    }
    table.to_string()
}
