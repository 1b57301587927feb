//! The names by which files, and records of files, are found in an index.

/// Stands between the path of a container and the number of a record: less than any character of a
/// path, so that names stand in the order of paths, then numbers.
const SEPARATOR: char = '\0';

/// A name, written anew for each file: there may be millions.
#[derive(Debug, Default)]
pub struct Name(String);

impl Name {
    /// The name of the file that is shown so, or of one of its records.
    pub fn of(&mut self, shown: &str, ordinal: Option<u32>) -> &str {
        self.0.clear();
        self.0.push_str(shown);
        if let Some(ordinal) = ordinal {
            self.0.push(SEPARATOR);
            for shift in (0..8).rev() {
                let digit = ordinal >> (4 * shift) & 0xf;
                self.0.extend(char::from_digit(digit, 16));
            }
        }
        &self.0
    }
}

/// Whether a name is that of a record.
pub fn is_record(name: &str) -> bool {
    name.contains(SEPARATOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_order_of_paths_then_numbers() {
        let mut inputs = vec![("a.jsonl", None), ("a.jsonl!", None), ("a.jsonl", Some(0))];
        inputs.extend([10, 9, 255, 256, u32::MAX].map(|at| ("a.jsonl", Some(at))));
        inputs.sort();
        let mut name = Name::default();
        let names: Vec<String> = inputs
            .iter()
            .map(|(shown, ordinal)| name.of(shown, *ordinal).to_owned())
            .collect();
        let mut sorted = names.clone();
        sorted.sort();
        assert_eq!(names, sorted);
        assert_eq!(names[1], "a.jsonl\x0000000000");
        assert!(is_record(&names[1]) && !is_record(&names[0]));
    }
}
