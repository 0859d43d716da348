//! The calendar, read by a line checker of its own and by another reader.

use cxplan_core::method::Language;
use cxplan_core::report::{DecisionView, Occasion, Report, ReviewView, Rhythm, RhythmUnit};
use icalendar::{Calendar, CalendarComponent, Component as _};
use jiff::civil::{Date, date};

use super::calendar;
use crate::sample::furniture as report;

/// Names and values of the unfolded lines, after every line was held against section 3.1.
fn lines(text: &str) -> Vec<(String, String)> {
    assert!(text.ends_with("\r\n"));
    let raw: Vec<&str> = text.strip_suffix("\r\n").unwrap().split("\r\n").collect();
    let mut whole: Vec<String> = Vec::new();
    for line in raw {
        assert!(line.len() <= 75, "too long: {line}");
        assert!(!line.is_empty() && !line.contains(['\r', '\n']), "{line:?}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
        match line.strip_prefix(' ') {
            Some(more) => whole.last_mut().unwrap().push_str(more),
            None => whole.push(line.to_owned()),
        }
    }
    let split = |line: String| {
        let (name, value) = line.split_once(':').unwrap();
        (name.to_owned(), value.to_owned())
    };
    whole.into_iter().map(split).collect()
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(c @ ('\\' | ';' | ',')) => out.push(c),
                other => panic!("{other:?} is not escaped"),
            },
            (';' | ',', _) => panic!("a bare {c} in {text}"),
            (c, _) => out.push(c),
        }
    }
    out
}

fn values<'a>(lines: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    lines.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
}

fn occasion(planned: Date, date: Date) -> Occasion {
    Occasion { planned, date, ..report(Language::En).reviews[1].occasions[0].clone() }
}

fn with(edit: impl FnOnce(&mut ReviewView)) -> Report {
    let mut report = report(Language::En);
    report.reviews.truncate(1);
    edit(&mut report.reviews[0]);
    report
}

#[test]
fn a_calendar_keeps_to_the_form_and_another_reader_finds_the_same_events() {
    for language in [Language::En, Language::Fr] {
        let report = report(language);
        let text = calendar(&report);
        let lines = lines(&text);
        assert_eq!(values(&lines, "BEGIN").len(), values(&lines, "END").len());
        let read: Calendar = text.parse().unwrap();
        let events: Vec<_> = read.components.iter().filter_map(CalendarComponent::as_event).collect();
        let own = |review: &ReviewView| {
            let own = review.occasions.iter().filter(|one| one.planned != one.date || !one.is_empty());
            1 + own.count()
        };
        let open = report.decisions.iter().filter(|one| one.date.is_none() && one.due.is_some()).count();
        assert!(open > 0);
        assert_eq!(events.len(), report.reviews.iter().map(own).sum::<usize>() + open);
        assert_eq!(events[0].get_summary(), Some("Monthly KPI review"));
        assert!(events.iter().all(|event| event.get_uid().is_some() && event.get_start().is_some()));
        let told: Vec<&str> = events.iter().filter_map(|event| event.get_description()).collect();
        let due = match language {
            Language::En => "Net Promoter Score: 26 by 4 Apr 2027, 24.6 expected",
            Language::Fr => "Net Promoter Score : 26 au 4 avr. 2027, 24,6 attendu",
        };
        let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ").replace("\\,", ",");
        assert!(told.iter().any(|text| plain(text).contains(due)), "{told:?}");
    }
}

#[test]
fn the_clock_has_no_say_and_identities_follow_from_names_alone() {
    let one = report(Language::En);
    assert_eq!(calendar(&one), calendar(&one));
    let mut other = one.clone();
    other.plan.today = Some(date(2027, 9, 1));
    other.reviews[0].title = "Renamed".into();
    let (before, after) = (lines(&calendar(&one)), lines(&calendar(&other)));
    assert_eq!(values(&before, "UID"), values(&after, "UID"));
    assert!(values(&after, "DTSTAMP").iter().all(|stamp| *stamp == "20270901T000000Z"));
    other.plan.id = Some("another".into());
    let strange = lines(&calendar(&other));
    assert!(values(&before, "UID").iter().all(|uid| !values(&strange, "UID").contains(uid)));
    let mut unique = values(&before, "UID");
    unique.dedup();
    let open = one.decisions.iter().filter(|one| one.date.is_none() && one.due.is_some()).count();
    assert_eq!(unique.len(), one.reviews.len() + open);
}

/// Text of the plan that would end a line, start a property, or hide.
#[test]
fn hostile_text_stays_text() {
    let nasty = "a\r\nEND:VEVENT\r\nBEGIN:VALARM\u{0};,\\n\\ é日本語\u{1f600}".repeat(9);
    let report = with(|review| {
        review.title = nasty.clone();
        review.agenda = vec![nasty.clone(), String::new()];
    });
    let text = calendar(&report);
    let lines = lines(&text);
    assert!(values(&lines, "BEGIN").iter().all(|kind| ["VCALENDAR", "VEVENT"].contains(kind)));
    let kept: String = nasty.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    assert!(values(&lines, "SUMMARY").iter().any(|title| unescaped(title) == kept));
    let read: Calendar = text.parse().unwrap();
    assert!(read.components.len() > 1);
}

/// The 31st is the last day of shorter months; what falls away is an exception; what is moved an event of its own.
#[test]
fn the_rule_repeats_the_days_of_the_plan() {
    let report = with(|review| {
        review.occasions = vec![
            occasion(date(2027, 1, 31), date(2027, 2, 1)),
            occasion(date(2027, 2, 28), date(2027, 3, 1)),
            occasion(date(2027, 3, 31), date(2027, 3, 31)),
        ];
        review.skipped = vec![date(2027, 4, 30)];
    });
    let lines = lines(&calendar(&report));
    assert_eq!(values(&lines, "RRULE"), ["FREQ=MONTHLY;BYMONTHDAY=-1;INTERVAL=1;COUNT=4"]);
    assert_eq!(values(&lines, "EXDATE;VALUE=DATE"), ["20270430"]);
    assert_eq!(values(&lines, "RECURRENCE-ID;VALUE=DATE"), ["20270131", "20270228"]);
    assert_eq!(values(&lines, "DTSTART;VALUE=DATE")[..3], ["20270131", "20270201", "20270301"]);
    let thirtieth = with(|review| {
        review.occasions =
            [date(2027, 1, 30), date(2027, 2, 28), date(2027, 3, 30)].map(|day| occasion(day, day)).to_vec();
    });
    let text = calendar(&thirtieth);
    assert!(
        text.contains("RRULE:FREQ=MONTHLY;INTERVAL=1;COUNT=2\r\nRDATE;VALUE=DATE:20270228\r\n"),
        "{text}"
    );
    let weekly = with(|review| review.rhythm = Some(Rhythm { count: 2, unit: RhythmUnit::Week }));
    assert!(calendar(&weekly).contains("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=11\r\n"));
}

#[test]
fn what_happens_once_has_no_rule_and_what_never_happens_no_event() {
    let once = with(|review| {
        review.rhythm = None;
        review.occasions.truncate(1);
    });
    let text = lines(&calendar(&once));
    assert!(values(&text, "RRULE").is_empty() && values(&text, "RECURRENCE-ID;VALUE=DATE").is_empty());
    let never = with(|review| review.occasions.clear());
    assert!(!calendar(&never).contains("Monthly"));
    let mut decided = never;
    decided.decisions = vec![DecisionView { date: Some(date(2027, 1, 1)), ..decided.decisions[0].clone() }];
    assert!(!calendar(&decided).contains("VEVENT"));
}
