//! The values that a method is given.

/// One value of a row or of the parameters. The n-th value answers the n-th declared input.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// The plan is silent and the declaration has no default.
    Missing,
    /// A finite number; also integers and shares (0.8, never 80).
    Number(f64),
    /// True or false.
    Flag(bool),
    /// Position in the declared choices.
    Choice(u32),
    /// As many finite numbers as the declaration has names.
    Numbers(Vec<f64>),
    /// A text on one line.
    Text(String),
    /// The entries of a table, in the order of the plan.
    Entries(Vec<Entry>),
}

/// One entry of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The name that the plan gives it.
    pub key: String,
    /// One value a declared column: a number, a flag, a choice, a text, or missing.
    pub cells: Vec<Value>,
}

/// Each kind has two accessors. The one with `as_` is for optional inputs. The other is for inputs that are required or
/// have a default, which the engine never leaves out.
impl Value {
    /// The number, where there is one.
    pub fn as_number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// The flag, where there is one.
    pub fn as_flag(&self) -> Option<bool> {
        if let Self::Flag(flag) = self { Some(*flag) } else { None }
    }

    /// The position in the declared choices, where there is one.
    pub fn as_choice(&self) -> Option<usize> {
        if let Self::Choice(position) = self { Some(*position as usize) } else { None }
    }

    /// The numbers, where there are any.
    pub fn as_numbers(&self) -> Option<&[f64]> {
        if let Self::Numbers(numbers) = self { Some(numbers) } else { None }
    }

    /// The text, where there is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The entries of a table; none where the plan has no such table.
    pub fn entries(&self) -> &[Entry] {
        if let Self::Entries(entries) = self { entries } else { &[] }
    }

    /// The number of an input that is always there.
    ///
    /// # Panics
    ///
    /// When the input is not a number or may be missing.
    #[track_caller]
    pub fn number(&self) -> f64 {
        self.as_number().unwrap_or_else(|| self.broken("a number"))
    }

    /// The flag of an input that is always there.
    ///
    /// # Panics
    ///
    /// When the input is not a flag or may be missing.
    #[track_caller]
    pub fn flag(&self) -> bool {
        self.as_flag().unwrap_or_else(|| self.broken("a flag"))
    }

    /// The position in the declared choices, of an input that is always there.
    ///
    /// # Panics
    ///
    /// When the input is not a choice or may be missing.
    #[track_caller]
    pub fn choice(&self) -> usize {
        self.as_choice().unwrap_or_else(|| self.broken("a choice"))
    }

    /// The numbers of an input that is always there.
    ///
    /// # Panics
    ///
    /// When the input is not a list of numbers or may be missing.
    #[track_caller]
    pub fn numbers(&self) -> &[f64] {
        self.as_numbers().unwrap_or_else(|| self.broken("a list of numbers"))
    }

    /// The text of an input that is always there.
    ///
    /// # Panics
    ///
    /// When the input is not a text or may be missing.
    #[track_caller]
    pub fn text(&self) -> &str {
        self.as_text().unwrap_or_else(|| self.broken("a text"))
    }

    #[track_caller]
    fn broken(&self, expected: &str) -> ! {
        panic!(
            "expected {expected}, got {self:?}: declare the input as required or with a default, or use the `as_` accessor"
        )
    }
}
