//! Shapes that no API has yet, held against messages of the documents that will need them.

mod easycash;
