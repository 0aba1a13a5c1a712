//! Where every test plays: a sandbox, and a browser in front of it.

use std::ops::Deref;

use crate::driver::{Browser, Kind};
use crate::sandbox::Sandbox;

/// The sandbox and a browser. Whoever opened it has to end it: only then is the browser asked for its complaints.
pub(crate) struct Scene {
    browser: Browser,
    pub(crate) sandbox: Sandbox,
    ended: bool,
}

/// A browser takes a whole core for a second or two, so that these tests run only where they are asked for.
const SWITCH: &str = "HECTARE_BROWSER";

impl Scene {
    /// A desktop's browser; none where browser tests were not asked for.
    pub(crate) async fn open() -> Option<Self> {
        Self::with(Kind::default()).await
    }

    pub(crate) async fn with(kind: Kind) -> Option<Self> {
        if std::env::var_os(SWITCH).is_none() {
            println!("skipped: browser tests run with {SWITCH}=1");
            return None;
        }
        let sandbox = Sandbox::start().await;
        Some(Self { browser: Browser::start(kind).await, sandbox, ended: false })
    }

    /// Orders a thing in the shop: the browser is then on the order's page.
    pub(crate) async fn order(&self, good: &str, flow: &str, opening: &str) {
        self.open(&self.sandbox.shop).await;
        self.choose(good).await;
        self.pick("결제 흐름", flow).await;
        self.choose(opening).await;
        self.press("주문하기").await;
        self.reads("결제 전").await;
    }

    /// Waits until the shop says that the order is paid, by nothing but the notification.
    pub(crate) async fn shop_says_paid(&self) {
        self.reads("결제 완료").await;
        self.reads("알림 수신, 해시 확인됨").await;
    }

    /// Every payment was asked of the issuer once, and this merchant is owed so much, in minor units.
    pub(crate) fn charged_once(&self, merchant: &str, amount: i64) {
        let audit = self.sandbox.audit();
        let owed = audit.account(&format!("payable:{merchant}"));
        assert_eq!((audit.operations(), owed), (1, (0, amount)), "{}", audit.text);
    }

    /// The end of a scene about which the browser has nothing to complain.
    pub(crate) async fn end(self) {
        self.end_despite(&[]).await;
    }

    /// The end of a scene in which the browser may complain of these.
    pub(crate) async fn end_despite(mut self, expected: &[&str]) {
        let mut complaints = self.complaints().await;
        complaints.retain(|complaint| !expected.iter().any(|known| complaint.contains(known)));
        assert!(complaints.is_empty(), "the browser complains: {complaints:#?}");
        let audit = self.sandbox.audit();
        assert!(audit.right, "{}", audit.text);
        self.ended = true;
    }
}

/// A scene is played in its browser.
impl Deref for Scene {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        assert!(self.ended || std::thread::panicking(), "a scene without an end proves too little");
    }
}
