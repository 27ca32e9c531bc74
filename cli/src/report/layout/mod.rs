//! Places for the organizations of the network, found here so that a page need not look for them each time it is opened.
//! Each connected part is laid out by itself, the parts are packed round the largest. Only sums, products and roots are
//! used, which are the same on every machine: the same records give the same page.

mod force;
mod pack;

/// How far apart two partners want to be.
const EDGE: f64 = 60.0;

/// Whole coordinates for nodes `0..count` joined by `edges`.
pub(crate) fn layout(count: usize, edges: &[(usize, usize)]) -> Vec<(i32, i32)> {
    let parts = parts(count, edges);
    let mut part_of = vec![(0, 0); count];
    for (p, members) in parts.iter().enumerate() {
        for (inside, &node) in members.iter().enumerate() {
            if let Some(slot) = part_of.get_mut(node) {
                *slot = (p, inside);
            }
        }
    }
    let mut inner: Vec<Vec<(usize, usize)>> = vec![Vec::new(); parts.len()];
    for &(a, b) in edges {
        if let (Some(&(p, a)), Some(&(_, b))) = (part_of.get(a), part_of.get(b))
            && let Some(inner) = inner.get_mut(p)
        {
            inner.push((a, b));
        }
    }
    let mut shapes: Vec<Vec<(f64, f64)>> =
        parts.iter().zip(&inner).map(|(members, edges)| force::place(members.len(), edges)).collect();
    let radii: Vec<f64> = shapes.iter_mut().map(|s| centre(s) + EDGE / 2.0).collect();
    let middles = pack::pack(&radii);
    part_of
        .iter()
        .map(|&(p, inside)| {
            let (x, y) = shapes.get(p).and_then(|s| s.get(inside)).copied().unwrap_or_default();
            let (mx, my) = middles.get(p).copied().unwrap_or_default();
            ((x + mx) as i32, (y + my) as i32)
        })
        .collect()
}

/// The connected parts, the largest first, equals by their first node.
fn parts(count: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut leader: Vec<usize> = (0..count).collect();
    fn find(leader: &mut [usize], mut at: usize) -> usize {
        while leader[at] != at {
            leader[at] = leader[leader[at]];
            at = leader[at];
        }
        at
    }
    for &(a, b) in edges.iter().filter(|(a, b)| *a < count && *b < count) {
        let (a, b) = (find(&mut leader, a), find(&mut leader, b));
        leader[a.max(b)] = a.min(b);
    }
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); count];
    for node in 0..count {
        parts[find(&mut leader, node)].push(node);
    }
    parts.retain(|p| !p.is_empty());
    parts.sort_by_key(|p| std::cmp::Reverse(p.len()));
    parts
}

/// Moves the middle of the points' box to the origin; gives the radius of the circle around it that holds them.
fn centre(points: &mut [(f64, f64)]) -> f64 {
    let low = points.iter().fold((f64::MAX, f64::MAX), |l, p| (l.0.min(p.0), l.1.min(p.1)));
    let high = points.iter().fold((f64::MIN, f64::MIN), |h, p| (h.0.max(p.0), h.1.max(p.1)));
    let mut radius: f64 = 0.0;
    for point in points {
        *point = (point.0 - (low.0 + high.0) / 2.0, point.1 - (low.1 + high.1) / 2.0);
        radius = radius.max((point.0 * point.0 + point.1 * point.1).sqrt());
    }
    radius
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: (i32, i32), b: (i32, i32)) -> f64 {
        let (x, y) = (f64::from(a.0 - b.0), f64::from(a.1 - b.1));
        (x * x + y * y).sqrt()
    }

    #[test]
    fn ok_parts_do_not_mix() {
        assert_eq!(parts(6, &[(4, 5), (1, 4), (0, 2)]), [vec![1, 4, 5], vec![0, 2], vec![3]]);
        assert_eq!(parts(0, &[]), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn ok_partners_are_near_and_nobody_stands_on_another() {
        // A star, a chain, a triangle, and forty pairs.
        let mut edges =
            vec![(0, 1), (0, 2), (0, 3), (0, 4), (5, 6), (6, 7), (7, 8), (9, 10), (10, 11), (9, 11)];
        edges.extend((0..40).map(|i| (12 + 2 * i, 13 + 2 * i)));
        let places = layout(92, &edges);
        assert_eq!(places, layout(92, &edges), "the same each time");
        for &(a, b) in &edges {
            let d = distance(places[a], places[b]);
            assert!((EDGE * 0.4..EDGE * 2.5).contains(&d), "{a} and {b} are {d} apart");
        }
        for (i, &a) in places.iter().enumerate() {
            for (j, &b) in places.iter().enumerate().skip(i + 1) {
                assert!(distance(a, b) > EDGE * 0.3, "{i} and {j} are {} apart", distance(a, b));
            }
        }
    }

    #[test]
    fn ok_a_large_part_keeps_partners_nearer_than_strangers() {
        // A ring of 400.
        let edges: Vec<_> = (0..400).map(|i| (i, (i + 1) % 400)).collect();
        let places = layout(400, &edges);
        let near = edges.iter().map(|&(a, b)| distance(places[a], places[b])).sum::<f64>() / 400.0;
        let far = (0..200).map(|i| distance(places[i], places[i + 200])).sum::<f64>() / 200.0;
        assert!(near * 4.0 < far, "partners {near}, strangers {far}");
    }
}
