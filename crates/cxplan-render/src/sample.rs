//! A report made by hand, for tests and for looking at pages: a furniture retailer with 25 initiatives, or as many as
//! a test asks for.
//!
//! Its timeline comes from a scheduler of a few lines, which is good enough to look real: each team works on as many
//! steps at a time as it has people.

#[path = "sample_extras.rs"]
mod extras;

use std::collections::BTreeMap;

use cxplan_core::explain::{Search, Term};
use cxplan_core::method::{Given, Language};
use cxplan_core::report::*;
use jiff::civil::{Date, Weekday, date};

/// Id, title, team, person-months, weeks, steps before.
type Step = (&'static str, &'static str, &'static str, f64, u32, &'static [&'static str]);

/// Id, stage, channels, emotion, expectation, follow-up (who, when, how).
type Touchpoint = (
    &'static str,
    &'static str,
    &'static [&'static str],
    i64,
    &'static str,
    Option<(&'static str, &'static str, &'static str)>,
);

struct Row {
    id: &'static str,
    title: &'static str,
    stage: &'static str,
    goal: &'static str,
    needs: &'static [&'static str],
    rice: [f64; 4],
    kano: (f64, f64),
    fit: (f64, f64),
    urgent: bool,
    effects: &'static [(&'static str, f64)],
    steps: &'static [Step],
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    Row { id: "shipping-returns-info", title: "Show delivery and return terms on the home and product pages", stage: "evaluate", goal: "sure", needs: &[],
        rice: [184500.0, 1.0, 1.0, 0.8], kano: (0.2797, -0.7754), fit: (4.0, 1.0), urgent: true,
        effects: &[("conv-mobile", 0.05), ("nps", 0.6)],
        steps: &[("copy", "Write and approve the terms in plain words", "ux", 0.2, 1, &[]), ("build", "Place the block above the fold", "digital", 0.5, 2, &["copy"]), ("check", "Retest with 6 users", "ux", 0.1, 1, &["build"])] },
    Row { id: "product-reviews", title: "Customer reviews and questions on every product", stage: "evaluate", goal: "loyal", needs: &[],
        rice: [804000.0, 0.5, 1.0, 2.0], kano: (0.617, -0.7234), fit: (4.0, 2.0), urgent: false,
        effects: &[("conv-mobile", 0.11), ("review-rating", 0.05)],
        steps: &[("tool", "Choose and connect the review tool", "digital", 1.2, 4, &[]), ("collect", "Post-purchase request e-mails", "crm", 0.5, 3, &["tool"]), ("moderate", "Moderation and reply rules", "care", 0.3, 2, &["tool"])] },
    Row { id: "mobile-pay-button", title: "Enlarge and fix the payment button on phones", stage: "buy", goal: "easy", needs: &[],
        rice: [96000.0, 1.0, 1.0, 0.5], kano: (0.1975, -0.7983), fit: (4.0, 1.0), urgent: true,
        effects: &[("conv-mobile", 0.08)],
        steps: &[("fix", "Resize, move above the keyboard, add loading state", "digital", 0.4, 1, &[]), ("verify", "Watch 50 sessions after release", "ux", 0.1, 1, &["fix"])] },
    Row { id: "guest-checkout", title: "Order without creating an account", stage: "buy", goal: "easy", needs: &[],
        rice: [78000.0, 2.0, 0.8, 2.0], kano: (0.4612, -0.7759), fit: (5.0, 3.0), urgent: true,
        effects: &[("conv-mobile", 0.12), ("revenue-online", 0.3)],
        steps: &[("design", "Flow and fraud rules", "ux", 0.4, 2, &[]), ("build", "Build guest orders", "digital", 1.4, 5, &["design"]), ("test", "A/B test on 50 %", "data", 0.2, 2, &["build"])] },
    Row { id: "checkout-form-trim", title: "Cut checkout from 17 to 9 fields with address lookup", stage: "buy", goal: "easy", needs: &["guest-checkout"],
        rice: [184500.0, 0.5, 0.8, 1.2], kano: (0.5593, -0.6737), fit: (4.0, 2.0), urgent: false,
        effects: &[("conv-mobile", 0.06)],
        steps: &[("audit", "Field by field review", "ux", 0.3, 1, &[]), ("build", "Rebuild the form", "digital", 0.9, 3, &["audit"])] },
    Row { id: "store-stock", title: "Live stock by store on product pages", stage: "discover", goal: "sure", needs: &[],
        rice: [210000.0, 1.0, 0.8, 3.0], kano: (0.5085, -0.7669), fit: (4.0, 3.0), urgent: false,
        effects: &[("nps", 0.7)],
        steps: &[("feed", "Stock feed every 15 minutes", "data", 1.0, 4, &[]), ("display", "Show stock and pick-up date", "digital", 1.5, 4, &["feed"]), ("accuracy", "Weekly stock accuracy count in 48 stores", "store-ops", 0.5, 4, &["feed"])] },
    Row { id: "delivery-tracking", title: "Proactive delivery messages with a two-hour window", stage: "receive", goal: "sure", needs: &[],
        rice: [29700.0, 3.0, 1.0, 2.2], kano: (0.4008, -0.8523), fit: (5.0, 2.0), urgent: true,
        effects: &[("wismo-rate", -4.5), ("csat-delivery", 4.0), ("nps", 2.0)],
        steps: &[("carriers", "Event feeds from four carriers", "logistics", 0.6, 4, &[]), ("messages", "SMS and e-mail templates in plain words", "crm", 0.4, 2, &[]), ("build", "Tracking page and notifications", "digital", 1.0, 4, &["carriers", "messages"]), ("survey", "Delivery CSAT after each delivery", "care", 0.2, 1, &["build"])] },
    Row { id: "search-relevance", title: "Site search that understands sizes and synonyms", stage: "discover", goal: "easy", needs: &[],
        rice: [310000.0, 0.5, 0.5, 2.5], kano: (0.4557, -0.7595), fit: (4.0, 3.0), urgent: false,
        effects: &[("conv-mobile", 0.05)],
        steps: &[("log", "Analyse 50 000 queries", "data", 0.5, 2, &[]), ("tune", "Synonyms, sizes, ranking", "digital", 1.6, 5, &["log"]), ("measure", "Zero-result rate dashboard", "data", 0.4, 1, &["tune"])] },
    Row { id: "express-wallets", title: "Express payment with mobile wallets", stage: "buy", goal: "easy", needs: &["guest-checkout"],
        rice: [52000.0, 1.0, 0.8, 1.5], kano: (0.688, -0.3632), fit: (4.0, 2.0), urgent: false,
        effects: &[("conv-mobile", 0.05)],
        steps: &[("contract", "Payment provider contract", "digital", 0.3, 3, &[]), ("build", "Integrate two wallets", "digital", 1.2, 4, &["contract"])] },
    Row { id: "exit-intent-survey", title: "Exit-intent survey on product and checkout pages", stage: "evaluate", goal: "easy", needs: &[],
        rice: [61500.0, 0.25, 0.8, 0.5], kano: (0.1485, -0.0644), fit: (2.0, 1.0), urgent: false,
        effects: &[],
        steps: &[("design", "Three questions, one open", "ux", 0.2, 1, &[]), ("run", "Deploy to 20 % of traffic", "digital", 0.1, 1, &["design"]), ("read", "Monthly reading and coding", "data", 0.2, 2, &["run"])] },
    Row { id: "site-redesign", title: "Redesign product and category templates", stage: "evaluate", goal: "easy", needs: &[],
        rice: [804000.0, 0.5, 0.5, 9.0], kano: (0.5474, -0.5259), fit: (4.0, 5.0), urgent: false,
        effects: &[("conv-mobile", 0.1), ("nps", 0.8)],
        steps: &[("research", "Journey and content research", "ux", 1.0, 4, &[]), ("design", "Templates and design system", "ux", 1.5, 6, &["research"]), ("build", "Build templates", "digital", 5.5, 10, &["design"]), ("migrate", "Migrate 9 000 products", "digital", 1.0, 3, &["build"])] },
    Row { id: "cta-test", title: "Test call-to-action wording and place", stage: "evaluate", goal: "easy", needs: &["site-redesign"],
        rice: [804000.0, 0.25, 0.8, 1.0], kano: (0.1724, -0.1293), fit: (3.0, 2.0), urgent: false,
        effects: &[("conv-mobile", 0.03)],
        steps: &[("hypotheses", "Five variants from heatmaps", "ux", 0.3, 1, &[]), ("run", "Run two tests of two weeks", "data", 0.4, 4, &["hypotheses"]), ("ship", "Ship the winner", "digital", 0.3, 1, &["run"])] },
    Row { id: "help-centre", title: "Self-service help centre with order actions", stage: "support", goal: "easy", needs: &[],
        rice: [14000.0, 2.0, 0.8, 2.0], kano: (0.434, -0.7787), fit: (4.0, 2.0), urgent: false,
        effects: &[("ces-support", 0.25), ("nps", 0.5)],
        steps: &[("content", "Answers to the 60 main questions", "care", 0.9, 5, &[]), ("build", "Order status, change, cancel", "digital", 1.1, 4, &["content"])] },
    Row { id: "close-the-loop", title: "Call back every detractor within 48 hours", stage: "support", goal: "loyal", needs: &[],
        rice: [2100.0, 3.0, 0.8, 0.8], kano: (0.6314, -0.5085), fit: (4.0, 1.0), urgent: true,
        effects: &[("nps", 1.0), ("retention-12m", 0.8)],
        steps: &[("process", "Script, alert rules, cause codes", "care", 0.5, 3, &[]), ("start", "Weekly cause review with logistics and digital", "care", 0.3, 4, &["process"])] },
    Row { id: "customer-data-platform", title: "One customer profile across web, store and care", stage: "support", goal: "loyal", needs: &[],
        rice: [180000.0, 0.25, 0.8, 6.0], kano: (0.2184, -0.1748), fit: (2.0, 5.0), urgent: false,
        effects: &[],
        steps: &[("consent", "Consent and data protection assessment", "data", 0.5, 3, &[]), ("identity", "Identity resolution", "data", 2.5, 8, &["consent"]), ("feeds", "Feeds from till, web and helpdesk", "digital", 3.0, 8, &["consent"])] },
    Row { id: "onboarding-emails", title: "Care and follow-up messages by product bought", stage: "use", goal: "loyal", needs: &["customer-data-platform"],
        rice: [28000.0, 0.5, 0.8, 1.0], kano: (0.5367, -0.1835), fit: (3.0, 2.0), urgent: false,
        effects: &[("retention-12m", 0.6)],
        steps: &[("write", "Twelve sequences by category", "crm", 0.7, 5, &[]), ("wire", "Triggers from the profile", "data", 0.3, 2, &["write"])] },
    Row { id: "loyalty-redesign", title: "Loyalty programme that rewards care and reuse", stage: "renew", goal: "loyal", needs: &["customer-data-platform"],
        rice: [65000.0, 1.0, 0.5, 5.0], kano: (0.6466, -0.3621), fit: (4.0, 4.0), urgent: false,
        effects: &[("retention-12m", 2.0), ("nps", 0.6)],
        steps: &[("research", "Co-design with 20 customers", "ux", 0.6, 4, &[]), ("rules", "Economics and legal terms", "crm", 1.2, 5, &["research"]), ("build", "Accounts, till and e-mail", "digital", 3.2, 9, &["rules"])] },
    Row { id: "click-collect-2h", title: "Click and collect in two hours", stage: "receive", goal: "sure", needs: &["store-stock"],
        rice: [9000.0, 2.0, 0.8, 2.5], kano: (0.7745, -0.4511), fit: (4.0, 3.0), urgent: false,
        effects: &[("csat-delivery", 1.5), ("nps", 0.5)],
        steps: &[("process", "Picking process and store training", "store-ops", 1.2, 6, &[]), ("build", "Promise and notifications", "digital", 1.3, 4, &["process"])] },
    Row { id: "ar-preview", title: "See the furniture in your room (augmented reality)", stage: "evaluate", goal: "loyal", needs: &[],
        rice: [60000.0, 1.0, 0.5, 6.0], kano: (0.6923, -0.1154), fit: (3.0, 5.0), urgent: false,
        effects: &[("nps", 0.4)],
        steps: &[("models", "3D models for 300 items", "digital", 3.0, 12, &[]), ("viewer", "Viewer in the app and on the web", "digital", 3.0, 8, &["models"])] },
    Row { id: "agent-360", title: "One screen for agents: orders, messages, store visits", stage: "support", goal: "easy", needs: &["customer-data-platform"],
        rice: [9300.0, 2.0, 0.8, 3.0], kano: (0.5359, -0.7257), fit: (4.0, 4.0), urgent: false,
        effects: &[("ces-support", 0.3)],
        steps: &[("design", "Screen with 9 agents", "ux", 0.5, 3, &[]), ("build", "Build in the helpdesk", "digital", 2.0, 7, &["design"]), ("train", "Train 45 agents", "care", 0.5, 3, &["build"])] },
    Row { id: "delivery-slots", title: "Choose the delivery slot at checkout", stage: "receive", goal: "sure", needs: &["delivery-tracking"],
        rice: [22000.0, 2.0, 0.5, 4.5], kano: (0.6356, -0.7542), fit: (5.0, 4.0), urgent: false,
        effects: &[("csat-delivery", 3.0), ("nps", 1.0)],
        steps: &[("contracts", "Renegotiate carrier contracts", "logistics", 1.5, 10, &[]), ("build", "Slot engine and checkout step", "digital", 2.6, 8, &["contracts"]), ("pilot", "Pilot in Lyon and Nantes", "logistics", 0.4, 4, &["build"])] },
    Row { id: "assembly-videos", title: "Assembly videos reached by QR code in the box", stage: "use", goal: "easy", needs: &[],
        rice: [18000.0, 0.5, 0.8, 1.5], kano: (0.6809, -0.217), fit: (3.0, 2.0), urgent: false,
        effects: &[("nps", 0.3), ("review-rating", 0.03)],
        steps: &[("film", "Film the 60 best sellers", "crm", 1.2, 8, &[]), ("print", "Codes on packaging", "logistics", 0.3, 4, &["film"])] },
    Row { id: "easy-returns", title: "Returns portal with labels and store drop-off", stage: "support", goal: "sure", needs: &["shipping-returns-info"],
        rice: [6300.0, 2.0, 0.8, 2.5], kano: (0.3517, -0.8475), fit: (4.0, 3.0), urgent: false,
        effects: &[("ces-support", 0.2), ("nps", 0.8)],
        steps: &[("rules", "Return rules and store process", "store-ops", 0.6, 4, &[]), ("build", "Portal and labels", "digital", 1.5, 5, &["rules"]), ("carriers", "Pick-up of bulky items", "logistics", 0.4, 4, &["rules"])] },
    Row { id: "omnichannel-inbox", title: "One inbox for phone, e-mail, chat and social", stage: "support", goal: "easy", needs: &["agent-360"],
        rice: [9300.0, 1.0, 0.8, 2.0], kano: (0.5277, -0.6213), fit: (3.0, 3.0), urgent: false,
        effects: &[("ces-support", 0.15)],
        steps: &[("connect", "Connect social and store messages", "digital", 1.4, 5, &[]), ("rules", "Routing and reply-time rules", "care", 0.6, 3, &["connect"])] },
    Row { id: "chatbot", title: "Assistant answering common questions at any hour", stage: "support", goal: "easy", needs: &["help-centre"],
        rice: [9000.0, 0.5, 0.5, 3.0], kano: (0.4231, -0.1923), fit: (2.0, 4.0), urgent: false,
        effects: &[("ces-support", 0.05)],
        steps: &[("pilot", "Pilot on tracking questions", "care", 1.0, 6, &[]), ("build", "Handover to a person", "digital", 2.0, 6, &["pilot"])] },
    Row { id: "promo-popups", title: "Promotional pop-ups on every page", stage: "discover", goal: "loyal", needs: &[],
        rice: [804000.0, 0.25, 0.5, 0.5], kano: (0.1837, -0.0714), fit: (1.0, 1.0), urgent: false,
        effects: &[("nps", -1.0)],
        steps: &[("build", "Configure pop-ups", "crm", 0.5, 1, &[])] },
];

