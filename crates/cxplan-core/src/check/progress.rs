//! How far work is, as the plan tells it.

use std::num::NonZeroU32;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::diag::{Code, Diagnostic};
use crate::ids::Id;
use crate::model::{Progress, Team};
use crate::phrase;
use crate::phrase::Phrase;
use crate::record::Record;
use crate::source::Span;

use super::work::FTE;
use super::{Context, Lower};

impl Lower<'_> {
    /// Progress of a step that takes so many half days of so many millionths of a person, or of an initiative without steps.
    pub(super) fn progress(
        &mut self,
        record: &Record<'_>,
        (half_days, people): (u32, u64),
        team: Option<Id<Team>>,
        context: Context<'_>,
    ) -> Progress {
        let Context { calendar, status_date, .. } = context;
        let left_of = |key: &str| record.duration(key).map(|left| left.milli_days(calendar.pace()));
        if record.has("remaining") && record.has("remaining_effort") {
            self.contradiction(
                record.span_of("remaining_effort"),
                Phrase::fixed("what is left is told twice", "ce qui reste est dit deux fois"),
                Phrase::fixed("and in another way", "et d'une autre façon"),
                Phrase::fixed(
                    "keep `remaining` for the days from now to the end, or `remaining_effort` for the work in them",
                    "gardez `remaining` pour les jours jusqu'à la fin, ou `remaining_effort` pour le travail qu'ils contiennent",
                ),
            );
        }
        let (started, finished) = (record.date("started"), record.date("finished"));
        let share = record.number("progress");
        if let (Some(start), Some(finish)) = (started, finished)
            && finish < start
        {
            self.contradiction(
                record.span_of("finished"),
                phrase!(
                    "finished on {finish}, but started on {start}",
                    "fini le {finish}, mais commencé le {start}"
                ),
                Phrase::fixed("before it started", "avant de commencer"),
                Phrase::fixed("correct one of the two dates", "corrigez l'une des deux dates"),
            );
        }
        for (key, date) in [("started", started), ("finished", finished)] {
            if let (Some(date), Some(status)) = (date, status_date)
                && date > status
            {
                self.contradiction(
                    record.span_of(key),
                    phrase!("`{key}` lies after the day up to which progress is told", "`{key}` est après le jour jusqu'auquel l'avancement est connu"),
                    phrase!("after {status}", "après le {status}"),
                    Phrase::fixed(
                        "write what has happened, move `plan.status_date`, or use `fixed` for a date to come",
                        "écrivez ce qui a eu lieu, déplacez `plan.status_date`, ou prenez `fixed` pour une date à venir",
                    ),
                );
            }
        }
        if let Some(on) = finished {
            let left = |key| (key, left_of(key).is_some_and(|left| left > 0));
            let part = ("progress", share.is_some_and(|share| share < 1.0));
            for (key, open) in [part, left("remaining"), left("remaining_effort")] {
                if open {
                    self.contradiction(
                        record.span_of(key),
                        phrase!(
                            "`{key}` says that work is left, but it was finished on {on}",
                            "`{key}` dit qu'il reste du travail, mais il a été fini le {on}"
                        ),
                        Phrase::fixed("what is left?", "que reste-t-il ?"),
                        phrase!(
                            "remove `{key}`, or `finished` if there is work to do",
                            "retirez `{key}`, ou `finished` s'il reste à faire"
                        ),
                    );
                }
            }
            return Progress::Finished { start: started, on };
        }
        if share == Some(1.0) {
            self.contradiction(
                record.span_of("progress"),
                Phrase::fixed("all is done, but it is not finished", "tout est fait, mais ce n'est pas fini"),
                Phrase::fixed("when was it finished?", "fini quand ?"),
                Phrase::fixed("add the day as `finished`", "ajoutez le jour comme `finished`"),
            );
        }
        let nothing = ["remaining", "remaining_effort"].into_iter().find(|key| left_of(key) == Some(0));
        if let Some(key) = nothing.filter(|_| started.is_some() && share != Some(1.0)) {
            self.contradiction(
                record.span_of(key),
                Phrase::fixed(
                    "nothing is left, but it is not finished",
                    "il ne reste rien, mais ce n'est pas fini",
                ),
                Phrase::fixed("when was it finished?", "fini quand ?"),
                Phrase::fixed(
                    "add the day as `finished`, or write what is left",
                    "ajoutez le jour comme `finished`, ou écrivez ce qui reste",
                ),
            );
        }
        let Some(on) = started else {
            for key in ["progress", "remaining", "remaining_effort"] {
                if record.has(key) && share != Some(0.0) && !record.lost("started") {
                    self.contradiction(
                        record.span_of(key),
                        phrase!(
                            "`{key}` of work that has not started",
                            "`{key}` d'un travail qui n'a pas commencé"
                        ),
                        Phrase::fixed("since when?", "depuis quand ?"),
                        Phrase::fixed(
                            "add the day on which it started as `started`",
                            "ajoutez le jour du début comme `started`",
                        ),
                    );
                }
            }
            return Progress::Open;
        };
        if status_date.is_none() {
            self.contradiction(
                record.span_of("started"),
                Phrase::fixed(
                    "work has started, but the plan has no day to count from",
                    "le travail a commencé, mais le plan n'a pas de jour de référence",
                ),
                Phrase::fixed("how far is it today?", "où en est-il aujourd'hui ?"),
                Phrase::fixed(
                    "add `status_date` to [plan]: the day up to which progress is told",
                    "ajoutez `status_date` à [plan] : le jour jusqu'auquel l'avancement est connu",
                ),
            );
        }
        let pace = calendar.pace();
        // As many people go on with what is left as were on the whole.
        let with_people = |effort: u64| effort.saturating_mul(FTE).div_ceil(people.max(1));
        let left = left_of("remaining").or_else(|| left_of("remaining_effort").map(with_people));
        let left = match (left, share) {
            (Some(left), _) => pace.half_days(left),
            // Thousandths, so that 70 % of ten days leaves three and not four.
            (None, Some(share)) => {
                let open = 1000 - (share * 1000.0).round() as u64;
                (u64::from(half_days) * open).div_ceil(1000) as u32
            }
            (None, None) => {
                half_days.saturating_sub(worked(context, team, on, status_date.unwrap_or(on), half_days))
            }
        };
        Progress::Started { on, remaining: NonZeroU32::new(left).unwrap_or(NonZeroU32::MIN) }
    }

    /// A finding on progress that contradicts itself.
    pub(super) fn contradiction(&mut self, span: Span, message: Phrase, label: Phrase, help: Phrase) {
        self.push(Diagnostic::new(Code::Progress, message).at(span, label).help(help));
    }
}

