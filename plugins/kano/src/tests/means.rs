//! Means of the answers.

use cxplan_sdk::testing::{Answer, Case};

use super::assert_near;
use crate::Kano;
use crate::questionnaire::SLOTS;

/// These respondents by pair of answers, nobody else.
fn survey<const N: usize>(respondents: [(&str, f64); N]) -> Answer {
    let mut answers = [0.0; 25];
    for (pair, count) in respondents {
        answers[SLOTS.iter().position(|slot| *slot == pair).expect("a pair of answers")] = count;
    }
    Case::<Kano>::new().row([("answers", answers.into())]).run()
}

#[track_caller]
fn assert_means(answer: &Answer, [functional, dysfunctional, answers]: [f64; 3]) {
    assert_near(answer.part(0, "functional"), functional, 1e-12, "functional");
    assert_near(answer.part(0, "dysfunctional"), dysfunctional, 1e-12, "dysfunctional");
    assert_eq!(answer.part(0, "mean-answers"), answers);
}

/// `DuMouchel`'s scales, answer by answer.
#[test]
fn scales() {
    assert_means(&survey([("like/dislike", 40.0)]), [4.0, 4.0, 40.0]);
    assert_means(&survey([("expect/live-with", 40.0)]), [2.0, 2.0, 40.0]);
    assert_means(&survey([("neutral/neutral", 40.0)]), [0.0, 0.0, 40.0]);
    assert_means(&survey([("live-with/expect", 40.0)]), [-1.0, -1.0, 40.0]);
    assert_means(&survey([("dislike/like", 40.0)]), [-2.0, -2.0, 40.0]);
}

/// Each class in its quarter of the square, cut at 2.
#[test]
fn quarters() {
    for (pair, functional, dysfunctional) in
        [("like/neutral", true, false), ("neutral/dislike", false, true), ("neutral/neutral", false, false)]
    {
        let answer = survey([(pair, 40.0)]);
        let above = |part| answer.part(0, part) > 2.0;
        assert_eq!((above("functional"), above("dysfunctional")), (functional, dysfunctional), "{pair}");
    }
}

#[test]
fn means_are_weighted_by_respondents() {
    let answer = survey([("like/dislike", 30.0), ("neutral/dislike", 50.0), ("live-with/neutral", 20.0)]);
    assert_means(&answer, [(120.0 - 20.0) / 100.0, 320.0 / 100.0, 100.0]);
}

/// They would pull an initiative towards a corner that they do not mean.
#[test]
fn who_likes_or_dislikes_both_is_left_out() {
    let answer = survey([("like/dislike", 30.0), ("like/like", 10.0), ("dislike/dislike", 5.0)]);
    assert_means(&answer, [4.0, 4.0, 30.0]);
    assert_eq!(answer.part(0, "respondents"), 45.0);
}

/// Two camps that want opposite things look like nobody who cares: the means do not replace the classes.
#[test]
fn a_mean_can_hide_two_camps() {
    let answer = survey([("like/dislike", 50.0), ("dislike/like", 50.0)]);
    assert_means(&answer, [1.0, 1.0, 100.0]);
    assert_eq!(answer.category(0), Some("performance"));
    assert_eq!(answer.notes(0), ["small-sample", "do-not-build", "tie", "mixed-reverse"]);
}

#[test]
fn without_answers_to_take_them_over_means_are_0_over_0() {
    assert_means(&survey([("like/like", 40.0)]), [0.0, 0.0, 0.0]);
    let counts = super::one([40.0, 30.0, 20.0, 10.0, 0.0, 0.0]).run();
    assert_means(&counts, [0.0, 0.0, 0.0]);
}
