//! From a read document to a checked plan. Reports everything that is wrong, in one run.

mod customers;
mod dependencies;
mod head;
mod initiatives;
mod inputs;
mod loops;
mod methods;
mod names;
mod outcomes;
mod progress;
mod theme;
mod time;
mod together;
mod told;
mod work;

use jiff::civil::Date;

use crate::confidence;
use crate::diag::{Code, Diagnostic, Diagnostics, Levels};
use crate::ids::{Id, List};
use crate::inputs::MethodTables;
use crate::language;
use crate::method::Method;
use crate::model::Plan;
use crate::phrase;
use crate::phrase::Phrase;
use crate::read::{self, Document};
use crate::record::Record;
use names::Names;

/// Checks a document against the language and the declared inputs of the loaded methods.
///
/// Returns nothing where so little could be read that not even methods can be asked.
pub fn check(
    mut document: Document<'_>,
    methods: &[Method],
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<Checked> {
    let tables = MethodTables::new(methods, &options.undeclared, &options.known, &options.unavailable);
    let read::Reading { root, plans, strange, whole } =
        read::conform(&document, &language::ROOT, &tables, options.whole, diagnostics);
    document.drop_trees();
    diagnostics.set_levels(head::levels(&root).under(&options.levels));
    // Behind an open bracket any part of the plan may stand, as in a file that is not there.
    if !whole || document.is_torn() {
        return None;
    }
    let broken = document.is_broken();
    let names = Names::of(&root, strange, diagnostics);
    names.check_references(&root, diagnostics);
    for record in std::iter::once(&root).chain(&plans) {
        check_schema(record, diagnostics);
    }
    if root.has("initiative") && root.records("initiative").is_empty() && !root.lost("initiative") {
        diagnostics.push(
            Diagnostic::new(
                Code::MissingKey,
                Phrase::fixed("the plan has no initiative", "le plan n'a aucune initiative"),
            )
            .at(root.span_of("initiative"), Phrase::fixed("an empty list", "une liste vide"))
            .help(Phrase::fixed(
                "add an [[initiative]] with an id, a title and the inputs of a method",
                "ajoutez une [[initiative]] avec un identifiant, un titre et les données d'une méthode",
            )),
        );
    }

    let mut lower = Lower { names: &names, diagnostics, broken, undecided: false };
    let calendar = lower.calendar(&root);
    let head = lower.head(&root, options);
    if let Some(head) = &head {
        lower.check_told(&root, head);
    }
    let members = lower.members(&root, &plans);
    let stages = lower.stages(&root);
    let scoring = methods::select(&root, methods, options, &mut lower);
    let teams = lower.teams(&root);
    let work_calendars = lower.work_calendars(&root);
    let all_methods: Vec<&Method> = scoring.iter().map(|scoring| &scoring.method).chain(methods).collect();
    let context = Context {
        scoring: &scoring,
        methods: &all_methods,
        calendar: &calendar,
        stages: &stages,
        teams: &teams,
        work_calendars: &work_calendars,
        status_date: head.as_ref().and_then(|head| head.status_date),
        late: root
            .record("plan")
            .and_then(|plan| plan.word_text("timing"))
            .is_some_and(|timing| timing == "late"),
        scores_alone: options.scores_alone,
    };
    let initiatives = lower.initiatives(&root, &document, context);
    let dated = head.is_some();
    lower.check_dependencies(&initiatives);
    let mut plan = Plan {
        vision: root.record("vision").map(|record| lower.vision(record)),
        guidelines: lower.guidelines(&root),
        goals: lower.goals(&root),
        segments: lower.segments(&root),
        personas: lower.personas(&root),
        touchpoints: lower.touchpoints(&root, &stages),
        evidence: lower.evidence(&root),
        competitors: lower.competitors(&root),
        metrics: lower.metrics(&root, head.as_ref()),
        indicators: lower.indicators(&root),
        tools: lower.tools(&root),
        budget: lower.budget(&root, &members),
        milestones: lower.milestones(&root, &initiatives),
        decisions: lower.decisions(&root),
        reviews: lower.reviews(&root, head.as_ref()),
        audiences: lower.audiences(&root),
        actuals: lower.actuals(&root),
        delivered: lower.delivered(&root, &calendar),
        work_calendars,
        lints: head::lint_settings(&root),
        forecast: head::forecast_settings(&root),
        simulation: lower.simulation(&root),
        theme: lower.theme(&root),
        plans: members,
        stages,
        teams,
        head: head.unwrap_or_default(),
        calendar,
        methods: scoring,
        initiatives,
    };
    // The age of evidence counts from the start of the plan.
    if dated {
        confidence::earn(&mut plan, diagnostics);
    }
    Some(if diagnostics.errors() == 0 { Checked::Plan(plan) } else { Checked::Draft(Draft(plan)) })
}

/// What a check makes of a document.
#[derive(Clone, Debug)]
pub enum Checked {
    /// The plan: no finding is an error.
    Plan(Plan),
    /// What there is of a plan with errors.
    Draft(Draft),
}

/// What there is of a plan with errors: what is wrong was left out or replaced by something harmless.
#[derive(Clone, Debug)]
pub struct Draft(Plan);

impl Draft {
    /// The plan, to ask methods about the inputs that have no error, so that everything is told at once. Nothing else in it can
    /// be relied on.
    pub const fn for_methods(&self) -> &Plan {
        &self.0
    }
}

/// What the caller decides over the plan's head.
#[derive(Clone, Debug)]
pub struct Options {
    /// Id of the method that decides, instead of the plan's.
    pub method: Option<String>,
    /// Ids of the methods to compare with, instead of the plan's.
    pub compare: Option<Vec<String>>,
    /// The day that documents speak of as today, instead of the plan's.
    pub today: Option<Date>,
    /// Levels of warnings, over the plan's.
    pub levels: Levels,
    /// Whether all files of the plan could be read. Where not, what is missing may stand in one of them, and only what is
    /// wrong by itself is told.
    pub whole: bool,
    /// Ids of methods that exist, loaded or not: what to suggest for a misspelt one.
    pub known: Vec<String>,
    /// Ids of methods whose plugin could not be loaded, which has been reported.
    pub unavailable: Vec<String>,
    /// Methods that are open, and whose parameters are wrong, so that nobody knows what they read of an initiative.
    pub undeclared: Vec<Method>,
    /// Whether only scores are asked for: work that nobody knows is then no error, since a timeline alone needs it.
    pub scores_alone: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            method: None,
            compare: None,
            today: None,
            levels: Levels::default(),
            whole: true,
            known: Vec::new(),
            unavailable: Vec::new(),
            undeclared: Vec::new(),
            scores_alone: false,
        }
    }
}

