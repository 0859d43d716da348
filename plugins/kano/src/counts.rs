//! Respondents by class, and what they say together.

use std::ops::Index;

use crate::questionnaire::{Class, Table, pairs};

/// How many respondents speak for each class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Counts([f64; 6]);

/// Fong's test (1996) of whether the two most frequent classes differ by more than chance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fong {
    /// Respondents between the two.
    pub(crate) difference: f64,
    /// The least difference that is significant, at 10 % and two-sided.
    pub(crate) threshold: f64,
}

impl Fong {
    pub(crate) fn is_significant(self) -> bool {
        self.difference >= self.threshold
    }
}

impl Index<Class> for Counts {
    type Output = f64;

    fn index(&self, class: Class) -> &f64 {
        &self.0[class as usize]
    }
}

impl Counts {
    /// Counts in the order of [`Class::ALL`].
    pub(crate) const fn of(counts: [f64; 6]) -> Self {
        Self(counts)
    }

    /// From respondents by pair of answers, in the order of [`pairs`].
    pub(crate) fn of_answers(answers: &[f64], table: Table) -> Self {
        let mut counts = [0.0; 6];
        for ((functional, dysfunctional), respondents) in pairs().zip(answers) {
            counts[table.class(functional, dysfunctional) as usize] += respondents;
        }
        Self(counts)
    }

    /// Everybody, reverse and questionable answers included.
    pub(crate) fn respondents(&self) -> f64 {
        self.0.iter().sum()
    }

    /// Those who say what they need: the denominator of Better and Worse, which leaves out reverse and questionable
    /// answers (Timko, in Berger et al. 1993).
    fn needs(&self) -> Option<f64> {
        let needs = self[Class::MustBe]
            + self[Class::Performance]
            + self[Class::Attractive]
            + self[Class::Indifferent];
        (needs > 0.0).then_some(needs)
    }

    /// How far satisfaction rises with the initiative, from 0 to 1.
    pub(crate) fn better(&self) -> Option<f64> {
        self.needs().map(|needs| (self[Class::Attractive] + self[Class::Performance]) / needs)
    }

    /// How far satisfaction falls without it, from -1 to 0.
    pub(crate) fn worse(&self) -> Option<f64> {
        // Taken from 0 and not negated: nobody wants to read -0.
        self.needs().map(|needs| 0.0 - (self[Class::Performance] + self[Class::MustBe]) / needs)
    }

    /// The share of those who care for it in any way.
    pub(crate) fn total_strength(&self) -> f64 {
        (self[Class::MustBe] + self[Class::Performance] + self[Class::Attractive]) / self.respondents()
    }

    /// How far the first class is ahead of the second, as a share of everybody (Lee and Newcomb 1997).
    pub(crate) fn category_strength(&self) -> f64 {
        let [first, second] = self.two_highest();
        (first - second) / self.respondents()
    }

    /// Questionable answers are left out, here and in [`Self::category_strength`]: they speak for no class.
    pub(crate) fn fong(&self) -> Fong {
        let ([first, second], n) = (self.two_highest(), self.respondents());
        let both = first + second;
        Fong { difference: first - second, threshold: 1.65 * (both * (2.0 * n - both) / (2.0 * n)).sqrt() }
    }

    fn two_highest(&self) -> [f64; 2] {
        let mut counts = [0, 1, 2, 3, 4].map(|class| self.0[class]);
        counts.sort_by(f64::total_cmp);
        [counts[4], counts[3]]
    }

    /// The classes within this share of respondents of the most frequent one, in the order of ties; with 0, those that
    /// are exactly as frequent.
    pub(crate) fn tied(&self, share: f64) -> impl Iterator<Item = Class> {
        let highest = self.0.into_iter().fold(0.0, f64::max);
        let slack = share * self.respondents();
        Class::ALL.into_iter().filter(move |class| highest - self[*class] <= slack)
    }

    /// The class: the most frequent one, or the first of those tied with it.
    pub(crate) fn class(&self, near_tie: f64) -> Class {
        // Something is always as frequent as itself.
        self.tied(near_tie).next().unwrap_or(Class::Questionable)
    }

    /// The most frequent class beside this one, questionable left out.
    pub(crate) fn runner_up(&self, class: Class) -> Class {
        let others = Class::ALL.into_iter().filter(|other| *other != class && *other != Class::Questionable);
        others.reduce(|best, other| if self[other] > self[best] { other } else { best }).unwrap_or(class)
    }
}
