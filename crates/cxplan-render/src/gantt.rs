//! Geometry of the timeline: where a day lies, where bars are, and which chain of work decides the last day.
//!
//! Positions are whole hundredths of a percent of the width, so that they are exact, print the same everywhere and
//! stay fluid on a page of any size. Every month is equally wide: grid, load and bars then share their lines.

use std::collections::{BTreeMap, BTreeSet};

use cxplan_core::report::{FreezeView, InitiativeView, Report, StartReason, StepView};
use jiff::civil::Date;

/// A position in hundredths of a percent of the width.
pub(crate) type Pos = i32;

/// The whole width.
pub(crate) const WIDTH: Pos = 10_000;

/// The narrowest bar, so that a day of work in a plan of years can still be seen.
const NARROWEST: Pos = 30;

/// Prints a position as a percentage without its sign: `12.34`.
pub(crate) fn percent(pos: Pos) -> String {
    let (sign, size) = if pos < 0 { ("-", -pos) } else { ("", pos) };
    match (size / 100, size % 100) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, part) => {
            let text = format!("{sign}{whole}.{part:02}");
            text.strip_suffix('0').map_or_else(|| text.clone(), ToOwned::to_owned)
        }
    }
}

/// The months of the timeline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Axis {
    first: i32,
    pub(crate) months: i32,
}

/// Months since year 0.
fn month_number(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

impl Axis {
    /// From the month in which the plan or its work starts to the month in which the horizon or the work ends.
    pub(crate) fn of(report: &Report) -> Self {
        let first = report.summary.start.map_or(report.plan.start, |start| start.min(report.plan.start));
        let last =
            report.summary.finish.map_or(report.plan.horizon, |finish| finish.max(report.plan.horizon));
        let first = month_number(first);
        Self { first, months: (month_number(last) - first + 1).max(1) }
    }

    /// Where a day begins.
    pub(crate) fn start(self, date: Date) -> Pos {
        self.at(date, i64::from(date.day()) - 1)
    }

    /// Where a day ends.
    pub(crate) fn end(self, date: Date) -> Pos {
        self.at(date, i64::from(date.day()))
    }

    fn at(self, date: Date, days: i64) -> Pos {
        let length = i64::from(date.days_in_month());
        let month = i64::from(month_number(date) - self.first);
        let pos = (month * length + days) * i64::from(WIDTH) / (length * i64::from(self.months));
        // Dates far outside of the timeline are drawn at its ends.
        pos.clamp(0, i64::from(WIDTH)) as Pos
    }

    /// Where the n-th month begins.
    pub(crate) const fn month_start(self, n: i32) -> Pos {
        (n as i64 * WIDTH as i64 / self.months as i64) as Pos
    }

    /// Year and month (1 to 12) of the n-th month.
    pub(crate) const fn month(self, n: i32) -> (i32, i8) {
        let number = self.first + n;
        (number.div_euclid(12), (number.rem_euclid(12) + 1) as i8)
    }

    /// The months that a period touches, as positions in the axis.
    pub(crate) fn months_of(self, from: Date, to: Date) -> std::ops::RangeInclusive<i32> {
        let clamp = |date: Date| (month_number(date) - self.first).clamp(0, self.months - 1);
        clamp(from)..=clamp(to)
    }
}

/// A bar: the span from the first to the last day, and the parts of it in which somebody works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bar {
    pub(crate) start: Pos,
    pub(crate) end: Pos,
    pub(crate) work: Vec<(Pos, Pos)>,
}

/// The freezes in which a step pauses: those of its team and of everybody that begin before it ends.
pub(crate) fn pauses<'a>(step: &StepView, freezes: &'a [FreezeView]) -> impl Iterator<Item = &'a FreezeView> {
    let teams: Vec<String> = step.teams().cloned().collect();
    let dates = step.start.zip(step.finish);
    freezes.iter().filter(move |freeze| {
        let concerned = freeze.teams.is_empty() || teams.iter().any(|team| freeze.teams.contains(team));
        concerned && dates.is_some_and(|(start, finish)| freeze.from <= finish && freeze.to >= start)
    })
}

/// The periods between the first and the last day of a step that no freeze takes.
fn work_of(step: &StepView, freezes: &[FreezeView]) -> Vec<(Date, Date)> {
    let Some((mut from, to)) = step.start.zip(step.finish) else { return Vec::new() };
    let mut pauses: Vec<&FreezeView> = pauses(step, freezes).collect();
    pauses.sort_by_key(|freeze| freeze.from);
    let mut parts = Vec::new();
    for pause in pauses {
        if let Some(before) = pause.from.yesterday().ok().filter(|before| *before >= from) {
            parts.push((from, before));
        }
        let Ok(after) = pause.to.tomorrow() else { return parts };
        from = from.max(after);
    }
    if from <= to {
        parts.push((from, to));
    }
    parts
}

