//! Credentials, and how they are added to a request.

pub mod api_key;
pub mod authorize;
pub mod basic;
pub mod cached;
pub mod client_credentials;
pub mod conceal;
pub mod credential;
pub mod refresh_token;
pub mod shared;
pub mod token_service;
