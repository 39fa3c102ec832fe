//! Sends bodies that are forms: `application/x-www-form-urlencoded`.

use serde::Serialize;

use crate::runtime::call::builder::Call;
use crate::runtime::http::url;
use crate::runtime::json::encode::{self, EncodeError};
use crate::runtime::params::style::{self, Param, Style};
use crate::runtime::params::tree::{self, Tree};

impl Call {
    /// Sets the body to the properties of a value. Lists repeat the name (`a=1&a=2`), nested values use brackets
    /// (`a[b]=1`, `a[0][b]=1`); `styles` overrides this for the properties that it names.
    pub fn form_of<T: Serialize + ?Sized>(self, value: &T, styles: &[Param]) -> Self {
        self.encoded_form(encode::to_vec(value), styles)
    }

    /// The part that does not depend on the type, so that it is compiled once.
    fn encoded_form(self, json: Result<Vec<u8>, EncodeError>, styles: &[Param]) -> Self {
        let json = match json {
            Ok(json) => json,
            Err(error) => return self.not_json(error),
        };
        match form(&json, styles) {
            Ok(body) => {
                let media = self.content_type("application/x-www-form-urlencoded");
                self.body(media, body.into())
            }
            Err(error) => self.refuse(format!("the body cannot be encoded: {error}")),
        }
    }
}

fn form(json: &[u8], styles: &[Param]) -> Result<String, String> {
    let Tree::Members(members) = tree::read(json).map_err(|error| error.to_string())? else {
        return Err("a form is an object".to_owned());
    };
    let mut body = String::new();
    for (name, value) in &members {
        let pairs = match styles.iter().find(|style| style.name == name) {
            Some(Param { style: Style::Json, .. }) => vec![(name.clone(), json_of(json, name)?)],
            Some(style) => style::pairs(style, value).map_err(|error| format!("the member `{name}` {error}"))?,
            None => usual(name, value),
        };
        for (name, text) in pairs {
            if !body.is_empty() {
                body.push('&');
            }
            url::encode(&mut body, &name);
            body.push('=');
            body.push_str(&text);
        }
    }
    Ok(body)
}

/// The pairs of a property in the default style.
fn usual(name: &str, value: &Tree) -> Vec<(String, String)> {
    let param = Param::query("", Style::DeepObject);
    let mut found = Vec::new();
    match value {
        Tree::List(items) if items.iter().all(|item| matches!(item, Tree::Null | Tree::Text(_))) => {
            items.iter().for_each(|item| style::deep(&param, name, item, &mut found));
        }
        other => style::deep(&param, name, other, &mut found),
    }
    found
}

/// A property as JSON, percent-encoded.
fn json_of(json: &[u8], name: &str) -> Result<String, String> {
    let members: std::collections::BTreeMap<String, &serde_json::value::RawValue> =
        serde_json::from_slice(json).map_err(|error| error.to_string())?;
    let mut text = String::new();
    url::encode(&mut text, members.get(name).map_or("null", |member| member.get()));
    Ok(text)
}
