//! The timeline alone, as a picture that stands for itself: for slides and wikis.
//!
//! It shows what the roadmap of the page shows, from the same rows. Everything is a shape or real text with its colours as
//! attributes: hosts that take style sheets and scripts out of a picture leave it as it is. Each row says itself to screen
//! readers, and shows that when pointed at. Shapes lie at shares of the chart's width, as on the page.

use std::fmt::Write as _;

use cxplan_core::method::Language;
use cxplan_core::report::Report;
use cxplan_core::theme::{Colour, Palette};

use crate::escape;
use crate::gantt::percent;
use crate::messages::french_spacing;
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
/// A second line of a name.
const LINE: u32 = 16;
const LANE: u32 = 40;
const FOOT: u32 = 40;

/// Draws the timeline of a report; a plan without work has its title alone.
pub(crate) fn render(report: &Report, templates: &Templates) -> String {
    let scene = Scene::new(report);
    let roadmap = Roadmap::new(&scene);
    let mut picture =
        Picture { out: String::new(), y: HEAD, colours: templates.palette, language: report.language };
    if let Some(roadmap) = &roadmap {
        picture.chart(&scene, roadmap);
    }
    let (title, about) = (picture.xml(&report.plan.title), picture.xml(&about(&scene)));
    let (height, fonts) = (picture.y + MARGIN, picture.xml(&templates.fonts));
    let Picture { out: body, colours, .. } = picture;
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
    language: Language,
}

impl Picture {
    fn chart(&mut self, scene: &Scene<'_>, roadmap: &Roadmap) {
        self.axis(roadmap);
        let (behind, top) = (self.out.len(), self.y);
        roadmap.markers.iter().for_each(|row| self.markers(row));
        let mut panels = Vec::new();
        for lane in &roadmap.lanes {
            panels.push(self.y);
            self.lane(lane);
        }
        // What lies behind all rows is as high as all of them, which is known now.
        let ground = self.ground(scene, roadmap, top, &panels);
        self.out.insert_str(behind, &ground);
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
        for (ticks, y, colour, weight) in
            [(&roadmap.quarters, 16, ink, 640), (&roadmap.months, 34, muted, 400)]
        {
            for tick in ticks {
                let (x, label) = (&tick.x, self.xml(&tick.label));
                self.add(&format!(
                    "<text x=\"{x}%\" dx=\"4\" y=\"{y}\" font-size=\"12\" font-weight=\"{weight}\" fill=\"{colour}\">{label}</text>"
                ));
            }
        }
        self.add("</svg>\n");
        self.y += AXIS;
    }

    /// Grounds of the lanes, lines of the axis, freezes, and today, from a height down to here.
    fn ground(&self, scene: &Scene<'_>, roadmap: &Roadmap, top: u32, panels: &[u32]) -> String {
        let mut ground = Self { out: String::new(), y: top, ..*self };
        ground.draw_ground(scene, roadmap, self.y - top, panels);
        ground.out
    }

