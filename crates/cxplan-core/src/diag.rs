//! Diagnostics as data: what is wrong, where, and what to do. Writers live at the edge.

mod codes;

pub use codes::Code;

use std::collections::BTreeMap;

use crate::phrase::Phrase;
use crate::source::Span;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The plan can be used; something in it deserves a look.
    Warning,
    /// The plan cannot be used as it is.
    Error,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding.
    pub code: Code,
    /// How bad: the code's own severity, unless a method or the levels of warnings decide.
    pub severity: Severity,
    /// One sentence on what is wrong: a lowercase fragment without a period.
    pub message: Phrase,
    /// Where it is wrong, with a few words for that place; none for findings on the plan as a whole.
    pub primary: Option<(Span, Phrase)>,
    /// Other places that matter, with why.
    pub related: Vec<(Span, Phrase)>,
    /// One sentence on what to do, in the imperative.
    pub help: Option<Phrase>,
    /// What only a closer look needs, a line each: in the language that it came in.
    pub details: Vec<String>,
    /// What a program can do about it, where there is only one way.
    pub fix: Option<Fix>,
}

/// A change of the text that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative.
    pub title: Phrase,
    /// Pieces of the text to replace: in order, apart from each other.
    pub edits: Vec<Edit>,
}

/// A piece of the text and what to put in its place. Everything around it, comments and layout too, stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The piece; empty: an insertion.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// What is done with findings that are no errors. Errors stay errors: without them there is no plan to speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not reported.
    Allow,
    /// Reported.
    Warn,
    /// Reported as an error.
    Deny,
}

impl Level {
    /// Every level, in the order of the words in the plan language.
    pub const ALL: [Self; 3] = [Self::Allow, Self::Warn, Self::Deny];
}

/// The levels that somebody changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// What holds for every code that is not named.
    pub all: Option<Level>,
    /// What holds for single codes.
    pub codes: BTreeMap<Code, Level>,
}

impl Levels {
    /// The level of a finding of this code that is no error.
    pub fn of(&self, code: Code) -> Level {
        self.codes.get(&code).copied().or(self.all).unwrap_or(Level::Warn)
    }

    /// These levels, with others over them.
    #[must_use]
    pub fn under(mut self, over: &Self) -> Self {
        if over.all.is_some() {
            // "Deny every warning" does not bring back what the plan has allowed by name.
            self.codes.retain(|_, level| *level == Level::Allow);
            self.all = over.all;
        }
        self.codes.extend(&over.codes);
        self
    }
}

impl Diagnostic {
    /// A finding on the plan as a whole.
    pub fn new(code: Code, message: impl Into<Phrase>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: None,
            related: Vec::new(),
            help: None,
            details: Vec::new(),
            fix: None,
        }
    }

    /// Names the place, with a few words (or none) to stand under it.
    #[must_use]
    pub fn at(mut self, span: Span, label: impl Into<Phrase>) -> Self {
        self.primary = Some((span, label.into()));
        self
    }

    /// Names the place where there is one; without, the finding is on the plan as a whole.
    #[must_use]
    pub fn at_any(self, span: Option<Span>, label: impl Into<Phrase>) -> Self {
        match span {
            Some(span) => self.at(span, label),
            None => self,
        }
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<Phrase>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<Phrase>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds what only a closer look needs.
    #[must_use]
    pub fn details(mut self, details: &[String]) -> Self {
        self.details.extend_from_slice(details);
        self
    }

    /// Says what a program can do: replace these pieces of the text.
    #[must_use]
    pub fn fix(mut self, title: impl Into<Phrase>, edits: impl IntoIterator<Item = (Span, String)>) -> Self {
        let mut edits: Vec<Edit> = edits.into_iter().map(|(span, text)| Edit { span, text }).collect();
        edits.sort_by_key(|edit| edit.span);
        self.fix = Some(Fix { title: title.into(), edits });
        self
    }
}

/// All findings of a run, in the order of the text when [`Diagnostics::sorted`].
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    errors: usize,
    levels: Levels,
}

impl Diagnostics {
    /// Sets the levels that hold from now on.
    pub fn set_levels(&mut self, levels: Levels) {
        self.levels = levels;
    }

    /// Adds a finding, unless the levels allow what it is about.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.severity == Severity::Warning {
            match self.levels.of(diagnostic.code) {
                Level::Allow => return,
                Level::Warn => {}
                Level::Deny => diagnostic.severity = Severity::Error,
            }
        }
        self.errors += usize::from(diagnostic.severity == Severity::Error);
        self.found.push(diagnostic);
    }

    /// Number of errors.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// The findings by place, those on the whole plan first; the same finding is kept once.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.found.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.primary.as_ref().map(|(span, _)| *span), d.code);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        self.found.dedup();
        self.found
    }
}
