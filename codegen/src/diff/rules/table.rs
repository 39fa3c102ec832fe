//! The table of all rules.

use serde::{Serialize, Serializer};

use super::{Group, Row, Scope, Weight};

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

rules! {
    OperationAdded = "operation-added" (Wire Operations, Middle Middle, OperationRemoved):
        "An operation is new."
        "`GET /carts/{id}` was not there.";
    OperationRemoved = "operation-removed" (Wire Operations, High High, OperationAdded):
        "An operation is gone."
        "`DELETE /carts/{id}` is no longer there.";
    OperationMoved = "operation-moved" (Wire Operations, Low Low, OperationMoved):
        "An operation has another identifier; its method and path are the same."
        "`getCart` is now `carts.get`.";
    OperationPathChanged = "operation-path-changed" (Wire Operations, High High, OperationPathChanged):
        "An operation has another path."
        "`/cart/{id}` is now `/carts/{id}`.";
    OperationMethodChanged = "operation-method-changed" (Wire Operations, High High, OperationMethodChanged):
        "An operation has another HTTP method."
        "`PUT` is now `PATCH`.";
    PathParamRenamed = "path-param-renamed" (Wire Operations, Low Low, PathParamRenamed):
        "A parameter of the path has another name, which is not sent."
        "`/carts/{id}` is now `/carts/{cart_id}`.";
    OperationRegrouped = "operation-regrouped" (Wire Operations, Low Low, OperationRegrouped):
        "The source lists an operation in another group, or calls it something else."
        "`carts.get` is now `orders.get`.";
    RepeatKeyAdded = "repeat-key-added" (Wire Operations, Middle Middle, RepeatKeyRemoved):
        "A header now makes repeated requests one call."
        "`Idempotency-Key` was not there.";
    RepeatKeyRemoved = "repeat-key-removed" (Wire Operations, High High, RepeatKeyAdded):
        "No header makes repeated requests one call any more: a retry may be carried out twice."
        "`Idempotency-Key` is gone.";
    RepeatKeyChanged = "repeat-key-changed" (Wire Operations, High High, RepeatKeyChanged):
        "Another header makes repeated requests one call: a retry with the old one may be carried out twice."
        "`request-id` is now `Idempotency-Key`.";
    RepeatStatusesChanged = "repeat-statuses-changed" (Wire Operations, Middle Middle, RepeatStatusesChanged):
        "Calls may be repeated after other statuses."
        "`429` is now `429, 503`.";
    PagingAdded = "paging-added" (Wire Operations, Middle Middle, PagingRemoved):
        "A list now comes in parts, and the spec says how the next is had."
        "The header `Link` leads to the next page.";
    PagingRemoved = "paging-removed" (Wire Operations, High High, PagingAdded):
        "The spec no longer says how the next part of a list is had."
        "The header `Link` no longer leads to the next page.";
    PagingChanged = "paging-changed" (Wire Operations, High High, PagingChanged):
        "The next part of a list is had in another way."
        "By `offset`, which was by `page`.";
    ParamAdded = "param-added" (Wire Parameters, Middle Middle, ParamRemoved):
        "An optional parameter or header is new."
        "The query has `top`.";
    ParamAddedRequired = "param-added-required" (Wire Parameters, High High, ParamRemoved):
        "A required parameter or header is new: calls without it fail."
        "The query must have `tenant`.";
    ParamRemoved = "param-removed" (Wire Parameters, High High, ParamAdded):
        "A parameter or header is gone: what callers ask by it is not heeded."
        "`filter` is gone from the query.";
    ParamRequired = "param-required" (Wire Parameters, High High, ParamOptional):
        "A parameter or header is now required."
        "`top` was optional.";
    ParamOptional = "param-optional" (Wire Parameters, Middle Middle, ParamRequired):
        "A parameter or header is now optional."
        "`top` was required.";
    ParamMoved = "param-moved" (Wire Parameters, High High, ParamMoved):
        "A parameter is sent in another place."
        "`tenant` was in the query and is now a header.";
    ParamRetyped = "param-retyped" (Wire Parameters, High High, ParamRetyped):
        "A parameter or header has another type."
        "`top` was `int32` and is now `string`.";
    ParamRestyled = "param-restyled" (Wire Parameters, High High, ParamRestyled):
        "Lists, objects or reserved characters of a parameter are written in another way."
        "`ids=1,2` is now `ids=1&ids=2`.";
    ParamFixed = "param-fixed" (Wire Parameters, High High, ParamFreed):
        "A parameter now has one value only."
        "`api-version` is always `2`.";
    ParamFreed = "param-freed" (Wire Parameters, Middle Middle, ParamFixed):
        "A parameter that had one value only is now chosen by the caller."
        "`api-version` was always `2`.";
    ParamConstantChanged = "param-constant-changed" (Wire Parameters, High High, ParamConstantChanged):
        "The one value of a parameter is another."
        "`api-version` was `1` and is `2`.";
    ParamSourceChanged = "param-source-changed" (Wire Parameters, Low Low, ParamSourceChanged):
        "A parameter is now set with each call instead of once on the client, or the other way round."
        "`tenant` is set once on the client.";
    BodyAdded = "body-added" (Wire Bodies, Middle Middle, BodyRemoved):
        "An operation now takes a body, which may be left out."
        "`create` takes a `Cart`.";
    BodyAddedRequired = "body-added-required" (Wire Bodies, High High, BodyRemoved):
        "An operation now requires a body."
        "`create` requires a `Cart`.";
    BodyRemoved = "body-removed" (Wire Bodies, High High, BodyAdded):
        "An operation takes no body any more."
        "`create` took a `Cart`.";
    BodyRequired = "body-required" (Wire Bodies, High High, BodyOptional):
        "The body is now required."
        "The `Cart` could be left out.";
    BodyOptional = "body-optional" (Wire Bodies, Middle Middle, BodyRequired):
        "The body may now be left out."
        "The `Cart` was required.";
    BodyRetyped = "body-retyped" (Wire Bodies, High High, BodyRetyped):
        "The body has another type."
        "It was a `Cart` and is a list of them.";
    BodyRestyled = "body-restyled" (Wire Bodies, High High, BodyRestyled):
        "A member of a form or a part of a body is sent in another way."
        "The part `meta` was text and is JSON.";
    MediaTypeAdded = "media-type-added" (Wire Bodies, Middle Middle, MediaTypeRemoved):
        "A body may come in one more form."
        "`text/csv` beside `application/json`.";
    MediaTypeRemoved = "media-type-removed" (Wire Bodies, High High, MediaTypeAdded):
        "A form of a body is gone."
        "`application/xml` is gone.";
    SuccessAdded = "success-added" (Wire Answers, High High, SuccessRemoved):
        "One more status tells of success, which clients do not know."
        "`202` beside `201`.";
    SuccessRemoved = "success-removed" (Wire Answers, High High, SuccessAdded):
        "A status that told of success is gone."
        "`201` is gone.";
    FailureAdded = "failure-added" (Wire Answers, Middle Middle, FailureRemoved):
        "One more status tells of failure."
        "`409` is described.";
    FailureRemoved = "failure-removed" (Wire Answers, Middle Middle, FailureAdded):
        "A status that told of failure is gone."
        "`409` is no longer described.";
    ReplyRetyped = "reply-retyped" (Wire Answers, High High, ReplyRetyped):
        "The body of an answer has another type."
        "`200` gave a `Cart` and gives a list of them.";
    ReplyHeaderAdded = "reply-header-added" (Wire Answers, Middle Middle, ReplyHeaderRemoved):
        "One more header of an answer is described."
        "`Location` of `201`.";
    ReplyHeaderRemoved = "reply-header-removed" (Wire Answers, High High, ReplyHeaderAdded):
        "A header of an answer is gone."
        "`Location` of `201` is gone.";
    ReplyHeaderRequired = "reply-header-required" (Wire Answers, Middle Middle, ReplyHeaderOptional):
        "A header of an answer is now always there."
        "`Location` could be left out.";
    ReplyHeaderOptional = "reply-header-optional" (Wire Answers, High High, ReplyHeaderRequired):
        "A header of an answer may now be left out."
        "`Location` was always there.";
    ReplyHeaderRetyped = "reply-header-retyped" (Wire Answers, High High, ReplyHeaderRetyped):
        "A header of an answer has another type."
        "`Retry-After` was an integer and is text.";
    TypeAdded = "type-added" (Wire Models, Middle Middle, TypeRemoved):
        "A model is new."
        "`Voucher` was not there.";
    TypeRemoved = "type-removed" (Wire Models, Middle Middle, TypeAdded):
        "A model is gone; what used it says so itself."
        "`Voucher` is no longer there.";
    TypeRenamed = "type-renamed" (Wire Models, Low Low, TypeRenamed):
        "A model has another name, which is not sent."
        "`Cart` is now `ShoppingCart`.";
    TypeReshaped = "type-reshaped" (Wire Models, High High, TypeReshaped):
        "A model is of another kind."
        "`State` was an object and is a list of values.";
    TypeParamsChanged = "type-params-changed" (Wire Models, Low Low, TypeParamsChanged):
        "A generic model has other type parameters."
        "`Page<T>` is now `Page<T, E>`.";
    MemberAdded = "member-added" (Wire Models, Middle Middle, MemberRemoved):
        "An optional member is new."
        "`Cart.note` was not there.";
    MemberAddedRequired = "member-added-required" (Wire Models, High Middle, MemberRemoved):
        "A required member is new: what is sent without it is refused."
        "`Cart.tenant` must be sent.";
    MemberRemoved = "member-removed" (Wire Models, High High, MemberAdded):
        "A member is gone."
        "`Cart.note` is no longer there.";
    MemberRequired = "member-required" (Wire Models, High Middle, MemberOptional):
        "A member is now required."
        "`Cart.note` could be left out.";
    MemberOptional = "member-optional" (Wire Models, Middle High, MemberRequired):
        "A member may now be left out."
        "`Cart.id` was always there.";
    MemberRetyped = "member-retyped" (Wire Models, High High, MemberRetyped):
        "A member has another type."
        "`Cart.total` was a `double` and is a `Money`.";
    AccessNarrowed = "access-narrowed" (Wire Models, High High, AccessWidened):
        "A member that caller and service set is now set by one of them."
        "`Cart.status` is now the service's.";
    AccessWidened = "access-widened" (Wire Models, Middle Middle, AccessNarrowed):
        "A member that one side set may now be set by both."
        "`Cart.status` may now be sent.";
    AccessChanged = "access-changed" (Wire Models, High High, AccessChanged):
        "A member is set by the other side."
        "`Cart.status` was the service's and is the caller's.";
    SecrecyChanged = "secrecy-changed" (Wire Models, Low Low, SecrecyChanged):
        "A member is now kept out of logs, or no longer."
        "`Key.value` is now a secret.";
    FaultRoleChanged = "fault-role-changed" (Wire Models, Low Low, FaultRoleChanged):
        "Another member tells of failed calls."
        "`Fault.code` is now their code.";
    RestRetyped = "rest-retyped" (Wire Models, High High, RestRetyped):
        "Members that are not named have another type."
        "They were any JSON and are text.";
    NullAllowed = "null-allowed" (Wire Models, Middle High, NullRefused):
        "An explicit null is now allowed."
        "`Cart.note` may be null.";
    NullRefused = "null-refused" (Wire Models, High Middle, NullAllowed):
        "An explicit null is no longer allowed."
        "`Cart.note` could be null.";
    FormatWidened = "format-widened" (Wire Models, Middle High, FormatNarrowed):
        "Values have a wider form."
        "An `int32` is now an `int64`.";
    FormatNarrowed = "format-narrowed" (Wire Models, High Middle, FormatWidened):
        "Values have a narrower form."
        "A `string` is now a `uuid`.";
    DefaultAdded = "default-added" (Wire Models, Middle Middle, DefaultRemoved):
        "The value that is taken where none is sent is now stated."
        "`top` is taken as 100.";
    DefaultRemoved = "default-removed" (Wire Models, Middle Middle, DefaultAdded):
        "The value that is taken where none is sent is no longer stated."
        "`top` was taken as 100.";
    DefaultChanged = "default-changed" (Wire Models, High Middle, DefaultChanged):
        "Another value is taken where none is sent."
        "`top` was taken as 100 and is as 50.";
    ConstraintTightened = "constraint-tightened" (Wire Models, High Middle, ConstraintLoosened):
        "Fewer values are allowed."
        "At most 10 characters, which were 20.";
    ConstraintLoosened = "constraint-loosened" (Wire Models, Middle Middle, ConstraintTightened):
        "More values are allowed."
        "At most 20 characters, which were 10.";
    ConstraintChanged = "constraint-changed" (Wire Models, High Middle, ConstraintChanged):
        "Other values are allowed."
        "The pattern is another.";
    ValueAdded = "value-added" (Wire Enums, Middle Middle, ValueRemoved):
        "An enum lists one more value; clients keep what they do not know."
        "`Cycle` has `weekly`.";
    ValueRemoved = "value-removed" (Wire Enums, High Middle, ValueAdded):
        "An enum lists a value no more."
        "`Cycle` had `weekly`.";
    ValueRenumbered = "value-renumbered" (Wire Enums, High High, ValueRenumbered):
        "A named value has another number."
        "`Active` was 1 and is 2.";
    ValueRenamed = "value-renamed" (Wire Enums, Low Low, ValueRenamed):
        "A number has another name, which is not sent."
        "1 was `Active` and is `Enabled`.";
    EnumOpened = "enum-opened" (Wire Enums, Middle Middle, EnumClosed):
        "Any value is allowed where only listed ones were."
        "`Cart.cycle` was a `Cycle` and is text.";
    EnumClosed = "enum-closed" (Wire Enums, High Middle, EnumOpened):
        "Only listed values are allowed where any was."
        "`Cart.cycle` was text and is a `Cycle`.";
    VariantAdded = "variant-added" (Wire Unions, Middle High, VariantRemoved):
        "A union has one more type."
        "`Payment` may be a `Voucher`.";
    VariantRemoved = "variant-removed" (Wire Unions, High Middle, VariantAdded):
        "A union has a type less."
        "`Payment` could be a `Voucher`.";
    VariantsReordered = "variants-reordered" (Wire Unions, Middle Middle, VariantsReordered):
        "The source prefers the types of a union in another order."
        "`Card` now stands before `Voucher`.";
    VariantRetagged = "variant-retagged" (Wire Unions, High High, VariantRetagged):
        "A type of a union comes with another tag."
        "A `Card` came with `card` and comes with `credit-card`.";
    UnionTagChanged = "union-tag-changed" (Wire Unions, High High, UnionTagChanged):
        "Another member, or none, tells the type of a union."
        "`kind` is now `type`.";
    UnionHoldsMany = "union-holds-many" (Wire Unions, Middle High, UnionHoldsOne):
        "A value may now have several types of a union at once."
        "`oneOf` is now `anyOf`.";
    UnionHoldsOne = "union-holds-one" (Wire Unions, High Middle, UnionHoldsMany):
        "A value has one type of a union, and could have several."
        "`anyOf` is now `oneOf`.";
    ServerAdded = "server-added" (Wire Service, Middle Middle, ServerRemoved):
        "The service is reached at one more place."
        "`https://eu.example` is new.";
    ServerRemoved = "server-removed" (Wire Service, High High, ServerAdded):
        "The service is no longer reached at a place."
        "`https://eu.example` is gone.";
    ServerDefaultChanged = "server-default-changed" (Wire Service, Middle Middle, ServerDefaultChanged):
        "Another of the places is the default."
        "`https://eu.example` stands first.";
    ServerRenamed = "server-renamed" (Wire Service, Low Low, ServerRenamed):
        "A place has another name."
        "`China` is now `Asia`.";
    ServerValueAdded = "server-value-added" (Wire Service, Middle Middle, ServerValueRemoved):
        "A variable of a server's URL takes one more value."
        "`region` may be `eu`.";
    ServerValueRemoved = "server-value-removed" (Wire Service, High High, ServerValueAdded):
        "A variable of a server's URL takes a value no more."
        "`region` could be `eu`.";
    ServerVariableChanged = "server-variable-changed" (Wire Service, Middle Middle, ServerVariableChanged):
        "A variable of a server's URL has another default."
        "`region` was `eu` and is `us`.";
    SchemeAdded = "scheme-added" (Wire Service, Middle Middle, SchemeRemoved):
        "There is one more way to prove an identity."
        "`apiKey` is new.";
    SchemeRemoved = "scheme-removed" (Wire Service, High High, SchemeAdded):
        "A way to prove an identity is gone."
        "`apiKey` is gone.";
    RefreshUrlChanged = "refresh-url-changed" (Wire Service, Middle Middle, RefreshUrlChanged):
        "Expired tokens are renewed with a refresh token elsewhere, or the source now says where."
        "`https://login.example/token` is now `https://login.example/v2/token`.";
    SchemeRenamed = "scheme-renamed" (Wire Service, Low Low, SchemeRenamed):
        "A way to prove an identity has another name, which is not sent."
        "`Authorization` is now `bearer`.";
    SchemeChanged = "scheme-changed" (Wire Service, High High, SchemeChanged):
        "An identity is proved in another way."
        "A key in the query is now a header.";
    TokenSourceChanged = "token-source-changed" (Wire Service, Middle Middle, TokenSourceChanged):
        "Where tokens are fetched is stated now, or no longer; they are sent as before."
        "`Authorization` was a token of any origin, and is now one of client credentials.";
    ScopeAdded = "scope-added" (Wire Service, Middle Middle, ScopeRemoved):
        "One more scope can be asked for."
        "`carts.write` is new.";
    ScopeRemoved = "scope-removed" (Wire Service, High High, ScopeAdded):
        "A scope can no longer be asked for."
        "`carts.write` is gone.";
    SecurityTightened = "security-tightened" (Wire Service, High High, SecurityLoosened):
        "A proof of identity that was enough is enough no more."
        "The scope `carts.write` is needed.";
    SecurityLoosened = "security-loosened" (Wire Service, Middle Middle, SecurityTightened):
        "Less proof of identity is enough."
        "The scope `carts.write` is no longer needed.";
    SecurityChanged = "security-changed" (Wire Service, High High, SecurityChanged):
        "Another proof of identity is needed."
        "A token in place of a key.";
    TraceHeaderChanged = "trace-header-changed" (Wire Service, Middle Middle, TraceHeaderChanged):
        "Another header of an answer tells one call from all others."
        "`request-id` is now `x-request-id`.";
    Deprecated = "deprecated" (Wire Docs, Middle Middle, Undeprecated):
        "The source says that something should no longer be used."
        "`Cart.note` is deprecated.";
    Undeprecated = "undeprecated" (Wire Docs, Middle Middle, Deprecated):
        "The source no longer says that something should not be used."
        "`Cart.note` was deprecated.";
    DocsChanged = "docs-changed" (Wire Docs, Low Low, DocsChanged):
        "Only the text about it changed."
        "`Cart`: \"A cart.\" is now \"A shopping cart.\"";
    RustTypeAdded = "rust-type-added" (Surface Rust, Middle Middle, RustTypeRemoved):
        "A type is new."
        "`models::Voucher`";
    RustTypeRemoved = "rust-type-removed" (Surface Rust, High High, RustTypeAdded):
        "A type is gone."
        "`models::Voucher`";
    RustTypeRenamed = "rust-type-renamed" (Surface Rust, High High, RustTypeRenamed):
        "A type has another name."
        "`models::Cart` is now `models::ShoppingCart`.";
    RustTypeChanged = "rust-type-changed" (Surface Rust, High High, RustTypeChanged):
        "A type is of another kind, or has other type parameters."
        "`models::State` was a struct and is an enum.";
    RustSealed = "rust-sealed" (Surface Rust, High High, RustUnsealed):
        "A struct can no longer be written as a literal: it is only received."
        "`models::Receipt` is `#[non_exhaustive]`.";
    RustUnsealed = "rust-unsealed" (Surface Rust, Middle Middle, RustSealed):
        "A struct can now be written as a literal."
        "`models::Receipt` is no longer `#[non_exhaustive]`.";
    RustEnumSealed = "rust-enum-sealed" (Surface Rust, High High, RustEnumUnsealed):
        "An enum can no longer be matched without a wildcard."
        "`models::Cycle` is `#[non_exhaustive]`.";
    RustEnumUnsealed = "rust-enum-unsealed" (Surface Rust, Middle Middle, RustEnumSealed):
        "An enum can now be matched without a wildcard."
        "`models::Cycle` is no longer `#[non_exhaustive]`.";
    RustFieldAdded = "rust-field-added" (Surface Rust, Middle Middle, RustFieldRemoved):
        "A field is new, and callers need not give it."
        "`models::Cart::note: Option<String>`";
    RustFieldAddedRequired = "rust-field-added-required" (Surface Rust, High High, RustFieldRemoved):
        "A field is new, and callers must give it."
        "`models::Cart::tenant: String`";
    RustFieldRemoved = "rust-field-removed" (Surface Rust, High High, RustFieldAdded):
        "A field is gone."
        "`models::Cart::note`";
    RustFieldRenamed = "rust-field-renamed" (Surface Rust, High High, RustFieldRenamed):
        "A field has another name."
        "`models::Cart::note` is now `models::Cart::remark`.";
    RustFieldRetyped = "rust-field-retyped" (Surface Rust, High High, RustFieldRetyped):
        "A field has another type."
        "`models::Cart::note` was `Option<String>` and is `String`.";
    RustVariantAdded = "rust-variant-added" (Surface Rust, Middle Middle, RustVariantRemoved):
        "A variant is new in an enum that callers cannot match exhaustively."
        "`CreateCartFault::Conflict`";
    RustVariantAddedListed = "rust-variant-added-listed" (Surface Rust, High High, RustVariantRemoved):
        "A variant is new in an enum that callers may match exhaustively."
        "`models::Cycle::Weekly`";
    RustVariantRemoved = "rust-variant-removed" (Surface Rust, High High, RustVariantAdded):
        "A variant is gone."
        "`models::Cycle::Weekly`";
    RustVariantRenamed = "rust-variant-renamed" (Surface Rust, High High, RustVariantRenamed):
        "A variant has another name."
        "`models::Cycle::Weekly` is now `models::Cycle::EachWeek`.";
    RustVariantRetyped = "rust-variant-retyped" (Surface Rust, High High, RustVariantRetyped):
        "A variant holds another type."
        "`models::Payment::Card` held a `Card` and holds text.";
    RustConstantAdded = "rust-constant-added" (Surface Rust, Middle Middle, RustConstantRemoved):
        "A constant is new."
        "`models::Code::TWO`";
    RustConstantRemoved = "rust-constant-removed" (Surface Rust, High High, RustConstantAdded):
        "A constant is gone."
        "`models::Code::TWO`";
    RustConstantRenamed = "rust-constant-renamed" (Surface Rust, High High, RustConstantRenamed):
        "A constant has another name."
        "`models::Code::TWO` is now `models::Code::SECOND`.";
    RustConstantRetyped = "rust-constant-retyped" (Surface Rust, High High, RustConstantRetyped):
        "The numbers of an enum have another width."
        "`models::Code` held an `i32` and holds an `i64`.";
    RustGroupAdded = "rust-group-added" (Surface Rust, Middle Middle, RustGroupRemoved):
        "A group of operations is new."
        "`Client::orders`";
    RustGroupRemoved = "rust-group-removed" (Surface Rust, High High, RustGroupAdded):
        "A group of operations is gone."
        "`Client::orders`";
    RustMethodAdded = "rust-method-added" (Surface Rust, Middle Middle, RustMethodRemoved):
        "A method is new."
        "`Carts::delete`";
    RustMethodRemoved = "rust-method-removed" (Surface Rust, High High, RustMethodAdded):
        "A method is gone."
        "`Carts::delete`";
    RustMethodRenamed = "rust-method-renamed" (Surface Rust, High High, RustMethodRenamed):
        "A method has another name, or stands in another group."
        "`Carts::get` is now `Orders::get`.";
    RustArgumentsChanged = "rust-arguments-changed" (Surface Rust, High High, RustArgumentsChanged):
        "A method takes other arguments."
        "`Carts::get` took `&str` and takes `&str, &str`.";
    RustArgumentsSwapped = "rust-arguments-swapped" (Surface Rust, High High, RustArgumentsSwapped):
        "Arguments of one type changed places: calls compile and send something else."
        "`Carts::get` took `customer, cart` and takes `cart, customer`.";
    RustArgumentRenamed = "rust-argument-renamed" (Surface Rust, Low Low, RustArgumentRenamed):
        "An argument has another name, which callers do not write."
        "`Carts::get` took `id` and takes `cart_id`.";
    RustRequestRenamed = "rust-request-renamed" (Surface Rust, High High, RustRequestRenamed):
        "The type of a request has another name."
        "`GetCart` is now `FetchCart`.";
    RustSetterAdded = "rust-setter-added" (Surface Rust, Middle Middle, RustSetterRemoved):
        "A request can be told one more thing."
        "`GetCart::top`";
    RustSetterRemoved = "rust-setter-removed" (Surface Rust, High High, RustSetterAdded):
        "A request can be told a thing less."
        "`GetCart::top`";
    RustSetterRenamed = "rust-setter-renamed" (Surface Rust, High High, RustSetterRenamed):
        "A method of a request has another name."
        "`GetCart::top` is now `GetCart::limit`.";
    RustSetterRetyped = "rust-setter-retyped" (Surface Rust, High High, RustSetterRetyped):
        "A method of a request takes another type."
        "`GetCart::top` took `i32` and takes `&str`.";
    RustResultChanged = "rust-result-changed" (Surface Rust, High High, RustResultChanged):
        "A call gives another type."
        "`GetCart` gave a `Cart` and gives a `Vec<Cart>`.";
    RustClientMethodAdded = "rust-client-method-added" (Surface Rust, Middle Middle, RustClientMethodRemoved):
        "The builder of the client can be told one more thing."
        "`ClientBuilder::tenant`";
    RustClientMethodRemoved = "rust-client-method-removed" (Surface Rust, High High, RustClientMethodAdded):
        "The builder of the client can be told a thing less."
        "`ClientBuilder::tenant`";
    RustPackageRenamed = "rust-package-renamed" (Surface Rust, High High, RustPackageRenamed):
        "The package has another name."
        "`carts` is now `orders`.";
    RustGated = "rust-gated" (Surface Rust, High High, RustUngated):
        "Operations are there only with features now, which callers without the default ones have to name."
        "Each group of operations is a feature.";
    RustUngated = "rust-ungated" (Surface Rust, Middle Middle, RustGated):
        "Operations are there without the features that they needed."
        "Groups of operations are no features any more.";
    RustDeprecated = "rust-deprecated" (Surface Rust, Middle Middle, RustUndeprecated):
        "The compiler now warns of a use."
        "`models::Cart::note` is `#[deprecated]`.";
    RustUndeprecated = "rust-undeprecated" (Surface Rust, Low Low, RustDeprecated):
        "The compiler no longer warns of a use."
        "`models::Cart::note` is no longer `#[deprecated]`.";
    RustBehaviourChanged = "rust-behaviour-changed" (Surface Rust, Low Low, RustBehaviourChanged):
        "What callers write is the same; what is sent or read for it is not."
        "`Carts::get` sends to `/carts/{id}`.";
    RustDocsChanged = "rust-docs-changed" (Surface Rust, Low Low, RustDocsChanged):
        "Only the docs changed."
        "`models::Cart`";
}
