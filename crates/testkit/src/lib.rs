//! A whole gateway inside a test.
