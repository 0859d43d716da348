//! The head of the plan, the plans of a portfolio, and the levels of its warnings.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::calendar::months_after;
use crate::diag::{Code, Diagnostic, Diagnostics, Level, Levels};
use crate::ids::List;
use crate::method::Language;
use crate::model::{Budget, ForecastSettings, Head, LintSettings, Member, SimulationSettings};
use crate::phrase;
use crate::phrase::Phrase;
use crate::record::{Record, Value};
use crate::search::Aim;

use super::{Lower, Options};

/// Years in which a plan may start: dates then stay far from the ends of the calendar.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2199;

impl Lower<'_> {
    pub(super) fn head(&mut self, root: &Record<'_>, options: &Options) -> Option<Head> {
        let plan = root.record("plan")?;
        let start = self.start(plan)?;
        let horizon_months = plan.integer("horizon_months").unwrap_or(12) as u32;
        let languages = languages(plan);
        let today = options.today.or_else(|| plan.date("today"));
        let told = || root.records("initiative").iter().any(tells_progress);
        Some(Head {
            id: plan.text("id"),
            title: plan.text("title")?,
            company: plan.text("company"),
            sector: plan.text("sector"),
            start,
            horizon: months_after(start, horizon_months).saturating_sub(1.day()),
            horizon_months,
            objective: match plan.word_text("objective").as_deref() {
                Some("end") => Aim::End,
                _ => Aim::Value,
            },
            today,
            status_date: plan.date("status_date").or(today.filter(|_| told())),
            languages: if languages.is_empty() { vec![Language::En] } else { languages },
            currency: plan.word_text("currency"),
            version: plan.text("version"),
            status: plan.word_text("status"),
            sponsor: plan.text("sponsor"),
        })
    }

    fn start(&mut self, plan: &Record<'_>) -> Option<Date> {
        let start = plan.date("start")?;
        if YEARS.contains(&start.year()) {
            return Some(start);
        }
        let (year, first, last) = (start.year(), YEARS.start(), YEARS.end());
        self.push(
            Diagnostic::new(
                Code::OutsideHorizon,
                phrase!("a plan cannot start in {year}", "un plan ne peut pas commencer en {year}"),
            )
            .at(plan.span_of("start"), Phrase::fixed("out of range", "hors des bornes"))
            .help(phrase!("write a year from {first} to {last}", "écrivez une année de {first} à {last}")),
        );
        None
    }

    /// The plans of a portfolio. What they share has to stand where all of them see it.
    pub(super) fn members(&mut self, root: &Record<'_>, plans: &[Record<'_>]) -> List<Member> {
        for plan in plans {
            if let Some(datum) = plan.get("portfolio") {
                self.push(
                    Diagnostic::new(
                        Code::PortfolioConflict,
                        Phrase::fixed(
                            "a portfolio inside a portfolio",
                            "un portefeuille dans un portefeuille",
                        ),
                    )
                    .at(datum.key, Phrase::fixed("second level", "deuxième niveau"))
                    .help(Phrase::fixed(
                        "name its plans in the portfolio that you read",
                        "nommez ses plans dans le portefeuille que vous lisez",
                    )),
                );
            }
            for key in ["calendar", "scoring", "lints", "forecast", "simulation"] {
                if let Some(datum) = plan.get(key).filter(|_| !root.has(key)) {
                    self.push(
                        Diagnostic::new(
                            Code::PortfolioConflict,
                            phrase!(
                                "[{key}] stands in one plan, and not in the portfolio",
                                "[{key}] figure dans un plan, et non dans le portefeuille"
                            ),
                        )
                        .at(datum.key, Phrase::fixed("holds for this plan alone", "ne vaut que pour ce plan"))
                        .help(phrase!(
                            "move it to the portfolio's file, or to a file that portfolio and plans include",
                            "déplacez-le dans le fichier du portefeuille, ou dans un fichier que portefeuille et plans incluent"
                        )),
                    );
                }
            }
        }
        for plan in plans {
            self.compare_days(root, plan);
        }
        self.compare_currencies(root, plans);
        let member = |plan: &Record<'_>| {
            let head = plan.record("plan");
            Member {
                id: head.and_then(|head| head.text("id")),
                title: head.and_then(|head| head.text("title")).unwrap_or_default(),
                start: head.and_then(|head| head.date("start")).unwrap_or(Date::MIN),
                budget: plan.record("budget").and_then(|budget| budget.number("amount")),
            }
        };
        plans.iter().map(member).collect()
    }

    /// The portfolio's days hold for all of its plans; a plan that has others would be planned by days that it does not
    /// expect.
    fn compare_days(&mut self, root: &Record<'_>, plan: &Record<'_>) {
        let (Some(ours), Some(theirs)) = (root.get("calendar"), plan.get("calendar")) else { return };
        let mut silent = Lower { diagnostics: &mut Diagnostics::default(), ..*self };
        if silent.calendar(root) != silent.calendar(plan) {
            self.push(
                Diagnostic::new(
                    Code::PortfolioConflict,
                    Phrase::fixed(
                        "[calendar] of one plan is not that of the portfolio",
                        "[calendar] d'un plan n'est pas celui du portefeuille",
                    ),
                )
                .at(theirs.key, Phrase::fixed("other days here", "d'autres jours ici"))
                .also(ours.key, Phrase::fixed("holds for all plans", "vaut pour tous les plans"))
                .help(Phrase::fixed(
                    "write the same days in both, or give teams that work on other days a [[work_calendar]]",
                    "écrivez les mêmes jours dans les deux, ou donnez un [[work_calendar]] aux équipes qui travaillent d'autres jours",
                )),
            );
        }
    }

    /// Amounts of all plans are added up: whoever names a currency names the same.
    fn compare_currencies(&mut self, root: &Record<'_>, plans: &[Record<'_>]) {
        let heads = std::iter::once(root).chain(plans).filter_map(|record| record.record("plan"));
        let mut named =
            heads.filter_map(|head| Some((head.word_text("currency")?, head.span_of("currency"))));
        let Some((ours, first)) = named.next() else { return };
        for (theirs, span) in named.filter(|(theirs, _)| *theirs != ours) {
            self.push(
                Diagnostic::new(
                    Code::PortfolioConflict,
                    phrase!(
                        "amounts in {theirs} cannot be added to amounts in {ours}",
                        "des montants en {theirs} ne s'additionnent pas à des montants en {ours}"
                    ),
                )
                .at(span, Phrase::same(theirs))
                .also(first, Phrase::same(ours.clone()))
                .help(phrase!(
                    "write the amounts of all plans in {ours}, and `currency = \"{ours}\"`",
                    "écrivez les montants de tous les plans en {ours}, et `currency = \"{ours}\"`"
                )),
            );
        }
    }

    /// How durations are drawn. Parts of one whole are no more than that.
    pub(super) fn simulation(&mut self, root: &Record<'_>) -> SimulationSettings {
        let usual = SimulationSettings::default();
        let Some(record) = root.record("simulation") else { return usual };
        let settings = SimulationSettings {
            shared: record.number("shared").unwrap_or(usual.shared),
            team_shared: record.number("team_shared").unwrap_or(usual.team_shared),
            draws: record.integer("draws").map_or(usual.draws, |draws| draws as u32),
            seed: record.integer("seed").map_or(usual.seed, i64::unsigned_abs),
        };
        // A third and two thirds, written in decimals, may come out a little above.
        if settings.shared + settings.team_shared > 1.0 + 1e-9 {
            self.push(
                Diagnostic::new(
                    Code::OutOfRange,
                    Phrase::fixed(
                        "`shared` and `team_shared` are more than 1 together",
                        "`shared` et `team_shared` font plus de 1 ensemble",
                    ),
                )
                .at(
                    record.span_of("team_shared"),
                    Phrase::fixed("with the other, above 1", "avec l'autre, plus de 1"),
                )
                .also(record.span_of("shared"), Phrase::fixed("the other", "l'autre"))
                .help(Phrase::fixed(
                    "they are parts of one whole: lower one of them",
                    "ce sont des parts d'un même tout : baissez l'une des deux",
                )),
            );
        }
        settings
    }

    /// The plan's budget; for a portfolio without one, what its plans have together.
    pub(super) fn budget(&mut self, root: &Record<'_>, members: &List<Member>) -> Option<Budget> {
        if let Some(record) = root.record("budget") {
            return Some(Budget { amount: record.number("amount")?, covers: record.text("covers") });
        }
        let budgets: Vec<f64> = members.iter().filter_map(|member| member.budget).collect();
        (!budgets.is_empty() && budgets.len() == members.len())
            .then(|| Budget { amount: budgets.iter().sum(), covers: None })
    }
}

