//! What the shop sells. Names keep to the characters that the wire's free text has.

use client::{Currency, Money};

use crate::language::Language;

/// A thing on the shelf.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Good {
    pub(crate) id: &'static str,
    korean: &'static str,
    english: &'static str,
    korean_note: &'static str,
    english_note: &'static str,
    won: u64,
    us_cents: u64,
    /// An SVG of our own drawing.
    pub(crate) picture: &'static str,
}

impl Good {
    pub(crate) fn find(id: &str) -> Option<&'static Self> {
        GOODS.iter().find(|good| good.id == id)
    }

    pub(crate) const fn name(&self, language: &Language) -> &'static str {
        language.of(self.korean, self.english)
    }

    pub(crate) const fn note(&self, language: &Language) -> &'static str {
        language.of(self.korean_note, self.english_note)
    }

    pub(crate) const fn price(&self, currency: Currency) -> Money {
        match currency {
            Currency::Krw => Money::won(self.won),
            Currency::Usd => Money::us_cents(self.us_cents),
        }
    }
}

pub(crate) static GOODS: [Good; 6] = [
    Good {
        id: "postcards",
        korean: "들꽃 엽서 여덟 장",
        english: "Eight wildflower postcards",
        korean_note: "봄부터 가을까지, 길가에 핀 순서대로",
        english_note: "Spring to autumn, in the order they bloom",
        won: 4_500,
        us_cents: 350,
        picture: include_str!("../../../web/picture/shop/postcards.svg"),
    },
    Good {
        id: "pencils",
        korean: "삼나무 연필 세 자루",
        english: "Three cedar pencils",
        korean_note: "깎을 때 숲 냄새가 납니다",
        english_note: "They smell of the woods when sharpened",
        won: 3_000,
        us_cents: 240,
        picture: include_str!("../../../web/picture/shop/pencils.svg"),
    },
    Good {
        id: "notebook",
        korean: "실로 엮은 모눈 공책",
        english: "Thread-bound grid notebook",
        korean_note: "어느 쪽을 펴도 평평하게",
        english_note: "Lies flat on any page",
        won: 9_800,
        us_cents: 760,
        picture: include_str!("../../../web/picture/shop/notebook.svg"),
    },
    Good {
        id: "tape",
        korean: "풀잎 마스킹 테이프",
        english: "Grass masking tape",
        korean_note: "손으로 찢어지고 자국이 남지 않아요",
        english_note: "Tears by hand and leaves no trace",
        won: 2_500,
        us_cents: 195,
        picture: include_str!("../../../web/picture/shop/tape.svg"),
    },
    Good {
        id: "pen",
        korean: "너도밤나무 만년필",
        english: "Beechwood fountain pen",
        korean_note: "오래 쓸수록 손에 맞습니다",
        english_note: "Grows to fit the hand",
        won: 68_000,
        us_cents: 5_200,
        picture: include_str!("../../../web/picture/shop/pen.svg"),
    },
    Good {
        id: "seeds",
        korean: "꽃씨 편지 봉투",
        english: "Envelope of flower seeds",
        korean_note: "다 읽은 편지는 화분에 심으세요",
        english_note: "Read the letter, then plant it",
        won: 1_200,
        us_cents: 95,
        picture: include_str!("../../../web/picture/shop/seeds.svg"),
    },
];
