//! A customer of a card window, who needs no browser: every page is a form.

use std::collections::BTreeMap;

use crate::process::Gateway;
use crate::request::Request;

const FORM: &str = "application/x-www-form-urlencoded";

impl Gateway {
    /// Opens a window straight at the issuer's page, proves a card there, closes the window, and takes
    /// the result home: the fields that go to `nextUrl`.
    pub async fn pay_in_window(&self, order: &Request) -> BTreeMap<String, String> {
        let issuers_page = self.send("POST", order.path(), FORM, order.form()).await;
        assert_eq!(issuers_page.status, 200, "{}", issuers_page.text);
        let result = self.send("POST", &issuers_page.url, FORM, "action=app").await;
        assert_eq!(result.status, 200, "{}", result.text);
        let handover = self.send("POST", &result.url, FORM, "action=close").await;
        handover.inputs()
    }
}
