//! One field changed between sealing and verification. The hash is what is looked at last: a change of what it covers
//! is refused for what is wrong with the new value, or else for the hash.

use protocol::{Code, FieldSpec, Format, Plain, Raw, Rules, seal, verify};

use super::input::Input;
use super::sealed::{Sealed, hashes, own};
use super::{log, test_keys, texts};

/// The values that a message was verified to, or the code and the field that it was refused with.
type Verdict = Result<Vec<Option<Plain>>, (Code, Option<&'static str>)>;

const BAD_HASH: Verdict = Err((Code::of("1901"), None));

/// What merchants put into the wrong field at times, and what is taken out of free text, in part and as a whole.
const ODDITIES: [&str; 6] = [
    "4111111111111111",
    "4111 1111 1111 1111",
    "no. 4111-1111-1111-1111, my card",
    "javascript:alert(1) 😀",
    "alert",
    "😀",
];

pub(super) fn check(sealed: &Sealed, input: &mut Input<'_>) {
    let places: Vec<usize> = (0..sealed.spec.fields.len()).collect();
    let place = input.pick(&places);
    match own(sealed.spec).get(place) {
        None => change_hash(sealed, input),
        Some(field) => match input.byte() % 6 {
            0 => replace(sealed, place, field, None, input.coin()),
            1 => replace(sealed, place, field, Some(texts::text(field, input)), false),
            2 => replace(sealed, place, field, Some(input.wild_text()), false),
            3 => replace(sealed, place, field, Some(input.pick(&ODDITIES).to_owned()), false),
            4 => tamper(sealed, field, input),
            _ => send_in_clear(sealed, place, field),
        },
    }
}

/// Another text, or none, under the hash of the first: as if it had been signed, but for the hash.
fn replace(
    sealed: &Sealed,
    place: usize,
    field: &'static FieldSpec,
    text: Option<String>,
    encrypted_nothing: bool,
) {
    let keys = test_keys();
    let text = text.filter(|text| !text.is_empty());
    let sent = match &text {
        Some(text) if field.encrypted => keys.encrypt(text),
        Some(text) => text.clone(),
        None if field.encrypted && encrypted_nothing => keys.encrypt(""),
        None => String::new(),
    };
    let changed = with(&sealed.raw, field, sent);
    log::assert_masks(sealed.spec, &changed, Some(&keys));

    let mut values = sealed.values.clone();
    let value = values.get_mut(place).expect("every own field has its place");
    let differs = value.as_deref() != text.as_deref();
    *value = text.map(Plain::from);
    let signed_anew = verdict(sealed, &seal(sealed.spec, &values, &keys), Rules::default());
    assert_ne!(signed_anew, BAD_HASH, "{} {} is not what is hashed", sealed.spec.id, field.name);

    let expected = match signed_anew {
        Ok(_) if differs && hashes(sealed.spec, field) => BAD_HASH,
        other => other,
    };
    assert_eq!(verdict(sealed, &changed, Rules::default()), expected, "{} {}", sealed.spec.id, field.name);
}

/// One character of a ciphertext becomes another.
fn tamper(sealed: &Sealed, field: &'static FieldSpec, input: &mut Input<'_>) {
    let Some(sent) = sealed.raw.get(field.group, field.name).filter(|_| field.encrypted) else { return };
    let places: Vec<usize> = (0..sent.len()).collect();
    let (place, new) = (input.pick(&places), char::from(b' ' + input.byte() % 95));
    let tampered: String =
        sent.chars().enumerate().map(|(at, old)| if at == place { new } else { old }).collect();
    if tampered == sent {
        return;
    }
    let verdict = verdict(sealed, &with(&sealed.raw, field, tampered), Rules::default());
    assert!(verdict.is_err() || !hashes(sealed.spec, field), "{} {}", sealed.spec.id, field.name);
}

/// An amount in plain digits where an encrypted one is due: the test environment alone takes it.
fn send_in_clear(sealed: &Sealed, place: usize, field: &'static FieldSpec) {
    let Some(Some(amount)) = sealed.values.get(place) else { return };
    if !field.encrypted || field.format != Format::Amount {
        return;
    }
    let changed = with(&sealed.raw, field, (**amount).to_owned());
    let refused = Err((const { Code::of("1902") }, Some(field.name)));
    assert_eq!(verdict(sealed, &changed, Rules::default()), refused, "{}", sealed.spec.id);
    let test = Rules { amounts_in_clear: true };
    assert_eq!(verdict(sealed, &changed, test), verdict(sealed, &sealed.raw, test), "{}", sealed.spec.id);
}

/// Either case of hex is the hash; no other text is, and neither is none.
fn change_hash(sealed: &Sealed, input: &mut Input<'_>) {
    let Some(field) = sealed.spec.hash_field() else { return };
    let hash = sealed.raw.get(field.group, field.name).expect("a sealed message has its hash");
    let new = if input.coin() { hash.to_ascii_uppercase() } else { input.wild_text() };
    let verdict = verdict(sealed, &with(&sealed.raw, field, new.clone()), Rules::default());
    assert_eq!(verdict.is_ok(), new.eq_ignore_ascii_case(hash), "{} with hash {new:?}", sealed.spec.id);
}

fn verdict(sealed: &Sealed, raw: &Raw, rules: Rules) -> Verdict {
    let verified = verify(sealed.spec, raw, &test_keys(), rules)
        .map_err(|refusal| (refusal.code, refusal.field.map(|field| field.name)))?;
    assert!(
        verified.values.iter().flatten().all(|text| !text.is_empty()),
        "{} has an empty text",
        sealed.spec.id
    );
    // Which hash was sent is no matter here.
    Ok(verified.values.into_iter().take(own(sealed.spec).len()).collect())
}

fn with(raw: &Raw, field: &FieldSpec, text: String) -> Raw {
    let mut changed = raw.clone();
    changed.set(field.group, field.name, text);
    changed
}
