//! Fields that mean a number, and the wrapper of those that travel encrypted.

use std::fmt;
use std::ops::Deref;

use zeroize::Zeroize;

use crate::field::{Class, Field, Format, Shape, Unit};
use crate::plain::Plain;

/// An amount in minor units: won, or cents where the currency is USD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Won<const MAX: usize>(u64);

impl<const MAX: usize> Won<MAX> {
    pub const fn new(minor_units: u64) -> Self {
        Self(minor_units)
    }

    pub const fn minor_units(self) -> u64 {
        self.0
    }
}

impl<const MAX: usize> From<u64> for Won<MAX> {
    fn from(minor_units: u64) -> Self {
        Self(minor_units)
    }
}

impl<const MAX: usize> Zeroize for Won<MAX> {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl<const MAX: usize> Field for Won<MAX> {
    const SHAPE: Shape = Shape::required(Class::N, MAX, Unit::Bytes, Format::Amount);

    fn read(plain: Option<Plain>) -> Option<Self> {
        plain?.parse().ok().map(Self)
    }

    fn write(&self) -> Option<Plain> {
        Some(Plain::from(self.0.to_string()))
    }
}

/// Which of several cancels this is (PG 11.1 `cnclOrd`). Merchants send `1` as well as `001`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ordinal(u16);

impl Ordinal {
    pub const fn new(position: u16) -> Self {
        Self(position)
    }

    pub const fn position(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Ordinal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03}", self.0)
    }
}

impl Field for Ordinal {
    const SHAPE: Shape = Shape::required(Class::N, 3, Unit::Bytes, Format::Ordinal);

    fn read(plain: Option<Plain>) -> Option<Self> {
        plain?.parse().ok().map(Self)
    }

    fn write(&self) -> Option<Plain> {
        Some(Plain::from(self.to_string()))
    }
}

/// A value that travels encrypted. It is never printed, and wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Aes<T: Zeroize>(T);

impl<T: Zeroize> From<T> for Aes<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Zeroize> Deref for Aes<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> Drop for Aes<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Aes<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl<T: Field + Zeroize> Field for Aes<T> {
    const SHAPE: Shape = Shape { encrypted: true, ..T::SHAPE };

    fn read(plain: Option<Plain>) -> Option<Self> {
        T::read(plain).map(Self)
    }

    fn write(&self) -> Option<Plain> {
        self.0.write().map(Plain::into_secret)
    }
}
