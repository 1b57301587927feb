//! Numbers as people read them.

/// `1 post`, `1,000 posts`.
pub fn counted(count: usize, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        _ => format!("{} {word}s", grouped_digits(count)),
    }
}

/// `1,234,567`.
pub fn grouped_digits(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_digits_by_three() {
        assert_eq!(grouped_digits(7), "7");
        assert_eq!(grouped_digits(1000), "1,000");
        assert_eq!(grouped_digits(1_234_567), "1,234,567");
        assert_eq!(counted(1, "post"), "1 post");
        assert_eq!(counted(0, "post"), "0 posts");
    }
}
