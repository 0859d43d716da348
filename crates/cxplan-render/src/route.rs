//! Dependency lines that go around the bars of other rows.
//!
//! A line leaves the end of one bar and enters the start of another. On its way it runs down (or up) through rows, only
//! where their bars leave room, and sideways only between rows. The cheapest way is found row by row: the positions
//! beside the bars in between are the candidates, and a line pays for length, bends and for sharing its track with a
//! line that has neither end in common with it.

use crate::gantt::{Pos, WIDTH};

/// What a line keeps from a bar that it passes.
const CLEARANCE: Pos = 30;
/// How far from the end of its own bars a line starts and ends.
const INSET: Pos = 55;
/// How far from a passed bar the candidates lie.
const BESIDE: [Pos; 2] = [55, 105];
/// Positions in the margins, which are always free.
const MARGINS: [Pos; 2] = [-60, WIDTH + 60];
/// Candidates kept for one line, those nearest to its ends first.
const CANDIDATES: usize = 40;
/// Price of a bend, as length.
const BEND: i64 = 300;
/// Price of a row on the track of another line.
const SHARED: i64 = 500;
/// Lines closer than this look like one.
const TRACK: Pos = 45;

/// A line to draw, from one row to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// The part of a route inside one row. Rows draw their own parts, so that lines stay whole when rows wrap or when a
/// page breaks between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Through the whole row.
    Through(Pos),
    /// From the middle of the row to its lower edge.
    Below(Pos),
    /// From the upper edge of the row to its middle.
    Above(Pos),
    /// Along the lower edge.
    Along(Pos, Pos),
    /// The tip of an arrow on the bar, coming from above (`true`) or below.
    Tip(Pos, bool),
}

/// Routes every link. `rows` holds the span of each row's bar in display order; a row without a bar is free.
///
/// The answer has one list of `(row, part)` a link; it is empty where the link stays in one row.
pub(crate) fn route(rows: &[Option<(Pos, Pos)>], links: &[Link]) -> Vec<Vec<(usize, Part)>> {
    let mut tracks: Vec<Vec<(Pos, Link)>> = vec![Vec::new(); rows.len()];
    let mut routes = vec![Vec::new(); links.len()];
    // Short lines first: they have the least choice.
    let mut order: Vec<usize> = (0..links.len()).collect();
    order.sort_by_key(|n| (links[*n].from.abs_diff(links[*n].to), *n));
    for n in order {
        let link = links[n];
        let (Some(source), Some(target)) = (rows[link.from], rows[link.to]) else { continue };
        if link.from != link.to {
            let first = source.1 - INSET.min((source.1 - source.0) / 2);
            let last = target.0 + INSET.min((target.1 - target.0) / 2);
            let turns = cheapest(rows, &tracks, link, first, last);
            routes[n] = parts(link, first, last, &turns);
            for (row, x) in between(link).zip(turns) {
                tracks[row].push((x, link));
            }
        }
    }
    routes
}

/// The rows that a link passes, in the order of travel.
fn between(link: Link) -> Box<dyn Iterator<Item = usize>> {
    if link.from < link.to {
        Box::new(link.from + 1..link.to)
    } else {
        Box::new((link.to + 1..link.from).rev())
    }
}

fn is_free(bar: Option<(Pos, Pos)>, x: Pos) -> bool {
    bar.is_none_or(|(start, end)| x < start - CLEARANCE || x > end + CLEARANCE)
}

/// Where the line crosses each row in between.
fn cheapest(
    rows: &[Option<(Pos, Pos)>],
    tracks: &[Vec<(Pos, Link)>],
    link: Link,
    first: Pos,
    last: Pos,
) -> Vec<Pos> {
    let beside = between(link).filter_map(|row| rows[row]).flat_map(|(start, end)| {
        BESIDE.into_iter().flat_map(move |distance| [start - distance, end + distance])
    });
    let mut candidates: Vec<Pos> = beside.filter(|x| (MARGINS[0]..=MARGINS[1]).contains(x)).collect();
    let (low, high) = (first.min(last), first.max(last));
    candidates.sort_unstable_by_key(|x| ((low - x).max(x - high).max(0), *x));
    candidates.dedup();
    candidates.truncate(CANDIDATES);
    candidates.extend([first, last]);
    candidates.extend(MARGINS);
    candidates.sort_unstable();
    candidates.dedup();

    let step = |from: Pos, to: Pos| if from == to { 0 } else { BEND + i64::from((from - to).abs()) };
    let mut costs: Vec<Option<i64>> = candidates.iter().map(|x| (*x == first).then_some(0)).collect();
    let mut choices: Vec<Vec<usize>> = Vec::new();
    for row in between(link) {
        let mut next = vec![None; candidates.len()];
        let mut choice = vec![0; candidates.len()];
        let (left, right) = nearest(&candidates, &costs);
        for (to, x) in candidates.iter().enumerate().filter(|(_, x)| is_free(rows[row], **x)) {
            let foreign = |other: &Link| other.from != link.from && other.to != link.to;
            let shared = tracks[row]
                .iter()
                .filter(|(track, other)| (track - x).abs() < TRACK && foreign(other))
                .count();
            let turned = [left[to], right[to]].into_iter().flatten().map(|(cost, from)| (cost + BEND, from));
            let straight = costs[to].map(|cost| (cost, to));
            if let Some((cost, from)) = straight.into_iter().chain(turned).min() {
                next[to] = Some(cost + SHARED * shared as i64);
                choice[to] = from;
            }
        }
        costs = next;
        choices.push(choice);
    }
    let ends = costs.iter().enumerate();
    let best = ends.filter_map(|(from, cost)| Some(((*cost)? + step(candidates[from], last), from))).min();
    // The margins are always free, so there is always a way.
    let mut at = best.map_or(0, |(_, from)| from);
    let mut turns = Vec::with_capacity(choices.len());
    for choice in choices.iter().rev() {
        turns.push(candidates[at]);
        at = choice[at];
    }
    turns.reverse();
    turns
}

