//! The timeline alone, as a picture that stands for itself: for slides and wikis.
//!
//! It shows what the roadmap of the page shows, from the same rows. Everything is a shape or real text with its colours as
//! attributes: hosts that take style sheets and scripts out of a picture leave it as it is. Each row says itself to screen
//! readers, and shows that when pointed at. Shapes lie at shares of the chart's width, as on the page.

use std::fmt::Write as _;

use cxplan_core::report::Report;
use cxplan_core::theme::{Colour, Palette};

use crate::escape;
use crate::gantt::percent;
use crate::templates::Templates;
use crate::view::Scene;
use crate::view::roadmap::{Lane, Line, Roadmap, Row};
use crate::view::timeline::{self, MarkerRow, Span};

/// Sizes, in units of which a picture in a slide has one for each pixel.
const WIDTH: u32 = 1280;
const MARGIN: u32 = 24;
/// Width of the names beside the chart.
const NAMES: u32 = 340;
const CHART: u32 = WIDTH - 2 * MARGIN - NAMES;
const HEAD: u32 = 72;
const AXIS: u32 = 44;
const ROW: u32 = 36;
const LANE: u32 = 40;
const FOOT: u32 = 40;

/// Draws the timeline of a report; a plan without work has its title alone.
pub(crate) fn render(report: &Report, templates: &Templates) -> String {
    let scene = Scene::new(report);
    let roadmap = Roadmap::new(&scene);
    let mut picture = Picture { out: String::new(), y: HEAD, colours: templates.palette };
    if let Some(roadmap) = &roadmap {
        picture.chart(&scene, roadmap);
    }
    let Picture { out: body, y, colours } = picture;
    let (title, about) = (xml(&report.plan.title), xml(&about(&scene)));
    let (height, fonts) = (y + MARGIN, xml(&templates.fonts));
    let Palette { paper, ink, muted, .. } = colours;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         lang=\"{}\" font-family=\"{fonts}\" font-size=\"13\" fill=\"{ink}\" role=\"group\" \
         aria-labelledby=\"cxplan-title cxplan-about\">\n\
         <title id=\"cxplan-title\">{title}</title>\n<desc id=\"cxplan-about\">{about}</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>\n\
         <svg x=\"{MARGIN}\" width=\"{}\" height=\"{HEAD}\">\
         <text y=\"36\" font-size=\"22\" font-weight=\"660\">{title}</text>\
         <text y=\"58\" fill=\"{muted}\">{about}</text></svg>\n{body}</svg>\n",
        report.language.tag(),
        WIDTH - 2 * MARGIN,
    )
}

/// How much there is, and when.
fn about(scene: &Scene<'_>) -> String {
    let summary = &scene.report.summary;
    let count = scene.locale.count("count.initiatives", summary.planned, &[]);
    match summary.start.zip(summary.finish) {
        Some((start, finish)) => format!("{count} · {}", scene.locale.period(start, finish)),
        None => count,
    }
}

/// A picture that grows downwards.
struct Picture {
    out: String,
    y: u32,
    colours: Palette,
}

impl Picture {
    fn chart(&mut self, scene: &Scene<'_>, roadmap: &Roadmap) {
        self.axis(roadmap);
        // What lies behind all rows is drawn before them and is as high as all of them.
        let rows = |lane: &Lane| LANE + ROW * lane.rows.len() as u32;
        let height = ROW * roadmap.markers.len() as u32 + roadmap.lanes.iter().map(rows).sum::<u32>();
        self.ground(scene, roadmap, height);
        roadmap.markers.iter().for_each(|row| self.markers(row));
        roadmap.lanes.iter().for_each(|lane| self.lane(lane));
        self.legend(scene, roadmap);
    }

    /// Opens a part of the chart's width, in which positions are shares.
    fn open(&mut self, height: u32) {
        let x = MARGIN + NAMES;
        self.add(&format!(
            "<svg x=\"{x}\" y=\"{}\" width=\"{CHART}\" height=\"{height}\" overflow=\"visible\">",
            self.y
        ));
    }

