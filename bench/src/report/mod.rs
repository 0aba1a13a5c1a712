//! What was measured, as figures: the best of all rounds.

mod machine;
mod plot;
pub(crate) mod progress;
mod table;

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;

use crate::Failure;
use crate::load::Measured;
use machine::Machine;

/// Everything.
#[derive(Debug, Serialize)]
pub(crate) struct Results {
    measured_at: String,
    machine: Machine,
    rounds: u32,
    start_up: StartUp,
    pub(crate) floor: Curve,
    pub(crate) gateway: Curve,
    stored: Option<Stored>,
    notifications: Option<Notifications>,
    pub(crate) neighbours: Option<Neighbours>,
}

/// One server at several numbers of connections.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Curve(Vec<Point>);

/// One server at one number of connections.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Point {
    connections: usize,
    payments_per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    p999_ms: f64,
    server_cpu_us_per_payment: f64,
    load_cpu_us_per_payment: f64,
    peak_rss_mb: f64,
}

/// A gateway on a full database.
#[derive(Debug, Serialize)]
struct Stored {
    payments: u64,
    #[serde(flatten)]
    point: Point,
}

/// The sender.
#[derive(Debug, Serialize)]
pub(crate) struct Notifications {
    backlog: u64,
    per_second: f64,
}

/// What one party's trouble costs another.
#[derive(Debug, Serialize)]
pub(crate) struct Neighbours {
    /// Another merchant's slowest notification, beside 20,000 that wait for a receiver that hangs.
    pub(crate) hanging_receiver: Beside,
    /// The recovery of another institution's cancel, beside 1,000 operations stuck at a dead one.
    pub(crate) dead_institution: Beside,
}

/// How long something takes without the trouble, and beside it.
#[derive(Debug, Serialize)]
pub(crate) struct Beside {
    alone_ms: f64,
    beside_ms: f64,
}

/// A gateway that does nothing yet.
#[derive(Debug, Serialize)]
pub(crate) struct StartUp {
    first_start_ms: f64,
    later_start_ms: f64,
    idle_rss_mb: f64,
    binary_mb: f64,
}

impl Results {
    pub(crate) fn new(rounds: u32, start_up: StartUp) -> Self {
        Self {
            measured_at: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            machine: Machine::this(),
            rounds,
            start_up,
            floor: Curve::default(),
            gateway: Curve::default(),
            stored: None,
            notifications: None,
            neighbours: None,
        }
    }

    pub(crate) fn keep_stored(&mut self, payments: u64, point: Point) {
        let best = self.stored.take().filter(|best| best.point.is_better_than(&point));
        self.stored = best.or(Some(Stored { payments, point }));
    }

    pub(crate) fn keep_notifications(&mut self, notifications: Notifications) {
        let best = self.notifications.take().filter(|best| best.per_second > notifications.per_second);
        self.notifications = best.or(Some(notifications));
    }
}

impl Curve {
    /// Keeps the point, unless a better one of as many connections is there.
    pub(crate) fn keep_best(&mut self, point: Point) {
        match self.0.iter_mut().find(|there| there.connections == point.connections) {
            Some(there) if there.is_better_than(&point) => {}
            Some(there) => *there = point,
            None => self.0.push(point),
        }
    }

    fn at(&self, connections: usize) -> Option<&Point> {
        self.0.iter().find(|point| point.connections == connections)
    }
}

impl Point {
    pub(crate) fn of(connections: usize, measured: &Measured) -> Self {
        let payments = measured.latency_us.len();
        let quantile_ms = |quantile| as_f64(measured.latency_us.value_at_quantile(quantile)) / 1e3;
        let us_per_payment = |cpu: Duration| cpu.as_secs_f64() * 1e6 / as_f64(payments.max(1));
        Self {
            connections,
            payments_per_second: as_f64(payments) / measured.took.as_secs_f64(),
            p50_ms: quantile_ms(0.5),
            p99_ms: quantile_ms(0.99),
            p999_ms: quantile_ms(0.999),
            server_cpu_us_per_payment: us_per_payment(measured.server_cpu),
            load_cpu_us_per_payment: us_per_payment(measured.load_cpu),
            peak_rss_mb: as_f64(measured.peak_rss) / 1e6,
        }
    }

    fn is_better_than(&self, other: &Self) -> bool {
        self.payments_per_second > other.payments_per_second
    }
}

impl Notifications {
    pub(crate) fn new(backlog: u64, delivered: u64, took: Duration) -> Self {
        Self { backlog, per_second: as_f64(delivered) / took.as_secs_f64() }
    }
}

impl Beside {
    pub(crate) fn new(alone: Duration, beside: Duration) -> Self {
        Self { alone_ms: alone.as_secs_f64() * 1e3, beside_ms: beside.as_secs_f64() * 1e3 }
    }
}

impl StartUp {
    pub(crate) fn new(first: Duration, later: Duration, idle_rss: u64, binary: u64) -> Self {
        Self {
            first_start_ms: first.as_secs_f64() * 1e3,
            later_start_ms: later.as_secs_f64() * 1e3,
            idle_rss_mb: as_f64(idle_rss) / 1e6,
            binary_mb: as_f64(binary) / 1e6,
        }
    }
}

/// Prints the table, and writes `latest.json` and `latest.svg` into the folder.
pub(crate) fn write(results: &Results, folder: &Path) -> Result<(), Failure> {
    print!("{}", table::render(results));
    fs::create_dir_all(folder)?;
    fs::write(folder.join("latest.json"), serde_json::to_string_pretty(results)? + "\n")?;
    fs::write(folder.join("latest.svg"), plot::render(&results.gateway, &results.floor))?;
    println!("\nWritten to {}/latest.json and latest.svg.", folder.display());
    Ok(())
}

/// Counts and sizes here are far below the 2^53 from which a double can't tell neighbours apart.
#[expect(clippy::cast_precision_loss, reason = "shown with three digits")]
fn as_f64(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn point(connections: usize, payments_per_second: f64) -> Point {
        Point {
            connections,
            payments_per_second,
            p50_ms: 1.0,
            p99_ms: 4.2,
            p999_ms: 9.0,
            server_cpu_us_per_payment: 60.0,
            load_cpu_us_per_payment: 12.0,
            peak_rss_mb: 33.0,
        }
    }

    #[test]
    fn keeps_the_best_of_each_number_of_connections() {
        let mut curve = Curve::default();
        for (connections, rate) in [(1, 100.0), (16, 900.0), (1, 300.0), (1, 200.0)] {
            curve.keep_best(point(connections, rate));
        }
        let kept: Vec<_> =
            curve.0.iter().map(|point| (point.connections, point.payments_per_second)).collect();
        assert_eq!(kept, [(1, 300.0), (16, 900.0)]);
    }

    #[test]
    fn counts_what_was_paid_in_the_time_it_took() {
        let mut latency_us = hdrhistogram::Histogram::new_with_bounds(1, 60_000_000, 3).unwrap();
        latency_us.record_n(1_000, 99).unwrap();
        latency_us.record_n(8_000, 1).unwrap();
        let measured = Measured {
            latency_us,
            paid: 120,
            took: Duration::from_secs(2),
            server_cpu: Duration::from_millis(10),
            load_cpu: Duration::from_millis(1),
            peak_rss: 12_000_000,
        };
        let point = Point::of(4, &measured);
        assert_eq!((point.payments_per_second, point.server_cpu_us_per_payment), (50.0, 100.0));
        assert!((point.p50_ms - 1.0).abs() < 0.01 && (point.p999_ms - 8.0).abs() < 0.01);
    }
}
