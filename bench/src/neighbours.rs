//! What one party's trouble costs its neighbours: a merchant whose receiver hangs, an institution that answers nobody.
//! Each figure is measured without the trouble first, then beside it.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use protocol::pg::card::CardCancelRequest;
use protocol::pg::inquiry::InquiryRequest;
use protocol::pg::spay::SpayRequest;
use protocol::{Aes, DateTime14, Message, Won, json};
use serde_json::Value;
use tokio::task::LocalSet;

use crate::Failure;
use crate::load::connection::Connection;
use crate::load::payments::{AMOUNT, keys, now};
use crate::load::{Payer, Payments, http};
use crate::receiver::{Manner, Receiver};
use crate::report::progress::Progress;
use crate::server::Server;

/// Notifications that wait for the receiver that hangs.
const WAITING: usize = 20_000;
/// Operations that are stuck at the dead institution.
const STUCK: usize = 1_000;

/// Payments whose notifications are timed; the slowest counts.
const TIMED: usize = 20;
/// How long the sender and recovery get to run into the trouble.
const RUN_UP: Duration = Duration::from_secs(3);
/// Nothing that works takes longer.
const PATIENCE: Duration = Duration::from_secs(120);

const CANCEL: &str = "/spay/APICancel.do";
const INQUIRY: &str = "/spay/APITrdcheck.do";
const SCENARIO: &str = "/sandbox/scenario";
/// The acquirer of the usual payer's card stops answering.
const DEATH: &str = r#"{"mchtId":"*","institution":"CA15","outcome":"timeout"}"#;

/// Leaves a backlog for a receiver that hangs, on a server that holds notifications.
pub(crate) fn leave_waiting(server: &Server, hanging: &Receiver, progress: &Progress) -> Result<(), Failure> {
    let payments = Payments::sign(WAITING, Payer::USUAL, &hanging.url())?;
    ask_all(server, payments, WAITING, 64, progress)
}

/// How late another merchant's notification comes at worst, from the payment's answer on, on a server that sends.
pub(crate) fn slowest_notification(server: &Server) -> Result<Duration, Failure> {
    std::thread::sleep(RUN_UP);
    let receiver = Receiver::start(Manner::Answers)?;
    let payments = Payments::sign(TIMED, Payer::NEIGHBOUR, &receiver.url())?;
    on_this_thread(async move {
        let mut connection = Connection::open(server.address()).await?;
        let mut slowest = Duration::ZERO;
        for told in 0..TIMED {
            payments.write_next(connection.request())?;
            connection.exchange().await?;
            let answered = Instant::now();
            while receiver.received() <= u64::try_from(told)? {
                be_patient(answered)?;
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            slowest = slowest.max(answered.elapsed());
        }
        Ok(slowest)
    })
}

/// Makes the usual payer's acquirer answer nobody, and leaves so many of its authorisations to be taken back.
pub(crate) fn leave_stuck(server: &Server, told: &Receiver, progress: &Progress) -> Result<(), Failure> {
    on_this_thread(async {
        let mut connection = Connection::open(server.address()).await?;
        ask(&mut connection, SCENARIO, DEATH.as_bytes()).await.map(drop)
    })?;
    let payments = Payments::sign(STUCK, Payer::USUAL, &told.url())?;
    ask_all(server, payments, STUCK, STUCK, progress)
}

/// How long recovery takes over a cancel at another institution, whose answer got lost: from the gateway's *not known
/// yet* to its being known.
pub(crate) fn recovered_cancel(server: &Server, told: &Receiver) -> Result<Duration, Failure> {
    let payments = Payments::sign(1, Payer::NEIGHBOUR, &told.url())?;
    on_this_thread(async move {
        let mut connection = Connection::open(server.address()).await?;
        payments.write_next(connection.request())?;
        let paid = parsed(connection.ask().await?.body)?;
        let (order_no, trade_no) = (text(&paid, "mchtTrdNo")?, text(&paid, "trdNo")?);
        let doubtful = ask(&mut connection, CANCEL, &cancel(&order_no, &trade_no)?).await?;
        expect(&doubtful, "ST38")?;
        let in_doubt = Instant::now();
        while text(&ask(&mut connection, INQUIRY, &inquiry(&order_no)?).await?, "outRsltCd")? != "0001" {
            be_patient(in_doubt)?;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(in_doubt.elapsed())
    })
}

/// Makes all payments, whatever they are answered.
fn ask_all(
    server: &Server,
    payments: Payments,
    count: usize,
    connections: usize,
    progress: &Progress,
) -> Result<(), Failure> {
    let payments = Rc::new(payments);
    let left = Rc::new(Cell::new(count));
    on_this_thread(async move {
        let customers: Vec<_> = (0..connections)
            .map(|_| {
                let (payments, left, address) = (Rc::clone(&payments), Rc::clone(&left), server.address());
                tokio::task::spawn_local(async move {
                    let mut connection = Connection::open(address).await?;
                    while let Some(fewer) = left.get().checked_sub(1) {
                        left.set(fewer);
                        payments.write_next(connection.request())?;
                        connection.ask().await?;
                    }
                    Ok::<(), Failure>(())
                })
            })
            .collect();
        for customer in customers {
            progress.show(&format!("{} to go", left.get()));
            customer.await??;
        }
        Ok(())
    })
}

fn on_this_thread<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, work)
}

