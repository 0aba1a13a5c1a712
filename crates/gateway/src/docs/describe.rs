//! The facts of a message's table in words: one source for the pages and for the Markdown.

use protocol::registry::Api;
use protocol::{Class, Codes, FieldSpec, Format, HashPart, Language, MessageSpec, Transport, Unit};

const fn of<'a>(language: Language, ko: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Ko => ko,
        Language::En => en,
    }
}

/// The class as the documents abbreviate it.
pub(crate) const fn class(field: &FieldSpec) -> &'static str {
    match field.class {
        Class::N => "N",
        Class::A => "A",
        Class::An => "AN",
        Class::Ah => "AH",
        Class::Ahn => "AHN",
    }
}

/// What the text must look like, beyond its characters.
pub(crate) const fn format(field: &FieldSpec, language: Language) -> &'static str {
    match field.format {
        Format::Text | Format::Records => "",
        Format::Amount => of(language, "금액 (최소 단위)", "minor units"),
        Format::Date => "yyyyMMdd",
        Format::Time => "HHmmss",
        Format::DateTime => "yyyyMMddHHmmss",
        Format::Ordinal => of(language, "회차 (001부터)", "from 001"),
    }
}

/// The values allowed, the one to send first.
pub(crate) fn fixed(field: &FieldSpec) -> String {
    field.fixed.join(" | ")
}

/// Class, bytes, format, encryption and values of a field in one line.
pub(crate) fn rule(field: &FieldSpec, language: Language) -> String {
    let unit = match field.unit {
        Unit::Bytes => of(language, "바이트 이하", "bytes at most"),
        Unit::HangulAsTwo => {
            of(language, "바이트 이하 (한글 2바이트)", "bytes at most, two a Hangul syllable")
        }
        Unit::Characters => of(language, "자 이하", "characters at most"),
    };
    let mut rule = format!("{}, {} {unit}", class(field), field.max);
    let encrypted = if field.encrypted { of(language, "AES 암호화", "AES encrypted") } else { "" };
    for more in [format(field, language), encrypted, &fixed(field)] {
        if !more.is_empty() {
            rule = format!("{rule}, {more}");
        }
    }
    rule
}

/// What is hashed, in order; none where the message has no recipe. PG 5.3.
pub(crate) fn recipe(spec: &MessageSpec) -> Option<String> {
    let parts = spec.hash?.iter().map(|part| match part {
        HashPart::Field(name) => (*name).to_owned(),
        HashPart::First8(name) => format!("{name}[1-8]"),
        HashPart::Last6(name) => format!("{name}[9-14]"),
        HashPart::Literal(text) => format!("\"{text}\""),
    });
    Some(parts.chain(["[hash key]".to_owned()]).collect::<Vec<_>>().join(" + "))
}

/// Where the API is printed.
pub(crate) fn chapter(api: &Api, language: Language) -> String {
    match api.chapter {
        Some(chapter) => format!("PG {chapter}"),
        None => of(language, "가이드", "guides").to_owned(),
    }
}

/// How its requests travel.
pub(crate) const fn transport(spec: &MessageSpec) -> &'static str {
    match spec.transport() {
        Transport::Form => "application/x-www-form-urlencoded",
        Transport::Json => "application/json {params, data}",
        Transport::Flat => "application/json",
    }
}

/// The API's messages by what they are, in the order of a conversation.
pub(crate) fn messages(api: &Api, language: Language) -> Vec<(&'static str, &'static MessageSpec)> {
    let named = [
        (of(language, "요청", "Request"), Some(api.request)),
        (of(language, "응답", "Response"), Some(api.response)),
        (of(language, "노티", "Notification"), api.notification),
    ];
    named.into_iter().filter_map(|(name, spec)| Some((name, spec?))).collect()
}

/// The reject codes by the letters or the digit they begin with, in the tables' order.
pub(crate) fn code_families() -> Vec<(String, Vec<protocol::Code>)> {
    let mut families: Vec<(String, Vec<protocol::Code>)> = Vec::new();
    for code in Codes::Pg.all() {
        let family = family(code.as_str());
        match families.iter_mut().find(|(name, _)| *name == family) {
            Some((_, codes)) => codes.push(code),
            None => families.push((family, vec![code])),
        }
    }
    families
}

fn family(code: &str) -> String {
    let letters: String = code.chars().take_while(char::is_ascii_alphabetic).take(2).collect();
    match letters.len() {
        0 => format!("{}xxx", code.get(..1).unwrap_or_default()),
        _ => letters,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::registry;

    fn api(id: &str) -> &'static Api {
        registry::ALL.iter().find(|api| api.id == id).expect("an API")
    }

    #[test]
    fn recipes_read_as_the_documents_print_them() {
        assert_eq!(
            recipe(api("card-billkey-delete").request).as_deref(),
            Some("trdDt + trdTm + mchtId + mchtTrdNo + \"0\" + [hash key]")
        );
        let notification = api("card").notification.and_then(recipe);
        assert_eq!(
            notification.as_deref(),
            Some("outStatCd + trdDtm[1-8] + trdDtm[9-14] + mchtId + mchtTrdNo + trdAmt + [hash key]")
        );
        assert_eq!(recipe(api("card").response), None);
    }

    #[test]
    fn a_field_is_ruled_in_a_line() {
        let field = api("card-cancel").request.field("cnclAmt").expect("a field");
        assert_eq!(rule(field, Language::En), "N, 12 bytes at most, minor units, AES encrypted");
    }

    #[test]
    fn every_code_is_of_one_family() {
        let families = code_families();
        let count: usize = families.iter().map(|(_, codes)| codes.len()).sum();
        assert_eq!(count, Codes::Pg.all().count());
        assert!(
            families.iter().any(|(name, _)| name == "CA") && families.iter().any(|(name, _)| name == "1xxx")
        );
    }
}
