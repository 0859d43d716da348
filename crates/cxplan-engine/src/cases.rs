//! Test cases of a plugin: reads `cases.toml`, asks the plugin, compares.

use std::path::Path;

use cxplan_core::cases::{self, Trial};
use cxplan_core::declare::Params;
use cxplan_core::diag::{Diagnostic, Diagnostics};
use cxplan_core::inputs;
use cxplan_core::method::Request;
use cxplan_core::read::{self, RawCase};
use cxplan_core::record::Record;
use cxplan_core::source::{MAX_BYTES, Sources, Span, Spanned};
use cxplan_host::{Plugin, RunError, Usage};

use crate::files::read_up_to;
use crate::plugins::run_diagnostic;
use crate::project::{text, unreadable};

/// How a case ended.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// Whether the plugin answered what the case wants.
    pub passed: bool,
    /// What the plugin used for it.
    pub usage: Usage,
}

/// Reads a file of cases. `name` is what messages call it.
///
/// # Errors
///
/// A finding where the file cannot be read, is too large, or is no text.
pub fn open_cases(file: &Path, name: &str) -> Result<Sources, Diagnostic> {
    let bytes = read_up_to(file, MAX_BYTES).map_err(|error| unreadable(name, &error))?;
    let mut sources = Sources::default();
    sources.add(name.to_owned(), Some(file.to_owned()), text(bytes, name)?, None);
    Ok(sources)
}

/// The plugin that a file of cases names.
pub fn plugin_of_cases(sources: &Sources) -> Option<Spanned<String>> {
    let mut silent = Diagnostics::default();
    let document = read::parse_cases(sources.main(), &mut silent);
    read::cases(&document, &mut silent).plugin
}

/// Runs the cases of a file, those whose name holds the filter; findings come in the order of the text.
pub fn run_cases(sources: &Sources, plugin: &Plugin, filter: &str) -> (Vec<Case>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let document = read::parse_cases(sources.main(), &mut diagnostics);
    let read = read::cases(&document, &mut diagnostics);
    let mut ran = Vec::new();
    for case in &read.cases {
        let name = case.head.text("name").unwrap_or_default();
        if !name.contains(filter) {
            continue;
        }
        let before = diagnostics.errors();
        let mut usage = Usage::default();
        run_case(&document, case, plugin, &mut usage, &mut diagnostics);
        let passed = case.sound && diagnostics.errors() == before;
        ran.push(Case { name, passed, usage });
    }
    let mut findings = diagnostics.sorted();
    // Fixes are for plans: `check --fix` knows nothing of this file.
    findings.iter_mut().for_each(|finding| finding.fix = None);
    (ran, findings)
}

/// Runs one case. What cannot be read is told and not run.
fn run_case(
    document: &read::Document<'_>,
    case: &RawCase<'_, '_>,
    plugin: &Plugin,
    usage: &mut Usage,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let table = inputs::case_params(&plugin.method);
    let record = case.params(&table, diagnostics)?;
    if !record.is_whole() || !case.sound {
        return None;
    }
    let params = Params::of(&plugin.method, record);
    let declared;
    let plugin = match plugin.method.is_open() {
        false => plugin,
        true => match plugin.clone().declare(&params.values) {
            Ok(Ok(plugin)) => {
                declared = plugin;
                &declared
            }
            Ok(Err(faults)) => {
                let found = cases::faults(document, &case.head, &plugin.method, &params, &faults);
                found.into_iter().for_each(|finding| diagnostics.push(finding));
                return None;
            }
            Err(error) => {
                diagnostics.push(failed(&error, plugin, case));
                return None;
            }
        },
    };
    let table = inputs::case_row(&plugin.method);
    let rows = case.rows(&table, diagnostics)?;
    if !rows.iter().all(Record::is_whole) {
        return None;
    }
    let spans: Vec<Span> = rows.iter().map(|row| row.span).collect();
    let rows = rows.iter().map(|row| inputs::values(&plugin.method.spec().inputs, Some(row))).collect();
    match plugin.run(&Request { params: params.values, rows }) {
        Ok(run) => {
            *usage = run.usage;
            let trial = Trial { head: &case.head, method: &plugin.method, rows: &spans };
            trial.compare(&run.outcome).into_iter().for_each(|finding| diagnostics.push(finding));
        }
        Err(error) => diagnostics.push(failed(&error, plugin, case)),
    }
    Some(())
}

/// The finding for a plugin that failed in a case, for whoever writes it.
fn failed(error: &RunError, plugin: &Plugin, case: &RawCase<'_, '_>) -> Diagnostic {
    run_diagnostic(error, &plugin.method, Some(case.head.span), None).help(error.advice())
}
