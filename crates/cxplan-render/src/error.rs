//! What can go wrong between a report and a document.

use thiserror::Error;

/// A document could not be made. Built-in templates never cause one: only overrides do.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RenderError {
    /// A template does not parse, or asks for something that the page does not have.
    #[error("template `{template}`{}: {reason}", place(*.line, *.column))]
    Template {
        /// Name of the template, without `.hbs`.
        template: String,
        /// Line, from 1, where the template engine tells it.
        line: Option<usize>,
        /// Column, from 1, where the template engine tells it.
        column: Option<usize>,
        /// What is wrong.
        reason: String,
    },
    /// An override replaces nothing.
    #[error("there is no template `{name}`{}", hint(.similar))]
    UnknownTemplate {
        /// The name that was given.
        name: String,
        /// Known names that are close to it, closest first.
        similar: Vec<String>,
    },
    /// A style or script would end its own element early.
    #[error("`{name}` must not contain `{found}`: it would end the element that holds it")]
    UnsafeAsset {
        /// Name of the style sheet or script.
        name: String,
        /// The text that ends the element.
        found: &'static str,
    },
    /// The report does not fit into JSON.
    #[error("the report cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

fn place(line: Option<usize>, column: Option<usize>) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        (Some(line), None) => format!(":{line}"),
        (None, _) => String::new(),
    }
}

fn hint(similar: &[String]) -> String {
    match similar {
        [] => String::new(),
        names => format!("; did you mean `{}`?", names.join("` or `")),
    }
}

impl From<handlebars::TemplateError> for RenderError {
    fn from(error: handlebars::TemplateError) -> Self {
        let (line, column) = error.pos().map_or((None, None), |(line, column)| (Some(line), Some(column)));
        let template = error.name().map_or_else(String::new, ToOwned::to_owned);
        Self::Template { template, line, column, reason: error.reason().to_string() }
    }
}

impl From<handlebars::RenderError> for RenderError {
    fn from(error: handlebars::RenderError) -> Self {
        Self::Template {
            template: error.template_name.clone().unwrap_or_default(),
            line: error.line_no,
            column: error.column_no,
            reason: error.reason().to_string(),
        }
    }
}