#[rustfmt::skip]
const TEAMS: [(&str, &str, f64, f64); 7] = [
    ("digital", "Digital product and engineering", 4.5, 9200.0),
    ("ux", "UX and research", 1.5, 8000.0),
    ("data", "Data and analytics", 1.5, 9000.0),
    ("crm", "CRM and marketing", 1.2, 7000.0),
    ("care", "Customer care", 1.5, 5500.0),
    ("store-ops", "Store operations", 1.0, 5800.0),
    ("logistics", "Logistics", 1.0, 6200.0),
];

#[rustfmt::skip]
const STAGES: [(&str, &str, u64, u64); 7] = [
    ("discover", "Discover", 412_000, 268_000),
    ("evaluate", "Evaluate", 268_000, 61_500),
    ("buy", "Buy", 61_500, 9_900),
    ("receive", "Receive", 9_900, 9_350),
    ("use", "Install and use", 9_350, 8_600),
    ("support", "Get help", 3_100, 2_250),
    ("renew", "Come back and recommend", 8_600, 2_600),
];

#[rustfmt::skip]
const TOUCHPOINTS: [Touchpoint; 8] = [
    ("product-page", "evaluate", &["web", "mobile-web"], -1, "see price, delivery date and return rules at once", Some(("crm", "1d", "basket reminder e-mail"))),
    ("store-visit", "evaluate", &["store"], 1, "", Some(("store-ops", "3d", "quote by e-mail"))),
    ("checkout", "buy", &["web", "mobile-web"], -2, "pay in under two minutes on the phone", None),
    ("delivery", "receive", &["sms", "email", "carrier"], -1, "", Some(("logistics", "1d", "delivery CSAT survey"))),
    ("assembly", "use", &["paper", "web"], 0, "", None),
    ("contact-centre", "support", &["phone", "email", "chat", "social"], -2, "", Some(("care", "2d", "call back every detractor"))),
    ("returns", "support", &["web", "store", "carrier"], -1, "", None),
    ("loyalty", "renew", &["email", "app", "store"], 0, "", None),
];

