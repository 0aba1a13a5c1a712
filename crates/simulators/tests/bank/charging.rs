//! What leaves an account, and that a request is answered once.

use institutions::scenario::Outcome;

use super::*;

#[tokio::test]
async fn money_leaves_the_account_by_its_holders_word() {
    let (customer, approval) = paid(id(1, 1), ORDINARY).await;
    let facts = account_of(&approval);
    assert_eq!((facts.bank.as_str(), facts.masked.as_str()), ("004", "110******789"));
    assert_eq!((facts.passbook.as_str(), &facts.receipt_no), ("헥타르서점", &None));
    let passbook = customer.passbook(ORDINARY).await;
    for shown in ["9,990,000원", "−10,000원", "헥타르서점"] {
        assert!(passbook.contains(shown), "{shown}: {passbook}");
    }
}

#[tokio::test]
async fn a_receipt_has_nine_digits_where_one_is_wanted() {
    let receipt = Identity::of_digits("010-1234-5678", &[11]).map(Receipt::Person);
    let wanted = AuthenticationRequest {
        means: Means::Account {
            number: AccountNo::new(ORDINARY).expect("a number"),
            passbook: "헥타르".to_owned(),
            receipt,
        },
        ..request(ORDINARY)
    };
    let customer = Customer::new(wanted).await;
    let token = customer.agrees().await;
    let approval = approved(customer.banks.charge(&charge(id(1, 1), &token)).await);
    let number = account_of(&approval).receipt_no.clone().expect("a receipt");
    assert!(number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit()), "{number}");
}

#[tokio::test]
async fn a_repetition_is_answered_as_at_first_and_takes_once() {
    let (customer, first) = paid(id(1, 1), ORDINARY).await;
    let token = approved(customer.ending().await).token;
    let again = customer.banks.charge(&charge(id(1, 1), &token)).await;
    assert_eq!(again, Answer::Approved(first.clone()));
    let standing = approved(customer.banks.inquire(&asked(id(1, 1))).await);
    assert_eq!(standing, Standing::Approved(first));
    assert!(customer.passbook(ORDINARY).await.contains("9,990,000원"));
}

#[tokio::test]
async fn one_word_pays_once() {
    let (customer, _) = paid(id(1, 1), ORDINARY).await;
    let token = approved(customer.ending().await).token;
    assert_eq!(customer.banks.charge(&charge(id(2, 1), &token)).await, Answer::Declined(code("RA16")));
    let nobodys = Token::from("0".repeat(32));
    assert_eq!(customer.banks.charge(&charge(id(3, 1), &nobodys)).await, Answer::Declined(code("ST13")));
}

#[tokio::test]
async fn declines_by_the_rules() {
    let with = |change: fn(&mut ProvenCharge)| change;
    let dollars = |charge: &mut ProvenCharge| {
        charge.amount = Money::new(100, Currency::Usd).expect("not negative");
    };
    for (refusal, change) in [
        ("RA30", with(|charge| charge.at = at(23, 50))),
        ("RA30", with(|charge| charge.at = at(0, 11))),
        ("RA15", with(|charge| charge.amount = won(0))),
        ("RA15", with(dollars)),
        ("RA14", with(|charge| charge.amount = won(50_000_001))),
        ("RA05", with(|charge| charge.amount = won(10_000_001))),
    ] {
        let customer = Customer::new(request(ORDINARY)).await;
        let token = customer.agrees().await;
        let mut asked_for = charge(id(1, 1), &token);
        change(&mut asked_for);
        assert_eq!(customer.banks.charge(&asked_for).await, Answer::Declined(code(refusal)), "{refusal}");
        assert!(customer.passbook(ORDINARY).await.contains("10,000,000원"), "{refusal}");
    }
}

#[tokio::test]
async fn what_is_left_is_all_that_can_be_taken() {
    let (customer, _) = paid(id(1, 1), ORDINARY).await;
    let another = AuthenticationRequest { reference: "another".to_owned(), ..request(ORDINARY) };
    let customer = Customer::of(customer.banks, another).await;
    let token = customer.agrees().await;
    let too_much = ProvenCharge { amount: won(9_990_001), ..charge(id(2, 1), &token) };
    assert_eq!(customer.banks.charge(&too_much).await, Answer::Declined(code("RA05")));
    let all = ProvenCharge { amount: won(9_990_000), ..charge(id(3, 1), &token) };
    approved(customer.banks.charge(&all).await);
}

#[tokio::test]
async fn each_magic_account_does_what_its_row_says() {
    for magic in bank::MAGIC {
        let customer = Customer::new(request(magic.number)).await;
        let token = customer.agrees().await;
        let asked_for = charge(id(1, 1), &token);
        let call = customer.banks.charge(&asked_for);
        let answer = tokio::time::timeout(std::time::Duration::from_millis(50), call).await.ok();
        let as_told = match magic.authorisation {
            Outcome::Approve => matches!(answer, Some(Answer::Approved(_))),
            Outcome::Decline(code) => answer == Some(Answer::Declined(code)),
            Outcome::Garbled => answer == Some(Answer::Unknown),
            Outcome::Timeout | Outcome::LostAfterApproval | Outcome::Delay(_) => answer.is_none(),
        };
        assert!(as_told, "{}: {answer:?}", magic.en);
    }
}

#[tokio::test]
async fn says_who_is_there_and_when_it_is_closed() {
    let banks = BankSimulator::of(Simulation::in_memory(BASE));
    let there = banks.institutions();
    assert!(there.contains(&("004", kookmin())), "{there:?}");
    assert_eq!(banks.closed(kookmin(), at(12, 0)), None);
    assert_eq!(banks.closed(kookmin(), at(23, 55)), Some(code("RA30")));
    let unknown = AuthenticationRequest { issuer: "999".to_owned(), ..request(ORDINARY) };
    assert_eq!(banks.begin(&unknown).await, Answer::Declined(code("RA17")));
}
