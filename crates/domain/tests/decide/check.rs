//! What needs no database: a request against the merchant's contract.

use domain::merchant::{Contract, Merchant, OrderNumbers, TaxRule};
use domain::payment::{NewPayment, Order, PaymentRequest, check_day};
use domain::tax::{NamedParts, TaxParts, Taxation};
use domain::time::{Day, Moment};
use domain::{ClaimKind, Method, Refusal, policy};

use crate::given::{NOW, PAYMENT, TAX, TODAY, cents, claim, merchant, won};

fn contract() -> Merchant {
    Merchant {
        taxation: TaxRule::ByRequest(Taxation::Taxable),
        contracts: Method::ALL.map(|method| (method, Contract::Plain)).into(),
        least_amount: 100,
        ..Merchant::new(merchant())
    }
}

fn request() -> PaymentRequest {
    PaymentRequest {
        id: PAYMENT,
        day: TODAY,
        order_no: "ORDER1".to_owned(),
        method: Method::Card,
        amount: won(1_000),
        taxation: None,
        parts: NamedParts::default(),
        order: Order::default(),
    }
}

#[test]
fn a_sound_request_becomes_a_payment() {
    let new = NewPayment::check(&contract(), request(), NOW).expect("sound");
    assert_eq!((new.id, new.claim, new.tax), (PAYMENT, claim(ClaimKind::Payment), TAX));
    assert!(!new.notify, "there is nobody to notify");
}

#[test]
fn refuses_in_this_order() {
    type Change = fn(&mut Merchant, &mut PaymentRequest);
    let table: [(Refusal, Change); 9] = [
        (Refusal::NotContracted, |merchant, _| merchant.contracts.clear()),
        (Refusal::DateOutOfRange, |_, request| request.day = 20_260_104),
        (Refusal::CurrencyNotContracted(Method::Card), |_, request| request.amount = cents(1_000)),
        (Refusal::NothingToPay(Method::Card), |_, request| request.amount = won(0)),
        (Refusal::AmountTooSmall(Method::Card), |_, request| request.amount = won(99)),
        (Refusal::AmountTooLarge(Method::Card), |_, request| request.amount = won(1_000_000_000_000)),
        (Refusal::OrderNumberForm, |merchant, _| merchant.order_numbers = OrderNumbers::EndInLetter),
        (Refusal::TaxSplit, |merchant, request| {
            merchant.taxation = TaxRule::Fixed(Taxation::Taxable);
            request.taxation = Some(Taxation::Exempt);
        }),
        (Refusal::TaxSplit, |_, request| request.parts.vat = Some(5)),
    ];
    for (position, (refusal, first)) in table.iter().enumerate() {
        for (_, later) in &table[position..] {
            let (mut merchant, mut request) = (contract(), request());
            later(&mut merchant, &mut request);
            first(&mut merchant, &mut request);
            let refused = NewPayment::check(&merchant, request, NOW).expect_err("refused");
            assert_eq!(refused, *refusal);
        }
    }
}

#[test]
fn the_least_amount_may_be_charged() {
    let least = PaymentRequest { amount: won(100), ..request() };
    let new = NewPayment::check(&contract(), least, NOW).expect("not too small");
    assert_eq!(new.tax, TaxParts { supply: 91, vat: 9, ..TaxParts::default() });
}

#[test]
fn the_greatest_amount_of_a_method_may_be_charged_and_none_greater() {
    for method in Method::ALL {
        let most = policy::of(method).most;
        for (amount, verdict) in [(most, Ok(most)), (most + 1, Err(Refusal::AmountTooLarge(method)))] {
            let request = PaymentRequest { method, amount: won(amount), ..request() };
            let checked = NewPayment::check(&contract(), request, NOW).map(|new| new.amount.minor());
            assert_eq!(checked, verdict, "{method:?}");
        }
    }
}

#[test]
fn a_method_needs_its_own_contract() {
    for method in Method::ALL {
        let mut merchant = contract();
        merchant.contracts.retain(|contracted, _| *contracted == method);
        for other in Method::ALL {
            let request = PaymentRequest { method: other, ..request() };
            let refused = NewPayment::check(&merchant, request, NOW).err();
            let expected = (other != method).then_some(Refusal::NotContracted);
            assert_eq!(refused, expected, "{other:?} with a contract for {method:?}");
        }
    }
}

#[test]
fn fixed_taxation_refuses_another_one() {
    let all = [Taxation::Taxable, Taxation::Exempt, Taxation::Mixed];
    let mixed = NamedParts { supply: Some(500), vat: Some(50), tax_free: Some(450), service: None };
    for (fixed, named) in all.into_iter().flat_map(|fixed| all.map(|named| (fixed, named))) {
        let merchant = Merchant { taxation: TaxRule::Fixed(fixed), ..contract() };
        let parts = if named == Taxation::Mixed { mixed } else { NamedParts::default() };
        let request = PaymentRequest { taxation: Some(named), parts, ..request() };
        let checked = NewPayment::check(&merchant, request, NOW).map(|new| new.taxation);
        let verdict = if fixed == named { Ok(fixed) } else { Err(Refusal::TaxSplit) };
        assert_eq!(checked, verdict, "{named:?} where {fixed:?} is fixed");
    }
}

#[test]
fn fixed_taxation_is_that_of_a_request_that_names_none() {
    let merchant = Merchant { taxation: TaxRule::Fixed(Taxation::Exempt), ..contract() };
    let new = NewPayment::check(&merchant, request(), NOW).expect("sound");
    assert_eq!((new.taxation, new.tax.tax_free), (Taxation::Exempt, 1_000));
}

#[test]
fn the_requests_own_taxation_comes_before_the_contracts() {
    let exempt = PaymentRequest { taxation: Some(Taxation::Exempt), ..request() };
    let new = NewPayment::check(&contract(), exempt, NOW).expect("sound");
    assert_eq!((new.taxation, new.tax.tax_free), (Taxation::Exempt, 1_000));
}

#[test]
fn either_the_order_or_the_merchant_says_whom_to_notify() {
    let url = || Some("http://127.0.0.1/noti".to_owned());
    let by_contract = Merchant { noti_url: url(), ..contract() };
    assert!(NewPayment::check(&by_contract, request(), NOW).expect("sound").notify);
    let by_order = PaymentRequest { order: Order { noti_url: url(), ..Order::default() }, ..request() };
    assert!(NewPayment::check(&contract(), by_order, NOW).expect("sound").notify);
}

#[test]
fn a_date_lies_within_a_day_of_the_merchants_clock() {
    let at_the_years_end = Day::of(20_260_101).expect("a day").start().plus_ms(-1);
    let table: [(Moment, i32, bool); 10] = [
        (at_the_years_end, 20_251_230, true),
        (at_the_years_end, 20_251_231, true),
        (at_the_years_end, 20_260_101, true),
        (at_the_years_end, 20_251_229, false),
        (at_the_years_end, 20_260_102, false),
        (at_the_years_end.plus_ms(1), 20_251_230, false),
        (at_the_years_end.plus_ms(1), 20_260_102, true),
        (NOW, 20_260_132, false),
        (NOW, 0, false),
        (NOW, i32::MIN, false),
    ];
    for (now, day, fits) in table {
        let verdict = if fits { Ok(()) } else { Err(Refusal::DateOutOfRange) };
        assert_eq!(check_day(day, now), verdict, "{day} at {}", now.kst());
    }
}
