//! A location in an API while it is walked. It is converted to a JSON pointer only if a problem is reported.

use super::Origin;

/// A location in an API: one token below another location.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'a> {
    above: Option<&'a Spot<'a>>,
    token: Token<'a>,
    origin: Option<&'a Origin>,
}

#[derive(Clone, Copy)]
enum Token<'a> {
    Top,
    Name(&'a str),
    Index(usize),
}

impl<'a> Spot<'a> {
    /// The API as a whole.
    pub(crate) const TOP: Self = Self { above: None, token: Token::Top, origin: None };

    /// The location of the property with the given name.
    pub(crate) fn name(&'a self, name: &'a str) -> Self {
        Self { above: Some(self), token: Token::Name(name), origin: self.origin }
    }

    /// The location of the item with the given index.
    pub(crate) fn index(&'a self, index: usize) -> Self {
        Self { above: Some(self), token: Token::Index(index), origin: self.origin }
    }

    /// The same location, with its source.
    pub(crate) fn from(self, origin: &'a Option<Origin>) -> Self {
        Self { origin: origin.as_ref(), ..self }
    }

    /// The location in the source: the origin of the type, operation or scheme that contains this.
    pub(crate) fn origin(&self) -> Option<&'a Origin> {
        self.origin
    }

    /// The JSON pointer in `api.json`.
    pub(crate) fn pointer(&self) -> String {
        let mut tokens = Vec::new();
        let mut spot = Some(self);
        while let Some(Spot { above, token, .. }) = spot {
            match token {
                Token::Top => {}
                Token::Name(name) => tokens.push((*name).to_owned()),
                Token::Index(index) => tokens.push(index.to_string()),
            }
            spot = *above;
        }
        let tokens: Vec<&str> = tokens.iter().rev().map(String::as_str).collect();
        super::origin::pointer(&tokens)
    }
}
