//! What goes wrong between the gateway and the issuers, and at the issuers'.

use std::time::Duration;

use domain::DeclineCode;
use institutions::scenario::{Outcome, Scenario, Stage};

use crate::dice::Dice;
use crate::world::{Ask, Cut, QUICK, Wire};

/// Changes the weather every few milliseconds, for as long as the process lives.
pub(crate) async fn blow(wire: Wire, mut dice: Dice) {
    loop {
        let told = wire.issuers().simulation().set(Scenario {
            merchant: None,
            institution: None,
            outcome: outcome(&mut dice),
            times: u32::try_from(dice.below(4)).ok(),
        });
        told.await.expect("set");
        if dice.percent(40) {
            let ask = dice.pick(&[Ask::Authorise, Ask::Inquire, Ask::Reverse, Ask::Refund]);
            let slow = Cut::Slow(QUICK.institution / 2);
            let stuck = if ask == Ask::Authorise { Cut::Stuck } else { slow };
            let cuts = [Cut::Before, Cut::Behind, slow, stuck];
            wire.cut(ask, dice.pick(&cuts), 1 + dice.below(3));
        }
        if dice.percent(20) {
            wire.mend();
        }
        if dice.percent(30) {
            wire.arrive_late().await;
        }
        tokio::time::sleep(Duration::from_micros(u64::try_from(dice.below(8_000)).expect("few"))).await;
    }
}

fn outcome(dice: &mut Dice) -> Outcome {
    let late = Outcome::Delay(QUICK.institution + Duration::from_millis(1));
    let soon = Outcome::Delay(Duration::from_millis(2));
    let declined = Outcome::Decline(DeclineCode::new("CA11").expect("a code"));
    dice.pick(&[
        Outcome::Approve,
        Outcome::Approve,
        declined,
        Outcome::Timeout,
        Outcome::LostAfterApproval,
        Outcome::Garbled,
        soon,
        late,
    ])
}
