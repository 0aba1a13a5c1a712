//! What is no request at all, and every field of every API made wrong in every way: the right code,
//! HTTP 200 and the API's own shape, and nothing happens.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use gateway::router;
use protocol::registry::{ALL, Api};
use protocol::{Dialect, FieldSpec, Group, MessageSpec};
use serde_json::Value;
use testkit::{
    Gateway, Keys, Merchant, Reply, Request, bank_cancel, bank_capture, billing_key_delete,
    billing_key_issue, billing_key_pay, card_cancel, card_capture, card_pay, inquiry,
};

use crate::{gateway, keyed_in, paid};

/// The server-to-server APIs.
fn apis() -> impl Iterator<Item = &'static Api> {
    ALL.iter().filter(|api| api.request.dialect == Dialect::Spay)
}

/// The first of its paths.
fn path(api: &Api) -> &'static str {
    router::paths(api.id).next().unwrap()
}

/// A request that nothing is wrong with, in form.
fn valid(api: &Api) -> Request {
    const TRADE_NO: &str = "STFP_PGCAnxca_jt_bi0260102030405M1000001";
    const KEY: &str = "SBILL_0123456789";
    match api.id {
        "card-pay" => card_pay(&keyed_in()),
        "card-billkey-pay" => billing_key_pay(&keyed_in(), KEY),
        "card-billkey-issue" => billing_key_issue(&Merchant::today("nxca_ks_gu")),
        "card-billkey-delete" => billing_key_delete(&keyed_in(), KEY),
        "card-cancel" => card_cancel(&keyed_in(), TRADE_NO),
        "card-capture" => card_capture(&Merchant::today("nxca_jt_hd"), "ORDER", TRADE_NO),
        "bank-cancel" => bank_cancel(&Merchant::today("nx_mid_il"), TRADE_NO),
        "bank-capture" => bank_capture(&Merchant::today("nx_mid_hd"), "ORDER", TRADE_NO),
        "inquiry" => inquiry(&keyed_in(), "ORDER"),
        unknown => unreachable!("{unknown} has no request here"),
    }
}

/// Of no class, and short enough for every field.
const OF_NO_CLASS: &str = "\u{7f}";
const WRONG_KEYS: Keys = Keys::new("01234567890123456789012345678901", "another");

/// Everything that can be wrong with a field's form, and the code that it is answered with.
fn faults(api: &Api, field: &FieldSpec) -> Vec<(&'static str, Request, String)> {
    let base = || valid(api);
    let hash = field.name == "pktHash";
    let put = |text: &str| if hash { base().sent(field.name, text) } else { base().with(field.name, text) };
    let code = |code: Option<protocol::Code>| code.map_or("ST09".to_owned(), |code| code.to_string());
    // Whose request it is comes before what is in it.
    let known = |code: String| if field.name == "mchtId" { "ST47".to_owned() } else { code };

    let mut faults = vec![
        ("too long", put(&"1".repeat(field.max + 1)), known(code(field.term.too_long))),
        ("of another class", put(OF_NO_CLASS), known(code(None))),
    ];
    if field.required {
        let missing = code(field.term.missing);
        let absent = if hash { base().sent(field.name, Value::Null) } else { base().without(field.name) };
        faults.push(("missing", absent, missing.clone()));
        faults.push(("empty", put(""), missing));
    }
    if field.encrypted {
        let sealed_by_another = WRONG_KEYS.seal(base().value(field.name));
        faults.push(("in the clear", base().sent(field.name, "not sealed"), "1902".to_owned()));
        faults.push(("sealed by another", base().sent(field.name, sealed_by_another), "1902".to_owned()));
    }
    if let Some(value) = field.fixed.first() {
        faults.push(("not the fixed value", put(&"0".repeat(value.len())), code(None)));
    }
    faults
}

#[tokio::test]
async fn every_field_of_every_api_made_wrong_has_its_code() {
    let gateway = gateway();
    for api in apis() {
        for field in api.request.fields {
            for (what, request, code) in faults(api, field) {
                let reply = gateway.call(&request).await;
                let said = (reply.status, reply.field("outStatCd"), reply.code());
                let due = (200, "0031".to_owned(), code);
                assert_eq!(said, due, "{} {} {what}: {}", api.id, field.name, reply.text);
                // A request without what tells its API is another's of the path.
                if !router::signs(api.id).iter().any(|sign| sign.field() == field.name) {
                    has_shape(&reply, api.response);
                }
            }
        }
    }
    assert_eq!(gateway.audit().operations(), 0);
}

/// `{params, data}`, the required fields in their places, and nothing that the table lacks.
fn has_shape(reply: &Reply, response: &MessageSpec) {
    let body = reply.json();
    let group = |group: Group| group.key().unwrap_or_default();
    for field in response.fields.iter().filter(|field| field.required) {
        let value = &body[group(field.group)][field.name];
        assert!(value.is_string(), "{} lacks {}: {}", response.id, field.name, reply.text);
    }
    for key in ["params", "data"] {
        for name in body[key].as_object().unwrap().keys() {
            let field = response.field(name).map(|field| group(field.group));
            assert_eq!(field, Some(key), "{} has no {name}", response.id);
        }
    }
    assert_eq!(body.as_object().unwrap().len(), 2);
}

