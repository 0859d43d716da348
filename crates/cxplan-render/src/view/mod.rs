//! From facts to what a page prints: every sentence, number and position is made here, one file a section.
//!
//! A section is `None` where the plan has nothing for it.

pub(crate) mod account;
pub(crate) mod charts;
pub(crate) mod context;
pub(crate) mod course;
pub(crate) mod forecast;
pub(crate) mod hero;
pub(crate) mod journey;
pub(crate) mod load;
pub(crate) mod method;
pub(crate) mod order;
pub(crate) mod reasons;
pub(crate) mod register;
pub(crate) mod reviews;
pub(crate) mod roadmap;
pub(crate) mod targets;
pub(crate) mod timeline;
pub(crate) mod traits;

use std::collections::BTreeMap;

use cxplan_core::report::{InitiativeView, MetricView, Report};
use serde::Serialize;

use crate::gantt::{self, Axis, Index};
use crate::locale::Locale;

/// Above this many planned initiatives, lanes are closed and dependencies are words instead of lines.
const MANY: usize = 150;

/// Everything that the sections look up.
pub(crate) struct Scene<'a> {
    pub(crate) report: &'a Report,
    pub(crate) locale: Locale,
    pub(crate) index: Index<'a>,
    pub(crate) metrics: BTreeMap<&'a str, &'a MetricView>,
    pub(crate) axis: Axis,
    /// See [`gantt::deciding_chain`].
    pub(crate) chain: Vec<usize>,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(report: &'a Report) -> Self {
        let index = gantt::index(report);
        Self {
            locale: Locale::of(report.language),
            metrics: report.metrics.iter().map(|metric| (metric.id.as_str(), metric)).collect(),
            axis: Axis::of(report),
            chain: gantt::deciding_chain(report, &index),
            index,
            report,
        }
    }

    /// Whether the plan is too large to show everything of every initiative.
    pub(crate) fn is_large(&self) -> bool {
        self.report.summary.planned > MANY
    }

    /// Planned initiatives with their positions in the report, in the order of work.
    pub(crate) fn planned(&self) -> impl Iterator<Item = (usize, &'a InitiativeView)> {
        self.report.initiatives.iter().enumerate().filter(|(_, initiative)| initiative.planned.is_some())
    }

    /// Title of an initiative, or the id where the report does not hold it.
    pub(crate) fn title(&self, id: &'a str) -> &'a str {
        self.index.get(id).map_or(id, |n| self.report.initiatives[*n].title.as_str())
    }

    /// Quoted titles, at most so many.
    pub(crate) fn titles(&self, ids: &'a [String], most: usize) -> String {
        // Quoting thousands of titles to show three would be wasted work.
        let shown = ids.iter().take(most).map(|id| self.locale.quoted(self.title(id))).collect::<Vec<_>>();
        match ids.len() - shown.len() {
            0 => self.locale.list(&shown),
            more => {
                let more = self.locale.count("list.more", more, &[]);
                format!("{} {} {more}", shown.join(", "), self.locale.text("list.and"))
            }
        }
    }

    /// A value of a metric, with as many decimals as its range asks for.
    pub(crate) fn value(&self, metric: &MetricView, value: f64) -> String {
        let text = self.locale.number(value, decimals(metric));
        if metric.percent { self.locale.with_percent(&text) } else { text }
    }

    /// A value of a metric with all its decimals, for figures that are held against each other: `31.0`.
    pub(crate) fn exact(&self, metric: &MetricView, value: f64) -> String {
        let text = self.locale.fixed(value, decimals(metric));
        if metric.percent { self.locale.with_percent(&text) } else { text }
    }

    /// A value of a metric where there is room for a few characters only.
    pub(crate) fn short_value(&self, metric: &MetricView, value: f64) -> String {
        const ROOM: usize = 8;
        let text = self.value(metric, value);
        if text.chars().count() <= ROOM {
            return text;
        }
        let text = self.locale.compact(value);
        if metric.percent { self.locale.with_percent(&text) } else { text }
    }

    /// A change of a metric, in its unit.
    pub(crate) fn change(&self, metric: &MetricView, change: f64) -> String {
        let text = self.locale.change(change, decimals(metric));
        self.points(metric, change, &text)
    }

    /// How large a change of a metric is, in its unit, whichever way it goes.
    pub(crate) fn amount(&self, metric: &MetricView, amount: f64) -> String {
        let text = self.locale.number(amount, decimals(metric).max(1));
        self.points(metric, amount, &text)
    }

    /// Whether a change is more than nothing once it is rounded.
    pub(crate) fn shows(&self, metric: &MetricView, change: f64) -> bool {
        self.locale.change(change, decimals(metric)) != "0"
    }

    /// A gap that is there: with as many decimals as it takes to see it.
    pub(crate) fn gap(&self, metric: &MetricView, gap: f64) -> String {
        let seen = (decimals(metric)..6).map(|decimals| self.locale.change(gap, decimals));
        let text = seen.clone().find(|text| text != "0").unwrap_or_else(|| "0".to_owned());
        self.points(metric, gap, &text)
    }

    /// A change of a percentage is in points.
    fn points(&self, metric: &MetricView, change: f64, text: &str) -> String {
        if metric.percent {
            self.locale.amount("targets.points", change, decimals(metric), &[("change", text)])
        } else {
            text.to_owned()
        }
    }

    /// An amount in the plan's currency.
    pub(crate) fn money(&self, amount: f64) -> String {
        self.locale.money(amount, self.report.plan.currency.as_deref())
    }

    /// `66 person-months`.
    pub(crate) fn effort(&self, months: f64) -> String {
        self.locale.amount("unit.person-months", months, 1, &[])
    }
}

