//! What there is to gain by budget, as a picture.

use std::fmt::Write as _;

use cxplan_core::method::Language;
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_core::portfolio::Portfolio;

use crate::escape;

/// Size of the picture, and of the part in which the line lies.
const SIZE: (f64, f64) = (720.0, 400.0);
const PLOT: (f64, f64, f64, f64) = (70.0, 24.0, 620.0, 320.0);

/// A sum of money in whole units, with its thousands apart and its currency.
pub fn money(value: f64, currency: &str) -> Phrase {
    let digits = format!("{:.0}", value.abs());
    let grouped = |separator: char| {
        let mut out = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        format!("{out} {currency}").trim_end().to_owned()
    };
    Phrase::new(grouped(','), grouped('\u{202f}'))
}

/// The efficient frontier of a portfolio as a picture of its own: budget to the right, what the best choice is worth upwards, as a part
/// of everything. Text is text; there is nothing to load and nothing to run.
pub fn svg(portfolio: &Portfolio, currency: &str, language: Language) -> String {
    let (left, top, width, height) = PLOT;
    let most = portfolio.frontier.iter().map(|point| point.budget).fold(1.0, f64::max);
    let all = if portfolio.value_of_all > 0.0 { portfolio.value_of_all } else { 1.0 };
    let at = |budget: f64, value: f64| {
        (left + width * budget / most, top + height * (1.0 - (value / all).clamp(0.0, 1.0)))
    };
    let text = |phrase: &Phrase| escape::html(&phrase.shown(language));
    let title = Phrase::fixed("What there is to gain by budget", "Ce qu'il y a à gagner selon le budget");
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n<title>{}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        SIZE.0,
        SIZE.1,
        text(&title)
    );
    for tenth in [0, 25, 50, 75, 100] {
        let (_, y) = at(0.0, all * f64::from(tenth) / 100.0);
        let label = Phrase::new(format!("{tenth}%"), format!("{tenth} %"));
        let _ = writeln!(
            out,
            "<path d=\"M{left} {y:.1}H{:.1}\" stroke=\"#d8dee0\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#4a5559\">{}</text>",
            left + width,
            left - 8.0,
            y + 4.0,
            text(&label)
        );
    }
    let points: Vec<String> = portfolio
        .frontier
        .iter()
        .map(|point| {
            let (x, y) = at(point.budget, point.value);
            format!("{x:.1},{y:.1}")
        })
        .collect();
    let _ = writeln!(
        out,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#0b5563\" stroke-width=\"2\"/>",
        points.join(" ")
    );
    for point in &portfolio.frontier {
        let (x, y) = at(point.budget, point.value);
        let (budget, count) = (money(point.budget, currency), point.initiatives);
        let told = phrase!(
            "{budget}: {count} initiatives",
            "{budget} : {count} initiatives";
            budget = budget, count = Phrase::same(count.to_string())
        );
        let own = portfolio.budget == Some(point.budget);
        let (radius, fill) = if own { (6, "#b3261e") } else { (4, "#0b5563") };
        let _ = writeln!(
            out,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\" fill=\"{fill}\"><title>{}</title></circle>",
            text(&told)
        );
    }
    for (budget, anchor) in [(0.0, "start"), (most / 2.0, "middle"), (most, "end")] {
        let (x, _) = at(budget, 0.0);
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\" fill=\"#4a5559\">{}</text>",
            top + height + 22.0,
            text(&money(budget, currency))
        );
    }
    if let Some(budget) = portfolio.budget {
        let (x, y) = at(budget, portfolio.value);
        let anchor = if x > left + width * 0.7 { "end" } else { "start" };
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\" fill=\"#b3261e\" font-weight=\"600\">{}</text>",
            if anchor == "end" { x - 10.0 } else { x + 10.0 },
            y + 22.0,
            text(&money(budget, currency))
        );
    }
    out.push_str("</svg>\n");
    out
}

#[cfg(test)]
mod tests {
    use cxplan_core::portfolio::Point;

    use super::*;

    #[test]
    fn a_picture_holds_its_points_and_nothing_of_a_hostile_currency() {
        let point =
            |budget: f64, value: f64| Point { budget, cost: budget, value, initiatives: 2, best: true };
        let portfolio = Portfolio {
            budget: Some(50.0),
            chosen: vec![],
            tools: vec![],
            tools_left_out: vec![],
            cost_of_tools: 0.0,
            spent: 0.0,
            cost: 50.0,
            value: 6.0,
            value_of_all: 10.0,
            bound: 6.0,
            best: true,
            nodes: 1,
            refused: vec![],
            tenth_more: None,
            frontier: vec![point(25.0, 4.0), point(50.0, 6.0), point(100.0, 10.0)],
        };
        let text = svg(&portfolio, "<b>&\"", Language::Fr);
        assert_eq!(text.matches("<circle").count(), 3);
        assert!(!text.contains("<b>") && text.contains("&lt;b&gt;&amp;"));
        // Half of the budget lies in the middle, six tenths of the value that far up.
        assert!(text.contains("cx=\"380.0\" cy=\"152.0\""), "{text}");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(money(1_234_567.4, "EUR").en(), "1,234,567 EUR");
        assert_eq!(money(999.0, "").get(Language::Fr), "999");
    }
}