/// What initiatives are lowered with.
#[derive(Clone, Copy)]
struct Context<'a> {
    scoring: &'a [crate::model::Scoring],
    /// The methods of the plan, then all others: work is work, whoever scores by it.
    methods: &'a [&'a Method],
    calendar: &'a crate::model::CalendarRules,
    stages: &'a List<crate::model::Stage>,
    teams: &'a List<crate::model::Team>,
    work_calendars: &'a List<crate::model::WorkCalendar>,
    status_date: Option<Date>,
    /// Whether work is done as late as can be unless it says otherwise.
    late: bool,
    scores_alone: bool,
}

impl<'a> Context<'a> {
    /// The days on which a team works; those of the plan where there is none.
    fn days_of(&self, team: Option<Id<crate::model::Team>>) -> &'a crate::model::WorkDays {
        let own = team.and_then(|team| self.teams[team].calendar);
        own.map_or(&self.calendar.days, |id| &self.work_calendars[id].days)
    }
}

/// Turns records into the model. Values that are wrong were reported by the reader and are left out or replaced by a
/// harmless one: with an error reported, the plan is a draft.
struct Lower<'a> {
    names: &'a Names,
    diagnostics: &'a mut Diagnostics,
    /// Whether a file has errors of syntax: what is missing may stand on a line that could not be read.
    broken: bool,
    /// Whether it could not be settled which method decides.
    undecided: bool,
}

