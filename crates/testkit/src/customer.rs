//! A customer of a payment window, who needs no browser: every page is a form.

use std::collections::BTreeMap;

use crate::process::Gateway;
use crate::reply::Reply;
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

    /// Opens a transfer window, and lets the money go from an account at Kookmin Bank. The page that tells how it went.
    pub async fn transfer_from(&self, order: &Request, account: &str, receipt: &str) -> Reply {
        let confirm = self.at_the_bank(order, account, receipt).await;
        assert!(confirm.url.contains("/simulated/bank/004/"), "{} {}", confirm.url, confirm.text);
        self.send("POST", &confirm.url, FORM, "action=agree&password=1234").await
    }

    /// Opens a transfer window, and goes as far as the bank's own page.
    pub async fn at_the_bank(&self, order: &Request, account: &str, receipt: &str) -> Reply {
        self.at_the_bank_by(order.path(), &order.form(), account, receipt).await
    }

    async fn at_the_bank_by(&self, path: &str, order: &str, account: &str, receipt: &str) -> Reply {
        let banks = self.send("POST", path, FORM, order.to_owned()).await;
        assert_eq!(banks.status, 200, "{}", banks.text);
        let form = self.press(&banks, "action=bank&bank=004").await;
        let agreed = "agree=finance&agree=collection&agree=provision";
        self.press(&form, &format!("action=account&account_number={account}&{receipt}&{agreed}")).await
    }

    /// Pays by transfer from an account that nothing is wrong with, closes the window, and takes the result home.
    pub async fn transfer(&self, order: &Request) -> BTreeMap<String, String> {
        self.transfer_by(order.path(), &order.form()).await
    }

    /// The same, by an order's form as somebody else wrote it.
    pub async fn transfer_by(&self, path: &str, order: &str) -> BTreeMap<String, String> {
        let confirm = self.at_the_bank_by(path, order, "110-123-456789", "receipt=none").await;
        let result = self.send("POST", &confirm.url, FORM, "action=agree&password=1234").await;
        self.press(&result, "action=close").await.inputs()
    }

    /// What a page's button sends, with the step that the page carries.
    pub async fn press(&self, page: &Reply, button: &str) -> Reply {
        let step = page.inputs().remove("step");
        assert!(step.is_some(), "no step: {} {}", page.status, page.text);
        self.send("POST", &page.url, FORM, format!("{button}&step={}", step.unwrap_or_default())).await
    }
}
