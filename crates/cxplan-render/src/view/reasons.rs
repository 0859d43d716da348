//! Why something starts when it does and stands where it does, in words.

use cxplan_core::report::{InitiativeView, LateReason, PlaceReason, PlannedView, StartReason, StepView};

use super::Scene;
use crate::gantt;
use crate::locale::capital;

/// Names shown in one sentence; the rest is a count.
const NAMES: usize = 2;

impl<'a> Scene<'a> {
    /// What decides a first day. `own` is the id of the initiative itself.
    pub(crate) fn start_reason(&self, reason: &'a StartReason, own: &str) -> String {
        let locale = self.locale;
        match reason {
            StartReason::PlanStart => locale.text("reason.plan-start").to_owned(),
            StartReason::After { initiative, step, finish } => {
                let date = locale.date(*finish);
                if initiative == own {
                    let step = locale.quoted(self.step_title(initiative, step));
                    return locale.fill("reason.after-step", &[("step", &step), ("date", &date)]);
                }
                let title = locale.quoted(self.title(initiative));
                locale.fill("reason.after", &[("initiative", &title), ("date", &date)])
            }
            StartReason::Linked { initiative, step, tie, lag, date } => {
                let on = self.tied_to(initiative, step, own);
                let days = lag.unsigned_abs() as usize;
                let lag = match lag.cmp(&0) {
                    std::cmp::Ordering::Equal => String::new(),
                    std::cmp::Ordering::Greater => locale.count("link.later", days, &[]),
                    std::cmp::Ordering::Less => locale.count("link.earlier", days, &[]),
                };
                let values = [
                    ("kind", locale.word("tie", tie)),
                    ("on", on),
                    ("lag", lag),
                    ("date", locale.date(*date)),
                ];
                let values: Vec<(&str, &str)> =
                    values.iter().map(|(key, text)| (*key, text.as_str())).collect();
                locale.fill("reason.linked", &values)
            }
            StartReason::TeamBusy { team, initiatives, until } => {
                let date = locale.date(*until);
                if initiatives.is_empty() {
                    return locale.fill("reason.team", &[("team", team), ("date", &date)]);
                }
                let titles = self.titles(initiatives, NAMES);
                locale.fill("reason.team-on", &[("team", team), ("initiatives", &titles), ("date", &date)])
            }
            StartReason::NotBefore { date } => {
                locale.fill("reason.not-before", &[("date", &locale.date(*date))])
            }
            StartReason::Fixed => locale.text("reason.fixed").to_owned(),
            StartReason::Late { held } => self.late_reason(held, own),
            StartReason::Kept => locale.text("reason.kept").to_owned(),
            StartReason::StatusDate { date } => {
                locale.fill("reason.status-date", &[("date", &locale.date(*date))])
            }
            StartReason::Started { date, rest } => {
                let started = locale.fill("reason.started", &[("date", &locale.date(*date))]);
                match rest {
                    Some(rest) => {
                        let rest = self.start_reason(rest, own);
                        locale.fill("reason.started-rest", &[("started", &started), ("rest", &rest)])
                    }
                    None => started,
                }
            }
            StartReason::Finished => locale.text("reason.finished").to_owned(),
            StartReason::Calendar { until, why } => {
                let date = locale.date(*until);
                match why {
                    Some(why) => locale.fill("reason.calendar-why", &[("date", &date), ("why", why)]),
                    None => locale.fill("reason.calendar", &[("date", &date)]),
                }
            }
        }
    }

    /// A step of the initiative itself, else the initiative of a step, in quotes.
    fn tied_to(&self, initiative: &'a str, step: &'a str, own: &str) -> String {
        let title =
            if initiative == own { self.step_title(initiative, step) } else { self.title(initiative) };
        self.locale.quoted(title)
    }

