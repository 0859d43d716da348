//! The six steps of the method: what of them is written down.

use cxplan_core::readiness::State;
use serde::Serialize;

use super::Scene;
use crate::locale::capital;
use crate::readiness::{sentence, state, step_name, what};

/// Steps of which something has to be there for the section: a first sketch is not told all that it lacks.
const FEWEST: usize = 3;

/// The section.
#[derive(Serialize)]
pub(crate) struct Method {
    intro: String,
    steps: Vec<MethodStep>,
}

#[derive(Serialize)]
struct MethodStep {
    name: String,
    state: String,
    /// What is thin or missing.
    gaps: Vec<String>,
}

impl Method {
    pub(crate) fn new(scene: &Scene<'_>) -> Option<Self> {
        let (found, locale) = (&scene.report.readiness, scene.locale);
        let language = locale.language;
        let begun = found.steps.iter().filter(|step| step.state != State::Missing).count();
        let gap = |item: &cxplan_core::readiness::Item| {
            let (what, have, of) = (what(item.what), item.have.to_string(), item.of.to_string());
            let values = [("what", what.get(language)), ("have", &have), ("of", &of)];
            locale.fill("method.gap", &values)
        };
        let step = |step: &cxplan_core::readiness::StepReadiness| MethodStep {
            name: capital(
                step_name(step.step)
                    .get(language)
                    .trim_start_matches(|c: char| c.is_ascii_digit())
                    .trim_start(),
            ),
            state: capital(state(step.state).get(language)),
            gaps: step.items.iter().filter(|item| item.state() != State::There).map(gap).collect(),
        };
        (begun >= FEWEST).then(|| Self {
            intro: sentence(found).shown(language),
            steps: found.steps.iter().map(step).collect(),
        })
    }
}
