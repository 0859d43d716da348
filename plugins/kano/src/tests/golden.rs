//! The example plan's survey: counts, and what an independent computation made of them.

use cxplan_sdk::testing::Case;

use super::{assert_near, survey};
use crate::Kano;

type Golden = (&'static str, [f64; 6], &'static str, [f64; 6], bool);

/// Initiative; counts m, o, a, i, r, q; class; Better, Worse, total strength, class strength, difference, threshold;
/// whether the difference is significant.
#[rustfmt::skip]
const GOLDEN: [Golden; 26] = [
    ("shipping-returns-info", [131.0, 52.0, 14.0, 39.0, 1.0, 3.0], "must-be", [0.2797, -0.7754, 0.8208, 0.3292, 79.0, 17.5577], true),
    ("mobile-pay-button", [149.0, 41.0, 6.0, 42.0, 0.0, 2.0], "must-be", [0.1975, -0.7983, 0.8167, 0.4458, 107.0, 17.6941], true),
    ("exit-intent-survey", [4.0, 9.0, 21.0, 168.0, 34.0, 4.0], "indifferent", [0.1485, -0.0644, 0.1417, 0.5583, 134.0, 17.8468], true),
    ("guest-checkout", [92.0, 88.0, 19.0, 33.0, 5.0, 3.0], "must-be", [0.4612, -0.7759, 0.8292, 0.0167, 4.0, 17.5009], false),
    ("checkout-form-trim", [58.0, 101.0, 31.0, 46.0, 1.0, 3.0], "performance", [0.5593, -0.6737, 0.7917, 0.1792, 43.0, 17.0143], true),
    ("express-wallets", [21.0, 64.0, 97.0, 52.0, 3.0, 3.0], "attractive", [0.6880, -0.3632, 0.7583, 0.1375, 33.0, 17.0676], true),
    ("site-redesign", [39.0, 83.0, 44.0, 66.0, 5.0, 3.0], "performance", [0.5474, -0.5259, 0.6917, 0.0708, 17.0, 16.7252], true),
    ("cta-test", [8.0, 22.0, 18.0, 184.0, 5.0, 3.0], "indifferent", [0.1724, -0.1293, 0.2000, 0.6750, 162.0, 17.8925], true),
    ("search-relevance", [84.0, 96.0, 12.0, 45.0, 0.0, 3.0], "performance", [0.4557, -0.7595, 0.8000, 0.0500, 12.0, 17.5009], false),
    ("product-reviews", [61.0, 109.0, 36.0, 29.0, 2.0, 3.0], "performance", [0.6170, -0.7234, 0.8583, 0.2000, 48.0, 17.2890], true),
    ("ar-preview", [3.0, 24.0, 138.0, 69.0, 4.0, 2.0], "attractive", [0.6923, -0.1154, 0.6875, 0.2875, 69.0, 17.9032], true),
    ("store-stock", [88.0, 93.0, 27.0, 28.0, 1.0, 3.0], "performance", [0.5085, -0.7669, 0.8667, 0.0208, 5.0, 17.5202], false),
    ("click-collect-2h", [27.0, 79.0, 103.0, 26.0, 2.0, 3.0], "attractive", [0.7745, -0.4511, 0.8708, 0.1000, 24.0, 17.5391], true),
    ("delivery-tracking", [118.0, 84.0, 11.0, 24.0, 0.0, 3.0], "must-be", [0.4008, -0.8523, 0.8875, 0.1417, 34.0, 17.8468], true),
    ("delivery-slots", [66.0, 112.0, 38.0, 20.0, 1.0, 3.0], "performance", [0.6356, -0.7542, 0.9000, 0.1917, 46.0, 17.4613], true),
    ("assembly-videos", [12.0, 39.0, 121.0, 63.0, 2.0, 3.0], "attractive", [0.6809, -0.2170, 0.7167, 0.2417, 58.0, 17.5759], true),
    ("customer-data-platform", [10.0, 26.0, 19.0, 151.0, 30.0, 4.0], "indifferent", [0.2184, -0.1748, 0.2292, 0.5042, 121.0, 17.5202], true),
    ("onboarding-emails", [9.0, 31.0, 86.0, 92.0, 19.0, 3.0], "indifferent", [0.5367, -0.1835, 0.5250, 0.0250, 6.0, 17.4613], false),
    ("help-centre", [97.0, 86.0, 16.0, 36.0, 2.0, 3.0], "must-be", [0.4340, -0.7787, 0.8292, 0.0458, 11.0, 17.5577], false),
    ("chatbot", [7.0, 28.0, 49.0, 98.0, 55.0, 3.0], "indifferent", [0.4231, -0.1923, 0.3500, 0.1792, 43.0, 16.8455], true),
    ("agent-360", [74.0, 98.0, 29.0, 36.0, 0.0, 3.0], "performance", [0.5359, -0.7257, 0.8375, 0.1000, 24.0, 17.3342], true),
    ("omnichannel-inbox", [55.0, 91.0, 33.0, 56.0, 2.0, 3.0], "performance", [0.5277, -0.6213, 0.7458, 0.1458, 35.0, 16.6627], true),
    ("close-the-loop", [49.0, 71.0, 78.0, 38.0, 1.0, 3.0], "attractive", [0.6314, -0.5085, 0.8250, 0.0292, 7.0, 16.7252], false),
    ("easy-returns", [126.0, 74.0, 9.0, 27.0, 1.0, 3.0], "must-be", [0.3517, -0.8475, 0.8708, 0.2167, 52.0, 17.8220], true),
    ("loyalty-redesign", [18.0, 66.0, 84.0, 64.0, 5.0, 3.0], "attractive", [0.6466, -0.3621, 0.7000, 0.0750, 18.0, 16.7558], true),
    ("promo-popups", [1.0, 6.0, 12.0, 79.0, 138.0, 4.0], "reverse", [0.1837, -0.0714, 0.0792, 0.2458, 59.0, 17.9917], true),
];

