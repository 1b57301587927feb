//! From decoded text back to the bytes it was decoded from.
//!
//! Markup, escapes and joined lines make the text that checks read differ from the file. The map
//! keeps the pieces in which both run side by side, so that a match in the text is shown where it
//! stands in the file.

use std::ops::Range;

use super::Span;

/// One stretch of decoded text and the source bytes it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    decoded: u32,
    decoded_len: u32,
    source: u32,
    source_len: u32,
}

impl Piece {
    fn is_verbatim(self) -> bool {
        self.decoded_len == self.source_len
    }

    fn source_start(self, decoded: u32) -> u32 {
        if self.is_verbatim() {
            self.source + (decoded - self.decoded)
        } else {
            self.source
        }
    }

    fn decoded_end(self) -> u32 {
        self.decoded + self.decoded_len
    }

    fn clamped_start(self, decoded: u32) -> u32 {
        if decoded >= self.decoded_end() {
            return self.source + self.source_len;
        }
        self.source_start(decoded.max(self.decoded))
    }

    /// The part of it that stands for the decoded bytes from `start` to `end`, as a piece of a
    /// text in which those that `start` counts from stand at `decoded`.
    fn cut(self, start: u32, end: u32, decoded: u32) -> Self {
        let from = self.decoded.max(start);
        let to = self.decoded_end().min(end);
        let (source, source_len) = if self.is_verbatim() {
            (self.source_start(from), to - from)
        } else {
            (self.source, self.source_len)
        };
        Self {
            decoded: decoded + (from - start),
            decoded_len: to - from,
            source,
            source_len,
        }
    }

    fn source_end(self, decoded_end: u32) -> u32 {
        if self.is_verbatim() {
            self.source + (decoded_end - self.decoded)
        } else {
            self.source + self.source_len
        }
    }
}

/// Maps ranges of a decoded text to spans of its source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

impl OffsetMap {
    /// The span that the decoded `range` was made from: from the source of its first byte to the
    /// source of its last. An empty range maps to the empty span where its first byte would stand.
    pub fn span(&self, range: Range<u32>) -> Span {
        let start = self.piece_at(range.start);
        if range.is_empty() {
            return Span::at(start.map_or(0, |piece| piece.clamped_start(range.start)));
        }
        // Most stretches stand in one piece, so that it need not be searched for twice.
        let is_whole =
            |piece: &Piece| range.start >= piece.decoded && range.end <= piece.decoded_end();
        let end = start
            .filter(is_whole)
            .or_else(|| self.piece_at(range.end - 1));
        match (start, end) {
            (Some(first), Some(last)) => Span::new(
                first.clamped_start(range.start),
                last.source_end(range.end.min(last.decoded + last.decoded_len)),
            ),
            _ => Span::at(0),
        }
    }

    /// The map of a text whose source was itself decoded: `outer` leads from there to the bytes of
    /// the file.
    pub fn behind(&self, outer: &Self) -> Self {
        let mut builder = MapBuilder::default();
        for piece in &self.pieces {
            if !piece.is_verbatim() {
                let source = outer.span(piece.source..piece.source + piece.source_len);
                builder.push_piece(Piece {
                    source: source.start,
                    source_len: source.len(),
                    ..*piece
                });
                continue;
            }
            let end = piece.source + piece.source_len;
            let first = outer
                .pieces
                .partition_point(|it| it.decoded_end() <= piece.source);
            let inside = outer.pieces[first..].iter();
            for it in inside.take_while(|it| it.decoded < end) {
                builder.push_piece(it.cut(piece.source, end, piece.decoded));
            }
        }
        builder.finish().1
    }

    /// The stretch of the decoded text that was made from some of the bytes of `source`, where
    /// pieces lie in the order of the source.
    pub fn decoded(&self, source: Span) -> Range<u32> {
        let end_of = |piece: &Piece| piece.source + piece.source_len;
        let first = self
            .pieces
            .partition_point(|piece| end_of(piece) <= source.start);
        let behind = self
            .pieces
            .partition_point(|piece| piece.source < source.end);
        let (Some(from), Some(last)) = (
            self.pieces.get(first).filter(|_| first < behind),
            behind.checked_sub(1).and_then(|at| self.pieces.get(at)),
        ) else {
            return 0..0;
        };
        let mut range = from.decoded..last.decoded_end();
        if from.is_verbatim() {
            range.start += source.start.saturating_sub(from.source);
        }
        if last.is_verbatim() {
            range.end -= end_of(last).saturating_sub(source.end);
        }
        range
    }

    /// The last piece that starts at or before `decoded`, or the first of all.
    fn piece_at(&self, decoded: u32) -> Option<Piece> {
        let behind = self
            .pieces
            .partition_point(|piece| piece.decoded <= decoded);
        self.pieces.get(behind.saturating_sub(1)).copied()
    }
}

/// How long a piece is in most texts, or longer.
const BYTES_A_PIECE: usize = 128;

/// Builds a decoded text and its map side by side.
#[derive(Debug, Default)]
pub struct MapBuilder {
    text: String,
    pieces: Vec<Piece>,
}

