//! `model!`: a struct with the JSON property of each field.

/// Declares a struct that is a JSON object, and implements `Clone`, `PartialEq`, `Debug`, `Decode`, `Deserialize` and
/// `Serialize` for it:
///
/// ```text
/// model! {
///     /// What will be bought.
///     pub struct Cart {
///         pub id: Option<String>,
///         pub creation_timestamp: Option<DateTime> = "creationTimestamp",
///         pub password: Option<String> = secret,
///         pub quantity: i32 = required,
///         pub renews_to: Maybe<i64> = "renewsTo",
///     } new(quantity: i32)
/// }
/// ```
///
/// The string after `=` is the name of the JSON property. Without it, the property has the name of the field.
///
/// | type of the field | word after `=` | JSON property |
/// |---|---|---|
/// | `Option<T>` | none | absent for `None`; a received null is kept in `extra` |
/// | `Maybe<T>` | none | absent, null or a value |
/// | `T` | `required` | always present |
/// | `Option<T>` | `required` | always present, null for `None` |
/// | `T` | `tag` | always written; if it is absent when read, the field gets the value of `tag("cart")` after the struct |
/// | `T` | `filled` | always written; if it is absent when read, the field gets the JSON value of `absent(quantity = "1")` after the struct |
///
/// Two words may precede these: `secret` hides the field in `Debug`, and `code` marks a field that is or contains an
/// integer enum, whose JSON form is preserved ([`code_forms`](super::code_forms)).
///
/// Additional properties are stored in a generated field `extra: Extra`. A last row `..rest: BTreeMap<String, T>`
/// replaces that field; a received null of a named property is then not kept. A struct without required properties has
/// a `Default` that leaves all of them out.
///
/// After the struct, `new(quantity: i32)` declares a constructor with the required properties as parameters. Required
/// properties with a single possible value follow the parameters, and allow a `Default` if there are no parameters:
/// `new(quantity: i32; kind = "cart".into())` and `default(kind = "cart".into())`.
///
/// `required CartRequired(id: String, quantity: i32; kind = "cart".into())` declares a struct of the required properties
/// instead, and `From` it, where `new` would have too many parameters or several of one type: callers write
/// `Cart { renews_to: 1.into(), ..CartRequired { id, quantity }.into() }`.
///
/// A required property with a default is `filled`: callers set it, and a response without it is read as the default. So
/// is a required property with a single possible value, which callers need not set.
///
/// The expansion is one call for each field, because models are most of a generated crate: it takes an eighth of the
/// compile time of serde's derive. `Debug` uses the same calls as JSON, which takes half the compile time of a derived
/// `Debug`.
///
/// The arms of the macro from the bottom up: the last two take the struct and write the row of additional properties in
/// one form; `@all` writes each implementation; `@impls` those of JSON, with `@members` for reading, which uses `@empty`,
/// `@read` and `@found` for each field, and `@write`; `@new`, `@required` and `@default` write constructors, which
/// use `@make` and, for each field, `@unset`. The arms pass the words of a row on unread, so that a further word
/// concerns only the arms that use it. Fewer arms are not possible: a macro cannot compare words, so each step has an arm
/// for each word that it treats differently.
macro_rules! model {
    // The calls that read and write a field. The most frequent rows, with and without a name, have separate arms,
    // because looking for the name would take one more expansion for each field.
    (@read $reader:ident $field:ident [] $(secret)? required) => {
        $reader.required(stringify!($field), &mut $field)
    };
    (@read $reader:ident $field:ident [$name:literal] $(secret)? required) => {
        $reader.required($name, &mut $field)
    };
    (@read $reader:ident $field:ident $name:tt tag) => {
        $reader.optional($crate::runtime::models::model::model!(@name $field $name), &mut $field)
    };
    (@read $reader:ident $field:ident $name:tt $(secret)? filled) => {
        $reader.present($crate::runtime::models::model::model!(@name $field $name), &mut $field)
    };
    (@read $reader:ident $field:ident $name:tt $(secret)? code filled) => {
        $crate::runtime::models::code_forms::present($reader, $crate::runtime::models::model::model!(@name $field $name), &mut $field)
    };
    (@read $reader:ident $field:ident [] $(secret)?) => {
        $reader.optional(stringify!($field), &mut $field)
    };
    (@read $reader:ident $field:ident [$name:literal] $(secret)?) => {
        $reader.optional($name, &mut $field)
    };
    (@read $reader:ident $field:ident $name:tt $(secret)? code required) => {
        $crate::runtime::models::code_forms::required($reader, $crate::runtime::models::model::model!(@name $field $name), &mut $field)
    };
    (@read $reader:ident $field:ident $name:tt $(secret)? code) => {
        $crate::runtime::models::code_forms::optional($reader, $crate::runtime::models::model::model!(@name $field $name), &mut $field)
    };
    (@write $writer:ident $self:ident $unnamed:ident $field:ident $name:tt tag) => {
        $writer.required($crate::runtime::models::model::model!(@name $field $name), &$self.$field)
    };
    (@write $writer:ident $self:ident $unnamed:ident $field:ident $name:tt filled) => {
        $writer.required($crate::runtime::models::model::model!(@name $field $name), &$self.$field)
    };
    (@write $writer:ident $self:ident $unnamed:ident $field:ident $name:tt code filled) => {
        $crate::runtime::models::model::model!(@write $writer $self $unnamed $field $name code required)
    };
    (@write $writer:ident $self:ident $unnamed:ident $field:ident [] required) => {
        $writer.required(stringify!($field), &$self.$field)
    };
    (@write $writer:ident $self:ident $unnamed:ident $field:ident [$name:literal] required) => {
        $writer.required($name, &$self.$field)
    };
    (@write $writer:ident $self:ident $unnamed:ident $field:ident []) => {
        $writer.optional(stringify!($field), &$self.$field)
    };
    (@write $writer:ident $self:ident $unnamed:ident $field:ident [$name:literal]) => {
        $writer.optional($name, &$self.$field)
    };
    (@write $writer:ident $self:ident $unnamed:ident $field:ident $name:tt secret $($word:ident)*) => {{
        $writer.hide();
        $crate::runtime::models::model::model!(@write $writer $self $unnamed $field $name $($word)*)
    }};
    (@write $writer:ident $self:ident $unnamed:ident $field:ident $name:tt code required) => {
        $crate::runtime::models::code_forms::write_required(
            $writer,
            $crate::runtime::models::model::model!(@name $field $name),
            &$self.$field,
            &$self.$unnamed,
        )
    };
    (@write $writer:ident $self:ident $unnamed:ident $field:ident $name:tt code) => {
        $crate::runtime::models::code_forms::write_optional(
            $writer,
            $crate::runtime::models::model::model!(@name $field $name),
            &$self.$field,
            &$self.$unnamed,
        )
    };
    (@name $field:ident []) => {
        stringify!($field)
    };
    (@name $field:ident [$name:literal]) => {
        $name
    };
    // The initial value of a field before it is read.
    (@empty $(secret)? $(code)? required) => {
        ::core::option::Option::None
    };
    (@empty $(secret)? $(code)? filled) => {
        ::core::option::Option::None
    };
    (@empty tag) => {
        ::core::option::Option::None
    };
    (@empty $($word:ident)*) => {
        ::core::default::Default::default()
    };
    (@found $field:ident $(secret)? $(code)? required) => {
        $crate::runtime::models::wire::found($field)
    };
    (@found $field:ident $(secret)? $(code)? filled) => {
        $crate::runtime::models::wire::found($field)
    };
    (@found $field:ident tag) => {
        $crate::runtime::models::wire::tag::<Self, _>($field)
    };
    (@found $field:ident $($word:ident)*) => {
        $field
    };
    // The initial value of a field in a new struct: a local variable of its name if the field is required.
    (@unset $field:ident $(secret)? $(code)? required) => {
        $field
    };
    (@unset $field:ident $(secret)? $(code)? filled) => {
        $field
    };
    (@unset $field:ident tag) => {
        $field
    };
    (@unset $field:ident $($word:ident)*) => {
        ::core::default::Default::default()
    };
    // Without required properties, each field can be read in place, which compiles faster than local variables.
    (@members $reader:ident, $unnamed:ident [] { $($field:ident $name:tt $(secret)?),* }) => {{
        let mut object = Self::default();
        while $reader.next() {
            $($reader.optional($crate::runtime::models::model::model!(@name $field $name), &mut object.$field);)*
            $reader.unnamed(&mut object.$unnamed);
        }
        ::core::option::Option::Some(object)
    }};
    (@members $reader:ident, $unnamed:ident [$($filled:ident = $absent:literal),*] { $($field:ident $name:tt $($word:ident)*),* }) => {{
        $(let mut $field = $crate::runtime::models::model::model!(@empty $($word)*);)*
        let mut unnamed = ::core::default::Default::default();
        while $reader.next() {
            $($crate::runtime::models::model::model!(@read $reader $field $name $($word)*);)*
            $reader.unnamed(&mut unnamed);
        }
        $($reader.fill(stringify!($filled), &mut $filled, $absent);)*
        if $reader.has_failed() {
            return ::core::option::Option::None;
        }
        ::core::option::Option::Some(Self { $($field: $crate::runtime::models::model::model!(@found $field $($word)*),)* $unnamed: unnamed })
    }};
    (@make { $($field:ident $name:tt $($word:ident)*),* } $unnamed:ident $($fixed:ident = $value:expr),*) => {{
        $(let $fixed = $value;)*
        Self { $($field: $crate::runtime::models::model::model!(@unset $field $($word)*),)* $unnamed: ::core::default::Default::default() }
    }};
    (@new $unnamed:ident, $type:ident [$($param:ident),*] $table:tt $($arg:ident: $ty:ty),* $(; $($fixed:tt)*)?) => {
        #[allow(deprecated)]
        impl<$($param),*> $type<$($param),*> {
            /// Creates a value with only the required properties set.
            pub fn new($($arg: $ty),*) -> Self {
                $crate::runtime::models::model::model!(@make $table $unnamed $($($fixed)*)?)
            }
        }
    };
    (@required $unnamed:ident, $type:ident [$($param:ident),*] $table:tt $required:ident($($field:ident: $ty:ty),* $(; $($fixed:tt)*)?)) => {
        #[doc = concat!("The required fields of [`", stringify!($type), "`](type@", stringify!($type), "), which is created from them:")]
        #[doc = concat!("`", stringify!($type), " { .., ..", stringify!($required), " { .. }.into() }`.")]
        #[allow(deprecated)]
        pub struct $required<$($param),*> {
            $(
                #[doc = concat!("As in [`", stringify!($type), "`](type@", stringify!($type), ").")]
                pub $field: $ty,
            )*
        }

        #[allow(deprecated)]
        impl<$($param),*> ::core::convert::From<$required<$($param),*>> for $type<$($param),*> {
            fn from(required: $required<$($param),*>) -> Self {
                let $required { $($field),* } = required;
                $crate::runtime::models::model::model!(@make $table $unnamed $($($fixed)*)?)
            }
        }
    };
    (@default $unnamed:ident, $type:ident [$($param:ident),*] $table:tt $($fixed:tt)*) => {
        #[allow(deprecated)]
        impl<$($param),*> ::core::default::Default for $type<$($param),*> {
            fn default() -> Self {
                $crate::runtime::models::model::model!(@make $table $unnamed $($fixed)*)
            }
        }
    };
    (@debug $unnamed:ident, $type:ident [] { $($field:ident $name:tt $($word:ident)*),* }) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::runtime::models::show::show(self, stringify!($type), stringify!($($field)* $unnamed), f)
            }
        }
    };
    // The implementation has the same bounds on type parameters as a derived one.
    (@debug $unnamed:ident, $type:ident [$($param:ident),+] { $($field:ident $name:tt $($word:ident)*),* }) => {
        #[allow(deprecated)]
        impl<$($param: ::std::fmt::Debug),+> ::std::fmt::Debug for $type<$($param),+> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($type))
                    $(.field(
                        stringify!($field).trim_start_matches("r#"),
                        $crate::runtime::models::model::model!(@shown self $field $($word)*),
                    ))*
                    .field(stringify!($unnamed), &self.$unnamed)
                    .finish()
            }
        }
    };
    (@shown $self:ident $field:ident secret $($word:ident)*) => {
        &format_args!("(secret)")
    };
    (@shown $self:ident $field:ident $($word:ident)*) => {
        &$self.$field
    };
    (@tag $type:ident [$($param:ident),*] $tag:literal) => {
        impl<$($param),*> $crate::runtime::models::wire::Tagged for $type<$($param),*> {
            const TAG: &'static str = $tag;
        }
    };
    // A field that may be absent has a default.
    (@empty_value $unnamed:ident, $type:ident [$($param:ident),*] { $($field:ident $name:tt $(secret)? $(code)?),* }) => {
        #[allow(deprecated)]
        impl<$($param),*> ::core::default::Default for $type<$($param),*> {
            fn default() -> Self {
                Self { $($field: ::core::default::Default::default(),)* $unnamed: ::core::default::Default::default() }
            }
        }
    };
    (@empty_value $($with_required:tt)*) => {};
    (@all $unnamed:ident, $type:ident $params:tt $table:tt $(new($($new:tt)*))? $(required $required:ident $fields:tt)? $(default($($default:tt)*))? $(tag($tag:literal))? $(absent($($absent:tt)*))?) => {
        $crate::runtime::models::model::model!(@impls $unnamed, $type $params [$($($absent)*)?] $table);
        $crate::runtime::models::model::model!(@debug $unnamed, $type $params $table);
        $crate::runtime::models::model::model!(@empty_value $unnamed, $type $params $table);
        $($crate::runtime::models::model::model!(@new $unnamed, $type $params $table $($new)*);)?
        $($crate::runtime::models::model::model!(@required $unnamed, $type $params $table $required $fields);)?
        $($crate::runtime::models::model::model!(@default $unnamed, $type $params $table $($default)*);)?
        $($crate::runtime::models::model::model!(@tag $type $params $tag);)?
    };
    (@impls $unnamed:ident, $type:ident [$($param:ident),*] $absent:tt { $($field:ident $name:tt $($word:ident)*),* }) => {
        #[allow(deprecated, clippy::question_mark)]
        impl<$($param: $crate::runtime::json::decode::Value),*> $crate::runtime::models::wire::Object for $type<$($param),*> {
            fn read<__R: $crate::runtime::models::wire::Reader>(reader: &mut __R) -> ::core::option::Option<Self> {
                $crate::runtime::models::model::model!(@members reader, $unnamed $absent { $($field $name $($word)*),* })
            }

            fn write<__W: $crate::runtime::models::wire::Writer>(&self, writer: &mut __W) {
                writer.begin(&self.$unnamed);
                $($crate::runtime::models::model::model!(@write writer self $unnamed $field $name $($word)*);)*
                writer.unnamed(&self.$unnamed);
            }
        }

        impl<$($param: $crate::runtime::json::decode::Value),*> $crate::runtime::json::decode::Decode for $type<$($param),*> {}

        impl<'de, $($param: $crate::runtime::json::decode::Value),*> ::serde::Deserialize<'de> for $type<$($param),*> {
            fn deserialize<__D: ::serde::Deserializer<'de>>(deserializer: __D) -> ::core::result::Result<Self, __D::Error> {
                $crate::runtime::models::wire::read(deserializer)
            }
        }

        impl<$($param: $crate::runtime::json::decode::Value),*> ::serde::Serialize for $type<$($param),*> {
            fn serialize<__S: ::serde::Serializer>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error> {
                $crate::runtime::models::wire::write(self, serializer)
            }
        }
    };
    (
        $(#[$about:meta])*
        pub struct $type:ident $(<$($param:ident),+>)? {
            $($(#[$note:meta])* pub $field:ident: $ty:ty $(= $($name:literal)? $($word:ident)*)?,)*
        } $($made:tt)*
    ) => {
        $crate::runtime::models::model::model! {
            $(#[$about])*
            pub struct $type $(<$($param),+>)? {
                $($(#[$note])* pub $field: $ty $(= $($name)? $($word)*)?,)*
                ..extra: $crate::runtime::models::extra::Extra,
            } $($made)*
        }
    };
    (
        $(#[$about:meta])*
        pub struct $type:ident $(<$($param:ident),+>)? {
            $($(#[$note:meta])* pub $field:ident: $ty:ty $(= $($name:literal)? $($word:ident)*)?,)*
            ..$unnamed:ident: $rest:ty,
        } $($made:tt)*
    ) => {
        $(#[$about])*
        #[derive(Clone, PartialEq)]
        pub struct $type $(<$($param),+>)? {
            $($(#[$note])* pub $field: $ty,)*
            /// The additional properties.
            pub $unnamed: $rest,
        }

        $crate::runtime::models::model::model!(
            @all $unnamed, $type [$($($param),+)?] { $($field [$($($name)?)?] $($($word)*)?),* } $($made)*
        );
    };
}
pub(crate) use model;
