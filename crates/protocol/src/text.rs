//! Text fields: `An<40>` is the table's `AN(40)`.
//!
//! The limit is the wire's, not an invariant of the type: requests are held to it when they are decoded, while the
//! documents' own responses exceed theirs, so that making a value never fails.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use zeroize::Zeroize;

use crate::field::{Class, Field, Format, Shape, Unit};
use crate::plain::Plain;

/// What the limit of a text's type counts.
pub trait Counts {
    const UNIT: Unit;
}

macro_rules! unit {
    ($(#[$about:meta])* $Type:ident) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $Type {}

        impl Counts for $Type {
            const UNIT: Unit = Unit::$Type;
        }
    };
}

unit! {
    /// Bytes of UTF-8, what most limits are in.
    Bytes
}
unit! {
    /// Two for a character that is not ASCII: `Ahn<12, HangulAsTwo>`.
    HangulAsTwo
}
unit! {
    /// Characters: `Ahn<7, Characters>`.
    Characters
}

macro_rules! text_field {
    ($(#[$about:meta])* $Type:ident) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $Type<const MAX: usize, U = Bytes>(String, PhantomData<U>);

        impl<const MAX: usize, U: Counts> $Type<MAX, U> {
            /// As much of a text as the limit allows, whole characters.
            pub fn fitting(text: &str) -> Self {
                Self::from(U::UNIT.cut(text, MAX))
            }
        }

        impl<const MAX: usize, U: Counts> Field for $Type<MAX, U> {
            const SHAPE: Shape = Shape::required(Class::$Type, MAX, U::UNIT, Format::Text);

            fn read(plain: Option<Plain>) -> Option<Self> {
                plain.map(|plain| Self(plain.into_text(), PhantomData))
            }

            fn write(&self) -> Option<Plain> {
                Some(Plain::from(self.0.as_str()))
            }
        }

        impl<const MAX: usize, U> From<&str> for $Type<MAX, U> {
            fn from(text: &str) -> Self {
                Self(text.to_owned(), PhantomData)
            }
        }

        impl<const MAX: usize, U> From<String> for $Type<MAX, U> {
            fn from(text: String) -> Self {
                Self(text, PhantomData)
            }
        }

        impl<const MAX: usize, U> Deref for $Type<MAX, U> {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl<const MAX: usize, U> fmt::Debug for $Type<MAX, U> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self.0.as_str(), f)
            }
        }

        impl<const MAX: usize, U> fmt::Display for $Type<MAX, U> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<const MAX: usize, U> Zeroize for $Type<MAX, U> {
            fn zeroize(&mut self) {
                self.0.zeroize();
            }
        }
    };
}

text_field! {
    /// Digits: codes, card numbers, whatever is not counted with.
    N
}
text_field! {
    /// Letters.
    A
}
text_field! {
    /// Letters and digits.
    An
}
text_field! {
    /// Letters and Hangul by name: any printable text.
    Ah
}
text_field! {
    /// Letters, digits and Hangul by name: any printable text.
    Ahn
}
