//! Removes XML facts from APIs without XML bodies.

use crate::spec::media::Encoding;
use crate::spec::{Api, Content, Operation, Shape};

/// Removes the XML facts of values from an API in which no body is XML.
pub(super) fn remove_unused(api: &mut Api) {
    let is_xml = |content: &Content, media: &str| content.ty.is_some() && Encoding::of(media) == Encoding::Xml;
    let has_xml = |operation: &Operation| {
        let replies = operation.replies.values().map(|reply| &reply.content);
        let contents = operation.body.iter().map(|body| &body.content).chain(replies);
        contents.flatten().any(|(media, content)| is_xml(content, media))
    };
    if api.operations.values().any(has_xml) {
        return;
    }
    for def in api.types.values_mut().chain(api.unread_types.values_mut()) {
        def.xml = None;
        if let Shape::Struct(object) = &mut def.shape {
            object.members.values_mut().for_each(|member| member.xml = None);
        }
    }
    for operation in api.operations.values_mut() {
        let replies = operation.replies.values_mut().map(|reply| &mut reply.content);
        let contents = operation.body.iter_mut().map(|body| &mut body.content).chain(replies);
        contents.flat_map(|content| content.values_mut()).for_each(|content| content.xml = None);
    }
}