/// The bar of an initiative; none where it is not planned.
pub(crate) fn bar(initiative: &InitiativeView, axis: Axis, freezes: &[FreezeView]) -> Option<Bar> {
    let planned = initiative.planned.as_ref()?;
    let (start, mut end) = (axis.start(planned.start), axis.end(planned.finish));
    end = end.max(start + NARROWEST);
    let periods = initiative.steps.iter().flat_map(|step| work_of(step, freezes));
    let mut parts: Vec<(Pos, Pos)> = periods.map(|(from, to)| (axis.start(from), axis.end(to))).collect();
    parts.sort_unstable();
    let frozen: Vec<(Pos, Pos)> =
        freezes.iter().map(|freeze| (axis.start(freeze.from), axis.end(freeze.to))).collect();
    let mut work: Vec<(Pos, Pos)> = Vec::new();
    for (from, to) in parts {
        // A weekend between two steps is no pause that a reader should see; a freeze is.
        let joins = |last: &(Pos, Pos)| {
            let freeze = frozen.iter().any(|freeze| last.1 <= freeze.0 && freeze.1 <= from);
            from <= last.1 || from <= last.1 + weekend(axis) && !freeze
        };
        match work.last_mut().filter(|last| joins(last)) {
            Some(last) => last.1 = last.1.max(to),
            None => work.push((from, to.max(from + NARROWEST))),
        }
    }
    if work.is_empty() {
        work.push((start, end));
    }
    Some(Bar { start, end, work })
}

/// Three days of a month.
const fn weekend(axis: Axis) -> Pos {
    WIDTH / axis.months / 10
}

/// Positions in [`Report::initiatives`] by id.
pub(crate) type Index<'a> = BTreeMap<&'a str, usize>;

pub(crate) fn index(report: &Report) -> Index<'_> {
    report.initiatives.iter().enumerate().map(|(n, initiative)| (initiative.id.as_str(), n)).collect()
}

/// The initiatives that decide the last day, from the first to the last, as positions in the report.
///
/// From the step that finishes last, each link goes back to what decides that step's start: the step before it, or the
/// work that holds its team until then.
pub(crate) fn deciding_chain(report: &Report, index: &Index<'_>) -> Vec<usize> {
    let finish = |n: usize| report.initiatives[n].planned.as_ref().map(|planned| planned.finish);
    let Some(last) =
        (0..report.initiatives.len()).filter(|n| finish(*n).is_some()).max_by_key(|n| finish(*n))
    else {
        return Vec::new();
    };
    let mut chain = vec![last];
    let Some(planned) = &report.initiatives[last].planned else { return chain };
    let mut at = report.initiatives[last].steps.iter().find(|step| step.id == planned.last_step);
    let mut current = last;
    let mut seen: BTreeSet<(usize, &str)> = BTreeSet::new();
    while let Some(step) = at {
        // A report is data: a circle in its reasons must not hang the program.
        if !seen.insert((current, step.id.as_str())) {
            break;
        }
        let Some((next, before)) = step.reason.as_ref().and_then(|reason| before(report, index, reason))
        else {
            break;
        };
        // Steps of two initiatives can alternate.
        if !chain.contains(&next) {
            chain.push(next);
        }
        current = next;
        at = Some(before);
    }
    chain.reverse();
    chain
}

/// The step that a reason points to.
fn before<'a>(
    report: &'a Report,
    index: &Index<'_>,
    reason: &'a StartReason,
) -> Option<(usize, &'a StepView)> {
    match reason {
        StartReason::After { initiative, step, .. } | StartReason::Linked { initiative, step, .. } => {
            let n = *index.get(initiative.as_str())?;
            Some((n, report.initiatives[n].steps.iter().find(|candidate| candidate.id == *step)?))
        }
        StartReason::TeamBusy { team, initiatives, until } => initiatives
            .iter()
            .filter_map(|id| index.get(id.as_str()))
            .flat_map(|n| report.initiatives[*n].steps.iter().map(move |step| (*n, step)))
            .filter(|(_, step)| {
                step.teams().any(|own| own == team) && step.finish.is_some_and(|finish| finish <= *until)
            })
            .max_by_key(|(_, step)| step.finish),
        StartReason::Started { rest: Some(rest), .. } => before(report, index, rest),
        StartReason::PlanStart
        | StartReason::Calendar { .. }
        | StartReason::NotBefore { .. }
        | StartReason::Fixed
        | StartReason::Late { .. }
        | StartReason::Kept
        | StartReason::StatusDate { .. }
        | StartReason::Started { rest: None, .. }
        | StartReason::Finished => None,
    }
}

