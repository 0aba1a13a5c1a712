//! Valid messages, signed and encrypted: each is accepted, and with one field changed on its way it is what the change
//! makes of it. Bytes alone never get so far, for nobody guesses a hash.

use protocol::{FieldSpec, MessageSpec, Plain, Raw, Rules, seal, unknown, verify};

use super::input::Input;
use super::{log, mutation, texts, wire};

/// A valid message: the values that were put in, and what is sent of them.
pub(super) struct Sealed {
    pub(super) spec: &'static MessageSpec,
    pub(super) values: Vec<Option<Plain>>,
    pub(super) raw: Raw,
}

/// Makes a message of the bytes and checks it, as it is and with one field changed.
pub fn check(bytes: &[u8]) {
    // A message that uses up its bytes leaves the change to be made of it a free choice.
    let (change, message) = bytes.split_at(bytes.len() / 4);
    let sealed = Sealed::any(&mut Input::new(message));
    wire::assert_survives(sealed.spec.transport(), &sealed.raw);
    sealed.assert_is_accepted();
    log::assert_masks(sealed.spec, &sealed.raw, Some(&super::test_keys()));
    log::assert_masks(sealed.spec, &sealed.raw, None);
    mutation::check(&sealed, &mut Input::new(change));
}

impl Sealed {
    fn any(input: &mut Input<'_>) -> Self {
        let spec = input.pick(&super::messages());
        let mut values: Vec<Option<Plain>> = Vec::with_capacity(spec.fields.len());
        for field in own(spec) {
            let is_there = field.required || input.coin();
            values.push(is_there.then(|| Plain::from(texts::text(field, input))));
        }
        let raw = seal(spec, &values, &super::test_keys());
        Self { spec, values, raw }
    }

    fn assert_is_accepted(&self) {
        let id = self.spec.id;
        let verified = verify(self.spec, &self.raw, &super::test_keys(), Rules::default())
            .unwrap_or_else(|refusal| panic!("{id} is valid, but refused: {refusal:?}"));
        let strange = unknown(self.spec, &self.raw);
        assert!(strange.is_empty(), "{id} does not know its own {strange:?}");
        for (field, (sent, came)) in own(self.spec).iter().zip(self.values.iter().zip(&verified.values)) {
            let (sent, came) = (sent.as_deref().unwrap_or_default(), came.as_deref().unwrap_or_default());
            let may_lose = self.spec.is_request() && !field.term.verbatim && !hashes(self.spec, field);
            assert!(
                sent == came || (may_lose && is_left_of(came, sent)),
                "{id} {} became another",
                field.name
            );
        }
    }
}

/// The fields that have a value of their own: all but the computed hash.
pub(super) fn own(spec: &'static MessageSpec) -> &'static [FieldSpec] {
    match (spec.hash, spec.fields) {
        (Some(_), [own @ .., _]) => own,
        (_, all) => all,
    }
}

pub(super) fn hashes(spec: &MessageSpec, field: &FieldSpec) -> bool {
    spec.hash.unwrap_or_default().iter().any(|part| part.field() == Some(field.name))
}

/// Whether some text with something taken out is this.
fn is_left_of(left: &str, text: &str) -> bool {
    let mut rest = text.chars();
    left.chars().all(|c| rest.any(|other| other == c))
}
