"""Rust: the crate's modules from `lib.rs` on, re-exports followed into crates of the workspace."""
