//! The engine's simulation: merchants who pay, cancel, capture and repeat themselves, while issuers
//! and wires fail, clocks jump and the process is killed at any step. All of it is drawn from a seed.
//!
//! `HECTARE_SEEDS` says how many seeds are walked and `HECTARE_ROUNDS` how many lives of the process
//! each has; `HECTARE_SEED` replays one seed alone. The seed decides what everybody does; the order
//! in which threads get to it is the machine's, so a rare failure may need a seed to be walked twice.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "tests speak by panicking")]

mod dice;
mod memory;
mod merchants;
mod verdict;
mod weather;
#[path = "../world/mod.rs"]
mod world;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use engine::{Observer, Timing};
use institutions::scenario::Outcome;
use tokio::task::JoinSet;

use dice::Dice;
use memory::Memory;
use verdict::Tally;
use world::{Life, QUICK, Stop, World};

const SEEDS: u64 = 12;
const ROUNDS: u64 = 8;
const THREE_HOURS_MS: i64 = 3 * 3_600_000;

#[test]
fn whatever_happens_everything_is_resolved_and_every_acknowledgement_holds() {
    let rounds = setting("HECTARE_ROUNDS").unwrap_or(ROUNDS);
    if let Some(seed) = setting("HECTARE_SEED") {
        println!("seed {seed}: {:?}", walk(seed, rounds));
        return;
    }
    let seeds = setting("HECTARE_SEEDS").unwrap_or(SEEDS);
    let mut total = Tally::default();
    for seed in 1..=seeds {
        total.add(walk(seed, rounds));
    }
    println!("proved: {seeds} seeds of {rounds} rounds: {total:?}");
    if seeds >= SEEDS && rounds >= ROUNDS {
        assert!(total.has_seen_everything(), "a simulation in which little happens: {total:?}");
    }
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().expect("a number"))
}

/// Says how to see a failure again.
struct Replay(u64, u64);

impl Drop for Replay {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("to replay: HECTARE_SEED={} HECTARE_ROUNDS={}", self.0, self.1);
        }
    }
}

/// One seed: life after life in one world, and the verdict.
fn walk(seed: u64, rounds: u64) -> Tally {
    let _replay = Replay(seed, rounds);
    let mut dice = Dice::new(seed);
    let (world, memory) = (World::new(), Arc::new(Memory::default()));
    let mut crashes = 0;
    for round in 0..rounds {
        crashes += usize::from(live(&world, &memory, &mut dice, round));
    }
    // Nothing fails any more, and what was stuck arrives.
    world.wire.mend();
    let life = Life::start(&world, QUICK, None);
    let mut tally = life.run(async {
        world.scenario(Outcome::Approve, 0).await;
        world.wire.arrive_late().await;
        life.assert_sound().await;
        verdict::assert_kept(&life, &world, &memory).await
    });
    tally.crashes = crashes;
    tally
}

/// One life: merchants trade until they are done, or until the process dies at some step. Says whether
/// it died on the way.
fn live(world: &World, memory: &Arc<Memory>, dice: &mut Dice, round: u64) -> bool {
    let stop = dice.percent(75).then(|| dies_after(dice.below(40)));
    // With a short lease, recovery takes from the living what they are still carrying on.
    let lease = dice.pick(&[QUICK.lease, QUICK.lease, Duration::from_millis(3)]);
    let timing = Timing { lease, ..QUICK };
    let observer = stop.clone().map(|stop| -> Arc<dyn Observer> { stop });
    let life = Life::start(world, timing, observer.clone());
    let died = life.run(async {
        let clock = i64::try_from(round).expect("few") * THREE_HOURS_MS;
        life.engine.move_clock(None, clock).await.expect("the store works");
        let mut engines = vec![life.engine.clone()];
        if dice.percent(40) {
            engines.push(life.another(timing, observer).await);
        }
        let mut merchants = JoinSet::new();
        for _ in 0..=dice.below(8) {
            let engine = engines[dice.below(engines.len())].clone();
            merchants.spawn(merchants::trade(engine, world.wire.clone(), Arc::clone(memory), dice.fork()));
        }
        tokio::spawn(weather::blow(world.wire.clone(), dice.fork()));
        for engine in engines {
            tokio::spawn(async move { engine.recover(std::future::pending()).await });
        }
        let trading = async {
            while let Some(ended) = merchants.join_next().await {
                ended.expect("no merchant panics");
            }
        };
        tokio::select! {
            biased;
            () = trading => false,
            () = stopped(stop.as_deref()) => true,
        }
    });
    life.crash();
    died
}

fn dies_after(steps: usize) -> Arc<Stop> {
    let left = AtomicUsize::new(steps);
    Stop::when(move |_| {
        let went_on = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        went_on.is_err()
    })
}

async fn stopped(stop: Option<&Stop>) {
    match stop {
        Some(stop) => stop.stopped().await,
        None => std::future::pending().await,
    }
}
