//! Initiatives with their scores, their place and their dates.

use std::collections::BTreeMap;

use crate::confidence;
use crate::ids::{Id, List};
use crate::method::{InputKind, Role, Value};
use crate::model::{Dependency, Initiative, LinkKind, Predecessor, Progress, Share, Status, Step, StepId};
use crate::order::Reason;
use crate::report::{
    EffectView, InitiativeView, LateReason, LinkView, PlaceReason, PlannedView, Readiness, ScoreView,
    ShareView, StartReason, StepView,
};
use crate::scores::{self, Score};
use crate::timeline::{self, Cause, Held, Ready, StepDates};

use super::Facts;

/// At most so many initiatives are named in a reason.
const MAX_NAMED: usize = 3;

impl Facts<'_> {
    /// Planned initiatives in the order of work, then the others in the order of the plan.
    pub(super) fn initiatives(&self) -> Vec<InitiativeView> {
        let mut unlocks: Vec<Vec<Id<Initiative>>> = vec![Vec::new(); self.plan.initiatives.len()];
        for (id, initiative) in self.plan.initiatives.entries() {
            for needed in initiative.needs(id) {
                unlocks[needed.index()].push(id);
            }
        }
        let planned =
            self.timeline.order.iter().enumerate().map(|(place, entry)| (entry.initiative, Some(place)));
        let others = self
            .plan
            .initiatives
            .entries()
            .filter(|(_, initiative)| !initiative.status.is_scheduled())
            .map(|(id, _)| (id, None));
        planned.chain(others).map(|(id, place)| self.initiative(id, place, &unlocks[id.index()])).collect()
    }

    fn initiative(
        &self,
        id: Id<Initiative>,
        place: Option<usize>,
        unlocks: &[Id<Initiative>],
    ) -> InitiativeView {
        let plan = self.plan;
        let initiative = &plan.initiatives[id];
        let dates = self.dates(id);
        let mut teams: Vec<String> = Vec::new();
        for share in initiative.steps.iter().flat_map(Step::shares) {
            let name = &plan.teams[share.team].name;
            if !teams.contains(name) {
                teams.push(name.clone());
            }
        }
        let step = |(position, step): (usize, &Step)| {
            let own = StepId { initiative: id, step: position };
            self.step(own, step, dates.map(|dates| &dates[position]))
        };
        let link = |dependency: &Dependency| LinkView {
            on: plan.work_name(dependency.initiative, dependency.step),
            kind: dependency.kind.word(),
            lag: dependency.lag,
        };
        InitiativeView {
            id: initiative.id.clone(),
            title: initiative.title.clone(),
            status: initiative.status.word().to_owned(),
            decision: initiative.decision.clone(),
            decided: initiative.decided,
            plan: initiative.plan.map(|member| plan.plans[member].title.clone()),
            kind: initiative.kind.clone(),
            lenses: initiative.lenses.clone(),
            pillars: initiative.pillars.clone(),
            guidelines: initiative.guidelines.iter().map(|id| plan.guidelines[*id].id.clone()).collect(),
            not_before: initiative.not_before,
            deadline: initiative.deadline.map(|deadline| deadline.value),
            must_finish_by: initiative.must_finish_by.map(|must| must.value),
            finished: plan
                .delivered
                .iter()
                .filter(|delivered| delivered.initiative == id)
                .map(|delivered| delivered.date)
                .max(),
            stage: initiative.stage.map(|stage| plan.stages[stage].id.clone()),
            goal: initiative.goal.map(|goal| plan.goals[goal].id.clone()),
            owner: initiative.owner.clone(),
            segments: initiative.segments.iter().map(|id| plan.segments[*id].name.clone()).collect(),
            touchpoints: initiative.touchpoints.iter().map(|id| plan.touchpoints[*id].id.clone()).collect(),
            problem: initiative.problem.clone(),
            impact_short: initiative.impact_short.clone(),
            impact_long: initiative.impact_long.clone(),
            success: initiative.success.as_ref().map(|success| success.value.clone()),
            qualitative: initiative.qualitative.clone(),
            urgent: initiative.urgent,
            enabler: initiative.enabler,
            impact_effort: self.impact_effort(initiative),
            scores: (0..plan.methods.len()).map(|method| self.score(id, method)).collect(),
            effects: initiative
                .effects
                .iter()
                .map(|effect| EffectView {
                    metric: plan.metrics[effect.metric].id.clone(),
                    low: effect.change[0],
                    likely: effect.change[1],
                    high: effect.change[2],
                    ramp_months: effect.ramp_months,
                })
                .collect(),
            effort_person_months: self.person_months(initiative.effort()),
            cost: self.plan.cost(initiative),
            needs: self.ids(&initiative.needs(id)),
            links: initiative.depends_on.iter().map(link).collect(),
            unlocks: self.ids(unlocks),
            teams,
            steps: initiative.steps.iter().enumerate().map(step).collect(),
            readiness: self.readiness(id),
            planned: place.and_then(|place| self.place(initiative, place, dates?)),
        }
    }

    fn place(&self, initiative: &Initiative, place: usize, dates: &[StepDates]) -> Option<PlannedView> {
        let entry = &self.timeline.order[place];
        let (start, finish) = timeline::span(dates)?;
        let first = dates.iter().position(|step| step.start == start)?;
        let last = self.timeline.last_step(entry.initiative)?.step;
        let named = |items: &[usize]| {
            let ids: Vec<Id<Initiative>> =
                items.iter().take(MAX_NAMED).map(|item| self.timeline.planned[*item]).collect();
            self.ids(&ids)
        };
        Some(PlannedView {
            rank: entry.rank,
            likely_ranks: self.doubts.ranks(&self.plan.initiatives[entry.initiative].id),
            place: place + 1,
            place_reason: match &entry.reason {
                Reason::Score => PlaceReason::Score,
                Reason::Effort => PlaceReason::Effort,
                Reason::Unlocks(ids) => PlaceReason::Unlocks { initiatives: named(ids) },
                Reason::Needs(ids) => PlaceReason::Needs { initiatives: named(ids) },
                Reason::Displaced(ids) => PlaceReason::Displaced { initiatives: named(ids) },
            },
            start,
            finish,
            working_days: self.working_days(start, finish),
            start_reason: match self.reason(&dates[first].cause) {
                // Its first step is done, but not all of it.
                StartReason::Finished => StartReason::Started { date: start, rest: None },
                reason => reason,
            },
            last_step: initiative.steps[last].id.clone(),
            finish_reason: self.reason(&dates[last].cause),
            quick_win: self.quick_win(entry.initiative),
        })
    }

    /// The initiatives of some steps, each once, as far as they are named.
    fn busy_with(&self, steps: &[StepId]) -> Vec<String> {
        let mut initiatives: Vec<Id<Initiative>> = Vec::new();
        for step in steps {
            if !initiatives.contains(&step.initiative) {
                initiatives.push(step.initiative);
            }
        }
        initiatives.truncate(MAX_NAMED);
        self.ids(&initiatives)
    }

    fn late_reason(&self, held: &Held) -> LateReason {
        match held {
            Held::Deadline(date) => LateReason::Deadline { date: *date },
            Held::End(date) => LateReason::PlanEnd { date: *date },
            Held::Serves { step, kind, lag } => {
                let own = &self.plan.initiatives[step.initiative];
                let dates = self.dates(step.initiative).map(|dates| &dates[step.step]);
                let day = |dates: &StepDates| if kind.holds_start() { dates.start } else { dates.finish };
                LateReason::Serves {
                    initiative: own.id.clone(),
                    step: own.steps[step.step].id.clone(),
                    tie: kind.word(),
                    lag: *lag,
                    date: dates.map_or(self.plan.head.start, day),
                }
            }
            Held::Busy { team, with, from } => LateReason::TeamBusy {
                team: self.plan.teams[*team].name.clone(),
                initiatives: self.busy_with(with),
                from: *from,
            },
        }
    }

    fn reason(&self, cause: &Cause) -> StartReason {
        match cause {
            Cause::PlanStart => StartReason::PlanStart,
            Cause::After(step) => StartReason::After {
                initiative: self.plan.initiatives[step.initiative].id.clone(),
                step: self.plan.initiatives[step.initiative].steps[step.step].id.clone(),
                finish: self
                    .dates(step.initiative)
                    .map_or(self.plan.head.start, |dates| dates[step.step].finish),
            },
            Cause::Linked { step, kind, lag } => {
                let dates = self.dates(step.initiative).map(|dates| &dates[step.step]);
                let day =
                    |dates: &StepDates| if kind.waits_for_finish() { dates.finish } else { dates.start };
                StartReason::Linked {
                    initiative: self.plan.initiatives[step.initiative].id.clone(),
                    step: self.plan.initiatives[step.initiative].steps[step.step].id.clone(),
                    tie: kind.word(),
                    lag: *lag,
                    date: dates.map_or(self.plan.head.start, day),
                }
            }
            Cause::Busy { team, with, until } => {
                let team = self.plan.teams[*team].name.clone();
                StartReason::TeamBusy { team, initiatives: self.busy_with(with), until: *until }
            }
            Cause::Delivered { step, kind, lag, date } => {
                let own = &self.plan.initiatives[step.initiative];
                let (initiative, step) = (own.id.clone(), own.steps[step.step].id.clone());
                match (kind, lag) {
                    (LinkKind::FinishToStart, 0) => StartReason::After { initiative, step, finish: *date },
                    _ => StartReason::Linked { initiative, step, tie: kind.word(), lag: *lag, date: *date },
                }
            }
            Cause::NotBefore(date) => StartReason::NotBefore { date: *date },
            Cause::Fixed => StartReason::Fixed,
            Cause::Late(held) => StartReason::Late { held: self.late_reason(held) },
            Cause::Kept => StartReason::Kept,
            Cause::StatusDate(date) => StartReason::StatusDate { date: *date },
            Cause::Started { on, rest } => StartReason::Started {
                date: *on,
                rest: rest.as_ref().map(|rest| Box::new(self.reason(rest))),
            },
            Cause::Finished => StartReason::Finished,
            Cause::Closed { team, until } => {
                let freeze = self.plan.calendar.freezes.iter().find(|freeze| {
                    team.is_some_and(|team| freeze.teams.contains(&team))
                        && (freeze.from..=freeze.to).contains(until)
                });
                let away = team
                    .iter()
                    .flat_map(|team| &self.plan.teams[*team].away)
                    .find(|absence| (absence.from..=absence.to).contains(until));
                let why = freeze
                    .and_then(|freeze| freeze.why.clone())
                    .or_else(|| away.and_then(|absence| absence.why.clone()));
                StartReason::Calendar { until: *until, why }
            }
        }
    }

    fn step(&self, id: StepId, step: &Step, dates: Option<&StepDates>) -> StepView {
        let own = id.initiative;
        let link = |before: &Predecessor| LinkView {
            on: if before.on.initiative == own {
                self.plan.initiatives[own].steps[before.on.step].id.clone()
            } else {
                self.plan.work_name(before.on.initiative, Some(before.on.step))
            },
            kind: before.kind.word(),
            lag: before.lag,
        };
        let links: Vec<LinkView> = step.after.iter().map(link).collect();
        StepView {
            id: step.id.clone(),
            title: step.title.clone(),
            team: step.team.map(|team| self.plan.teams[team].name.clone()),
            effort_days: step.effort as f64 / 1000.0,
            with: step.with.iter().map(|share| self.share(share)).collect(),
            days: step.days(),
            range: step.range,
            deliverable: step.deliverable.clone(),
            progress: match step.progress {
                Progress::Open => "open",
                Progress::Started { .. } => "started",
                Progress::Finished { .. } => "finished",
            },
            deadline: step.deadline.map(|deadline| deadline.value),
            must_finish_by: step.must_finish_by.map(|must| must.value),
            load: step.load as f64 / 1e6,
            after: links.iter().map(|link| link.on.clone()).collect(),
            links,
            tools: step.tools.iter().map(|tool| self.plan.tools[*tool].name.clone()).collect(),
            start: dates.map(|dates| dates.start),
            finish: dates.map(|dates| dates.finish),
            reason: dates.map(|dates| self.reason(&dates.cause)),
            slack: self.slack(id),
        }
    }

    fn share(&self, share: &Share) -> ShareView {
        ShareView {
            team: self.plan.teams[share.team].name.clone(),
            effort_days: share.effort as f64 / 1000.0,
            load: share.load as f64 / 1e6,
        }
    }

    fn score(&self, id: Id<Initiative>, method: usize) -> Option<ScoreView> {
        let Score { scored, rank } = self.scores[method].by_initiative[id.index()].as_ref()?;
        let description = self.plan.methods[method].method.description(self.language);
        let inputs = self.plan.initiatives[id].inputs[method].as_ref()?;
        let explained = self.doubts.explanation(id).filter(|_| method == 0);
        let evidence: BTreeMap<String, Vec<String>> = description
            .inputs
            .iter()
            .zip(&inputs.evidence)
            .filter(|(_, evidence)| !evidence.is_empty())
            .map(|(input, evidence)| {
                (input.key.clone(), evidence.iter().map(|id| self.plan.evidence[*id].id.clone()).collect())
            })
            .collect();
        Some(ScoreView {
            value: scored.score,
            rank: *rank,
            category: scored.category.map(|category| category as usize),
            inputs: inputs.values.iter().map(Value::as_number).collect(),
            parts: scored.parts.clone(),
            notes: scored
                .notes
                .iter()
                .map(|note| description.notes[*note as usize].label.clone())
                .chain(inputs.cap.iter().map(|cap| {
                    let remark = confidence::remark(cap, self.plan, &self.plan.methods[method]);
                    remark.get(self.language).to_owned()
                }))
                .collect(),
            evidence,
            terms: explained.map(|explained| explained.terms.clone()).unwrap_or_default(),
            middle: explained.and_then(|explained| explained.middle),
            search: explained.map(|explained| explained.search),
        })
    }

    /// Impact and effort for the chart: of a method that rates both on a scale, else of the method that decides.
    fn impact_effort(&self, initiative: &Initiative) -> Option<(f64, f64)> {
        let rated = self.plan.methods.iter().zip(&initiative.inputs).find_map(|(scoring, inputs)| {
            let description = scoring.method.spec();
            let impact = description.input_with(Role::Impact)?;
            let effort = description.inputs.iter().position(|input| {
                input.key == "effort"
                    && input.role.is_none()
                    && matches!(input.kind, InputKind::Number | InputKind::Integer)
            })?;
            let inputs = inputs.as_ref()?;
            match (&inputs.values[impact], &inputs.values[effort]) {
                (Value::Number(impact), Value::Number(effort)) => Some((*impact, *effort)),
                _ => None,
            }
        });
        rated.or_else(|| {
            Some((
                scores::role(self.plan, initiative, Role::Impact)?,
                self.person_months(initiative.effort()),
            ))
        })
    }

    /// Whether work on an initiative can begin.
    fn readiness(&self, id: Id<Initiative>) -> Readiness {
        let initiative = &self.plan.initiatives[id];
        match initiative.status {
            Status::Done => return Readiness::Done,
            Status::Paused | Status::Rejected => return Readiness::Aside,
            Status::Active => return Readiness::UnderWay,
            Status::Proposed | Status::Planned => {}
        }
        if initiative.steps.iter().any(|step| !matches!(step.progress, Progress::Open)) {
            return Readiness::UnderWay;
        }
        let first = self.dates(id).and_then(|dates| dates.iter().min_by_key(|step| step.start));
        match (&self.timeline.ready[id.index()], first) {
            (Some(Ready::Needs(needs)), _) => Readiness::Needs { initiatives: self.ids(needs) },
            (Some(Ready::Waits(until)), _) => Readiness::Waits { until: *until },
            // Leave, or the end of something else that its own end is tied to.
            (
                _,
                Some(StepDates {
                    start,
                    cause: Cause::Closed { .. } | Cause::Linked { .. } | Cause::Delivered { .. },
                    ..
                }),
            ) if *start > self.timeline.now => Readiness::Waits { until: *start },
            _ => Readiness::Now,
        }
    }

    /// Strong, cheap, and nothing has to come first: the class `quick-win` of a method that has one.
    fn quick_win(&self, id: Id<Initiative>) -> bool {
        let plan = self.plan;
        let needs = plan.initiatives[id].needs(id);
        needs.iter().all(|needed| plan.initiatives[*needed].status == Status::Done)
            && self.plan.methods.iter().zip(self.scores).any(|(scoring, scores)| {
                let category =
                    scores.by_initiative[id.index()].as_ref().and_then(|score| score.scored.category);
                category.is_some_and(|category| {
                    scoring.method.spec().categories[category as usize].key == "quick-win"
                })
            })
    }

    pub(super) fn dates(&self, id: Id<Initiative>) -> Option<&[StepDates]> {
        self.timeline.dates[id.index()].as_deref()
    }

    pub(super) fn ids(&self, ids: &[Id<Initiative>]) -> Vec<String> {
        ids.iter().map(|id| self.plan.initiatives[*id].id.clone()).collect()
    }

    /// For each entry of a list, the ids of the planned initiatives that speak of it, in the order of work.
    pub(super) fn planned_by<T>(
        &self,
        list: &List<T>,
        speaks_of: impl Fn(&Initiative) -> Vec<Id<T>>,
    ) -> Vec<Vec<String>> {
        let mut groups: Vec<Vec<String>> = vec![Vec::new(); list.len()];
        for initiative in self.timeline.order.iter().map(|place| &self.plan.initiatives[place.initiative]) {
            for entry in speaks_of(initiative) {
                let group = &mut groups[entry.index()];
                // An initiative may speak of an entry more than once; it is then the last one there.
                if group.last() != Some(&initiative.id) {
                    group.push(initiative.id.clone());
                }
            }
        }
        groups
    }

    pub(super) fn person_months(&self, milli_days: u64) -> f64 {
        self.plan.calendar.person_months(milli_days)
    }
}
