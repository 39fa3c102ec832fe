//! Writing to standard output and standard error without a panic where `println!` has one.

use std::fmt::Display;
use std::io::{self, Write};

/// Writes to standard output. A reader may close the pipe early, for example `head`; this is not an error.
///
/// # Errors
/// Those of standard output, for example a full disk.
pub fn print(text: impl Display) -> io::Result<()> {
    let mut output = io::stdout().lock();
    match write!(output, "{text}").and_then(|()| output.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(io::Error::new(error.kind(), format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes to standard error. A failure is ignored, since a message about it could not be shown either.
pub fn warn(text: impl Display) {
    let _ = write!(io::stderr().lock(), "{text}");
}
