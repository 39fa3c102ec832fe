//! Compares the bodies of requests and responses.

use std::collections::BTreeSet;

use super::super::{Direction, Rule, Spot, equal};
use super::compare::{At, Compare};
use super::encodings;
use super::forms::Lists;
use super::pairs::{each, keyed};
use super::ranges;
use super::refs;
use super::singles::{Valued, bare};
use super::texts::{self, Texts};
use super::words;
use crate::spec::{
    Api, Body, BoxMap, Content, MediaType, Presence, Reply, ReplyHeader, Scalar, Shape, StatusPattern, Style, TypeRef,
    media,
};

/// Compares the body of the request, which is sent in the direction of `at`.
pub(super) fn body(compare: &mut Compare, at: &At, old: Option<&Body>, new: Option<&Body>) {
    match (old, new) {
        (None, None) => {}
        (None, Some(new)) => {
            let rule = match new.presence {
                Presence::Optional => Rule::BodyAdded,
                Presence::Required => Rule::BodyAddedRequired,
            };
            compare.push(&at.only_new(": body", &["body"]), rule, None, Some(contents(&new.content)));
        }
        (Some(old), None) => {
            compare.push(&at.only_old(": body", &["body"]), Rule::BodyRemoved, Some(contents(&old.content)), None);
        }
        (Some(old), Some(new)) => {
            let at = at.down(": body", &["body"]);
            let Body { presence, docs, content } = new;
            match (old.presence, presence) {
                (Presence::Optional, Presence::Required) => compare.push(&at, Rule::BodyRequired, None, None),
                (Presence::Required, Presence::Optional) => compare.push(&at, Rule::BodyOptional, None, None),
                (Presence::Optional, Presence::Optional) | (Presence::Required, Presence::Required) => {}
            }
            compare.docs(&at, &old.docs, docs);
            self::content(compare, &at, &old.content, content, Rule::BodyRetyped);
        }
    }
}

/// The media types of a body in words.
fn contents(content: &BoxMap<MediaType, Content>) -> String {
    let form = |(media, content): (&MediaType, &Content)| match &content.ty {
        Some(ty) => format!("{} as {media}", words::ty(ty)),
        None => media.clone(),
    };
    content.iter().map(form).collect::<Vec<_>>().join(", ")
}

fn content(
    compare: &mut Compare,
    at: &At,
    old: &BoxMap<MediaType, Content>,
    new: &BoxMap<MediaType, Content>,
    retyped: Rule,
) {
    // The case of a media type does not matter, and JSON is always UTF-8.
    let (mut old, mut new) = (keyed(old, equal::media_type), keyed(new, equal::media_type));
    ranges::pair(&mut old, &mut new);
    ranges::pair(&mut new, &mut old);
    // The service does not ask the receiver of a webhook for a media type, and sends one of those that it lists.
    let is_chosen_by_service = retyped == Rule::BodyRetyped && at.direction == Direction::Received;
    let is_one_left = old.keys().any(|media| new.contains_key(media));
    let (added, removed) = if is_chosen_by_service && is_one_left {
        (Rule::ConstraintLoosened, Rule::ConstraintTightened)
    } else {
        (Rule::MediaTypeAdded, Rule::MediaTypeRemoved)
    };
    let (before, after) = (&old, &new);
    each(&old, &new, |_, old, new| {
        let media = new.or(old).map_or("", |(media, _)| media);
        let (called, tokens) = (format!(" as {media}"), ["content", media]);
        let old_media = old.map_or(media, |(media, _)| media);
        let old_tokens = ["content", old_media];
        let (old, new) = (old.map(|(_, content)| *content), new.map(|(_, content)| *content));
        let below = At { old: at.old.down(&old_tokens), ..at.only_new("", &tokens) };
        match (old, new) {
            (Some(old), Some(new)) => {
                let Content { ty, constraints, xml, range, encoding: _, unread, samples: _ } = new;
                let (place, below) = (below.clone(), within(&below, old, new));
                // A body that is text or bytes as far as the source says may have been what it describes now.
                let is_opaque =
                    |ty: &Option<TypeRef>| matches!(ty, Some(TypeRef::Scalar(Scalar::String | Scalar::Binary)));
                let is_xml = media::Encoding::of(media) == media::Encoding::Xml;
                let one_describes = old.unread.is_some() != unread.is_some();
                let none_describes = old.unread.is_none() && unread.is_none();
                if (one_describes || is_xml && none_describes) && is_opaque(&old.ty) != is_opaque(ty) {
                    let text = |ty: &Option<TypeRef>| ty.as_ref().map(words::ty).unwrap_or_default();
                    compare.docs(&below, &text(&old.ty), &text(ty));
                    return ranges::compare(compare, &place, [(old_media, &old.range), (media, range)]);
                }
                let before = Valued { ty: old.ty.as_ref(), constraints: &old.constraints };
                let whole = (before, Valued { ty: ty.as_ref(), constraints });
                let is_text = media::Encoding::of(media) == media::Encoding::Text;
                let text = is_text.then(|| texts::compare(compare, whole.0, whole.1, Lists::Other)).flatten();
                if let (Some(text), Some(before), Some(after)) = (&text, &old.ty, ty) {
                    text.report(compare, &below, before, after);
                }
                let (before, after) = text.as_ref().map_or(whole, Texts::values);
                compare.value(&below, before, after, retyped);
                compare.xml(&below, old.xml.as_ref(), xml.as_ref());
                if is_xml {
                    compare.root(&below, old, new);
                }
                if let (Some(before), Some(after)) = (&old.unread, unread) {
                    compare.docs(&below, &before.docs, &after.docs);
                }
                ranges::compare(compare, &place, [(old_media, &old.range), (media, range)]);
                encodings::compare(compare, &place, media, old, new);
            }
            // A range includes it.
            (Some(_), None) if ranges::include(after, media) => {}
            (None, Some(_)) if ranges::include(before, media) => {}
            (Some(old), None) => {
                let before = old.ty.as_ref().map(words::ty);
                compare.push(&at.only_old(&called, &tokens), removed, before, None);
            }
            (None, Some(new)) => {
                let after = new.ty.as_ref().map(words::ty);
                compare.push(&at.only_new(&called, &tokens), added, None, after);
            }
            (None, None) => {}
        }
    });
}

