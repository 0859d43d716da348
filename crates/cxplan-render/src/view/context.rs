//! What stands behind the plan: vision and goals, customers, evidence, competitors, and how the page was made.

use cxplan_core::method::Origin;
use cxplan_core::report::EvidenceView;
use serde::Serialize;

use super::Scene;
use super::course::{self, Principle};

/// The section of vision and goals.
#[derive(Serialize)]
pub(crate) struct Vision {
    pub(crate) statement: Option<String>,
    notes: Vec<Note>,
    pub(crate) goals: Vec<Goal>,
    principles: Vec<Principle>,
}

/// A text with a name.
#[derive(Serialize)]
pub(crate) struct Note {
    label: String,
    text: String,
}

/// A goal.
#[derive(Serialize)]
pub(crate) struct Goal {
    pub(crate) statement: String,
    pub(crate) aligned: Option<String>,
    pub(crate) metrics: String,
    pub(crate) count: String,
}

impl Vision {
    pub(crate) fn new(scene: &Scene<'_>) -> Option<Self> {
        let locale = scene.locale;
        let report = scene.report;
        let metric =
            |id: &String| scene.metrics.get(id.as_str()).map_or_else(|| id.clone(), |m| m.name.clone());
        let goals = report.goals.iter().map(|goal| Goal {
            statement: goal.statement.clone(),
            aligned: goal.aligned_to.clone(),
            metrics: goal.metrics.iter().map(metric).collect::<Vec<_>>().join(" · "),
            count: locale.count("count.initiatives", goal.initiatives.len(), &[]),
        });
        let goals: Vec<Goal> = goals.collect();
        let vision = report.vision.as_ref();
        let measured =
            vision.map(|vision| vision.measured_by.iter().map(metric).collect::<Vec<_>>().join(", "));
        let note = |id: &str, text: Option<String>| {
            text.filter(|text| !text.is_empty()).map(|text| Note { label: locale.text(id).to_owned(), text })
        };
        let notes = [
            note("vision.promise", vision.and_then(|vision| vision.brand_promise.clone())),
            note("vision.delight", vision.and_then(|vision| vision.delight.clone())),
            note("vision.company", vision.and_then(|vision| vision.company_vision.clone())),
            note("vision.measured", measured),
        ];
        let notes: Vec<Note> = notes.into_iter().flatten().collect();
        let statement = vision.and_then(|vision| vision.statement.clone());
        let principles = course::principles(scene);
        let is_empty = statement.is_none() && notes.is_empty() && goals.is_empty() && principles.is_empty();
        (!is_empty).then_some(Self { statement, notes, goals, principles })
    }
}

/// The sections of customers, evidence and competitors.
#[derive(Serialize)]
pub(crate) struct Customers {
    segments: Vec<Segment>,
    personas: Vec<Persona>,
    evidence: Vec<Evidence>,
    evidence_lead: String,
    competitors: Vec<Competitor>,
}

/// A segment.
#[derive(Serialize)]
struct Segment {
    name: String,
    share: Option<String>,
    customers: Option<String>,
}

/// A persona.
#[derive(Serialize)]
struct Persona {
    name: String,
    segment: Option<String>,
    goals: Vec<String>,
    frustrations: Vec<String>,
    channels: String,
}

/// A piece of evidence.
#[derive(Serialize)]
struct Evidence {
    id: String,
    kind: String,
    sample: String,
    date: String,
    finding: String,
    quote: Option<String>,
    polarity: String,
    backs: String,
}

/// A competitor.
#[derive(Serialize)]
struct Competitor {
    name: String,
    sources: String,
    well: Vec<String>,
    badly: Vec<String>,
}