/// Whether the plan tells how far an initiative is.
fn tells_progress(initiative: &Record<'_>) -> bool {
    let told = |record: &Record<'_>| {
        ["started", "finished", "progress", "remaining", "remaining_effort"].iter().any(|key| record.has(key))
    };
    told(initiative) || initiative.records("steps").iter().any(told)
}

/// The levels that the plan sets.
pub(super) fn levels(root: &Record<'_>) -> Levels {
    let Some(lints) = root.record("lints") else { return Levels::default() };
    let codes = lints.map("level").iter().filter_map(|(code, level)| {
        let Value::Word(word) = level.value else { return None };
        Some((Code::from_number(&code.value)?, *Level::ALL.get(word)?))
    });
    Levels { all: None, codes: codes.collect() }
}

pub(super) fn lint_settings(root: &Record<'_>) -> LintSettings {
    let lints = root.record("lints");
    let number = |key: &str, default: i64| lints.and_then(|lints| lints.integer(key)).unwrap_or(default);
    LintSettings {
        evidence_months: number("evidence_months", 12) as u32,
        survey_answers: number("survey_answers", 30) as u64,
        interviews: number("interviews", 5) as u64,
        months_without_steps: number("months_without_steps", 1) as u32,
    }
}

pub(super) fn forecast_settings(root: &Record<'_>) -> ForecastSettings {
    let forecast = root.record("forecast");
    ForecastSettings {
        shared: forecast.and_then(|forecast| forecast.number("shared")).unwrap_or(0.0),
        diminishing: forecast.and_then(|forecast| forecast.flag("diminishing")).unwrap_or(false),
    }
}

pub(super) fn languages(record: &Record<'_>) -> Vec<Language> {
    let mut languages = Vec::new();
    for datum in record.list("languages") {
        if let Value::Word(word) = datum.value
            && let Some(language) = Language::ALL.get(word)
            && !languages.contains(language)
        {
            languages.push(*language);
        }
    }
    languages
}
