//! `cxplan template`

use std::path::{Path, PathBuf};

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::core::read::did_you_mean;
use cxplan_engine::core::report::Report;
use cxplan_engine::host::Host;
use cxplan_engine::render::Templates;
use cxplan_engine::{ExitStatus, Overrides, Project, Settings, TEMPLATES, stays_inside};

use super::{fail, folder, host, project, shown};
use crate::args::{Global, Template};
use crate::emit;
use crate::starters::Starter;
use crate::table::{Align, Table, printable};
use crate::terminal::{data, note};

pub(super) fn run(template: &Template, global: &Global) -> ExitStatus {
    let outcome = match template {
        Template::List { plan } => list(plan.as_deref(), global),
        Template::Show { name } => known(name)
            .map(|(_, source)| data(source.as_bytes(), global.lang))
            .map_err(|found| fail(found, global)),
        Template::Eject { name, to } => {
            eject(name, to.as_deref(), global).map_err(|found| fail(found, global))
        }
        Template::Check { plan } => check(plan.as_deref(), global),
    };
    outcome.unwrap_or_else(|status| status)
}

/// The template of a name, and its built-in source.
fn known(name: &str) -> Result<(&'static str, &'static str), Diagnostic> {
    Templates::builtin_source(name).ok_or_else(|| {
        let found = Diagnostic::new(
            Code::Argument,
            phrase!("there is no template `{name}`", "il n'y a pas de modèle `{name}`"),
        );
        match Templates::similar(name).first() {
            Some(close) => found.help(did_you_mean(close)),
            None => found.help(Phrase::fixed(
                "`cxplan template list` has the names",
                "`cxplan template list` donne les noms",
            )),
        }
    })
}

fn list(plan: Option<&Path>, global: &Global) -> Result<ExitStatus, ExitStatus> {
    // Who stands in no plan asks for the names alone.
    let overrides = match (project(plan, global), plan) {
        (Ok(project), _) => Overrides::of(&project).map_err(|found| fail(found, global))?,
        (Err(found), Some(_)) => return Err(fail(found, global)),
        (Err(_), None) => Overrides::default(),
    };
    let (columns, builtin) = match global.lang {
        Language::En => (["template", "comes from"], "the program"),
        Language::Fr => (["modèle", "vient de"], "le programme"),
    };
    let mut table = Table::new(&columns.map(|column| (column, Align::Left)));
    for name in Templates::names() {
        table.row(vec![name.to_owned(), overrides.file(name).unwrap_or(builtin).to_owned()]);
    }
    Ok(data(table.to_string().as_bytes(), global.lang))
}

fn eject(name: &str, to: Option<&Path>, global: &Global) -> Result<ExitStatus, Diagnostic> {
    let (name, source) = known(name)?;
    let target = match to {
        Some(to) => folder(global).join(to),
        None => {
            let plan = cxplan_engine::find(None, &folder(global))?;
            let beside = plan.parent().unwrap_or(Path::new(".")).to_owned();
            // Who names a folder means it; this one nobody named.
            if !stays_inside(&beside, Path::new(TEMPLATES)) {
                return Err(Diagnostic::new(
                    Code::OutsideProject,
                    phrase!(
                        "the folder `{TEMPLATES}` beside the plan leads outside the plan's folder",
                        "le dossier `{TEMPLATES}` à côté du plan mène hors du dossier du plan"
                    ),
                )
                .help(Phrase::fixed(
                    "remove the link, or name a folder with `--to`",
                    "retirez le lien, ou nommez un dossier avec `--to`",
                )));
            }
            beside.join(TEMPLATES)
        }
    };
    let file = target.join(Templates::file(name));
    let written = shown(&file, to);
    if file.symlink_metadata().is_ok() {
        return Err(Diagnostic::new(
            Code::Unwritable,
            phrase!("`{written}` is there already", "`{written}` existe déjà"),
        )
        .help(phrase!(
            "`cxplan template show {name}` prints the built-in one, to compare with",
            "`cxplan template show {name}` affiche celui fourni, pour comparer"
        )));
    }
    cxplan_engine::write(&file, source.as_bytes())?;
    if !global.quiet {
        let advice = if Templates::file(name) == name {
            phrase!("Wrote {written}.", "Écrit : {written}.")
        } else {
            phrase!(
                "Wrote {written}. To add to the built-in one instead of changing a copy, let it hold {{{{> 'builtin:{name}'}}}} and what is yours.",
                "Écrit : {written}. Pour ajouter à celui fourni au lieu d'en changer une copie, n'y laissez que {{{{> 'builtin:{name}'}}}} et ce qui est à vous."
            )
        };
        note(&printable(advice.get(global.lang)));
    }
    Ok(ExitStatus::Success)
}

fn check(plan: Option<&Path>, global: &Global) -> Result<ExitStatus, ExitStatus> {
    let project = match project(plan, global) {
        Ok(project) => project,
        Err(found) => return Err(fail(found, global)),
    };
    let overrides = Overrides::of(&project).map_err(|found| fail(found, global))?;
    let host = host(global).map_err(|found| fail(found, global))?;
    let mut reports = sample(&host).map_err(|found| fail(found, global))?;
    let samples = reports.len();
    let run = cxplan_engine::run(&project, &host, &Settings::default());
    if ExitStatus::of(&run.diagnostics) == ExitStatus::Success
        && let Some(plan) = &run.plan
    {
        let (doubts, _) = run.doubts();
        let own = plan.head.languages.iter();
        reports.extend(own.filter_map(|language| cxplan_engine::report(&project, &run, &doubts, *language)));
    }
    let found = overrides.check(&reports);
    let status = ExitStatus::of(&found);
    let written = emit::outcome(&found, Some(overrides.sources()), global);
    if status == ExitStatus::Success && !global.quiet {
        let plan = (reports.len() > samples).then(|| project.sources.main().name.clone());
        note(&printable(verdict(overrides.len(), plan).get(global.lang)));
    }
    Ok(status.max(written))
}

/// What was tried without a fault.
fn verdict(count: usize, plan: Option<String>) -> Phrase {
    if count == 0 {
        return phrase!(
            "No template of your own: there is no file in the folder `{TEMPLATES}` beside the plan.",
            "Aucun modèle à vous : il n'y a pas de fichier dans le dossier `{TEMPLATES}` à côté du plan."
        );
    }
    let (templates, modeles) = (emit::plural(count, "template"), emit::plural(count, "modèle"));
    match plan {
        Some(plan) => phrase!(
            "{templates} of your own, tried on a sample and on {plan}: no fault.",
            "{modeles} à vous, à l'essai sur un exemple et sur {plan} : aucune faute."
        ),
        None => phrase!(
            "{templates} of your own, tried on a sample alone, since the plan has errors: no fault.",
            "{modeles} à vous, à l'essai sur un exemple seulement, car le plan a des erreurs : aucune faute."
        ),
    }
}

/// The plan that says everything a plan can say, in each language.
fn sample(host: &Host) -> Result<Vec<Report>, Diagnostic> {
    let mut reports = Vec::new();
    for language in Language::ALL {
        let (name, text) = Starter::Complete.files(language)[0];
        let nowhere = PathBuf::new();
        let project: Project = cxplan_engine::open_text(text.into(), name.into(), &nowhere)?;
        let run = cxplan_engine::run(&project, host, &Settings::default());
        let (doubts, _) = run.doubts();
        reports.extend(cxplan_engine::report(&project, &run, &doubts, language));
    }
    Ok(reports)
}