/// Decimals that tell the values of a metric apart.
fn decimals(metric: &MetricView) -> usize {
    let values = metric.targets.iter().map(|target| target.value).chain(metric.baseline);
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    if high - low < 2.0 { 2 } else { 1 }
}

/// The page.
#[derive(Serialize)]
pub(crate) struct Page {
    pub(crate) language: &'static str,
    pub(crate) title: String,
    pub(crate) company: Option<String>,
    pub(crate) plan: String,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) hero: hero::Hero,
    pub(crate) vision: Option<context::Vision>,
    pub(crate) plans: Option<course::Plans>,
    pub(crate) decisions: Option<course::Decisions>,
    pub(crate) targets: Option<targets::Targets>,
    pub(crate) roadmap: Option<roadmap::Roadmap>,
    pub(crate) order: Option<order::Order>,
    pub(crate) charts: Option<charts::Charts>,
    pub(crate) load: Option<load::Load>,
    pub(crate) journey: Option<journey::Journey>,
    pub(crate) customers: Option<context::Customers>,
    pub(crate) reviews: Option<reviews::Reviews>,
    pub(crate) method: Option<method::Method>,
    pub(crate) register: register::Register,
    pub(crate) footer: context::Footer,
    pub(crate) style: String,
    pub(crate) script: String,
    pub(crate) policy: String,
    pub(crate) logo: Option<String>,
}

/// A link of the page's head.
#[derive(Serialize)]
pub(crate) struct NavItem {
    target: &'static str,
    label: &'static str,
}

impl Page {
    pub(crate) fn new(scene: &Scene<'_>) -> Self {
        let plan = &scene.report.plan;
        let mut page = Self {
            language: scene.locale.language.tag(),
            title: plan
                .company
                .as_ref()
                .map_or_else(|| plan.title.clone(), |name| format!("{} – {name}", plan.title)),
            company: plan.company.clone(),
            plan: plan.title.clone(),
            nav: Vec::new(),
            hero: hero::Hero::new(scene),
            vision: context::Vision::new(scene),
            plans: course::Plans::new(scene),
            decisions: course::Decisions::new(scene),
            targets: targets::Targets::new(scene),
            roadmap: roadmap::Roadmap::new(scene),
            order: order::Order::new(scene),
            charts: charts::Charts::new(scene),
            load: load::Load::new(scene),
            journey: journey::Journey::new(scene),
            customers: context::Customers::new(scene),
            reviews: reviews::Reviews::new(scene),
            method: method::Method::new(scene),
            register: register::Register::new(scene),
            footer: context::Footer::new(scene),
            style: String::new(),
            script: String::new(),
            policy: String::new(),
            logo: None,
        };
        let sections = [
            ("targets", "nav.targets", page.targets.is_some()),
            ("roadmap", "nav.roadmap", page.roadmap.is_some()),
            ("order", "nav.order", page.order.is_some()),
            ("journey", "nav.journey", page.journey.is_some()),
            ("reviews", "nav.reviews", page.reviews.is_some()),
            ("register", "nav.register", true),
        ];
        let shown = sections.into_iter().filter(|(_, _, shown)| *shown);
        page.nav = shown.map(|(target, id, _)| NavItem { target, label: scene.locale.text(id) }).collect();
        page
    }
}
