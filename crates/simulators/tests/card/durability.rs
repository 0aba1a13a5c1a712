//! Books in a file: they outlive the process, and others may read them meanwhile.

use institutions::scenario::{Outcome, Scenario, Stage};

use super::*;

#[tokio::test]
async fn books_survive_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || CardSimulator::open(folder.path(), "").expect("books");
    let network = open();
    let approval = paid(&network, id(1, 1)).await;
    network.refund(&refund(id(1, 2), id(1, 1), 4_000)).await;
    network.refund(&refund(id(1, 3), id(1, 1), 7_000)).await;
    network.reverse(&asked(id(2, 1))).await;
    let before = books(&network);
    drop(network);

    let network = open();
    assert_eq!(books(&network), before);
    assert_eq!(standing(&network, id(1, 1)).await, Standing::Approved(approval.clone()));
    let repeated = network.authorise(&authorisation(id(1, 1), ORDINARY, 10_000)).await;
    assert_eq!(repeated, Answer::Approved(approval));
    assert_eq!(network.refund(&refund(id(1, 2), id(1, 1), 4_000)).await, refunded());
    assert_eq!(network.refund(&refund(id(1, 3), id(1, 1), 7_000)).await, Answer::Declined(code("CA85")));
    let over_balance = network.refund(&refund(id(1, 4), id(1, 1), 6_001)).await;
    assert_eq!(over_balance, Answer::Declined(code("CA85")), "the balance was kept, too");
    let late = network.authorise(&authorisation(id(2, 1), ORDINARY, 10_000)).await;
    assert_eq!(late, Answer::Declined(code("CA81")), "and the tombstone");
}

#[tokio::test]
async fn others_read_the_books_while_the_network_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let network = CardSimulator::open(folder.path(), "").expect("books");
    let reader = CardSimulator::open_books(folder.path()).expect("readable").expect("books");
    assert_eq!(books(&reader), []);
    for payment in [2, 1] {
        paid(&network, id(payment, 2)).await;
        paid(&network, id(payment, 1)).await;
    }
    let ids: Vec<_> = books(&reader).into_iter().map(|(id, _, _)| id).collect();
    assert_eq!(ids, [id(1, 1), id(1, 2), id(2, 1), id(2, 2)], "ordered, whatever came first");
    assert_eq!(books(&network), books(&reader));

    drop(network);
    assert_eq!(books(&reader).len(), 4, "and when it runs no longer");
}

#[test]
fn there_are_no_books_to_read_before_the_network_ran() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(CardSimulator::open_books(folder.path()).expect("readable").is_none());
}

#[tokio::test]
async fn books_that_are_lost_or_damaged_are_none_that_were_never_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let network = CardSimulator::open(folder.path(), "").expect("books");
    paid(&network, id(1, 1)).await;
    drop(network);
    let file = folder.path().join("issuers.db");
    for beside in ["issuers.db-wal", "issuers.db-shm"] {
        let _ = std::fs::remove_file(folder.path().join(beside));
    }
    std::fs::write(&file, "this is no database").expect("damaged");
    assert!(CardSimulator::open_books(folder.path()).is_err());
    std::fs::remove_file(&file).expect("lost");
    let lost = CardSimulator::open_books(folder.path()).expect_err("lost").to_string();
    assert!(lost.contains("missing"), "{lost}");
}

#[tokio::test]
async fn a_card_number_is_in_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let network = CardSimulator::open(folder.path(), "").expect("books");
    paid(&network, id(1, 1)).await;
    drop(network);
    for file in std::fs::read_dir(folder.path()).expect("a folder") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("its content");
        let found = bytes.windows(ORDINARY.len()).any(|window| window == ORDINARY.as_bytes());
        assert!(!found);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_requests_at_once_are_all_booked() {
    let folder = tempfile::tempdir().expect("a folder");
    let network = CardSimulator::open(folder.path(), "").expect("books");
    let requests = (1..=200).map(|payment| {
        let network = network.clone();
        tokio::spawn(async move { paid(&network, id(payment, 1)).await })
    });
    for request in requests.collect::<Vec<_>>() {
        request.await.expect("approved");
    }
    assert_eq!(books(&network).len(), 200);
}

#[tokio::test]
async fn books_of_an_older_version_are_refused_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = rusqlite::Connection::open(folder.path().join("issuers.db")).expect("a file");
    old.execute_batch("CREATE TABLE request (payment INTEGER); PRAGMA user_version = 2;")
        .expect("an old table");
    drop(old);
    let refusal = CardSimulator::open(folder.path(), "").expect_err("an old file").to_string();
    assert!(refusal.contains("version 2"), "{refusal}");
    assert!(CardSimulator::open_books(folder.path()).is_err());
}

#[tokio::test]
async fn each_line_names_who_did_it() {
    let network = network();
    paid(&network, id(1, 1)).await;
    network.refund(&refund(id(1, 2), id(1, 1), 1)).await;
    network.authorise(&authorisation(id(2, 1), "9400031234567890", 0)).await;
    network.reverse(&asked(id(3, 1))).await;
    let mut lines = Vec::new();
    let visited =
        network.visit(&mut |line| lines.push(line.institution.expect("an institution").to_string()));
    visited.expect("readable books");
    assert_eq!(
        lines,
        ["CA15", "CA15", "CA04", "CA15"],
        "a tombstone, too: whoever reverses says who was asked"
    );
}

fn declining(times: Option<u32>) -> Scenario {
    Scenario { merchant: None, institution: None, outcome: Outcome::Decline(code("CA64")), times }
}

#[tokio::test]
async fn a_scenario_outlives_the_process_with_its_count() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || CardSimulator::open(folder.path(), "").expect("books");
    let network = open();
    network.simulation().set(declining(Some(2))).await.expect("set");
    network.authorise(&authorisation(id(1, 1), ORDINARY, 1_000)).await;
    // As a killed process: nobody says goodbye.
    std::mem::forget(network);

    let network = open();
    assert_eq!(network.simulation().scenarios().await.expect("readable"), [declining(Some(1))]);
    let answer = network.authorise(&authorisation(id(2, 1), ORDINARY, 1_000)).await;
    assert_eq!(answer, Answer::Declined(code("CA64")));
    paid(&network, id(3, 1)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_requests_at_once_as_many_meet_a_scenario_as_it_says() {
    let folder = tempfile::tempdir().expect("a folder");
    for network in [CardSimulator::open(folder.path(), "").expect("books"), network()] {
        network.simulation().set(declining(Some(20))).await.expect("set");
        let requests = (1..=60).map(|payment| {
            let network = network.clone();
            let request = authorisation(id(payment, 1), ORDINARY, 1_000);
            tokio::spawn(async move { network.authorise(&request).await == Answer::Declined(code("CA64")) })
        });
        let mut declined = 0;
        for request in requests.collect::<Vec<_>>() {
            declined += usize::from(request.await.expect("answered"));
        }
        assert_eq!(declined, 20);
        assert_eq!(network.simulation().scenarios().await.expect("readable"), []);
    }
}
