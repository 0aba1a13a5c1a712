//! Refunds and reversals: never more than was taken, and what was taken back comes back to the account.

use super::*;

async fn refunded(banks: &BankSimulator, operation: u16, amount: i64) -> Answer<Approval> {
    banks.refund(&refund(id(1, operation), id(1, 1), amount)).await
}

#[tokio::test]
async fn refunds_come_back_to_the_account_and_never_more_than_was_taken() {
    let (customer, _) = paid(id(1, 1), ORDINARY).await;
    approved(refunded(&customer.banks, 2, 4_000).await);
    assert_eq!(refunded(&customer.banks, 3, 6_001).await, Answer::Declined(code("RA14")));
    approved(refunded(&customer.banks, 4, 6_000).await);
    assert_eq!(refunded(&customer.banks, 5, 1).await, Answer::Declined(code("RA14")));
    let passbook = customer.passbook(ORDINARY).await;
    assert!(passbook.contains("10,000,000원") && passbook.contains("6,000원"), "{passbook}");
}

#[tokio::test]
async fn a_repeated_refund_pays_once() {
    let (customer, _) = paid(id(1, 1), ORDINARY).await;
    let first = refunded(&customer.banks, 2, 4_000).await;
    assert_eq!(refunded(&customer.banks, 2, 4_000).await, first);
    assert!(customer.passbook(ORDINARY).await.contains("9,994,000원"));
}

#[tokio::test]
async fn what_is_unknown_can_not_be_refunded() {
    let banks = BankSimulator::of(Simulation::in_memory(BASE));
    assert_eq!(refunded(&banks, 2, 1).await, Answer::Declined(code("RA34")));
}

#[tokio::test]
async fn a_reversal_gives_all_back_and_is_acknowledged_again() {
    let (customer, _) = paid(id(1, 1), ORDINARY).await;
    for _ in 0..2 {
        approved(customer.banks.reverse(&asked(id(1, 1))).await);
    }
    assert_eq!(approved(customer.banks.inquire(&asked(id(1, 1))).await), Standing::Reversed);
    assert!(customer.passbook(ORDINARY).await.contains("10,000,000원"));
    assert_eq!(refunded(&customer.banks, 2, 1).await, Answer::Declined(code("RA33")));
}

/// A request that comes after its reversal is refused: it was under way, and nobody waits for it any more.
#[tokio::test]
async fn a_reversal_of_what_never_came_leaves_a_tombstone() {
    let customer = Customer::new(request(ORDINARY)).await;
    let token = customer.agrees().await;
    approved(customer.banks.reverse(&asked(id(1, 1))).await);
    let late = customer.banks.charge(&charge(id(1, 1), &token)).await;
    assert_eq!(late, Answer::Declined(code("RA35")));
    assert!(customer.passbook(ORDINARY).await.contains("10,000,000원"));
}

#[tokio::test]
async fn the_books_tell_what_moved() {
    let simulation = Simulation::in_memory(BASE);
    let customer = Customer::of(BankSimulator::of(simulation.clone()), request(ORDINARY)).await;
    let token = customer.agrees().await;
    approved(customer.banks.charge(&charge(id(1, 1), &token)).await);
    approved(refunded(&customer.banks, 2, 4_000).await);
    let told = books(&simulation);
    assert_eq!(told, [(id(1, 1), Deed::Authorised, 10_000), (id(1, 2), Deed::Refunded, 4_000)]);
}
