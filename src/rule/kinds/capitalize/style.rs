//! Which words begin with a capital, by style.

/// A way to capitalise a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// The first word and names.
    Sentence,
    /// All words but small ones, of four letters or more all (Associated Press).
    TitleAp,
    /// All words but articles, conjunctions and prepositions (Chicago Manual of Style, 17th edition).
    TitleChicago,
    /// Names alone.
    Lower,
}

/// Where a word stands in its heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the first word.
    First,
    /// It is the last word.
    Last,
    /// It stands beside a colon, a dash, a quotation mark or a bracket, or behind a number, where
    /// writers differ.
    Edge,
    /// Anywhere else.
    Middle,
}

/// How a word must begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// With a capital.
    Upper,
    /// With a small letter.
    Lower,
}

/// Small in title case, whatever they mean.
const SMALL: [&str; 10] = [
    "a", "an", "the", "and", "but", "for", "nor", "or", "of", "at",
];
/// Small by Chicago besides, since they are prepositions and nothing else.
const SMALL_IN_CHICAGO: [&str; 14] = [
    "against", "among", "amongst", "between", "during", "from", "into", "onto", "toward",
    "towards", "upon", "versus", "with", "without",
];
/// Small as prepositions and conjunctions, capital as adverbs and parts of verbs.
const EITHER: [&str; 14] = [
    "as", "by", "if", "in", "off", "on", "out", "per", "so", "to", "up", "via", "vs", "yet",
];
/// The same by Chicago, which goes by what a word is and not by its length.
const EITHER_IN_CHICAGO: [&str; 29] = [
    "about",
    "above",
    "across",
    "after",
    "along",
    "around",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "besides",
    "beyond",
    "despite",
    "down",
    "except",
    "inside",
    "like",
    "near",
    "outside",
    "over",
    "past",
    "since",
    "than",
    "through",
    "throughout",
    "till",
    "under",
    "until",
];

impl Style {
    /// Every style with its name in configurations.
    pub(super) const ALL: [(&'static str, Self); 4] = [
        ("sentence", Self::Sentence),
        ("title-ap", Self::TitleAp),
        ("title-chicago", Self::TitleChicago),
        ("lower", Self::Lower),
    ];

    /// As a message calls it.
    pub(super) fn shown(self) -> &'static str {
        match self {
            Self::Sentence => "sentence case",
            Self::TitleAp => "title case (AP)",
            Self::TitleChicago => "title case (Chicago)",
            Self::Lower => "lower case",
        }
    }

    /// Whether names are told from other words by their capital.
    pub(super) fn has_names(self) -> bool {
        matches!(self, Self::Sentence | Self::Lower)
    }

    /// How `word` must begin; nothing where both are right.
    pub(super) fn case(self, word: &str, place: Place) -> Option<Case> {
        match (self, place) {
            (Self::Sentence, Place::First) => Some(Case::Upper),
            (Self::Sentence, Place::Edge) => None,
            (Self::Sentence | Self::Lower, _) => Some(Case::Lower),
            (Self::TitleAp | Self::TitleChicago, place) => self.case_in_title(word, place),
        }
    }

    fn case_in_title(self, word: &str, place: Place) -> Option<Case> {
        if matches!(place, Place::First | Place::Last) {
            return Some(Case::Upper);
        }
        let word = word.to_lowercase();
        let is_chicago = self == Self::TitleChicago;
        let is_in = |all: &[&str], chicago: &[&str]| {
            all.contains(&&*word) || is_chicago && chicago.contains(&&*word)
        };
        if is_in(&SMALL, &SMALL_IN_CHICAGO) {
            (place == Place::Middle).then_some(Case::Lower)
        } else if is_in(&EITHER, &EITHER_IN_CHICAGO) {
            None
        } else {
            Some(Case::Upper)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_last_word_of_a_title_are_capital() {
        for style in [Style::TitleAp, Style::TitleChicago] {
            for place in [Place::First, Place::Last] {
                assert_eq!(style.case("of", place), Some(Case::Upper));
            }
            assert_eq!(style.case("of", Place::Middle), Some(Case::Lower));
            assert_eq!(style.case("of", Place::Edge), None);
            assert_eq!(style.case("up", Place::Middle), None);
            assert_eq!(style.case("is", Place::Middle), Some(Case::Upper));
        }
    }

    #[test]
    fn ap_goes_by_length_and_chicago_by_kind() {
        for word in ["with", "from", "between"] {
            assert_eq!(Style::TitleAp.case(word, Place::Middle), Some(Case::Upper));
            assert_eq!(
                Style::TitleChicago.case(word, Place::Middle),
                Some(Case::Lower)
            );
        }
        assert_eq!(
            Style::TitleAp.case("over", Place::Middle),
            Some(Case::Upper)
        );
        assert_eq!(Style::TitleChicago.case("over", Place::Middle), None);
    }
}
