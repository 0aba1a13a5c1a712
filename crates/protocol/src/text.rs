//! Text fields: `An<40>` is the table's `AN(40)`.
//!
//! The limit is the wire's, not an invariant of the type: requests are held to it when they are decoded, while the
//! documents' own responses exceed theirs, so that making a value never fails.

use std::fmt;
use std::ops::Deref;

use zeroize::Zeroize;

use crate::field::{Class, Field, Format, Shape};
use crate::message::Plain;

macro_rules! text_field {
    ($(#[$about:meta])* $Type:ident) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $Type<const MAX: usize>(String);

        impl<const MAX: usize> Field for $Type<MAX> {
            const SHAPE: Shape = Shape::required(Class::$Type, MAX, Format::Text);

            fn read(plain: Option<Plain>) -> Option<Self> {
                plain.map(|plain| Self(plain.to_string()))
            }

            fn write(&self) -> Option<Plain> {
                Some(Plain::from(self.0.as_str()))
            }
        }

        impl<const MAX: usize> From<&str> for $Type<MAX> {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl<const MAX: usize> From<String> for $Type<MAX> {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl<const MAX: usize> Deref for $Type<MAX> {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl<const MAX: usize> fmt::Debug for $Type<MAX> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self.0.as_str(), f)
            }
        }

        impl<const MAX: usize> fmt::Display for $Type<MAX> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<const MAX: usize> Zeroize for $Type<MAX> {
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
    /// Letters and Hangul.
    Ah
}
text_field! {
    /// Letters, digits and Hangul: free text.
    Ahn
}
