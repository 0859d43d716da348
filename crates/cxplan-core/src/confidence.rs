//! Confidence that is earned: no more of it than the evidence behind the other inputs allows.
//!
//! Every other input backed allows 100 %, all but one 80 %, fewer 50 % (the reading of Intercom's examples, published in 2018).
//! Evidence that is too old or from too few people backs nothing; from where on is set in `[lints]`, and a rule of its own tells
//! it. The plan asks for this by `confidence_needs_evidence`.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ids::Id;
use crate::method::{Role, Value};
use crate::model::{Evidence, Inputs, Plan, Scoring};
use crate::phrase;
use crate::phrase::Phrase;

/// A confidence that was lowered.
#[derive(Clone, Debug, PartialEq)]
pub struct Cap {
    /// What the plan says, from 0 to 1.
    pub given: f64,
    /// What the evidence allows, and what counts.
    pub most: f64,
    /// Positions of the inputs that nothing sound backs.
    pub unbacked: Vec<usize>,
    /// Evidence that they name, and that is too old or too small.
    pub weak: Vec<Id<Evidence>>,
}

/// Lowers every confidence that its evidence does not back, and tells so.
pub(crate) fn earn(plan: &mut Plan, diagnostics: &mut Diagnostics) {
    for id in (0..plan.initiatives.len()).map(Id::new) {
        for method in 0..plan.methods.len() {
            let scoring = &plan.methods[method];
            let Some(inputs) = &plan.initiatives[id].inputs[method] else { continue };
            let position = scoring.method.spec().input_with(Role::Confidence);
            let Some((position, most)) = position.zip(most(plan, scoring, inputs)) else { continue };
            let cap = cap(plan, scoring, inputs, position, most);
            if let Some(cap) = &cap {
                let span = inputs.spans[position].unwrap_or(inputs.span);
                diagnostics.push(finding(cap, scoring).at(span, reason(cap, plan, scoring)));
            }
            let Some(inputs) = &mut plan.initiatives.get_mut(id).inputs[method] else { continue };
            inputs.by_group.iter_mut().for_each(|(_, values)| lower(&mut values[position], most));
            if cap.is_some() {
                lower(&mut inputs.values[position], most);
                let range = &mut inputs.ranges[position];
                *range = range.map(|range| range.map(|point| point.min(most)));
            }
            inputs.cap = cap;
        }
    }
}

/// Brings a confidence down to what is allowed.
pub(crate) fn lower(value: &mut Value, most: f64) {
    if let Value::Number(confidence) = value {
        *confidence = confidence.min(most);
    }
}

/// The most confidence that the evidence of an initiative allows; none where the plan does not ask for evidence.
pub(crate) fn most(plan: &Plan, scoring: &Scoring, inputs: &Inputs) -> Option<f64> {
    let position = scoring.method.spec().input_with(Role::Confidence)?;
    scoring.confidence_needs_evidence.then(|| match unbacked(plan, scoring, inputs, position).len() {
        0 => 1.0,
        1 => 0.8,
        _ => 0.5,
    })
}

/// Positions of the inputs, but for the confidence itself, that no sound evidence backs.
fn unbacked(plan: &Plan, scoring: &Scoring, inputs: &Inputs, confidence: usize) -> Vec<usize> {
    let sound = |id: &Id<Evidence>| !plan.is_weak(&plan.evidence[*id]);
    (0..scoring.method.spec().inputs.len())
        .filter(|input| *input != confidence && !inputs.evidence[*input].iter().any(sound))
        .collect()
}

fn cap(plan: &Plan, scoring: &Scoring, inputs: &Inputs, position: usize, most: f64) -> Option<Cap> {
    let given = inputs.values[position].as_number().filter(|given| *given > most)?;
    let unbacked = unbacked(plan, scoring, inputs, position);
    let mut weak: Vec<Id<Evidence>> =
        unbacked.iter().flat_map(|input| inputs.evidence[*input].clone()).collect();
    weak.sort_by_key(|id| id.index());
    weak.dedup();
    Some(Cap { given, most, unbacked, weak })
}

fn finding(cap: &Cap, scoring: &Scoring) -> Diagnostic {
    let both = keys(cap, scoring);
    let (given, most, written) = (percent(cap.given), percent(cap.most), cap.most);
    Diagnostic::new(
        Code::ConfidenceUnbacked,
        phrase!(
            "a confidence of {given} is more than the evidence allows, and counts as {most}",
            "une confiance de {given} dépasse ce que les preuves permettent, et compte pour {most}";
            given = given, most = most
        ),
    )
    .help(phrase!(
        "add what backs {both} under `evidence`, or write {written}",
        "ajoutez ce qui étaie {both} sous `evidence`, ou écrivez {written}"
    ))
}

/// Why a confidence was lowered: "no evidence for effort".
pub fn reason(cap: &Cap, plan: &Plan, scoring: &Scoring) -> Phrase {
    let list = keys(cap, scoring);
    let weak: Vec<String> = cap.weak.iter().map(|id| format!("`{}`", plan.evidence[*id].id)).collect();
    if weak.is_empty() {
        return phrase!("no evidence for {list}", "pas de preuve pour {list}");
    }
    let weak = weak.join(", ");
    phrase!(
        "no sound evidence for {list}: {weak} too old or too small",
        "pas de preuve solide pour {list} : {weak}, trop ancien ou trop petit"
    )
}

/// What is said beside a score whose confidence was lowered.
pub fn remark(cap: &Cap, plan: &Plan, scoring: &Scoring) -> Phrase {
    phrase!(
        "confidence {given} counts as {most}: {reason}",
        "la confiance de {given} compte pour {most} : {reason}";
        given = percent(cap.given), most = percent(cap.most), reason = reason(cap, plan, scoring)
    )
}

/// Keys of the inputs that nothing sound backs.
fn keys(cap: &Cap, scoring: &Scoring) -> String {
    let keys: Vec<&str> =
        cap.unbacked.iter().map(|input| &*scoring.method.spec().inputs[*input].key).collect();
    keys.join(", ")
}

fn percent(share: f64) -> Phrase {
    let number = Phrase::number(share * 100.0, 1);
    phrase!("{number} %", "{number} %"; number = number)
}
