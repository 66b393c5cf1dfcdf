//! The capital over time as a line of steps, drawn by the server. A table beside it says the same in numbers.

use domain::shares_view::HistoryPoint;
use leptos::prelude::*;

use crate::components::money::thousands;
use crate::i18n::Lang;

/// Where the axes stand, in the picture's own units.
const LEFT: i64 = 84;
const RIGHT: i64 = 468;
const TOP: i64 = 14;
const BOTTOM: i64 = 206;

/// The capital at the end of each month. Nothing is drawn of no history.
#[component]
pub fn CapitalPlot(
    /// In the order of time.
    points: Vec<HistoryPoint>,
    /// Language.
    lang: Lang,
) -> impl IntoView {
    let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else { return None };
    let most = points.iter().map(|point| point.capital.0).max().unwrap_or(0);
    let ticks = ticks(most / 100 + i64::from(most % 100 != 0));
    let top = ticks.last().copied().unwrap_or(1);
    let line = line(&points, top);
    let area = format!("{line} V{BOTTOM} H{LEFT} Z");
    let label = |tick: i64| lang.with("euros", &[("amount", thousands(tick.unsigned_abs(), lang).into())]);
    Some(view! {
        <svg class="plot" viewBox="0 0 480 240" role="img" aria-label=lang.t("shares-plot")>
            {ticks.into_iter().map(|tick| {
                let y = height(tick.saturating_mul(100), top);
                view! {
                    <line class="plot__grid" x1=LEFT x2=RIGHT y1=y y2=y></line>
                    <text class="plot__label" x={LEFT - 8} y={y + 5} text-anchor="end">{label(tick)}</text>
                }
            }).collect_view()}
            <path class="plot__area" d=area></path>
            <path class="plot__line" d=line></path>
            <text class="plot__label" x=LEFT y={BOTTOM + 24}>{month(&first)}</text>
            <text class="plot__label" x=RIGHT y={BOTTOM + 24} text-anchor="end">{month(&last)}</text>
        </svg>
    })
}

/// "03/2026": short enough for an axis, and the same in both languages.
fn month(point: &HistoryPoint) -> String {
    format!("{:02}/{}", point.month, point.year)
}

/// Round amounts in euros from 0 to the first that holds everything: at most six of them.
fn ticks(most: i64) -> Vec<i64> {
    // 1, 2, 5, 10, 20, 50…
    let rounds = (0..18).flat_map(|power| [1, 2, 5].map(|round| round * 10_i64.pow(power)));
    let step = rounds.into_iter().find(|step| step.saturating_mul(5) >= most).unwrap_or(i64::MAX / 5);
    let count = most / step + i64::from(most % step != 0);
    (0..=count.max(1)).map(|n| n.saturating_mul(step)).collect()
}

/// Where an amount in cents stands when the axis goes up to `top` euros.
fn height(cents: i64, top: i64) -> i64 {
    let whole = i128::from(top.max(1)) * 100;
    let above = i128::from(cents.max(0)) * i128::from(BOTTOM - TOP) / whole;
    BOTTOM - i64::try_from(above).unwrap_or(0).min(BOTTOM - TOP)
}

/// The line of steps, from the first month to the last.
fn line(points: &[HistoryPoint], top: i64) -> String {
    let at = |point: &HistoryPoint| i64::from(point.year) * 12 + i64::from(point.month);
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return String::new() };
    let span = (at(last) - at(first)).max(1);
    let mut path = String::new();
    for point in points {
        let x = LEFT + (RIGHT - LEFT) * (at(point) - at(first)) / span;
        let y = height(point.capital.0, top);
        path += &if path.is_empty() { format!("M{LEFT} {y}") } else { format!(" H{x} V{y}") };
    }
    format!("{path} H{RIGHT}")
}

#[cfg(test)]
mod tests {
    use domain::money::Cents;

    use super::*;

    fn point(year: i32, month: u32, cents: i64) -> HistoryPoint {
        HistoryPoint { year, month, shares: 0, capital: Cents(cents) }
    }

    #[test]
    fn ticks_are_round_and_hold_everything() {
        for (most, expected) in [
            (0, vec![0, 1]),
            (1, vec![0, 1]),
            (5, vec![0, 1, 2, 3, 4, 5]),
            (6, vec![0, 2, 4, 6]),
            (11, vec![0, 5, 10, 15]),
            (26, vec![0, 10, 20, 30]),
            (10_800, vec![0, 5000, 10_000, 15_000]),
        ] {
            assert_eq!(ticks(most), expected, "{most}");
        }
        for power in 0..17 {
            let most = 10_i64.pow(power) + 1;
            let found = ticks(most);
            assert!(found.len() <= 7 && *found.last().unwrap() >= most, "{most}: {found:?}");
        }
        assert!(!ticks(i64::MAX).is_empty());
    }

    #[test]
    fn a_line_goes_from_axis_to_axis_in_steps() {
        let points = [point(2025, 1, 0), point(2025, 7, 5000), point(2026, 1, 10_000)];
        assert_eq!(line(&points, 100), "M84 206 H276 V110 H468 V14 H468");
        assert_eq!(line(&points[1..2], 50), "M84 14 H468", "one month is a flat line");
        assert_eq!(line(&[], 1), "");
    }
}
