//! Evidence: new enough, from enough people, and of more than one kind.

use std::collections::BTreeSet;

use super::Rules;
use crate::diag::Code;
use crate::ids::Id;
use crate::model::Evidence;
use crate::phrase;
use crate::phrase::Phrase;

/// What a kind of evidence tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// How many.
    Quantitative,
    /// Why.
    Qualitative,
    /// A judgement of people who know.
    Judgement,
}

pub(crate) fn nature(kind: &str) -> Nature {
    match kind {
        "survey" | "exit-survey" | "heatmap" | "analytics" | "support-tickets" | "experiment" => {
            Nature::Quantitative
        }
        "estimate" => Nature::Judgement,
        _ => Nature::Qualitative,
    }
}

impl Rules<'_> {
    pub(super) fn evidence(&mut self) {
        let today = self.plan.day();
        let settings = self.plan.lints;
        for evidence in &self.plan.evidence {
            let (id, months) = (&evidence.id, settings.evidence_months);
            if let Some(date) = evidence.date.filter(|_| self.plan.is_old(evidence)) {
                let (date, span) = (date.value, date.span);
                self.warn(
                    Code::EvidenceOld,
                    span,
                    phrase!(
                        "`{id}` was gathered on {date}, more than {months} months before {today}",
                        "`{id}` a été recueillie le {date}, plus de {months} mois avant le {today}"
                    ),
                    Phrase::fixed("too old to build on", "trop ancienne pour s'y fier"),
                    Phrase::fixed(
                        "look again and update it, or raise `lints.evidence_months` where things change slowly",
                        "regardez de nouveau et mettez-la à jour, ou augmentez `lints.evidence_months` là où les choses changent lentement",
                    ),
                );
            }
            let few = self.plan.fewest(evidence);
            let unit = match (few == settings.interviews, evidence.n.map(|n| n.value)) {
                (true, Some(1)) => Phrase::fixed("person", "personne"),
                (true, _) => Phrase::fixed("people", "personnes"),
                (false, Some(1)) => Phrase::fixed("answer", "réponse"),
                (false, _) => Phrase::fixed("answers", "réponses"),
            };
            if let Some(n) = evidence.n.filter(|n| n.value < few) {
                let (n, span) = (n.value, n.span);
                self.warn(
                    Code::EvidenceSmall,
                    span,
                    phrase!(
                        "`{id}` rests on {n} {unit}, fewer than {few}",
                        "`{id}` repose sur {n} {unit}, moins que {few}";
                        unit = unit
                    ),
                    Phrase::fixed("too few to tell", "trop peu pour conclure"),
                    phrase!(
                        "gather at least {few}, or treat it as a first hint and lower the confidence that rests on it",
                        "recueillez-en au moins {few}, ou traitez-la comme un premier indice et baissez la confiance qui en dépend"
                    ),
                );
            }
        }
        self.one_sided();
    }

    /// Numbers say how many, talks say why: who builds on one alone misses the other.
    fn one_sided(&mut self) {
        for initiative in self.planned() {
            let cited: BTreeSet<Id<Evidence>> = initiative
                .inputs
                .iter()
                .flatten()
                .flat_map(|inputs| inputs.evidence.iter().flatten().copied())
                .collect();
            let natures: Vec<Nature> = cited.iter().map(|id| nature(&self.plan.evidence[*id].kind)).collect();
            let count = |wanted: Nature| natures.iter().filter(|nature| **nature == wanted).count();
            let (quantitative, qualitative) = (count(Nature::Quantitative), count(Nature::Qualitative));
            if quantitative + qualitative < 2 || (quantitative > 0 && qualitative > 0) {
                continue;
            }
            let id = &initiative.id;
            let (message, help) = if quantitative > 0 {
                (
                    phrase!("`{id}` rests on numbers alone", "`{id}` ne repose que sur des chiffres"),
                    Phrase::fixed(
                        "add what tells why: an interview, a usability test, a session watched",
                        "ajoutez ce qui dit pourquoi : un entretien, un test d'utilisabilité, une session observée",
                    ),
                )
            } else {
                (
                    phrase!(
                        "`{id}` rests on talks and observations alone",
                        "`{id}` ne repose que sur des entretiens et observations"
                    ),
                    Phrase::fixed(
                        "add what tells how many: a survey, analytics, a count of support tickets",
                        "ajoutez ce qui dit combien : une enquête, des mesures d'audience, un décompte de demandes",
                    ),
                )
            };
            self.warn(
                Code::EvidenceOneSided,
                initiative.span,
                message,
                Phrase::fixed("one kind of evidence only", "une seule sorte de preuve"),
                help,
            );
        }
    }
}
