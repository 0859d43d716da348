//! Calendars, and the people that teams have from day to day.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::diag::{Code, Diagnostic};
use crate::ids::List;
use crate::model::{Absence, CalendarRules, Freeze, Team, WorkCalendar, WorkDays};
use crate::phrase;
use crate::phrase::Phrase;
use crate::read::{closest, suggest};
use crate::record::{Record, Value};
use crate::source::Span;

use super::Lower;
use super::work::{FTE, micro_fte};

impl Lower<'_> {
    pub(super) fn calendar(&mut self, root: &Record<'_>) -> CalendarRules {
        let Some(calendar) = root.record("calendar") else {
            return CalendarRules { days: usual_days(), freezes: Vec::new(), days_per_month: 20 };
        };
        let mut freezes = Vec::new();
        for record in calendar.records("freeze") {
            let Some((from, to)) = self.period(record) else { continue };
            freezes.push(Freeze {
                from,
                to,
                teams: self.references(record, "teams"),
                why: record.text("why"),
            });
        }
        CalendarRules {
            days: self.work_days(calendar),
            freezes,
            days_per_month: calendar.integer("days_per_month").unwrap_or(20) as u32,
        }
    }

    pub(super) fn work_calendars(&mut self, root: &Record<'_>) -> List<WorkCalendar> {
        self.list(root, "work_calendar", |lower, record| WorkCalendar {
            id: record.text("id").unwrap_or_default(),
            name: record.text("name"),
            days: lower.work_days(record),
        })
    }

    fn work_days(&mut self, record: &Record<'_>) -> WorkDays {
        let mut days = usual_days();
        if record.has("workdays") {
            days.workdays = week(record, "workdays");
            if !days.workdays.contains(&true) && !record.lost("workdays") {
                self.push(
                    Diagnostic::new(
                        Code::NoWorkday,
                        Phrase::fixed("the week has no working day", "la semaine n'a aucun jour ouvré"),
                    )
                    .at(record.span_of("workdays"), Phrase::fixed("nobody ever works", "personne ne travaille jamais"))
                    .help(Phrase::fixed(
                        "write at least one, such as `workdays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]`",
                        "écrivez-en au moins un, comme `workdays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]`",
                    )),
                );
            }
            if !days.workdays.contains(&true) {
                days.workdays = [true; 7];
            }
        }
        self.check_half_days(record, days.workdays);
        days.half_days = week(record, "half_days");
        days.holidays = sorted(record.dates("holidays"));
        days.half_holidays = sorted(record.dates("half_holidays"));
        days
    }

    /// Half a day of a day off is none.
    fn check_half_days(&mut self, record: &Record<'_>, workdays: [bool; 7]) {
        if record.lost("workdays") {
            return;
        }
        for (name, datum) in record.words("half_days").iter().zip(record.list("half_days")) {
            if matches!(datum.value, Value::Word(day) if workdays[day]) {
                continue;
            }
            self.push(
                Diagnostic::new(
                    Code::NoWorkday,
                    phrase!(
                        "half a day on `{name}`, which is no working day",
                        "une demi-journée le jour `{name}`, qui n'est pas ouvré"
                    ),
                )
                .at(datum.span, Phrase::fixed("nobody works on that day", "personne ne travaille ce jour-là"))
                .help(phrase!(
                    "add `{name}` to the calendar's `workdays` (Monday to Friday where it has none), or take it out here",
                    "ajoutez `{name}` aux `workdays` du calendrier (du lundi au vendredi s'il n'en a pas), ou retirez-le ici"
                )),
            );
        }
    }

    pub(super) fn teams(&mut self, root: &Record<'_>) -> List<Team> {
        self.list(root, "team", |lower, record| {
            let (sizes, away) = lower.sizes(record);
            Team {
                id: record.text("id").unwrap_or_default(),
                name: record.text("name").unwrap_or_default(),
                sizes,
                away,
                calendar: lower.reference(record, "calendar"),
                cost_per_person_month: record.number("cost_per_person_month"),
            }
        })
    }

    /// Size of a team from day to day, and when all of it is away.
    fn sizes(&mut self, record: &Record<'_>) -> (Vec<(Date, u64)>, Vec<Absence>) {
        let members = record.records("members");
        let capacity = record.number("capacity").map(micro_fte);
        if capacity.is_none()
            && !self.broken
            && !record.lost("capacity")
            && (members.is_empty() || record.has("changes"))
        {
            let help = if members.is_empty() {
                Phrase::fixed(
                    "add how many people work on the plan at a time, such as `capacity = 2.5`, or its `members`",
                    "ajoutez combien de personnes y travaillent à la fois, comme `capacity = 2.5`, ou ses `members`",
                )
            } else {
                Phrase::fixed(
                    "add the `capacity` before the changes, or give members a `from` and a `to` instead",
                    "ajoutez la `capacity` d'avant les changements, ou donnez aux membres un `from` et un `to`",
                )
            };
            let id = record.text_ref("id").unwrap_or_default();
            self.push(
                Diagnostic::new(
                    Code::MissingKey,
                    phrase!("the team `{id}` has no `capacity`", "l'équipe `{id}` n'a pas de `capacity`"),
                )
                .at(record.span, Phrase::fixed("of this team", "de cette équipe"))
                .help(help),
            );
        }
        self.check_changes(record.records("changes"));
        // How the size changes at the dawn of a day.
        let mut change: BTreeMap<Date, i128> = BTreeMap::new();
        let mut over = |from: Date, to: Option<Date>, people: i128| {
            *change.entry(from).or_default() += people;
            if let Some(after) = to.and_then(|to| to.checked_add(1.day()).ok()) {
                *change.entry(after).or_default() -= people;
            }
        };
        match capacity {
            Some(capacity) => {
                let mut last = i128::from(capacity);
                over(Date::MIN, None, last);
                let mut sizes: Vec<(Date, u64)> = record
                    .records("changes")
                    .iter()
                    .filter_map(|change| Some((change.date("from")?, micro_fte(change.number("capacity")?))))
                    .collect();
                sizes.sort_by_key(|(from, _)| *from);
                for (from, size) in sizes {
                    over(from, None, i128::from(size) - last);
                    last = i128::from(size);
                }
            }
            None if members.is_empty() => over(Date::MIN, None, i128::from(FTE)),
            None => {
                for member in members {
                    over(member.date("from").unwrap_or(Date::MIN), member.date("to"), share(member));
                }
            }
        }
        let mut away = Vec::new();
        let mut leaves: Vec<Vec<(Date, Date)>> = vec![Vec::new(); members.len()];
        for leave in record.records("leave") {
            let Some((from, to)) = self.period(leave) else { continue };
            if from > to {
                continue;
            }
            match (leave.text_ref("who"), leave.number("people")) {
                (Some(who), _) => {
                    self.check_who_is_away(members, who, leave);
                    if let Some(member) = self.member(members, who, leave) {
                        leaves[member].push((from, to));
                    }
                }
                (None, Some(people)) => over(from, Some(to), -i128::from(micro_fte(people))),
                (None, None) if leave.has("who") || leave.lost("people") => {}
                (None, None) => away.push(Absence { from, to, why: leave.text("why") }),
            }
        }
        for (member, mut leaves) in members.iter().zip(leaves) {
            // A member is missed once, however many leaves overlap, and only as long as there at all.
            let mut first = member.date("from").unwrap_or(Date::MIN);
            let last = member.date("to").unwrap_or(Date::MAX);
            leaves.sort_unstable();
            for (from, to) in leaves {
                let (from, to) = (from.max(first), to.min(last));
                if from <= to {
                    over(from, Some(to), -share(member));
                    first = to.saturating_add(1.day());
                }
            }
        }
        for member in members {
            if member.has("from") {
                self.period(member);
            }
        }
        let mut size = 0;
        let sizes = change
            .into_iter()
            .map(|(from, change)| {
                size += change;
                (from, size.clamp(0, i128::from(u64::MAX)) as u64)
            })
            .collect();
        (sizes, away)
    }

    /// From one day on a team has one size.
    fn check_changes(&mut self, changes: &[Record<'_>]) {
        let mut known: BTreeMap<Date, Span> = BTreeMap::new();
        for change in changes {
            let (Some(from), span) = (change.date("from"), change.span_of("from")) else { continue };
            let first = *known.entry(from).or_insert(span);
            if first == span {
                continue;
            }
            self.push(
                Diagnostic::new(
                    Code::WrongOrder,
                    phrase!("two sizes of the team from {from} on", "deux tailles de l'équipe dès le {from}"),
                )
                .at(span, Phrase::fixed("which of the two counts?", "laquelle des deux compte ?"))
                .also(first, Phrase::fixed("the same day here", "le même jour ici"))
                .help(Phrase::fixed(
                    "keep one of them, or correct its day",
                    "gardez l'une des deux, ou corrigez son jour",
                )),
            );
        }
    }

    /// One member is away: not several of one name, and not so many people.
    fn check_who_is_away(&mut self, members: &[Record<'_>], who: &str, leave: &Record<'_>) {
        let mut named = members.iter().filter(|member| member.text_ref("name") == Some(who));
        if let (Some(first), Some(second)) = (named.next(), named.next()) {
            self.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    phrase!("the team has two members `{who}`", "l'équipe a deux membres `{who}`"),
                )
                .at(leave.span_of("who"), Phrase::fixed("which of the two?", "lequel des deux ?"))
                .also(first.span_of("name"), Phrase::fixed("this one", "celui-ci"))
                .also(second.span_of("name"), Phrase::fixed("or this one", "ou celui-ci"))
                .help(Phrase::fixed(
                    "give members who are away names of their own",
                    "donnez aux membres absents des noms à eux",
                )),
            );
        }
        if let Some(people) = leave.get("people") {
            self.push(
                Diagnostic::new(
                    Code::UnknownKey,
                    Phrase::fixed("`people` stands beside `who`", "`people` figure à côté de `who`"),
                )
                .at(people.key, Phrase::fixed("`who` is one person", "`who` est une personne"))
                .help(Phrase::fixed(
                    "keep `who` for one member, or `people` for so many of the team",
                    "gardez `who` pour un membre, ou `people` pour tant de personnes de l'équipe",
                )),
            );
        }
    }

    /// Position of the member who is away.
    fn member(&mut self, members: &[Record<'_>], who: &str, leave: &Record<'_>) -> Option<usize> {
        let found = members.iter().position(|member| member.text_ref("name") == Some(who));
        if found.is_none() {
            let span = leave.span_of("who");
            let diagnostic = Diagnostic::new(
                Code::UnknownReference,
                phrase!("the team has no member `{who}`", "l'équipe n'a pas de membre `{who}`"),
            )
            .at(span, Phrase::fixed("leads nowhere", "ne mène nulle part"));
            let names = members.iter().filter_map(|member| member.text_ref("name"));
            self.push(match closest(who, names) {
                Some(close) => suggest(diagnostic, close, span, close.word),
                None => diagnostic.help(Phrase::fixed(
                    "name one of the team's `members`, or write how many `people` are away",
                    "nommez l'un des `members` de l'équipe, ou écrivez combien de `people` sont absentes",
                )),
            });
        }
        found
    }
}

fn share(member: &Record<'_>) -> i128 {
    member.number("share").map_or(i128::from(FTE), |share| i128::from(micro_fte(share)))
}

fn usual_days() -> WorkDays {
    WorkDays {
        workdays: [true, true, true, true, true, false, false],
        half_days: [false; 7],
        holidays: Vec::new(),
        half_holidays: Vec::new(),
    }
}

fn week(record: &Record<'_>, key: &str) -> [bool; 7] {
    let mut week = [false; 7];
    for datum in record.list(key) {
        if let Value::Word(day) = datum.value {
            week[day] = true;
        }
    }
    week
}

fn sorted(mut dates: Vec<Date>) -> Vec<Date> {
    dates.sort_unstable();
    dates.dedup();
    dates
}