#[tokio::test]
async fn a_wrong_hash_is_refused_by_every_api() {
    let gateway = gateway();
    for api in apis() {
        let request = valid(api);
        let wrong = request.hash().replace(['0', '1', '2', '3'], "f");
        assert_eq!(gateway.call(&request.sent("pktHash", wrong)).await.code(), "1901", "{}", api.id);
    }
}

#[tokio::test]
async fn a_body_that_is_no_message_is_answered_in_the_paths_own_shape() {
    let gateway = gateway();
    let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    let nested =
        format!(r#"{{"params":{{"mchtId":{}1{}}},"data":{{}}}}"#, "[".repeat(9_000), "]".repeat(9_000));
    let many: String = (0..300).map(|n| format!(r#""f{n}":"1","#)).collect();
    let many = format!(r#"{{"params":{{{many}"mchtId":"nxca_jt_bi"}},"data":{{}}}}"#);
    let whole = card_pay(&keyed_in()).body().to_string();
    let truncated = &whole.as_bytes()[..whole.len() - 1];
    let bodies: [&[u8]; 18] = [
        b"",
        b" ",
        b"{",
        b"null",
        b"[]",
        b"42",
        b"\"params\"",
        b"params=1&data=2",
        b"{\"params\":{}}",
        b"{\"params\":{},\"data\":[]}",
        b"{\"params\":{},\"params\":{},\"data\":{}}",
        b"{\"params\":{\"mchtId\":\"a\",\"mchtId\":\"b\"},\"data\":{}}",
        b"{\"params\":{\"mchtId\":\"\xff\xfe\"},\"data\":{}}",
        b"\xef\xbb\xbf{\"params\":{}}",
        deep.as_bytes(),
        nested.as_bytes(),
        many.as_bytes(),
        truncated,
    ];
    for api in apis() {
        for body in bodies {
            let reply = gateway.post(path(api), body.to_vec()).await;
            let start = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
            assert_eq!((reply.status, reply.code().as_str()), (200, "ST09"), "{} {start}", api.id);
            assert_eq!(reply.field("outStatCd"), "0031", "{} {start}", api.id);
        }
    }
    assert_eq!(gateway.audit().operations(), 0);
}

#[tokio::test]
async fn a_byte_changed_anywhere_never_stops_the_gateway() {
    let mut gateway = gateway();
    for api in apis() {
        let body = valid(api).body().to_string().into_bytes();
        for (place, byte) in
            (0..body.len()).step_by(7).zip([0, b'"', b'{', b'}', b'\\', 0xff, b'1'].iter().cycle())
        {
            let mut body = body.clone();
            body[place] = *byte;
            let reply = gateway.post(path(api), body).await;
            assert_eq!(reply.status, 200, "{} byte {place}: {}", api.id, reply.text);
            assert!(["0021", "0031"].contains(&reply.field("outStatCd").as_str()), "{}", reply.text);
        }
    }
    assert!(gateway.is_alive() && gateway.audit().right);
    paid(&gateway, &keyed_in()).await;
}

/// The largest body that is read.
const LIMIT: usize = 256 << 10;

/// The status that a body of this length is answered with once too much of it was sent. No more is
/// sent: a client in the midst of sending may see the closed line and not the answer.
fn status_of(gateway: &Gateway, length: usize) -> String {
    let address = gateway.url().trim_start_matches("http://");
    let mut line = TcpStream::connect(address).unwrap();
    line.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let path = "/spay/APICardActionPay.do";
    write!(line, "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {length}\r\n\r\n").unwrap();
    line.write_all(&[b' '; LIMIT + 1]).unwrap();
    let mut answer = [0; 12];
    line.read_exact(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_body_too_large_is_413() {
    let gateway = gateway();
    for length in [LIMIT + 1, 10 << 20, usize::MAX / 2] {
        assert_eq!(status_of(&gateway, length), "HTTP/1.1 413", "{length}");
    }
    let largest = gateway.post("/spay/APICardActionPay.do", vec![b' '; LIMIT]).await;
    assert_eq!((largest.status, largest.code().as_str()), (200, "ST09"));
    paid(&gateway, &keyed_in()).await;
}

#[tokio::test]
async fn anything_but_post_is_405_and_an_unknown_path_404() {
    let gateway = gateway();
    for path in apis().flat_map(|api| router::paths(api.id)) {
        for method in ["GET", "PUT", "DELETE", "PATCH"] {
            assert_eq!(
                gateway.send(method, path, "application/json", "").await.status,
                405,
                "{method} {path}"
            );
        }
    }
    assert_eq!(gateway.post("/spay/APINothing.do", "{}").await.status, 404);
}

#[tokio::test]
async fn emoji_and_script_words_are_taken_out_not_refused() {
    let gateway = gateway();
    let receiver = testkit::Receiver::start().await;
    let request = card_pay(&keyed_in()).with("notiUrl", receiver.url());
    let request = request.with("pmtprdNm", "의자 🪑 <b>javascript:alert(1)</b>");
    gateway.call(&request).await.succeeded();
    let letter = receiver.wait_for(1).await.remove(0);
    assert_eq!(letter.field("pmtprdNm"), "의자  <b>:(1)</b>");
}
