//! Diagnostics as data: what is wrong, where, and what to do. Writers live at the edge.

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
    /// How bad; the code's own severity unless a plugin decides.
    pub severity: Severity,
    /// One sentence on what is wrong: a lowercase fragment without a period.
    pub message: String,
    /// Where it is wrong, with a few words for that place; none for findings on the plan as a whole.
    pub primary: Option<(Span, String)>,
    /// Other places that matter, with why.
    pub related: Vec<(Span, String)>,
    /// One sentence on what to do, in the imperative.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding on the plan as a whole.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// Names the place, with a few words (or none) to stand under it.
    #[must_use]
    pub fn at(mut self, span: Span, label: impl Into<String>) -> Self {
        self.primary = Some((span, label.into()));
        self
    }

    /// Names the place where there is one; without, the finding is on the plan as a whole.
    #[must_use]
    pub fn at_any(self, span: Option<Span>, label: impl Into<String>) -> Self {
        match span {
            Some(span) => self.at(span, label),
            None => self,
        }
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// All findings of a run, in the order of the text when [`Diagnostics::sorted`].
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    errors: usize,
}

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
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

/// Declares every code once: name, number, severity, title and page.
macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $number:literal, $severity:ident, $title:literal;)*) => {
        /// Kind of a finding. Numbers are never used again for something else.
        ///
        /// 01 text, 02 names and references, 03 values, 04 dependencies, 05 scoring and plugins, 06 timeline, 07 targets,
        /// 08 templates and output, 09 project.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// Every code, by number.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The number as shown: `CXP0201`.
            pub const fn number(self) -> &'static str {
                match self { $(Self::$name => $number,)* }
            }

            /// Severity where nothing else decides.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// What the code is about, in a few words.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// The page that explains it, in Markdown.
            pub const fn page(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("../codes/", $number, ".md")),)* }
            }
        }
    };
}

codes! {
    Syntax = "CXP0101", Error, "the text is not TOML";
    NotUtf8 = "CXP0102", Error, "the file is not UTF-8 text";
    TooLarge = "CXP0103", Error, "the file is too large for a plan";
    Empty = "CXP0104", Error, "the plan is empty";
    UnknownKey = "CXP0201", Error, "a key that does not exist";
    MissingKey = "CXP0202", Error, "a required key is missing";
    DuplicateId = "CXP0203", Error, "an id is used twice";
    UnknownReference = "CXP0204", Error, "a reference leads nowhere";
    MalformedId = "CXP0205", Error, "an id is not written in kebab-case";
    WrongType = "CXP0301", Error, "a value of the wrong type";
    OutOfRange = "CXP0302", Error, "a number out of its range";
    ImpossibleDate = "CXP0303", Error, "a date that does not exist";
    BadDuration = "CXP0304", Error, "a duration without a unit";
    UnknownWord = "CXP0305", Error, "a word that is not among the choices";
    WrongOrder = "CXP0306", Error, "values in the wrong order";
    EmptyValue = "CXP0307", Error, "an empty value";
    NoWorkday = "CXP0308", Error, "a calendar without a working day";
    Measurement = "CXP0309", Error, "a measurement that does not add up";
    StepWork = "CXP0310", Error, "a step without work";
    EffortMismatch = "CXP0311", Warning, "effort that differs from the sum of the steps";
    OutsideHorizon = "CXP0312", Error, "a date outside the plan";
    Schema = "CXP0313", Error, "a plan of another schema";
    DependencyCycle = "CXP0401", Error, "dependencies that form a loop";
    DependsOnUnplanned = "CXP0402", Error, "a dependency on something that is not planned";
    NoInputs = "CXP0501", Error, "an initiative without the inputs of the method";
    NoMethod = "CXP0502", Error, "no method can be told";
    PluginUnreadable = "CXP0503", Error, "a plugin that cannot be read";
    NotAComponent = "CXP0504", Error, "a file that is no plugin";
    WrongWorld = "CXP0505", Error, "a plugin made for something else";
    PluginTrapped = "CXP0506", Error, "a plugin that failed";
    PluginLimit = "CXP0507", Error, "a plugin that exceeded a limit";
    BrokenContract = "CXP0508", Error, "a plugin that answered nonsense";
    MethodInput = "CXP0509", Error, "inputs that the method refuses";
    ConfidenceUnbacked = "CXP0510", Warning, "confidence that evidence does not back";
    Overload = "CXP0601", Error, "a step that asks more than its team has";
    NeverFits = "CXP0602", Error, "a step that never finds room";
    ScheduleBroken = "CXP0603", Error, "a schedule that failed its own check";
    PastHorizon = "CXP0604", Warning, "work that ends after the horizon";
    TargetOrder = "CXP0701", Error, "targets out of order";
    TargetDirection = "CXP0702", Warning, "a target against the metric's direction";
    Template = "CXP0801", Error, "a template that cannot be used";
    Unwritable = "CXP0802", Error, "output that cannot be written";
    NoPlan = "CXP0901", Error, "no plan was found";
    Unreadable = "CXP0902", Error, "a file that cannot be read";
}

impl Code {
    /// Whether it is the plan that is wrong (exit status 1), and not its surroundings (exit status 2).
    pub const fn is_about_the_plan(self) -> bool {
        !matches!(
            self,
            Self::NotUtf8
                | Self::TooLarge
                | Self::PluginUnreadable
                | Self::NotAComponent
                | Self::WrongWorld
                | Self::PluginTrapped
                | Self::PluginLimit
                | Self::BrokenContract
                | Self::ScheduleBroken
                | Self::Template
                | Self::Unwritable
                | Self::NoPlan
                | Self::Unreadable
        )
    }

    /// The code of a number such as `CXP0201`, in any case.
    pub fn from_number(number: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.number().eq_ignore_ascii_case(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_ordered_and_explained() {
        let numbers: Vec<_> = Code::ALL.iter().map(|code| code.number()).collect();
        assert!(numbers.is_sorted() && numbers.windows(2).all(|pair| pair[0] != pair[1]), "{numbers:?}");
        for code in Code::ALL {
            assert!(
                code.page().starts_with(&format!("# {}: {}", code.number(), code.title())),
                "{}",
                code.number()
            );
            assert_eq!(Code::from_number(&code.number().to_lowercase()), Some(*code));
        }
    }
}
