//! What a plan may say of initiatives, steps, stages and touchpoints beyond dates and scores, in words.

use cxplan_core::doubts::DRAWS;
use cxplan_core::report::{InitiativeView, LinkView, Readiness, StageView, StepView, TouchpointView};
use jiff::civil::Date;
use serde::Serialize;

use super::Scene;
use crate::locale::capital;

/// A text with a name.
#[derive(Serialize)]
pub(crate) struct Trait {
    pub(crate) label: String,
    pub(crate) text: String,
    /// Whether it tells of a day that is missed.
    pub(crate) late: bool,
}

/// A remark.
#[derive(Serialize)]
pub(crate) struct Remark {
    pub(crate) text: String,
    /// Whether it tells of a day that is missed.
    pub(crate) late: bool,
}

impl<'a> Scene<'a> {
    /// The name of work that something waits for: a step of its own, `initiative` or `initiative.step`.
    pub(crate) fn work(&self, on: &'a str, own: Option<&'a InitiativeView>) -> String {
        let locale = self.locale;
        let step = |initiative: &'a InitiativeView, id: &str| {
            initiative.steps.iter().find(|step| step.id == id).map(|step| step.title.as_str())
        };
        if let Some(title) = own.and_then(|own| step(own, on)) {
            return locale.quoted(title);
        }
        if self.index.contains_key(on) {
            return locale.quoted(self.title(on));
        }
        // Ids may hold dots: the first split that both sides know is the one that is meant.
        let found = on.match_indices('.').find_map(|(dot, _)| {
            let initiative = &self.report.initiatives[*self.index.get(&on[..dot])?];
            Some((initiative, step(initiative, &on[dot + 1..])?))
        });
        found.map_or_else(
            || locale.quoted(on),
            |(initiative, step)| {
                let (step, title) = (locale.quoted(step), locale.quoted(&initiative.title));
                locale.fill("link.step", &[("step", &step), ("initiative", &title)])
            },
        )
    }

    /// What ties work to something, where it does not simply start when that is done.
    fn tie(&self, link: &'a LinkView, own: Option<&'a InitiativeView>) -> Option<String> {
        let locale = self.locale;
        if link.kind == "fs" && link.lag == 0 {
            return None;
        }
        let days = link.lag.unsigned_abs() as usize;
        let lag = match link.lag.cmp(&0) {
            std::cmp::Ordering::Equal => String::new(),
            std::cmp::Ordering::Greater => locale.count("link.later", days, &[]),
            std::cmp::Ordering::Less => locale.count("link.earlier", days, &[]),
        };
        let kind = locale.word("tie", link.kind);
        let values = [("kind", kind.as_str()), ("on", &self.work(&link.on, own)), ("lag", &lag)];
        Some(capital(&locale.fill("link.tie", &values)))
    }

    /// A deadline, and whether it is missed by work that ends on a day.
    fn deadline(&self, deadline: Date, end: Option<Date>) -> (String, bool) {
        let locale = self.locale;
        let date = locale.date(deadline);
        let Some(end) = end else { return (date, false) };
        let late = end > deadline;
        let id = if late { "register.deadline-missed" } else { "register.deadline-kept" };
        let end = locale.date(end);
        // Only a missed one says by when.
        let values = [("date", date.as_str()), ("end", end.as_str())];
        (locale.fill(id, if late { &values } else { &values[..1] }), late)
    }

    /// Words of the plan as a list of names.
    fn words(&self, prefix: &str, words: &[String]) -> String {
        // Some names hold an "and" of their own, so the last comma stays one.
        words.iter().map(|word| self.locale.word(prefix, word)).collect::<Vec<_>>().join(", ")
    }
}

/// Whether an initiative ends after its deadline.
pub(crate) fn misses_deadline(initiative: &InitiativeView) -> bool {
    let end = initiative.finished.or_else(|| initiative.planned.as_ref().map(|planned| planned.finish));
    initiative.deadline.zip(end).is_some_and(|(deadline, end)| end > deadline)
}

