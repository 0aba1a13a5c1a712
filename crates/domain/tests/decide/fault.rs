//! Tables of refusals, in the order in which they are answered.

use domain::{Command, Refusal, Reply, State, decide};

/// One thing wrong with a command or with what is stored, and what it is answered with.
pub(crate) struct Fault<C> {
    pub(crate) name: &'static str,
    pub(crate) refusal: Refusal,
    pub(crate) make: fn(&mut State, &mut C),
}

/// Each fault alone is answered by its refusal, and of two faults the one that stands first in the
/// table answers. A refusal writes nothing.
pub(crate) fn refuses_in_order<C: Clone>(
    sound: &(State, C),
    command: impl Fn(C) -> Command,
    faults: &[Fault<C>],
) {
    let answer = |made: &[&Fault<C>]| {
        let (mut state, mut faulty) = sound.clone();
        made.iter().for_each(|fault| (fault.make)(&mut state, &mut faulty));
        decide(&state, &command(faulty))
    };
    assert!(!matches!(answer(&[]).reply, Reply::Refused(_)), "without a fault nothing is refused");
    for (position, first) in faults.iter().enumerate() {
        let alone = answer(&[first]);
        assert_eq!(alone.reply, Reply::Refused(first.refusal), "{}", first.name);
        assert_eq!(alone.writes, [], "{}", first.name);
        for later in faults.iter().skip(position + 1) {
            // The later fault is made first: where both touch the same value, the earlier stays.
            let both = answer(&[later, first]);
            assert_eq!(both.reply, Reply::Refused(first.refusal), "{} before {}", first.name, later.name);
        }
    }
}
