//! Sends multipart bodies: `multipart/form-data` (RFC 7578), with streamed files.

use std::fmt::Display;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde::Serialize;

use super::payload::{Payload, Piece};
use super::upload::Upload;
use crate::runtime::call::builder::Call;
use crate::runtime::json::encode;

/// A part of a multipart body: its content, and optionally a file name.
///
/// Bytes and strings convert into a part. A file usually has a name: `Part::from(bytes).file_name("a.png")`.
///
/// # Examples
///
/// ```
/// use runtime::Part;
///
/// let part = Part::from(vec![0x89, b'P', b'N', b'G']).file_name("a.png").content_type("image/png");
/// ```
#[derive(Debug)]
#[must_use = "it is not sent unless it is passed to a call"]
pub struct Part {
    upload: Upload,
    file_name: Option<String>,
}

impl Part {
    /// Sets the file name of the part.
    pub fn file_name(self, name: &str) -> Self {
        Self { file_name: Some(name.to_owned()), ..self }
    }

    /// Sets the media type, instead of the default one.
    pub fn content_type(self, media: &str) -> Self {
        Self { upload: self.upload.content_type(media), ..self }
    }
}

impl<T: Into<Upload>> From<T> for Part {
    fn from(upload: T) -> Self {
        Self { upload: upload.into(), file_name: None }
    }
}

impl Call {
    /// Sets a part that is a file. The media type of the part defaults to the one that the operation names, and its file
    /// name to the name of the part, because servers treat a part without a file name as a field. Parts with the same
    /// name are replaced, as by all methods but [`further_part`](Self::further_part).
    pub fn file_part(self, name: &str, media: &str, part: Part) -> Self {
        self.without_parts(name).add_file(name, media, part)
    }

    /// Adds a part that the operation does not name.
    pub fn further_part(self, name: &str, part: Part) -> Self {
        self.add_file(name, "", part)
    }

    fn add_file(self, name: &str, media: &str, part: Part) -> Self {
        let own_media = part.upload.content_type.as_deref().unwrap_or(media).to_owned();
        // A part for which neither the operation nor the caller names a media type may be a field rather than a file.
        let is_file = !media.is_empty() || !own_media.is_empty();
        let file_name = part.file_name.as_deref().or(is_file.then_some(name));
        self.add_part(name, file_name, &own_media, part.upload.piece)
    }

    /// Sets a part with the same name for each file.
    pub fn file_parts(self, name: &str, media: &str, parts: Vec<Part>) -> Self {
        parts.into_iter().fold(self.without_parts(name), |call, part| call.add_file(name, media, part))
    }

    /// Sets a part that is a string.
    pub fn text_part(self, name: &str, media: &str, text: impl Display) -> Self {
        self.without_parts(name).add_text(name, media, &text)
    }

    /// Sets a part for each value of a list.
    pub fn text_parts<T: Display>(self, name: &str, media: &str, values: &[T]) -> Self {
        values.iter().fold(self.without_parts(name), |call, value| call.add_text(name, media, value))
    }

    pub(super) fn add_text(self, name: &str, media: &str, text: &dyn Display) -> Self {
        let call = self.finite(name, text);
        call.add_part(name, None, media, Piece::Whole(text.to_string().into()))
    }

    /// Sets a part that is JSON.
    pub fn json_part<T: Serialize + ?Sized>(self, name: &str, media: &str, value: &T) -> Self {
        self.without_parts(name).add_json(name, media, value)
    }

    /// Sets a JSON part with the same name for each value of a list.
    pub fn json_parts<T: Serialize>(self, name: &str, media: &str, values: &[T]) -> Self {
        values.iter().fold(self.without_parts(name), |call, value| call.add_json(name, media, value))
    }

    fn add_json<T: Serialize + ?Sized>(self, name: &str, media: &str, value: &T) -> Self {
        match encode::to_vec(value) {
            Ok(json) => self.add_part(name, None, media, Piece::Whole(json.into())),
            Err(error) => self.refuse(format!("the part `{name}` cannot be encoded: {error}")),
        }
    }

