//! Finds cycles in directed graphs without recursion, since a document decides how deep the graphs are.

/// The strongly connected component of each node, given the nodes to which each node leads.
///
/// Two nodes have the same number if each can be reached from the other. The numbers have no other meaning.
pub(crate) fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let count = edges.len();
    // Tarjan's algorithm; `path` replaces the call stack, with the next edge to follow of each node.
    let (mut order, mut low, mut component) = (vec![NONE; count], vec![NONE; count], vec![NONE; count]);
    let (mut next, mut components) = (0, 0);
    let (mut open, mut path): (Vec<usize>, Vec<(usize, usize)>) = (Vec::new(), Vec::new());
    for root in 0..count {
        if order[root] == NONE {
            path.push((root, 0));
        }
        while let Some((node, edge)) = path.pop() {
            if edge == 0 {
                (order[node], low[node]) = (next, next);
                next += 1;
                open.push(node);
            }
            if let Some(&target) = edges[node].get(edge) {
                path.push((node, edge + 1));
                if order[target] == NONE {
                    path.push((target, 0));
                } else if component[target] == NONE {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            if let Some(&(parent, _)) = path.last() {
                low[parent] = low[parent].min(low[node]);
            }
            if low[node] == order[node] {
                while let Some(member) = open.pop() {
                    component[member] = components;
                    if member == node {
                        break;
                    }
                }
                components += 1;
            }
        }
    }
    component
}

/// The cycles of a graph in which each node has at most one successor, each from its smallest node.
pub(crate) fn cycles(next: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut seen_from = vec![None; next.len()];
    let mut cycles = Vec::new();
    for start in 0..next.len() {
        let mut node = Some(start);
        while let Some(at) = node.filter(|at| seen_from[*at].is_none()) {
            seen_from[at] = Some(start);
            node = next[at];
        }
        // A walk that returns to one of its nodes has found a cycle. A walk that reaches a node of an earlier walk
        // has not.
        let Some(entry) = node.filter(|at| seen_from[*at] == Some(start)) else { continue };
        let mut cycle = vec![entry];
        while let Some(following) = next[cycle[cycle.len() - 1]].filter(|at| *at != entry) {
            cycle.push(following);
        }
        let smallest = (0..cycle.len()).min_by_key(|index| cycle[*index]).unwrap_or(0);
        cycle.rotate_left(smallest);
        cycles.push(cycle);
    }
    cycles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_what_reaches_each_other() {
        let found = components(&[vec![1], vec![2], vec![0, 3], vec![4], vec![3, 5], vec![], vec![6, 5]]);
        assert!(found[0] == found[1] && found[1] == found[2] && found[3] == found[4]);
        let mut distinct = found.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), 4);
    }

    #[test]
    fn a_chain_of_a_million_needs_no_stack() {
        let count = 1_000_000;
        let ring: Vec<Vec<usize>> = (0..count).map(|node| vec![(node + 1) % count]).collect();
        assert!(components(&ring).iter().all(|component| *component == 0));
        let next: Vec<Option<usize>> = (0..count).map(|node| Some((node + 1) % count)).collect();
        assert_eq!(cycles(&next)[0].len(), count);
    }

    #[test]
    fn each_cycle_is_found_once() {
        assert_eq!(cycles(&[Some(2), Some(2), Some(1), Some(3), None, Some(4)]), [vec![1, 2], vec![3]]);
    }
}
