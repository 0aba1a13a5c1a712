//! The PG Service Standard WEB API, one file an API.

pub mod bank;
pub mod card;
pub mod inquiry;
pub mod spay;
pub mod transfer;

/// Every payment method that the `/spay` messages can name (PG 1.3), each with its Korean name.
pub const METHODS: [(&str, &str); 15] = [
    ("BG", "도서상품권"),
    ("CG", "컬쳐랜드상품권(컬쳐캐쉬)"),
    ("HM", "해피머니"),
    ("TC", "틴캐시"),
    ("CP", "포인트다모아"),
    ("WL", "화이트라벨"),
    ("CA", "신용카드"),
    ("MP", "휴대폰결제"),
    ("RA", "계좌이체"),
    ("VA", "가상계좌"),
    ("TM", "티머니"),
    ("SG", "스마트문상"),
    ("KP", "카카오페이"),
    ("NP", "네이버페이"),
    ("PC", "페이코"),
];
