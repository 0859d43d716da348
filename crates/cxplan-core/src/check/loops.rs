//! Loops in dependencies: each is shown with the place of every edge, up to a number that people can read.

use std::collections::{BTreeSet, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use crate::diag::{Code, Diagnostic};
use crate::ids::{Id, List};
use crate::model::{Initiative, Status, Step};
use crate::phrase;
use crate::phrase::Phrase;
use crate::source::Span;

use super::Lower;

/// "`from` needs `to`", and where the plan says so.
struct Edge {
    from: usize,
    to: usize,
    span: Span,
}

/// How many loops are shown for one knot; the rest goes away or shows up once these are untied.
const MOST_LOOPS: usize = 10;

/// How many edges of a loop are shown. Each is a place to cut it, and nobody looks at a thousand.
const MOST_EDGES: usize = 30;

impl Lower<'_> {
    /// Reports loops between initiatives, and dependencies on something that is not planned.
    pub(super) fn check_dependencies(&mut self, initiatives: &List<Initiative>) {
        let mut edges = Vec::new();
        for (id, initiative) in initiatives.entries() {
            let waits = initiative.depends_on.iter().map(|needed| (needed.initiative, needed.span));
            let of_steps = initiative.steps.iter().flat_map(|step| &step.after);
            let elsewhere = of_steps
                .filter(|before| before.on.initiative != id)
                .map(|before| (before.on.initiative, before.span));
            for (needed, span) in waits.chain(elsewhere) {
                edges.push(Edge { from: id.index(), to: needed.index(), span });
                if initiative.status.is_scheduled() {
                    self.check_planned(&initiative.id, &initiatives[needed], span);
                }
            }
        }
        let names: Vec<&str> = initiatives.iter().map(|initiative| initiative.id.as_str()).collect();
        self.report_loops(&edges, &names, Phrase::fixed("initiatives", "des initiatives"));
    }

    /// Reports a need for something that will not be done.
    pub(super) fn check_planned(&mut self, id: &str, needed: &Initiative, span: Span) {
        if !matches!(needed.status, Status::Rejected | Status::Paused) {
            return;
        }
        let (other, status) = (&needed.id, needed.status.word());
        self.push(
            Diagnostic::new(
                Code::DependsOnUnplanned,
                phrase!(
                    "`{id}` needs `{other}`, which is `{status}`",
                    "`{id}` a besoin de `{other}`, dont le statut est `{status}`"
                ),
            )
            .at(span, Phrase::fixed("will not be done", "ne sera pas faite"))
            .also(needed.span, phrase!("{status}", "statut : {status}"))
            .help(phrase!(
                "plan `{other}`, drop the dependency, or set `{id}` aside as well",
                "planifiez `{other}`, retirez la dépendance, ou écartez aussi `{id}`"
            )),
        );
    }

    /// Reports loops between the steps of an initiative.
    pub(super) fn check_step_loops(&mut self, own: Id<Initiative>, steps: &[Step]) {
        let mut edges = Vec::new();
        for (from, step) in steps.iter().enumerate() {
            let before = step.after.iter().filter(|before| before.on.initiative == own);
            edges.extend(before.map(|before| Edge { from, to: before.on.step, span: before.span }));
        }
        let names: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
        self.report_loops(&edges, &names, Phrase::fixed("steps", "des étapes"));
    }

    fn report_loops(&mut self, edges: &[Edge], names: &[&str], what: Phrase) {
        let (found, hidden) = loops(edges, names.len());
        for (number, cycle) in found.iter().enumerate() {
            let told = &cycle[..cycle.len().min(MOST_EDGES)];
            let rest = (cycle.len() > told.len()).then_some("…");
            let name = |edge: &usize| names[edges[*edge].from];
            let path: Vec<&str> = told.iter().map(name).chain(rest).chain([name(&cycle[0])]).collect();
            let path = path.join(" -> ");
            let label = |edge: &Edge| {
                let (from, to) = (names[edge.from], names[edge.to]);
                phrase!("`{from}` needs `{to}`", "`{from}` a besoin de `{to}`")
            };
            let first = &edges[cycle[0]];
            let alone = names[first.from];
            let mut diagnostic = match cycle.len() {
                1 => Diagnostic::new(
                    Code::DependencyCycle,
                    phrase!("`{alone}` waits for itself", "`{alone}` s'attend elle-même"),
                )
                .help(phrase!(
                    "remove `{alone}` from its own list",
                    "retirez `{alone}` de sa propre liste"
                )),
                _ => Diagnostic::new(
                    Code::DependencyCycle,
                    phrase!("{what} wait for each other: {path}", "{what} s'attendent en boucle : {path}"; what = what),
                )
                .help(Phrase::fixed(
                    "remove one of these dependencies, or split one of the entries in two",
                    "retirez l'une de ces dépendances, ou coupez l'un des éléments en deux",
                )),
            }
            .at(first.span, label(first));
            for edge in &told[1..] {
                diagnostic = diagnostic.also(edges[*edge].span, label(&edges[*edge]));
            }
            if hidden > 0 && number + 1 == found.len() {
                diagnostic = diagnostic.help(phrase!(
                    "remove one of these dependencies; the others in loops ({hidden}) are shown once these are gone",
                    "retirez l'une de ces dépendances ; les autres en boucle ({hidden}) seront montrées une fois celles-ci parties"
                ));
            }
            self.push(diagnostic);
        }
    }
}

