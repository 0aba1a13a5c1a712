//! Each magic number does what its row says.

use hectare_simulators::Magic;
use hectare_simulators::card::MAGIC;
use institutions::card::Verification;
use institutions::scenario::Outcome;

use super::*;

#[tokio::test]
async fn each_number_pays_as_its_row_says() {
    for magic in MAGIC {
        let network = network();
        let request = authorisation(id(1, 1), magic.number, 10_000);
        let answer = within_50_ms(network.authorise(&request)).await;
        let standing = standing(&network, id(1, 1)).await;
        let booked = matches!(standing, Standing::Approved(_));
        let as_told = match magic.authorisation {
            Outcome::Approve => matches!(answer, Some(Answer::Approved(_))) && booked,
            Outcome::Decline(code) => {
                answer == Some(Answer::Declined(code)) && standing == Standing::Declined(code)
            }
            Outcome::Timeout => answer.is_none() && standing == Standing::NotFound,
            Outcome::LostAfterApproval | Outcome::Delay(_) => answer.is_none() && booked,
            Outcome::Garbled => answer == Some(Answer::Unknown) && booked,
        };
        assert!(as_told, "{}: {answer:?}, {standing:?}", magic.en);
    }
}

#[tokio::test]
async fn each_number_is_checked_as_its_row_says() {
    let network = network();
    for magic in MAGIC {
        let card = card(magic.number);
        let request = Verification { id: id(1, 1), merchant: merchant("a"), card, holder: None, at: now() };
        let answer = network.verify(&request).await;
        match magic.verification {
            Outcome::Decline(code) => assert_eq!(answer, Answer::Declined(code), "{}", magic.en),
            _ => assert!(matches!(answer, Answer::Approved(_)), "{}", magic.en),
        }
    }
}

fn that(has: impl Fn(&Magic) -> bool) -> &'static str {
    MAGIC.iter().find(|magic| has(magic)).expect("a magic number").number
}

#[tokio::test]
async fn one_numbers_refund_is_declined() {
    let network = network();
    let number = that(|magic| matches!(magic.refund, Outcome::Decline(_)));
    network.authorise(&authorisation(id(1, 1), number, 10_000)).await;
    let answer = network.refund(&refund(id(1, 2), id(1, 1), 1_000)).await;
    assert_eq!(answer, Answer::Declined(code("CA85")));
}

#[tokio::test]
async fn one_numbers_refund_is_answered_at_the_second_time_only() {
    let network = network();
    let number = that(|magic| magic.refund == Outcome::LostAfterApproval);
    network.authorise(&authorisation(id(1, 1), number, 10_000)).await;
    let request = refund(id(1, 2), id(1, 1), 1_000);
    assert_eq!(within_50_ms(network.refund(&request)).await, None);
    assert_eq!(within_50_ms(network.refund(&request)).await, Some(refunded()));
    assert_eq!(books(&network), [(id(1, 1), Deed::Authorised, 10_000), (id(1, 2), Deed::Refunded, 1_000)]);
}

#[test]
fn the_table_holds_every_kind_of_trouble() {
    let some = |has: fn(&Magic) -> bool| MAGIC.iter().any(has);
    assert!(some(|magic| magic.authorisation == Outcome::Timeout));
    assert!(some(|magic| magic.authorisation == Outcome::LostAfterApproval));
    assert!(some(|magic| magic.authorisation == Outcome::Garbled));
    assert!(some(|magic| magic.authorisation == Outcome::Delay(Duration::from_secs(3))));
    for declined in ["CA31", "CA20", "CA02", "CA58"] {
        let code = code(declined);
        assert!(MAGIC.iter().any(|magic| magic.authorisation == Outcome::Decline(code)), "{declined}");
    }
}
