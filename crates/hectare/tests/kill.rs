//! Kills the gateway at random while merchants pay and cancel, starts it again, and asks whether
//! everything that it ever acknowledged is still true.
//!
//! `HECTARE_KILL_ROUNDS` says how often it is killed, `HECTARE_KILL_SEED` draws the same lots again.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "tests speak by panicking")]

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use testkit::{Gateway, Line, Merchant, Request, card_cancel, card_pay, inquiry};

const ROUNDS: u64 = 3;
const MERCHANTS: u64 = 32;
const LONGEST_LIFE_MS: u64 = 500;
/// Its approval stands at the issuer's, and the answer never comes: an intent for recovery to resolve.
const LOST_ANSWER: &str = "4000000000000218";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_every_kill() {
    let seed = setting("HECTARE_KILL_SEED").unwrap_or_else(any_seed);
    let rounds = setting("HECTARE_KILL_ROUNDS").unwrap_or(ROUNDS);
    eprintln!("HECTARE_KILL_SEED={seed} HECTARE_KILL_ROUNDS={rounds}");
    let mut lots = Lots(seed);
    let mut gateway = Gateway::start(env!("CARGO_BIN_EXE_hectare"));
    let mut merchants: Vec<_> = (0..MERCHANTS).map(|_| Desk::new(Lots(lots.draw()))).collect();
    for round in 1..=rounds {
        if round % 10 == 0 {
            eprintln!("kill {round} of {rounds}");
        }
        let line = gateway.line();
        let trading: Vec<_> =
            merchants.into_iter().map(|desk| tokio::spawn(desk.trade(line.clone()))).collect();
        tokio::time::sleep(Duration::from_millis(lots.below(LONGEST_LIFE_MS))).await;
        gateway.kill();
        merchants = join_all(trading).await.into_iter().map(|desk| desk.expect("no panic")).collect();
        assert_no_difference(&gateway);
        gateway.restart();
        if lots.below(4) == 0 {
            // A crash in the midst of the recovery from a crash.
            tokio::time::sleep(Duration::from_millis(lots.below(50))).await;
            gateway.restart();
        }
    }
    wait_until_resolved(&gateway).await;
    let line = gateway.line();
    let sales: Vec<_> = merchants.iter().flat_map(|desk| &desk.sales).collect();
    let paid = sales.iter().filter(|sale| sale.is_paid()).count();
    assert!(paid > 0, "nothing was acknowledged: nothing was proved");
    for some in sales.chunks(64) {
        join_all(some.iter().map(|sale| sale.assert_kept(&line))).await;
    }
    assert_no_difference(&gateway);
    eprintln!("proved: {} sales, {paid} of them acknowledged, survive {rounds} kills", sales.len());
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().expect("a number"))
}

fn any_seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    u64::from(now.subsec_nanos())
}

/// Lots that fall as their seed says: SplitMix64.
struct Lots(u64);

impl Lots {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.draw() % limit
    }
}

/// Books may have operations under way at any time, and differences at none.
fn assert_no_difference(gateway: &Gateway) {
    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
}

async fn wait_until_resolved(gateway: &Gateway) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while gateway.audit().under_way() > 0 {
        assert!(Instant::now() < deadline, "never resolved: {}", gateway.audit().text);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// A merchant's desk, and its own books.
struct Desk {
    lots: Lots,
    sales: Vec<Sale>,
}

/// A payment that was asked for.
struct Sale {
    request: Request,
    amount: u64,
    told: Told,
    cancels: u64,
    /// Acknowledged.
    cancelled: u64,
    /// Asked for, and never answered.
    perhaps_cancelled: u64,
}

/// What the merchant was told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Told {
    Nothing,
    /// Paid, under this trade number.
    Paid(String),
    /// Not paid, and never to be.
    Failed,
}

impl Desk {
    fn new(lots: Lots) -> Self {
        Self { lots, sales: Vec::new() }
    }

