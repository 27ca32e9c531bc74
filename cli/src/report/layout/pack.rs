//! Circles side by side without overlap, round the first: each takes the free place nearest to the middle.

/// Middles for circles of these radii, given from large to small (others are placed too, only less densely).
pub(super) fn pack(radii: &[f64]) -> Vec<(f64, f64)> {
    // The plane in cells as large as the smallest circle's half, so that a pair takes few of them, and a huge part
    // not too many.
    let smallest = radii.iter().copied().fold(f64::MAX, f64::min).max(1.0);
    let area: f64 = radii.iter().map(|r| 4.0 * r * r).sum();
    let cell = (smallest / 2.0).max((area / 250_000.0).sqrt());
    let largest = radii.iter().copied().fold(0.0, f64::max);
    let half = ((area.sqrt() * 0.9 + largest * 2.0) / cell) as i64 + 2;
    let side = 2 * half + 1;
    let mut taken = vec![false; (side * side) as usize];
    let slot = |x: i64, y: i64| ((y + half) * side + x + half) as usize;

    let mut spots: Vec<(i64, i64)> =
        (-half..=half).flat_map(|y| (-half..=half).map(move |x| (x, y))).collect();
    spots.sort_by_key(|&(x, y)| (x * x + y * y, y, x));

    let mut middles = Vec::with_capacity(radii.len());
    let (mut from, mut last) = (0, i64::MAX);
    for &radius in radii {
        let reach = (radius / cell) as i64 + 1;
        // What was no place for a circle is none for one of the same size; a smaller one may fit.
        if reach != last {
            (from, last) = (0, reach);
        }
        let disc = disc(reach);
        let free = |&(x, y): &(i64, i64)| {
            x.abs() + reach <= half
                && y.abs() + reach <= half
                && disc.iter().all(|&(dx, dy)| taken.get(slot(x + dx, y + dy)) == Some(&false))
        };
        let found = spots.iter().enumerate().skip(from).find(|(_, spot)| free(spot));
        // The plane is wide enough; were it not, circles would share the middle.
        let (at, (x, y)) = found.map_or((from, (0, 0)), |(at, spot)| (at, *spot));
        from = at;
        for (dx, dy) in disc {
            if let Some(cell) = taken.get_mut(slot(x + dx, y + dy)) {
                *cell = true;
            }
        }
        middles.push((x as f64 * cell, y as f64 * cell));
    }
    middles
}

/// The cells of a disc, the rim first: there most places fail.
fn disc(reach: i64) -> Vec<(i64, i64)> {
    let all = (-reach..=reach).flat_map(|y| (-reach..=reach).map(move |x| (x, y)));
    let mut cells: Vec<(i64, i64)> = all.filter(|(x, y)| x * x + y * y <= reach * reach).collect();
    cells.sort_by_key(|(x, y)| (-(x * x + y * y), *y, *x));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_no_overlap_and_no_great_holes() {
        let radii: Vec<f64> = [400.0, 150.0, 90.0, 90.0].into_iter().chain([60.0; 300]).collect();
        let middles = pack(&radii);
        for (i, a) in middles.iter().enumerate() {
            for (j, b) in middles.iter().enumerate().skip(i + 1) {
                let d = ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt();
                assert!(d >= radii[i] + radii[j], "{i} and {j}: {d}");
            }
        }
        let area: f64 = radii.iter().map(|r| r * r).sum();
        let reach = middles.iter().map(|m| (m.0 * m.0 + m.1 * m.1).sqrt()).fold(0.0, f64::max);
        assert!(reach * reach < 3.0 * area, "reaches {reach}");
    }

    #[test]
    fn ok_nothing_and_one() {
        assert_eq!(pack(&[]), []);
        assert_eq!(pack(&[50.0]), [(0.0, 0.0)]);
    }
}
