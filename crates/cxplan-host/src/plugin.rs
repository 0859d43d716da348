//! A loaded plugin.

use std::fmt;

use cxplan_core::method::{Method, Outcome, Request};

use crate::errors::{Call, RunError};
use crate::host::{Host, exports};
use crate::limits::Limits;
use crate::sandbox::{self, State, Usage};
use crate::world::ScoringPluginPre;
use crate::{contract, convert};

/// A plugin that is ready to score. It holds no state: every call runs in an instance of its own.
pub struct Plugin {
    /// What the plugin declares of itself.
    pub method: Method,
    pub(crate) describe_usage: Usage,
    pub(crate) from_cache: bool,
    pub(crate) host: Host,
    pub(crate) scorer: ScoringPluginPre<State>,
}

/// An answer and what it cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The answer. It keeps to the contract.
    pub outcome: Outcome,
    /// What the plugin used for it.
    pub usage: Usage,
}

impl Plugin {
    /// Scores rows.
    ///
    /// The values of the request must fit the declared inputs and parameters in number and kind; the engine sees to
    /// that. The answer keeps to the contract: one entry a row, finite numbers, positions that exist, printable texts.
    ///
    /// # Errors
    ///
    /// See [`RunError`]: the plugin fails, uses more than its limits, or breaks its contract.
    pub fn score(&self, request: &Request) -> Result<Outcome, RunError> {
        self.run(request).map(|run| run.outcome)
    }

    /// Scores rows and tells what that cost.
    ///
    /// # Errors
    ///
    /// As for [`Self::score`].
    pub fn run(&self, request: &Request) -> Result<Run, RunError> {
        self.run_within(&self.host.limits, request)
    }

    /// The same with other limits.
    pub(crate) fn run_within(&self, limits: &Limits, request: &Request) -> Result<Run, RunError> {
        let engine = &self.host.engine;
        let params = convert::values(&request.params);
        let rows: Vec<_> = request.rows.iter().map(|row| convert::values(row)).collect();
        let (answer, usage) = sandbox::run(engine, limits, Call::Score, rows.len(), |store| {
            let plugin = self.scorer.instantiate(&mut *store)?;
            plugin.cxplan_scoring_scorer().call_score(store, &params, &rows)
        })?;
        let outcome = convert::outcome(answer);
        contract::outcome(&outcome, self.method.spec(), request)
            .map_err(|what| RunError::BrokeContract { call: Call::Score, what })?;
        Ok(Run { outcome, usage })
    }

    /// The names of everything that the component exports. It imports nothing, or it would not be here.
    pub fn exports(&self) -> Vec<String> {
        exports(&self.host.engine, self.scorer.instance_pre().component())
    }

    /// What a description of the plugin cost, in the language that cost more.
    pub const fn describe_usage(&self) -> Usage {
        self.describe_usage
    }

    /// Whether the plugin came compiled from the cache.
    pub const fn from_cache(&self) -> bool {
        self.from_cache
    }
}

impl fmt::Debug for Plugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plugin").field("method", &self.method).finish_non_exhaustive()
    }
}
