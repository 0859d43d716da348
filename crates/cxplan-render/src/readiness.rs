//! How far a plan is written, in words.

use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_core::readiness::{PlanReadiness, State, Step, What};

/// How many of the six steps of the method are there.
pub fn sentence(found: &PlanReadiness) -> Phrase {
    let count = |state| {
        let count = found.steps.iter().filter(|step| step.state == state).count();
        Phrase::same(count.to_string())
    };
    phrase!(
        "Of the six steps of the method, written down in full: {there}; in part: {thin}; not at all: {missing}.",
        "Des six étapes de la méthode, écrites en entier : {there} ; en partie : {thin} ; pas du tout : {missing}.";
        there = count(State::There), thin = count(State::Thin), missing = count(State::Missing)
    )
}

/// The name of a step of the method, with its number.
pub const fn step_name(step: Step) -> Phrase {
    match step {
        Step::Evaluate => Phrase::fixed("1 evaluate", "1 évaluer"),
        Step::Map => Phrase::fixed("2 map", "2 cartographier"),
        Step::Compete => Phrase::fixed("3 compete", "3 se comparer"),
        Step::Vision => Phrase::fixed("4 vision", "4 vision"),
        Step::Document => Phrase::fixed("5 document", "5 documenter"),
        Step::Measure => Phrase::fixed("6 measure", "6 mesurer"),
    }
}

/// How far something is, in a word.
pub const fn state(state: State) -> Phrase {
    match state {
        State::There => Phrase::fixed("there", "présent"),
        State::Thin => Phrase::fixed("thin", "mince"),
        State::Missing => Phrase::fixed("missing", "manque"),
    }
}

/// What belongs to a step.
pub const fn what(what: What) -> Phrase {
    let (en, fr) = match what {
        What::SolidEvidence => {
            ("evidence that is new and from enough people", "observations récentes et d'assez de personnes")
        }
        What::EvidenceOfBothKinds => ("evidence: how many, and why", "observations : combien, et pourquoi"),
        What::EvidenceOfBothSides => (
            "evidence: what works, and what does not",
            "observations : ce qui marche, et ce qui ne marche pas",
        ),
        What::TouchpointsWithEvidence => ("touchpoints with evidence", "points de contact observés"),
        What::InitiativesWithEvidence => (
            "initiatives with evidence behind their scores",
            "initiatives dont les scores s'appuient sur une observation",
        ),
        What::StagesWithTouchpoint => ("stages with a touchpoint", "étapes avec un point de contact"),
        What::StagesWithVolume => {
            ("stages that say how many come through", "étapes qui disent combien les traversent")
        }
        What::StagesWithInitiative => (
            "stages with an initiative, or a reason for none",
            "étapes avec une initiative, ou une raison de ne pas en avoir",
        ),
        What::TouchpointsWithEmotion => (
            "touchpoints that say how customers feel",
            "points de contact qui disent ce que ressentent les clients",
        ),
        What::TouchpointsWithExpectation => (
            "touchpoints that say what customers expect",
            "points de contact qui disent ce que les clients attendent",
        ),
        What::TouchpointsWithFollowUp => (
            "touchpoints that say who comes back to the customer",
            "points de contact qui disent qui revient vers le client",
        ),
        What::Competitors => ("competitors at all", "au moins un concurrent"),
        What::CompetitorsWithSources => ("competitors with sources", "concurrents avec des sources"),
        What::CompetitorsWithBothSides => {
            ("competitors: what they do well and badly", "concurrents : ce qu'ils font bien et mal")
        }
        What::MetricsWithBenchmark => ("metrics known of a competitor", "indicateurs connus d'un concurrent"),
        What::Vision => ("vision: statement, delight, measure", "vision : énoncé, ravissement, mesure"),
        What::GoalsAligned => {
            ("goals aligned to the company's strategy", "objectifs alignés sur la stratégie de l'entreprise")
        }
        What::GoalsWithMetrics => ("goals with metrics", "objectifs avec des indicateurs"),
        What::InitiativesWithGoal => ("initiatives with a goal", "initiatives avec un objectif"),
        What::InitiativesWithOwner => ("initiatives with an owner", "initiatives avec un responsable"),
        What::InitiativesWithProblem => (
            "initiatives that say what customers meet today",
            "initiatives qui disent ce que vivent les clients aujourd'hui",
        ),
        What::InitiativesWithImpact => {
            ("initiatives with a short and a long impact", "initiatives avec un impact court et un long")
        }
        What::InitiativesWithSteps => {
            ("initiatives broken down into steps", "initiatives décomposées en étapes")
        }
        What::InitiativesWithTeam => {
            ("initiatives with a team for every step", "initiatives avec une équipe pour chaque étape")
        }
        What::MetricsWithBaseline => ("metrics with a baseline", "indicateurs avec une valeur de départ"),
        What::MetricsWithTarget => ("metrics with a target", "indicateurs avec une cible"),
        What::MetricsWithOwner => ("metrics with an owner", "indicateurs avec un responsable"),
        What::InitiativesWithSuccess => {
            ("initiatives with a definition of success", "initiatives avec une définition du succès")
        }
        What::InitiativesWithEffect => {
            ("initiatives with an effect on a metric", "initiatives avec un effet sur un indicateur")
        }
        What::Reviews => ("reviews at all", "au moins une revue"),
    };
    Phrase::fixed(en, fr)
}