impl Lower<'_> {
    fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// All records of a list, each turned into an entry.
    fn list<'r, 't, T>(
        &mut self,
        root: &'r Record<'t>,
        key: &str,
        mut entry: impl FnMut(&mut Self, &'r Record<'t>) -> T,
    ) -> List<T> {
        root.records(key).iter().map(|record| entry(self, record)).collect()
    }

    /// A reference, where it leads somewhere.
    fn reference<T>(&self, record: &Record<'_>, key: &str) -> Option<Id<T>> {
        self.names.find(record, key)
    }

    /// References that lead somewhere, each once.
    fn references<T>(&self, record: &Record<'_>, key: &str) -> Vec<Id<T>> {
        let mut found: Vec<Id<T>> = Vec::new();
        for id in self.names.find_all(record, key) {
            if !found.contains(&id.value) {
                found.push(id.value);
            }
        }
        found
    }

    /// Two ends of a period; told where the second comes before the first.
    fn period(&mut self, record: &Record<'_>) -> Option<(Date, Date)> {
        let (from, to) = (record.date("from")?, record.date("to")?);
        if from > to {
            self.push(
                Diagnostic::new(
                    Code::WrongOrder,
                    Phrase::fixed(
                        "this period ends before it begins",
                        "cette période finit avant de commencer",
                    ),
                )
                .at(record.span_of("to"), phrase!("before {from}", "avant le {from}"))
                .also(record.span_of("from"), Phrase::fixed("begins here", "commence ici"))
                .help(Phrase::fixed(
                    "swap `from` and `to`; both days belong to the period",
                    "échangez `from` et `to` ; les deux jours font partie de la période",
                ))
                .fix(
                    Phrase::fixed("swap `from` and `to`", "échanger `from` et `to`"),
                    [(record.span_of("to"), from.to_string()), (record.span_of("from"), to.to_string())],
                ),
            );
        }
        Some((from, to))
    }

    /// The dates between which work lies; told where one contradicts another.
    fn check_window(&mut self, record: &Record<'_>) {
        let pairs = [
            ("not_before", "fixed"),
            ("not_before", "deadline"),
            ("fixed", "deadline"),
            ("not_before", "must_finish_by"),
            ("fixed", "must_finish_by"),
        ];
        self.check_dates(record, &pairs);
    }

    /// Dates of which the second of each pair may not lie before the first.
    fn check_dates(&mut self, record: &Record<'_>, pairs: &[(&'static str, &'static str)]) {
        for &(first, then) in pairs {
            let (Some(start), Some(end)) = (record.date(first), record.date(then)) else { continue };
            if start <= end {
                continue;
            }
            self.push(
                Diagnostic::new(
                    Code::WrongOrder,
                    phrase!("`{then}` lies before `{first}`", "`{then}` est avant `{first}`"),
                )
                .at(record.span_of(then), phrase!("before {start}", "avant le {start}"))
                .also(record.span_of(first), phrase!("{start} here", "{start} ici"))
                .help(Phrase::fixed("correct one of the two dates", "corrigez l'une des deux dates")),
            );
            // The third date lies on the wrong side of one of the two: that is no further mistake.
            return;
        }
    }
}

fn check_schema(root: &Record<'_>, diagnostics: &mut Diagnostics) {
    if let Some(schema) = root.integer("schema")
        && schema != language::SCHEMA
    {
        let ours = language::SCHEMA;
        diagnostics.push(
            Diagnostic::new(
                Code::Schema,
                phrase!(
                    "the plan is written in schema {schema}; this version reads schema {ours}",
                    "le plan est écrit en schéma {schema} ; cette version lit le schéma {ours}"
                ),
            )
            .at(root.span_of("schema"), Phrase::fixed("not read by this version", "pas lu par cette version"))
            .help(phrase!(
                "use a newer cxplan, or write `schema = {ours}`",
                "prenez un cxplan plus récent, ou écrivez `schema = {ours}`"
            )),
        );
    }
}
