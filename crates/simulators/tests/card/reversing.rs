//! Reversals (net-cancels): acknowledged means that it has no effect, whenever the request comes.

use super::*;

#[tokio::test]
async fn undoes_an_approval_and_says_so_again() {
    let network = network();
    paid(&network, id(1, 1)).await;
    for _ in 0..2 {
        assert_eq!(network.reverse(&asked(id(1, 1))).await, Answer::Approved(()));
        assert_eq!(standing(&network, id(1, 1)).await, Standing::Reversed);
        assert_eq!(books(&network), [(id(1, 1), Deed::Reversed, 10_000)]);
    }
}

#[tokio::test]
async fn a_tombstone_declines_the_request_that_comes_late() {
    let network = network();
    assert_eq!(network.reverse(&asked(id(1, 1))).await, Answer::Approved(()));
    let late = network.authorise(&authorisation(id(1, 1), ORDINARY, 10_000)).await;
    assert_eq!(late, Answer::Declined(code("CA81")));
    assert_eq!(standing(&network, id(1, 1)).await, Standing::Reversed);
    assert_eq!(books(&network), [(id(1, 1), Deed::Reversed, 0)]);
}

#[tokio::test]
async fn leaves_the_other_attempts_of_a_payment_alone() {
    let network = network();
    let second = paid(&network, id(1, 2)).await;
    network.reverse(&asked(id(1, 1))).await;
    assert_eq!(standing(&network, id(1, 2)).await, Standing::Approved(second));
}

#[tokio::test]
async fn acknowledges_what_had_no_effect_anyway() {
    let network = network();
    network.authorise(&authorisation(id(1, 1), ORDINARY, 0)).await;
    assert_eq!(network.reverse(&asked(id(1, 1))).await, Answer::Approved(()));
    assert_eq!(standing(&network, id(1, 1)).await, Standing::Declined(code("CA40")));
}

#[tokio::test]
async fn does_not_reverse_what_was_paid_back() {
    let network = network();
    let approval = paid(&network, id(1, 1)).await;
    network.refund(&refund(id(1, 2), id(1, 1), 1)).await;
    assert_eq!(network.reverse(&asked(id(1, 1))).await, Answer::Declined(code("CA12")));
    assert_eq!(network.reverse(&asked(id(1, 2))).await, Answer::Declined(code("CA83")));
    assert_eq!(standing(&network, id(1, 1)).await, Standing::Approved(approval));
}
