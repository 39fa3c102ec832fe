//! The additional properties of a struct: stored in an `Extra`, or in a map with a type for the values.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use serde::de::MapAccess;
use serde::ser::SerializeMap;

use super::extra::Extra;
use crate::runtime::json::decode::{Decode, Seed};
use crate::runtime::json::lenient;
use crate::runtime::json::value::Json;

/// The type of a field for additional properties: an `Extra`, or a map with a type for the values.
pub trait Unnamed: fmt::Debug {
    /// Reads and stores a property.
    ///
    /// # Errors
    /// When it does not fit the type of the map.
    fn keep<'de, A: MapAccess<'de>>(&mut self, name: String, members: &mut A) -> Result<(), A::Error>;

    /// Stores the JSON of a named property that its field does not represent: null, or another form.
    fn keep_form(&mut self, name: &'static str, form: Json);

    /// The JSON that is stored under a name; `None` if it is a value of the map.
    fn form(&self, name: &str) -> Option<&Json>;

    /// The stored JSON of named properties whose fields may have lost a part of it.
    fn forms(&self) -> Vec<(String, Json)>;

    /// Removes duplicate names.
    fn remove_duplicates(&mut self);

    /// Whether no properties are stored.
    fn is_empty(&self) -> bool;

    /// Writes the stored properties, except those with a name in `written`.
    ///
    /// # Errors
    /// Those of the serializer.
    fn write<M: SerializeMap>(&self, written: &[&'static str], members: &mut M) -> Result<(), M::Error>;
}

impl Unnamed for Extra {
    #[cold]
    fn keep<'de, A: MapAccess<'de>>(&mut self, name: String, members: &mut A) -> Result<(), A::Error> {
        self.push(name, members.next_value_seed(Seed::new())?);
        Ok(())
    }

    #[cold]
    fn keep_form(&mut self, name: &'static str, form: Json) {
        self.push(name.to_owned(), form);
    }

    fn form(&self, name: &str) -> Option<&Json> {
        self.get(name)
    }

    #[cold]
    fn forms(&self) -> Vec<(String, Json)> {
        let forms = self.iter().filter(|(_, form)| lenient::may_say_more(form.get()));
        forms.map(|(name, form)| (name.to_owned(), form.clone())).collect()
    }

    fn remove_duplicates(&mut self) {
        if !self.is_empty() {
            self.remove_duplicates();
        }
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }

    #[cold]
    fn write<M: SerializeMap>(&self, written: &[&'static str], members: &mut M) -> Result<(), M::Error> {
        for (name, value) in self.iter().filter(|(name, _)| !written.contains(name)) {
            members.serialize_entry(name, value)?;
        }
        Ok(())
    }
}

impl<T: Decode + Serialize + fmt::Debug> Unnamed for BTreeMap<String, T> {
    fn keep<'de, A: MapAccess<'de>>(&mut self, name: String, members: &mut A) -> Result<(), A::Error> {
        if let Some(value) = lenient::map_value(members)? {
            self.insert(name, value);
        }
        Ok(())
    }

    fn keep_form(&mut self, _: &'static str, _: Json) {
        // An outer struct may store the JSON.
        lenient::lose();
    }

    fn form(&self, _: &str) -> Option<&Json> {
        None
    }

    fn forms(&self) -> Vec<(String, Json)> {
        Vec::new()
    }

    fn remove_duplicates(&mut self) {}

    fn is_empty(&self) -> bool {
        self.is_empty()
    }

    fn write<M: SerializeMap>(&self, written: &[&'static str], members: &mut M) -> Result<(), M::Error> {
        for (name, value) in self.iter().filter(|(name, _)| !written.contains(&name.as_str())) {
            members.serialize_entry(name, value)?;
        }
        Ok(())
    }
}
