//! `hectare merchant`: who trades here is changed at the prompt, and a running server goes by it.

use std::process::Command;
use std::time::Duration;

use testkit::{Gateway, Keys, Merchant, Request, card_pay, said};

use crate::gateway;

const KEYS: Keys = Keys::new("0123456789abcdef0123456789abcdef", "a hash key of its own");
const ADD: [&str; 9] = [
    "add",
    "shop01",
    "--methods=CA",
    "--cards=unauthenticated",
    "--aes-key=0123456789abcdef0123456789abcdef",
    "--hash-key=a hash key of its own",
    "--currency=KRW",
    "--taxation=by-request",
    "--name=책방",
];

fn shop() -> Merchant {
    Merchant { keys: KEYS, ..Merchant::today("shop01") }
}

fn merchant(gateway: &Gateway, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hectare"));
    said(command.arg("merchant").args(arguments).arg("--data").arg(gateway.data()))
}

/// Asks until the server has read what was changed.
async fn told(gateway: &Gateway, code: &str, request: impl Fn() -> Request) {
    let mut last = String::new();
    for _ in 0..100 {
        last = gateway.call(&request()).await.code();
        if last == code {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{code} was expected, and {last} answered");
}

#[tokio::test]
async fn a_merchant_that_is_added_trades_at_once_and_after_a_restart() {
    let mut gateway = gateway();
    assert_eq!(gateway.call(&card_pay(&shop())).await.code(), "ST47");
    let (added, text) = merchant(&gateway, &ADD);
    assert!(added && !text.contains("a hash key of its own"), "{text}");
    told(&gateway, "0000", || card_pay(&shop())).await;
    let (added, text) = merchant(&gateway, &ADD);
    assert!(!added && text.contains("is a merchant already"), "{text}");
    gateway.restart();
    assert_eq!(gateway.call(&card_pay(&shop())).await.code(), "0000");
    assert!(gateway.audit().right);
}

#[tokio::test]
async fn a_change_is_in_force_while_the_server_runs() {
    let gateway = gateway();
    assert!(merchant(&gateway, &ADD).0);
    let exempt = || card_pay(&shop()).with("taxTypeCd", "Y");
    let mixed = || {
        let parts = [("taxTypeCd", "G"), ("taxAmt", "500"), ("vatAmt", "50"), ("taxFreeAmt", "450")];
        parts.into_iter().fold(card_pay(&shop()), |pay, (name, value)| pay.with(name, value))
    };
    told(&gateway, "0000", exempt).await;
    assert_eq!(gateway.call(&mixed()).await.code(), "0000");
    let (changed, text) = merchant(&gateway, &["set", "shop01", "--taxation=taxable"]);
    assert!(changed, "{text}");
    told(&gateway, "ST55", exempt).await;
    assert_eq!(
        gateway.call(&mixed()).await.code(),
        "ST55",
        "a part free of tax is no more allowed than all of it"
    );
    assert_eq!(gateway.call(&card_pay(&shop())).await.code(), "0000");
}

#[tokio::test]
async fn an_address_that_nobody_can_be_told_at_is_refused() {
    let gateway = gateway();
    for wrong in ["nowhere", "ftp://shop.example/noti", "http://169.254.169.254/"] {
        let option = format!("--noti-url={wrong}");
        let (added, text) = merchant(&gateway, &[&ADD[..], &[option.as_str()]].concat());
        assert!(!added && text.contains("--noti-url"), "{wrong}: {text}");
    }
    assert!(merchant(&gateway, &[&ADD[..], &["--noti-url=http://127.0.0.1:9/noti"]].concat()).0);
    assert!(!merchant(&gateway, &["set", "shop01", "--noti-url=nowhere"]).0);
    assert!(merchant(&gateway, &["set", "shop01", "--noti-url="]).0, "and it is taken away");
}

#[tokio::test]
async fn a_clock_is_moved_with_all_the_rest_or_not_at_all() {
    let gateway = gateway();
    assert!(merchant(&gateway, &[&ADD[..], &["--clock=3d"]].concat()).0);
    told(&gateway, "ST09", || card_pay(&shop())).await;
    let (changed, text) = merchant(&gateway, &["set", "shop01", "--clock=0s", "--methods=XX"]);
    assert!(!changed, "{text}");
    let (_, listed) = merchant(&gateway, &["list"]);
    let line = listed.lines().find(|line| line.starts_with("shop01")).expect("it is listed");
    assert!(line.contains("+72h"), "{line}");
    assert!(merchant(&gateway, &["set", "shop01", "--clock=0s"]).0);
    told(&gateway, "0000", || card_pay(&shop())).await;
}