/// The location of a body, where it has one for comparisons alone on a side.
fn within(at: &At, old: &Content, new: &Content) -> At {
    let spot = |spot: &Spot, content: &Content| match content.unread {
        Some(_) => spot.below(&["unread"]),
        None => spot.clone(),
    };
    At { old: spot(&at.old, old), new: spot(&at.new, new), ..at.clone() }
}

/// Compares the responses, which are sent in the direction of `at`.
pub(super) fn replies(
    compare: &mut Compare,
    at: &At,
    old: &BoxMap<StatusPattern, Reply>,
    new: &BoxMap<StatusPattern, Reply>,
) {
    let [narrowed, widened] = [(old, new), (new, old)].map(|(wide, narrow)| classes(wide, narrow));
    for (class, codes) in &narrowed {
        covered(compare, at, (*class, codes), (old, new), true);
    }
    for (class, codes) in &widened {
        covered(compare, at, (*class, codes), (new, old), false);
    }
    let is_compared = |status: &StatusPattern| {
        narrowed.iter().chain(&widened).any(|(class, codes)| class == status || codes.contains(status))
    };
    let (before, after) = (old, new);
    each(old, new, |status, old, new| {
        if is_compared(status) {
            return;
        }
        let text = status.to_string();
        let (called, tokens) = (format!(": {status}"), ["replies", text.as_str()]);
        if let (Some(old), Some(new)) = (old, new)
            // The client decides whether to follow a redirect; the wire is the same.
            && (old.is_success(*status) == new.is_success(*status) || status.is_redirect())
        {
            let below = at.down(&called, &tokens);
            compare.docs(&below, &old.docs, &new.docs);
            return reply(compare, &below, old, new);
        }
        if same_as_class(compare, at, *status, (before, after)) {
            return;
        }
        if let Some(old) = old {
            let rule = match (old.is_success(*status), status) {
                (true, _) => Rule::SuccessRemoved,
                (false, StatusPattern::Code(_)) => Rule::FailureRemoved,
                (false, StatusPattern::Class(_) | StatusPattern::Default) => Rule::FailuresRemoved,
            };
            compare.push(&at.only_old(&called, &tokens), rule, Some(contents(&old.content)), None);
        }
        if let Some(new) = new {
            let rule = match (new.is_success(*status), status) {
                (true, _) => Rule::SuccessAdded,
                (false, StatusPattern::Code(_)) => Rule::FailureAdded,
                (false, StatusPattern::Class(_) | StatusPattern::Default) => Rule::FailuresAdded,
            };
            compare.push(&at.only_new(&called, &tokens), rule, None, Some(contents(&new.content)));
        }
    });
}

