//! A merchant's contract, as it is said at the prompt.

use std::collections::BTreeMap;

use domain::merchant::{CardContract, CardFlow, Charset, Contract, Merchant, OrderNumbers, TaxRule};
use domain::tax::Taxation;
use domain::{Currency, MerchantId, Method};
use store::folder::Environment;

use crate::cli::{Cards, MerchantChange, Numbers, Tax};
use crate::data::Failure;

/// A contract before anything is said of it. A live one fixes how goods are taxed; a sandbox lets each request try.
pub(super) fn new(id: MerchantId, environment: Environment) -> Merchant {
    let taxation = match environment {
        Environment::Test => TaxRule::ByRequest(Taxation::Taxable),
        Environment::Live => TaxRule::Fixed(Taxation::Taxable),
    };
    Merchant { taxation, ..Merchant::new(id) }
}

/// The contract with what the options say.
pub(super) fn changed(mut merchant: Merchant, options: &MerchantChange) -> Result<Merchant, Failure> {
    if let Some(name) = &options.name {
        merchant.name.clone_from(name);
    }
    if let Some(code) = &options.currency {
        merchant.currency = Currency::of(code).ok_or("the currencies are KRW and USD")?;
    }
    if let Some(codes) = &options.methods {
        merchant.contracts = contracts(codes, &merchant)?;
    }
    change_cards(&mut merchant, options)?;
    if let Some(tax) = options.taxation {
        merchant.taxation = rule(tax);
    }
    if let Some(url) = &options.noti_url {
        merchant.noti_url = (!url.is_empty()).then(|| url.clone());
    }
    merchant.cancel_notifications = options.cancel_notifications.unwrap_or(merchant.cancel_notifications);
    merchant.partial_cancels = options.partial_cancels.unwrap_or(merchant.partial_cancels);
    merchant.least_amount = options.least_amount.unwrap_or(merchant.least_amount);
    if let Some(euc_kr) = options.euc_kr {
        merchant.charset = if euc_kr { Charset::EucKr } else { Charset::Utf8 };
    }
    if let Some(numbers) = options.order_numbers {
        merchant.order_numbers = match numbers {
            Numbers::Free => OrderNumbers::Free,
            Numbers::EndInLetter => OrderNumbers::EndInLetter,
        };
    }
    Ok(merchant)
}

/// Contracts that were there keep their terms.
fn contracts(codes: &[String], before: &Merchant) -> Result<BTreeMap<Method, Contract>, Failure> {
    let contract = |code: &String| {
        let method = Method::of_code(code).ok_or_else(|| {
            let all: Vec<&str> = Method::ALL.iter().map(|method| method.code()).collect();
            format!("{code} is no method; there are {}", all.join(", "))
        })?;
        let fresh = match method {
            Method::Card => Contract::Card(CardContract {
                flow: CardFlow::Authenticated,
                deferred_capture: false,
                billing_keys: false,
            }),
            _ => Contract::Plain,
        };
        Ok((method, before.contracts.get(&method).cloned().unwrap_or(fresh)))
    };
    codes.iter().map(contract).collect()
}

fn change_cards(merchant: &mut Merchant, options: &MerchantChange) -> Result<(), Failure> {
    if options.cards.is_none() && options.billing_keys.is_none() && options.deferred_capture.is_none() {
        return Ok(());
    }
    let Some(Contract::Card(card)) = merchant.contracts.get_mut(&Method::Card) else {
        return Err("it has no contract for cards: name CA among its --methods".into());
    };
    if let Some(cards) = options.cards {
        card.flow = match cards {
            Cards::Authenticated => CardFlow::Authenticated,
            Cards::Unauthenticated => CardFlow::Unauthenticated,
            Cards::Legacy => CardFlow::Legacy,
        };
    }
    card.billing_keys = options.billing_keys.unwrap_or(card.billing_keys);
    card.deferred_capture = options.deferred_capture.unwrap_or(card.deferred_capture);
    Ok(())
}

fn rule(tax: Tax) -> TaxRule {
    match tax {
        Tax::Taxable => TaxRule::Fixed(Taxation::Taxable),
        Tax::Exempt => TaxRule::Fixed(Taxation::Exempt),
        Tax::ByRequest => TaxRule::ByRequest(Taxation::Taxable),
    }
}

/// How far a clock is to be ahead: `3d 2h`, `-1d`, `0s`.
pub(super) fn offset(text: &str) -> Result<i64, Failure> {
    let wrong = || format!("{text} is no time ahead: 3d, 2h 30m, -1d or 0s would be");
    let span: jiff::Span = text.parse().map_err(|_| wrong())?;
    let days = jiff::SpanRelativeTo::days_are_24_hours();
    let ms = span.total((jiff::Unit::Millisecond, days)).map_err(|_| wrong())?;
    // Ten years either way.
    const MOST: f64 = 3_660.0 * 86_400_000.0;
    if ms.abs() > MOST {
        return Err("a clock goes at most ten years ahead or back".into());
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is far below what an i64 holds")]
    Ok(ms as i64)
}

pub(super) fn offset_in_words(ms: i64) -> String {
    if ms == 0 {
        return "real time".to_owned();
    }
    let span = jiff::SignedDuration::from_millis(ms);
    let sign = if ms > 0 { "+" } else { "" };
    format!("{sign}{span:#}")
}

pub(super) fn taxation_in_words(rule: TaxRule) -> String {
    let name = |taxation| match taxation {
        Taxation::Taxable => "taxable",
        Taxation::Exempt => "exempt",
        Taxation::Mixed => "mixed",
    };
    match rule {
        TaxRule::Fixed(taxation) => name(taxation).to_owned(),
        TaxRule::ByRequest(usual) => format!("by request ({})", name(usual)),
    }
}

pub(super) fn contracts_in_words(merchant: &Merchant) -> String {
    let word = |(method, contract): (&Method, &Contract)| {
        let Contract::Card(card) = contract else { return method.code().to_owned() };
        let flow = match card.flow {
            CardFlow::Authenticated => "authenticated",
            CardFlow::Unauthenticated => "unauthenticated",
            CardFlow::Legacy => "legacy",
        };
        let mut services = vec![flow];
        services.extend(card.billing_keys.then_some("billing keys"));
        services.extend(card.deferred_capture.then_some("deferred capture"));
        format!("{} ({})", method.code(), services.join(", "))
    };
    merchant.contracts.iter().map(word).collect::<Vec<_>>().join(" ")
}
