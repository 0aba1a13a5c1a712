//! Kills the gateway several times a second while merchants pay, cancel, open windows and issue keys, with its clock set
//! back between lives: every number that anybody was ever told stands for one thing.
//!
//! `HECTARE_RESTARTS` says how often it is killed.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "tests speak by panicking")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use testkit::{Gateway, Line, Merchant, Reply, billing_key_issue, card_cancel, card_pay, card_window};

const RESTARTS: u64 = 12;
/// Several lives a second.
const LIFE: Duration = Duration::from_millis(180);
/// How far the clock is behind in each life, in turn: the same seconds come again and again.
const BEHIND_MS: [u64; 4] = [0, 400, 2_000, 1_000];
const DESKS: usize = 4;
const FORM: &str = "application/x-www-form-urlencoded";

/// What each number was told for: order numbers are never used twice here.
type Told = Arc<Mutex<BTreeMap<String, String>>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_number_ever_handed_out_is_handed_out_once() {
    let restarts = std::env::var("HECTARE_RESTARTS").map_or(RESTARTS, |text| text.parse().expect("a number"));
    let mut gateway = Gateway::start(env!("CARGO_BIN_EXE_hectare"));
    let told = Told::default();
    for life in 1..=restarts {
        let desk = Desk { line: gateway.line(), told: Arc::clone(&told) };
        let deals = (0..DESKS).flat_map(|_| [Deal::Pay, Deal::Window, Deal::Key]);
        let trading: Vec<_> = deals.map(|deal| tokio::spawn(desk.clone().until_dead(deal))).collect();
        tokio::time::sleep(LIFE).await;
        gateway.kill();
        join_all(trading).await.into_iter().for_each(|desk| desk.expect("no number stands for two things"));
        let turn = usize::try_from(life).expect("few") % BEHIND_MS.len();
        gateway.restart_with(&["--clock-behind-ms", &BEHIND_MS[turn].to_string()]);
        if life % 10 == 0 {
            eprintln!("life {life} of {restarts}");
        }
    }
    let audit = gateway.audit();
    assert!(audit.right, "{}", audit.text);
    let count = told.lock().expect("no panic").len();
    assert!(count > 100, "{count} numbers prove little");
    eprintln!("proved: {count} numbers of {restarts} lives, each handed out once");
}

#[derive(Clone, Copy)]
enum Deal {
    Pay,
    Window,
    Key,
}

/// A merchant's desk, for one life of the gateway.
#[derive(Clone)]
struct Desk {
    line: Line,
    told: Told,
}

impl Desk {
    async fn until_dead(self, deal: Deal) {
        loop {
            let alive = match deal {
                Deal::Pay => self.pay_and_cancel().await,
                Deal::Window => self.leave_window().await,
                Deal::Key => self.issue_key().await,
            };
            if alive.is_none() {
                return;
            }
        }
    }

    async fn pay_and_cancel(&self) -> Option<()> {
        let merchant = Merchant::today("nxca_jt_bi");
        let request = card_pay(&merchant);
        let paid = self.line.call(&request).await?;
        self.note(&paid, request.value("mchtTrdNo"));
        if paid.code() == "0000" {
            let cancel = card_cancel(&merchant, &paid.trade_no());
            let cancelled = self.line.call(&cancel).await?;
            self.note(&cancelled, cancel.value("mchtTrdNo"));
        }
        Some(())
    }

    async fn issue_key(&self) -> Option<()> {
        let request = billing_key_issue(&Merchant::today("nxca_jt_bi"));
        let issued = self.line.call(&request).await?;
        self.note(&issued, request.value("mchtTrdNo"));
        Some(())
    }

    /// Opens a window and presses its X: the number goes to cancUrl.
    async fn leave_window(&self) -> Option<()> {
        let order = card_window(&Merchant::today("nxca_jt_il"));
        let page = self.line.send("POST", "/card/main.do", FORM, order.form()).await?;
        let left = self.line.send("POST", &page.url, FORM, "action=close").await?;
        let fields = left.inputs();
        let number = fields.get("trdNo").unwrap_or_else(|| panic!("no hand-over: {}", left.text));
        self.is_one_thing(number, order.value("mchtTrdNo"));
        Some(())
    }

    fn note(&self, reply: &Reply, order_no: &str) {
        let number = reply.trade_no();
        if !number.is_empty() {
            self.is_one_thing(&number, order_no);
        }
    }

    /// A number that was told before was told for the same order.
    fn is_one_thing(&self, number: &str, order_no: &str) {
        // Its 12 + 7 digits: what comes before them says whose it is.
        let digits = number.get(20..).unwrap_or(number).to_owned();
        let mut told = self.told.lock().expect("no panic");
        let first = told.entry(digits).or_insert_with(|| order_no.to_owned());
        assert_eq!(first, order_no, "{number} stands for two things");
    }
}
