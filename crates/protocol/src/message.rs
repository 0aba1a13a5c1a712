//! How a message is declared. A declaration reads as the printed table does; what the table says becomes data
//! ([`MessageSpec`]), which one decoder and one encoder walk for all messages. Only the conversion between plain
//! texts and a struct's typed fields is generated per message: 150 messages compile in seconds so.

use std::fmt;
use std::ops::Deref;

use zeroize::Zeroizing;

use crate::code::Code;
use crate::field::{Field, FieldSpec};

/// How a message travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// `application/x-www-form-urlencoded`: windows, their results, notifications.
    Form,
    /// `{params, data}`: the server-to-server APIs.
    Json,
}

impl Transport {
    /// The code for a fault that no other code names: the windows' "invalid request", or the APIs'.
    pub const fn invalid(self) -> Code {
        match self {
            Self::Form => const { Code::of("6001") },
            Self::Json => const { Code::of("ST09") },
        }
    }
}

/// A message's table.
#[derive(Debug)]
pub struct MessageSpec {
    /// `card-cancel.request`: the API, and which of its messages.
    pub id: &'static str,
    pub transport: Transport,
    /// In the order they are sent and missed. A computed pktHash stands last.
    pub fields: &'static [FieldSpec],
    /// What the pktHash is made of, before the merchant's hash key, where the message has a recipe.
    pub hash: Option<&'static [HashPart]>,
}

impl MessageSpec {
    /// Only requests are held to their byte limits: the documents' own responses exceed theirs.
    pub fn is_request(&self) -> bool {
        self.id.ends_with(".request")
    }

    pub fn field(&self, name: &str) -> Option<&'static FieldSpec> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field that carries the computed hash.
    pub fn hash_field(&self) -> Option<&'static FieldSpec> {
        self.hash.and(self.fields.last())
    }

    pub(crate) fn hashes(&self, name: &str) -> bool {
        self.hash.is_some_and(|parts| parts.iter().any(|part| part.field() == Some(name)))
    }
}