    fn add(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn axis(&mut self, roadmap: &Roadmap) {
        self.open(AXIS);
        let Palette { ink, muted, .. } = self.colours;
        for (ticks, y, colour, weight) in [(&roadmap.quarters, 16, ink, 640), (&roadmap.months, 34, muted, 400)] {
            for tick in ticks {
                let (x, label) = (&tick.x, xml(&tick.label));
                self.add(&format!(
                    "<text x=\"{x}%\" dx=\"4\" y=\"{y}\" font-size=\"12\" font-weight=\"{weight}\" fill=\"{colour}\">{label}</text>"
                ));
            }
        }
        self.add("</svg>\n");
        self.y += AXIS;
    }

    /// Lines of the axis, freezes, and today.
    fn ground(&mut self, scene: &Scene<'_>, roadmap: &Roadmap, height: u32) {
        self.open(height);
        let Palette { ink, rule, muted, .. } = self.colours;
        for tick in &roadmap.quarters {
            let x = &tick.x;
            self.add(&format!("<line x1=\"{x}%\" x2=\"{x}%\" y2=\"100%\" stroke=\"{rule}\"/>"));
        }
        for freeze in &scene.report.freezes {
            let (from, to) = (scene.axis.start(freeze.from), scene.axis.end(freeze.to));
            let (x, width) = (percent(from), percent(to - from));
            self.add(&format!(
                "<rect x=\"{x}%\" width=\"{width}%\" height=\"100%\" fill=\"{muted}\" fill-opacity=\".1\"/>"
            ));
        }
        if let Some(x) = timeline::today(scene).map(percent) {
            self.add(&format!("<line x1=\"{x}%\" x2=\"{x}%\" y2=\"100%\" stroke=\"{ink}\" stroke-width=\"2\"/>"));
        }
        self.add("</svg>\n");
    }

    /// Opens a row with its name and a second line below it, cut where their room ends.
    fn row(&mut self, spoken: &str, name: &str, note: &str, inset: u32, height: u32) {
        let Palette { muted, hair, .. } = self.colours;
        let (y, bottom) = (self.y, self.y + height);
        let (first, second) = if note.is_empty() { (height / 2 + 5, 0) } else { (height / 2 - 2, height / 2 + 13) };
        let (x, width) = (MARGIN + inset, NAMES - inset - 12);
        let (spoken, name, note) = (xml(spoken), xml(name), xml(note));
        self.add(&format!(
            "<g role=\"img\"><title>{spoken}</title>\
             <line x1=\"{MARGIN}\" x2=\"{}\" y1=\"{bottom}\" y2=\"{bottom}\" stroke=\"{hair}\"/>\
             <svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"><text y=\"{first}\">{name}</text>",
            WIDTH - MARGIN
        ));
        if second > 0 {
            self.add(&format!("<text y=\"{second}\" font-size=\"12\" fill=\"{muted}\">{note}</text>"));
        }
        self.add("</svg>");
    }

    fn markers(&mut self, row: &MarkerRow) {
        let Palette { ink, muted, alarm, rule, .. } = self.colours;
        let tag = row.tag.map(|tag| format!(" · {tag}")).unwrap_or_default();
        let note = format!("{}{tag}", row.note);
        let spoken = [row.label.as_str(), &note, &row.text].map(str::trim);
        let spoken: Vec<&str> = spoken.into_iter().filter(|part| !part.is_empty()).collect();
        self.row(&spoken.join(". "), &row.label, &note, 0, ROW);
        self.open(ROW);
        for Span { x, width, .. } in &row.spans {
            self.add(&format!("<rect x=\"{x}%\" width=\"{width}%\" y=\"12\" height=\"12\" rx=\"3\" fill=\"{rule}\"/>"));
        }
        for mark in &row.marks {
            let colour = if mark.late { alarm } else { ink };
            let shape = if mark.round { "<circle r=\"3.5\"/>" } else { "<path d=\"M0-6 6 0 0 6-6 0z\"/>" };
            let (x, label) = (&mark.x, xml(&mark.label));
            self.add(&format!(
                "<svg x=\"{x}%\" y=\"50%\" overflow=\"visible\" fill=\"{colour}\">{shape}</svg>"
            ));
            if !label.is_empty() {
                let (anchor, dx) = if mark.end { ("end", "-11") } else { ("start", "11") };
                self.add(&format!(
                    "<text x=\"{x}%\" y=\"50%\" dx=\"{dx}\" dy=\"4\" font-size=\"12\" text-anchor=\"{anchor}\" fill=\"{muted}\">{label}</text>"
                ));
            }
        }
        self.close(ROW);
    }

    fn close(&mut self, height: u32) {
        self.add("</svg></g>\n");
        self.y += height;
    }

    fn lane(&mut self, lane: &Lane) {
        let Palette { panel, rule, .. } = self.colours;
        let (y, width) = (self.y, WIDTH - 2 * MARGIN);
        self.add(&format!(
            "<rect x=\"{MARGIN}\" y=\"{y}\" width=\"{width}\" height=\"{LANE}\" fill=\"{panel}\"/>"
        ));
        let spoken = format!("{}. {}", lane.name, lane.count);
        self.out.push_str("<g font-weight=\"640\">");
        self.row(&spoken, &lane.name, &lane.count, 8, LANE);
        self.open(LANE);
        for rib in &lane.ribbon {
            let (x, width, y, height) = (&rib.x, &rib.width, rib.y, rib.height);
            self.add(&format!(
                "<rect x=\"{x}%\" width=\"{width}%\" y=\"{y}\" height=\"{height}\" fill=\"{rule}\" stroke=\"{panel}\"/>"
            ));
        }
        lane.lines.iter().for_each(|line| self.line(line));
        self.close(LANE);
        self.out.push_str("</g>");
        lane.rows.iter().for_each(|row| self.initiative(row));
    }

    fn initiative(&mut self, row: &Row) {
        let tags: String = row.tags.iter().fold(String::new(), |mut tags, tag| {
            _ = write!(tags, " · {tag}");
            tags
        });
        let meta = format!("{}{tags}", row.meta);
        self.row(&format!("{}. {}", row.title, row.text), &row.title, &meta, 24, ROW);
        self.open(ROW);
        row.lines.iter().for_each(|line| self.line(line));
        let Palette { bar, edge, alarm, alarm_bar, .. } = self.colours;
        let critical = is(&row.class, "crit");
        let (fill, stroke) = if critical { (alarm_bar, alarm) } else { (bar, edge) };
        for Span { x, width, class } in &row.spans {
            // What is no work is a thin line, as work that waits.
            let shape = if is(class, "bar") {
                format!("y=\"11\" height=\"14\" rx=\"3\" fill=\"{fill}\" stroke=\"{stroke}\"")
            } else {
                format!("y=\"17\" height=\"2\" fill=\"{stroke}\"")
            };
            self.add(&format!("<rect x=\"{x}%\" width=\"{width}%\" {shape}/>"));
        }
        for tip in &row.tips {
            let (colour, _) = self.stroke(tip.class);
            let path = if tip.down { "M-4-12h8l-4 5z" } else { "M-4 12h8l-4-5z" };
            let x = &tip.x;
            self.add(&format!(
                "<svg x=\"{x}%\" y=\"50%\" overflow=\"visible\"><path d=\"{path}\" fill=\"{colour}\"/></svg>"
            ));
        }
        self.close(ROW);
    }

    fn line(&mut self, line: &Line) {
        let Line { x1, x2, y1, y2, class, .. } = line;
        let (colour, width) = self.stroke(class);
        self.add(&format!(
            "<line x1=\"{x1}%\" x2=\"{x2}%\" y1=\"{y1}%\" y2=\"{y2}%\" stroke=\"{colour}\" stroke-width=\"{width}\"/>"
        ));
    }

    /// Colour and width of a line from work to what waits for it.
    fn stroke(&self, class: &str) -> (Colour, &'static str) {
        if is(class, "crit") { (self.colours.alarm, "2") } else { (self.colours.link, "1.3") }
    }

    fn legend(&mut self, scene: &Scene<'_>, roadmap: &Roadmap) {
        let Palette { bar, edge, alarm, alarm_bar, link, ink, muted, .. } = self.colours;
        let box_of = |fill: Colour, stroke: Colour| {
            format!("<rect x=\"1\" y=\"1\" width=\"32\" height=\"12\" rx=\"3\" fill=\"{fill}\" stroke=\"{stroke}\"/>")
        };
        let has_bars = roadmap.lanes.iter().any(|lane| !lane.rows.is_empty());
        let arrow = format!("<path d=\"M6 3h16v8m-3.5-4 3.5 4 3.5-4\" fill=\"none\" stroke=\"{link}\" stroke-width=\"1.4\"/>");
        let now = format!("<rect x=\"16\" width=\"2\" height=\"14\" fill=\"{ink}\"/>");
        let word = |id| Some(scene.locale.text(id).to_owned());
        let entries = [
            (word("roadmap.work").filter(|_| has_bars), box_of(bar, edge)),
            (word("roadmap.chain").filter(|_| has_bars && roadmap.has_chain), box_of(alarm_bar, alarm)),
            (word("roadmap.arrow").filter(|_| roadmap.has_arrows), arrow),
            (roadmap.today.clone(), now),
        ];
        // Each has the same room, which the longest of the words fits in.
        const ROOM: u32 = (WIDTH - 2 * MARGIN) / 4;
        let y = self.y + 20;
        for (n, (label, shape)) in (0..).zip(entries.into_iter().filter_map(|(label, shape)| Some((label?, shape)))) {
            let (x, label) = (MARGIN + n * ROOM, xml(&label));
            self.add(&format!(
                "<svg x=\"{x}\" y=\"{y}\" width=\"{ROOM}\" height=\"18\">{shape}<text x=\"42\" y=\"12\" font-size=\"12\" fill=\"{muted}\">{label}</text></svg>\n"
            ));
        }
        self.y += FOOT;
    }
}

/// Whether a class is among those of an element of the page.
fn is(classes: &str, class: &str) -> bool {
    classes.split(' ').any(|own| own == class)
}

/// Text for XML, which bears fewer characters than HTML.
fn xml(text: &str) -> String {
    escape::html(text).replace(['\u{fffe}', '\u{ffff}'], "")
}
