//! The changes for a browser.

use super::Report;
use crate::problem::Locate;

/// The page.
pub fn html(report: &Report, locate: Locate) -> String {
    let _ = (report, locate);
    String::new()
}