/// What the plan says of an initiative.
pub(crate) fn of_initiative<'a>(scene: &Scene<'a>, initiative: &'a InitiativeView) -> Vec<Trait> {
    let locale = scene.locale;
    let end = initiative.finished.or_else(|| initiative.planned.as_ref().map(|planned| planned.finish));
    let date = |date: Option<Date>| date.map(|date| locale.date(date));
    let guideline = |id: &'a String| {
        let guideline = scene.report.guidelines.iter().find(|guideline| guideline.id == *id);
        guideline.map_or(id.as_str(), |guideline| guideline.statement.as_str())
    };
    let guidelines: Vec<&str> = initiative.guidelines.iter().map(guideline).collect();
    let ties: Vec<String> = initiative.links.iter().filter_map(|link| scene.tie(link, None)).collect();
    let (deadline, late) =
        initiative.deadline.map(|deadline| scene.deadline(deadline, end)).unwrap_or_default();
    let (must, broken) = initiative.must_finish_by.map(|must| scene.deadline(must, end)).unwrap_or_default();
    let texts = [
        ("register.first", first(scene, initiative), false),
        ("register.likely-ranks", likely_ranks(scene, initiative), false),
        ("register.plan", initiative.plan.clone(), false),
        ("register.decided", date(initiative.decided), false),
        ("register.kind", initiative.kind.as_ref().map(|kind| locale.word("change", kind)), false),
        ("register.lenses", Some(scene.words("lens", &initiative.lenses)), false),
        ("register.pillars", Some(scene.words("pillar", &initiative.pillars)), false),
        ("register.guidelines", Some(guidelines.join(" · ")), false),
        ("register.not-before", date(initiative.not_before), false),
        ("register.deadline", Some(deadline), late),
        ("register.must-finish-by", Some(must), broken),
        ("register.finished", date(initiative.finished), false),
        ("register.links", Some(ties.join(" · ")), false),
    ];
    let shown = texts.into_iter().filter_map(|(id, text, late)| {
        let text = text.filter(|text| !text.is_empty())?;
        Some(Trait { label: locale.text(id).to_owned(), text, late })
    });
    shown.collect()
}

/// The three questions of the method: is it urgent, can it be done now, does it need something first?
fn first<'a>(scene: &Scene<'a>, initiative: &'a InitiativeView) -> Option<String> {
    let locale = scene.locale;
    let planned = initiative.planned.as_ref()?;
    let urgent = locale.text(if initiative.urgent { "register.urgent" } else { "register.not-urgent" });
    let ready = match &initiative.readiness {
        Readiness::Done | Readiness::Aside => return None,
        Readiness::UnderWay => locale.text("register.under-way").to_owned(),
        Readiness::Needs { initiatives } => {
            locale.fill("register.needs-first", &[("titles", &scene.titles(initiatives, 6))])
        }
        Readiness::Waits { until } => locale.fill("register.waits", &[("date", &locale.date(*until))]),
        Readiness::Now if planned.quick_win => locale.text("register.quick-win").to_owned(),
        Readiness::Now => locale.text("register.ready").to_owned(),
    };
    Some(format!("{urgent} {ready}"))
}

/// Where the rank is in doubt, between which ranks it lies.
fn likely_ranks(scene: &Scene<'_>, initiative: &InitiativeView) -> Option<String> {
    let planned = initiative.planned.as_ref()?;
    let [low, high] = planned.likely_ranks?;
    let locale = scene.locale;
    let [score, least, most] = [planned.rank, low, high].map(|rank| rank.to_string());
    let draws = locale.integer(f64::from(DRAWS));
    Some(if low != high {
        locale
            .fill("register.ranks", &[("rank", &score), ("low", &least), ("high", &most), ("draws", &draws)])
    } else if low != planned.rank {
        locale.fill("register.rank-differs", &[("rank", &score), ("low", &least), ("draws", &draws)])
    } else if is_tied(scene, initiative) {
        // It is the order of the plan that stands.
        return None;
    } else {
        locale.fill("register.rank-stands", &[("rank", &score), ("draws", &draws)])
    })
}

/// Whether the method that decides gives the same score to another initiative that is planned.
fn is_tied(scene: &Scene<'_>, initiative: &InitiativeView) -> bool {
    let value = |initiative: &InitiativeView| Some(initiative.scores.first()?.as_ref()?.value);
    scene.planned().filter(|(_, other)| value(other) == value(initiative)).count() > 1
}

/// How long a step may take and how far it is.
pub(crate) fn step_facts(scene: &Scene<'_>, step: &StepView) -> Vec<String> {
    let locale = scene.locale;
    let range = step.range.map(|(low, high)| {
        locale.count("register.days-range", high as usize, &[("low", &locale.integer(f64::from(low)))])
    });
    let progress = locale.find(&format!("progress.{}", step.progress)).map(ToOwned::to_owned);
    range.into_iter().chain(progress).collect()
}

