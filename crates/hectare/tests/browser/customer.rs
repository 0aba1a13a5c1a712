//! A customer's way through the payment window.

use crate::driver::Browser;

/// A card that the simulated issuers approve.
pub(crate) const CARD: &str = "9490191234560402";
/// One that they decline: over the limit.
pub(crate) const DECLINED_CARD: &str = "4000000000000002";

impl Browser {
    /// Chooses the issuer of [`CARD`] and agrees to the terms.
    pub(crate) async fn choose_issuer_and_agree(&self) {
        self.press("NH농협카드").await;
        self.agree().await;
    }

    /// Agrees to all of the terms, and goes on.
    pub(crate) async fn agree(&self) {
        self.choose("모두 동의합니다").await;
        self.go_on().await;
    }

    /// From the terms to the issuer's page, or to the form for the card's data.
    pub(crate) async fn go_on(&self) {
        let to_issuer = self
            .until("a way on", async || {
                let (to_issuer, to_form) = (self.offers("이동").await, self.offers("다음").await);
                Ok((to_issuer || to_form).then_some(to_issuer))
            })
            .await;
        self.press(if to_issuer { "이동" } else { "다음" }).await;
    }

    /// Confirms in the issuer's app, for which a button stands.
    pub(crate) async fn confirm_in_app(&self) {
        self.press("앱에서 인증 완료").await;
    }

    /// Proves to be the card's holder by its number and the payment password.
    pub(crate) async fn confirm_by_password(&self, password: &str) {
        self.write("카드번호", CARD).await;
        self.write("결제 비밀번호", password).await;
        self.press("인증하기").await;
    }

    /// Types the card's number and expiry.
    pub(crate) async fn type_card(&self, number: &str) {
        self.write("카드번호", number).await;
        self.write("유효기간", "1299").await;
    }

    /// Types what a legacy merchant also asks for.
    pub(crate) async fn type_holder(&self) {
        self.write("생년월일", "900101").await;
        self.write("비밀번호 앞 2자리", "12").await;
    }

    /// All of it, by way of the issuer's app.
    pub(crate) async fn pay_by_app(&self) {
        self.choose_issuer_and_agree().await;
        self.confirm_in_app().await;
        self.reads("결제가 완료되었습니다").await;
    }
}