impl MapBuilder {
    /// A builder with room for `bytes` of decoded text.
    pub fn with_capacity(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            pieces: Vec::with_capacity(bytes / BYTES_A_PIECE),
        }
    }

    /// Length of the decoded text so far: the offset of the next piece.
    pub fn len(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    /// Whether nothing was added yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The decoded text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Appends `text`, which was decoded from `source`. Where both are equally long they run side
    /// by side byte for byte; else the whole text stands for the whole span.
    pub fn push(&mut self, text: &str, source: Span) {
        if text.is_empty() {
            return;
        }
        let decoded = self.len();
        self.text.push_str(text);
        self.push_piece(Piece {
            decoded,
            decoded_len: self.len() - decoded,
            source: source.start,
            source_len: source.len(),
        });
    }

    fn push_piece(&mut self, piece: Piece) {
        if let Some(last) = self.pieces.last_mut() {
            let continues = last.is_verbatim()
                && piece.is_verbatim()
                && last.source + last.source_len == piece.source
                && last.decoded_end() == piece.decoded;
            if continues {
                last.decoded_len += piece.decoded_len;
                last.source_len += piece.source_len;
                return;
            }
        }
        self.pieces.push(piece);
    }

    /// Appends a separator that stands for nothing in the source.
    pub fn separate(&mut self, separator: char) {
        self.text.push(separator);
    }

    /// Cuts the decoded text back to `len` bytes.
    pub fn truncate(&mut self, len: u32) {
        self.text.truncate(len as usize);
        while let Some(last) = self.pieces.last_mut() {
            if last.decoded >= len {
                self.pieces.pop();
                continue;
            }
            if last.is_verbatim() && last.decoded + last.decoded_len > len {
                last.decoded_len = len - last.decoded;
                last.source_len = last.decoded_len;
            }
            break;
        }
    }

    /// The decoded text and the map back to its source.
    pub fn finish(self) -> (String, OffsetMap) {
        (
            self.text,
            OffsetMap {
                pieces: self.pieces,
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_through_markup_and_escapes() {
        // Source: `a **b** &amp; c`
        let mut builder = MapBuilder::default();
        builder.push("a ", Span::new(0, 2));
        builder.push("b", Span::new(4, 5));
        builder.push(" ", Span::new(7, 8));
        builder.push("&", Span::new(8, 13));
        builder.push(" c", Span::new(13, 15));
        let (text, map) = builder.finish();
        assert_eq!(text, "a b & c");
        assert_eq!(map.span(0..7), Span::new(0, 15));
        assert_eq!(map.span(2..3), Span::new(4, 5));
        assert_eq!(map.span(4..5), Span::new(8, 13));
        assert_eq!(map.span(2..5), Span::new(4, 13));
    }

    #[test]
    fn an_empty_range_maps_to_an_empty_span() {
        let mut builder = MapBuilder::default();
        builder.push("abc", Span::new(10, 13));
        let (_, map) = builder.finish();
        assert_eq!(map.span(1..1), Span::at(11));
        assert_eq!(OffsetMap::default().span(0..0), Span::at(0));
    }

    #[test]
    fn a_map_behind_another_leads_to_the_file() {
        // File: `"a\\u00e9 &amp;\\n c"`, in it the text `aé &amp;⏎ c`, in that `aé & c`.
        let mut outer = MapBuilder::default();
        outer.push("a", Span::new(1, 2));
        outer.push("é", Span::new(2, 8));
        outer.push(" &amp;", Span::new(8, 14));
        outer.push("\n", Span::new(14, 16));
        outer.push(" c", Span::new(16, 18));
        let (text, outer) = outer.finish();
        assert_eq!(text.len(), 12);
        let mut inner = MapBuilder::default();
        inner.push("aé ", Span::new(0, 4));
        inner.push("&", Span::new(4, 9));
        inner.push(" c", Span::new(10, 12));
        let (text, inner) = inner.finish();
        let map = inner.behind(&outer);
        let places = ["a", "é", " ", "&", " c"].map(|part| {
            let at = u32::try_from(text.find(part).unwrap()).unwrap();
            map.span(at..at + u32::try_from(part.len()).unwrap())
        });
        let spans = [(1, 2), (2, 8), (8, 9), (9, 14), (16, 18)];
        assert_eq!(places, spans.map(|(start, end)| Span::new(start, end)));
        assert_eq!(map.span(0..7), Span::new(1, 18));
    }

    #[test]
    fn leads_from_the_source_to_what_was_decoded_from_it() {
        let mut builder = MapBuilder::default();
        builder.push("abc", Span::new(10, 13));
        builder.push("&", Span::new(13, 18));
        builder.push("def", Span::new(20, 23));
        let (_, map) = builder.finish();
        assert_eq!(map.decoded(Span::new(11, 21)), 1..5);
        assert_eq!(map.decoded(Span::new(14, 15)), 3..4);
        assert_eq!(map.decoded(Span::new(18, 20)), 0..0);
        assert_eq!(map.decoded(Span::new(0, 99)), 0..7);
        assert_eq!(OffsetMap::default().decoded(Span::new(0, 9)), 0..0);
    }

    #[test]
    fn truncating_forgets_the_cut_pieces() {
        let mut builder = MapBuilder::default();
        builder.push("abc", Span::new(0, 3));
        builder.separate(' ');
        builder.truncate(3);
        builder.push("def", Span::new(9, 12));
        let (text, map) = builder.finish();
        assert_eq!(text, "abcdef");
        assert_eq!(map.span(0..6), Span::new(0, 12));
        assert_eq!(map.span(3..4), Span::new(9, 10));
    }
}
