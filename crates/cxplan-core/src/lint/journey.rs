//! The journey: no stage forgotten, nobody left alone after a contact, no channel unheard.

use std::collections::BTreeSet;

use super::Rules;
use crate::diag::Code;
use crate::phrase;
use crate::phrase::Phrase;
use crate::source::Span;

impl Rules<'_> {
    pub(super) fn journey(&mut self) {
        self.stages();
        self.follow_ups();
        self.channels();
    }

    fn stages(&mut self) {
        let touched: BTreeSet<usize> = self
            .undertaken()
            .flat_map(|initiative| {
                let by_touchpoint =
                    initiative.touchpoints.iter().filter_map(|id| self.plan.touchpoints[*id].stage);
                initiative.stage.into_iter().chain(by_touchpoint)
            })
            .map(|id| id.index())
            .collect();
        for (id, stage) in self.plan.stages.entries() {
            // Free labels have no place in the text, and initiatives by their nature.
            if touched.contains(&id.index()) || stage.no_initiative.is_some() || stage.span == Span::default()
            {
                continue;
            }
            let name = &stage.id;
            self.warn(
                Code::StageIgnored,
                stage.span,
                phrase!(
                    "no initiative touches the stage `{name}`",
                    "aucune initiative ne touche l'étape `{name}` du parcours"
                ),
                Phrase::fixed("left as it is", "laissée telle quelle"),
                Phrase::fixed(
                    "plan something for it, or say why not: `no_initiative = \"…\"`",
                    "prévoyez quelque chose, ou dites pourquoi non : `no_initiative = \"…\"`",
                ),
            );
        }
    }

    fn follow_ups(&mut self) {
        if self.plan.touchpoints.iter().all(|touchpoint| touchpoint.follow_up.is_none()) {
            return;
        }
        for touchpoint in &self.plan.touchpoints {
            // Nobody comes back to the reader of an advertisement.
            if touchpoint.follow_up.is_some()
                || touchpoint.no_follow_up.is_some()
                || touchpoint.expectation_only
            {
                continue;
            }
            let id = &touchpoint.id;
            self.warn(
                Code::NoFollowUp,
                touchpoint.span,
                phrase!("nobody follows up on `{id}`", "personne n'assure le suivi de `{id}`"),
                Phrase::fixed("and then?", "et ensuite ?"),
                Phrase::fixed(
                    "say who comes back to the customer: `follow_up = { who = \"…\", when = \"2d\" }`, or why nobody does: `no_follow_up = \"…\"`",
                    "dites qui revient vers le client : `follow_up = { who = \"…\", when = \"2j\" }`, ou pourquoi personne : `no_follow_up = \"…\"`",
                ),
            );
        }
    }

    fn channels(&mut self) {
        let plan = self.plan;
        let of_metrics = plan.metrics.iter().flat_map(|metric| &metric.channels);
        let of_evidence = plan.evidence.iter().flat_map(|evidence| &evidence.channels);
        let heard: BTreeSet<&str> = of_metrics.chain(of_evidence).map(String::as_str).collect();
        if heard.is_empty() {
            return;
        }
        let by_touchpoint = plan
            .evidence
            .iter()
            .flat_map(|evidence| &evidence.touchpoints)
            .flat_map(|id| &plan.touchpoints[*id].channels);
        let mut known: BTreeSet<&str> = heard.into_iter().chain(by_touchpoint.map(String::as_str)).collect();
        for touchpoint in &plan.touchpoints {
            for channel in &touchpoint.channels {
                // Each channel is told once.
                if !known.insert(channel) {
                    continue;
                }
                let id = &touchpoint.id;
                self.warn(
                    Code::ChannelUnmeasured,
                    touchpoint.span,
                    phrase!(
                        "nobody measures the channel `{channel}`, which `{id}` uses",
                        "personne ne mesure le canal `{channel}`, que `{id}` emploie"
                    ),
                    phrase!("{channel}: not heard", "{channel} : pas écouté"),
                    phrase!(
                        "add \"{channel}\" to the `channels` of a metric or of evidence that covers it, or plan a measurement",
                        "ajoutez \"{channel}\" aux `channels` d'un indicateur ou d'une preuve qui le couvre, ou prévoyez une mesure"
                    ),
                );
            }
        }
    }
}
