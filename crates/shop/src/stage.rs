//! Where an order stands, and what that means for its customer. Why one failed is in [`crate::failure`].

use crate::language::Language;

/// Where the order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Created,
    /// It may be paid: the window says so, or an answer got lost. What proves it is not here yet.
    Waiting,
    Authenticated,
    Paid,
    PartCancelled,
    Cancelled,
    Failed,
}

impl Stage {
    /// Under its own number. One that failed is ordered anew: its number may be used up.
    pub(crate) const fn can_be_paid(&self) -> bool {
        matches!(self, Self::Created)
    }

    pub(crate) const fn can_be_cancelled(&self) -> bool {
        matches!(self, Self::Paid | Self::PartCancelled)
    }

    /// A stable name: for styles, for scripts.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Waiting => "waiting",
            Self::Authenticated => "authenticated",
            Self::Paid => "paid",
            Self::PartCancelled => "part-cancelled",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    pub(crate) const fn label(&self, language: &Language) -> &'static str {
        match self {
            Self::Created => language.of("결제 전", "To be paid"),
            Self::Waiting => language.of("확인 중", "Being confirmed"),
            Self::Authenticated => language.of("인증 완료", "Authenticated"),
            Self::Paid => language.of("결제 완료", "Paid"),
            Self::PartCancelled => language.of("일부 취소됨", "Part cancelled"),
            Self::Cancelled => language.of("취소됨", "Cancelled"),
            Self::Failed => language.of("결제 실패", "Payment failed"),
        }
    }

    /// What it means for the customer.
    pub(crate) const fn explanation(&self, language: &Language) -> &'static str {
        match self {
            Self::Created => {
                language.of("결제하기를 누르면 결제창이 열립니다.", "Press Pay to open the payment window.")
            }
            Self::Waiting => language.of(
                "아직 확정되지 않았습니다. 게이트웨이의 알림이나 거래 조회로 확정됩니다.",
                "Not certain yet: the gateway's notification will tell, or an inquiry.",
            ),
            Self::Authenticated => language.of(
                "카드 인증만 끝났습니다. 매입을 요청하면 돈이 나갑니다.",
                "The card is authenticated, nothing is charged. Capture it to be paid.",
            ),
            Self::Paid => {
                language.of("고맙습니다. 곧 포장해서 보내 드릴게요.", "Thank you. We are wrapping it up.")
            }
            Self::PartCancelled => language.of(
                "일부를 돌려드렸습니다. 나머지는 그대로 결제되어 있습니다.",
                "A part was given back. The rest stands.",
            ),
            Self::Cancelled => language.of("모두 돌려드렸습니다.", "Everything was given back."),
            Self::Failed => language.of("결제되지 않았습니다.", "It was not paid."),
        }
    }
}
