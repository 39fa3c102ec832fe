//! The table of the rules for requests and responses. A rule and the one that undoes it are compared side by side.

use super::{Group, Row, Scope, Severity};

with_surface! {
    OperationAdded = "operation-added" (Wire Operations, Warning Warning, OperationRemoved):
        "An operation is new."
        "`GET /carts/{id}` was not there."
        because "A client in use does not call it.";
    OperationRemoved = "operation-removed" (Wire Operations, Error Error, OperationAdded):
        "An operation is gone."
        "`DELETE /carts/{id}` is no longer there."
        because "A client in use calls it, and the service answers with an error such as 404.";
    OperationMoved = "operation-moved" (Wire Operations, Info Info, OperationMoved):
        "An operation has another identifier; its method and path are the same."
        "`getCart` is now `carts.get`.";
    OperationPathChanged = "operation-path-changed" (Wire Operations, Error Error, OperationPathChanged):
        "An operation has another path."
        "`/cart/{id}` is now `/carts/{id}`.";
    OperationMethodChanged = "operation-method-changed" (Wire Operations, Error Error, OperationMethodChanged):
        "An operation has another HTTP method."
        "`PUT` is now `PATCH`.";
    PathParamRenamed = "path-param-renamed" (Wire Operations, Info Info, PathParamRenamed):
        "A parameter of the path has another name, which is not sent."
        "`/carts/{id}` is now `/carts/{cart_id}`.";
    PathParamSwapped = "path-param-swapped" (Wire Operations, Caution Caution, PathParamSwapped):
        "A parameter of the path is where another one was: callers in use may send its value in the old place."
        "`/carts/{id}/{line}` is now `/carts/{line}/{id}`."
        because "The requests have the same form. Callers that name the arguments send the right values, others send them in the wrong places.";
    OperationRegrouped = "operation-regrouped" (Wire Operations, Info Info, OperationRegrouped):
        "The source lists an operation in another group, or calls it something else."
        "`carts.get` is now `orders.get`.";
    RepeatKeyAdded = "repeat-key-added" (Wire Operations, Warning Warning, RepeatKeyRemoved):
        "A header now carries an idempotency key."
        "`Idempotency-Key` was not there.";
    RepeatKeyRemoved = "repeat-key-removed" (Wire Operations, Error Error, RepeatKeyAdded):
        "No header carries an idempotency key any more: a retry may be executed twice."
        "`Idempotency-Key` is gone."
        because "A client in use repeats a request after an error, trusting that the service executes it once.";
    RepeatKeyChanged = "repeat-key-changed" (Wire Operations, Error Error, RepeatKeyChanged):
        "Another header carries the idempotency key: a retry with the old one may be executed twice."
        "`request-id` is now `Idempotency-Key`."
        because "A client in use sends the key in the old header, and the service does not find it.";
    RepeatStatusesChanged = "repeat-statuses-changed" (Wire Operations, Warning Warning, RepeatStatusesChanged):
        "Calls may be repeated after other statuses."
        "`429` is now `429, 503`."
        because "A client in use repeats fewer calls than it could, or repeats one in vain.";
    PagingAdded = "paging-added" (Wire Operations, Warning Warning, PagingRemoved):
        "A list is now paged."
        "The header `Link` leads to the next page."
        because "A client in use reads the first page as before.";
    PagingRemoved = "paging-removed" (Wire Operations, Error Error, PagingAdded):
        "A list is no longer paged."
        "The header `Link` no longer leads to the next page."
        because "A client in use looks for the next page, and takes the first one for the whole list.";
    PagingChanged = "paging-changed" (Wire Operations, Error Error, PagingChanged):
        "The next page of a list is found in another way."
        "It was found with `page` and is found with `offset`."
        because "A client in use does not find the next page, and takes the first one for the whole list.";
    LongRunningAdded = "long-running-added" (Wire Operations, Warning Warning, LongRunningRemoved):
        "An operation now goes on after its response, and the spec states how it is followed."
        "`202` leads to the state of the operation."
        because "A client in use returns the first response, as before.";
    LongRunningRemoved = "long-running-removed" (Wire Operations, Error Error, LongRunningAdded):
        "The spec no longer states how an operation is followed after its response."
        "`202` no longer leads to the state of the operation."
        because "A client in use asks for a state that is no longer promised.";
    LongRunningChanged = "long-running-changed" (Wire Operations, Error Error, LongRunningChanged):
        "An operation is followed in another way after its response."
        "The result is at `Location`, which was in the last state.";
    SunsetAdded = "sunset-added" (Wire Operations, Caution Caution, SunsetRemoved):
        "An operation, parameter or property now has a date from which it may be gone."
        "It may be gone from 2027-01-31 on."
        because "Nothing has changed yet, but a client in use may fail from that date on.";
    SunsetRemoved = "sunset-removed" (Wire Operations, Warning Warning, SunsetAdded):
        "An operation, parameter or property no longer has a date from which it may be gone."
        "It could be gone from 2027-01-31 on.";
    SunsetChanged = "sunset-changed" (Wire Operations, Caution Caution, SunsetChanged):
        "An operation, parameter or property may be gone from another date on."
        "2027-01-31 was 2027-06-30."
        because "Nothing has changed yet, but a client in use may fail earlier than was announced.";
    StabilityLowered = "stability-lowered" (Wire Operations, Caution Caution, StabilityRaised):
        "An operation, parameter or property is less stable than it was, and may change."
        "It was `stable` and is `beta`."
        because "Nothing has changed yet, but its caller relies on more than is promised now.";
    StabilityRaised = "stability-raised" (Wire Operations, Warning Warning, StabilityLowered):
        "An operation, parameter or property is more stable than it was."
        "It was `alpha` and is `beta`.";
    StabilityChanged = "stability-changed" (Wire Operations, Caution Caution, StabilityChanged):
        "The source has another word for how stable an operation, parameter or property is."
        "It was `preview` and is `limited`."
        because "Nothing has changed yet, and the words of a service have no order that a tool could know.";
    WebhookAdded = "webhook-added" (Wire Operations, Warning Warning, WebhookRemoved):
        "The service sends one more request: a webhook or callback."
        "`order.created` is new."
        because "The receiver in use gets requests only if it asks for them.";
    WebhookRemoved = "webhook-removed" (Wire Operations, Error Error, WebhookAdded):
        "The service no longer sends a request: a webhook or callback."
        "`order.created` is gone."
        because "The receiver in use waits for a request that does not come.";
    WebhookRenamed = "webhook-renamed" (Wire Operations, Info Info, WebhookRenamed):
        "A webhook or callback has another name, which is not sent."
        "`orderCreated` is now `order.created`.";
    CallbackUrlChanged = "callback-url-changed" (Wire Operations, Error Error, CallbackUrlChanged):
        "The service takes the URL of a callback from elsewhere."
        "`{$request.body#/url}` is now `{$request.query.url}`."
        because "A client in use states the URL where the service no longer looks.";
    ParamAdded = "param-added" (Wire Parameters, Warning Warning, ParamRemoved):
        "An optional parameter or header is new."
        "The query has `top`.";
    ParamAddedRequired = "param-added-required" (Wire Parameters, Error Warning, ParamRemoved):
        "A required parameter or header is new." when sent "Calls without it fail."
        "The query must have `tenant`.";
    ParamRemoved = "param-removed" (Wire Parameters, Error Error, ParamAdded):
        "A parameter or header is gone." when sent "The service ignores its value."
        "`filter` is gone from the query."
        because "The service ignores what a client in use sends, so that it may return or change more than was meant.";
    ParamRequired = "param-required" (Wire Parameters, Error Warning, ParamOptional):
        "A parameter or header is now required."
        "`top` was optional.";
    ParamOptional = "param-optional" (Wire Parameters, Warning Error, ParamRequired):
        "A parameter or header is now optional."
        "`top` was required.";
    ParamMoved = "param-moved" (Wire Parameters, Error Error, ParamMoved):
        "A parameter is sent in another location."
        "`tenant` was in the query and is now a header."
        because "A client in use sends it where the service does not look.";
    ParamRetyped = "param-retyped" (Wire Parameters, Error Error, ParamRetyped):
        "A parameter or header has another type."
        "`top` was `int32` and is now `string`.";
    ParamRestyled = "param-restyled" (Wire Parameters, Error Error, ParamRestyled):
        "Lists, objects or reserved characters of a parameter are written in another way."
        "`ids=1,2` is now `ids=1&ids=2`.";
    ParamFixed = "param-fixed" (Wire Parameters, Error Warning, ParamFreed):
        "A parameter now has one value only."
        "`api-version` is always `2`.";
    ParamFreed = "param-freed" (Wire Parameters, Warning Caution, ParamFixed):
        "A parameter that had one value only is now chosen by the caller."
        "`api-version` was always `2`."
        because "Sent, the old value is one of those allowed. Received, there are values that its receiver never had to expect.";
    ParamConstantChanged = "param-constant-changed" (Wire Parameters, Error Error, ParamConstantChanged):
        "A parameter with only one value has another one."
        "`api-version` was `1` and is `2`.";
    ParamSourceChanged = "param-source-changed" (Wire Parameters, Info Info, ParamSourceChanged):
        "A parameter is now set with each call instead of once on the client, or the other way round."
        "`tenant` is set once on the client.";
    BodyAdded = "body-added" (Wire Bodies, Warning Warning, BodyRemoved):
        "An operation now takes a body, which may be left out."
        "`create` takes a `Cart`.";
    BodyAddedRequired = "body-added-required" (Wire Bodies, Error Warning, BodyRemoved):
        "An operation now requires a body."
        "`create` requires a `Cart`.";
    BodyRemoved = "body-removed" (Wire Bodies, Error Error, BodyAdded):
        "An operation takes no body any more."
        "`create` took a `Cart`."
        because "A client in use sends a body that is ignored or refused.";
    BodyRequired = "body-required" (Wire Bodies, Error Warning, BodyOptional):
        "The body is now required."
        "The `Cart` could be left out.";
    BodyOptional = "body-optional" (Wire Bodies, Warning Error, BodyRequired):
        "The body may now be left out."
        "The `Cart` was required.";
    BodyRetyped = "body-retyped" (Wire Bodies, Error Error, BodyRetyped):
        "The body has another type."
        "It was a `Cart` and is a list of them.";
    BodyRestyled = "body-restyled" (Wire Bodies, Error Error, BodyRestyled):
        "A property of a form or a part of a multipart body is sent in another way."
        "The part `meta` was text and is JSON.";
    MediaTypeAdded = "media-type-added" (Wire Bodies, Warning Warning, MediaTypeRemoved):
        "A body has one more media type."
        "`text/csv` in addition to `application/json`.";
    MediaTypeRemoved = "media-type-removed" (Wire Bodies, Error Error, MediaTypeAdded):
        "A media type of a body is gone."
        "`application/xml` is gone.";
    MediaTypeWidened = "media-type-widened" (Wire Bodies, Warning Caution, MediaTypeNarrowed):
        "A body may be of more media types." or received "Receivers may not be able to read them."
        "`application/json` is now `*/*`."
        because "Received, a client in use reads the media type that was documented.";
    MediaTypeNarrowed = "media-type-narrowed" (Wire Bodies, Error Warning, MediaTypeWidened):
        "A body may be of fewer media types."
        "`*/*` is now `application/json`."
        because "Sent, the caller of a client in use may send another media type.";
    SuccessAdded = "success-added" (Wire Answers, Warning Caution, SuccessRemoved):
        "A successful status is new, which callers may not expect."
        "`202` in addition to `201`.";
    SuccessRemoved = "success-removed" (Wire Answers, Error Error, SuccessAdded):
        "A successful status is gone."
        "`201` is gone."
        because "No caller gets what it waits for.";
    FailureAdded = "failure-added" (Wire Answers, Warning Caution, FailureRemoved):
        "An error status is new, which callers may not expect."
        "`409` is documented.";
    FailureRemoved = "failure-removed" (Wire Answers, Error Warning, FailureAdded):
        "An error status is gone."
        "`409` is no longer documented."
        because "Received, the status no longer occurs, and a client in use handles others like all that it does not know.";
    FailuresAdded = "failures-added" (Wire Answers, Warning Warning, FailuresRemoved):
        "A class of error responses is described, which callers of any service have to expect."
        "`4XX` has a body of the type `Fault`."
        because "A client has to handle errors that no document describes, and does so before and after.";
    FailuresRemoved = "failures-removed" (Wire Answers, Error Warning, FailuresAdded):
        "A class of error responses is no longer described."
        "`4XX` had a body of the type `Fault`."
        because "Received, a client in use handles them like all that it does not know.";
    ReplyRetyped = "reply-retyped" (Wire Answers, Error Error, ReplyRetyped):
        "The body of a response has another type."
        "`200` returned a `Cart` and returns a list of them.";
    ReplyHeaderAdded = "reply-header-added" (Wire Answers, Warning Warning, ReplyHeaderRemoved):
        "A header of a response is new."
        "`Location` of `201`.";
    ReplyHeaderAddedRequired = "reply-header-added-required" (Wire Answers, Error Warning, ReplyHeaderRemoved):
        "A header of a response is new, and always present."
        "`Location` of `201` must be sent."
        because "Sent, the response to a webhook is refused without it. Received, a client in use ignores it.";
    ReplyHeaderRemoved = "reply-header-removed" (Wire Answers, Error Error, ReplyHeaderAdded):
        "A header of a response is gone."
        "`Location` of `201` is gone."
        because "A client in use does not find a value that it reads.";
    ReplyHeaderRequired = "reply-header-required" (Wire Answers, Error Warning, ReplyHeaderOptional):
        "A header of a response is now always present."
        "`Location` could be left out.";
    ReplyHeaderOptional = "reply-header-optional" (Wire Answers, Warning Error, ReplyHeaderRequired):
        "A header of a response may now be absent."
        "`Location` was always present.";
    ReplyHeaderRetyped = "reply-header-retyped" (Wire Answers, Error Error, ReplyHeaderRetyped):
        "A header of a response has another type."
        "`Retry-After` was an integer and is a string.";
    ReplyHeaderRestyled = "reply-header-restyled" (Wire Answers, Error Error, ReplyHeaderRestyled):
        "A header of a response is written in another way."
        "`Quota` was `a,1,b,2` and is JSON.";
    TypeAdded = "type-added" (Wire Models, Warning Warning, TypeRemoved):
        "A model is new."
        "`Voucher` was not there."
        because "A model alone is not sent; changes of its uses are reported there.";
    TypeRemoved = "type-removed" (Wire Models, Warning Warning, TypeAdded):
        "A model is gone; separate changes report where it was used."
        "`Voucher` is no longer there."
        because "A model alone is not sent; changes of its uses are reported there.";
    TypeRenamed = "type-renamed" (Wire Models, Info Info, TypeRenamed):
        "A model has another name, which is not sent."
        "`Cart` is now `ShoppingCart`.";
    TypeReshaped = "type-reshaped" (Wire Models, Error Error, TypeReshaped):
        "A model is of another kind."
        "`State` was an object and is a list of values.";
    TypeParamsChanged = "type-params-changed" (Wire Models, Info Info, TypeParamsChanged):
        "A generic model has other type parameters."
        "`Page<T>` is now `Page<T, E>`.";
    XmlChanged = "xml-changed" (Wire Models, Error Error, XmlChanged):
        "A value looks different in XML."
        "`Cart.id` was an element and is an attribute."
        because "The element or attribute has another name or form, and the other side does not find it.";
    MemberAdded = "member-added" (Wire Models, Warning Warning, MemberRemoved):
        "An optional property is new."
        "`Cart.note` was not there.";
    MemberAddedRequired = "member-added-required" (Wire Models, Error Warning, MemberRemoved):
        "A required property is new."
        when sent "Requests without it are refused."
        "`Cart.tenant` must be sent.";
    MemberRemoved = "member-removed" (Wire Models, Error Error, MemberAdded):
        "A property is gone."
        "`Cart.note` is no longer there.";
    MemberRequired = "member-required" (Wire Models, Error Warning, MemberOptional):
        "A property is now required."
        "`Cart.note` could be left out.";
    MemberOptional = "member-optional" (Wire Models, Warning Error, MemberRequired):
        "A property is now optional."
        "`Cart.id` was always present.";
    MemberRetyped = "member-retyped" (Wire Models, Error Error, MemberRetyped):
        "A property has another type."
        "`Cart.total` was a `double` and is a `Money`.";
    AccessNarrowed = "access-narrowed" (Wire Models, Error Error, AccessWidened):
        "A property that caller and service set is now set by one of them."
        "`Cart.status` is now read-only."
        because "The side that no longer sets it sends nothing where a value was, or sends what is ignored.";
    AccessWidened = "access-widened" (Wire Models, Warning Warning, AccessNarrowed):
        "A property that one side set may now be set by both."
        "`Cart.status` may now be sent.";
    AccessChanged = "access-changed" (Wire Models, Error Error, AccessChanged):
        "A property is set by the other side."
        "`Cart.status` was read-only and is write-only.";
    SecrecyChanged = "secrecy-changed" (Wire Models, Info Info, SecrecyChanged):
        "A property is now kept out of logs, or no longer."
        "`Key.value` is now a secret.";
    FaultRoleChanged = "fault-role-changed" (Wire Models, Info Info, FaultRoleChanged):
        "The error code or message is in another property."
        "`Error.code` is now the error code.";
    RestRetyped = "rest-retyped" (Wire Models, Error Error, RestRetyped):
        "Additional properties have another type."
        "They were any JSON and are strings.";
    NullAllowed = "null-allowed" (Wire Models, Warning Error, NullRefused):
        "An explicit null is now allowed."
        "`Cart.note` may be null.";
    NullRefused = "null-refused" (Wire Models, Error Warning, NullAllowed):
        "An explicit null is no longer allowed."
        "`Cart.note` could be null.";
    FormatWidened = "format-widened" (Wire Models, Warning Error, FormatNarrowed):
        "Values have a wider form."
        "An `int32` is now an `int64`.";
    FormatNarrowed = "format-narrowed" (Wire Models, Error Warning, FormatWidened):
        "Values have a narrower form."
        "A `string` is now a `uuid`.";
    DefaultAdded = "default-added" (Wire Models, Warning Warning, DefaultRemoved):
        "A default is now documented."
        "`top` defaults to 100."
        because "The service may have used it before. A client sends a value or leaves it out, as before.";
    DefaultRemoved = "default-removed" (Wire Models, Warning Warning, DefaultAdded):
        "A default is no longer documented."
        "`top` defaulted to 100."
        because "The service may still use it. A client sends a value or leaves it out, as before.";
    DefaultChanged = "default-changed" (Wire Models, Error Warning, DefaultChanged):
        "The default has changed."
        "`top` defaulted to 100 and defaults to 50."
        because "Sent, a request that leaves it out now means something else.";
    ConstraintTightened = "constraint-tightened" (Wire Models, Error Warning, ConstraintLoosened):
        "Fewer values are allowed."
        "At most 10 characters instead of 20.";
    ConstraintLoosened = "constraint-loosened" (Wire Models, Warning Caution, ConstraintTightened):
        "More values are allowed." or received "Receivers may rely on the constraint, such as a database column."
        "At most 20 characters instead of 10.";
    ConstraintChanged = "constraint-changed" (Wire Models, Error Caution, ConstraintChanged):
        "Other values are allowed." or received "Receivers may not expect them."
        "The pattern has changed.";
    ValueAdded = "value-added" (Wire Enums, Warning Caution, ValueRemoved):
        "An enum lists one more value." or received "Clients keep values that they do not know; callers may not expect them."
        "`Cycle` has `weekly`."
        because "Received, a client keeps a value that it does not know, but its caller may not have a branch for it.";
    ValueRemoved = "value-removed" (Wire Enums, Error Warning, ValueAdded):
        "An enum no longer lists a value."
        "`Cycle` had `weekly`.";
    ValueRenumbered = "value-renumbered" (Wire Enums, Error Error, ValueRenumbered):
        "A named value has another number."
        "`Active` was 1 and is 2."
        because "A number now stands for something else, which neither side notices.";
    ValueRenamed = "value-renamed" (Wire Enums, Info Info, ValueRenamed):
        "A number has another name, which is not sent."
        "1 was `Active` and is `Enabled`.";
    EnumOpened = "enum-opened" (Wire Enums, Warning Caution, EnumClosed):
        "Any value is allowed where only listed ones were."
        "`Cart.cycle` was a `Cycle` and is a string.";
    EnumClosed = "enum-closed" (Wire Enums, Error Warning, EnumOpened):
        "Only listed values are allowed where any was."
        "`Cart.cycle` was a string and is a `Cycle`.";
    VariantAdded = "variant-added" (Wire Unions, Warning Caution, VariantRemoved):
        "A union has one more type." or received "Receivers may not expect it."
        "`Payment` may be a `Voucher`.";
    VariantRemoved = "variant-removed" (Wire Unions, Error Warning, VariantAdded):
        "A union has one type less."
        "`Payment` could be a `Voucher`.";
    VariantsReordered = "variants-reordered" (Wire Unions, Warning Warning, VariantsReordered):
        "The source prefers the types of a union in another order."
        "`Card` now precedes `Voucher`."
        because "The order decides only between types that fit the same value.";
    VariantRetagged = "variant-retagged" (Wire Unions, Error Error, VariantRetagged):
        "A type of a union has another value of the tag."
        "`Card` had the tag `card` and has `credit-card`.";
    UnionTagAdded = "union-tag-added" (Wire Unions, Error Warning, UnionTagRemoved):
        "A property is now the tag of a union, which had none."
        "`kind` states which of the types a value has."
        because "A client in use may send a value without a known tag, which the service now needs. A client in use distinguishes the types it receives as before.";
    UnionTagRemoved = "union-tag-removed" (Wire Unions, Warning Error, UnionTagAdded):
        "No property is the tag of a union any more."
        "`kind` stated which of the types a value has."
        because "The service needs no tag in what a client in use sends. A client in use finds the type of a value by its tag, which may now be missing.";
    UnionTagChanged = "union-tag-changed" (Wire Unions, Error Error, UnionTagChanged):
        "Another property is the tag of a union."
        "`kind` is now `type`.";
    UnionHoldsMany = "union-holds-many" (Wire Unions, Warning Error, UnionHoldsOne):
        "A value may now have several types of a union at once."
        "`oneOf` is now `anyOf`."
        because "Received, a client in use keeps one of the types and loses what the others say.";
    UnionHoldsOne = "union-holds-one" (Wire Unions, Error Warning, UnionHoldsMany):
        "A value has one type of a union, and could have several."
        "`anyOf` is now `oneOf`.";
    ServerAdded = "server-added" (Wire Service, Warning Warning, ServerRemoved):
        "The service has one more server."
        "`https://eu.example` is new."
        because "A client in use sends to the server that it has.";
    ServerRemoved = "server-removed" (Wire Service, Error Error, ServerAdded):
        "A server of the service is gone."
        "`https://eu.example` is gone."
        because "A client in use sends to a server that is no longer there.";
    ServerDefaultChanged = "server-default-changed" (Wire Service, Warning Warning, ServerDefaultChanged):
        "Another server is the default."
        "`https://eu.example` is the first."
        because "A client in use sends to the server that it was built with, which is still there.";
    ServerRenamed = "server-renamed" (Wire Service, Info Info, ServerRenamed):
        "A server has another name."
        "`China` is now `Asia`.";
    ServerValueAdded = "server-value-added" (Wire Service, Warning Warning, ServerValueRemoved):
        "A variable of a server's URL takes one more value."
        "`region` may be `eu`.";
    ServerValueRemoved = "server-value-removed" (Wire Service, Error Error, ServerValueAdded):
        "A variable of a server's URL no longer takes a value."
        "`region` could be `eu`.";
    ServerVariableChanged = "server-variable-changed" (Wire Service, Warning Warning, ServerVariableChanged):
        "A variable of a server's URL has another default."
        "`region` was `eu` and is `us`."
        because "A client in use sends to the server that it was built with.";
    SchemeAdded = "scheme-added" (Wire Service, Warning Warning, SchemeRemoved):
        "An authentication scheme is new."
        "`apiKey` is new."
        because "A client in use sends the credential that it has, which is still sufficient.";
    SchemeRemoved = "scheme-removed" (Wire Service, Error Error, SchemeAdded):
        "An authentication scheme is gone."
        "`apiKey` is gone."
        because "A client in use sends a credential that the service no longer knows. If no operation requires it, this is compatible.";
    RefreshUrlChanged = "refresh-url-changed" (Wire Service, Warning Warning, RefreshUrlChanged):
        "The URL that renews expired tokens has changed, or is new."
        "`https://login.example/token` is now `https://login.example/v2/token`.";
    OauthUrlAdded = "oauth-url-added" (Wire Service, Warning Warning, OauthUrlRemoved):
        "A URL at which users sign in or their tokens come from is now documented."
        "`authorizationUrl` is `https://login.example/authorize`."
        because "A client in use gets its tokens where it did.";
    OauthUrlRemoved = "oauth-url-removed" (Wire Service, Caution Caution, OauthUrlAdded):
        "A URL at which users sign in or their tokens come from is no longer documented."
        "`authorizationUrl` was `https://login.example/authorize`."
        because "Applications in use get their tokens there, and the service may no longer serve it.";
    OauthUrlChanged = "oauth-url-changed" (Wire Service, Caution Caution, OauthUrlChanged):
        "Users sign in, or their tokens come from, another URL."
        "`authorizationUrl` was `https://login.example/authorize` and is `https://login.example/v2/authorize`."
        because "Applications in use get their tokens at the old URL, which the service may no longer serve.";
    SchemeRenamed = "scheme-renamed" (Wire Service, Info Info, SchemeRenamed):
        "An authentication scheme has another name, which is not sent."
        "`Authorization` is now `bearer`.";
    SchemeChanged = "scheme-changed" (Wire Service, Error Error, SchemeChanged):
        "An authentication scheme sends another credential."
        "A key in the query is now in a header.";
    TokenSourceChanged = "token-source-changed" (Wire Service, Warning Warning, TokenSourceChanged):
        "The source of tokens is now documented, or no longer; they are sent as before."
        "`Authorization` takes tokens of the client credentials grant, and took any token.";
    ScopeAdded = "scope-added" (Wire Service, Warning Warning, ScopeRemoved):
        "A scope is new."
        "`carts.write` is new.";
    ScopeRemoved = "scope-removed" (Wire Service, Error Error, ScopeAdded):
        "A scope is gone."
        "`carts.write` is gone."
        because "A client in use asks for a scope that is refused. If no operation requires it, this is compatible.";
    SecurityTightened = "security-tightened" (Wire Service, Error Warning, SecurityLoosened):
        "A credential or scope that was sufficient no longer is."
        "The scope `carts.write` is required."
        because "Received, a webhook has one more credential, which its receiver need not look at.";
    SecurityLoosened = "security-loosened" (Wire Service, Warning Error, SecurityTightened):
        "A credential or scope is no longer required."
        "The scope `carts.write` is no longer required."
        because "Sent, a client in use sends more than is required. Received, the receiver of a webhook in use refuses what has no credential.";
    SecurityChanged = "security-changed" (Wire Service, Error Error, SecurityChanged):
        "Another credential is required."
        "A token instead of a key.";
    TraceHeaderChanged = "trace-header-changed" (Wire Service, Warning Warning, TraceHeaderChanged):
        "Another response header identifies a call."
        "`request-id` is now `x-request-id`."
        because "A client in use reports no identifier of the call in its errors, and works.";
    Deprecated = "deprecated" (Wire Docs, Warning Warning, Undeprecated):
        "Something is now deprecated."
        "`Cart.note` is deprecated."
        because "It works as before. The compiler warns callers of the next version.";
    Undeprecated = "undeprecated" (Wire Docs, Warning Warning, Deprecated):
        "Something is no longer deprecated."
        "`Cart.note` was deprecated.";
    DocsChanged = "docs-changed" (Wire Docs, Info Info, DocsChanged):
        "Only the documentation changed."
        "`Cart`: \"A cart.\" is now \"A shopping cart.\"";
    GeneratorReads = "generator-reads" (Wire Docs, Info Info, GeneratorReads):
        "This version of the generator reads the documents of the old side differently; the documents did not change."
        "It reads the docs of 40 properties without their links.";
}