/// Whether a status that only one side lists has the response of a class on the other side, or of the default, that
/// this side has as well: the service could send it before, and still can. Its description may differ, which is
/// reported.
fn same_as_class(
    compare: &mut Compare,
    at: &At,
    status: StatusPattern,
    (old, new): (&BoxMap<StatusPattern, Reply>, &BoxMap<StatusPattern, Reply>),
) -> bool {
    let covering = |all: &BoxMap<StatusPattern, Reply>, one: &Reply| {
        let mut classes = all.keys().filter(|class| !matches!(class, StatusPattern::Code(_)));
        let class = classes.find(|class| class.includes(status) || **class == StatusPattern::Default)?;
        (all[class].is_success(*class) == one.is_success(status)).then_some(*class)
    };
    let (before, after) = match (old.get(&status), new.get(&status)) {
        (None, Some(one)) => match covering(old, one) {
            Some(class) if new.contains_key(&class) => (class, status),
            _ => return false,
        },
        (Some(one), None) => match covering(new, one) {
            Some(class) if old.contains_key(&class) => (status, class),
            _ => return false,
        },
        (_, _) => return false,
    };
    let mut below = at.down(&format!(": {status}"), &["replies", &after.to_string()]);
    below.old = at.old.down(&["replies", &before.to_string()]);
    let (changes, replaced) = (compare.changes.len(), compare.replaced.len());
    reply(compare, &below, &old[&before], &new[&after]);
    let is_same = compare.replaced.len() == replaced
        && compare.changes[changes..].iter().all(|change| change.rule == Rule::DocsChanged);
    if is_same {
        compare.docs(&below, &old[&before].docs, &new[&after].docs);
    } else {
        compare.changes.truncate(changes);
        compare.replaced.truncate(replaced);
    }
    is_same
}

/// The classes of statuses that only one side has, such as 2XX, each with the statuses of the class that only the other
/// side has.
fn classes(
    wide: &BoxMap<StatusPattern, Reply>,
    narrow: &BoxMap<StatusPattern, Reply>,
) -> Vec<(StatusPattern, Vec<StatusPattern>)> {
    let only = wide.iter().filter(|(class, _)| !narrow.contains_key(class));
    let with_codes = only.map(|(class, reply)| {
        let is_covered = |(code, other): &(&StatusPattern, &Reply)| {
            class.includes(**code) && !wide.contains_key(code) && other.is_success(**code) == reply.is_success(*class)
        };
        (*class, narrow.iter().filter(is_covered).map(|(code, _)| *code).collect())
    });
    with_codes.filter(|(_, codes): &(_, Vec<_>)| !codes.is_empty()).collect()
}

/// Compares a class of statuses with the statuses on the other side that it covers. `is_old` is whether the old side
/// has the class. Nothing else changes: the service may send other statuses of the class, or no longer.
fn covered(
    compare: &mut Compare,
    at: &At,
    (class, codes): (StatusPattern, &[StatusPattern]),
    (wide, narrow): (&BoxMap<StatusPattern, Reply>, &BoxMap<StatusPattern, Reply>),
    is_old: bool,
) {
    let located = |called: StatusPattern, code: StatusPattern| {
        let (before, after) = if is_old { (class, code) } else { (code, class) };
        let mut below = at.down(&format!(": {called}"), &["replies", &after.to_string()]);
        below.old = at.old.down(&["replies", &before.to_string()]);
        below
    };
    let [code, more @ ..] = codes else { return };
    let rule = match (wide[&class].is_success(class), is_old) {
        (true, true) => Rule::ConstraintTightened,
        (true, false) => Rule::ConstraintLoosened,
        (false, true) => Rule::FailuresRemoved,
        (false, false) => Rule::FailuresAdded,
    };
    let called = if is_old && more.is_empty() { *code } else { class };
    let listed = codes.iter().map(StatusPattern::to_string).collect::<Vec<_>>().join(", ");
    let (before, after) = if is_old { (class.to_string(), listed) } else { (listed, class.to_string()) };
    compare.push(&located(called, *code), rule, Some(before), Some(after));
    // The description of the class is compared with that of one status. It is not repeated for the others, whose
    // descriptions are new.
    let wide = &wide[&class];
    let same = codes.iter().find(|code| narrow[code].docs == wide.docs).unwrap_or(code);
    let mut compared = BTreeSet::from(["", &wide.docs, &narrow[same].docs]);
    for code in codes {
        let below = located(if more.is_empty() { called } else { *code }, *code);
        let text = &*narrow[code].docs;
        let (of_class, of_code) = if code == same { (&*wide.docs, text) } else { ("", text) };
        if code == same || compared.insert(text) {
            let (before, after) = if is_old { (of_class, of_code) } else { (of_code, of_class) };
            compare.docs(&below, before, after);
        }
        let (old, new) = if is_old { (wide, &narrow[code]) } else { (&narrow[code], wide) };
        reply(compare, &below, old, new);
    }
}