/// Half days on which a team has worked from one day to another, both counted; about so many at most. Without a team the
/// days of the plan count.
fn worked(context: Context<'_>, team: Option<Id<Team>>, from: Date, to: Date, most: u32) -> u32 {
    let entry = team.map(|team| &context.teams[team]);
    let week = context.days_of(team);
    let freezes =
        context.calendar.freezes.iter().filter(|freeze| {
            freeze.teams.is_empty() || team.is_some_and(|team| freeze.teams.contains(&team))
        });
    let mut closed: Vec<(Date, Date)> = freezes.map(|freeze| (freeze.from, freeze.to)).collect();
    if let Some(team) = entry {
        closed.extend(team.away.iter().map(|away| (away.from, away.to)));
        let sizes = [(Date::MIN, 0)].into_iter().chain(team.sizes.iter().copied());
        let ends = team.sizes.iter().map(|(next, _)| next.saturating_sub(1.day())).chain([Date::MAX]);
        closed.extend(sizes.zip(ends).filter(|((_, size), _)| *size == 0).map(|((from, _), to)| (from, to)));
    }
    let mut halves = 0;
    let mut day = from;
    while day <= to && halves < most {
        // What is closed may last for thousands of years: it is left in one step.
        let open_after =
            closed.iter().filter(|(from, to)| (*from..=*to).contains(&day)).map(|(_, to)| *to).max();
        if open_after.is_none() && week.works_on(day) {
            halves += 2 - u32::from(week.is_half(day));
        }
        let Ok(next) = open_after.unwrap_or(day).tomorrow() else { break };
        day = next;
    }
    halves
}