    /// Sets a part that is a string, whether or not the caller has set it.
    pub fn set_part(self, name: &str, text: &'static str) -> Self {
        let call = self.change_part(name, text);
        if call.part_at(name).is_some() { call } else { call.text_part(name, "", text) }
    }

    /// Replaces a part by a string, if the caller has set the part.
    pub fn change_part(mut self, name: &str, text: &'static str) -> Self {
        if let (Some(at), Payload::Pieces(pieces)) = (self.part_at(name), &mut self.0.body) {
            pieces[at] = Piece::Whole(Bytes::from_static(text.as_bytes()));
        }
        self
    }

    /// The index of the piece with the value of a part, which follows the part's head.
    fn part_at(&self, name: &str) -> Option<usize> {
        let Payload::Pieces(pieces) = &self.0.body else { return None };
        let field = format!("{}\r\n", disposition(name));
        // Heads and values alternate. Only heads are compared, so that a value that looks like a head is not mistaken
        // for one.
        pieces.iter().step_by(2).position(|piece| has(piece, &field)).map(|index| index * 2 + 1)
    }

    /// Removes the parts with a name.
    pub(super) fn without_parts(mut self, name: &str) -> Self {
        let Payload::Pieces(pieces) = &mut self.0.body else { return self };
        let field = disposition(name);
        let is_named = |piece: &Piece| has(piece, &format!("{field}\r\n")) || has(piece, &format!("{field};"));
        let mut is_kept = true;
        let mut index = 0;
        pieces.retain(|piece| {
            if index % 2 == 0 {
                is_kept = !is_named(piece);
            }
            index += 1;
            is_kept
        });
        if pieces.len() == 1 {
            // Only the end of the body is left.
            self.0.body = Payload::Empty;
            self.0.headers.remove(CONTENT_TYPE.as_str());
        } else if let Some(Piece::Whole(head)) = pieces.first_mut()
            && head.starts_with(b"\r\n")
        {
            // The first head has no line end before it.
            *head = head.slice(2..);
        }
        self
    }

    fn add_part(mut self, name: &str, file_name: Option<&str>, media: &str, piece: Piece) -> Self {
        if media.bytes().any(|byte| byte.is_ascii_control()) {
            return self.refuse(format!("the part `{name}` has an invalid media type"));
        }
        let boundary = match self.0.headers.get(CONTENT_TYPE.as_str()).and_then(boundary) {
            Some(boundary) => boundary.to_owned(),
            None => self.0.core.0.random.uuid(),
        };
        let mut head = format!("--{boundary}\r\ncontent-disposition: {}", disposition(name));
        if let Some(file) = file_name {
            head.push_str(&format!("; filename=\"{}\"", quoted(file)));
        }
        if !media.is_empty() {
            head.push_str(&format!("\r\ncontent-type: {media}"));
        }
        head.push_str("\r\n\r\n");
        let mut pieces = match std::mem::replace(&mut self.0.body, Payload::Empty) {
            Payload::Pieces(pieces) => pieces,
            Payload::Empty | Payload::Whole(_) => Vec::new(),
        };
        // The end of the body is removed; it is added again after the last part.
        pieces.pop();
        if !pieces.is_empty() {
            head.insert_str(0, "\r\n");
        }
        pieces.extend([Piece::Whole(head.into()), piece]);
        pieces.push(Piece::Whole(Bytes::from(format!("\r\n--{boundary}--\r\n"))));
        self.0.body = Payload::Pieces(pieces);
        let media = self.content_type("multipart/form-data").to_owned();
        self.header(CONTENT_TYPE.as_str(), format_args!("{media}; boundary={boundary}"))
    }
}

/// Whether the head of a part contains this text.
fn has(head: &Piece, text: &str) -> bool {
    match head {
        Piece::Whole(bytes) => std::str::from_utf8(bytes).is_ok_and(|head| head.contains(text)),
        Piece::Once(_) => false,
    }
}

fn boundary(content_type: &str) -> Option<&str> {
    content_type.split_once("; boundary=").map(|(_, boundary)| boundary)
}

/// The `Content-Disposition` of a part, to which a file name may be added.
fn disposition(name: &str) -> String {
    format!("form-data; name=\"{}\"", quoted(name))
}

/// A name in quotation marks, escaped as browsers do.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
