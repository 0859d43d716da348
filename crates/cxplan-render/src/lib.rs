//! Documents of a plan: one HTML page, one Markdown text, JSON, and the timeline as a picture or in plain text.
//!
//! Rendering is a pure function of a [`Report`] and a set of [`Templates`]: no clock, no environment, no order that
//! differs from run to run. The way from one to the other has three stations:
//!
//! 1. The report holds facts.
//! 2. A *view* turns them into ready strings and geometry: every sentence, date, number and position is computed in
//!    Rust, in the report's language, from the catalogues in `templates/messages`.
//! 3. Templates loop and print. They hold no logic, and everything that they print is escaped for their format.

mod agenda;
pub mod changes;
mod circles;
mod error;
mod escape;
pub mod frontier;
mod gantt;
mod html;
mod ics;
mod json;
mod locale;
mod markdown;
mod mermaid;
mod messages;
pub mod readiness;
mod route;
#[cfg(test)]
mod sample;
mod scatter;
mod svg;
mod templates;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_course;
#[cfg(test)]
mod tests_svg;
mod text;
mod theme;
mod trend;
mod view;

use cxplan_core::report::Report;

pub use agenda::text_reviews;
pub use error::RenderError;
pub use ics::calendar;
pub use templates::Templates;
pub use text::text_gantt;
pub use theme::Logo;

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// One self-contained page.
    Html,
    /// Text for pull requests, wikis and repositories, as GitHub and GitLab read it.
    Markdown,
    /// The report itself.
    Json,
    /// The timeline alone, as a picture for slides and wikis.
    Svg,
}

impl Format {
    /// Every format, in a fixed order.
    pub const ALL: [Self; 4] = [Self::Html, Self::Markdown, Self::Json, Self::Svg];

    /// Extension of the format's files.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Svg => "svg",
        }
    }
}

/// A finished document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Name of its file without the extension: `plan`.
    pub stem: &'static str,
    /// Extension of its file.
    pub extension: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Artifact {
    /// Name of its file: `plan.html`.
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.stem, self.extension)
    }
}

/// Makes a document of a report, in the report's language.
///
/// # Errors
///
/// A template that was replaced and that does not fit the page.
pub fn render(report: &Report, templates: &Templates, format: Format) -> Result<Artifact, RenderError> {
    let text = match format {
        Format::Html => html::render(report, templates)?,
        Format::Markdown => markdown::render(report, templates)?,
        Format::Json => json::render(report)?,
        Format::Svg => svg::render(report, templates),
    };
    Ok(Artifact { stem: "plan", extension: format.extension(), bytes: text.into_bytes() })
}

/// What the forecast of a report says, in one sentence of its language; none where it has none.
pub fn forecast_sentence(report: &Report) -> Option<String> {
    view::forecast::sentence(&view::Scene::new(report))
}
