//! Whether the verdict agrees with the compiler.