/// Loops, each a list of edges, such that every edge that lies on any loop lies on one of these (up to [`MOST_LOOPS`] for
/// each strongly connected component). Listing all loops would take exponential time.
/// The second number counts the edges on loops that are not shown.
fn loops(edges: &[Edge], nodes: usize) -> (Vec<Vec<usize>>, usize) {
    let mut graph = DiGraph::<(), usize>::with_capacity(nodes, edges.len());
    let indices: Vec<_> = (0..nodes).map(|_| graph.add_node(())).collect();
    for (position, edge) in edges.iter().enumerate() {
        graph.add_edge(indices[edge.from], indices[edge.to], position);
    }
    let mut component = vec![usize::MAX; nodes];
    // Tarjan's algorithm recurses in this library: a long chain of dependencies would overflow the stack.
    let knots = kosaraju_scc(&graph);
    for (number, knot) in knots.iter().enumerate() {
        knot.iter().for_each(|node| component[node.index()] = number);
    }
    let mut outgoing: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for (position, edge) in edges.iter().enumerate() {
        if component[edge.from] == component[edge.to] {
            outgoing[edge.from].push(position);
        }
    }
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut shown = vec![0; knots.len()];
    let mut covered = BTreeSet::new();
    let mut hidden = 0;
    for (position, edge) in edges.iter().enumerate() {
        let knot = component[edge.from];
        if knot != component[edge.to] || covered.contains(&position) {
            continue;
        }
        if shown[knot] == MOST_LOOPS {
            hidden += 1;
            continue;
        }
        let Some(mut cycle) = shortest_path(edges, &outgoing, edge.to, edge.from) else { continue };
        cycle.insert(0, position);
        covered.extend(cycle.iter().copied());
        shown[knot] += 1;
        found.push(cycle);
    }
    (found, hidden)
}

/// The edges of a shortest path, by breadth; empty where both ends are the same.
fn shortest_path(edges: &[Edge], outgoing: &[Vec<usize>], from: usize, to: usize) -> Option<Vec<usize>> {
    let mut reached_by: Vec<Option<usize>> = vec![None; outgoing.len()];
    let mut queue = VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        if node == to {
            let mut path = Vec::new();
            let mut node = to;
            while node != from {
                let edge = reached_by[node]?;
                path.push(edge);
                node = edges[edge].from;
            }
            path.reverse();
            return Some(path);
        }
        for &edge in &outgoing[node] {
            let next = edges[edge].to;
            if next != from && reached_by[next].is_none() {
                reached_by[next] = Some(edge);
                queue.push_back(next);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pairs: &[(usize, usize)]) -> Vec<Vec<(usize, usize)>> {
        let edges: Vec<Edge> =
            pairs.iter().map(|&(from, to)| Edge { from, to, span: Span::default() }).collect();
        let nodes = pairs.iter().map(|(a, b)| a.max(b) + 1).max().unwrap_or(0);
        loops(&edges, nodes)
            .0
            .into_iter()
            .map(|cycle| cycle.into_iter().map(|edge| pairs[edge]).collect())
            .collect()
    }

    #[test]
    fn every_edge_on_a_loop_is_shown_in_a_closed_loop() {
        assert_eq!(found(&[(0, 1), (1, 2), (0, 2)]), Vec::<Vec<_>>::new(), "a diamond is no loop");
        assert_eq!(found(&[(0, 0)]), vec![vec![(0, 0)]]);
        assert_eq!(found(&[(0, 1), (1, 0), (2, 3), (3, 2)]).len(), 2);
        let two_loops_one_knot = [(0, 1), (1, 0), (1, 2), (2, 0)];
        let shown = found(&two_loops_one_knot);
        for edge in two_loops_one_knot {
            assert!(shown.iter().any(|cycle| cycle.contains(&edge)), "{edge:?} in {shown:?}");
        }
        for cycle in shown {
            for (a, b) in cycle.iter().zip(cycle.iter().cycle().skip(1)) {
                assert_eq!(a.1, b.0, "closed: {cycle:?}");
            }
        }
    }

    #[test]
    fn a_long_chain_does_not_overflow_the_stack() {
        let mut pairs: Vec<(usize, usize)> = (0..100_000).map(|node| (node + 1, node)).collect();
        assert_eq!(found(&pairs), Vec::<Vec<_>>::new());
        pairs.push((0, 100_000));
        assert_eq!(found(&pairs).len(), 1);
    }
}
