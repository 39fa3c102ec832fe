//! Compressed answers: gzip in, plain bytes within bounds out.

use std::io::{self, Read};

use flate2::bufread::GzDecoder;
use http::HeaderMap;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue};

use super::collect::Cut;
use super::received::Received;

/// Asks for compressed answers, unless the caller has asked for something else.
pub(crate) fn ask(headers: &mut HeaderMap) {
    headers.entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
}

/// Whether an answer says that its body is packed in a way that is known here.
pub(crate) fn is_gzip(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_ENCODING).is_some_and(|coding| {
        let coding = coding.as_bytes().trim_ascii();
        coding.eq_ignore_ascii_case(b"gzip") || coding.eq_ignore_ascii_case(b"x-gzip")
    })
}

/// Takes out of the headers what no longer holds once the body is unpacked.
pub(crate) fn forget(headers: &mut HeaderMap) {
    headers.remove(CONTENT_ENCODING);
    headers.remove(CONTENT_LENGTH);
}

/// Unpacks a body where the answer says that it is packed, up to a size. A small body may hold a very large one, so the
/// bound is on what comes out.
pub(crate) fn unpack(received: &mut Received, most: usize) -> Option<Cut> {
    if !is_gzip(&received.headers) || received.body.is_empty() {
        return None;
    }
    let mut plain = Vec::new();
    let cut = match members(&received.body, most, &mut plain) {
        Ok(()) if plain.len() > most => {
            plain.truncate(most);
            Some(Cut::TooLarge)
        }
        Ok(()) => None,
        Err(cause) => Some(Cut::Broken(cause.into())),
    };
    forget(&mut received.headers);
    received.body = plain.into();
    cut
}

/// Decompresses the members of a gzip body, one after the other, until the output is larger than `most`. Zeros after
/// the last member are padding, as they are for the `gzip` program.
fn members(body: &[u8], most: usize, plain: &mut Vec<u8>) -> io::Result<()> {
    let mut rest = body;
    while !rest.is_empty() && plain.len() <= most {
        // One byte more than allowed shows that the body is too large.
        let room = ((most - plain.len()) as u64).saturating_add(1);
        let mut member = GzDecoder::new(rest).take(room);
        member.read_to_end(plain)?;
        rest = member.into_inner().into_inner();
        rest = rest.iter().position(|byte| *byte != 0).map_or(&[], |end| &rest[end..]);
    }
    Ok(())
}
