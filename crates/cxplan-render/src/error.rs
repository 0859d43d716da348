//! What can go wrong between a report and a document.

use std::error::Error;
use std::fmt;

use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use handlebars::{RenderErrorReason, TemplateErrorReason};

/// A document could not be made. Built-in templates never cause one: only overrides do.
#[derive(Debug)]
#[non_exhaustive]
pub enum RenderError {
    /// A template does not parse, or asks for something that the page does not have.
    Template {
        /// Name of the template, without `.hbs`.
        template: String,
        /// Line, from 1, where the template engine tells it.
        line: Option<usize>,
        /// Column, from 1, where the template engine tells it.
        column: Option<usize>,
        /// What is wrong.
        reason: Phrase,
    },
    /// An override replaces nothing.
    UnknownTemplate {
        /// The name that was given.
        name: String,
        /// Known names that are close to it, closest first.
        similar: Vec<&'static str>,
    },
    /// A style or script would end its own element early.
    UnsafeAsset {
        /// Name of the style sheet or script.
        name: String,
        /// The text that ends the element.
        found: &'static str,
    },
    /// The report does not fit into JSON.
    Json(serde_json::Error),
}

impl RenderError {
    /// What went wrong, in one sentence.
    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Template { template, line, column, reason } => {
                let place = place(*line, *column);
                phrase!(
                    "template `{template}`{place}: {reason}",
                    "modèle `{template}`{place} : {reason}";
                    reason = reason
                )
            }
            Self::UnknownTemplate { name, similar } => phrase!(
                "there is no template `{name}`{hint}",
                "il n'y a pas de modèle `{name}`{hint}";
                hint = hint(similar)
            ),
            Self::UnsafeAsset { name, found } => phrase!(
                "`{name}` must not contain `{found}`: it would end the element that holds it",
                "`{name}` ne doit pas contenir `{found}` : cela fermerait l'élément qui le contient"
            ),
            Self::Json(error) => phrase!(
                "the report cannot be written as JSON: {error}",
                "le rapport ne peut pas être écrit en JSON : {error}"
            ),
        }
    }
}

/// In English, for logs and tests.
impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.phrase().en())
    }
}

impl Error for RenderError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Json(error) => Some(error),
            Self::Template { .. } | Self::UnknownTemplate { .. } | Self::UnsafeAsset { .. } => None,
        }
    }
}

/// A template asks for a message that the catalogue does not have. It travels through the template engine, which keeps it
/// as it is.
#[derive(Debug)]
pub(crate) struct UnknownMessage(pub(crate) String);

impl UnknownMessage {
    fn phrase(&self) -> Phrase {
        let id = &self.0;
        phrase!("there is no message `{id}`", "il n'y a pas de message `{id}`")
    }
}

impl fmt::Display for UnknownMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.phrase().en())
    }
}

impl Error for UnknownMessage {}

fn place(line: Option<usize>, column: Option<usize>) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        (Some(line), None) => format!(":{line}"),
        (None, _) => String::new(),
    }
}

fn hint(similar: &[&str]) -> Phrase {
    if similar.is_empty() {
        return Phrase::empty();
    }
    let (english, french) = (similar.join("` or `"), similar.join("` ou `"));
    phrase!("; did you mean `{english}`?", " ; vouliez-vous dire `{french}` ?")
}

/// What went wrong while a template was filled; in the template engine's own words where that is nothing usual.
fn reason(reason: &RenderErrorReason) -> Phrase {
    match reason {
        RenderErrorReason::NestedError(error) => error
            .downcast_ref::<UnknownMessage>()
            .map_or_else(|| Phrase::same(reason.to_string()), UnknownMessage::phrase),
        RenderErrorReason::MissingVariable(Some(name)) => {
            phrase!("there is no value `{name}` here", "il n'y a pas de valeur `{name}` ici")
        }
        RenderErrorReason::PartialNotFound(name) => {
            phrase!("there is no template `{name}`", "il n'y a pas de modèle `{name}`")
        }
        RenderErrorReason::HelperNotFound(name) => {
            phrase!("there is no helper `{name}`", "il n'y a pas de fonction `{name}`")
        }
        _ => Phrase::same(reason.to_string()),
    }
}

/// What keeps a template from being read.
fn fault(reason: &TemplateErrorReason) -> Phrase {
    match reason {
        TemplateErrorReason::MismatchingClosedHelper(open, close) => phrase!(
            "`{open}` is open here, and `{close}` would close it",
            "`{open}` est ouvert ici, et `{close}` le fermerait"
        ),
        TemplateErrorReason::InvalidSyntax(_) => Phrase::fixed(
            "this cannot be read: what opens with `{{` has to close with `}}`, and `{{#name}}` with `{{/name}}`",
            "ceci est illisible : ce qui s'ouvre par `{{` doit se fermer par `}}`, et `{{#nom}}` par `{{/nom}}`",
        ),
        _ => Phrase::same(reason.to_string()),
    }
}

impl From<serde_json::Error> for RenderError {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

impl From<handlebars::TemplateError> for RenderError {
    fn from(error: handlebars::TemplateError) -> Self {
        let (line, column) = error.pos().map_or((None, None), |(line, column)| (Some(line), Some(column)));
        let template = error.name().map_or_else(String::new, ToOwned::to_owned);
        Self::Template { template, line, column, reason: fault(error.reason()) }
    }
}

impl From<handlebars::RenderError> for RenderError {
    fn from(error: handlebars::RenderError) -> Self {
        Self::Template {
            template: error.template_name.clone().unwrap_or_default(),
            line: error.line_no,
            column: error.column_no,
            reason: reason(error.reason()),
        }
    }
}
