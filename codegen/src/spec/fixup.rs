//! Corrections of facts, as data.
