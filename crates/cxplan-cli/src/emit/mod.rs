//! Findings, written for people or programs.

mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod sarif;
mod short;

use cxplan_engine::ExitStatus;
use cxplan_engine::core::diag::{Diagnostic, Severity};
use cxplan_engine::core::method::Language;
use cxplan_engine::core::source::Sources;

use crate::args::{Global, MessageFormat};
use crate::table::{printable, steers};
use crate::terminal::{data, note};

/// More findings than this are counted, not shown: nobody reads on, and each costs a look through the text.
const MOST_SHOWN: usize = 100;

/// Writes findings to standard error, and for people a line that counts them.
pub(crate) fn findings(diagnostics: &[Diagnostic], sources: Option<&Sources>, global: &Global) {
    note_all(&text(diagnostics, sources, global));
}

/// Writes findings as the outcome of a command: what programs read goes to standard output.
pub(crate) fn outcome(diagnostics: &[Diagnostic], sources: Option<&Sources>, global: &Global) -> ExitStatus {
    let text = text(diagnostics, sources, global);
    match global.message_format {
        MessageFormat::Human | MessageFormat::Short => {
            note_all(&text);
            ExitStatus::Success
        }
        MessageFormat::Json
        | MessageFormat::Github
        | MessageFormat::Gitlab
        | MessageFormat::Sarif
        | MessageFormat::Junit => data(text.as_bytes(), global.lang),
    }
}

fn note_all(text: &str) {
    if let Some(text) = text.strip_suffix('\n') {
        note(text);
    }
}

fn text(diagnostics: &[Diagnostic], sources: Option<&Sources>, global: &Global) -> String {
    let language = global.lang;
    let wanted = |diagnostic: &&Diagnostic| !global.quiet || diagnostic.severity == Severity::Error;
    let mut shown: Vec<&Diagnostic> = diagnostics.iter().filter(wanted).collect();
    let all = shown.len();
    let for_people = matches!(global.message_format, MessageFormat::Human | MessageFormat::Short);
    // Programs get everything; people get the errors before the warnings where it is too much.
    if for_people && all > MOST_SHOWN {
        shown.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
        shown.truncate(MOST_SHOWN);
    }
    let color = matches!(
        anstream::AutoStream::choice(&std::io::stderr()),
        anstream::ColorChoice::Always | anstream::ColorChoice::AlwaysAnsi
    );
    let mut text = String::new();
    match global.message_format {
        MessageFormat::Human => {
            shown.iter().for_each(|found| {
                lines(&mut text, &human::finding(found, sources, language, color, global.verbose));
            });
        }
        MessageFormat::Short => {
            shown.iter().for_each(|found| lines(&mut text, &short::finding(found, sources, language)));
        }
        MessageFormat::Json => {
            shown
                .iter()
                .for_each(|found| lines(&mut text, &harmless(&json::finding(found, sources, language))));
        }
        MessageFormat::Github => {
            shown.iter().for_each(|found| lines(&mut text, &github::finding(found, sources, language)));
        }
        MessageFormat::Gitlab => lines(&mut text, &harmless(&gitlab::report(&shown, sources, language))),
        MessageFormat::Junit => lines(&mut text, &printable_lines(&junit::report(&shown, sources, language))),
        MessageFormat::Sarif => lines(&mut text, &harmless(&sarif::log(&shown, sources, language))),
    }
    let hidden = all - shown.len();
    if hidden > 0 {
        lines(
            &mut text,
            &match language {
                Language::En => format!("… and {hidden} more\n"),
                Language::Fr => format!("… et {hidden} de plus\n"),
            },
        );
    }
    let first_error = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    if let (MessageFormat::Human, Some(error)) = (global.message_format, first_error) {
        let (count, number) = (count(diagnostics, language), error.code.number());
        lines(
            &mut text,
            &match language {
                Language::En => format!("{count}. For more, run `cxplan explain {number}`."),
                Language::Fr => {
                    format!("{count}. Pour en savoir plus\u{a0}: `cxplan explain {number} --lang fr`.")
                }
            },
        );
    }
    let fixes = diagnostics.iter().filter(wanted).filter(|diagnostic| diagnostic.fix.is_some()).count();
    if global.message_format == MessageFormat::Human && fixes > 0 {
        lines(
            &mut text,
            &match language {
                Language::En => {
                    format!("{} can be mended by `cxplan check --fix`.", plural(fixes, "finding"))
                }
                Language::Fr => format!("`cxplan check --fix` peut en corriger {fixes}."),
            },
        );
    }
    text
}

/// Lines without what would steer a terminal.
fn printable_lines(text: &str) -> String {
    text.lines().map(printable).collect::<Vec<_>>().join("\n")
}

/// JSON in which what would steer a terminal is written by its number. It stands in texts only; between them there are line
/// breaks.
fn harmless(json: &str) -> String {
    json.chars().fold(String::with_capacity(json.len()), |mut text, c| {
        if c != '\n' && steers(c) {
            text.push_str(&format!("\\u{:04x}", c as u32));
        } else {
            text.push(c);
        }
        text
    })
}

/// Text for people: printable, and cut in the middle where it repeats what nobody would read.
fn readable(text: &str) -> String {
    const MOST: usize = 1_000;
    const ENDS: usize = 300;
    let text = printable(text);
    let count = text.chars().count();
    if count <= MOST {
        return text;
    }
    let (start, end): (String, String) =
        (text.chars().take(ENDS).collect(), text.chars().skip(count - ENDS).collect());
    format!("{start} … {end}")
}

fn lines(text: &mut String, more: &str) {
    text.push_str(more);
    text.push('\n');
}

/// "2 errors, 1 warning".
pub(crate) fn count(diagnostics: &[Diagnostic], language: Language) -> String {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let (error, warning) = match language {
        Language::En => ("error", "warning"),
        Language::Fr => ("erreur", "avertissement"),
    };
    let part = |count: usize, what: &str| (count > 0).then(|| plural(count, what));
    let parts: Vec<String> =
        [part(errors, error), part(diagnostics.len() - errors, warning)].into_iter().flatten().collect();
    parts.join(", ")
}

/// "1 team", "2 teams".
pub(crate) fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The word for a severity that programs read.
fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

#[cfg(test)]
mod tests {
    use cxplan_engine::core::diag::Code;
    use cxplan_engine::core::phrase::Phrase;

    use super::*;
    use crate::args::Color;

    #[test]
    fn a_warning_that_can_be_mended_is_counted_as_such_unless_it_is_not_shown() {
        let sources = Sources::single("plan.toml", "one");
        let span = sources.main().span(0..3);
        let found = [Diagnostic::new(Code::Term, Phrase::same("x"))
            .at(span, Phrase::empty())
            .fix(Phrase::same("y"), [(span, "two".to_owned())])];
        let mut global = Global {
            directory: None,
            message_format: MessageFormat::Human,
            lang: Language::En,
            color: Color::Never,
            quiet: false,
            verbose: false,
            no_cache: false,
        };
        let mendable = "1 finding can be mended by `cxplan check --fix`.";
        assert!(text(&found, Some(&sources), &global).contains(mendable));
        global.quiet = true;
        assert_eq!(text(&found, Some(&sources), &global), "");
    }
}
