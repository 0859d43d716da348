//! Goals and initiatives: each serves something, is cut into steps, and knows when it has worked.

use super::Rules;
use crate::diag::{Code, Diagnostic};
use crate::ids::Id;
use crate::model::Initiative;
use crate::phrase;
use crate::phrase::Phrase;
use crate::scores::Scores;

impl Rules<'_> {
    pub(super) fn work(&mut self) {
        self.goals();
        self.orphans();
        self.long_without_steps();
        self.success();
    }

    fn goals(&mut self) {
        let has_vision = self.plan.vision.as_ref().is_some_and(|vision| vision.company_vision.is_some());
        if !has_vision && self.plan.goals.iter().all(|goal| goal.aligned_to.is_none()) {
            return;
        }
        for goal in self.plan.goals.iter().filter(|goal| goal.aligned_to.is_none()) {
            let id = &goal.id;
            self.warn(
                Code::GoalUnaligned,
                goal.span,
                phrase!(
                    "the goal `{id}` serves nothing above it",
                    "l'objectif `{id}` ne sert rien au-dessus de lui"
                ),
                Phrase::fixed("whose strategy?", "la stratégie de qui ?"),
                Phrase::fixed(
                    "say what of the company's strategy it serves: `aligned_to = \"…\"`",
                    "dites ce qu'il sert dans la stratégie de l'entreprise : `aligned_to = \"…\"`",
                ),
            );
        }
    }

    fn orphans(&mut self) {
        if self.plan.goals.is_empty() {
            return;
        }
        for initiative in self.planned().filter(|initiative| initiative.goal.is_none() && !initiative.enabler)
        {
            let id = &initiative.id;
            self.warn(
                Code::Orphan,
                initiative.span,
                phrase!("`{id}` serves no goal", "`{id}` ne sert aucun objectif"),
                Phrase::fixed("for which goal?", "pour quel objectif ?"),
                Phrase::fixed(
                    "name the `goal` that it serves, or, if it only makes others possible, write `enabler = true`",
                    "nommez le `goal` qu'elle sert, ou, si elle ne fait qu'en permettre d'autres, écrivez `enabler = true`",
                ),
            );
        }
    }

    /// Where the plan cuts work into steps, what takes longer than a month is cut as well.
    fn long_without_steps(&mut self) {
        if self.plan.initiatives.iter().all(|initiative| !initiative.has_steps) {
            return;
        }
        let months = self.plan.lints.months_without_steps;
        let most = months.saturating_mul(self.plan.calendar.days_per_month);
        for initiative in self.planned().filter(|initiative| !initiative.has_steps) {
            let days = initiative.steps.iter().map(|step| step.days()).max().unwrap_or(0);
            if days <= most {
                continue;
            }
            let id = &initiative.id;
            self.warn(
                Code::NoSteps,
                initiative.span,
                phrase!(
                    "`{id}` takes {days} working days and has no steps",
                    "`{id}` prend {days} jours ouvrés et n'a pas d'étapes"
                ),
                phrase!("more than {most} days in one piece", "plus de {most} jours d'un seul tenant"),
                Phrase::fixed(
                    "cut it into `steps` of some days or weeks each, with who does them",
                    "coupez-la en `steps` de quelques jours ou semaines chacune, avec qui les fait",
                ),
            );
        }
    }

    fn success(&mut self) {
        let defined =
            |initiative: &Initiative| initiative.success.is_some() || !initiative.effects.is_empty();
        if self.plan.initiatives.iter().all(|initiative| initiative.success.is_none()) {
            return;
        }
        for initiative in self.planned().filter(|initiative| !defined(initiative) && !initiative.enabler) {
            let id = &initiative.id;
            self.warn(
                Code::NoSuccess,
                initiative.span,
                phrase!("nobody will know whether `{id}` has worked", "personne ne saura si `{id}` a marché"),
                Phrase::fixed("no definition of success", "pas de définition du succès"),
                Phrase::fixed(
                    "say how the team will know: `success = \"…\"`, or what it changes: `effects`",
                    "dites à quoi l'équipe le verra : `success = \"…\"`, ou ce qu'elle change : `effects`",
                ),
            );
        }
    }

    /// What must be done falls with what may be dropped, if it depends on it.
    pub(super) fn must_on_could(&mut self, scores: &[Scores]) {
        let plan = self.plan;
        for (scoring, scores) in plan.methods.iter().zip(scores) {
            let categories = &scoring.method.spec().categories;
            let class = |id: Id<Initiative>| {
                let score = scores.by_initiative[id.index()].as_ref()?;
                categories.get(score.scored.category? as usize).map(|category| category.key.as_str())
            };
            for (id, initiative) in plan.initiatives.entries() {
                let must = class(id).filter(|class| matches!(*class, "must" | "must-be"));
                if must.is_none() || !initiative.status.is_scheduled() {
                    continue;
                }
                let whole = initiative.depends_on.iter().map(|needs| (needs.initiative, needs.span));
                let of_steps = initiative.steps.iter().flat_map(|step| &step.after);
                let of_steps = of_steps.map(|before| (before.on.initiative, before.span));
                let mut told = vec![id];
                for (other, span) in whole.chain(of_steps) {
                    let needed = &plan.initiatives[other];
                    let Some(optional) = class(other)
                        .filter(|class| matches!(*class, "could" | "wont" | "indifferent" | "reverse"))
                        .filter(|_| needed.status.is_scheduled() && !told.contains(&other))
                    else {
                        continue;
                    };
                    told.push(other);
                    let (own, other, method) = (&initiative.id, &needed.id, scoring.method.id());
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::MustOnCould,
                            phrase!(
                                "`{own}` is a must and depends on `{other}`, which `{method}` calls `{optional}`",
                                "`{own}` est indispensable et dépend de `{other}`, que `{method}` classe `{optional}`"
                            ),
                        )
                        .at(span, phrase!("{optional}", "{optional}"))
                        .also(initiative.span, Phrase::fixed("a must", "indispensable"))
                        .help(phrase!(
                            "drop the dependency, or take the part of `{other}` that is needed into an initiative of its own",
                            "retirez la dépendance, ou faites une initiative à part de ce qui est nécessaire dans `{other}`"
                        )),
                    );
                }
            }
        }
    }
}
