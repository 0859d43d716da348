//! What the fuzz targets share: a plan out of bytes, the pipeline as far as it is pure, and the laws that hold whatever the
//! plan says. A law that is broken panics, which is what the fuzzer looks for.

mod methods;
mod mutate;

use std::convert::Infallible;
use std::ops::Range;

use cxplan_core::assemble::{self, Stamp};
use cxplan_core::check::{self, Checked, Options};
use cxplan_core::diag::{Code, Diagnostic, Diagnostics};
use cxplan_core::doubts::{Doubts, MOST_ROWS};
use cxplan_core::lint;
use cxplan_core::method::{Language, Method};
use cxplan_core::model::Plan;
use cxplan_core::read;
use cxplan_core::scores::{self, Scores};
use cxplan_core::simulate;
use cxplan_core::source::{Sources, Span};
use cxplan_core::timeline::{self, Timeline};

pub use methods::{ID, methods};
pub use mutate::mutate;

/// What separates the files of a plan in the bytes of the fuzzer. TOML allows neither.
pub const FILE: char = '\u{1e}';
/// The same, where the next file is another plan of a portfolio.
pub const PLAN: char = '\u{1d}';

/// The files that bytes stand for; none where they are no text, which is told before anything here is asked.
pub fn sources(data: &[u8]) -> Option<Sources> {
    let mut text = std::str::from_utf8(data).ok()?;
    let mut sources = Sources::default();
    let mut plan = None;
    loop {
        let end = text.find([FILE, PLAN]);
        let name = format!("{}.toml", sources.files().len());
        sources.add(name, None, text[..end.unwrap_or(text.len())].to_owned(), plan)?;
        let Some(end) = end else { return Some(sources) };
        if text[end..].starts_with(PLAN) {
            plan = Some(plan.map_or(0, |plan| plan + 1));
        }
        text = &text[end + 1..];
    }
}

/// Reads, checks, scores and schedules a plan and reports on it, as far as it is sound, and gives all findings.
pub fn run(sources: &Sources) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::default();
    pipeline(sources, methods(), &mut diagnostics);
    let found = diagnostics.sorted();
    for finding in &found {
        assert_sound(sources, finding);
    }
    found
}

fn pipeline(sources: &Sources, methods: &[Method], diagnostics: &mut Diagnostics) {
    let document = read::parse(sources, diagnostics);
    let _ = (document.plugins(), document.mentions(ID));
    let checked = check::check(document, methods, &Options::default(), diagnostics);
    let plan = match checked {
        Some(Checked::Plan(plan)) => plan,
        Some(Checked::Draft(draft)) => return drop(score(draft.for_methods(), diagnostics)),
        None => return,
    };
    lint::plan(&plan, diagnostics);
    let scores = score(&plan, diagnostics);
    lint::scored(&plan, &scores, diagnostics);
    let Some(timeline) = timeline::timeline(&plan, &scores[0], &timeline::Planning::default(), diagnostics)
    else {
        return;
    };
    assert_odds(&plan, &timeline);
    let method = &plan.methods[0].method;
    let (doubts, None) = Doubts::new(&plan, &scores[0], MOST_ROWS, |request| {
        Ok::<_, Infallible>(methods::answer(method, request))
    });
    for language in Language::ALL {
        let stamp = Stamp { engine: String::new(), input_sha256: String::new() };
        let report = assemble::report(&plan, &scores, &timeline, &doubts, language, stamp);
        serde_json::to_writer(std::io::sink(), &report).expect("a report is data");
    }
}

/// A few draws, which threads do not change and of which every chance is one.
fn assert_odds(plan: &Plan, timeline: &Timeline) {
    let drawn = |threads| {
        let settings = simulate::Settings { draws: 5, seed: 1, threads };
        simulate::simulate(plan, timeline, &settings, &|_| ())
    };
    let odds = drawn(1);
    assert_eq!(odds, drawn(2));
    // Dates may reach too far for it.
    let Ok(odds) = odds else { return };
    let dates = odds.end.iter().chain(odds.initiatives.iter().map(|initiative| &initiative.dates));
    let chances = dates.filter_map(|dates| dates.chance).chain(odds.steps.iter().map(|step| step.critical));
    assert!(chances.into_iter().all(|chance| (0.0..=1.0).contains(&chance)), "{odds:?}");
    serde_json::to_writer(std::io::sink(), &odds).expect("odds are data");
}

fn score(plan: &Plan, diagnostics: &mut Diagnostics) -> Vec<Scores> {
    let answer =
        |method: usize| methods::answer(&plan.methods[method].method, &scores::request(plan, method));
    (0..plan.methods.len()).map(|method| scores::tally(plan, method, answer(method), diagnostics)).collect()
}

/// Every place of a finding lies in one file and on the borders of characters; and the schedule is never at fault.
fn assert_sound(sources: &Sources, finding: &Diagnostic) {
    assert_ne!(finding.code, Code::ScheduleBroken, "{finding:?}");
    let places = finding.primary.iter().chain(&finding.related).map(|(span, _)| *span);
    let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
    for span in places.chain(edits) {
        assert!(is_place(sources, span), "{span:?} is no place: {finding:?}");
    }
    for phrase in [Some(&finding.message), finding.help.as_ref()].into_iter().flatten() {
        assert!(Language::ALL.iter().all(|language| !phrase.get(*language).is_empty()), "{finding:?}");
    }
}

/// Whether a place lies in one file and on the borders of characters.
pub fn is_place(sources: &Sources, span: Span) -> bool {
    let source = sources.of(span);
    let range = source.range(span);
    span.start <= span.end && source.span(range.clone()) == span && source.text.get(range).is_some()
}

/// The pieces of a file that no fix of these findings touches, in order.
pub fn untouched(sources: &Sources, file: usize, findings: &[Diagnostic]) -> Vec<String> {
    let source = &sources.files()[file];
    let mut touched: Vec<Range<usize>> = findings
        .iter()
        .filter_map(|finding| finding.fix.as_ref())
        .flat_map(|fix| &fix.edits)
        .filter(|edit| sources.of(edit.span).name == source.name)
        .map(|edit| source.range(edit.span))
        .collect();
    touched.sort_by_key(|range| (range.start, range.end));
    let mut pieces = Vec::new();
    let mut from = 0;
    for range in touched {
        pieces.extend(source.text.get(from..range.start).map(str::to_owned));
        from = from.max(range.end);
    }
    pieces.push(source.text[from..].to_owned());
    pieces
}

/// The plan after one round of fixes; none where there is nothing to fix.
pub fn mended(sources: &Sources, findings: &[Diagnostic]) -> Option<Sources> {
    let (changed, applied) = cxplan_core::fix::apply(sources, findings);
    if applied == 0 {
        return None;
    }
    let mut after = Sources::default();
    for (position, source) in sources.files().iter().enumerate() {
        let text =
            changed.iter().find(|fixed| fixed.file == position).map_or(&source.text, |fixed| &fixed.text);
        after.add(source.name.clone(), None, text.clone(), source.plan)?;
    }
    Some(after)
}