/// By category; ties, which the engine breaks by effort, do not occur.
const ORDER: [&str; 26] = [
    "delivery-tracking",
    "easy-returns",
    "mobile-pay-button",
    "help-centre",
    "guest-checkout",
    "shipping-returns-info",
    "delivery-slots",
    "product-reviews",
    "store-stock",
    "agent-360",
    "checkout-form-trim",
    "search-relevance",
    "omnichannel-inbox",
    "site-redesign",
    "click-collect-2h",
    "ar-preview",
    "express-wallets",
    "assembly-videos",
    "loyalty-redesign",
    "close-the-loop",
    "onboarding-emails",
    "chatbot",
    "customer-data-platform",
    "cta-test",
    "exit-intent-survey",
    "promo-popups",
];

fn plan() -> Case<Kano> {
    GOLDEN.into_iter().fold(Case::new(), |case, (_, counts, ..)| case.numbers(survey(counts)))
}

#[test]
fn every_figure() {
    let answer = plan().run();
    let parts =
        ["better", "worse", "total-strength", "category-strength", "fong-difference", "fong-threshold"];
    for (row, (id, _, class, figures, significant)) in GOLDEN.into_iter().enumerate() {
        assert_eq!(answer.category(row), Some(class), "{id}");
        for (part, expected) in parts.into_iter().zip(figures) {
            assert_near(answer.part(row, part), expected, 5.1e-5, id);
        }
        let mixed = answer.notes(row).iter().any(|note| note.starts_with("mixed-"));
        assert_eq!(mixed, !significant, "{id}");
    }
}

#[test]
fn order() {
    let order: Vec<_> = plan().run().order().into_iter().map(|row| GOLDEN[row].0).collect();
    assert_eq!(order, ORDER);
}
