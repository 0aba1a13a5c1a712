//! What a scenario makes of an issuer.

use institutions::card::Verification;
use institutions::scenario::{Outcome, Scenario, Stage};

use super::*;

async fn told(network: &CardSimulator, outcome: Outcome, times: Option<u32>) {
    network
        .simulation()
        .set(Scenario { merchant: None, institution: None, outcome, times })
        .await
        .expect("set");
}

async fn in_force(network: &CardSimulator) -> Vec<Scenario> {
    network.simulation().scenarios().await.expect("readable books")
}

#[tokio::test]
async fn a_timeout_does_nothing_and_never_answers() {
    let network = network();
    told(&network, Outcome::Timeout, Some(1)).await;
    let request = authorisation(id(1, 1), ORDINARY, 1_000);
    assert_eq!(within_50_ms(network.authorise(&request)).await, None);
    assert_eq!(standing(&network, id(1, 1)).await, Standing::NotFound);
    assert!(matches!(network.authorise(&request).await, Answer::Approved(_)), "only once");
    assert_eq!(in_force(&network).await, []);
}

#[tokio::test]
async fn a_lost_answer_is_booked_all_the_same() {
    let network = network();
    told(&network, Outcome::LostAfterApproval, Some(2)).await;
    assert_eq!(within_50_ms(network.authorise(&authorisation(id(1, 1), ORDINARY, 1_000))).await, None);
    assert!(matches!(standing(&network, id(1, 1)).await, Standing::Approved(_)));
    assert_eq!(within_50_ms(network.refund(&refund(id(1, 2), id(1, 1), 400))).await, None);
    assert_eq!(network.refund(&refund(id(1, 2), id(1, 1), 400)).await, refunded());
    assert_eq!(books(&network), [(id(1, 1), Deed::Authorised, 1_000), (id(1, 2), Deed::Refunded, 400)]);
}

#[tokio::test]
async fn a_garbled_answer_is_booked_and_says_nothing() {
    let network = network();
    told(&network, Outcome::Garbled, Some(2)).await;
    let answer = network.authorise(&authorisation(id(1, 1), ORDINARY, 1_000)).await;
    assert_eq!(answer, Answer::Unknown);
    assert_eq!(network.refund(&refund(id(1, 2), id(1, 1), 400)).await, Answer::Unknown);
    assert_eq!(books(&network), [(id(1, 1), Deed::Authorised, 1_000), (id(1, 2), Deed::Refunded, 400)]);
}

#[tokio::test]
async fn a_delay_acts_at_once_and_answers_later() {
    let network = network();
    told(&network, Outcome::Delay(Duration::from_millis(120)), Some(1)).await;
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
    told(&network, Outcome::Decline(code("CA64")), Some(1)).await;
    let request = authorisation(id(1, 1), ORDINARY, 1_000);
    for _ in 0..2 {
        assert_eq!(network.authorise(&request).await, Answer::Declined(code("CA64")));
    }
    paid(&network, id(2, 1)).await;
    told(&network, Outcome::Decline(code("CA83")), Some(1)).await;
    let refunded = network.refund(&refund(id(2, 2), id(2, 1), 1)).await;
    assert_eq!(refunded, Answer::Declined(code("CA83")));
}

#[tokio::test]
async fn a_decline_does_not_change_an_answer_given() {
    let network = network();
    let approval = paid(&network, id(1, 1)).await;
    told(&network, Outcome::Decline(code("CA64")), None).await;
    let repeated = network.authorise(&authorisation(id(1, 1), ORDINARY, 10_000)).await;
    assert_eq!(repeated, Answer::Approved(approval));
}

#[tokio::test]
async fn counts_requests_for_money_and_refunds_alone() {
    let network = network();
    paid(&network, id(1, 1)).await;
    let script = Scenario {
        merchant: None,
        institution: None,
        outcome: Outcome::Decline(code("CA01")),
        times: Some(2),
    };
    network.simulation().set(script.clone()).await.expect("set");
    let card =
        Verification { id: id(1, 1), merchant: merchant("a"), card: card(ORDINARY), holder: None, at: now() };
    assert_eq!(network.verify(&card).await, Answer::Declined(code("CA01")));
    standing(&network, id(1, 1)).await;
    network.reverse(&asked(id(9, 1))).await;
    network.ending("nothing").await;
    assert_eq!(in_force(&network).await, std::slice::from_ref(&script));

    network.refund(&refund(id(1, 2), id(1, 1), 1)).await;
    assert_eq!(in_force(&network).await, [Scenario { times: Some(1), ..script }]);
    network.authorise(&authorisation(id(2, 1), ORDINARY, 1_000)).await;
    assert_eq!(in_force(&network).await, []);
}

