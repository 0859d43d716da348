//! Loops in dependencies: each is shown whole, with the place of every edge.

use std::collections::{BTreeSet, VecDeque};

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use crate::diag::{Code, Diagnostic};
use crate::ids::List;
use crate::model::{Initiative, Status, Step};
use crate::record::Record;
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

impl Lower<'_> {
    /// Reports loops between initiatives, and dependencies on something that is not planned.
    pub(super) fn check_dependencies(&mut self, initiatives: &List<Initiative>) {
        let mut edges = Vec::new();
        for (id, initiative) in initiatives.entries() {
            for dependency in &initiative.depends_on {
                edges.push(Edge { from: id.index(), to: dependency.value.index(), span: dependency.span });
                let needed = &initiatives[dependency.value];
                if initiative.status.is_scheduled()
                    && matches!(needed.status, Status::Rejected | Status::Paused)
                {
                    self.push(
                        Diagnostic::new(
                            Code::DependsOnUnplanned,
                            format!(
                                "`{}` needs `{}`, which is {}",
                                initiative.id,
                                needed.id,
                                needed.status.word()
                            ),
                        )
                        .at(dependency.span, "will not be done")
                        .also(needed.span, format!("{} here", needed.status.word()))
                        .help(format!(
                            "plan `{}`, drop the dependency, or set this initiative aside as well",
                            needed.id
                        )),
                    );
                }
            }
        }
        let names: Vec<&str> = initiatives.iter().map(|initiative| initiative.id.as_str()).collect();
        self.report_loops(&edges, &names, "initiatives");
    }

    /// Reports loops between the steps of an initiative.
    pub(super) fn check_step_loops(
        &mut self,
        records: &[Record<'_>],
        steps: &[Step],
        position: impl Fn(&str) -> Option<usize>,
    ) {
        let mut edges = Vec::new();
        for (from, record) in records.iter().enumerate() {
            for datum in record.list("after") {
                if let Some(to) = datum.as_text().and_then(&position) {
                    edges.push(Edge { from, to, span: datum.span });
                }
            }
        }
        let names: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
        self.report_loops(&edges, &names, "steps");
    }

    fn report_loops(&mut self, edges: &[Edge], names: &[&str], what: &str) {
        let (found, hidden) = loops(edges, names.len());
        for (number, cycle) in found.iter().enumerate() {
            let path: Vec<&str> = cycle
                .iter()
                .map(|edge| names[edges[*edge].from])
                .chain([names[edges[cycle[0]].from]])
                .collect();
            let label = |edge: &Edge| format!("`{}` needs `{}`", names[edge.from], names[edge.to]);
            let first = &edges[cycle[0]];
            let mut diagnostic = Diagnostic::new(
                Code::DependencyCycle,
                format!("{what} wait for each other: {}", path.join(" -> ")),
            )
            .at(first.span, label(first))
            .help("remove one of these dependencies, or split one of the entries in two");
            for edge in &cycle[1..] {
                diagnostic = diagnostic.also(edges[*edge].span, label(&edges[*edge]));
            }
            if hidden > 0 && number + 1 == found.len() {
                diagnostic.help = Some(format!(
                    "remove one of these dependencies; {hidden} more lie on loops of the same {what} and are shown once these are gone"
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
    let knots = tarjan_scc(&graph);
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
}