/// Id, name, kind, higher is better, percent, baseline, targets.
#[rustfmt::skip]
const METRICS: [Metric; 8] = [
    ("nps", "Net Promoter Score", "nps", true, false, 24.0, &[(3, 25.0), (6, 28.0), (12, 33.0)]),
    ("csat-delivery", "Delivery satisfaction (top-2-box)", "csat", true, true, 71.1, &[(3, 73.0), (6, 77.0), (12, 82.0)]),
    ("ces-support", "Customer Effort Score, contact centre", "ces", true, false, 4.6, &[(3, 4.7), (6, 5.0), (12, 5.5)]),
    ("retention-12m", "12-month customer retention", "rate", true, true, 61.0, &[(3, 61.5), (6, 63.0), (12, 66.0)]),
    ("conv-mobile", "Mobile conversion rate", "rate", true, true, 1.9, &[(3, 2.0), (6, 2.2), (12, 2.4)]),
    ("wismo-rate", "Where-is-my-order contacts per 100 orders", "rate", false, false, 14.4, &[(3, 13.0), (6, 10.0), (12, 8.0)]),
    ("review-rating", "Public review rating (1-5)", "rating", true, false, 3.8, &[(6, 3.9), (12, 4.1)]),
    ("revenue-online", "Online revenue per quarter (M EUR)", "amount", true, false, 11.2, &[(12, 12.9)]),
];

