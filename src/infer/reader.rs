//! Reading posts, for proposals alone: what can not be read is counted, not judged.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use jiff::civil::Date;

use crate::discover::Input;
use crate::parse::ParseOptions;
use crate::post::Post;
use crate::read::{ReadFault, read_post, read_record, reload};
use crate::rule::{MetricCache, PostContext};
use crate::source::{Origin, SourceId, Sources};

/// How posts are read.
pub(super) struct Reader {
    pub(super) options: ParseOptions,
    /// Bytes of a file.
    pub(super) limit: u64,
    pub(super) today: Date,
    /// Stands for every post: no finding is told here.
    source: SourceId,
}

/// A file that can not be read.
pub(super) enum Unread {
    /// Its content is at fault.
    Content,
    /// The environment is, or the reader: the reason.
    Environment(String),
}

impl Reader {
    /// A reader with these options.
    pub(super) fn new(options: ParseOptions, limit: u64, today: Date) -> Self {
        let sources = Sources::new(reload);
        Self {
            options,
            limit,
            today,
            source: sources.add("", Origin::Memory("".into())),
        }
    }

    /// The text of a file.
    pub(super) fn text(&self, input: &Input) -> Result<Arc<str>, Unread> {
        if input.fault.is_some() {
            return Err(Unread::Content);
        }
        let read = match &input.origin {
            Origin::Memory(text) => Ok(text.clone()),
            Origin::Record(record) => read_record(record).map(Arc::from),
            Origin::File(path) => read_post(path, self.limit).map(|(text, _)| text.into()),
        };
        match read {
            Ok(text) => Ok(text),
            Err(ReadFault::Content(_)) => Err(Unread::Content),
            Err(ReadFault::Environment(reason)) => Err(Unread::Environment(reason)),
        }
    }

    /// The posts of a file, each with `each`.
    pub(super) fn posts(
        &self,
        input: &Input,
        mut each: impl FnMut(&Self, &str, Post),
    ) -> Result<(), Unread> {
        let text = self.text(input)?;
        let done = catch_unwind(AssertUnwindSafe(|| {
            for post in input.format.parse(&text, &self.options) {
                each(self, &text, post);
            }
        }));
        let bug = |_| {
            let reason = format!("internal error on {} (this is a bug)", input.shown);
            Unread::Environment(reason)
        };
        done.map_err(bug)
    }

    /// A post as conditions see it.
    pub(super) fn context<'a>(
        &self,
        input: &'a Input,
        text: &'a str,
        post: &'a Post,
        metrics: &'a MetricCache,
    ) -> PostContext<'a> {
        PostContext {
            rule: "",
            post,
            text,
            source: self.source,
            path: &input.shown,
            place: None,
            format: input.format.name(),
            today: self.today,
            overrun: false.into(),
            metrics,
        }
    }
}
