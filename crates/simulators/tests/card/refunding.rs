//! Refunds: out of what was authorised, and never more.

use super::*;

#[tokio::test]
async fn pays_back_in_parts_up_to_the_balance() {
    let network = network();
    paid(&network, id(1, 1)).await;
    assert_eq!(network.refund(&refund(id(1, 2), id(1, 1), 4_000)).await, refunded());
    assert_eq!(
        network.refund(&refund(id(1, 3), id(1, 1), 6_001)).await,
        Answer::Declined(code("CA85")),
        "over the balance"
    );
    assert_eq!(network.refund(&refund(id(1, 4), id(1, 1), 6_000)).await, refunded());
    assert_eq!(network.refund(&refund(id(1, 5), id(1, 1), 1)).await, Answer::Declined(code("CA85")));
    assert_eq!(
        books(&network),
        [
            (id(1, 1), Deed::Authorised, 10_000),
            (id(1, 2), Deed::Refunded, 4_000),
            (id(1, 3), Deed::Declined, 6_001),
            (id(1, 4), Deed::Refunded, 6_000),
            (id(1, 5), Deed::Declined, 1),
        ]
    );
}

#[tokio::test]
async fn pays_a_repeated_refund_back_once() {
    let network = network();
    paid(&network, id(1, 1)).await;
    for _ in 0..3 {
        assert_eq!(network.refund(&refund(id(1, 2), id(1, 1), 10_000)).await, refunded());
    }
    assert_eq!(books(&network), [(id(1, 1), Deed::Authorised, 10_000), (id(1, 2), Deed::Refunded, 10_000)]);
}

#[tokio::test]
async fn refuses_to_pay_back_what_was_not_paid() {
    let network = network();
    let refused = async |original, payment, reason| {
        let answer = network.refund(&refund(id(payment, 9), original, 1)).await;
        assert_eq!(answer, Answer::Declined(code(reason)), "{payment}");
    };
    refused(id(1, 1), 1, "CA10").await;

    network.authorise(&authorisation(id(2, 1), ORDINARY, 0)).await;
    refused(id(2, 1), 2, "CA10").await;

    paid(&network, id(3, 1)).await;
    network.reverse(&asked(id(3, 1))).await;
    refused(id(3, 1), 3, "CA12").await;

    paid(&network, id(4, 1)).await;
    network.refund(&refund(id(4, 2), id(4, 1), 100)).await;
    refused(id(4, 2), 4, "CA10").await;
}

#[tokio::test]
async fn refuses_nothing_and_another_currency() {
    let network = network();
    paid(&network, id(1, 1)).await;
    assert_eq!(network.refund(&refund(id(1, 2), id(1, 1), 0)).await, Answer::Declined(code("CA40")));
    let cents = Money::new(1, Currency::Usd).expect("not negative");
    let in_dollars = Refund { amount: cents, ..refund(id(1, 3), id(1, 1), 0) };
    assert_eq!(network.refund(&in_dollars).await, Answer::Declined(code("CA40")));
}

#[tokio::test]
async fn refuses_one_id_for_two_things() {
    let network = network();
    paid(&network, id(1, 1)).await;
    assert_eq!(network.refund(&refund(id(1, 1), id(1, 1), 1)).await, Answer::Declined(code("CA86")));
    network.refund(&refund(id(1, 2), id(1, 1), 1)).await;
    let answer = network.authorise(&authorisation(id(1, 2), ORDINARY, 1)).await;
    assert_eq!(answer, Answer::Declined(code("CA86")));
}
