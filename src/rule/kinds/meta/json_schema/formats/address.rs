//! Addresses of mail and of hosts.

/// A mailbox as RFC 5321 writes it: a name, which may be quoted, and a host or an address.
pub(super) fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else {
        return false;
    };
    is_local_part(name) && (is_hostname(host) || is_literal(host))
}

fn is_local_part(name: &str) -> bool {
    let quoted = name.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    if let Some(quoted) = quoted {
        return is_quoted(quoted);
    }
    let is_plain = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
    name.split('.')
        .all(|part| !part.is_empty() && part.chars().all(is_plain))
}

fn is_quoted(text: &str) -> bool {
    let mut is_escaped = false;
    for c in text.chars() {
        if c.is_control() || c == '"' && !is_escaped {
            return false;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    !is_escaped
}

fn is_literal(host: &str) -> bool {
    let Some(inner) = host.strip_prefix('[').and_then(|it| it.strip_suffix(']')) else {
        return false;
    };
    match inner.strip_prefix("IPv6:") {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => inner.parse::<std::net::Ipv4Addr>().is_ok(),
    }
}

/// A host name as RFC 1123 writes it: labels of letters, digits and inner hyphens.
pub(super) fn is_hostname(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}