/// Compares two responses, apart from their descriptions.
fn reply(compare: &mut Compare, at: &At, old: &Reply, new: &Reply) {
    // Descriptions, and whether the response is a regular one, are compared where responses are paired.
    let Reply { docs: _, expected: _, content, headers } = new;
    // The receiver of a webhook that responds without a body has to send one now, or the reverse.
    if at.direction == Direction::Sent && old.content.is_empty() != content.is_empty() {
        let text = |content| Some(contents(content)).filter(|text| !text.is_empty());
        compare.push(&at.down("", &["content"]), Rule::ReplyRetyped, text(&old.content), text(content));
    } else {
        self::content(compare, at, &old.content, content, Rule::ReplyRetyped);
    }
    // The names of headers are case-insensitive.
    let lower = |name: &str| name.to_ascii_lowercase();
    each(&keyed(&old.headers, lower), &keyed(headers, lower), |_, old, new| match (old, new) {
        (Some((old_name, old)), Some((name, new))) => {
            let mut below = at.down(&format!(" header {name}"), &["headers", name]);
            below.old = at.old.down(&["headers", old_name]);
            header(compare, &below, old, new);
        }
        (Some((name, old)), None) => {
            let below = at.only_old(&format!(" header {name}"), &["headers", name]);
            compare.push(&below, Rule::ReplyHeaderRemoved, Some(words::ty(&old.ty)), None);
        }
        (None, Some((name, new))) => {
            let below = at.only_new(&format!(" header {name}"), &["headers", name]);
            let rule = match new.presence {
                Presence::Optional => Rule::ReplyHeaderAdded,
                Presence::Required => Rule::ReplyHeaderAddedRequired,
            };
            compare.push(&below, rule, None, Some(words::ty(&new.ty)));
        }
        (None, None) => {}
    });
}

fn header(compare: &mut Compare, at: &At, old: &ReplyHeader, new: &ReplyHeader) {
    let ReplyHeader { ty, presence, explode: _, media_type: _, constraints, docs } = new;
    let (before, after) = (writing(compare.old, old), writing(compare.new, new));
    let is_text = before == after && before == words::style(Style::Simple);
    let valued = |ty, constraints| Valued { ty: Some(ty), constraints };
    let whole = (valued(&old.ty, &old.constraints), valued(ty, constraints));
    let text = is_text.then(|| texts::compare(compare, whole.0, whole.1, Lists::Joined)).flatten();
    if let Some(text) = &text {
        text.report(compare, at, &old.ty, ty);
    }
    let (before_text, after_text) = text.as_ref().map_or(whole, Texts::values);
    compare.value(at, before_text, after_text, Rule::ReplyHeaderRetyped);
    match (old.presence, presence) {
        (Presence::Optional, Presence::Required) => compare.push(at, Rule::ReplyHeaderRequired, None, None),
        (Presence::Required, Presence::Optional) => compare.push(at, Rule::ReplyHeaderOptional, None, None),
        (Presence::Optional, Presence::Optional) | (Presence::Required, Presence::Required) => {}
    }
    if before != after {
        compare.push(at, Rule::ReplyHeaderRestyled, Some(before), Some(after));
    }
    compare.docs(at, &old.docs, docs);
}

/// How a header is written. Only objects have another form if they are exploded, and a string is plain text.
fn writing(api: &Api, header: &ReplyHeader) -> String {
    let ReplyHeader { ty, presence: _, explode, media_type, constraints: _, docs: _ } = header;
    let ty = refs::resolved(api, bare(refs::resolved(api, ty)));
    let is_object = match ty {
        TypeRef::Map(_) => true,
        TypeRef::Named(name, _) => matches!(api.types.get(name).map(|def| &def.shape), Some(Shape::Struct(_))),
        TypeRef::Scalar(_) | TypeRef::Param(_) | TypeRef::List(_) | TypeRef::Tuple(_) | TypeRef::Nullable(_) => false,
    };
    match media_type.as_deref().map(|media| (media, media::Encoding::of(media))) {
        Some((media, kind)) if kind != media::Encoding::Text => format!("content: {}", equal::media_type(media)),
        Some(_) | None if is_object => format!("{}, explode: {explode}", words::style(Style::Simple)),
        Some(_) | None => words::style(Style::Simple).to_owned(),
    }
}