/// For each candidate, the cost of the best one to come from, and its position.
type Nearest = Vec<Option<(i64, usize)>>;

/// The cheapest candidate to come from, from the left and from the right of each, with the way from there but without the
/// bend. One sweep each way: comparing all pairs would make a page of a hundred rows three times as slow.
fn nearest(candidates: &[Pos], costs: &[Option<i64>]) -> (Nearest, Nearest) {
    let sweep = |order: &mut dyn Iterator<Item = usize>| {
        let mut nearest = vec![None; candidates.len()];
        let mut best: Option<(i64, usize, Pos)> = None;
        for at in order {
            let way = |from: Pos| i64::from((candidates[at] - from).abs());
            nearest[at] = best.map(|(cost, from, x)| (cost + way(x), from));
            if let Some(cost) = costs[at]
                && best.is_none_or(|(known, _, x)| cost < known + way(x))
            {
                best = Some((cost, at, candidates[at]));
            }
        }
        nearest
    };
    (sweep(&mut (0..candidates.len())), sweep(&mut (0..candidates.len()).rev()))
}

/// Cuts a route into the parts of each row.
fn parts(link: Link, first: Pos, last: Pos, turns: &[Pos]) -> Vec<(usize, Part)> {
    let down = link.from < link.to;
    let mut parts = vec![(link.from, if down { Part::Below(first) } else { Part::Above(first) })];
    let mut x = first;
    let mut row = link.from;
    for (next_row, next) in between(link).chain([link.to]).zip(turns.iter().copied().chain([last])) {
        if next != x {
            // The edge between two rows belongs to the upper one.
            parts.push((row.min(next_row), Part::Along(x.min(next), x.max(next))));
        }
        if next_row != link.to {
            parts.push((next_row, Part::Through(next)));
        }
        (x, row) = (next, next_row);
    }
    parts.push((link.to, if down { Part::Above(last) } else { Part::Below(last) }));
    parts.push((link.to, Part::Tip(last, down)));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crossings(rows: &[Option<(Pos, Pos)>], routes: &[Vec<(usize, Part)>]) -> usize {
        let through = routes.iter().flatten().filter_map(|(row, part)| match part {
            Part::Through(x) => Some((*row, *x)),
            _ => None,
        });
        through.filter(|(row, x)| !is_free(rows[*row], *x)).count()
    }

    #[test]
    fn neighbours_need_one_bend() {
        let rows = [Some((0, 1000)), Some((2000, 3000))];
        let routes = route(&rows, &[Link { from: 0, to: 1 }]);
        assert_eq!(
            routes[0],
            [
                (0, Part::Below(945)),
                (0, Part::Along(945, 2055)),
                (1, Part::Above(2055)),
                (1, Part::Tip(2055, true)),
            ]
        );
    }

    #[test]
    fn lines_go_around_bars_in_both_directions() {
        let rows = [Some((0, 1000)), Some((500, 9000)), None, Some((0, 10_000)), Some((2000, 3000))];
        for link in [Link { from: 0, to: 4 }, Link { from: 4, to: 0 }] {
            let routes = route(&rows, &[link]);
            assert!(!routes[0].is_empty());
            assert_eq!(crossings(&rows, &routes), 0);
        }
    }

    #[test]
    fn many_lines_cross_no_bar() {
        // A fixed little generator: the shapes are arbitrary, the law is not.
        let mut seed = 7_u32;
        let mut next = |below: i32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) as i32 % below
        };
        let rows: Vec<_> = (0..60)
            .map(|n| {
                let start = next(9000);
                (n % 9 != 0).then(|| (start, (start + 100 + next(2500)).min(WIDTH)))
            })
            .collect();
        let links: Vec<_> =
            (0..80).map(|_| Link { from: next(60) as usize, to: next(60) as usize }).collect();
        let routes = route(&rows, &links);
        assert_eq!(crossings(&rows, &routes), 0);
        for (link, route) in links.iter().zip(&routes) {
            let drawn = rows[link.from].is_some() && rows[link.to].is_some() && link.from != link.to;
            assert_eq!(drawn, !route.is_empty());
        }
    }
}
