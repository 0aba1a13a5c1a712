//! The figures for people.

use std::fmt::Write;

use super::{Beside, Curve, Neighbours, Notifications, Point, Results};

pub(super) fn render(results: &Results) -> String {
    let mut text = String::new();
    let machine = &results.machine;
    let mut line = |line: String| writeln!(text, "{}", line.trim_end()).unwrap_or(());
    line(format!(
        "{} · {} cores ({}), {} GiB · best of {} rounds\n",
        results.measured_at, machine.cores, machine.processor, machine.memory_gib, results.rounds
    ));
    line(format!(
        "{:<24}{:>6}{:>11}{:>9}{:>9}{:>9}{:>11}{:>9}{:>9}",
        "", "conn.", "payments/s", "p50 ms", "p99 ms", "p99.9 ms", "CPU µs/p.", "load µs", "peak MB"
    ));
    for point in &results.floor.0 {
        line(row("floor", point));
    }
    for point in &results.gateway.0 {
        line(row("gateway", point));
    }
    if let Some(stored) = &results.stored {
        line(row(&format!("gateway, {} stored", stored.payments), &stored.point));
    }
    line(String::new());
    for (connections, ratio) in ratios(&results.gateway, &results.floor) {
        line(format!("{:<24}{connections:>6}{ratio:>11.2}", "gateway / floor"));
    }
    if let Some(stored) = &results.stored
        && let Some(empty) = results.gateway.at(stored.point.connections)
    {
        let ratio = stored.point.payments_per_second / empty.payments_per_second;
        line(format!("{:<24}{:>6}{ratio:>11.2}", "full / empty database", stored.point.connections));
    }
    if let Some(notifications) = &results.notifications {
        let Notifications { backlog, per_second } = notifications;
        line(format!("{:<30}{per_second:>11.0} a second, of a backlog of {backlog}", "notifications"));
    }
    if let Some(neighbours) = &results.neighbours {
        let Neighbours { hanging_receiver, dead_institution } = neighbours;
        for (name, beside) in [
            ("slowest notification", (hanging_receiver, "20,000 waiting for a receiver that hangs")),
            ("recovery of a cancel", (dead_institution, "1,000 operations stuck at a dead institution")),
        ] {
            let (Beside { alone_ms, beside_ms }, trouble) = beside;
            line(format!("{name:<30}{alone_ms:>11.0} ms alone, {beside_ms:.0} ms beside {trouble}"));
        }
    }
    let start = &results.start_up;
    line(format!(
        "{:<30}{:>11.0} ms at first, {:.0} ms later",
        "start to first answer", start.first_start_ms, start.later_start_ms
    ));
    line(format!("{:<30}{:>11.1} MB", "memory when idle", start.idle_rss_mb));
    line(format!("{:<30}{:>11.1} MB", "binary", start.binary_mb));
    text
}

/// The gateway's throughput as a share of the floor's, wherever both were measured.
fn ratios(gateway: &Curve, floor: &Curve) -> Vec<(usize, f64)> {
    let ratio = |point: &Point| {
        let floor = floor.at(point.connections)?;
        Some((point.connections, point.payments_per_second / floor.payments_per_second))
    };
    gateway.0.iter().filter_map(ratio).collect()
}

fn row(name: &str, point: &Point) -> String {
    format!(
        "{name:<24}{:>6}{:>11.0}{:>9.2}{:>9.2}{:>9.2}{:>11.1}{:>9.1}{:>9.0}",
        point.connections,
        point.payments_per_second,
        point.p50_ms,
        point.p99_ms,
        point.p999_ms,
        point.server_cpu_us_per_payment,
        point.load_cpu_us_per_payment,
        point.peak_rss_mb,
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::point;
    use super::*;

    #[test]
    fn a_ratio_needs_both() {
        let gateway = Curve(vec![point(16, 500.0), point(64, 600.0)]);
        let floor = Curve(vec![point(64, 1_000.0), point(256, 1_000.0)]);
        assert_eq!(ratios(&gateway, &floor), [(64, 0.6)]);
    }

    #[test]
    fn columns_stand_under_their_names() {
        let row = row("gateway", &point(64, 12_345.6));
        assert_eq!(
            row,
            "gateway                     64      12346     1.00     4.20     9.00       60.0     12.0       33"
        );
    }
}
