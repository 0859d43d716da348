//! The report as JSON, for programs.

use cxplan_core::report::Report;

use crate::error::RenderError;

/// Writes the report with two spaces of indentation and a final newline.
pub(crate) fn render(report: &Report) -> Result<String, RenderError> {
    let mut text = serde_json::to_string_pretty(report)?;
    text.push('\n');
    Ok(text)
}
