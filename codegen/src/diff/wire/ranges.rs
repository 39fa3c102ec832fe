//! Compares ranges of media types, such as `*/*`.

use std::collections::BTreeMap;

use super::super::Rule;
use super::compare::{At, Compare};
use crate::spec::{Content, MediaType, media};

/// Pairs the only media type that one side has alone with the only range of the other side that includes it.
pub(super) fn pair<'a>(
    narrow: &mut BTreeMap<String, (&'a str, &'a Content)>,
    wide: &mut BTreeMap<String, (&'a str, &'a Content)>,
) {
    let only = |of: &BTreeMap<String, _>, other: &BTreeMap<String, _>| -> Vec<String> {
        of.keys().filter(|media| !other.contains_key(*media)).cloned().collect()
    };
    if let ([media], [range]) = (&only(narrow, wide)[..], &only(wide, narrow)[..])
        && media::includes(range, media)
        && let Some(content) = wide.remove(range)
    {
        wide.insert(media.clone(), content);
    }
}

/// Whether a range of media types among the bodies includes a media type.
pub(super) fn include(all: &BTreeMap<String, (&str, &Content)>, media: &str) -> bool {
    all.iter().any(|(_, (stated, content))| media::includes(content.range.as_deref().unwrap_or(stated), media))
}

/// Compares the media types of a body, where a side states a range of them: the media type and the range of each side.
pub(super) fn compare(compare: &mut Compare, at: &At, both: [(&str, &Option<MediaType>); 2]) {
    let [(old, before), (new, after)] = both.map(|(media, range)| {
        let stated = range.as_deref().unwrap_or(media);
        (stated, media::is_range(stated).then_some(stated))
    });
    let rule = match (before, after) {
        (None, None) => return,
        (_, _) if before == after => return,
        (_, Some(wide)) if media::includes(wide, old) => Rule::MediaTypeWidened,
        (Some(wide), _) if media::includes(wide, new) => Rule::MediaTypeNarrowed,
        (Some(_), None) | (_, Some(_)) => Rule::MediaTypeRemoved,
    };
    compare.push(&at.down("", &["range"]), rule, Some(old.to_owned()), Some(new.to_owned()));
}
