//! Numbered dots that do not hide each other.
//!
//! A dot keeps its true place where it can. Where dots would overlap, the later one moves by a few pixels to the nearest
//! free place. Places are percentages of the chart and moves are pixels, so the chart fits any width; overlaps are
//! looked for at the narrowest and at a wide size.

use crate::gantt::Pos;

/// Diameter of a dot with the gap around it, in pixels.
const SPACE: i32 = 23;
/// Height of the plot, in pixels.
pub(crate) const HEIGHT: i32 = 380;
/// Widths at which dots must not overlap, in pixels.
const WIDTHS: [i32; 2] = [270, 560];

/// Where a dot is drawn: its true place, and the pixels that it moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dot {
    pub(crate) x: Pos,
    pub(crate) y: Pos,
    pub(crate) dx: i32,
    pub(crate) dy: i32,
}

impl Dot {
    fn centre(self, width: i32) -> (i32, i32) {
        (self.x * width / 10_000 + self.dx, self.y * HEIGHT / 10_000 + self.dy)
    }

    fn overlaps(self, other: Self) -> bool {
        WIDTHS.iter().any(|width| {
            let (a, b) = (self.centre(*width), other.centre(*width));
            let (dx, dy) = (a.0 - b.0, a.1 - b.1);
            dx * dx + dy * dy < SPACE * SPACE
        })
    }

    fn is_inside(self) -> bool {
        WIDTHS.iter().all(|width| {
            let (x, y) = self.centre(*width);
            let half = SPACE / 2;
            (half..=width - half).contains(&x) && (half..=HEIGHT - half).contains(&y)
        })
    }
}

/// Places dots at these points, the first ones first. Points are in hundredths of a percent from the top left.
pub(crate) fn place(points: &[(Pos, Pos)]) -> Vec<Dot> {
    let moves = moves();
    let mut placed: Vec<Dot> = Vec::with_capacity(points.len());
    for &(x, y) in points {
        let mut candidates = moves.iter().map(|&(dx, dy)| Dot { x, y, dx, dy });
        let free = candidates.find(|dot| dot.is_inside() && placed.iter().all(|other| !dot.overlaps(*other)));
        placed.push(free.unwrap_or(Dot { x, y, dx: 0, dy: 0 }));
    }
    placed
}

/// Moves on a fine lattice, the shortest first.
fn moves() -> Vec<(i32, i32)> {
    const REACH: i32 = 24;
    const STEP: i32 = 6;
    let mut moves: Vec<(i32, i32)> =
        (-REACH..=REACH).flat_map(|dy| (-REACH..=REACH).map(move |dx| (dx * STEP, dy * STEP))).collect();
    moves.sort_unstable_by_key(|(dx, dy)| (dx * dx + dy * dy, *dy, *dx));
    moves
}

/// Scales values to the plot with room around them: low values left or, with `upward`, at the bottom.
pub(crate) fn scale(value: f64, low: f64, high: f64, upward: bool) -> Pos {
    let span = if high > low { high - low } else { 1.0 };
    let share = ((value - low) / span).clamp(0.0, 1.0);
    let share = if upward { 1.0 - share } else { share };
    (share * 10_000.0).round() as Pos
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_on_one_place_move_apart() {
        let dots = place(&[(5000, 5000); 12]);
        assert_eq!(dots[0], Dot { x: 5000, y: 5000, dx: 0, dy: 0 });
        for (n, dot) in dots.iter().enumerate() {
            assert!(dot.is_inside());
            assert!(dots[..n].iter().all(|other| !dot.overlaps(*other)), "{n}");
        }
    }

    #[test]
    fn dots_at_the_edge_stay_inside() {
        for dot in place(&[(0, 0), (10_000, 10_000), (0, 10_000)]) {
            assert!(dot.is_inside(), "{dot:?}");
        }
    }

    #[test]
    fn scales() {
        assert_eq!(scale(2.0, 1.0, 5.0, false), 2500);
        assert_eq!(scale(2.0, 1.0, 5.0, true), 7500);
        assert_eq!(scale(3.0, 3.0, 3.0, false), 0);
    }
}