/// What else the plan says of a step.
pub(crate) fn step_remarks<'a>(
    scene: &Scene<'a>,
    initiative: &'a InitiativeView,
    step: &'a StepView,
) -> Vec<Remark> {
    let locale = scene.locale;
    let labelled = |id: &str, text: &str| locale.labelled(locale.text(id), text);
    let deliverable = step
        .deliverable
        .as_ref()
        .map(|deliverable| Remark { text: labelled("register.deliverable", deliverable), late: false });
    let days = [("register.deadline", step.deadline), ("register.must-finish-by", step.must_finish_by)];
    let days = days.into_iter().filter_map(|(label, day)| {
        let (text, late) = scene.deadline(day?, step.finish);
        Some(Remark { text: labelled(label, &text), late })
    });
    let ties = step.links.iter().filter_map(|link| scene.tie(link, Some(initiative)));
    let ties = ties.map(|text| Remark { text, late: false });
    deliverable.into_iter().chain(days).chain(ties).collect()
}

/// A step of the customers' way and what the plan says of it.
#[derive(Serialize)]
pub(crate) struct Place {
    pub(crate) name: String,
    pub(crate) facts: String,
    touchpoints: Vec<Self>,
}

/// Stages and touchpoints of which the plan says more than numbers.
pub(crate) fn places(scene: &Scene<'_>) -> Vec<Place> {
    let place = |stage: &StageView| {
        let touchpoints = stage.touchpoints.iter().map(|touchpoint| Place {
            name: touchpoint.name.clone(),
            facts: of_touchpoint(scene, touchpoint).join(" · "),
            touchpoints: Vec::new(),
        });
        let facts = [phase(scene, stage), no_initiative(scene, stage)];
        Place {
            name: stage.name.clone(),
            facts: facts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            touchpoints: touchpoints.filter(|place| !place.facts.is_empty()).collect(),
        }
    };
    let places = scene.report.stages.iter().map(place);
    places.filter(|place| !place.facts.is_empty() || !place.touchpoints.is_empty()).collect()
}

/// Which of the five Es a stage belongs to.
pub(crate) fn phase(scene: &Scene<'_>, stage: &StageView) -> Option<String> {
    stage.phase.as_ref().map(|phase| scene.locale.word("phase", phase))
}

/// Why no initiative touches a stage; none where one does by now.
pub(crate) fn no_initiative(scene: &Scene<'_>, stage: &StageView) -> Option<String> {
    let why = stage.no_initiative.as_ref().filter(|_| stage.initiatives.is_empty());
    why.map(|why| scene.locale.fill("journey.no-initiative", &[("why", why)]))
}

/// Why nobody follows up.
pub(crate) fn no_follow_up(scene: &Scene<'_>, touchpoint: &TouchpointView) -> Option<String> {
    let why = touchpoint.no_follow_up.as_ref();
    why.map(|why| scene.locale.fill("journey.no-follow-up", &[("why", why)]))
}

/// What a touchpoint is and lacks.
pub(crate) fn nature(scene: &Scene<'_>, touchpoint: &TouchpointView) -> Vec<String> {
    let locale = scene.locale;
    let kind = touchpoint.expectation_only.then(|| locale.text("journey.expectation-only").to_owned());
    let lacks = scene.words("lens", &touchpoint.lenses);
    let lacks = (!lacks.is_empty()).then(|| locale.labelled(locale.text("journey.lacks"), &lacks));
    kind.into_iter().chain(lacks).collect()
}

/// An emotion as a number and a word.
pub(crate) fn emotion(scene: &Scene<'_>, emotion: i64) -> String {
    let name = scene.locale.find(&format!("emotion.{}", emotion.clamp(-2, 2)));
    format!("{} {}", scene.locale.change(emotion as f64, 0), name.unwrap_or_default())
}

/// What the company believes customers to feel.
pub(crate) fn believed(scene: &Scene<'_>, touchpoint: &TouchpointView) -> Option<String> {
    let believed = touchpoint.emotion_believed.map(|believed| emotion(scene, believed));
    believed.map(|believed| scene.locale.fill("journey.believed", &[("emotion", &believed)]))
}

fn of_touchpoint(scene: &Scene<'_>, touchpoint: &TouchpointView) -> Vec<String> {
    let felt = touchpoint.emotion.filter(|_| touchpoint.emotion_believed.is_some());
    let felt = felt.map(|felt| scene.locale.fill("journey.felt", &[("emotion", &emotion(scene, felt))]));
    let mut facts = nature(scene, touchpoint);
    facts.extend(felt);
    facts.extend(believed(scene, touchpoint));
    facts.extend(no_follow_up(scene, touchpoint));
    facts
}
