//! Throughput and p99 over the number of connections, as a picture that needs nothing else.

use std::fmt::Write;

use super::{Curve, Point};

const WIDTH: f64 = 760.0;
const PANEL_HEIGHT: f64 = 200.0;
const LEFT: f64 = 80.0;
const RIGHT: f64 = 30.0;
const TOP: f64 = 46.0;
const BETWEEN: f64 = 66.0;

/// What one panel shows of a point.
struct Panel {
    title: &'static str,
    value: fn(&Point) -> f64,
    top: f64,
    highest: f64,
    step: f64,
}

struct Series<'a> {
    name: &'static str,
    colour: &'static str,
    curve: &'a Curve,
}

/// The picture.
pub(super) fn render(gateway: &Curve, floor: &Curve) -> String {
    let series = [
        Series { name: "gateway", colour: "#0b5fff", curve: gateway },
        Series { name: "floor", colour: "#8a8f98", curve: floor },
    ];
    let connections = connections(&series);
    let panels = [
        Panel::new("payments a second", |point| point.payments_per_second, TOP, &series),
        Panel::new("p99 in milliseconds", |point| point.p99_ms, TOP + PANEL_HEIGHT + BETWEEN, &series),
    ];
    let height = TOP + 2.0 * PANEL_HEIGHT + BETWEEN + 56.0;
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13" fill="#1c1f24">
<title>Throughput and p99 of card payments over the number of connections</title>
<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>
"##
    );
    svg.push_str(&legend(&series));
    for panel in &panels {
        svg.push_str(&panel.render(&connections, &series));
    }
    let (middle, bottom) = (LEFT + (WIDTH - LEFT - RIGHT) / 2.0, height - 12.0);
    svg + &format!(
        "<text x=\"{middle:.0}\" y=\"{bottom:.0}\" text-anchor=\"middle\">connections</text>\n</svg>\n"
    )
}

fn legend(series: &[Series<'_>]) -> String {
    let mut svg = String::new();
    let mut right = WIDTH - RIGHT;
    for Series { name, colour, .. } in series {
        push(
            &mut svg,
            &format!(
                "<path d=\"M{:.0} 25.5h24\" stroke=\"{colour}\" stroke-width=\"2.5\"/>\
                 <text x=\"{:.0}\" y=\"30\">{name}</text>",
                right - 90.0,
                right - 60.0
            ),
        );
        right -= 110.0;
    }
    svg
}

/// Every number of connections that was measured, in order.
fn connections(series: &[Series<'_>]) -> Vec<usize> {
    let all = series.iter().flat_map(|series| series.curve.0.iter());
    let mut connections: Vec<_> = all.map(|point| point.connections).collect();
    connections.sort_unstable();
    connections.dedup();
    connections
}

/// A step of 1, 2 or 5 times a power of ten that divides an axis up to `highest` into at most five parts.
fn step(highest: f64) -> f64 {
    let least = (highest / 5.0).max(f64::MIN_POSITIVE);
    let power = 10_f64.powf(least.log10().floor());
    let fits = |factor: &f64| factor * power >= least * (1.0 - 1e-9);
    [1.0, 2.0, 5.0].into_iter().find(fits).unwrap_or(10.0) * power
}

impl Panel {
    fn new(title: &'static str, value: fn(&Point) -> f64, top: f64, series: &[Series<'_>]) -> Self {
        let points = series.iter().flat_map(|series| series.curve.0.iter());
        let most = points.map(value).fold(1e-3, f64::max);
        let step = step(most);
        Self { title, value, top, highest: (most / step).ceil() * step, step }
    }

    fn render(&self, connections: &[usize], series: &[Series<'_>]) -> String {
        let mut svg = format!(
            "<text x=\"{LEFT}\" y=\"{:.1}\" font-weight=\"bold\">{}</text>\n",
            self.top - 16.0,
            self.title
        );
        self.draw_axes(connections, &mut svg);
        for series in series {
            self.draw_curve(connections, series, &mut svg);
        }
        svg
    }

    fn y(&self, value: f64) -> f64 {
        self.top + PANEL_HEIGHT * (1.0 - value / self.highest)
    }

    fn draw_axes(&self, connections: &[usize], svg: &mut String) {
        let mut value = 0.0;
        while value <= self.highest * 1.001 {
            let (y, end, label) = (self.y(value), WIDTH - RIGHT, number(value));
            let colour = if value == 0.0 { "#1c1f24" } else { "#e3e5e9" };
            push(
                svg,
                &format!(
                    "<path d=\"M{LEFT} {y:.1}H{end}\" stroke=\"{colour}\"/>\
                 <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
                    LEFT - 10.0,
                    y + 4.5
                ),
            );
            value += self.step;
        }
        for (place, count) in connections.iter().enumerate() {
            let (x, y) = (x(place, connections.len()), self.top + PANEL_HEIGHT + 20.0);
            push(svg, &format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{count}</text>"));
        }
    }

    fn draw_curve(&self, connections: &[usize], series: &Series<'_>, svg: &mut String) {
        let Series { colour, curve, .. } = series;
        let place = |point: &Point| {
            let place = connections.iter().position(|count| *count == point.connections)?;
            Some((x(place, connections.len()), self.y((self.value)(point))))
        };
        let mut places: Vec<_> = curve.0.iter().filter_map(place).collect();
        if places.is_empty() {
            return;
        }
        places.sort_by(|one, other| one.0.total_cmp(&other.0));
        let line: Vec<_> = places.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        push(
            svg,
            &format!(
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\"/>",
                line.join(" ")
            ),
        );
        for (x, y) in &places {
            push(svg, &format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"{colour}\"/>"));
        }
    }
}

/// Numbers of connections stand at equal distances: each is a multiple of the one before.
fn x(place: usize, of: usize) -> f64 {
    let share = |number: usize| super::as_f64(u64::try_from(number).unwrap_or(0));
    LEFT + (WIDTH - LEFT - RIGHT) * (share(place) + 0.5) / share(of.max(1))
}

fn number(value: f64) -> String {
    if value >= 1_000.0 {
        format!("{:.0},{:03.0}", (value / 1e3).floor(), value % 1e3)
    } else {
        format!("{}", (value * 1e3).round() / 1e3)
    }
}

fn push(svg: &mut String, element: &str) {
    // Writing to a String can't fail.
    let _ = writeln!(svg, "{element}");
}

#[cfg(test)]
mod tests {
    use super::super::tests::point;
    use super::*;

    #[test]
    fn steps_are_ones_people_count_in() {
        for (highest, expected) in
            [(5.0, 1.0), (7.3, 2.0), (23_000.0, 5_000.0), (30_000.0, 10_000.0), (0.9, 0.2)]
        {
            assert!((step(highest) - expected).abs() < expected / 1e6, "{highest}: {}", step(highest));
        }
    }

    #[test]
    fn both_curves_are_drawn_over_every_number_of_connections() {
        let gateway = Curve(vec![point(1, 900.0), point(64, 12_000.0)]);
        let floor = Curve(vec![point(1, 1_000.0), point(64, 21_000.0), point(256, 22_000.0)]);
        let svg = render(&gateway, &floor);
        assert_eq!(svg.matches("<polyline").count(), 4);
        assert_eq!(svg.matches("<circle").count(), 10);
        for label in [">256<", ">5,000<", ">25,000<", ">gateway<", ">connections<"] {
            assert!(svg.contains(label), "{label}");
        }
        assert!(!svg.contains("NaN"));
    }
}
