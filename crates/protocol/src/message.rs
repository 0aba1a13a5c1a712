//! How a message is declared. A declaration reads as the printed table does; what the table says becomes data
//! ([`MessageSpec`]), which one decoder and one encoder walk for all messages. Only the conversion between plain
//! texts and a struct's typed fields is generated per message: 150 messages compile in seconds so.

use crate::dialect::{Dialect, Transport};
use crate::field::{FieldSpec, Group};
use crate::plain::{Malformed, Row, Values};
use crate::vocabulary::same;

/// A message's table.
#[derive(Debug)]
pub struct MessageSpec {
    /// `card-cancel.request`: the API, and which of its messages.
    pub id: &'static str,
    pub dialect: Dialect,
    /// In the order they are sent and missed. A computed pktHash stands last.
    pub fields: &'static [FieldSpec],
    /// What the pktHash is made of, before the merchant's hash key, where the message has a recipe.
    pub hash: Option<&'static [HashPart]>,
}

impl MessageSpec {
    #[expect(clippy::panic, reason = "in a constant, a compile error")]
    pub(crate) const fn new(
        id: &'static str,
        dialect: Dialect,
        fields: &'static [FieldSpec],
        hash: Option<&'static [HashPart]>,
    ) -> Self {
        let mut rest = fields;
        while let [field, others @ ..] = rest {
            if field.records.is_some() && !matches!(dialect.transport(), Transport::Flat) {
                panic!("lists of records travel in flat JSON alone");
            }
            rest = others;
        }
        Self { id, dialect, fields, hash }
    }

    pub const fn transport(&self) -> Transport {
        self.dialect.transport()
    }

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

/// A message's type. `message!` implements it.
pub trait Message: Sized {
    const SPEC: &'static MessageSpec;
    fn from_plain(values: &mut Values) -> Result<Self, Malformed>;
    /// The values in the order of the fields; a computed hash has none.
    fn to_plain(&self) -> Row;
}

/// A message's table: its header's fields, with what is fixed in this message, and its own.
#[expect(clippy::panic, reason = "in a constant, a compile error")]
pub(crate) const fn table<const LENGTH: usize>(
    header: &[FieldSpec],
    group: Group,
    fixed: &[(&str, &'static [&'static str])],
    own: &[FieldSpec],
) -> [FieldSpec; LENGTH] {
    let mut table = match (header, own) {
        ([first, ..], _) | ([], [first, ..]) => [*first; LENGTH],
        ([], []) => panic!("a message has fields"),
    };
    let (mut slots, mut header, mut own, mut found) = (table.as_mut_slice(), header, own, 0);
    while let [slot, slots_left @ ..] = slots {
        match (header, own) {
            ([field, rest @ ..], _) => {
                *slot = FieldSpec { group, ..*field };
                if let Some(values) = fixed_of(fixed, field.ident) {
                    slot.fixed = values;
                    found += 1;
                }
                header = rest;
            }
            ([], [field, rest @ ..]) => {
                *slot = *field;
                own = rest;
            }
            ([], []) => panic!("a table is as long as its header and its own fields"),
        }
        slots = slots_left;
    }
    if found != fixed.len() {
        panic!("a message fixes a field that its header lacks");
    }
    table
}

const fn fixed_of(
    mut fixed: &[(&str, &'static [&'static str])],
    ident: &str,
) -> Option<&'static [&'static str]> {
    while let [(name, values), rest @ ..] = fixed {
        if same(name.as_bytes(), ident.as_bytes()) {
            return Some(values);
        }
        fixed = rest;
    }
    None
}