    /// Trades until the line is dead.
    async fn trade(mut self, line: Line) -> Self {
        // First what the last life left unanswered.
        if let Some(sale) = self.sales.iter_mut().find(|sale| sale.told == Told::Nothing) {
            sale.ask(&line).await;
        }
        loop {
            let cancellable = self.sales.iter().position(Sale::is_cancellable);
            let answered = match cancellable {
                Some(place) if self.lots.below(3) == 0 => {
                    let amount = 1 + self.lots.below(self.sales[place].left());
                    self.sales[place].cancel(&line, amount).await
                }
                _ => {
                    let mut sale = Sale::new(&mut self.lots);
                    let answered = sale.ask(&line).await;
                    self.sales.push(sale);
                    answered
                }
            };
            if answered.is_none() {
                return self;
            }
        }
    }
}

impl Sale {
    fn new(lots: &mut Lots) -> Self {
        let amount = 1 + lots.below(50_000);
        let mut request = card_pay(&Merchant::today("nxca_jt_bi")).with("trdAmt", amount.to_string());
        if lots.below(50) == 0 {
            request = request.with("cardNo", LOST_ANSWER);
        }
        Self { request, amount, told: Told::Nothing, cancels: 0, cancelled: 0, perhaps_cancelled: 0 }
    }

    fn is_paid(&self) -> bool {
        matches!(self.told, Told::Paid(_))
    }

    fn left(&self) -> u64 {
        self.amount - self.cancelled
    }

    fn is_cancellable(&self) -> bool {
        self.is_paid() && self.left() > 0 && self.perhaps_cancelled == 0
    }

    /// Asks for the payment, perhaps again.
    async fn ask(&mut self, line: &Line) -> Option<()> {
        let reply = line.call(&self.request).await?;
        self.told = match reply.code().as_str() {
            "0000" | "ST03" => Told::Paid(reply.trade_no()),
            "VTIM" | "ST50" => Told::Failed,
            "ST38" => Told::Nothing,
            code => panic!("{code}: {}", reply.text),
        };
        Some(())
    }

    /// Cancels some of it.
    async fn cancel(&mut self, line: &Line, amount: u64) -> Option<()> {
        let Told::Paid(trade_no) = &self.told else { return Some(()) };
        let cancel = card_cancel(&Merchant::today("nxca_jt_bi"), trade_no)
            .with("cnclAmt", amount.to_string())
            .with("cnclOrd", format!("{:03}", self.cancels + 1));
        let Some(reply) = line.call(&cancel).await else {
            self.perhaps_cancelled = amount;
            return None;
        };
        assert_eq!(reply.code(), "0000", "{}", reply.text);
        self.cancels += 1;
        self.cancelled += amount;
        assert_eq!(reply.opened("blcAmt"), self.left().to_string(), "{}", reply.text);
        Some(())
    }

    /// What the gateway says of it now is what the merchant was told.
    async fn assert_kept(&self, line: &Line) {
        let merchant = Merchant::today("nxca_jt_bi");
        let inquiry = inquiry(&merchant, self.request.value("mchtTrdNo"))
            .with("orgTrdDt", self.request.value("trdDt"))
            .with("trdAmt", self.amount.to_string());
        let reply = line.call(&inquiry).await.expect("the gateway lives");
        let code = reply.code();
        match &self.told {
            Told::Nothing => assert!(["0000", "0009", "ST06"].contains(&code.as_str()), "{}", reply.text),
            Told::Failed => assert_eq!(code, "0009", "{}", reply.text),
            Told::Paid(trade_no) => {
                assert_eq!(&reply.trade_no(), trade_no, "{}", reply.text);
                let cancelled: u64 = reply.field("cnclAmt").parse().expect("an amount");
                let whole = if cancelled == self.amount { "0001" } else { "0000" };
                assert_eq!(code, whole, "{}", reply.text);
                let possible = [self.cancelled, self.cancelled + self.perhaps_cancelled];
                assert!(possible.contains(&cancelled), "not {possible:?}: {}", reply.text);
            }
        }
    }
}
