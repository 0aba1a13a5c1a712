//! Bytes that a disk lost.

use std::fs;

use engine::What;
use rusqlite::Connection;

use crate::folder::{Damaged, Original, kinds};

const PAGE: usize = 4_096;

/// Bytes that mean nothing, always the same.
fn garbage(seed: usize) -> Vec<u8> {
    let mut state = u64::try_from(seed).expect("small") + 0x9e37_79b9_7f4a_7c15;
    let byte = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    (0..PAGE).map(byte).collect()
}

/// The first byte of a table's or an index's only page.
fn root(damaged: &Damaged, name: &str) -> usize {
    let database = Connection::open(damaged.file()).expect("a database");
    let query = "SELECT rootpage FROM sqlite_schema WHERE name = ?";
    let page: i64 = database.query_row(query, [name], |row| row.get(0)).expect("is there");
    (usize::try_from(page).expect("positive") - 1) * PAGE
}

#[test]
fn a_page_of_garbage_is_found_wherever_it_is() {
    let original = Original::new();
    let pages = fs::metadata(original.copy().file()).expect("is there").len() / 4_096;
    for page in 0..usize::try_from(pages).expect("few") {
        let damaged = original.copy();
        damaged.overwrite(page * PAGE, &garbage(page));
        match damaged.audit(&crate::history::lines().into()) {
            // It doesn't open, or can't be read: nobody takes it for right.
            Err(_) => {}
            Ok(audit) => {
                assert!(
                    kinds(&audit.differences).contains(&What::Damaged),
                    "{page}: {:?}",
                    audit.differences
                );
            }
        }
    }
}

/// What the database itself can't notice: its pages are in order, and what they say is not.
#[test]
fn a_few_bytes_overwritten_in_a_page_are_found() {
    let original = Original::new();
    let table: [(&str, &[u8]); 8] = [
        ("claim", b"CANCEL1"),
        ("claim", b"ORDER6"),
        ("notification", b"nxca_jt_bi"),
        ("credential", b"nxca_jt_bi"),
        ("window", b"the card's page"),
        ("window", b"WINDOW1"),
        ("account", b"payable"),
        ("notification_due", b"nxca_jt_bi"),
    ];
    for (name, needle) in table {
        let damaged = original.copy();
        let start = root(&damaged, name);
        let bytes = fs::read(damaged.file()).expect("is read");
        let page = &bytes[start..start + PAGE];
        let found = page.windows(needle.len()).position(|window| window == needle);
        let at = start + found.unwrap_or_else(|| panic!("{name} has no {needle:?} on its first page"));
        damaged.overwrite(at + 1, &[0xff, 0xfe, 0x00]);
        let audit = damaged.audit(&crate::history::lines().into()).expect("is audited");
        assert!(!audit.differences.is_empty(), "{name}: {:?}", String::from_utf8_lossy(needle));
    }
}

/// Each byte of a seal: whatever is changed, it opens no more.
#[test]
fn a_bit_that_turned_in_a_seal_is_found() {
    let original = Original::new();
    let sealed: Vec<u8> = {
        let damaged = original.copy();
        let database = Connection::open(damaged.file()).expect("a database");
        let query = "SELECT sealed FROM credential WHERE state = 1 LIMIT 1";
        database.query_row(query, [], |row| row.get(0)).expect("is there")
    };
    let damaged = original.copy();
    let start = root(&damaged, "credential");
    let bytes = fs::read(damaged.file()).expect("is read");
    let page = &bytes[start..start + PAGE];
    let at = start + page.windows(sealed.len()).position(|window| window == sealed).expect("is there");
    for place in [0, sealed.len() / 2, sealed.len() - 1] {
        let damaged = original.copy();
        damaged.overwrite(at + place, &[sealed[place] ^ 1]);
        let found: Vec<_> = kinds(&damaged.differences()).into_iter().collect();
        assert_eq!(found, [What::CredentialSeal], "{place}");
    }
}