/// The wire name of a field that a hash list names.
#[expect(clippy::panic, reason = "in a constant, a compile error")]
pub(crate) const fn wire_name(mut fields: &'static [FieldSpec], ident: &str) -> &'static str {
    while let [field, rest @ ..] = fields {
        if same(field.ident.as_bytes(), ident.as_bytes()) {
            return field.name;
        }
        fields = rest;
    }
    panic!("the hash list names a field that the message lacks")
}

/// Declares a message: a struct, its [`MessageSpec`], and the way between them.
///
/// ```text
/// message! {
///     /// Deletes a billing key. PG 10.1.
///     pub struct CardBillkeyDeleteRequest: Spay as "card-billkey-delete.request" {
///         params: SpayRequest { method: "CA", business_type: "A1" },
///         data { "billKey" => billing_key: An<50>, }
///     }
///     "pktHash" => An<200> = sha256[date, time, merchant_id, order_no, "0"] + KEY;
/// }
/// ```
///
/// `Spay` is the dialect. `params` is a header type, with the values that are fixed in this message, or written out as
/// `data` is. Forms and flat JSON have no groups: their fields stand as they are, after a `header:` of their family's
/// type where it has one. `= a | b` are the values allowed, the one we send first. The hash list names fields of the
/// message or of its header, `first8(field)`, `last6(field)`, or a literal; a message that only echoes a hash declares
/// it as a field.
macro_rules! message {
    (
        $(#[$about:meta])*
        pub struct $Name:ident: Spay as $id:literal {
            params: $Head:ident { $($hname:ident: $hfixed:literal $(| $halso:literal)*),* $(,)? },
            data { $($wire:literal => $name:ident: $ty:ty $(= $fixed:literal $(| $also:literal)*)?),* $(,)? }
        }
        $($hash:tt)*
    ) => {
        message! { @declare [$(#[$about])*] $Name Spay Data $id
            [params Params $Head [$((stringify!($hname), &[$hfixed $(, $halso)*]),)*]]
            [$((Data $wire $name [$ty] [$($fixed $(, $also)*)?]))*] $($hash)* }
    };
    (
        $(#[$about:meta])*
        pub struct $Name:ident: Spay as $id:literal {
            params { $($pwire:literal => $pname:ident: $pty:ty $(= $pfixed:literal $(| $palso:literal)*)?),* $(,)? }
            data { $($dwire:literal => $dname:ident: $dty:ty $(= $dfixed:literal $(| $dalso:literal)*)?),* $(,)? }
        }
        $($hash:tt)*
    ) => {
        message! { @declare [$(#[$about])*] $Name Spay Data $id [] [
            $((Params $pwire $pname [$pty] [$($pfixed $(, $palso)*)?]))*
            $((Data $dwire $dname [$dty] [$($dfixed $(, $dalso)*)?]))*
        ] $($hash)* }
    };
    (
        $(#[$about:meta])*
        pub struct $Name:ident: $dialect:ident as $id:literal {
            $(header: $Head:ident { $($hname:ident: $hfixed:literal $(| $halso:literal)*),* $(,)? },)?
            $($wire:literal => $name:ident: $ty:ty $(= $fixed:literal $(| $also:literal)*)?),* $(,)?
        }
        $($hash:tt)*
    ) => {
        message! { @declare [$(#[$about])*] $Name $dialect Whole $id
            [$(header Whole $Head [$((stringify!($hname), &[$hfixed $(, $halso)*]),)*])?]
            [$((Whole $wire $name [$ty] [$($fixed $(, $also)*)?]))*] $($hash)* }
    };
    (
        @declare [$(#[$about:meta])*] $Name:ident $dialect:ident $hgroup:ident $id:literal
        [$($head:ident $headgroup:ident $Head:ident [$($headfixed:tt)*])?]
        [$(($group:ident $wire:literal $name:ident [$ty:ty] [$($fixed:literal),*]))*]
        $($hwire:literal => $hty:ty = sha256[$($part:tt)*] + KEY;)?
    ) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $Name {
            $(pub $head: $Head,)?
            $(#[doc = concat!("`", $wire, "`")] pub $name: $ty,)*
        }

        impl $crate::message::Message for $Name {
            const SPEC: &'static $crate::message::MessageSpec = {
                const OWN: &[$crate::field::FieldSpec] = &[
                    $($crate::field::FieldSpec::new(
                        $wire,
                        stringify!($name),
                        $crate::field::Group::$group,
                        <$ty as $crate::field::Field>::SHAPE,
                        &[$($fixed),*],
                    ),)*
                    $($crate::field::FieldSpec::new(
                        $hwire,
                        "",
                        $crate::field::Group::$hgroup,
                        <$hty as $crate::field::Field>::SHAPE,
                        &[],
                    ),)?
                ];
                const FIELDS: &[$crate::field::FieldSpec] =
                    message!(@fields OWN $($headgroup $Head [$($headfixed)*])?);
                &$crate::message::MessageSpec::new(
                    $id,
                    $crate::dialect::Dialect::$dialect,
                    FIELDS,
                    message!(@recipe FIELDS $([$($part)*])?),
                )
            };

            fn from_plain(
                values: &mut $crate::plain::Values,
            ) -> Result<Self, $crate::plain::Malformed> {
                Ok(Self {
                    $($head: <$Head as $crate::record::Record>::take(values)?,)?
                    $($name: values.take()?,)*
                })
            }

            fn to_plain(&self) -> $crate::plain::Row {
                let mut values = Vec::with_capacity(<Self as $crate::message::Message>::SPEC.fields.len());
                $($crate::record::Record::put(&self.$head, &mut values);)?
                $(values.push($crate::field::Field::write(&self.$name));)*
                values
            }
        }

        impl ::std::fmt::Debug for $Name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                use $crate::message::Message;
                $crate::mask::debug(stringify!($Name), Self::SPEC.fields, &self.to_plain(), f)
            }
        }
    };

    (@fields $own:ident) => { $own };
    (@fields $own:ident $group:ident $Head:ident [$($fixed:tt)*]) => {{
        const HEADER: &[$crate::field::FieldSpec] = <$Head as $crate::record::Record>::FIELDS;
        const TABLE: [$crate::field::FieldSpec; HEADER.len() + $own.len()] =
            $crate::message::table(HEADER, $crate::field::Group::$group, &[$($fixed)*], $own);
        &TABLE
    }};

    (@recipe $fields:ident) => { None };
    (@recipe $fields:ident [$($part:tt)*]) => { Some(message!(@parts $fields [] $($part)*)) };
    (@parts $fields:ident [$($done:expr),*]) => { &[$($done),*] };
    (@parts $fields:ident [$($done:expr),*] first8($name:ident) $(, $($rest:tt)*)?) => {
        message!(@parts $fields [$($done,)* $crate::message::HashPart::First8(
            $crate::message::wire_name($fields, stringify!($name)))] $($($rest)*)?)
    };
    (@parts $fields:ident [$($done:expr),*] last6($name:ident) $(, $($rest:tt)*)?) => {
        message!(@parts $fields [$($done,)* $crate::message::HashPart::Last6(
            $crate::message::wire_name($fields, stringify!($name)))] $($($rest)*)?)
    };
    (@parts $fields:ident [$($done:expr),*] $name:ident $(, $($rest:tt)*)?) => {
        message!(@parts $fields [$($done,)* $crate::message::HashPart::Field(
            $crate::message::wire_name($fields, stringify!($name)))] $($($rest)*)?)
    };
    (@parts $fields:ident [$($done:expr),*] $text:literal $(, $($rest:tt)*)?) => {
        message!(@parts $fields [$($done,)* $crate::message::HashPart::Literal($text)] $($($rest)*)?)
    };
}

pub(crate) use message;