/// A part of the text that is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HashPart {
    /// The plain text of the field of this wire name.
    Field(&'static str),
    /// The first eight characters of it: the date of a date and time.
    First8(&'static str),
    /// The last six characters of it: the time of a date and time.
    Last6(&'static str),
    Literal(&'static str),
}

impl HashPart {
    /// The wire name of the field that the part is taken from.
    pub const fn field(&self) -> Option<&'static str> {
        match *self {
            Self::Field(name) | Self::First8(name) | Self::Last6(name) => Some(name),
            Self::Literal(_) => None,
        }
    }
}

/// A decrypted text. Wiped when dropped, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Plain(Zeroizing<String>);

impl From<String> for Plain {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Plain {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl Deref for Plain {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The plain texts of a message in the order of its fields, taken out one by one.
#[derive(Debug)]
pub struct Values {
    rest: std::vec::IntoIter<Option<Plain>>,
    taken: usize,
}

impl Values {
    pub fn new(texts: Vec<Option<Plain>>) -> Self {
        Self { rest: texts.into_iter(), taken: 0 }
    }

    /// The next field's value.
    pub fn take<T: Field>(&mut self) -> Result<T, Malformed> {
        let position = self.taken;
        self.taken += 1;
        T::read(self.rest.next().flatten()).ok_or(Malformed { position })
    }
}

/// A text that does not fit its field's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// Which of the message's fields.
    pub position: usize,
}

/// A message's type. `message!` implements it.
pub trait Message: Sized {
    const SPEC: &'static MessageSpec;
    fn from_plain(values: &mut Values) -> Result<Self, Malformed>;
    /// The plain texts in the order of the fields; a computed hash has none.
    fn to_plain(&self) -> Vec<Option<Plain>>;
}

/// Declares a message: a struct, its [`MessageSpec`], and the way between them.
///
/// ```text
/// message! {
///     /// Deletes a billing key. PG 10.1.
///     pub struct BillkeyDeleteRequest: Json as "card-billkey-delete.request" {
///         params { "mchtId" => merchant_id: An<12>, "ver" => version: An<4> = "0A19" | "0A18", }
///         data { "billKey" => billing_key: An<50>, }
///     }
///     "pktHash" => An<200> = sha256[date, time, merchant_id, order_no, "0"] + KEY;
/// }
/// ```
///
/// Forms have no groups. `= a | b` are the values allowed, the one we send first. The hash list names fields of the
/// struct, `first8(field)`, `last6(field)`, or a literal; a message that only echoes a hash declares it as a field.
macro_rules! message {
    (
        $(#[$about:meta])*
        pub struct $Name:ident: Json as $id:literal {
            params { $($pwire:literal => $pname:ident: $pty:ty $(= $pfixed:literal $(| $palso:literal)*)?),* $(,)? }
            data { $($dwire:literal => $dname:ident: $dty:ty $(= $dfixed:literal $(| $dalso:literal)*)?),* $(,)? }
        }
        $($hash:tt)*
    ) => {
        message! { @declare [$(#[$about])*] $Name Json Data $id [
            $((Params $pwire $pname [$pty] [$($pfixed $(, $palso)*)?]))*
            $((Data $dwire $dname [$dty] [$($dfixed $(, $dalso)*)?]))*
        ] $($hash)* }
    };
    (
        $(#[$about:meta])*
        pub struct $Name:ident: Form as $id:literal {
            $($wire:literal => $name:ident: $ty:ty $(= $fixed:literal $(| $also:literal)*)?),* $(,)?
        }
        $($hash:tt)*
    ) => {
        message! { @declare [$(#[$about])*] $Name Form Whole $id [
            $((Whole $wire $name [$ty] [$($fixed $(, $also)*)?]))*
        ] $($hash)* }
    };
    (
        @declare [$(#[$about:meta])*] $Name:ident $transport:ident $hgroup:ident $id:literal
        [$(($group:ident $wire:literal $name:ident [$ty:ty] [$($fixed:literal),*]))*]
        $($hwire:literal => $hty:ty = sha256[$($part:tt)*] + KEY;)?
    ) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $Name {
            $(#[doc = concat!("`", $wire, "`")] pub $name: $ty,)*
        }

        impl $crate::message::Message for $Name {
            const SPEC: &'static $crate::message::MessageSpec = {
                /// What the wire calls each field, for the hash list.
                #[allow(dead_code, reason = "the hash list names a few of them")]
                struct Wire {
                    $($name: &'static str,)*
                }
                #[allow(dead_code, reason = "a message may have no hash")]
                const WIRE: Wire = Wire { $($name: $wire,)* };
                &$crate::message::MessageSpec {
                    id: $id,
                    transport: $crate::message::Transport::$transport,
                    fields: &[
                        $($crate::field::FieldSpec::new(
                            $wire,
                            $crate::field::Group::$group,
                            <$ty as $crate::field::Field>::SHAPE,
                            &[$($fixed),*],
                        ),)*
                        $($crate::field::FieldSpec::new(
                            $hwire,
                            $crate::field::Group::$hgroup,
                            <$hty as $crate::field::Field>::SHAPE,
                            &[],
                        ),)?
                    ],
                    hash: message!(@recipe WIRE $([$($part)*])?),
                }
            };

            fn from_plain(
                values: &mut $crate::message::Values,
            ) -> Result<Self, $crate::message::Malformed> {
                Ok(Self { $($name: values.take()?,)* })
            }

            fn to_plain(&self) -> Vec<Option<$crate::message::Plain>> {
                vec![$($crate::field::Field::write(&self.$name)),*]
            }
        }

        impl ::std::fmt::Debug for $Name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                use $crate::message::Message;
                $crate::mask::debug(stringify!($Name), Self::SPEC, &self.to_plain(), f)
            }
        }
    };

    (@recipe $wire:ident) => { None };
    (@recipe $wire:ident [$($part:tt)*]) => { Some(message!(@parts $wire [] $($part)*)) };
    (@parts $wire:ident [$($done:expr),*]) => { &[$($done),*] };
    (@parts $wire:ident [$($done:expr),*] first8($name:ident) $(, $($rest:tt)*)?) => {
        message!(@parts $wire [$($done,)* $crate::message::HashPart::First8($wire.$name)] $($($rest)*)?)
    };
    (@parts $wire:ident [$($done:expr),*] last6($name:ident) $(, $($rest:tt)*)?) => {
        message!(@parts $wire [$($done,)* $crate::message::HashPart::Last6($wire.$name)] $($($rest)*)?)
    };
    (@parts $wire:ident [$($done:expr),*] $name:ident $(, $($rest:tt)*)?) => {
        message!(@parts $wire [$($done,)* $crate::message::HashPart::Field($wire.$name)] $($($rest)*)?)
    };
    (@parts $wire:ident [$($done:expr),*] $text:literal $(, $($rest:tt)*)?) => {
        message!(@parts $wire [$($done,)* $crate::message::HashPart::Literal($text)] $($($rest)*)?)
    };
}

pub(crate) use message;
