//! The plan language: every table and key, declared once.

use std::borrow::Cow;

use crate::fields::{Kind, MethodSlot, Table, TableRef, Target, field};

/// The schema that this engine reads.
pub const SCHEMA: i64 = 1;

/// The sizes that no real plan exceeds; they keep arithmetic exact and answers sane.
const PEOPLE: f64 = 10_000.0;
const COUNT: i64 = 1_000_000_000_000;
const MONEY: f64 = 1e15;

const TEXTS: Kind = Kind::List(&Kind::Text);
static METRIC_REF: Kind = Kind::Ref(Target::Metric);
static NUMBER: Kind = Kind::Number(f64::NEG_INFINITY, f64::INFINITY);
static COUNT_KIND: Kind = Kind::Integer(0, COUNT);
static DATE: Kind = Kind::Date;

const fn refs(kind: &'static Kind) -> Kind {
    Kind::List(kind)
}

/// Declares a choice of words.
macro_rules! words {
    ($($word:literal),+ $(,)?) => { Kind::Word(Cow::Borrowed(&[$(Cow::Borrowed($word)),+])) };
}

/// Declares a table.
macro_rules! table {
    ($(#[doc = $doc:literal])* $static:ident, $name:literal, $line:literal, [$($field:expr),* $(,)?]) => {
        table!($(#[doc = $doc])* $static, $name, $line, None, [$($field),*]);
    };
    ($(#[doc = $doc:literal])* $static:ident, $name:literal, $line:literal, $methods:expr, [$($field:expr),* $(,)?]) => {
        $(#[doc = $doc])*
        pub static $static: Table = Table {
            name: Cow::Borrowed($name),
            doc: Cow::Borrowed($line),
            fields: Cow::Borrowed(&[$($field),*]),
            methods: $methods,
        };
    };
}

const fn inner(table: &'static Table) -> Kind {
    Kind::Table(TableRef::Static(table))
}

table!(/// The plan file.
    ROOT, "", "The plan", [
    field("schema", Kind::Integer(1, 1_000), "Version of the plan language; 1 today"),
    field("plan", inner(&PLAN), "Head of the plan").required(),
    field("calendar", inner(&CALENDAR), "Working days, holidays and freezes"),
    field("scoring", inner(&SCORING), "How initiatives are scored"),
    field("vision", inner(&VISION), "What customers shall live"),
    field("goal", Kind::Tables(&GOAL), "What shall be true"),
    field("segment", Kind::Tables(&SEGMENT), "Groups of customers"),
    field("persona", Kind::Tables(&PERSONA), "Typical customers"),
    field("stage", Kind::Tables(&STAGE), "Stages of the journey"),
    field("touchpoint", Kind::Tables(&TOUCHPOINT), "Where customers meet the company"),
    field("evidence", Kind::Tables(&EVIDENCE), "What is known of the experience today"),
    field("competitor", Kind::Tables(&COMPETITOR), "What others do"),
    field("metric", Kind::Tables(&METRIC), "Figures with targets"),
    field("team", Kind::Tables(&TEAM), "Who does the work"),
    field("tool", Kind::Tables(&TOOL), "What the work needs"),
    field("budget", inner(&BUDGET), "What may be spent"),
    field("initiative", Kind::Tables(&INITIATIVE), "What is to be done").required(),
    field("review", Kind::Tables(&REVIEW), "When the plan is looked at again"),
    field("audience", Kind::Tables(&AUDIENCE), "Who reads which document"),
    field("actual", Kind::Tables(&ACTUAL), "Metric values measured since"),
    field("delivered", Kind::Tables(&DELIVERED), "Initiatives delivered since"),
]);

table!(/// `[plan]`
    PLAN, "plan", "Head of the plan", [
    field("id", Kind::Id, "Id of the plan, for comparing versions"),
    field("title", Kind::Text, "Title of the documents").required(),
    field("company", Kind::Text, "Whose plan it is"),
    field("sector", Kind::Text, "Line of business"),
    field("start", Kind::Date, "First day of the timeline").required(),
    field("horizon_months", Kind::Integer(1, 120), "Months that the plan covers; 12 unless given"),
    field("today", Kind::Date, "The day that the documents speak of as today"),
    field("languages", Kind::List(&LANGUAGE), "Languages of the documents; [\"en\"] unless given"),
    field("currency", words!["EUR", "USD", "GBP", "CHF", "CAD", "AUD", "JPY", "SEK", "NOK", "DKK", "PLN", "MAD", "XOF"], "Currency of amounts"),
    field("version", Kind::Text, "Version of the plan as the team counts it"),
    field("status", words!["draft", "review", "approved", "closed"], "How far the plan is"),
    field("sponsor", Kind::Text, "Who answers for the plan"),
]);

static LANGUAGE: Kind = words!["en", "fr"];
static WEEKDAY: Kind = words!["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

table!(/// `[calendar]`
    CALENDAR, "calendar", "Working days, holidays and freezes", [
    field("workdays", Kind::List(&WEEKDAY), "Working days of a week; Monday to Friday unless given"),
    field("holidays", Kind::List(&DATE), "Days on which nobody works"),
    field("freeze", Kind::Tables(&FREEZE), "Periods in which teams do not work on the plan"),
    field("days_per_month", Kind::Integer(1, 31), "Working days in a person-month; 20 unless given"),
]);

table!(/// `[[calendar.freeze]]`
    FREEZE, "calendar.freeze", "A period without work on the plan", [
    field("from", Kind::Date, "First day").required(),
    field("to", Kind::Date, "Last day").required(),
    field("teams", refs(&TEAM_REF), "Teams that pause; all unless given"),
    field("why", Kind::Text, "Why"),
]);

static TEAM_REF: Kind = Kind::Ref(Target::Team);
static TOOL_REF: Kind = Kind::Ref(Target::Tool);
static SEGMENT_REF: Kind = Kind::Ref(Target::Segment);
static TOUCHPOINT_REF: Kind = Kind::Ref(Target::Touchpoint);
static INITIATIVE_REF: Kind = Kind::Ref(Target::Initiative);
static STEP_REF: Kind = Kind::Ref(Target::Step);

table!(/// `[scoring]`
    SCORING, "scoring", "How initiatives are scored", Some(MethodSlot::Params), [
    field("primary", Kind::Text, "Id of the method that decides the order"),
    field("compare", TEXTS, "Ids of methods to score with as well"),
]);

table!(/// `[vision]`
    VISION, "vision", "What customers shall live", [
    field("statement", Kind::Text, "What customers shall say or feel"),
    field("company_vision", Kind::Text, "The company's vision behind it"),
    field("brand_promise", Kind::Text, "What the brand promises"),
    field("delight", Kind::Text, "How it will delight"),
    field("measured_by", refs(&METRIC_REF), "Metrics that tell success"),
]);

table!(/// `[[goal]]`
    GOAL, "goal", "What shall be true", [
    field("id", Kind::Id, "Id").required(),
    field("statement", Kind::Text, "What shall be true").required(),
    field("aligned_to", Kind::Text, "What of the company's strategy it serves"),
    field("metrics", refs(&METRIC_REF), "Metrics that tell"),
]);

table!(/// `[[segment]]`
    SEGMENT, "segment", "A group of customers", [
    field("id", Kind::Id, "Id").required(),
    field("name", Kind::Text, "Name").required(),
    field("share", Kind::Share(0.0, 1.0), "Share of all customers"),
    field("customers", Kind::Integer(0, COUNT), "Number of customers"),
]);

table!(/// `[[persona]]`
    PERSONA, "persona", "A typical customer", [
    field("id", Kind::Id, "Id").required(),
    field("name", Kind::Text, "Name").required(),
    field("segment", Kind::Ref(Target::Segment), "Segment"),
    field("goals", TEXTS, "What this person wants"),
    field("frustrations", TEXTS, "What gets in the way"),
    field("channels", TEXTS, "Channels used"),
]);

table!(/// `[[stage]]`
    STAGE, "stage", "A stage of the journey", [
    field("id", Kind::Id, "Id").required(),
    field("name", Kind::Text, "Name").required(),
    field("order", Kind::Integer(0, 1_000), "Place in the journey; the order of the text unless given"),
    field("entered", Kind::Integer(0, COUNT), "People who enter it in a month"),
    field("completed", Kind::Integer(0, COUNT), "People who complete it in a month"),
]);

table!(/// `[[touchpoint]]`
    TOUCHPOINT, "touchpoint", "A place where customers meet the company", [
    field("id", Kind::Id, "Id").required(),
    field("name", Kind::Text, "Name; made of the id unless given"),
    field("stage", Kind::Ref(Target::Stage), "Stage"),
    field("channels", TEXTS, "Channels"),
    field("emotion", Kind::Integer(-2, 2), "How customers feel after it, -2 very bad to 2 very good"),
    field("expectation", Kind::Text, "What customers expect"),
    field("follow_up", inner(&FOLLOW_UP), "Who comes back to the customer"),
]);

table!(/// `touchpoint.follow_up`
    FOLLOW_UP, "touchpoint.follow_up", "Who comes back to the customer", [
    field("who", Kind::Text, "Who").required(),
    field("when", Kind::Duration, "How long after"),
    field("how", Kind::Text, "How"),
]);

table!(/// `[[evidence]]`
    EVIDENCE, "evidence", "Something known of the experience today", [
    field("id", Kind::Id, "Id").required(),
    field("kind", words!["interview", "survey", "exit-survey", "heatmap", "session-replay", "analytics", "support-tickets",
        "usability-test", "walkthrough", "review", "social-listening", "experiment", "staff-interview", "estimate"], "How it was gathered").required(),
    field("date", Kind::Date, "When it was gathered"),
    field("n", Kind::Integer(1, COUNT), "Answers, sessions or people behind it"),
    field("segments", refs(&SEGMENT_REF), "Segments that it speaks of"),
    field("touchpoints", refs(&TOUCHPOINT_REF), "Touchpoints that it speaks of"),
    field("question", Kind::Text, "The question asked"),
    field("finding", Kind::Text, "What it says").required(),
    field("quote", Kind::Text, "A customer's own words"),
    field("polarity", words!["negative", "positive", "mixed"], "Whether it is good news"),
]);

table!(/// `[[competitor]]`
    COMPETITOR, "competitor", "Somebody customers could go to", [
    field("id", Kind::Id, "Id").required(),
    field("name", Kind::Text, "Name").required(),
    field("sources", TEXTS, "How it was studied"),
    field("does_well", TEXTS, "What it does well"),
    field("does_badly", TEXTS, "What it does badly"),
    field("metrics", Kind::StaticMap(Target::Metric, &NUMBER), "Its values of our metrics"),
]);

table!(/// `[[metric]]`
    METRIC, "metric", "A figure with targets", [
    field("id", Kind::Id, "Id").required(),
    field("name", Kind::Text, "Name").required(),
    field("kind", words!["nps", "csat", "ces", "rate", "amount", "rating", "count"], "What it measures").required(),
    field("direction", words!["higher", "lower"], "Which way is better").required(),
    field("scale", Kind::Numbers { names: Cow::Borrowed(&[Cow::Borrowed("low"), Cow::Borrowed("high")]), min: f64::NEG_INFINITY, max: f64::INFINITY }, "Ends of the answer scale"),
    field("method", words!["top-2-box", "binary", "mean"], "How satisfaction is counted"),
    field("version", words!["1.0", "2.0"], "Version of the customer effort question"),
    field("unit", Kind::Text, "Unit of the value, such as \"%\""),
    field("baseline", inner(&BASELINE), "Where it stands today"),
    field("targets", Kind::Tables(&METRIC_TARGET), "Where it shall be"),
    field("owner", Kind::Text, "Who answers for it"),
]);

/// Declares a table that holds a measurement: its own keys, then the forms that a measurement can have.
macro_rules! measured_table {
    ($(#[doc = $doc:literal])* $static:ident, $name:literal, $line:literal, [$($field:expr),* $(,)?]) => {
        table!($(#[doc = $doc])* $static, $name, $line, [
            $($field,)*
            field("value", NUMBER_KIND, "The value itself"),
            field("n", Kind::Integer(1, COUNT), "Answers behind it"),
            field("promoters", Kind::Integer(0, COUNT), "Answers 9 and 10"),
            field("passives", Kind::Integer(0, COUNT), "Answers 7 and 8"),
            field("detractors", Kind::Integer(0, COUNT), "Answers 0 to 6"),
            field("counts", Kind::List(&COUNT_KIND), "Answers for each point of the scale, lowest first"),
            field("start", Kind::Integer(0, COUNT), "Customers at the start of the period"),
            field("end", Kind::Integer(0, COUNT), "Customers at its end"),
            field("new", Kind::Integer(0, COUNT), "Customers won in it"),
        ]);
    };
}

measured_table!(/// `metric.baseline`
    BASELINE, "metric.baseline", "A measured value: one of value, counts, promoters/passives/detractors, or start/end/new", [
    field("date", Kind::Date, "When it was measured"),
]);

const NUMBER_KIND: Kind = Kind::Number(f64::NEG_INFINITY, f64::INFINITY);

table!(/// `metric.targets`
    METRIC_TARGET, "metric.targets", "A value to reach by a month", [
    field("months", Kind::Integer(1, 120), "Months from the start of the plan").required(),
    field("value", NUMBER_KIND, "Value to reach").required(),
]);

table!(/// `[[team]]`
    TEAM, "team", "People who do the work", [
    field("id", Kind::Id, "Id").required(),
    field("name", Kind::Text, "Name").required(),
    field("capacity", Kind::Number(0.001, PEOPLE), "Full-time equivalents for this plan: person-months a month").required(),
    field("cost_per_person_month", Kind::Number(0.0, MONEY), "Cost of a person-month"),
]);

table!(/// `[[tool]]`
    TOOL, "tool", "Something the work needs", [
    field("id", Kind::Id, "Id").required(),
    field("name", Kind::Text, "Name").required(),
    field("annual_cost", Kind::Number(0.0, MONEY), "Cost for a year"),
]);

table!(/// `[budget]`
    BUDGET, "budget", "What may be spent", [
    field("amount", Kind::Number(0.0, MONEY), "Amount, in the plan's currency").required(),
    field("covers", Kind::Text, "What it covers"),
]);

table!(/// `[[initiative]]`
    INITIATIVE, "initiative", "Something to be done for customers", Some(MethodSlot::Inputs), [
    field("id", Kind::Id, "Id").required(),
    field("title", Kind::Text, "Title").required(),
    field("status", words!["proposed", "planned", "active", "done", "paused", "rejected"], "How far it is; planned unless given"),
    field("decision", Kind::Text, "Why it has that status"),
    field("stage", Kind::Ref(Target::Stage), "Stage of the journey; a free label where the plan lists no stages"),
    field("touchpoints", refs(&TOUCHPOINT_REF), "Touchpoints that it changes"),
    field("segments", refs(&SEGMENT_REF), "Segments that it is for"),
    field("goal", Kind::Ref(Target::Goal), "Goal that it serves"),
    field("owner", Kind::Text, "Who answers for it"),
    field("problem", Kind::Text, "What customers meet today"),
    field("impact_short", Kind::Text, "Effect in the first weeks"),
    field("impact_long", Kind::Text, "Effect in the long run"),
    field("urgent", Kind::Flag, "Whether customers suffer now"),
    field("enabler", Kind::Flag, "Whether its worth lies in what it makes possible"),
    field("success", Kind::Text, "How the team will know that it worked"),
    field("qualitative", TEXTS, "Signs that no number shows"),
    field("depends_on", refs(&INITIATIVE_REF), "Initiatives that must be done first"),
    field("effects", Kind::Tables(&EFFECT), "What it changes in the metrics"),
    field("steps", Kind::Tables(&STEP), "The work, step by step"),
    field("team", Kind::Ref(Target::Team), "Who does the work, where there are no steps"),
    field("effort", Kind::Duration, "Person-time, where there are no steps"),
    field("duration", Kind::Duration, "Working time from start to finish, where there are no steps"),
    field("people", Kind::Number(0.001, PEOPLE), "People at a time, where there are no steps"),
    field("tools", refs(&TOOL_REF), "Tools needed, where there are no steps"),
]);

table!(/// `initiative.effects`
    EFFECT, "initiative.effects", "A change of a metric", [
    field("metric", Kind::Ref(Target::Metric), "Metric").required(),
    field("change", Kind::Numbers { names: Cow::Borrowed(&[Cow::Borrowed("low"), Cow::Borrowed("likely"), Cow::Borrowed("high")]), min: f64::NEG_INFINITY, max: f64::INFINITY }, "Change when it is in full").required(),
    field("ramp", Kind::Duration, "Time from delivery until it is in full; at once unless given"),
]);

table!(/// `initiative.steps`
    STEP, "initiative.steps", "A piece of work", [
    field("id", Kind::Id, "Id in the initiative; its number unless given"),
    field("title", Kind::Text, "What is done").required(),
    field("team", Kind::Ref(Target::Team), "Who does it; nobody is loaded unless given"),
    field("effort", Kind::Duration, "Person-time"),
    field("duration", Kind::Duration, "Working time from start to finish; effort by people unless given"),
    field("people", Kind::Number(0.001, PEOPLE), "People at a time, where there is no duration; one unless given"),
    field("after", refs(&STEP_REF), "Steps of the same initiative that come first"),
    field("tools", refs(&TOOL_REF), "Tools needed"),
]);

table!(/// `[[review]]`
    REVIEW, "review", "A date at which the plan is looked at again", [
    field("id", Kind::Id, "Id").required(),
    field("title", Kind::Text, "Title").required(),
    field("kind", words!["kpi", "strategy", "scoring"], "What is reviewed"),
    field("every", Kind::Duration, "Rhythm, in calendar time; once unless given"),
    field("first", Kind::Date, "First date").required(),
    field("minutes", Kind::Integer(1, 10_000), "Length"),
    field("attendees", TEXTS, "Who takes part"),
    field("agenda", TEXTS, "What is on the table"),
]);

table!(/// `[[audience]]`
    AUDIENCE, "audience", "Readers with a document of their own", [
    field("id", Kind::Id, "Id").required(),
    field("title", Kind::Text, "Title").required(),
    field("languages", Kind::List(&LANGUAGE), "Languages"),
    field("sections", Kind::List(&SECTION), "What they want to read"),
]);

static SECTION: Kind = words![
    "vision",
    "targets",
    "targets-forecast",
    "top-initiatives",
    "budget-roi",
    "risks",
    "reviews",
    "timeline",
    "steps",
    "dependencies",
    "capacity",
    "tools",
    "journey",
    "changes-by-stage",
    "dates",
    "follow-up"
];

/// The n-th word of `audience.sections`.
pub fn section(word: usize) -> Option<String> {
    match &SECTION {
        Kind::Word(words) => words.get(word).map(ToString::to_string),
        _ => None,
    }
}

measured_table!(/// `[[actual]]`
    ACTUAL, "actual", "A value measured since", [
    field("metric", Kind::Ref(Target::Metric), "Metric").required(),
    field("date", Kind::Date, "When it was measured").required(),
]);

table!(/// `[[delivered]]`
    DELIVERED, "delivered", "An initiative delivered since", [
    field("initiative", Kind::Ref(Target::Initiative), "Initiative").required(),
    field("date", Kind::Date, "When it was delivered").required(),
    field("effort", Kind::Duration, "Person-time that it took"),
    field("effects", Kind::Tables(&DELIVERED_EFFECT), "What it changed"),
]);

table!(/// `delivered.effects`
    DELIVERED_EFFECT, "delivered.effects", "A change that was measured", [
    field("metric", Kind::Ref(Target::Metric), "Metric").required(),
    field("change", NUMBER_KIND, "Change").required(),
]);
