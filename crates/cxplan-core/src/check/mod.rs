//! From a read document to a checked plan. Reports everything that is wrong, in one run.

mod entities;
mod initiatives;
mod loops;
mod methods;
mod names;
mod work;

pub(crate) use entities::months_after;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ids::{Id, List};
use crate::inputs::MethodTables;
use crate::language;
use crate::method::Method;
use crate::model::Plan;
use crate::read::{self, Document};
use crate::record::Record;
use names::Names;

/// Checks a document against the language and the declared inputs of the loaded methods.
///
/// Returns a plan exactly when no finding is an error.
pub fn check(
    document: &Document<'_>,
    methods: &[Method],
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<Plan> {
    let tables = MethodTables::new(methods, &options.known, &options.unavailable);
    let root = read::conform(document, &language::ROOT, &tables, diagnostics);
    let names = Names::of(&root, diagnostics);
    names.check_references(&root, diagnostics);
    check_schema(&root, diagnostics);
    if root.has("initiative") && root.records("initiative").is_empty() && !root.lost("initiative") {
        diagnostics.push(
            Diagnostic::new(Code::MissingKey, "the plan has no initiative")
                .at(root.span_of("initiative"), "an empty list")
                .help("add an [[initiative]] with an id, a title and the inputs of a method"),
        );
    }

    let mut lower = Lower { names: &names, diagnostics };
    let calendar = lower.calendar(&root);
    let head = lower.head(root.record("plan"), options);
    let stages = lower.stages(&root);
    let scoring = methods::select(&root, methods, options, &mut lower);
    let initiatives = lower.initiatives(&root, &scoring, &calendar, &stages);
    lower.check_dependencies(&initiatives);
    let plan = Plan {
        vision: root.record("vision").map(|record| lower.vision(record)),
        goals: lower.goals(&root),
        segments: lower.segments(&root),
        personas: lower.personas(&root),
        touchpoints: lower.touchpoints(&root, &stages),
        evidence: lower.evidence(&root),
        competitors: lower.competitors(&root),
        metrics: lower.metrics(&root, head.as_ref()),
        teams: lower.teams(&root),
        tools: lower.tools(&root),
        budget: root.record("budget").and_then(|record| lower.budget(record)),
        reviews: lower.reviews(&root, head.as_ref()),
        audiences: lower.audiences(&root),
        actuals: lower.actuals(&root),
        delivered: lower.delivered(&root, &calendar),
        stages,
        head: head?,
        calendar,
        methods: scoring,
        initiatives,
    };
    (diagnostics.errors() == 0).then_some(plan)
}

/// What the caller decides over the plan's head.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Id of the method that decides, instead of the plan's.
    pub method: Option<String>,
    /// The day that documents speak of as today, instead of the plan's.
    pub today: Option<jiff::civil::Date>,
    /// Ids of methods that exist, loaded or not: what to suggest for a misspelt one.
    pub known: Vec<String>,
    /// Ids of methods whose plugin could not be loaded, which has been reported.
    pub unavailable: Vec<String>,
}

/// Turns records into the model. Values that are wrong were reported by the reader and are left out or replaced by a
/// harmless one: with an error reported, no plan is returned.
struct Lower<'a> {
    names: &'a Names,
    diagnostics: &'a mut Diagnostics,
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

    /// References that lead somewhere.
    fn references<T>(&self, record: &Record<'_>, key: &str) -> Vec<Id<T>> {
        self.names.find_all(record, key).into_iter().map(|found| found.value).collect()
    }
}

fn check_schema(root: &Record<'_>, diagnostics: &mut Diagnostics) {
    if let Some(schema) = root.integer("schema")
        && schema != language::SCHEMA
    {
        let message =
            format!("the plan is written in schema {schema}; this version reads schema {}", language::SCHEMA);
        diagnostics.push(
            Diagnostic::new(Code::Schema, message)
                .at(root.span_of("schema"), "not read by this version")
                .help("use a newer cxplan, or write `schema = 1`"),
        );
    }
}
