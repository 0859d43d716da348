//! Means of the answers (`DuMouchel`, in Berger et al. 1993): a place between the classes instead of one of them.
//!
//! The classes are the quarters of the square from 0 to 4: above 2 with it alone attractive, without it alone must-be,
//! both performance, neither indifferent. The scales are lopsided because "like" with it and "dislike" without it say
//! more than the other answers do.

use crate::questionnaire::{Answer, pairs};

/// Means over the answers that do not contradict themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Means {
    /// How it is with the initiative, from -2 (dislike) to 4 (like).
    pub(crate) functional: f64,
    /// How it is without it, from -2 (like) to 4 (dislike).
    pub(crate) dysfunctional: f64,
    /// Answers that the means are taken over; with 0 of them, both are given as 0 and mean nothing.
    pub(crate) answers: f64,
}

impl Means {
    /// From respondents by pair of answers, in the order of [`pairs`]. Who likes both or dislikes both is left out.
    pub(crate) fn of_answers(respondents: &[f64]) -> Self {
        let mut sums = Self::default();
        for ((functional, dysfunctional), respondents) in pairs().zip(respondents) {
            if functional == dysfunctional && matches!(functional, Answer::Like | Answer::Dislike) {
                continue;
            }
            sums.functional += respondents * with_it(functional);
            sums.dysfunctional += respondents * without_it(dysfunctional);
            sums.answers += respondents;
        }
        if sums.answers == 0.0 {
            return Self::default();
        }
        Self {
            functional: sums.functional / sums.answers,
            dysfunctional: sums.dysfunctional / sums.answers,
            answers: sums.answers,
        }
    }
}

const fn with_it(answer: Answer) -> f64 {
    match answer {
        Answer::Like => 4.0,
        Answer::Expect => 2.0,
        Answer::Neutral => 0.0,
        Answer::LiveWith => -1.0,
        Answer::Dislike => -2.0,
    }
}

const fn without_it(answer: Answer) -> f64 {
    match answer {
        Answer::Like => -2.0,
        Answer::Expect => -1.0,
        Answer::Neutral => 0.0,
        Answer::LiveWith => 2.0,
        Answer::Dislike => 4.0,
    }
}
