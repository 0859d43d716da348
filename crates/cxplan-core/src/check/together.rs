//! Teams that take part in work of another, and whether a team has people enough for its part.

use crate::diag::{Code, Diagnostic};
use crate::ids::Id;
use crate::model::{Share, Team};
use crate::phrase;
use crate::phrase::Phrase;
use crate::record::Record;
use crate::source::Span;

use super::work::{FTE, HALF_DAY, Terms, in_people, load, micro_fte};
use super::{Context, Lower};

impl Lower<'_> {
    /// The teams that take part in a step of so many half days, beside the one that does it.
    pub(super) fn with(
        &mut self,
        record: &Record<'_>,
        team: Option<Id<Team>>,
        half_days: u32,
        subject: &Phrase,
        terms: Terms<'_>,
    ) -> Vec<Share> {
        let mut shares: Vec<Share> = Vec::new();
        for part in record.records("with") {
            let Some(other) = self.reference::<Team>(part, "team") else { continue };
            let name = &terms.context.teams[other].id;
            if team == Some(other) || shares.iter().any(|share| share.team == other) {
                self.push(
                    Diagnostic::new(
                        Code::StepWork,
                        phrase!("{it} names the team `{name}` twice", "{it} nomme deux fois l'équipe `{name}`"; it = subject, name = Phrase::same(name)),
                    )
                    .at(part.span_of("team"), Phrase::fixed("once more", "une fois de plus"))
                    .help(Phrase::fixed(
                        "write all of its work in one place",
                        "écrivez tout son travail à un seul endroit",
                    )),
                );
                continue;
            }
            let share = self.share(part, other, half_days, terms);
            if terms.planned && !record.has("finished") {
                let effort = part.has("effort").then_some(share.effort);
                self.check_load(subject, part.span_of("team"), (share.load, effort), other, terms.context);
            }
            shares.push(share);
        }
        if let Some(first) = record.records("with").first()
            && team.is_none()
            && !record.has("team")
        {
            self.push(
                Diagnostic::new(
                    Code::StepWork,
                    phrase!("{it} has no `team` that others could work with", "{it} n'a pas de `team` avec qui d'autres travailleraient"; it = subject),
                )
                .at(first.span, Phrase::fixed("with whom?", "avec qui ?"))
                .help(Phrase::fixed(
                    "write the team that leads the work as `team`, and only the others in `with`",
                    "écrivez l'équipe qui mène le travail dans `team`, et seulement les autres dans `with`",
                )),
            );
            return Vec::new();
        }
        let all: Vec<Id<Team>> = team.into_iter().chain(shares.iter().map(|share| share.team)).collect();
        self.check_common_days(record, &all, subject, terms.context);
        shares
    }

    /// The part of a team: its person-time, or the people who are there all the time.
    fn share(&mut self, part: &Record<'_>, team: Id<Team>, half_days: u32, terms: Terms<'_>) -> Share {
        let pace = terms.context.calendar.pace();
        let capacity = terms.context.teams[team].largest();
        let given = part.duration("effort").map(|effort| effort.milli_days(pace));
        if given == Some(0) {
            self.no_time("effort", part.span_of("effort"));
        }
        if part.has("effort") && part.has("people") {
            self.push(
                Diagnostic::new(
                    Code::StepWork,
                    Phrase::fixed("its part is told twice", "sa part est dite deux fois"),
                )
                .at(part.span_of("people"), Phrase::fixed("and in another way", "et d'une autre façon"))
                .help(Phrase::fixed(
                    "keep `effort` for its person-time, or `people` for how many are there all the time",
                    "gardez `effort` pour son temps-personne, ou `people` pour combien sont là tout le temps",
                )),
            );
        }
        match given {
            Some(effort) => Share { team, effort, load: load(effort, half_days) },
            None => {
                let people = part.number("people").map_or_else(|| FTE.min(capacity), micro_fte);
                Share {
                    team,
                    effort: (HALF_DAY * u64::from(half_days)).saturating_mul(people) / FTE,
                    load: people,
                }
            }
        }
    }

    /// Whether a team has people enough for a load, of so much person-time where the plan says so.
    pub(super) fn check_load(
        &mut self,
        subject: &Phrase,
        span: Span,
        (load, effort): (u64, Option<u64>),
        team: Id<Team>,
        context: Context<'_>,
    ) {
        let capacity = context.teams[team].largest();
        if load <= capacity {
            return;
        }
        let (asked, has) = (in_people(load), in_people(capacity));
        let help = match effort {
            _ if capacity == 0 => Phrase::fixed(
                "give the work to a team that has people",
                "confiez ce travail à une équipe qui a du monde",
            ),
            Some(effort) => {
                let needed = effort.saturating_mul(FTE).div_ceil(1000 * capacity);
                phrase!(
                    "give it at least {needed} working days (`duration = \"{needed}d\"`), less effort, or the team more capacity",
                    "donnez-lui au moins {needed} jours ouvrés (`duration = \"{needed}j\"`), moins d'effort, ou plus de capacité à l'équipe"
                )
            }
            None => Phrase::fixed(
                "write fewer people, or give the team more capacity",
                "écrivez moins de personnes, ou donnez plus de capacité à l'équipe",
            ),
        };
        self.push(
            Diagnostic::new(
                Code::Overload,
                phrase!(
                    "{it} asks {asked} of a team that has {has}",
                    "{it} demande {asked} à une équipe qui a {has}";
                    it = subject, asked = asked, has = has
                ),
            )
            .at(span, phrase!("{over} too many", "{over} de trop"; over = in_people(load - capacity)))
            .help(help),
        );
    }

    /// Work goes on where all of its teams work: there have to be such days in a week.
    fn check_common_days(
        &mut self,
        record: &Record<'_>,
        teams: &[Id<Team>],
        subject: &Phrase,
        context: Context<'_>,
    ) {
        let common = (0..7).any(|day| teams.iter().all(|team| context.days_of(Some(*team)).workdays[day]));
        if teams.len() > 1 && !common {
            self.push(
                Diagnostic::new(
                    Code::StepWork,
                    phrase!(
                        "the teams of {it} never work on the same day",
                        "les équipes de {it} ne travaillent jamais le même jour"; it = subject
                    ),
                )
                .at(record.span_of("with"), Phrase::fixed("no common working day", "aucun jour ouvré commun"))
                .help(Phrase::fixed(
                    "split it into a step for each team, or give the teams a day in common",
                    "coupez-la en une étape par équipe, ou donnez aux équipes un jour en commun",
                )),
            );
        }
    }

    /// No time at all where some is needed.
    pub(super) fn no_time(&mut self, key: &str, span: Span) {
        self.push(
            Diagnostic::new(Code::StepWork, phrase!("`{key}` is zero", "`{key}` est nul"))
                .at(span, Phrase::fixed("no time at all", "aucun temps"))
                .help(Phrase::fixed(
                    "write how long it takes, such as \"3d\", or leave the key out",
                    "écrivez combien de temps cela prend, comme \"3j\", ou retirez la clé",
                )),
        );
    }
}
