//! What a formula is made of, and its value.

use std::ops::Range;

/// A formula, or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expr {
    pub(crate) node: Node,
    /// Where it stands in the text, in bytes.
    pub(crate) at: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Number(f64),
    /// The n-th declared input.
    Input(usize),
    Minus(Box<Expr>),
    Binary(Operator, Box<Expr>, Box<Expr>),
    Call(Function, Vec<Expr>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Min,
    Max,
    Abs,
    Sqrt,
    Ln,
    Log10,
}

impl Function {
    pub(crate) const ALL: [(&'static str, Self); 6] = [
        ("min", Self::Min),
        ("max", Self::Max),
        ("abs", Self::Abs),
        ("sqrt", Self::Sqrt),
        ("ln", Self::Ln),
        ("log10", Self::Log10),
    ];

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, function)| *function)
    }

    /// How many values it takes, at least and at most.
    pub(crate) const fn arguments(self) -> (usize, usize) {
        match self {
            Self::Min | Self::Max => (2, usize::MAX),
            Self::Abs | Self::Sqrt | Self::Ln | Self::Log10 => (1, 1),
        }
    }
}

impl Expr {
    /// The value for these inputs. Functions are those of `libm`, which gives the same bits everywhere.
    pub(crate) fn value(&self, inputs: &[f64]) -> f64 {
        match &self.node {
            Node::Number(number) => *number,
            Node::Input(position) => inputs[*position],
            Node::Minus(of) => -of.value(inputs),
            Node::Binary(operator, left, right) => {
                let (left, right) = (left.value(inputs), right.value(inputs));
                match operator {
                    Operator::Add => left + right,
                    Operator::Subtract => left - right,
                    Operator::Multiply => left * right,
                    Operator::Divide => left / right,
                    Operator::Power => libm::pow(left, right),
                }
            }
            Node::Call(function, of) => {
                let mut values = of.iter().map(|of| of.value(inputs));
                let first = values.next().unwrap_or(f64::NAN);
                match function {
                    Function::Min => values.fold(first, f64::min),
                    Function::Max => values.fold(first, f64::max),
                    Function::Abs => first.abs(),
                    Function::Sqrt => libm::sqrt(first),
                    Function::Ln => libm::log(first),
                    Function::Log10 => libm::log10(first),
                }
            }
        }
    }

    /// Calls `visit` for every part, inner ones first.
    pub(crate) fn each(&self, visit: &mut impl FnMut(&Self)) {
        match &self.node {
            Node::Number(_) | Node::Input(_) => {}
            Node::Minus(of) => of.each(visit),
            Node::Binary(_, left, right) => {
                left.each(visit);
                right.each(visit);
            }
            Node::Call(_, of) => of.iter().for_each(|of| of.each(visit)),
        }
        visit(self);
    }
}
