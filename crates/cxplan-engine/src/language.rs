//! The plan language as data for others: the JSON Schema for editors, the reference page for readers.

use cxplan_core::diag::{Diagnostic, Diagnostics, Severity};
use cxplan_core::inputs::MethodTables;
use cxplan_core::language::ROOT;
use cxplan_core::method::{Language, Method};
use cxplan_core::read;
use cxplan_core::{reference, schema};
use cxplan_host::Host;

use crate::plugins;
use crate::project::Project;

/// The JSON Schema of plans, as text: with the built-in methods, and with the plugins of a plan where one is given. Without
/// a plan, methods that nobody knows are fine.
///
/// # Errors
///
/// The findings where a file of the plan cannot be included, which may name methods, or where a plugin cannot be used.
pub fn schema(host: &Host, project: Option<&Project>, language: Language) -> Result<String, Vec<Diagnostic>> {
    let others = match project {
        Some(_) => schema::OtherMethods::Refused,
        None => schema::OtherMethods::Allowed,
    };
    let schema = schema::schema(&ROOT, &tables(host, project)?, others, language);
    Ok(format!("{schema:#}\n"))
}

/// The reference page of the plan language, in Markdown, with the built-in methods.
///
/// # Errors
///
/// The findings where a built-in method cannot be used.
pub fn reference(host: &Host, language: Language) -> Result<String, Vec<Diagnostic>> {
    Ok(reference::reference(&ROOT, &tables(host, None)?, language))
}

/// The tables of the built-in methods, and of those that a plan brings.
fn tables(host: &Host, project: Option<&Project>) -> Result<MethodTables, Vec<Diagnostic>> {
    let mut methods: Vec<Method> = Vec::new();
    let mut diagnostics = Diagnostics::default();
    if let Some(project) = project {
        // What is wrong with the text is not the question here: a schema is wanted most while a plan is being written.
        let document = read::parse(&project.sources, &mut Diagnostics::default());
        project.missing.iter().for_each(|finding| diagnostics.push(finding.clone()));
        let loaded = plugins::load(host, project, &document, &[], &[], false, &mut diagnostics);
        methods.extend(loaded.plugins.into_iter().map(|plugin| plugin.method).chain(loaded.undeclared));
    }
    for builtin in plugins::builtin_methods() {
        if methods.iter().all(|method| method.id() != builtin.0) {
            match plugins::load_builtin(host, builtin) {
                Ok(plugin) => methods.push(plugin.method),
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
    }
    let diagnostics = diagnostics.sorted();
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Err(diagnostics);
    }
    Ok(MethodTables::new(&methods, &[], &[], &[]))
}