impl Customers {
    pub(crate) fn new(scene: &Scene<'_>) -> Option<Self> {
        let locale = scene.locale;
        let report = scene.report;
        let segments = report.segments.iter().map(|segment| Segment {
            name: segment.name.clone(),
            share: segment.share.map(|share| locale.percent(share)),
            customers: segment.customers.map(|count| locale.count("customers.count", count as usize, &[])),
        });
        let personas = report.personas.iter().map(|persona| Persona {
            name: persona.name.clone(),
            segment: persona.segment.clone(),
            goals: persona.goals.clone(),
            frustrations: persona.frustrations.clone(),
            channels: persona.channels.join(", "),
        });
        let competitors = report.competitors.iter().map(|competitor| Competitor {
            name: competitor.name.clone(),
            sources: competitor.sources.join(", "),
            well: competitor.does_well.clone(),
            badly: competitor.does_badly.clone(),
        });
        let customers = Self {
            segments: segments.collect(),
            personas: personas.collect(),
            evidence: report.evidence.iter().map(|evidence| self::evidence(scene, evidence)).collect(),
            evidence_lead: locale.count("evidence.lead", report.evidence.len(), &[]),
            competitors: competitors.collect(),
        };
        let is_empty = customers.segments.is_empty()
            && customers.personas.is_empty()
            && customers.evidence.is_empty()
            && customers.competitors.is_empty();
        (!is_empty).then_some(customers)
    }
}

fn evidence(scene: &Scene<'_>, evidence: &EvidenceView) -> Evidence {
    let locale = scene.locale;
    Evidence {
        id: evidence.id.clone(),
        kind: locale.word("kind", &evidence.kind),
        sample: evidence.n.map_or_else(|| "–".to_owned(), |n| locale.integer(n as f64)),
        date: evidence.date.map_or_else(|| "–".to_owned(), |date| locale.date(date)),
        finding: evidence.finding.clone(),
        quote: evidence.quote.as_ref().map(|quote| locale.quoted(quote)),
        polarity: evidence.polarity.as_ref().map_or_else(String::new, |word| locale.word("polarity", word)),
        backs: match evidence.backs.len() {
            0 => "–".to_owned(),
            count => locale.count("count.initiatives", count, &[]),
        },
    }
}

/// The end of the page.
#[derive(Serialize)]
pub(crate) struct Footer {
    pub(crate) made: String,
    methods: Vec<Method>,
    tools: Vec<Tool>,
}

/// A method that scored.
#[derive(Serialize)]
struct Method {
    title: String,
    summary: String,
    formula: String,
    facts: String,
}

/// A tool.
#[derive(Serialize)]
struct Tool {
    name: String,
    cost: String,
    needed: String,
}

impl Footer {
    pub(crate) fn new(scene: &Scene<'_>) -> Self {
        let locale = scene.locale;
        let report = scene.report;
        let short = |digest: &str| digest.chars().take(12).collect::<String>();
        let digest = short(&report.input_sha256);
        let method = |method: &cxplan_core::report::MethodView| {
            let origin = match &method.origin {
                Origin::Builtin => locale.text("origin.builtin").to_owned(),
                Origin::File(path) => path.clone(),
            };
            let values = [("id", method.id.as_str()), ("version", &method.version), ("origin", &origin)];
            let digest = short(&method.sha256);
            let values = [values[0], values[1], values[2], ("digest", digest.as_str())];
            Method {
                title: method.title.clone(),
                summary: method.summary.clone(),
                formula: method.formula.clone(),
                facts: locale.fill("footer.method", &values),
            }
        };
        let tool = |tool: &cxplan_core::report::ToolView| Tool {
            name: tool.name.clone(),
            cost: tool.annual_cost.map_or_else(|| "–".to_owned(), |cost| scene.money(cost)),
            needed: tool.first_needed.map_or_else(|| "–".to_owned(), |date| locale.date(date)),
        };
        Self {
            made: locale.fill("footer.made", &[("version", &report.engine), ("digest", &digest)]),
            methods: report.methods.iter().map(method).collect(),
            tools: report.tools.iter().map(tool).collect(),
        }
    }
}
