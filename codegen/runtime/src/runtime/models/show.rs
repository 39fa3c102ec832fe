//! Formats a struct for `Debug`, with the same calls that write it as JSON.

use std::fmt::{self, Debug};
use std::str::SplitWhitespace;

use serde::Serialize;

use super::unnamed::Unnamed;
use super::wire::{Object, Optional, Writer};
use crate::runtime::json::decode::Decode;

/// Formats a struct as a derived `Debug` would, without secrets; `fields` are the names of its fields, separated by
/// spaces.
///
/// # Errors
/// Those of the formatter.
pub fn show(value: &impl Object, name: &str, fields: &'static str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut writer = DebugWriter { shown: f.debug_struct(name), fields: fields.split_whitespace(), hidden: false };
    value.write(&mut writer);
    writer.shown.finish()
}

struct DebugWriter<'a, 'b> {
    shown: fmt::DebugStruct<'a, 'b>,
    /// The names of the remaining fields.
    fields: SplitWhitespace<'static>,
    /// Whether the next field is a secret.
    hidden: bool,
}

impl DebugWriter<'_, '_> {
    fn field(&mut self, field: &dyn Debug) {
        let name = self.fields.next().expect("the names are those of the fields that are written");
        let secret: &dyn Debug = &format_args!("(secret)");
        let hidden = std::mem::take(&mut self.hidden);
        self.shown.field(name.trim_start_matches("r#"), if hidden { secret } else { field });
    }
}

impl Writer for DebugWriter<'_, '_> {
    fn begin<U: Unnamed>(&mut self, _: &U) {}

    fn optional<F: Decode + Optional + Serialize + Debug>(&mut self, _: &'static str, field: &F) {
        self.field(field);
    }

    fn required<F: Decode + Serialize + Debug>(&mut self, _: &'static str, field: &F) {
        self.field(field);
    }

    fn hide(&mut self) {
        self.hidden = true;
    }

    fn shows_fields(&self) -> bool {
        true
    }

    fn leave_out(&mut self, _: &'static str) {}

    fn unnamed<U: Unnamed>(&mut self, unnamed: &U) {
        self.field(unnamed);
    }
}