#[tokio::test]
async fn a_check_of_a_card_obeys_declines_alone() {
    let network = network();
    let card =
        Verification { id: id(1, 1), merchant: merchant("a"), card: card(ORDINARY), holder: None, at: now() };
    for outcome in [Outcome::Timeout, Outcome::LostAfterApproval, Outcome::Garbled, Outcome::Approve] {
        told(&network, outcome, None).await;
        let answer = within_50_ms(network.verify(&card)).await;
        assert!(matches!(answer, Some(Answer::Approved(_))), "{outcome:?}");
    }
}

#[tokio::test]
async fn leaves_other_merchants_alone() {
    let network = network();
    let outcome = Outcome::Decline(code("CA01"));
    let theirs = Scenario { merchant: Some("somebody".to_owned()), institution: None, outcome, times: None };
    network.simulation().set(theirs).await.expect("set");
    paid(&network, id(1, 1)).await;
    let theirs = Authorisation { merchant: merchant("somebody"), ..authorisation(id(2, 1), ORDINARY, 1_000) };
    assert_eq!(network.authorise(&theirs).await, Answer::Declined(code("CA01")));
}

#[tokio::test]
async fn goes_before_a_magic_number() {
    let network = network();
    let over_limit = authorisation(id(1, 1), "4000000000000002", 1_000);
    told(&network, Outcome::Approve, Some(1)).await;
    assert!(matches!(network.authorise(&over_limit).await, Answer::Approved(_)));
    told(&network, Outcome::Decline(code("CA64")), Some(1)).await;
    let declined = authorisation(id(2, 1), "4000000000000002", 1_000);
    assert_eq!(network.authorise(&declined).await, Answer::Declined(code("CA64")));
}

#[tokio::test]
async fn does_not_approve_what_the_rules_refuse() {
    let network = network();
    told(&network, Outcome::Approve, None).await;
    let request = authorisation(id(1, 1), ORDINARY, 99_999_999);
    assert_eq!(network.authorise(&request).await, Answer::Declined(code("CA42")));
}

fn dead(institution: &str, times: Option<u32>) -> Scenario {
    Scenario { merchant: None, institution: Some(institution.to_owned()), outcome: Outcome::Timeout, times }
}

#[tokio::test]
async fn a_dead_acquirer_answers_nothing_and_the_others_everything() {
    let network = network();
    paid(&network, id(1, 1)).await;
    network.simulation().set(dead("CA15", None)).await.expect("set");
    let (request, back) = (authorisation(id(2, 1), ORDINARY, 1_000), refund(id(1, 2), id(1, 1), 1));
    let check =
        Verification { id: id(3, 1), merchant: merchant("a"), card: card(ORDINARY), holder: None, at: now() };
    assert_eq!(within_50_ms(network.authorise(&request)).await, None);
    assert_eq!(within_50_ms(network.refund(&back)).await, None);
    assert_eq!(within_50_ms(network.inquire(&asked(id(1, 1)))).await, None);
    assert_eq!(within_50_ms(network.reverse(&asked(id(1, 1)))).await, None);
    assert_eq!(within_50_ms(network.verify(&check)).await, None);
    assert_eq!(books(&network), [(id(1, 1), Deed::Authorised, 10_000)], "nothing happened there");

    let other = authorisation(id(4, 1), "9400031234567890", 1_000);
    assert!(matches!(network.authorise(&other).await, Answer::Approved(_)));
    network.simulation().set(dead("CA15", Some(0))).await.expect("set");
    assert!(matches!(network.authorise(&request).await, Answer::Approved(_)), "alive again");
}

#[tokio::test]
async fn a_dead_acquirer_counts_whatever_it_is_asked() {
    let network = network();
    network.simulation().set(dead("CA15", Some(2))).await.expect("set");
    assert_eq!(within_50_ms(network.inquire(&asked(id(1, 1)))).await, None);
    assert_eq!(within_50_ms(network.reverse(&asked(id(1, 1)))).await, None);
    assert_eq!(network.reverse(&asked(id(1, 1))).await, Answer::Approved(()));
}
