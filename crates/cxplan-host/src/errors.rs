//! Everything that can go wrong with a plugin, in words for people who plan and for people who write plugins.

mod messages;
mod remedies;
mod words;

use std::fmt;
use std::time::Duration;

use cxplan_core::method::Language;
use cxplan_core::phrase::Phrase;

pub(crate) use words::{bytes, detail, shown};

/// What kind of failure it is. Stable: the engine gives each class a diagnostic code of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Plugins do not run on this machine.
    Unsupported,
    /// Not a WebAssembly component.
    NotAComponent,
    /// The file is larger than allowed.
    TooLarge,
    /// Compiling it takes too long or too much memory.
    CompileLimit,
    /// A component, but not a scoring plugin of this version.
    WrongWorld,
    /// The plugin's code failed.
    Trapped,
    /// The plugin computed too much.
    OutOfFuel,
    /// The plugin took too long.
    Deadline,
    /// The plugin wanted too much memory.
    OutOfMemory,
    /// The plugin's calls were nested too deep.
    StackOverflow,
    /// The plugin answered something that its contract rules out.
    BrokeContract,
}

impl Class {
    /// A short name in kebab-case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unsupported => "unsupported",
            Self::NotAComponent => "not-a-component",
            Self::TooLarge => "too-large",
            Self::CompileLimit => "compile-limit",
            Self::WrongWorld => "wrong-world",
            Self::Trapped => "trapped",
            Self::OutOfFuel => "out-of-fuel",
            Self::Deadline => "deadline",
            Self::OutOfMemory => "out-of-memory",
            Self::StackOverflow => "stack-overflow",
            Self::BrokeContract => "broke-contract",
        }
    }
}

/// Why a plugin could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// The sandbox does not exist for this processor or operating system.
    Unsupported {
        /// What the sandbox lacks.
        detail: String,
    },
    /// The bytes are no valid component.
    NotAComponent {
        /// What they are instead.
        found: Phrase,
    },
    /// The component is larger than the limit.
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The largest size.
        limit: usize,
    },
    /// Compiling the component took longer than allowed.
    CompileTime {
        /// Its processor time.
        limit: Duration,
    },
    /// Compiling the component took more memory than allowed.
    CompileMemory {
        /// Its memory, in bytes.
        limit: usize,
    },
    /// The process that compiles could not be started or understood.
    NoCompiler {
        /// Why.
        detail: String,
    },
    /// The component is made for something else.
    WrongWorld(Mismatch),
    /// The component failed while it described itself.
    Failed(RunError),
}

/// How a component differs from a scoring plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// It wants something from outside, which a plugin never gets.
    Imports(Vec<String>),
    /// It offers no scorer.
    NoScorer {
        /// What it offers instead.
        exports: Vec<String>,
    },
    /// It was made for another version of the interface.
    Version {
        /// The plugin's version.
        found: String,
        /// The host's version.
        supported: &'static str,
    },
    /// The right names, but with other functions or types behind them.
    Types {
        /// The first difference.
        detail: String,
    },
}

/// Why a call of a plugin gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunError {
    /// The plugin's code failed.
    Trapped {
        /// The call that failed.
        call: Call,
        /// What happened, in plain words.
        reason: Phrase,
        /// The innermost function, where the plugin carries names.
        function: Option<String>,
        /// The functions that had been called, the innermost first.
        backtrace: Vec<String>,
    },
    /// The plugin computed more than its fuel allows.
    OutOfFuel {
        /// The call that was stopped.
        call: Call,
        /// What it was given.
        budget: u64,
        /// The functions that had been called, the innermost first.
        backtrace: Vec<String>,
    },
    /// The plugin ran longer than allowed.
    Deadline {
        /// The call that was stopped.
        call: Call,
        /// What it was given.
        limit: Duration,
        /// The functions that had been called, the innermost first.
        backtrace: Vec<String>,
    },
    /// The plugin wanted more memory than allowed.
    OutOfMemory {
        /// The call that was stopped.
        call: Call,
        /// What it may have.
        limit: Space,
        /// The functions that had been called, the innermost first.
        backtrace: Vec<String>,
    },
    /// The plugin's calls were nested deeper than its stack allows.
    StackOverflow {
        /// The call that was stopped.
        call: Call,
        /// Size of the stack in bytes.
        limit: usize,
        /// The functions that had been called, the innermost first.
        backtrace: Vec<String>,
    },
    /// The plugin answered, but not with what its contract asks for.
    BrokeContract {
        /// The call that was answered.
        call: Call,
        /// What is wrong with the answer.
        what: Phrase,
    },
}

/// A function of a plugin that the host calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// `describe`, in this language.
    Describe(Language),
    /// `declare`, in this language.
    Declare(Language),
    /// `score`.
    Score,
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Describe(language) => write!(f, "describe({:?})", language.tag()),
            Self::Declare(language) => write!(f, "declare({:?})", language.tag()),
            Self::Score => f.write_str("score"),
        }
    }
}

/// What kind of memory ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// Linear memory, in bytes.
    Memory(usize),
    /// Entries of tables.
    TableEntries(usize),
    /// What a component is made of.
    Pieces {
        /// Most instances.
        instances: usize,
        /// Most memories.
        memories: usize,
        /// Most tables.
        tables: usize,
    },
}

impl LoadError {
    /// The kind of failure.
    pub const fn class(&self) -> Class {
        match self {
            Self::Unsupported { .. } | Self::NoCompiler { .. } => Class::Unsupported,
            Self::CompileTime { .. } | Self::CompileMemory { .. } => Class::CompileLimit,
            Self::NotAComponent { .. } => Class::NotAComponent,
            Self::TooLarge { .. } => Class::TooLarge,
            Self::WrongWorld(_) => Class::WrongWorld,
            Self::Failed(error) => error.class(),
        }
    }
}

impl RunError {
    /// The kind of failure.
    pub const fn class(&self) -> Class {
        match self {
            Self::Trapped { .. } => Class::Trapped,
            Self::OutOfFuel { .. } => Class::OutOfFuel,
            Self::Deadline { .. } => Class::Deadline,
            Self::OutOfMemory { .. } => Class::OutOfMemory,
            Self::StackOverflow { .. } => Class::StackOverflow,
            Self::BrokeContract { .. } => Class::BrokeContract,
        }
    }

    /// The call that failed.
    pub const fn call(&self) -> Call {
        match self {
            Self::Trapped { call, .. }
            | Self::OutOfFuel { call, .. }
            | Self::Deadline { call, .. }
            | Self::OutOfMemory { call, .. }
            | Self::StackOverflow { call, .. }
            | Self::BrokeContract { call, .. } => *call,
        }
    }

    /// The functions of the plugin that had been called when it was stopped, the innermost first. Empty where it was not
    /// its code that failed but what it answered.
    pub fn backtrace(&self) -> &[String] {
        match self {
            Self::Trapped { backtrace, .. }
            | Self::OutOfFuel { backtrace, .. }
            | Self::Deadline { backtrace, .. }
            | Self::OutOfMemory { backtrace, .. }
            | Self::StackOverflow { backtrace, .. } => backtrace,
            Self::BrokeContract { .. } => &[],
        }
    }
}