    /// What keeps late work from being later.
    fn late_reason(&self, held: &'a LateReason, own: &str) -> String {
        let locale = self.locale;
        match held {
            LateReason::Deadline { date } => {
                locale.fill("reason.late-deadline", &[("date", &locale.date(*date))])
            }
            LateReason::PlanEnd { date } => locale.fill("reason.late-end", &[("date", &locale.date(*date))]),
            LateReason::Serves { initiative, step, date, .. } => {
                let on = self.tied_to(initiative, step, own);
                locale.fill("reason.late-serves", &[("on", &on), ("date", &locale.date(*date))])
            }
            LateReason::TeamBusy { team, initiatives, from } => {
                let date = locale.date(*from);
                if initiatives.is_empty() {
                    return locale.fill("reason.late-team", &[("team", team), ("date", &date)]);
                }
                let titles = self.titles(initiatives, NAMES);
                let values = [("team", team.as_str()), ("initiatives", &titles), ("date", &date)];
                locale.fill("reason.late-team-on", &values)
            }
        }
    }

    fn step_title(&self, initiative: &str, step: &'a str) -> &'a str {
        let steps = self.index.get(initiative).map(|n| self.report.initiatives[*n].steps.iter());
        let found = steps.and_then(|mut steps| steps.find(|candidate| candidate.id == step));
        found.map_or(step, |step| step.title.as_str())
    }

    /// Why place and rank differ; none where the order follows the score.
    pub(crate) fn place_reason(&self, planned: &'a PlannedView) -> Option<String> {
        let (id, initiatives) = match &planned.place_reason {
            PlaceReason::Score => return None,
            PlaceReason::Effort => return Some(self.locale.text("reason.effort").to_owned()),
            PlaceReason::Unlocks { initiatives } => ("reason.unlocks", initiatives),
            PlaceReason::Needs { initiatives } => ("reason.needs", initiatives),
            PlaceReason::Displaced { initiatives } => {
                let id = match planned.place.cmp(&planned.rank) {
                    std::cmp::Ordering::Less => "reason.up",
                    std::cmp::Ordering::Equal => return None,
                    std::cmp::Ordering::Greater => "reason.down",
                };
                (id, initiatives)
            }
        };
        let titles = self.titles(initiatives, NAMES);
        let moved = planned.place.abs_diff(planned.rank);
        let places = self.locale.count("reason.places", moved, &[("number", &self.locale.spelled(moved))]);
        let values = [("initiatives", titles.as_str()), ("places", places.as_str())];
        Some(capital(&self.locale.count(id, initiatives.len(), &values)))
    }

    /// How many working days an initiative takes: those of its steps, and those from the first to the last.
    pub(crate) fn days(&self, initiative: &InitiativeView, planned: &PlannedView) -> String {
        let locale = self.locale;
        let count = |days: u32| locale.count("roadmap.days", days as usize, &[]);
        let mut dated: Vec<_> =
            initiative.steps.iter().filter_map(|step| Some((step.start?, step.finish?, step.days))).collect();
        dated.sort_unstable();
        let worked: u32 = dated.iter().map(|step| step.2).sum();
        if dated.windows(2).any(|pair| pair[1].0 <= pair[0].1) || dated.is_empty() {
            locale.fill("roadmap.days-over", &[("days", &count(planned.working_days))])
        } else if worked == planned.working_days {
            count(worked)
        } else {
            let total = locale.integer(f64::from(planned.working_days));
            locale.count("roadmap.days-of", worked as usize, &[("total", &total)])
        }
    }

    /// A sentence for each freeze in which one of these steps pauses.
    pub(crate) fn pauses(&self, steps: &[StepView]) -> Vec<String> {
        let mut sentences = Vec::new();
        for freeze in steps.iter().flat_map(|step| gantt::pauses(step, &self.report.freezes)) {
            let period = self.locale.period(freeze.from, freeze.to);
            let sentence = match &freeze.why {
                Some(why) => self.locale.fill("reason.paused-why", &[("period", &period), ("why", why)]),
                None => self.locale.fill("reason.paused", &[("period", &period)]),
            };
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        }
        sentences
    }
}
