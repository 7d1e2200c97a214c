//! The shape of manifests: each field once, with what it means. Readers take the names that they accept from here,
//! templates find what a path leads to, and the JSON Schemas are made of it.
//!
//! A table of fields stands beside its reader; this room holds what tables are made of, and the values that several
//! kinds of manifests have.

mod values;

pub(crate) use values::{
    ADDRESS, CONTACT_LIMIT, DATE, DURATION, GLOB, ID, LINTS, LITERAL, MAX_REMOVALS, NAME,
    ORGANIZATION_PART, ORGANIZATION_ROLE, PARAMETER_TYPE, PERCENT, RESTRICTION, SLUG, TEXT,
    TIMEZONE, USERS_POLICY, WORKSPACE_ROLE,
};

use serde_json::Value;

/// A mapping with these fields and no others.
#[derive(Debug)]
pub(crate) struct Object {
    /// What the schema calls it, in capitals: `DUE_DATE` is `DueDate` there.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) about: &'static str,
    /// The names of its fields, in order.
    pub(crate) names: &'static [&'static str],
    /// The same, with what they mean.
    pub(crate) fields: &'static [Entry],
    /// Fields that have to be there.
    pub(crate) required: &'static [&'static str],
    /// Just one of these sets of fields has to be there.
    pub(crate) one_of: &'static [&'static [&'static str]],
}

/// One field.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) shape: Shape,
}

/// What a value looks like.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// Any text.
    Text,
    /// A text like this (a regular expression).
    Like(&'static str),
    /// A value that the schema describes once.
    Named(&'static Named),
    /// A whole number.
    Integer(u64, u64),
    /// A number.
    Number(f64, f64),
    /// True or false.
    Bool,
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
    /// A list.
    List(&'static Shape),
    /// A list with something in it.
    Filled(&'static Shape),
    /// A mapping with free names.
    Map(&'static Shape),
    /// A mapping whose names are among these words.
    Keyed(fn() -> Vec<&'static str>, &'static Shape),
    /// A mapping with these fields.
    Of(&'static Object),
    /// A mapping with these fields, each of which may be nothing: that takes out what the extended Platform says.
    Overlay(&'static Object),
    /// One of these.
    Any(&'static [Shape]),
    /// This, or nothing.
    OrNull(&'static Shape),
}

/// A value with a name of its own in the schema.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// Its JSON Schema.
    pub(crate) schema: fn() -> Value,
}

/// A table of fields: `NAME required ["a"] { "a" Shape, "what it means"; … }`.
macro_rules! object {
    (
        $(#[doc = $about:literal])*
        $visible:vis $name:ident
        $(required [$($required:literal),*])?
        $(one_of [$([$($choice:literal),*]),*])?
        { $($field:literal $shape:expr, $meaning:expr;)* }
    ) => {
        $(#[doc = $about])*
        $visible static $name: $crate::manifest::shape::Object = $crate::manifest::shape::Object {
            name: stringify!($name),
            about: concat!($($about),*),
            names: &[$($field),*],
            fields: &[$($crate::manifest::shape::Entry { name: $field, about: $meaning, shape: $shape }),*],
            required: &[$($($required),*)?],
            one_of: &[$($(&[$($choice),*]),*)?],
        };
    };
}

pub(crate) use object;