/// The first day of every sample.
pub(crate) const START: Date = date(2027, 1, 4);

/// Looks like the plan of a furniture retailer.
pub(crate) fn furniture(language: Language) -> Report {
    let mut report = build(language, ROWS.len());
    extras::add(&mut report);
    report.forecast = Some(extras::forecast(&report));
    report
}

/// The same plan repeated until it has this many initiatives.
pub(crate) fn large(language: Language, count: usize) -> Report {
    build(language, count)
}

/// Two initiatives and nothing else.
pub(crate) fn minimal(language: Language) -> Report {
    let mut report = build(language, 2);
    report.plan.company = None;
    report.plan.sponsor = None;
    report.plan.sector = None;
    report.plan.status = None;
    report.plan.version = None;
    report.plan.currency = None;
    report.plan.title = "CX plan".into();
    report.vision = None;
    report.goals.clear();
    report.segments.clear();
    report.personas.clear();
    report.metrics.clear();
    report.methods.truncate(1);
    report.stages.clear();
    report.evidence.clear();
    report.competitors.clear();
    report.teams.clear();
    report.tools.clear();
    report.reviews.clear();
    report.audiences.clear();
    report.freezes.clear();
    report.holidays.clear();
    report.summary.budget = None;
    report.summary.people_cost = None;
    report.summary.tool_cost = None;
    report.summary.rejected = 0;
    report.summary.targets_reached = 0;
    report.summary.targets_told = 0;
    for initiative in &mut report.initiatives {
        initiative.scores.truncate(1);
        initiative.stage = None;
        initiative.goal = None;
        initiative.owner = None;
        initiative.problem = None;
        initiative.impact_short = None;
        initiative.impact_long = None;
        initiative.success = None;
        initiative.impact_effort = None;
        initiative.effects.clear();
        initiative.segments.clear();
        initiative.touchpoints.clear();
        initiative.qualitative.clear();
        initiative.teams.clear();
        initiative.cost = None;
        for step in &mut initiative.steps {
            step.team = None;
        }
    }
    report
}

