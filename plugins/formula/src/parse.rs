//! From the text of a formula to what it is made of. Goes on after an unknown name or a power that can be read
//! in two ways, so that all of them are told.

use std::ops::Range;

use cxplan_sdk::Words;

use crate::expr::{Expr, Function, Node, Operator};

/// Deepest nesting. The stack of a plugin is small.
const DEEPEST: usize = 64;

/// Something wrong with the text.
#[derive(Debug)]
pub(crate) struct Slip {
    pub(crate) at: Range<usize>,
    pub(crate) message: Words,
    pub(crate) help: Words,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    Number(f64),
    Name(&'a str),
    Operator(Operator),
    Open,
    Close,
    Comma,
    End,
}

/// Reads a formula over inputs of these names.
pub(crate) fn parse(text: &str, names: &[&str]) -> Result<Expr, Vec<Slip>> {
    let mut parser = Parser { text, names, at: 0..0, token: Token::End, depth: 0, slips: Vec::new() };
    let parsed = parser.whole();
    match parsed {
        Ok(expr) if parser.slips.is_empty() => Ok(expr),
        Ok(_) => Err(parser.slips),
        Err(slip) => {
            parser.slips.push(slip);
            Err(parser.slips)
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    names: &'a [&'a str],
    /// The token at hand, and where it stands.
    token: Token<'a>,
    at: Range<usize>,
    depth: usize,
    /// What is wrong and does not keep the rest from being read.
    slips: Vec<Slip>,
}

impl<'a> Parser<'a> {
    fn whole(&mut self) -> Result<Expr, Slip> {
        self.advance()?;
        let expr = self.sum()?;
        match self.token {
            Token::End => Ok(expr),
            Token::Close => Err(self.slip(
                ("this bracket closes nothing", "cette parenthèse ne ferme rien"),
                ("remove it, or open one before", "retirez-la, ou ouvrez-en une avant"),
            )),
            _ => Err(self.slip(
                ("an operator is missing before this", "il manque un opérateur avant ceci"),
                ("write +, -, * or / between two values", "écrivez +, -, * ou / entre deux valeurs"),
            )),
        }
    }

    fn sum(&mut self) -> Result<Expr, Slip> {
        let mut left = self.product()?;
        while let Token::Operator(operator @ (Operator::Add | Operator::Subtract)) = self.token {
            self.advance()?;
            left = binary(operator, left, self.product()?);
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expr, Slip> {
        let mut left = self.sign()?;
        while let Token::Operator(operator @ (Operator::Multiply | Operator::Divide)) = self.token {
            self.advance()?;
            left = binary(operator, left, self.sign()?);
        }
        Ok(left)
    }

    /// `-a ^ b` is -(a ^ b) in mathematics and (-a) ^ b in a spreadsheet, so that it has to say which.
    fn sign(&mut self) -> Result<Expr, Slip> {
        let start = self.at.start;
        match self.token {
            Token::Operator(Operator::Subtract) => {
                let of = self.deeper(Self::sign)?;
                if let Some((base, exponent)) = self.open_power(&of) {
                    self.ambiguous(
                        start..of.at.end,
                        (
                            "a minus before a power can mean two things",
                            "un moins devant une puissance peut dire deux choses",
                        ),
                        [format!("-({base} ^ {exponent})"), format!("(-{base}) ^ {exponent}")],
                    );
                }
                Ok(Expr { at: start..of.at.end, node: Node::Minus(Box::new(of)) })
            }
            Token::Operator(Operator::Add) => self.deeper(Self::sign),
            _ => self.power(),
        }
    }

    /// `a ^ b ^ c` is a ^ (b ^ c) in mathematics and (a ^ b) ^ c in a spreadsheet, so that it has to say which.
    fn power(&mut self) -> Result<Expr, Slip> {
        let base = self.value()?;
        if self.token == Token::Operator(Operator::Power) {
            let exponent = self.deeper(Self::sign)?;
            if let Some((middle, last)) = self.open_power(&exponent) {
                let first = &self.text[base.at.clone()];
                self.ambiguous(
                    base.at.start..exponent.at.end,
                    (
                        "a power of a power can mean two things",
                        "une puissance de puissance peut dire deux choses",
                    ),
                    [format!("{first} ^ ({middle} ^ {last})"), format!("({first} ^ {middle}) ^ {last}")],
                );
            }
            return Ok(binary(Operator::Power, base, exponent));
        }
        Ok(base)
    }

    /// Base and exponent of a power that no brackets hold together.
    fn open_power(&self, expr: &Expr) -> Option<(&'a str, &'a str)> {
        let Node::Binary(Operator::Power, base, exponent) = &expr.node else { return None };
        let text = self.text;
        // What stands in brackets begins with the bracket, before its first value.
        (base.at.start == expr.at.start).then(|| (&text[base.at.clone()], &text[exponent.at.clone()]))
    }

    fn ambiguous(&mut self, at: Range<usize>, message: (&str, &str), [one, other]: [String; 2]) {
        let help = (
            format!("write `{one}`, or `{other}` as spreadsheets read it"),
            format!("écrivez `{one}`, ou `{other}` comme le lisent les tableurs"),
        );
        self.slips.push(Slip { at, message: message.into(), help: help.into() });
    }

    fn value(&mut self) -> Result<Expr, Slip> {
        let at = self.at.clone();
        match self.token {
            Token::Number(number) => {
                self.advance()?;
                Ok(Expr { node: Node::Number(number), at })
            }
            Token::Name(name) => {
                self.advance()?;
                self.named(name, at)
            }
            Token::Open => {
                let inner = self.deeper(Self::sum)?;
                let end = self.close()?;
                Ok(Expr { at: at.start..end, ..inner })
            }
            _ => Err(self.slip(
                ("a value is missing here", "il manque une valeur ici"),
                ("write the name of an input or a number", "écrivez le nom d’une donnée ou un nombre"),
            )),
        }
    }

    /// An input, or a function with its values.
    fn named(&mut self, name: &'a str, at: Range<usize>) -> Result<Expr, Slip> {
        if self.token == Token::Open {
            return self.call(name, at);
        }
        let position = self.names.iter().position(|known| *known == name).unwrap_or_else(|| {
            let list = self.names.join(", ");
            let helps = match (Function::named(name), self.names) {
                (Some(_), _) => (
                    format!("give `{name}` its values in brackets"),
                    format!("donnez à `{name}` ses valeurs entre parenthèses"),
                ),
                (None, []) => (
                    format!("declare it: [scoring.formula.inputs.{name}]"),
                    format!("déclarez-le : [scoring.formula.inputs.{name}]"),
                ),
                (None, _) => (
                    format!("use one of {list}, or declare it: [scoring.formula.inputs.{name}]"),
                    format!("prenez l’un de {list}, ou déclarez-le : [scoring.formula.inputs.{name}]"),
                ),
            };
            self.slips.push(Slip {
                at: at.clone(),
                message: (format!("there is no input `{name}`"), format!("la donnée `{name}` n’existe pas"))
                    .into(),
                help: helps.into(),
            });
            0
        });
        Ok(Expr { node: Node::Input(position), at })
    }

    fn call(&mut self, name: &str, at: Range<usize>) -> Result<Expr, Slip> {
        if Function::named(name).is_none() && self.names.contains(&name) {
            return Err(Slip {
                at: at.start..self.at.end,
                message: (
                    format!("an operator is missing between `{name}` and the bracket"),
                    format!("il manque un opérateur entre `{name}` et la parenthèse"),
                )
                    .into(),
                help: (
                    format!("`{name}` is an input: write `{name} * (…)`, or the operator that you mean"),
                    format!("`{name}` est une donnée : écrivez `{name} * (…)`, ou l’opérateur voulu"),
                )
                    .into(),
            });
        }
        let list = Function::ALL.map(|(name, _)| name).join(", ");
        let Some(function) = Function::named(name) else {
            return Err(Slip {
                at,
                message: (
                    format!("there is no function `{name}`"),
                    format!("la fonction `{name}` n’existe pas"),
                )
                    .into(),
                help: (format!("use one of {list}"), format!("prenez l’une de {list}")).into(),
            });
        };
        let mut of = vec![self.deeper(Self::sum)?];
        while self.token == Token::Comma {
            of.push(self.deeper(Self::sum)?);
        }
        let at = at.start..self.close()?;
        let (least, most) = function.arguments();
        if of.len() < least || of.len() > most {
            let (count, least) = (of.len(), if least == most { "1" } else { "2" });
            return Err(Slip {
                at,
                message: (format!("`{name}` has {count} values"), format!("`{name}` a {count} valeurs"))
                    .into(),
                help: match function {
                    Function::Min | Function::Max => {
                        (format!("give it {least} or more"), format!("donnez-lui-en {least} ou plus"))
                    }
                    _ => (format!("give it {least}"), format!("donnez-lui-en {least}")),
                }
                .into(),
            });
        }
        Ok(Expr { node: Node::Call(function, of), at })
    }

    /// Goes past a closing bracket, and gives its end.
    fn close(&mut self) -> Result<usize, Slip> {
        if self.token != Token::Close {
            return Err(self.slip(
                ("a closing bracket is missing before this", "il manque une parenthèse fermante avant ceci"),
                ("write `)`", "écrivez `)`"),
            ));
        }
        let end = self.at.end;
        self.advance()?;
        Ok(end)
    }

    /// What comes after the token at hand, one level deeper.
    fn deeper(&mut self, inner: fn(&mut Self) -> Result<Expr, Slip>) -> Result<Expr, Slip> {
        if self.depth == DEEPEST {
            return Err(self.slip(
                ("the formula is nested too deep", "la formule est imbriquée trop profond"),
                ("split it, or take brackets away", "divisez-la, ou retirez des parenthèses"),
            ));
        }
        self.depth += 1;
        self.advance()?;
        let inner = inner(self);
        self.depth -= 1;
        inner
    }

    /// Takes the next token in hand.
    fn advance(&mut self) -> Result<(), Slip> {
        let rest = &self.text[self.at.end..];
        let start = self.text.len() - rest.trim_start().len();
        let rest = &self.text[start..];
        let Some(first) = rest.chars().next() else {
            (self.token, self.at) = (Token::End, self.text.len()..self.text.len());
            return Ok(());
        };
        let length = |part: fn(char) -> bool| rest.find(|char| !part(char)).unwrap_or(rest.len());
        let (token, length) = match first {
            '0'..='9' | '.' => {
                let length = length(|char| char.is_ascii_digit() || char == '.');
                let length = length + exponent_length(&rest[length..]);
                let number: Option<f64> = rest[..length].parse().ok();
                let Some(number) = number.filter(|number| number.is_finite()) else {
                    self.at = start..start + length;
                    return Err(match number {
                        Some(_) => self.slip(
                            ("this number is too large", "ce nombre est trop grand"),
                            ("write one below 1e308", "écrivez-en un sous 1e308"),
                        ),
                        None => self.slip(
                            ("this is no number", "ceci n’est pas un nombre"),
                            (
                                "write numbers such as 2, 0.5 or 1e6",
                                "écrivez des nombres comme 2, 0.5 ou 1e6",
                            ),
                        ),
                    });
                };
                (Token::Number(number), length)
            }
            'a'..='z' | 'A'..='Z' | '_' => {
                let length = length(|char| char.is_ascii_alphanumeric() || char == '_');
                (Token::Name(&rest[..length]), length)
            }
            '+' => (Token::Operator(Operator::Add), 1),
            '-' | '−' | '–' => (Token::Operator(Operator::Subtract), first.len_utf8()),
            '*' | '×' | '·' => (Token::Operator(Operator::Multiply), first.len_utf8()),
            '/' | '÷' => (Token::Operator(Operator::Divide), first.len_utf8()),
            '^' => (Token::Operator(Operator::Power), 1),
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            ',' if between_digits(self.text, start) => {
                self.at = start..start + 1;
                return Err(self.slip(
                    ("a comma between two digits can mean two things", "une virgule entre deux chiffres peut dire deux choses"),
                    (
                        "write a point for a decimal (0.5), or a space after the comma between two values",
                        "écrivez un point pour un décimal (0.5), ou un espace après la virgule entre deux valeurs",
                    ),
                ));
            }
            ',' => (Token::Comma, 1),
            _ => {
                self.at = start..start + first.len_utf8();
                return Err(self.slip(
                    ("this sign means nothing in a formula", "ce signe ne veut rien dire dans une formule"),
                    (
                        "use names of inputs, numbers, + - * / ^ and brackets",
                        "prenez des noms de données, des nombres, + - * / ^ et des parenthèses",
                    ),
                ));
            }
        };
        (self.token, self.at) = (token, start..start + length);
        Ok(())
    }

    /// Something wrong with the token at hand.
    fn slip(&self, message: (&str, &str), help: (&str, &str)) -> Slip {
        Slip { at: self.at.clone(), message: message.into(), help: help.into() }
    }
}

/// How long the `e6` of `2e6` is; nothing where the number has no exponent.
fn exponent_length(rest: &str) -> usize {
    let Some(digits) = rest.strip_prefix(['e', 'E']) else { return 0 };
    let digits = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    match digits.bytes().take_while(u8::is_ascii_digit).count() {
        0 => 0,
        count => rest.len() - digits.len() + count,
    }
}

fn between_digits(text: &str, at: usize) -> bool {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    at > 0 && digit(bytes.get(at - 1)) && digit(bytes.get(at + 1))
}

fn binary(operator: Operator, left: Expr, right: Expr) -> Expr {
    Expr { at: left.at.start..right.at.end, node: Node::Binary(operator, Box::new(left), Box::new(right)) }
}
