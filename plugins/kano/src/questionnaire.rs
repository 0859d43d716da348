//! The questionnaire: from a pair of answers to a class.

use Class::{
    Attractive as A, Indifferent as I, MustBe as M, Performance as O, Questionable as Q, Reverse as R,
};

/// The answer to either question: how it is with the initiative (functional), how without it (dysfunctional).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// "I like it that way."
    Like,
    /// "I expect it."
    Expect,
    /// "I do not care."
    Neutral,
    /// "I can live with it."
    LiveWith,
    /// "I dislike it."
    Dislike,
}

impl Answer {
    /// Every answer, from best to worst.
    pub(crate) const ALL: [Self; 5] =
        [Self::Like, Self::Expect, Self::Neutral, Self::LiveWith, Self::Dislike];
}

/// The class of an initiative. The order is the one that ties are decided in (Berger et al. 1993) and that the
/// declaration lists categories in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Taken for granted; its absence annoys.
    MustBe,
    /// The more the better; also called one-dimensional.
    Performance,
    /// Not expected; its presence delights.
    Attractive,
    /// Makes no difference.
    Indifferent,
    /// Customers want the opposite.
    Reverse,
    /// Contradictory answers.
    Questionable,
}

impl Class {
    /// Every class, in the order of ties.
    pub(crate) const ALL: [Self; 6] = [M, O, A, I, R, Q];

    /// The input that counts it.
    pub(crate) const fn key(self) -> &'static str {
        ["m", "o", "a", "i", "r", "q"][self as usize]
    }
}

/// Which table makes classes of pairs of answers. The order is that of the declared choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    /// The one in general use (Berger et al. 1993).
    Standard,
    /// Pouliot's (in Berger et al. 1993): nobody expects a thing and its absence alike, nor can just live with either.
    Pouliot,
}

/// Rows: the functional answer; columns: the dysfunctional one.
const STANDARD: [[Class; 5]; 5] = [
    [Q, A, A, A, O], // like
    [R, I, I, I, M], // expect
    [R, I, I, I, M], // neutral
    [R, I, I, I, M], // live with
    [R, R, R, R, Q], // dislike
];

impl Table {
    /// The class that a pair of answers speaks for.
    pub(crate) const fn class(self, functional: Answer, dysfunctional: Answer) -> Class {
        use Answer::{Expect, LiveWith};
        match (self, functional, dysfunctional) {
            (Self::Pouliot, Expect, Expect) | (Self::Pouliot, LiveWith, LiveWith) => Q,
            _ => STANDARD[functional as usize][dysfunctional as usize],
        }
    }
}

/// Every pair of answers, functional first, in the order of [`SLOTS`].
pub(crate) fn pairs() -> impl Iterator<Item = (Answer, Answer)> {
    Answer::ALL
        .into_iter()
        .flat_map(|functional| Answer::ALL.map(|dysfunctional| (functional, dysfunctional)))
}

/// The names of the numbers in the input `answers`.
pub(crate) const SLOTS: [&str; 25] = [
    "like/like",
    "like/expect",
    "like/neutral",
    "like/live-with",
    "like/dislike",
    "expect/like",
    "expect/expect",
    "expect/neutral",
    "expect/live-with",
    "expect/dislike",
    "neutral/like",
    "neutral/expect",
    "neutral/neutral",
    "neutral/live-with",
    "neutral/dislike",
    "live-with/like",
    "live-with/expect",
    "live-with/neutral",
    "live-with/live-with",
    "live-with/dislike",
    "dislike/like",
    "dislike/expect",
    "dislike/neutral",
    "dislike/live-with",
    "dislike/dislike",
];
