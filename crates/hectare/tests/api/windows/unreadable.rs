//! While a database doesn't answer a customer is told nothing that might be wrong.

use rusqlite::Connection;
use testkit::{Gateway, Merchant, card_window};

use super::{CLOSE, FORM, GOOD_CARD, NEXT, at_card_form, close, look, order, press};
use crate::gateway;

/// A table that nobody can read until it is put back.
struct Hidden {
    database: Connection,
    table: &'static str,
}

impl Hidden {
    fn of(gateway: &Gateway, file: &str, table: &'static str) -> Self {
        let database = Connection::open(gateway.data().join(file)).unwrap();
        database.execute_batch(&format!("ALTER TABLE {table} RENAME TO {table}_hidden")).unwrap();
        Self { database, table }
    }

    fn put_back(self) {
        let Self { database, table } = self;
        database.execute_batch(&format!("ALTER TABLE {table}_hidden RENAME TO {table}")).unwrap();
    }
}

#[tokio::test]
async fn a_window_that_cannot_be_read_is_not_said_to_be_gone() {
    let gateway = gateway();
    let form = at_card_form(&gateway, &order()).await;
    let windows = Hidden::of(&gateway, "hectare.db", "window");
    for page in [look(&gateway, &form).await, press(&gateway, &form, CLOSE).await] {
        assert_eq!(page.status, 503, "{}", page.text);
        assert!(page.text.contains("결제창을 불러오지 못했습니다"), "{}", page.text);
    }
    windows.put_back();
    let paid = press(&gateway, &form, GOOD_CARD).await;
    assert_eq!(close(&gateway, &paid).await.gist(), (NEXT, "0021", "0000"));
}

#[tokio::test]
async fn a_step_that_cannot_be_taken_is_not_said_to_be_stale() {
    let gateway = gateway();
    let form = at_card_form(&gateway, &order()).await;
    let database = Connection::open(gateway.data().join("hectare.db")).unwrap();
    let stuck = "CREATE TRIGGER stuck BEFORE UPDATE ON window BEGIN SELECT RAISE(ABORT, 'stuck'); END";
    database.execute_batch(stuck).unwrap();
    let page = press(&gateway, &form, CLOSE).await;
    assert!(page.status == 503 && !page.text.contains(NEXT), "{}", page.text);
    database.execute_batch("DROP TRIGGER stuck").unwrap();
    let paid = press(&gateway, &form, GOOD_CARD).await;
    assert_eq!(close(&gateway, &paid).await.gist(), (NEXT, "0021", "0000"));
}

#[tokio::test]
async fn a_result_goes_home_whole_or_not_at_all() {
    let gateway = gateway();
    let form = at_card_form(&gateway, &order()).await;
    let paid = press(&gateway, &form, GOOD_CARD).await;
    let keys = Hidden::of(&gateway, "hectare.db", "credential");
    let page = press(&gateway, &paid, CLOSE).await;
    assert!(page.status == 503 && !page.text.contains(NEXT), "{}", page.text);
    keys.put_back();
    let handover = close(&gateway, &paid).await;
    assert_eq!(handover.gist(), (NEXT, "0021", "0000"));
    assert!(handover.fields["billKey"].starts_with("SBILL_"), "{handover:?}");
}

/// VTIM would promise that money is taken back, and none was asked for.
#[tokio::test]
async fn an_issuer_that_sends_nobody_to_its_page_is_out_of_order() {
    let gateway = gateway();
    let sessions = Hidden::of(&gateway, "issuers.db", "session");
    let order = card_window(&Merchant::today("nxca_jt_il"));
    let refused = gateway.send("POST", order.path(), FORM, order.form()).await;
    assert!(
        refused.text.contains("CA02") && refused.text.contains("청구된 금액은 없습니다"),
        "{}",
        refused.text
    );
    assert_eq!(close(&gateway, &refused).await.gist(), (NEXT, "0031", "CA02"));
    assert_eq!(gateway.audit().operations(), 0);
    sessions.put_back();
}