fn is_work(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn next_day(day: Date) -> Date {
    day.tomorrow().unwrap()
}

fn next_work(mut day: Date) -> Date {
    while !is_work(day) {
        day = next_day(day);
    }
    day
}

/// The last of `count` working days from `start`.
fn last_day(start: Date, count: u32) -> Date {
    let mut day = start;
    for _ in 1..count {
        day = next_work(next_day(day));
    }
    day
}

struct Slot {
    busy_until: Option<Date>,
    with: Option<String>,
}

fn some(text: &str) -> Option<String> {
    Some(text).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}

fn build(language: Language, count: usize) -> Report {
    let team_name = |id: &str| TEAMS.iter().find(|team| team.0 == id).map(|team| team.1.to_owned());
    // Large samples would last centuries with seven small teams.
    let people = count.div_ceil(ROWS.len());
    let mut slots: BTreeMap<&str, Vec<Slot>> = BTreeMap::new();
    for team in TEAMS {
        let size = (team.2 as usize).max(1) * people;
        slots.insert(team.0, (0..size).map(|_| Slot { busy_until: None, with: None }).collect());
    }
    let mut done: BTreeMap<String, (String, Date)> = BTreeMap::new();
    let mut initiatives: Vec<InitiativeView> = Vec::new();
    for n in 0..count {
        let row = &ROWS[n % ROWS.len()];
        let copy = n / ROWS.len();
        let name = |id: &str| if copy == 0 { id.to_owned() } else { format!("{id}-{}", copy + 1) };
        let rejected = row.id == "promo-popups" && count > 2;
        let needs: Vec<String> =
            row.needs.iter().map(|id| name(id)).filter(|id| done.contains_key(id)).collect();
        let mut steps: Vec<StepView> = Vec::new();
        for &(id, title, team, effort, weeks, after) in row.steps {
            let mut start = START;
            let mut reason = StartReason::PlanStart;
            let own = after.iter().filter_map(|before| {
                let step: &StepView = steps.iter().find(|step| step.id == *before)?;
                Some((name(row.id), step.id.clone(), step.finish?))
            });
            let others = needs.iter().map(|need| (need.clone(), done[need].0.clone(), done[need].1));
            for (initiative, step, finish) in own.chain(others).collect::<Vec<_>>() {
                if next_day(finish) > start {
                    start = next_day(finish);
                    reason = StartReason::After { initiative, step, finish };
                }
            }
            let team_slots = slots.get_mut(team).unwrap();
            let slot = team_slots.iter_mut().min_by_key(|slot| slot.busy_until).unwrap();
            if let Some(until) = slot.busy_until.filter(|until| *until >= start) {
                start = next_day(until);
                let initiatives = slot.with.clone().into_iter().collect();
                reason = StartReason::TeamBusy { team: team_name(team).unwrap(), initiatives, until };
            }
            start = next_work(start);
            let days = weeks * 5;
            let finish = last_day(start, days);
            if !rejected {
                *slot = Slot { busy_until: Some(finish), with: Some(name(row.id)) };
            }
            let effort_days = effort * 20.0;
            steps.push(StepView {
                range: None,
                deliverable: None,
                progress: "open",
                deadline: None,
                must_finish_by: None,
                links: Vec::new(),
                id: id.into(),
                title: title.into(),
                team: team_name(team),
                effort_days,
                with: vec![],
                days,
                load: effort_days / f64::from(days),
                after: after.iter().map(|id| (*id).to_owned()).collect(),
                tools: if id == "build" { vec!["A/B testing".into()] } else { Vec::new() },
                start: Some(start).filter(|_| !rejected),
                finish: Some(finish).filter(|_| !rejected),
                reason: Some(reason).filter(|_| !rejected),
                slack: None,
            });
        }
        let first = steps.iter().filter(|step| step.start.is_some()).min_by_key(|step| step.start);
        let last = steps.iter().filter(|step| step.finish.is_some()).max_by_key(|step| step.finish);
        let planned = first.zip(last).map(|(first, last)| PlannedView {
            rank: 0,
            place: initiatives.len() + 1,
            place_reason: PlaceReason::Score,
            start: first.start.unwrap(),
            finish: last.finish.unwrap(),
            working_days: steps.iter().map(|step| step.days).sum(),
            start_reason: first.reason.clone().unwrap(),
            last_step: last.id.clone(),
            finish_reason: last.reason.clone().unwrap(),
            likely_ranks: (n % 3 > 0).then_some([n.max(2) - 1, n + 2]),
            quick_win: row.fit.0 >= 4.0 && row.fit.1 <= 2.0 && needs.is_empty(),
        });
        let readiness = match (rejected, needs.is_empty()) {
            (true, _) => Readiness::Aside,
            (false, true) => Readiness::Now,
            (false, false) => Readiness::Needs { initiatives: needs.clone() },
        };
        if let (Some(planned), Some(last)) = (&planned, last) {
            done.insert(name(row.id), (last.id.clone(), planned.finish));
        }
        let effort: f64 = row.steps.iter().map(|step| step.3).sum();
        let mut teams: Vec<String> = Vec::new();
        for step in &steps {
            if let Some(team) = step.team.as_ref().filter(|team| !teams.contains(team)) {
                teams.push(team.clone());
            }
        }
        let rate = |team: &str| TEAMS.iter().find(|known| known.0 == team).map_or(0.0, |known| known.3);
        let [reach, impact, confidence, months] = row.rice;
        let rice = reach * impact * confidence / months;
        let term = |input: &f64| Term {
            input: String::new(),
            value: Some(Given::Number(*input)),
            evidence: Vec::new(),
            share: Some(rice * (input - 1.0) / (input + 1.0) / 4.0),
            up: Some(Given::Number(input * 1.25)),
            down: (*input < 1000.0).then_some(Given::Number(input * 0.75)),
        };
        let score = |value: f64, category, inputs: &[f64], parts: &[f64]| {
            Some(ScoreView {
                value,
                rank: None,
                category,
                inputs: inputs.iter().copied().map(Some).collect(),
                parts: parts.to_vec(),
                notes: Vec::new(),
                evidence: BTreeMap::new(),
                terms: inputs.iter().map(term).collect(),
                middle: Some(value / 2.0),
                search: Some(Search::Done),
            })
        };
        let (better, worse) = row.kano;
        let class = match (better >= 0.5, worse <= -0.5) {
            (false, true) => 0,
            (true, true) => 1,
            (true, false) => 2,
            (false, false) => 3,
        };
        initiatives.push(InitiativeView {
            decided: None,
            plan: None,
            kind: None,
            lenses: Vec::new(),
            pillars: Vec::new(),
            guidelines: Vec::new(),
            not_before: None,
            deadline: None,
            must_finish_by: None,
            finished: None,
            links: Vec::new(),
            id: name(row.id),
            title: if copy == 0 { row.title.into() } else { format!("{} ({})", row.title, copy + 1) },
            status: if rejected {
                "rejected"
            } else if n == 0 {
                "active"
            } else {
                "planned"
            }
            .into(),
            decision: rejected.then(|| "Reverse in the Kano survey; contradicts the brand promise.".into()),
            stage: some(row.stage),
            goal: some(row.goal),
            owner: Some("Digital product and engineering".into()),
            segments: vec!["First-home buyers (25-35)".into()],
            touchpoints: TOUCHPOINTS
                .iter()
                .filter(|t| t.1 == row.stage)
                .take(1)
                .map(|t| t.0.to_owned())
                .collect(),
            problem: (n % 2 == 0).then(|| "Customers cannot find this before the last screen.".into()),
            impact_short: Some("Fewer exits within weeks".into()),
            impact_long: Some("Trust; fewer disputes".into()),
            success: Some("9 of 12 testers find the rules in under 20 s".into()),
            qualitative: vec!["exit-survey comments".into()],
            urgent: row.urgent,
            readiness,
            enabler: false,
            impact_effort: Some(row.fit),
            scores: vec![
                score(rice, None, &row.rice, &[]),
                score(better - worse, Some(class), &[], &[better, worse]),
                score(row.fit.0 - row.fit.1, None, &[row.fit.0, row.fit.1], &[]),
            ],
            effects: row
                .effects
                .iter()
                .map(|(metric, likely)| EffectView {
                    metric: (*metric).into(),
                    low: likely * 0.4,
                    likely: *likely,
                    high: likely * 1.6,
                    ramp_months: 3.0,
                })
                .collect(),
            effort_person_months: effort,
            cost: Some(row.steps.iter().map(|step| step.3 * rate(step.2)).sum()),
            needs,
            unlocks: Vec::new(),
            teams,
            steps,
            planned,
        });
    }
    finish(language, initiatives)
}

/// Everything that follows from the initiatives and their dates.
fn finish(language: Language, mut initiatives: Vec<InitiativeView>) -> Report {
    initiatives.sort_by_key(|initiative| initiative.planned.is_none());
    let position: BTreeMap<String, usize> =
        initiatives.iter().enumerate().map(|(n, initiative)| (initiative.id.clone(), n)).collect();
    for n in 0..initiatives.len() {
        for need in initiatives[n].needs.clone() {
            let id = initiatives[n].id.clone();
            initiatives[position[&need]].unlocks.push(id);
        }
    }
    for method in 0..3 {
        let mut order: Vec<usize> = (0..initiatives.len()).collect();
        let value = |n: usize| initiatives[n].scores[method].as_ref().map_or(0.0, |score| score.value);
        order.sort_by(|a, b| value(*b).total_cmp(&value(*a)).then(a.cmp(b)));
        for (rank, n) in order.into_iter().enumerate() {
            if let Some(score) = initiatives[n].scores[method].as_mut() {
                score.rank = Some(rank + 1);
            }
        }
    }
    let mut by_score: Vec<usize> =
        (0..initiatives.len()).filter(|n| initiatives[*n].planned.is_some()).collect();
    by_score.sort_by_key(|n| initiatives[*n].scores[0].as_ref().and_then(|score| score.rank));
    for (rank, n) in by_score.into_iter().enumerate() {
        let (id, unlocks, needs) = (n, initiatives[n].unlocks.clone(), initiatives[n].needs.clone());
        let planned = initiatives[id].planned.as_mut().unwrap();
        planned.rank = rank + 1;
        planned.place = n + 1;
        planned.place_reason = match planned.place.cmp(&planned.rank) {
            std::cmp::Ordering::Equal => PlaceReason::Score,
            std::cmp::Ordering::Less if !unlocks.is_empty() => PlaceReason::Unlocks { initiatives: unlocks },
            std::cmp::Ordering::Greater if !needs.is_empty() => PlaceReason::Needs { initiatives: needs },
            _ => PlaceReason::Displaced { initiatives: vec!["customer-data-platform".into()] },
        };
    }
    let dates = || initiatives.iter().filter_map(|initiative| initiative.planned.as_ref());
    let first = dates().map(|planned| planned.start).min();
    let last = dates().map(|planned| planned.finish).max();
    let horizon = date(2027, 12, 31);
    let months = 12;
    let metrics: Vec<MetricView> =
        METRICS.iter().map(|metric| metric_view(metric, &initiatives, months)).collect();
    let told =
        metrics.iter().filter(|metric| metric.targets.iter().any(|target| target.reached.is_some())).count();
    let reached =
        metrics.iter().filter(|metric| metric.targets.last().is_some_and(|t| t.reached == Some(true)));
    let summary = Summary {
        planned: dates().count(),
        done: 0,
        paused: 0,
        rejected: initiatives.iter().filter(|initiative| initiative.status == "rejected").count(),
        start: first,
        finish: last,
        after_horizon: initiatives
            .iter()
            .filter(|initiative| initiative.planned.as_ref().is_some_and(|planned| planned.finish > horizon))
            .map(|initiative| initiative.id.clone())
            .collect(),
        effort_person_months: initiatives
            .iter()
            .filter(|initiative| initiative.planned.is_some())
            .map(|initiative| initiative.effort_person_months)
            .sum(),
        people_cost: Some(557_630.0),
        tool_cost: Some(168_000.0),
        budget: Some(520_000.0),
        budget_covers: Some("people and tools, 12 months".into()),
        targets_reached: reached.count(),
        targets_told: told,
    };
    let of_stage = |id: &str| {
        let mut own: Vec<&InitiativeView> = initiatives
            .iter()
            .filter(|initiative| initiative.stage.as_deref() == Some(id) && initiative.planned.is_some())
            .collect();
        own.sort_by_key(|initiative| initiative.planned.as_ref().map(|planned| planned.start));
        own.into_iter().map(|initiative| initiative.id.clone()).collect::<Vec<_>>()
    };
    let of_goal = |id: &str| {
        let own = initiatives.iter().filter(|initiative| initiative.goal.as_deref() == Some(id));
        own.filter(|initiative| initiative.planned.is_some())
            .map(|initiative| initiative.id.clone())
            .collect()
    };
    let stages = STAGES
        .iter()
        .map(|(id, name, entered, completed)| stage_view(id, name, *entered, *completed, of_stage(id)));
    let stages: Vec<StageView> = stages.collect();
    let span = last.map_or(0, |last| {
        (i32::from(last.year() - START.year()) * 12 + i32::from(last.month() - START.month()) + 1) as usize
    });
    let teams = TEAMS.iter().enumerate().map(|(n, team)| TeamView {
        id: team.0.into(),
        name: team.1.into(),
        capacity: team.2,
        effort_person_months: 41.0 / (n + 1) as f64,
        cost: Some(41.0 / (n + 1) as f64 * team.3),
        load: (0..span).map(|month| f64::from(((month * 7 + n * 13) % 21) as u8) / 20.0).collect(),
    });
    let goals = [
        (
            "sure",
            "Customers trust delivery and returns",
            "brand promise: you always know when",
            vec!["csat-delivery", "wismo-rate", "nps"],
        ),
        (
            "easy",
            "Buying and getting help take less effort on every channel",
            "company vision: from a store or from the sofa",
            vec!["ces-support", "conv-mobile"],
        ),
        (
            "loyal",
            "Customers come back and recommend us",
            "company goal: 15 % more online revenue in 12 months",
            vec!["retention-12m", "nps", "review-rating", "revenue-online"],
        ),
    ];
    Report {
plans: Vec::new(), guidelines: Vec::new(), indicators: Vec::new(), critical: None, milestones: Vec::new(), decisions: Vec::new(),
        schema: SCHEMA,
        engine: "0.1.0".into(),
        input_sha256: "3f9c2a71d0be8855aa3f9c2a71d0be8855aa3f9c2a71d0be8855aa3f9c2a71d0".into(),
        language,
        plan: PlanHead {
status_date: None,
            id: Some("maison-verdier-cx-2027".into()),
            title: "Customer experience strategy 2027".into(),
            company: Some("Maison Verdier".into()),
            sector: Some("omnichannel home furnishing retail".into()),
            version: Some("1.0".into()),
            status: Some("approved".into()),
            sponsor: Some("Chief Customer Officer".into()),
            start: START,
            horizon,
            today: Some(date(2027, 2, 15)),
            currency: Some("EUR".into()),
        },
        summary,
        search: None,
        vision: Some(VisionView {
            statement: Some("Buying from us feels as easy and as sure as being helped by a good friend who knows furniture.".into()),
            company_vision: Some("Every home in France furnished to last, from a store or from the sofa.".into()),
            brand_promise: Some("You always know what you will get, when, and what happens if it is not right.".into()),
            delight: Some("We keep you informed before you ask, and put things right the first time.".into()),
            measured_by: vec!["nps".into(), "csat-delivery".into(), "ces-support".into(), "retention-12m".into()],
        }),
        goals: goals
            .into_iter()
            .map(|(id, statement, aligned, metrics)| GoalView {
                id: id.into(),
                statement: statement.into(),
                aligned_to: Some(aligned.into()),
                metrics: metrics.into_iter().map(ToOwned::to_owned).collect(),
                initiatives: of_goal(id),
            })
            .collect(),
        segments: [("first-home", "First-home buyers (25-35)", 0.34, 61_000), ("family", "Families re-equipping (35-55)", 0.46, 83_000), ("pro", "Small professional buyers (hosts, offices)", 0.20, 36_000)]
            .into_iter()
            .map(|(id, name, share, customers)| SegmentView { id: id.into(), name: name.into(), share: Some(share), customers: Some(customers) })
            .collect(),
        personas: vec![
            PersonaView {
                id: "lea".into(),
                name: "Léa, 29, first flat in Nantes".into(),
                segment: Some("First-home buyers (25-35)".into()),
                goals: vec!["compare quickly on the phone".into(), "know the total price and date".into()],
                frustrations: vec!["hidden delivery cost".into(), "tiny buttons at checkout".into()],
                channels: vec!["mobile-web".into(), "social".into(), "store".into()],
            },
            PersonaView {
                id: "karim".into(),
                name: "Karim, 44, two children, Lyon".into(),
                segment: Some("Families re-equipping (35-55)".into()),
                goals: vec!["one delivery, on a Saturday".into()],
                frustrations: vec!["repeating the story to each agent".into()],
                channels: vec!["store".into(), "web".into(), "phone".into()],
            },
        ],
        metrics,
        methods: extras::methods(),
        stages,
        evidence: [("ev-interviews", "interview", 18, "14 of 18 could not say what a return would cost before ordering.", "product-page"), ("ev-replay", "session-replay", 220, "Rage clicks on the payment button in 41 of 220 mobile sessions.", "checkout"), ("ev-tickets", "support-tickets", 4310, "Where-is-my-order is 33 % of contacts, returns 21 %, missing parts 12 %.", "contact-centre")]
            .into_iter()
            .map(|(id, kind, n, finding, touchpoint)| EvidenceView {
                id: id.into(),
                kind: kind.into(),
                date: Some(date(2026, 10, 9)),
                n: Some(n),
                finding: finding.into(),
                quote: (id == "ev-interviews").then(|| "I only learned the delivery price on the last screen.".into()),
                polarity: Some("negative".into()),
                touchpoints: vec![touchpoint.into()],
                backs: vec!["shipping-returns-info".into(), "mobile-pay-button".into()],
            })
            .collect(),
        competitors: vec![
            CompetitorView {
                id: "nordhem".into(),
                name: "Nordhem".into(),
                sources: vec!["became a customer".into(), "reviews".into()],
                does_well: vec!["delivery slot chosen at checkout".into(), "live stock by store".into()],
                does_badly: vec!["14 checkout fields".into(), "pop-ups on every page".into()],
            },
            CompetitorView {
                id: "casa-linea".into(),
                name: "Casa Linea".into(),
                sources: vec!["became a customer".into()],
                does_well: vec!["reviews with photos".into(), "free 60-day returns".into()],
                does_badly: vec!["phone queue over 12 minutes".into()],
            },
        ],
        teams: teams.collect(),
        tools: vec![
            ToolView { id: "cdp".into(), name: "Customer data platform".into(), annual_cost: Some(72_000.0), first_needed: Some(date(2027, 2, 1)) },
            ToolView { id: "ab".into(), name: "A/B testing".into(), annual_cost: Some(18_000.0), first_needed: Some(date(2027, 1, 11)) },
        ],
        reviews: extras::reviews(next_work),
        readiness: extras::readiness(),
        audiences: Vec::new(),
        holidays: vec![date(2027, 3, 29), date(2027, 5, 6)],
        forecast: None,
        odds: None,
        freezes: vec![FreezeView {
            from: date(2027, 11, 15),
            to: date(2027, 12, 31),
            teams: vec!["Digital product and engineering".into()],
            why: Some("peak-season release freeze".into()),
        }],
        baseline: None,
        what_if: None,
        initiatives,
    }
}

type Metric = (&'static str, &'static str, &'static str, bool, bool, f64, &'static [(u32, f64)]);

fn metric_view(metric: &Metric, initiatives: &[InitiativeView], months: u32) -> MetricView {
    let (id, name, kind, higher, percent, baseline, targets) = *metric;
    let mut contributions: Vec<Contribution> = Vec::new();
    let mut expected = vec![baseline; months as usize + 1];
    for initiative in initiatives {
        let (Some(planned), Some(effect)) =
            (&initiative.planned, initiative.effects.iter().find(|e| e.metric == id))
        else {
            continue;
        };
        let confidence = initiative.scores[0].as_ref().and_then(|score| score.inputs[2]).unwrap_or(1.0);
        let after = i32::from(planned.finish.year() - START.year()) * 12 + i32::from(planned.finish.month());
        for (month, value) in expected.iter_mut().enumerate() {
            let share = (f64::from(month as i32 - after) / effect.ramp_months).clamp(0.0, 1.0);
            *value += effect.likely * confidence * share;
        }
        contributions
            .push(Contribution { initiative: initiative.id.clone(), change: effect.likely * confidence });
    }
    contributions.sort_by(|a, b| b.change.abs().total_cmp(&a.change.abs()));
    let targets = targets.iter().map(|&(months, value)| {
        let at = expected[months as usize];
        let date = date(2027 + ((months / 12) as i16), (months % 12 + 1) as i8, 4);
        let reached = if higher { at >= value } else { at <= value };
        TargetView {
            months,
            date,
            value,
            points: None,
            relative: None,
            expected: Some(at),
            reached: Some(reached),
            answers_needed: (id == "nps")
                .then(|| (1200.0 * 6.3 * 6.3 / (value - baseline) / (value - baseline)).ceil()),
        }
    });
    let targets = targets.collect();
    MetricView {
        level: None,
        believed: None,
        id: id.into(),
        name: name.into(),
        kind: kind.into(),
        higher_is_better: higher,
        percent,
        unit: None,
        owner: Some("Customer care".into()),
        baseline: Some(baseline),
        baseline_date: Some(date(2026, 11, 2)),
        sample: Some(1200),
        interval: (id == "nps").then_some([baseline - 4.4, baseline + 4.4]),
        smallest_change: (id == "nps").then_some(6.3),
        targets,
        expected,
        contributions,
        competitors: match id {
            "nps" => vec![("Nordhem".into(), 31.0), ("Casa Linea".into(), 22.0)],
            "review-rating" => vec![("Nordhem".into(), 4.1), ("Casa Linea".into(), 3.7)],
            _ => Vec::new(),
        },
        actuals: Vec::new(),
    }
}

fn stage_view(id: &str, name: &str, entered: u64, completed: u64, initiatives: Vec<String>) -> StageView {
    let own: Vec<_> = TOUCHPOINTS.iter().filter(|touchpoint| touchpoint.1 == id).collect();
    let emotions: Vec<f64> = own.iter().map(|touchpoint| touchpoint.3 as f64).collect();
    let touchpoints = own.iter().map(|touchpoint| TouchpointView {
        expectation_only: false,
        emotion_believed: None,
        lenses: Vec::new(),
        no_follow_up: None,
        id: touchpoint.0.into(),
        name: touchpoint.0.replace('-', " "),
        channels: touchpoint.2.iter().map(|channel| (*channel).to_owned()).collect(),
        emotion: Some(touchpoint.3),
        expectation: some(touchpoint.4),
        follow_up: touchpoint.5.map(|(who, when, how)| FollowUpView {
            who: who.into(),
            when: some(when),
            how: some(how),
        }),
        initiatives: initiatives.iter().take(2).cloned().collect(),
    });
    StageView {
        phase: None,
        no_initiative: None,
        id: id.into(),
        name: name.into(),
        entered: Some(entered),
        completed: Some(completed),
        emotion: (!emotions.is_empty()).then(|| emotions.iter().sum::<f64>() / emotions.len() as f64),
        touchpoints: touchpoints.collect(),
        evidence: own.len() * 2,
        initiatives,
    }
}
