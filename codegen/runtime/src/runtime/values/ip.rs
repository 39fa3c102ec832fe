//! `Ipv4` and `Ipv6`: IP addresses, stored as the strings that are sent and received.

use std::net::{AddrParseError, Ipv4Addr, Ipv6Addr};

use super::kept::{Key, by_key, kept};

macro_rules! address {
    ($(#[$docs:meta])* $type:ident, $std:ident) => {
        $(#[$docs])*
        #[derive(Clone, Debug)]
        pub struct $type(Box<str>);

        kept!($type, AddrParseError);
        by_key!($type);

        impl $type {
            /// Parses an address.
            ///
            /// # Errors
            /// When the string is not such an address.
            pub fn parse(text: &str) -> Result<Self, AddrParseError> {
                text.parse::<$std>().map(|_| Self(text.into()))
            }

            fn key(&self) -> Key<'_, $std> {
                self.0.parse().map_or(Key::Text(&self.0), Key::Value)
            }
        }

        impl TryFrom<&$type> for $std {
            type Error = AddrParseError;

            fn try_from(address: &$type) -> Result<Self, AddrParseError> {
                address.0.parse()
            }
        }

        impl From<$std> for $type {
            fn from(address: $std) -> Self {
                Self(address.to_string().into())
            }
        }
    };
}

address! {
    /// An IPv4 address (`192.0.2.1`), stored as the string that is sent and received.
    ///
    /// A response may contain any string, which is kept and written back unchanged: services also send a network
    /// (`192.0.2.0/24`) or an empty string. Addresses compare by their bits, other strings as strings. It converts to
    /// and from [`Ipv4Addr`].
    ///
    /// # Examples
    ///
    /// ```
    /// use runtime::Ipv4;
    /// use std::net::Ipv4Addr;
    ///
    /// let address = Ipv4::from(Ipv4Addr::LOCALHOST);
    /// assert_eq!(address.as_str(), "127.0.0.1");
    /// assert_eq!(Ipv4Addr::try_from(&address), Ok(Ipv4Addr::LOCALHOST));
    /// ```
    Ipv4, Ipv4Addr
}

address! {
    /// An IPv6 address (`2001:db8::1`), stored as the string that is sent and received.
    ///
    /// A response may contain any string, which is kept and written back unchanged. Addresses compare by their bits,
    /// however they are written; other strings as strings. It converts to and from [`Ipv6Addr`].
    ///
    /// # Examples
    ///
    /// ```
    /// use runtime::Ipv6;
    ///
    /// assert_eq!(Ipv6::parse("2001:DB8:0::1").unwrap(), Ipv6::parse("2001:db8::1").unwrap());
    /// ```
    Ipv6, Ipv6Addr
}
