//! Fields that stand together in several places, declared once: the header that the messages of a family begin with,
//! and the records of a list.

use std::fmt;
use std::ops::Deref;

use crate::field::{Class, Field, FieldSpec, Format, Shape, Unit};
use crate::plain::{Malformed, Plain, Row, Values};

/// A run of fields. `record!` implements it.
pub trait Record: Sized {
    const FIELDS: &'static [FieldSpec];
    fn take(values: &mut Values) -> Result<Self, Malformed>;
    /// Adds its values in the order of its fields.
    fn put(&self, values: &mut Row);
}

/// Declares a record: a struct, its fields, and the way between them. A message begins with one as
/// `params: SpayRequest { method: "CA", business_type: "B0" },` (what is fixed in this message stands behind it), and
/// repeats one in a field as `"acntRecords" => accounts: List<Account>`.
macro_rules! record {
    (
        $(#[$about:meta])*
        pub struct $Name:ident {
            $($wire:literal => $name:ident: $ty:ty $(= $fixed:literal $(| $also:literal)*)?),* $(,)?
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $Name {
            $(#[doc = concat!("`", $wire, "`")] pub $name: $ty,)*
        }

        impl $crate::record::Record for $Name {
            const FIELDS: &'static [$crate::field::FieldSpec] = &[
                $($crate::field::FieldSpec::new(
                    $wire,
                    stringify!($name),
                    $crate::field::Group::Whole,
                    <$ty as $crate::field::Field>::SHAPE,
                    &[$($fixed $(, $also)*)?],
                ),)*
            ];

            fn take(values: &mut $crate::plain::Values) -> Result<Self, $crate::plain::Malformed> {
                Ok(Self { $($name: values.take()?,)* })
            }

            fn put(&self, values: &mut $crate::plain::Row) {
                $(values.push($crate::field::Field::write(&self.$name));)*
            }
        }

        impl ::std::fmt::Debug for $Name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                use $crate::record::Record;
                let mut values = Vec::new();
                self.put(&mut values);
                $crate::mask::debug(stringify!($Name), Self::FIELDS, &values, f)
            }
        }
    };
}

pub(crate) use record;

/// Records that repeat. In JSON only: a form has no place for them.
#[derive(Clone, PartialEq, Eq)]
pub struct List<R>(Vec<R>);

impl<R> From<Vec<R>> for List<R> {
    fn from(records: Vec<R>) -> Self {
        Self(records)
    }
}

impl<R> Deref for List<R> {
    type Target = [R];

    fn deref(&self) -> &[R] {
        &self.0
    }
}

impl<R: fmt::Debug> fmt::Debug for List<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}

impl<R: Record> Field for List<R> {
    const SHAPE: Shape =
        Shape { records: Some(R::FIELDS), ..Shape::required(Class::Ahn, 0, Unit::Bytes, Format::Records) };

    fn read(plain: Option<Plain>) -> Option<Self> {
        let rows = plain?.into_records()?.into_iter();
        rows.map(|row| R::take(&mut Values::new(row)).ok()).collect::<Option<_>>().map(Self)
    }

    fn write(&self) -> Option<Plain> {
        let row = |record: &R| {
            let mut row = Vec::with_capacity(R::FIELDS.len());
            record.put(&mut row);
            row
        };
        Some(Plain::of_records(self.0.iter().map(row).collect()))
    }
}
