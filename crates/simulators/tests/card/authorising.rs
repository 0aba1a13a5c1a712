//! What is approved, and that a request is answered once.

use institutions::card::Verification;

use super::*;

#[tokio::test]
async fn approves_any_card_and_says_whose_it_is() {
    let network = network();
    let approval = paid(&network, id(1, 1)).await;
    let number = approval.approval_no.clone().expect("an approval number");
    assert!(number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_digit()), "{number}");
    let facts = card_of(&approval);
    assert_eq!((facts.issuer.as_str(), facts.acquirer.as_str()), ("NHC", "15"));
    assert_eq!((facts.product.as_str(), facts.masked.as_str()), ("NH 체크", "949019******0402"));
    assert!(!facts.interest_free);
    assert_eq!(books(&network), [(id(1, 1), Deed::Authorised, 10_000)]);
}

#[tokio::test]
async fn keeps_the_instalments_that_were_asked_for() {
    let network = network();
    let request = Authorisation { instalments: 3, ..authorisation(id(1, 1), ORDINARY, 50_000) };
    let approval = approved(network.authorise(&request).await);
    assert_eq!(card_of(&approval).instalments, 3);
}

#[tokio::test]
async fn declines_by_the_rules_and_books_the_decline() {
    let dollars = Money::new(60_000, Currency::Usd).expect("not negative");
    let ordinary = || authorisation(id(1, 1), ORDINARY, 50_000);
    let rows = [
        ("CA20", Authorisation { at: Day::of(20_310_101).expect("a day").start(), ..ordinary() }),
        ("CA30", Authorisation { holder: Some(holder("881301", "12")), ..ordinary() }),
        ("CA27", Authorisation { holder: Some(holder("880101", "99")), ..ordinary() }),
        ("CA29", Authorisation { holder: Some(holder("880101", "98")), ..ordinary() }),
        ("CA40", Authorisation { amount: won(0), ..ordinary() }),
        ("CA42", Authorisation { amount: won(99_999_999), ..ordinary() }),
        ("CA23", Authorisation { amount: dollars, instalments: 2, ..ordinary() }),
        ("CA22", Authorisation { instalments: 1, ..ordinary() }),
        ("CA22", Authorisation { instalments: 37, ..ordinary() }),
        ("CA21", Authorisation { amount: won(49_999), instalments: 2, ..ordinary() }),
    ];
    for (refusal, request) in rows {
        let network = network();
        assert_eq!(network.authorise(&request).await, Answer::Declined(code(refusal)));
        assert_eq!(standing(&network, request.id).await, Standing::Declined(code(refusal)));
        assert_eq!(books(&network), [(request.id, Deed::Declined, request.amount.minor())]);
    }
}

#[tokio::test]
async fn approves_a_holder_who_is_who_they_say() {
    let network = network();
    for (payment, identity) in [(1, "880101"), (2, "1234567890")] {
        let holder = Some(holder(identity, "12"));
        let request = Authorisation { holder, ..authorisation(id(payment, 1), ORDINARY, 1_000) };
        assert!(matches!(network.authorise(&request).await, Answer::Approved(_)), "{identity}");
    }
}

#[tokio::test]
async fn answers_a_repetition_as_at_first() {
    let network = network();
    let first = paid(&network, id(1, 1)).await;
    let another_amount = authorisation(id(1, 1), ORDINARY, 99_999_999);
    assert_eq!(network.authorise(&another_amount).await, Answer::Approved(first.clone()));
    assert_eq!(standing(&network, id(1, 1)).await, Standing::Approved(first));

    let declined = network.authorise(&authorisation(id(2, 1), ORDINARY, 0)).await;
    let repeated = network.authorise(&authorisation(id(2, 1), ORDINARY, 1_000)).await;
    assert_eq!((declined, repeated), (Answer::Declined(code("CA40")), Answer::Declined(code("CA40"))));
    assert_eq!(books(&network), [(id(1, 1), Deed::Authorised, 10_000), (id(2, 1), Deed::Declined, 0)]);
}

#[tokio::test]
async fn gives_the_same_request_the_same_approval_number_always() {
    let (one, another) = (network(), network());
    let first = paid(&one, id(1, 1)).await.approval_no;
    assert_eq!(paid(&another, id(1, 1)).await.approval_no, first);
    assert_ne!(paid(&another, id(1, 2)).await.approval_no, first);
    assert_ne!(paid(&another, id(2, 1)).await.approval_no, first);
}

#[tokio::test]
async fn knows_nothing_of_what_never_came() {
    assert_eq!(standing(&network(), id(1, 1)).await, Standing::NotFound);
}

#[tokio::test]
async fn verifies_a_card_without_money() {
    let network = network();
    let request =
        |holder, at| Verification { id: id(1, 1), merchant: merchant("a"), card: card(ORDINARY), holder, at };
    let approval = approved(network.verify(&request(None, now())).await);
    assert_eq!(approval.approval_no, None, "no money, no approval number");
    let facts = card_of(&approval);
    assert_eq!((facts.issuer.as_str(), facts.instalments), ("NHC", 0));
    let late = Day::of(20_310_101).expect("a day").start();
    assert_eq!(network.verify(&request(None, late)).await, Answer::Declined(code("CA20")));
    let nobody = Some(holder("1", "12"));
    assert_eq!(network.verify(&request(nobody, now())).await, Answer::Declined(code("CA30")));
    assert_eq!(books(&network), []);
}

#[test]
fn a_card_is_routed_by_its_first_six_digits() {
    let rows = [("9490191234560402", "CA15"), ("9400031234567890", "CA04"), ("1111222233334444", "CA01")];
    for (number, acquirer) in rows {
        assert_eq!(network().route(&card(number)).as_str(), acquirer, "{number}");
    }
}
