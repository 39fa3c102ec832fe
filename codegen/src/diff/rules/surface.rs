//! The table of the rules for the public interface of the crate.

/// Defines the enum of all rules from those for the wire, which are its argument, and those for the crate.
macro_rules! with_surface {
    ($($wire:tt)*) => {
        rules! {
            $($wire)*
            RustTypeAdded = "rust-type-added" (Surface Rust, Warning Warning, RustTypeRemoved):
                "A type is new."
                "`models::Voucher`";
            RustTypeRemoved = "rust-type-removed" (Surface Rust, Error Error, RustTypeAdded):
                "A type is gone."
                "`models::Voucher`";
            RustTypeRenamed = "rust-type-renamed" (Surface Rust, Error Error, RustTypeRenamed):
                "A type has another name."
                "`models::Cart` is now `models::ShoppingCart`.";
            RustTypeChanged = "rust-type-changed" (Surface Rust, Error Error, RustTypeChanged):
                "A type is of another kind, or has other type parameters."
                "`models::State` was a struct and is an enum.";
            RustSealed = "rust-sealed" (Surface Rust, Error Error, RustUnsealed):
                "A struct can no longer be written as a literal: it is only received."
                "`models::Receipt` is `#[non_exhaustive]`.";
            RustUnsealed = "rust-unsealed" (Surface Rust, Warning Warning, RustSealed):
                "A struct can now be written as a literal."
                "`models::Receipt` is no longer `#[non_exhaustive]`.";
            RustEnumSealed = "rust-enum-sealed" (Surface Rust, Error Error, RustEnumUnsealed):
                "An enum can no longer be matched without a wildcard."
                "`models::Cycle` is `#[non_exhaustive]`.";
            RustEnumUnsealed = "rust-enum-unsealed" (Surface Rust, Warning Warning, RustEnumSealed):
                "An enum can now be matched without a wildcard."
                "`models::Cycle` is no longer `#[non_exhaustive]`.";
            RustFieldAdded = "rust-field-added" (Surface Rust, Warning Warning, RustFieldRemoved):
                "An optional field is new."
                "`models::Cart::note: Option<String>`";
            RustFieldAddedRequired = "rust-field-added-required" (Surface Rust, Error Error, RustFieldRemoved):
                "A required field is new."
                "`models::Cart::tenant: String`";
            RustFieldRemoved = "rust-field-removed" (Surface Rust, Error Error, RustFieldAdded):
                "A field is gone."
                "`models::Cart::note`";
            RustFieldRenamed = "rust-field-renamed" (Surface Rust, Error Error, RustFieldRenamed):
                "A field has another name."
                "`models::Cart::note` is now `models::Cart::remark`.";
            RustFieldRetyped = "rust-field-retyped" (Surface Rust, Error Error, RustFieldRetyped):
                "A field has another type."
                "`models::Cart::note` was `Option<String>` and is `String`.";
            RustVariantAdded = "rust-variant-added" (Surface Rust, Warning Warning, RustVariantRemoved):
                "A variant is new in an enum that callers cannot match exhaustively."
                "`CreateCartErrorBody::Conflict`";
            RustVariantAddedListed = "rust-variant-added-listed" (Surface Rust, Error Error, RustVariantRemoved):
                "A variant is new in an enum that callers may match exhaustively."
                "`models::Cycle::Weekly`";
            RustVariantRemoved = "rust-variant-removed" (Surface Rust, Error Error, RustVariantAdded):
                "A variant is gone."
                "`models::Cycle::Weekly`";
            RustVariantRenamed = "rust-variant-renamed" (Surface Rust, Error Error, RustVariantRenamed):
                "A variant has another name."
                "`models::Cycle::Weekly` is now `models::Cycle::EachWeek`.";
            RustVariantRetyped = "rust-variant-retyped" (Surface Rust, Error Error, RustVariantRetyped):
                "A variant holds another type."
                "`models::Payment::Card` held a `Card` and holds a `String`.";
            RustConversionAdded = "rust-conversion-added" (Surface Rust, Warning Warning, RustConversionRemoved):
                "A union can be created from one more type."
                "`models::Payment::from(&str)`";
            RustConversionRemoved = "rust-conversion-removed" (Surface Rust, Error Error, RustConversionAdded):
                "A union can no longer be created from a type, which may now mean several of its variants."
                "`models::Payment::from(&str)`";
            RustConstantAdded = "rust-constant-added" (Surface Rust, Warning Warning, RustConstantRemoved):
                "A constant is new."
                "`models::Code::TWO`";
            RustConstantRemoved = "rust-constant-removed" (Surface Rust, Error Error, RustConstantAdded):
                "A constant is gone."
                "`models::Code::TWO`";
            RustConstantRenamed = "rust-constant-renamed" (Surface Rust, Error Error, RustConstantRenamed):
                "A constant has another name."
                "`models::Code::TWO` is now `models::Code::SECOND`.";
            RustConstantRetyped = "rust-constant-retyped" (Surface Rust, Error Error, RustConstantRetyped):
                "The numbers of an enum have another width."
                "`models::Code` held an `i32` and holds an `i64`.";
            RustGroupAdded = "rust-group-added" (Surface Rust, Warning Warning, RustGroupRemoved):
                "A group of operations is new."
                "`Client::orders`";
            RustGroupRemoved = "rust-group-removed" (Surface Rust, Error Error, RustGroupAdded):
                "A group of operations is gone."
                "`Client::orders`";
            RustGroupRenamed = "rust-group-renamed" (Surface Rust, Error Error, RustGroupRenamed):
                "A group of operations has another name."
                "`Client::carts` is now `Client::baskets`.";
            RustMethodAdded = "rust-method-added" (Surface Rust, Warning Warning, RustMethodRemoved):
                "A method is new."
                "`Carts::delete`";
            RustMethodRemoved = "rust-method-removed" (Surface Rust, Error Error, RustMethodAdded):
                "A method is gone."
                "`Carts::delete`";
            RustMethodRenamed = "rust-method-renamed" (Surface Rust, Error Error, RustMethodRenamed):
                "A method has another name, or is in another group."
                "`Carts::get` is now `Orders::get`.";
            RustMethodReplaced = "rust-method-replaced" (Surface Rust, Error Error, RustMethodReplaced):
                "A method has the name of another operation's method: calls still compile, but send the request of that operation."
                "`Accounts::activate` sent `POST /accounts/{}/on` and sends `POST /accounts/{}/off`.";
            RustArgumentsChanged = "rust-arguments-changed" (Surface Rust, Error Error, RustArgumentsChanged):
                "A method takes other arguments."
                "`Carts::get` took `&str` and takes `&str, &str`.";
            RustArgumentsSwapped = "rust-arguments-swapped" (Surface Rust, Error Error, RustArgumentsSwapped):
                "Arguments of the same type were swapped: calls still compile, but send other values."
                "`Carts::get` took `customer, cart` and takes `cart, customer`.";
            RustArgumentRenamed = "rust-argument-renamed" (Surface Rust, Info Info, RustArgumentRenamed):
                "An argument has another name, which callers do not write."
                "`Carts::get` took `id` and takes `cart_id`.";
            RustRequestRenamed = "rust-request-renamed" (Surface Rust, Error Error, RustRequestRenamed):
                "The type of a request has another name."
                "`GetCart` is now `FetchCart`.";
            RustSetterAdded = "rust-setter-added" (Surface Rust, Warning Warning, RustSetterRemoved):
                "A method of a request is new."
                "`GetCart::top`";
            RustSetterRemoved = "rust-setter-removed" (Surface Rust, Error Error, RustSetterAdded):
                "A method of a request is gone."
                "`GetCart::top`";
            RustSetterRenamed = "rust-setter-renamed" (Surface Rust, Error Error, RustSetterRenamed):
                "A method of a request has another name."
                "`GetCart::top` is now `GetCart::limit`.";
            RustSetterRetyped = "rust-setter-retyped" (Surface Rust, Error Error, RustSetterRetyped):
                "A method of a request takes another type."
                "`GetCart::top` took `i32` and takes `&str`.";
            RustResultChanged = "rust-result-changed" (Surface Rust, Error Error, RustResultChanged):
                "A call returns another type."
                "`GetCart` returned a `Cart` and returns a `Vec<Cart>`.";
            RustErrorRetyped = "rust-error-retyped" (Surface Rust, Error Error, RustErrorRetyped):
                "An error response of a call has another type: `error.body_as::<T>()` still compiles with the old type, and reads nothing or the wrong properties."
                "`Carts::get` failed with a `Problem` and fails with a `Conflict`.";
            RustClientMethodAdded = "rust-client-method-added" (Surface Rust, Warning Warning, RustClientMethodRemoved):
                "A method of the client's builder is new."
                "`ClientBuilder::tenant`";
            RustClientMethodRemoved = "rust-client-method-removed" (Surface Rust, Error Error, RustClientMethodAdded):
                "A method of the client's builder is gone."
                "`ClientBuilder::tenant`";
            RustPackageRenamed = "rust-package-renamed" (Surface Rust, Error Error, RustPackageRenamed):
                "The package has another name."
                "`carts` is now `orders`.";
            RustGated = "rust-gated" (Surface Rust, Error Error, RustUngated):
                "Operations now need features, which callers without default features must enable."
                "Each group of operations is a feature.";
            RustUngated = "rust-ungated" (Surface Rust, Error Error, RustGated):
                "Operations no longer need features; cargo refuses a manifest that names one of them."
                "Groups of operations are no longer features.";
            RustFeatureAdded = "rust-feature-added" (Surface Rust, Warning Warning, RustFeatureRemoved):
                "A cargo feature is new."
                "`chrono`";
            RustFeatureRemoved = "rust-feature-removed" (Surface Rust, Error Error, RustFeatureAdded):
                "A cargo feature is gone: cargo refuses a manifest that names it."
                "`chrono`";
            RustDeprecated = "rust-deprecated" (Surface Rust, Warning Warning, RustUndeprecated):
                "The compiler now warns about uses."
                "`models::Cart::note` is `#[deprecated]`.";
            RustUndeprecated = "rust-undeprecated" (Surface Rust, Info Info, RustDeprecated):
                "The compiler no longer warns about uses."
                "`models::Cart::note` is no longer `#[deprecated]`.";
            RustBehaviourChanged = "rust-behaviour-changed" (Surface Rust, Info Info, RustBehaviourChanged):
                "The signature is the same, but the request or the response differs."
                "`Carts::get` sends to `/carts/{id}`.";
            RustDocsChanged = "rust-docs-changed" (Surface Rust, Info Info, RustDocsChanged):
                "Only the docs changed."
                "`models::Cart`";
            GeneratorBreaks = "generator-breaks" (Surface Rust, Error Error, GeneratorBreaks):
                "This version of the generator writes another crate for the documents of the old side, in which items are gone or changed."
                "`Cart::line_items` is now `Cart::items`.";
            GeneratorAdds = "generator-adds" (Surface Rust, Warning Warning, GeneratorAdds):
                "This version of the generator writes another crate for the documents of the old side, in which items are new."
                "`Client::with_retry` was not there.";
            GeneratorWrites = "generator-writes" (Surface Rust, Info Info, GeneratorWrites):
                "This version of the generator writes other code or docs for the documents of the old side, and no other items."
                "A comment in each file has other words.";
        }
    };
}