#[cfg(test)]
mod tests {
    use cxplan_core::method::Language;
    use jiff::civil::date;

    use super::*;
    use crate::sample;

    #[test]
    fn positions_print_without_noise() {
        for (pos, text) in
            [(0, "0"), (1234, "12.34"), (1230, "12.3"), (1200, "12"), (5, "0.05"), (-55, "-0.55")]
        {
            assert_eq!(percent(pos), text);
        }
    }

    #[test]
    fn days_follow_each_other() {
        let axis = Axis::of(&sample::furniture(Language::En));
        let mut day = date(2027, 1, 1);
        assert_eq!(axis.start(day), 0);
        while day < date(2027, 12, 31) {
            let next = day.tomorrow().unwrap();
            assert!(axis.start(day) < axis.end(day));
            assert_eq!(axis.end(day), axis.start(next), "{day}");
            day = next;
        }
    }

    #[test]
    fn bars_hold_their_work() {
        let report = sample::furniture(Language::En);
        let axis = Axis::of(&report);
        for initiative in &report.initiatives {
            let Some(bar) = bar(initiative, axis, &report.freezes) else { continue };
            assert!(0 <= bar.start && bar.start < bar.end && bar.end <= WIDTH + NARROWEST);
            assert!(bar.work.windows(2).all(|pair| pair[0].1 < pair[1].0), "parts must not overlap");
            assert_eq!(bar.work[0].0, bar.start);
            assert!(bar.work.iter().all(|part| part.1 <= bar.end));
        }
    }

    #[test]
    fn bars_pause_in_a_freeze_of_their_team() {
        let mut report = sample::furniture(Language::En);
        let axis = Axis::of(&report);
        let mut initiative = report.initiatives[0].clone();
        initiative.steps.truncate(1);
        let (from, to) = (date(2027, 3, 1), date(2027, 9, 30));
        initiative.steps[0].start = Some(from);
        initiative.steps[0].finish = Some(to);
        let planned = initiative.planned.as_mut().unwrap();
        (planned.start, planned.finish) = (from, to);
        let team = initiative.steps[0].team.clone().unwrap();
        let freeze = &mut report.freezes[0];
        (freeze.from, freeze.to) = (date(2027, 7, 1), date(2027, 8, 31));
        for (teams, parts) in [(vec![team], 2), (Vec::new(), 2), (vec!["Nobody".to_owned()], 1)] {
            report.freezes[0].teams = teams;
            let bar = bar(&initiative, axis, &report.freezes).unwrap();
            assert_eq!((bar.start, bar.end), (axis.start(from), axis.end(to)));
            assert_eq!(bar.work.len(), parts, "{bar:?}");
            if parts == 2 {
                assert_eq!(bar.work[0].1, axis.end(date(2027, 6, 30)));
                assert_eq!(bar.work[1].0, axis.start(date(2027, 9, 1)));
            }
        }
        // A freeze of two days, and one step that outlasts the other's pause.
        report.freezes[0].teams.clear();
        (report.freezes[0].from, report.freezes[0].to) = (date(2027, 7, 1), date(2027, 7, 2));
        assert_eq!(bar(&initiative, axis, &report.freezes).unwrap().work.len(), 2);
        report.freezes[0].teams = initiative.steps[0].team.clone().into_iter().collect();
        let mut other = initiative.steps[0].clone();
        other.team = None;
        initiative.steps.push(other);
        assert_eq!(bar(&initiative, axis, &report.freezes).unwrap().work.len(), 1);
    }

    #[test]
    fn the_chain_ends_with_the_last_day_and_runs_forward() {
        let report = sample::furniture(Language::En);
        let chain = deciding_chain(&report, &index(&report));
        let finish = |n: &usize| report.initiatives[*n].planned.as_ref().unwrap().finish;
        assert_eq!(chain.last().map(finish), report.summary.finish);
        assert!(chain.len() > 1);
        let start = |n: &usize| report.initiatives[*n].planned.as_ref().unwrap().start;
        assert!(chain.windows(2).all(|pair| start(&pair[0]) <= finish(&pair[1])));
        assert_eq!(chain.iter().collect::<BTreeSet<_>>().len(), chain.len(), "nobody appears twice");
    }
}
