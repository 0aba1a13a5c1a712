//! The institutions' books, changed line by line.

use domain::{Currency, InstitutionId, Money, NumberKind, RequestId};
use engine::What;
use institutions::books::{Books, Deed, Line};

use crate::folder::{Lines, Original, kinds};
use crate::given::{number, won};
use crate::history::lines;

fn id(count: u32, operation: u16) -> RequestId {
    RequestId { subject: number(NumberKind::Payment, count), operation }
}

fn found(change: impl FnOnce(&mut Vec<Line>)) -> Vec<What> {
    let mut lines = lines();
    change(&mut lines);
    let audit = Original::new().copy().audit(&lines.into()).expect("is audited");
    kinds(&audit.differences).into_iter().collect()
}

/// The line of an operation.
fn of(lines: &mut [Line], of: RequestId) -> &mut Line {
    lines.iter_mut().find(|line| line.id == of).expect("a line")
}

#[test]
fn an_institution_that_did_something_else_is_reported() {
    assert_eq!(found(|lines| of(lines, id(1, 1)).deed = Deed::Reversed), [What::InstitutionDeed]);
    assert_eq!(found(|lines| of(lines, id(1, 3)).deed = Deed::Refunded), [What::InstitutionDeed]);
    assert_eq!(found(|lines| of(lines, id(4, 1)).deed = Deed::Authorised), [What::InstitutionDeed]);
}

#[test]
fn a_reversal_of_what_was_declined_may_go_unwritten() {
    assert_eq!(
        found(|lines| of(lines, id(4, 1)).deed = Deed::Declined),
        [What::InstitutionAmount, What::InstitutionName]
    );
    let declined = |lines: &mut Vec<Line>| {
        let line = of(lines, id(4, 1));
        *line = Line {
            deed: Deed::Declined,
            amount: won(10_000),
            institution: InstitutionId::new("CA04"),
            ..line.clone()
        };
    };
    assert_eq!(found(declined), []);
}

#[test]
fn an_institution_that_took_another_amount_or_currency_is_reported() {
    assert_eq!(found(|lines| of(lines, id(1, 2)).amount = won(299)), [What::InstitutionAmount]);
    let dollars = Money::new(10_000, Currency::Usd).expect("not negative");
    assert_eq!(found(|lines| of(lines, id(7, 1)).amount = dollars), [What::InstitutionAmount]);
}

#[test]
fn another_institution_than_was_asked_is_reported() {
    assert_eq!(
        found(|lines| of(lines, id(7, 1)).institution = InstitutionId::new("CA01")),
        [What::InstitutionName]
    );
    assert_eq!(found(|lines| of(lines, id(7, 1)).institution = None), [What::InstitutionName]);
}

#[test]
fn an_institution_that_knows_nothing_is_reported() {
    assert_eq!(found(|lines| lines.retain(|line| line.id != id(1, 2))), [What::UnknownToInstitution]);
    assert_eq!(found(|lines| lines.retain(|line| line.id != id(4, 1))), [What::UnknownToInstitution]);
    let no_declines = |lines: &mut Vec<Line>| lines.retain(|line| line.deed != Deed::Declined);
    assert_eq!(found(no_declines), [], "a decline need not be kept");
}

#[test]
fn what_is_under_way_may_have_been_done_or_not() {
    assert_eq!(found(|lines| lines.retain(|line| line.id != id(1, 5) && line.id != id(3, 1))), []);
    assert_eq!(found(|lines| of(lines, id(3, 1)).deed = Deed::Declined), []);
}

#[test]
fn an_institution_that_did_what_nobody_asked_for_is_reported() {
    for unknown in [id(0, 1), id(1, 9), id(9_999, 1)] {
        let added = |lines: &mut Vec<Line>| {
            let line = lines.first().expect("a line").clone();
            lines.push(Line { id: unknown, ..line });
        };
        assert_eq!(found(added), [What::UnknownToUs], "{unknown}");
    }
}

#[test]
fn two_institutions_are_held_against_ours_together() {
    let original = Original::new().copy();
    let (mut one, other): (Vec<Line>, Vec<Line>) =
        lines().into_iter().partition(|line| line.id.operation == 1);
    let both = |one: Vec<Line>, other: Vec<Line>| {
        let (one, other): (Lines, Lines) = (one.into(), other.into());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let folder = store::folder::Folder::examine(original.path()).expect("is there");
        let store = store::sqlite::SqliteStore::examine(&folder).expect("opens");
        let books: &[&dyn Books] = &[&one, &other];
        runtime.block_on(engine::Audit::run(&store, books)).expect("is audited").differences
    };
    assert_eq!(both(one.clone(), other.clone()), []);
    one.extend(other.first().cloned());
    assert_eq!(kinds(&both(one, other)).into_iter().collect::<Vec<_>>(), [What::InstitutionTwice]);
}

/// Books that break off after a few lines.
struct Torn;

impl Books for Torn {
    fn visit(&self, visit: &mut dyn FnMut(Line)) -> Result<(), String> {
        lines().into_iter().take(3).for_each(visit);
        Err("the file is torn".to_owned())
    }
}

#[test]
fn books_that_break_off_are_one_difference_and_not_many() {
    let original = Original::new().copy();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let folder = store::folder::Folder::examine(original.path()).expect("is there");
    let store = store::sqlite::SqliteStore::examine(&folder).expect("opens");
    let books: &[&dyn Books] = &[&Torn];
    let audit = runtime.block_on(engine::Audit::run(&store, books)).expect("is audited");
    let words: Vec<_> = audit.differences.iter().map(ToString::to_string).collect();
    assert_eq!(words, ["an institution: an institution's books can't be read (the file is torn)"]);
}

/// Books whose last line comes first.
struct OutOfOrder;

impl Books for OutOfOrder {
    fn visit(&self, visit: &mut dyn FnMut(Line)) -> Result<(), String> {
        let mut lines = lines();
        lines.rotate_right(1);
        lines.into_iter().for_each(visit);
        Ok(())
    }
}

#[test]
fn lines_out_of_their_order_are_reported() {
    let original = Original::new().copy();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let folder = store::folder::Folder::examine(original.path()).expect("is there");
    let store = store::sqlite::SqliteStore::examine(&folder).expect("opens");
    let books: &[&dyn Books] = &[&OutOfOrder];
    let audit = runtime.block_on(engine::Audit::run(&store, books)).expect("is audited");
    assert!(kinds(&audit.differences).contains(&What::InstitutionBooks), "{:?}", audit.differences);
}