    fn draw_ground(&mut self, scene: &Scene<'_>, roadmap: &Roadmap, height: u32, panels: &[u32]) {
        let Palette { ink, rule, muted, panel, .. } = self.colours;
        for y in panels {
            let width = WIDTH - 2 * MARGIN;
            self.add(&format!(
                "<rect x=\"{MARGIN}\" y=\"{y}\" width=\"{width}\" height=\"{LANE}\" fill=\"{panel}\"/>"
            ));
        }
        self.open(height);
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
            self.add(&format!(
                "<line x1=\"{x}%\" x2=\"{x}%\" y2=\"100%\" stroke=\"{ink}\" stroke-width=\"2\"/>"
            ));
        }
        self.add("</svg>\n");
    }

    /// Opens a row with its name, in two lines where it is long, and a note below it; what has no room is in what is spoken.
    /// Gives the height of the row.
    fn row(&mut self, spoken: &str, name: &str, note: &str, inset: u32, height: u32) -> u32 {
        let Palette { muted, hair, .. } = self.colours;
        let (x, width) = (MARGIN + inset, NAMES - inset - 12);
        let (names, note) = (wrap(name, 13, width, 2), wrap(note, 12, width, 1).concat());
        let height = height + LINE * (names.len() as u32).saturating_sub(1);
        let (y, bottom) = (self.y, self.y + height);
        let texts = LINE * names.len() as u32 + if note.is_empty() { 0 } else { 15 };
        let first = (height - texts.min(height)) / 2 + 12;
        let (spoken, note) = (self.xml(spoken), self.xml(&note));
        self.add(&format!(
            "<g role=\"img\"><title>{spoken}</title>\
             <line x1=\"{MARGIN}\" x2=\"{}\" y1=\"{bottom}\" y2=\"{bottom}\" stroke=\"{hair}\"/>\
             <svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\">",
            WIDTH - MARGIN
        ));
        let mut line = first;
        for name in &names {
            self.add(&format!("<text y=\"{line}\">{}</text>", self.xml(name)));
            line += LINE;
        }
        if !note.is_empty() {
            self.add(&format!(
                "<text y=\"{line}\" font-size=\"12\" font-weight=\"400\" fill=\"{muted}\">{note}</text>"
            ));
        }
        self.add("</svg>");
        height
    }

    fn markers(&mut self, row: &MarkerRow) {
        let Palette { ink, muted, alarm, rule, .. } = self.colours;
        let tag = row.tag.map(|tag| format!(" · {tag}")).unwrap_or_default();
        let note = format!("{}{tag}", row.note);
        let spoken = [row.label.as_str(), &note, &row.text].map(str::trim);
        let spoken: Vec<&str> = spoken.into_iter().filter(|part| !part.is_empty()).collect();
        let height = self.row(&spoken.join(". "), &row.label, &note, 0, ROW);
        self.open(height);
        let top = height / 2 - 6;
        for Span { x, width, .. } in &row.spans {
            self.add(&format!(
                "<rect x=\"{x}%\" width=\"{width}%\" y=\"{top}\" height=\"12\" rx=\"3\" fill=\"{rule}\"/>"
            ));
        }
        for mark in &row.marks {
            let colour = if mark.late { alarm } else { ink };
            let shape = if mark.round { "<circle r=\"3.5\"/>" } else { "<path d=\"M0-6 6 0 0 6-6 0z\"/>" };
            let (x, label) = (&mark.x, self.xml(&mark.label));
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
        self.close(height);
    }

    fn close(&mut self, height: u32) {
        self.add("</svg></g>\n");
        self.y += height;
    }

    fn lane(&mut self, lane: &Lane) {
        let Palette { panel, rule, .. } = self.colours;
        let spoken = format!("{}. {}", lane.name, lane.count);
        self.out.push_str("<g font-weight=\"640\">");
        // A lane's name has one line, so that its blocks keep their place.
        let name = wrap(&lane.name, 13, NAMES - 20, 1).concat();
        self.row(&spoken, &name, &lane.count, 8, LANE);
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
        let height = self.row(&format!("{}. {}", row.title, row.text), &row.title, &meta, 24, ROW);
        self.open(height);
        let middle = height / 2;
        row.lines.iter().for_each(|line| self.line(line));
        let Palette { bar, edge, alarm, alarm_bar, .. } = self.colours;
        let critical = is(&row.class, "crit");
        let (fill, stroke) = if critical { (alarm_bar, alarm) } else { (bar, edge) };
        for Span { x, width, class } in &row.spans {
            // What is no work is a thin line, as work that waits.
            let shape = if is(class, "bar") {
                format!("y=\"{}\" height=\"14\" rx=\"3\" fill=\"{fill}\" stroke=\"{stroke}\"", middle - 7)
            } else {
                format!("y=\"{}\" height=\"2\" fill=\"{stroke}\"", middle - 1)
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
        self.close(height);
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
            format!(
                "<rect x=\"1\" y=\"1\" width=\"32\" height=\"12\" rx=\"3\" fill=\"{fill}\" stroke=\"{stroke}\"/>"
            )
        };
        let has_bars = roadmap.lanes.iter().any(|lane| !lane.rows.is_empty());
        let arrow = format!(
            "<path d=\"M6 3h16v8m-3.5-4 3.5 4 3.5-4\" fill=\"none\" stroke=\"{link}\" stroke-width=\"1.4\"/>"
        );
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
        for (n, (label, shape)) in
            (0..).zip(entries.into_iter().filter_map(|(label, shape)| Some((label?, shape))))
        {
            let (x, label) = (MARGIN + n * ROOM, self.xml(&label));
            self.add(&format!(
                "<svg x=\"{x}\" y=\"{y}\" width=\"{ROOM}\" height=\"18\">{shape}<text x=\"42\" y=\"12\" font-size=\"12\" fill=\"{muted}\">{label}</text></svg>\n"
            ));
        }
        self.y += FOOT;
    }

    /// Text for XML, which bears fewer characters than HTML, with the spaces of its language.
    fn xml(&self, text: &str) -> String {
        let text = text.replace(['\u{fffe}', '\u{ffff}'], "");
        escape::html(&if self.language == Language::Fr { french_spacing(&text) } else { text })
    }
}

/// Whether a class is among those of an element of the page.
fn is(classes: &str, class: &str) -> bool {
    classes.split(' ').any(|own| own == class)
}

/// The lines of a text of a size in a width, at most so many; what is left over becomes "…".
///
/// Which font a reader has is not known, so a letter counts as 0.56 of the size, and one of a script with wide letters as all
/// of it.
fn wrap(text: &str, size: u32, width: u32, most: usize) -> Vec<String> {
    const LETTER: u32 = 56;
    let room = width * 100 / size;
    let wide = |c: char| if c < '\u{1100}' { LETTER } else { 100 };
    let length = |text: &str| text.chars().map(wide).sum::<u32>();
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if length(line) + LETTER + length(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let left = lines.len() > most;
    lines.truncate(most);
    let count = lines.len();
    for (n, line) in lines.iter_mut().enumerate() {
        let cut = left && n + 1 == count;
        if cut || length(line) > room {
            while length(line) + 100 > room && line.pop().is_some() {}
            line.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_to_its_lines() {
        assert_eq!(wrap("Pay with a wallet", 10, 200, 2), ["Pay with a wallet"]);
        assert_eq!(wrap("one two three four", 10, 50, 2), ["one two", "three…"]);
        assert_eq!(wrap("", 10, 60, 2), [""; 0]);
        for text in ["x".repeat(300), "漢字".repeat(100), "a b ".repeat(99)] {
            let lines = wrap(&text, 13, 300, 2);
            assert!(lines.len() <= 2 && lines.iter().all(|line| line.chars().count() <= 42), "{lines:?}");
            assert!(lines.last().is_some_and(|line| line.ends_with('…')), "{lines:?}");
        }
    }
}
