//! The load: so many customers that each pay, wait for the answer, and pay again.
//!
//! A closed loop on one thread. It shares the machine with the server that it measures, so what it
//! does per payment is kept small: payments are signed before, and HTTP is written by hand.

pub(crate) mod connection;
pub(crate) mod http;
pub(crate) mod payments;

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use tokio::task::LocalSet;

use crate::Failure;
use crate::report::progress::Progress;
use crate::server::{Server, Usage};
use connection::Connection;
pub(crate) use payments::{Payer, Payments};

/// How to load a server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    pub(crate) connections: usize,
    pub(crate) warm_up: Duration,
    pub(crate) measure: Duration,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Measured {
    /// Microseconds from the first byte sent to the last received. Its count is that of the payments.
    pub(crate) latency_us: Histogram<u64>,
    /// All payments that were made, in the warm-up too.
    pub(crate) paid: u64,
    /// What the counted ones were paid in.
    pub(crate) took: Duration,
    /// Processor time of the server.
    pub(crate) server_cpu: Duration,
    /// Processor time of the load itself.
    pub(crate) load_cpu: Duration,
    /// The most memory that the server ever had.
    pub(crate) peak_rss: u64,
}

/// Latencies above this are all as bad.
const LONGEST_US: u64 = 60_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    WarmUp,
    Measure,
    Over,
}

/// What all connections share; one thread runs them.
struct Run {
    address: SocketAddr,
    payments: Payments,
    phase: Cell<Phase>,
    latency_us: RefCell<Histogram<u64>>,
}

/// Loads `server`, and measures it.
pub(crate) fn run(
    server: &Server,
    payments: Payments,
    load: Load,
    progress: &Progress,
) -> Result<Measured, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, measure(server, payments, load, progress))
}

async fn measure(
    server: &Server,
    payments: Payments,
    load: Load,
    progress: &Progress,
) -> Result<Measured, Failure> {
    let run = Rc::new(Run {
        address: server.address(),
        payments,
        phase: Cell::new(Phase::WarmUp),
        latency_us: RefCell::new(Histogram::new_with_bounds(1, LONGEST_US, 3)?),
    });
    let customers: Vec<_> =
        (0..load.connections).map(|_| tokio::task::spawn_local(pay_on(Rc::clone(&run)))).collect();

    tokio::time::sleep(load.warm_up).await;
    let (before, own_before, started) = (server.usage()?, Usage::own()?, Instant::now());
    run.phase.set(Phase::Measure);
    let mut seen = 0;
    while started.elapsed() < load.measure {
        let rest = load.measure.saturating_sub(started.elapsed());
        tokio::time::sleep(rest.min(Duration::from_secs(1))).await;
        let paid = run.latency_us.borrow().len();
        progress.show(&format!("{} payments in the last second", paid.saturating_sub(seen)));
        seen = paid;
    }
    run.phase.set(Phase::Over);
    let took = started.elapsed();
    let (after, own_after) = (server.usage()?, Usage::own()?);
    for customer in customers {
        customer.await??;
    }
    Ok(Measured {
        latency_us: run.latency_us.borrow().clone(),
        paid: run.payments.taken(),
        took,
        server_cpu: after.cpu.saturating_sub(before.cpu),
        load_cpu: own_after.cpu.saturating_sub(own_before.cpu),
        peak_rss: after.peak_rss,
    })
}

/// One customer: a connection kept alive, one payment at a time.
async fn pay_on(run: Rc<Run>) -> Result<(), Failure> {
    let mut connection = Connection::open(run.address).await?;
    while run.phase.get() != Phase::Over {
        run.payments.write_next(connection.request())?;
        let sent = Instant::now();
        connection.exchange().await?;
        let took_us = u64::try_from(sent.elapsed().as_micros()).unwrap_or(LONGEST_US);
        if run.phase.get() == Phase::Measure {
            run.latency_us.borrow_mut().saturating_record(took_us);
        }
    }
    Ok(())
}
