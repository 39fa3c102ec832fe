//! The methods that all streams of values have.

/// Adds `next` and `blocking` to a type and implements `Stream` for it, based on its method `poll`.
///
/// ```text
/// stream!(Lines<T: Decode> of T, "value");
///         |                  |   what the documentation calls an item
///         |                  the type of an item
///         the type, and the bound of its items
/// ```
macro_rules! stream {
    ($Stream:ident<$T:ident $(: $Bound:path)?> of $Item:ty, $name:literal) => {
        impl<$T $(: $Bound)?> $Stream<$T> {
            #[doc = concat!("Returns the next ", $name, "; `None` after the last one.")]
            pub async fn next(&mut self) -> Option<Result<$Item, Error>> {
                std::future::poll_fn(|context| self.poll(context)).await
            }

            #[doc = concat!("Returns an iterator for callers without async, whose thread waits for each ", $name, ".")]
            #[cfg(feature = "blocking")]
            pub fn blocking(self) -> crate::runtime::streams::blocking_stream::Blocking<Self> {
                crate::runtime::streams::blocking_stream::Blocking::new(self)
            }
        }

        impl<$T $(: $Bound)?> futures_core::Stream for $Stream<$T> {
            type Item = Result<$Item, Error>;

            fn poll_next(mut self: std::pin::Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
                self.poll(context)
            }
        }
    };
}

pub(crate) use stream;
