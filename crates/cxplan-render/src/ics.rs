//! The reviews as a calendar: iCalendar as of RFC 5545.
//!
//! A review is an event of whole days, since plans have no time of day, with a rule that repeats it. Where an occasion differs
//! from what the rule says, it is an event of its own with the day by the rule as its `RECURRENCE-ID` (section 3.8.4.4): it is held
//! on the next working day, or something is due. Open decisions with a day are events too.
//!
//! Nothing depends on when or where the file is made: `DTSTAMP` is the day that the plan speaks of as today, and each `UID` follows
//! from the names of plan and review alone, so that a calendar that reads the file again changes its events and adds none.

use cxplan_core::report::{Occasion, PlanHead, Report, ReviewView, RhythmUnit};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use crate::view::{Scene, course, reviews};

/// Longest line in bytes, without its end (section 3.1).
const LINE: usize = 75;

/// The reviews of a plan, and the decisions that are still to be taken, as one calendar.
pub fn calendar(report: &Report) -> String {
    let scene = Scene::new(report);
    let mut file = File { lines: String::new(), stamp: stamp(&report.plan) };
    file.line("BEGIN", "VCALENDAR");
    file.line("VERSION", "2.0");
    file.text(
        "PRODID",
        &format!("-//cxplan//cxplan {}//{}", report.engine, report.language.tag().to_uppercase()),
    );
    file.line("CALSCALE", "GREGORIAN");
    file.line("METHOD", "PUBLISH");
    for name in ["NAME", "X-WR-CALNAME"] {
        file.text(name, &report.plan.title);
    }
    for review in &report.reviews {
        file.review(&scene, review);
    }
    for decision in report.decisions.iter().filter(|decision| decision.date.is_none()) {
        let Some(due) = decision.due else { continue };
        let title = scene.locale.labelled(scene.locale.text("reviews.decide"), &decision.title);
        let told = course::decision(&scene, decision);
        let told: Vec<String> = told.facts().map(ToOwned::to_owned).collect();
        file.line("BEGIN", "VEVENT");
        file.event(&uid(&report.plan, "decision", &decision.id), due, &title, &told);
        file.line("END", "VEVENT");
    }
    file.line("END", "VCALENDAR");
    file.lines
}

/// The lines of the file so far.
struct File {
    lines: String,
    stamp: String,
}

impl File {
    fn review(&mut self, scene: &Scene<'_>, review: &ReviewView) {
        let Some(first) = review.occasions.first() else { return };
        let uid = uid(&scene.report.plan, "review", &review.id);
        let about = reviews::facts_and_agenda(scene, review);
        let repeats = review.rhythm.filter(|_| review.occasions.len() + review.skipped.len() > 1);
        self.line("BEGIN", "VEVENT");
        match repeats {
            Some(rhythm) => {
                self.event(&uid, first.planned, &review.title, &about);
                let days =
                    review.occasions.iter().map(|occasion| occasion.planned).chain(review.skipped.clone());
                let (unit, own): (_, Vec<Date>) = match rhythm.unit {
                    RhythmUnit::Day => ("DAILY", Vec::new()),
                    RhythmUnit::Week => ("WEEKLY", Vec::new()),
                    RhythmUnit::Month if first.planned.day() == 31 => ("MONTHLY;BYMONTHDAY=-1", Vec::new()),
                    // A month without that day has no occasion by the rule; its last day is added by hand. Not all readers know
                    // BYSETPOS, which would say "the last of 28, 29 and 30".
                    RhythmUnit::Month => {
                        ("MONTHLY", days.filter(|day| day.day() != first.planned.day()).collect())
                    }
                };
                let count = review.occasions.len() + review.skipped.len() - own.len();
                self.line("RRULE", &format!("FREQ={unit};INTERVAL={};COUNT={count}", rhythm.count));
                for day in own {
                    self.line("RDATE;VALUE=DATE", &compact(day));
                }
                for skipped in &review.skipped {
                    self.line("EXDATE;VALUE=DATE", &compact(*skipped));
                }
            }
            None => self.event(&uid, first.date, &review.title, &told(scene, &about, first)),
        }
        self.line("END", "VEVENT");
        let own = |occasion: &&Occasion| occasion.planned != occasion.date || !occasion.is_empty();
        for occasion in review.occasions.iter().filter(|_| repeats.is_some()).filter(own) {
            self.line("BEGIN", "VEVENT");
            self.event(&uid, occasion.date, &review.title, &told(scene, &about, occasion));
            self.line("RECURRENCE-ID;VALUE=DATE", &compact(occasion.planned));
            self.line("END", "VEVENT");
        }
    }

    /// What every event has. Who is there stays free to meet others: the day is whole only because no hour is known.
    fn event(&mut self, uid: &str, date: Date, title: &str, about: &[String]) {
        self.line("UID", uid);
        let stamp = self.stamp.clone();
        self.line("DTSTAMP", &stamp);
        self.line("DTSTART;VALUE=DATE", &compact(date));
        // The end is the day after; the last day of all has none, and one day is meant then anyway.
        if let Ok(end) = date.tomorrow() {
            self.line("DTEND;VALUE=DATE", &compact(end));
        }
        self.line("TRANSP", "TRANSPARENT");
        self.text("SUMMARY", title);
        if !about.is_empty() {
            self.text("DESCRIPTION", &about.join("\n"));
        }
    }

    /// A property whose value is text: what has a meaning there is escaped (section 3.3.11), what no line may hold is left out.
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                '\n' => escaped.push_str("\\n"),
                c if c.is_control() => {}
                c => escaped.push(c),
            }
        }
        self.line(name, &escaped);
    }

    /// A line, folded between characters so that none is too long.
    fn line(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if length + c.len_utf8() > LINE {
                self.lines.push_str("\r\n ");
                length = 1;
            }
            self.lines.push(c);
            length += c.len_utf8();
        }
        self.lines.push_str("\r\n");
    }
}

fn told(scene: &Scene<'_>, about: &[String], occasion: &Occasion) -> Vec<String> {
    about.iter().cloned().chain(reviews::due(scene, occasion)).collect()
}

fn compact(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

/// The day that the plan speaks of, else its start.
fn stamp(plan: &PlanHead) -> String {
    format!("{}T000000Z", compact(plan.today.max(plan.status_date).unwrap_or(plan.start)))
}

/// A UUID of version 8 (RFC 9562, section 5.8) made of the SHA-256 of names: those of the plan and of what it is about.
fn uid(plan: &PlanHead, kind: &str, id: &str) -> String {
    let plan = plan.id.as_ref().unwrap_or(&plan.title);
    let digest = Sha256::digest(format!("cxplan\n{plan}\n{kind}\n{id}"));
    let mut bytes: [u8; 16] = std::array::from_fn(|place| digest[place]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = |range: std::ops::Range<usize>| -> String {
        bytes[range].iter().map(|byte| format!("{byte:02x}")).collect()
    };
    [hex(0..4), hex(4..6), hex(6..8), hex(8..10), hex(10..16)].join("-")
}

#[cfg(test)]
#[path = "tests_ics.rs"]
mod tests;
