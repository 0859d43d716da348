//! Between which values a formula lies, from the ranges of its inputs: how a division by what can be zero is found before
//! anything is divided.
//!
//! Ranges may be too wide where an input stands twice (`x - x`), but never too narrow: what passes cannot fail, but for numbers
//! too large to be written.

use cxplan_sdk::Words;

use crate::expr::{Expr, Function, Node, Operator};
use crate::parse::Slip;

/// Both ends are reached, or infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Bounds {
    const ALL: Self = Self { low: f64::NEG_INFINITY, high: f64::INFINITY };

    fn around(values: [f64; 4]) -> Self {
        // Nothing times however much is nothing.
        let values = values.map(|value| if value.is_nan() { 0.0 } else { value });
        Self {
            low: values.into_iter().fold(f64::INFINITY, f64::min),
            high: values.into_iter().fold(f64::NEG_INFINITY, f64::max),
        }
    }

    fn corners(self, other: Self, of: fn(f64, f64) -> f64) -> Self {
        Self::around([
            of(self.low, other.low),
            of(self.low, other.high),
            of(self.high, other.low),
            of(self.high, other.high),
        ])
    }

    fn holds_zero(self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }
}

/// The range of a formula; what cannot be computed for every value of the inputs is added to `slips`.
pub(crate) fn bounds(expr: &Expr, inputs: &[Bounds], slips: &mut Vec<Slip>) -> Bounds {
    match &expr.node {
        Node::Number(number) => Bounds { low: *number, high: *number },
        Node::Input(position) => inputs[*position],
        Node::Minus(of) => {
            let Bounds { low, high } = bounds(of, inputs, slips);
            Bounds { low: -high, high: -low }
        }
        Node::Binary(operator, left, right) => {
            let (a, b) = (bounds(left, inputs, slips), bounds(right, inputs, slips));
            match operator {
                Operator::Add => Bounds { low: a.low + b.low, high: a.high + b.high },
                Operator::Subtract => Bounds { low: a.low - b.high, high: a.high - b.low },
                Operator::Multiply => a.corners(b, |a, b| a * b),
                Operator::Divide if b.holds_zero() => division_by_zero(right, slips),
                Operator::Divide => a.corners(b, |a, b| a / b),
                Operator::Power => power(a, b, left, slips),
            }
        }
        Node::Call(function, of) => {
            let ranges: Vec<Bounds> = of.iter().map(|of| bounds(of, inputs, slips)).collect();
            let first = ranges.first().copied().unwrap_or(Bounds::ALL);
            let both = |pick: fn(f64, f64) -> f64| {
                let pair =
                    |a: Bounds, b: Bounds| Bounds { low: pick(a.low, b.low), high: pick(a.high, b.high) };
                ranges.iter().copied().reduce(pair).unwrap_or(Bounds::ALL)
            };
            let mut refuse = |message, help| crate::range::refuse(&of[0], message, help, slips);
            match function {
                Function::Min => both(f64::min),
                Function::Max => both(f64::max),
                Function::Abs if first.holds_zero() => {
                    Bounds { low: 0.0, high: first.low.abs().max(first.high.abs()) }
                }
                Function::Abs => first.corners(first, |a, _| a.abs()),
                Function::Sqrt if first.low < 0.0 => refuse(
                    (
                        "this can be below 0, which has no square root",
                        "ceci peut être sous 0, qui n’a pas de racine carrée",
                    ),
                    NOT_BELOW,
                ),
                Function::Sqrt => Bounds { low: libm::sqrt(first.low), high: libm::sqrt(first.high) },
                Function::Ln | Function::Log10 if first.low <= 0.0 => refuse(
                    (
                        "this can be 0 or less, which has no logarithm",
                        "ceci peut être 0 ou moins, qui n’a pas de logarithme",
                    ),
                    ABOVE,
                ),
                // One is the other times a constant below 1; the wider range will do for both.
                Function::Ln | Function::Log10 => {
                    let (low, high) = (libm::log(first.low), libm::log(first.high));
                    Bounds { low: low.min(libm::log10(first.low)), high: high.max(libm::log10(first.high)) }
                }
            }
        }
    }
}

const ABOVE: (&str, &str) = (
    "give its inputs a `min` above 0, or write max(…, 0.1)",
    "donnez à ses données un `min` au-dessus de 0, ou écrivez max(…, 0.1)",
);
const NOT_BELOW: (&str, &str) = (
    "give its inputs a `min` of 0, or write max(…, 0)",
    "donnez à ses données un `min` de 0, ou écrivez max(…, 0)",
);

fn division_by_zero(by: &Expr, slips: &mut Vec<Slip>) -> Bounds {
    refuse(
        by,
        ("the formula divides by this, which can be 0", "la formule divise par ceci, qui peut être 0"),
        ABOVE,
        slips,
    )
}

/// Tells what cannot be computed. The search goes on as if it could be anything.
fn refuse(at: &Expr, message: (&str, &str), help: (&str, &str), slips: &mut Vec<Slip>) -> Bounds {
    slips.push(Slip { at: at.at.clone(), message: Words::from(message), help: Words::from(help) });
    Bounds::ALL
}

/// A base that can be negative has powers by whole numbers alone, and one that can be 0 none below 0.
fn power(base: Bounds, exponent: Bounds, at: &Expr, slips: &mut Vec<Slip>) -> Bounds {
    let whole = exponent.low == exponent.high && exponent.low.fract() == 0.0;
    if base.holds_zero() && exponent.low < 0.0 {
        let message = (
            "this can be 0 and its exponent below 0, which divides by 0",
            "ceci peut être 0 et son exposant sous 0, ce qui divise par 0",
        );
        return refuse(at, message, ABOVE, slips);
    }
    if base.low < 0.0 && !whole {
        let message = (
            "this can be below 0, which has powers by whole numbers alone",
            "ceci peut être sous 0, qui n’a de puissances que par des nombres entiers",
        );
        return refuse(at, message, NOT_BELOW, slips);
    }
    let range = base.corners(exponent, libm::pow);
    // An even power comes down to 0 between its ends.
    let dips = whole && exponent.low % 2.0 == 0.0 && base.holds_zero();
    // A base on both sides of 1 turns at an exponent of 0.
    let turns = exponent.holds_zero();
    Bounds {
        low: if dips {
            0.0
        } else if turns {
            range.low.min(1.0)
        } else {
            range.low
        },
        high: if turns { range.high.max(1.0) } else { range.high },
    }
}
