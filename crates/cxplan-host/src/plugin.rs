//! A loaded plugin.

use std::fmt;

use cxplan_core::method::{Declaration, Description, Fault, Language, Method, Outcome, Request, Value};

use crate::errors::{Call, RunError};
use crate::host::{Host, exports};
use crate::limits::Limits;
use crate::sandbox::{self, State, Usage};
use crate::world::{DeclaringPluginPre, ScoringPluginPre};
use crate::{contract, convert};

/// A plugin that is ready to score. It holds no state: every call runs in an instance of its own.
#[derive(Clone)]
pub struct Plugin {
    /// What the plugin declares of itself.
    pub method: Method,
    pub(crate) describe_usage: Usage,
    pub(crate) from_cache: bool,
    pub(crate) host: Host,
    pub(crate) scorer: ScoringPluginPre<State>,
    /// None where the component leaves nothing to the plan.
    pub(crate) declarer: Option<DeclaringPluginPre<State>>,
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
        let rows = request.rows.len();
        let inputs = convert::series(&self.method.spec().inputs, &request.rows);
        let ask = |language: Language| {
            sandbox::run(engine, limits, Call::Score, rows, |store| {
                let plugin = self.scorer.instantiate(&mut *store)?;
                plugin.cxplan_scoring_scorer().call_score(
                    store,
                    language.tag(),
                    &params,
                    rows as u32,
                    &inputs,
                )
            })
        };
        let (english, usage) = ask(Language::En)?;
        // Languages differ in the texts of problems alone.
        let french = match english.problems.is_empty() {
            true => None,
            false => Some(ask(Language::Fr)?.0),
        };
        let broken = |what| RunError::BrokeContract { call: Call::Score, what };
        if let Some(french) = &french {
            contract::same_problems(&english.problems, &french.problems).map_err(broken)?;
        }
        let outcome = convert::outcome(english, french);
        contract::outcome(&outcome, self.method.spec(), request).map_err(broken)?;
        Ok(Run { outcome, usage })
    }

    /// Asks what the parameters of a plan make of the method, and adds that to its declaration. A plugin that leaves nothing
    /// to the plan stays as it is.
    ///
    /// # Errors
    ///
    /// As for [`Self::score`]. Inside, what the plugin finds wrong with the parameters.
    pub fn declare(mut self, params: &[Value]) -> Result<Result<Self, Vec<Fault>>, RunError> {
        let Some(declarer) = &self.declarer else { return Ok(Ok(self)) };
        let Host { engine, limits, .. } = &self.host;
        let values = convert::values(params);
        let ask = |language: Language| {
            let (answer, _) = sandbox::run(engine, limits, Call::Declare(language), 0, |store| {
                let plugin = declarer.instantiate(&mut *store)?;
                plugin.cxplan_scoring_declarer().call_declare(store, language.tag(), &values)
            })?;
            Ok::<_, RunError>(answer)
        };
        let [english, french] = Language::ALL;
        let broken = |what| RunError::BrokeContract { call: Call::Declare(french), what };
        match (ask(english)?, ask(french)?) {
            (Ok(one), Ok(other)) => {
                let declared = [one, other].map(convert::declaration);
                self.method.descriptions = self.declared(declared)?;
                Ok(Ok(self))
            }
            (Err(one), Err(other)) => {
                contract::faults(&one, &other, self.method.spec(), params).map_err(broken)?;
                Ok(Err(one.into_iter().zip(other).map(|(one, other)| convert::fault(one, other)).collect()))
            }
            _ => Err(broken(contract::other_verdict())),
        }
    }

    /// The descriptions with what was declared, which must keep to the contract like those of any plugin.
    fn declared(&self, [one, other]: [Declaration; 2]) -> Result<[Description; 2], RunError> {
        let whole = |language, declared| {
            let call = Call::Declare(language);
            let description = self.method.description(language).clone().with(declared);
            contract::description(&description).map_err(|what| RunError::BrokeContract { call, what })?;
            Ok::<_, RunError>(description)
        };
        let (english, french) = (whole(Language::En, one)?, whole(Language::Fr, other)?);
        contract::same_but_for_texts(&english, &french)
            .map_err(|what| RunError::BrokeContract { call: Call::Declare(Language::Fr), what })?;
        Ok([english, french])
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
