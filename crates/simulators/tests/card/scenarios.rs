//! What a scenario makes of an issuer.

use institutions::card::Verification;
use institutions::scenario::{Outcome, Scenario, Stage};

use super::*;

fn told(network: &CardSimulator, outcome: Outcome, times: Option<u32>) {
    network.set(Scenario { merchant: None, outcome, times });
}

#[tokio::test]
async fn a_timeout_does_nothing_and_never_answers() {
    let network = network();
    told(&network, Outcome::Timeout, Some(1));
    let request = authorisation(id(1, 1), ORDINARY, 1_000);
    assert_eq!(within_50_ms(network.authorise(&request)).await, None);
    assert_eq!(standing(&network, id(1, 1)).await, Standing::NotFound);
    assert!(matches!(network.authorise(&request).await, Answer::Approved(_)), "only once");
    assert_eq!(network.scenarios(), []);
}

#[tokio::test]
async fn a_lost_answer_is_booked_all_the_same() {
    let network = network();
    told(&network, Outcome::LostAfterApproval, Some(2));
    assert_eq!(within_50_ms(network.authorise(&authorisation(id(1, 1), ORDINARY, 1_000))).await, None);
    assert!(matches!(standing(&network, id(1, 1)).await, Standing::Approved(_)));
    assert_eq!(within_50_ms(network.refund(&refund(id(1, 2), id(1, 1), 400))).await, None);
    assert_eq!(network.refund(&refund(id(1, 2), id(1, 1), 400)).await, refunded());
    assert_eq!(books(&network), [(id(1, 1), Deed::Authorised, 1_000), (id(1, 2), Deed::Refunded, 400)]);
}

#[tokio::test]
async fn a_garbled_answer_is_booked_and_says_nothing() {
    let network = network();
    told(&network, Outcome::Garbled, Some(2));
    let answer = network.authorise(&authorisation(id(1, 1), ORDINARY, 1_000)).await;
    assert_eq!(answer, Answer::Unknown);
    assert_eq!(network.refund(&refund(id(1, 2), id(1, 1), 400)).await, Answer::Unknown);
    assert_eq!(books(&network), [(id(1, 1), Deed::Authorised, 1_000), (id(1, 2), Deed::Refunded, 400)]);
}

#[tokio::test]
async fn a_delay_acts_at_once_and_answers_later() {
    let network = network();
    told(&network, Outcome::Delay(Duration::from_millis(120)), Some(1));
    let request = authorisation(id(1, 1), ORDINARY, 1_000);
    let call = network.authorise(&request);
    tokio::pin!(call);
    assert_eq!(within_50_ms(&mut call).await, None);
    assert!(matches!(standing(&network, id(1, 1)).await, Standing::Approved(_)));
    assert!(matches!(call.await, Answer::Approved(_)));
}

#[tokio::test]
async fn a_decline_is_booked_and_repeated() {
    let network = network();
    told(&network, Outcome::Decline(code("CA64")), Some(1));
    let request = authorisation(id(1, 1), ORDINARY, 1_000);
    for _ in 0..2 {
        assert_eq!(network.authorise(&request).await, Answer::Declined(code("CA64")));
    }
    paid(&network, id(2, 1)).await;
    told(&network, Outcome::Decline(code("CA83")), Some(1));
    let refunded = network.refund(&refund(id(2, 2), id(2, 1), 1)).await;
    assert_eq!(refunded, Answer::Declined(code("CA83")));
}

#[tokio::test]
async fn a_decline_does_not_change_an_answer_given() {
    let network = network();
    let approval = paid(&network, id(1, 1)).await;
    told(&network, Outcome::Decline(code("CA64")), None);
    let repeated = network.authorise(&authorisation(id(1, 1), ORDINARY, 10_000)).await;
    assert_eq!(repeated, Answer::Approved(approval));
}

#[tokio::test]
async fn counts_requests_for_money_and_refunds_alone() {
    let network = network();
    paid(&network, id(1, 1)).await;
    let script = Scenario { merchant: None, outcome: Outcome::Decline(code("CA01")), times: Some(2) };
    network.set(script.clone());
    let card =
        Verification { id: id(1, 1), merchant: merchant("a"), card: card(ORDINARY), holder: None, at: now() };
    assert_eq!(network.verify(&card).await, Answer::Declined(code("CA01")));
    standing(&network, id(1, 1)).await;
    network.reverse(&asked(id(9, 1))).await;
    network.ending("nothing").await;
    assert_eq!(network.scenarios(), std::slice::from_ref(&script));

    network.refund(&refund(id(1, 2), id(1, 1), 1)).await;
    assert_eq!(network.scenarios(), [Scenario { times: Some(1), ..script }]);
    network.authorise(&authorisation(id(2, 1), ORDINARY, 1_000)).await;
    assert_eq!(network.scenarios(), []);
}

#[tokio::test]
async fn a_check_of_a_card_obeys_declines_alone() {
    let network = network();
    let card =
        Verification { id: id(1, 1), merchant: merchant("a"), card: card(ORDINARY), holder: None, at: now() };
    for outcome in [Outcome::Timeout, Outcome::LostAfterApproval, Outcome::Garbled, Outcome::Approve] {
        told(&network, outcome, None);
        let answer = within_50_ms(network.verify(&card)).await;
        assert!(matches!(answer, Some(Answer::Approved(_))), "{outcome:?}");
    }
}

#[tokio::test]
async fn leaves_other_merchants_alone() {
    let network = network();
    let outcome = Outcome::Decline(code("CA01"));
    network.set(Scenario { merchant: Some("somebody".to_owned()), outcome, times: None });
    paid(&network, id(1, 1)).await;
    let theirs = Authorisation { merchant: merchant("somebody"), ..authorisation(id(2, 1), ORDINARY, 1_000) };
    assert_eq!(network.authorise(&theirs).await, Answer::Declined(code("CA01")));
}

#[tokio::test]
async fn goes_before_a_magic_number() {
    let network = network();
    let over_limit = authorisation(id(1, 1), "4000000000000002", 1_000);
    told(&network, Outcome::Approve, Some(1));
    assert!(matches!(network.authorise(&over_limit).await, Answer::Approved(_)));
    told(&network, Outcome::Decline(code("CA64")), Some(1));
    let declined = authorisation(id(2, 1), "4000000000000002", 1_000);
    assert_eq!(network.authorise(&declined).await, Answer::Declined(code("CA64")));
}

#[tokio::test]
async fn does_not_approve_what_the_rules_refuse() {
    let network = network();
    told(&network, Outcome::Approve, None);
    let request = authorisation(id(1, 1), ORDINARY, 99_999_999);
    assert_eq!(network.authorise(&request).await, Answer::Declined(code("CA42")));
}
