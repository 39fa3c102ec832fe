//! The tests of the code generator, one module a row of the table in ARCHITECTURE.md.

mod import;