async fn ask(connection: &mut Connection, path: &str, body: &[u8]) -> Result<Value, Failure> {
    let request = http::post(path, body)?;
    connection.request().clear();
    connection.request().extend_from_slice(request.as_bytes());
    parsed(connection.ask().await?.body)
}

fn parsed(body: &[u8]) -> Result<Value, Failure> {
    Ok(serde_json::from_slice(body)?)
}

fn text(answer: &Value, name: &str) -> Result<String, Failure> {
    let text = answer.pointer(&format!("/params/{name}")).and_then(Value::as_str);
    text.map(str::to_owned).ok_or_else(|| format!("an answer without {name}: {answer}").into())
}

fn expect(answer: &Value, code: &str) -> Result<(), Failure> {
    let said = text(answer, "outRsltCd")?;
    if said == code { Ok(()) } else { Err(format!("{code} was expected, not {said}: {answer}").into()) }
}

fn be_patient(since: Instant) -> Result<(), Failure> {
    if since.elapsed() < PATIENCE { Ok(()) } else { Err("what should have come by now did not".into()) }
}

/// The whole payment is to be paid back. PG 11.1.
fn cancel(order_no: &str, trade_no: &str) -> Result<Vec<u8>, Failure> {
    let (date, time) = now()?;
    let own = format!("{order_no}C");
    sealed(&CardCancelRequest {
        params: SpayRequest::of::<CardCancelRequest>(
            Payer::NEIGHBOUR.merchant,
            &own,
            DateTime14::new(date, time),
        ),
        original_trade_no: trade_no.into(),
        currency: "KRW".into(),
        ordinal: None,
        tax_type: None,
        amount: Aes::from(Won::new(AMOUNT)),
        taxable_amount: None,
        vat_amount: None,
        tax_free_amount: None,
        service_charge: None,
        reason: None,
    })
}

/// What became of the payment. PG 38.
fn inquiry(order_no: &str) -> Result<Vec<u8>, Failure> {
    let (date, time) = now()?;
    sealed(&InquiryRequest {
        merchant_id: Payer::NEIGHBOUR.merchant.into(),
        version: "0A1M".into(),
        order_no: format!("{order_no}Q").as_str().into(),
        date,
        time,
        method: "CA".into(),
        amount: Won::new(AMOUNT),
        original_date: date,
        original_order_no: order_no.into(),
        original_trade_no: None,
    })
}

fn sealed(message: &impl Message) -> Result<Vec<u8>, Failure> {
    Ok(json::encode(&protocol::encode(message, &keys()?)))
}
