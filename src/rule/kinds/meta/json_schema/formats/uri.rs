//! URIs as RFC 3986 writes them. Letters beyond ASCII are taken too: browsers and generators of
//! sites do, and mean the same as if they were encoded.

/// A URI with its scheme.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    is_scheme(scheme) && is_relative(rest)
}

/// A URI, or one without its beginning.
pub(super) fn is_uri_reference(text: &str) -> bool {
    if is_uri(text) {
        return true;
    }
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let first = path.split('/').next().unwrap_or_default();
    !first.contains(':') && is_relative(text)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// What stands behind the scheme.
fn is_relative(text: &str) -> bool {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (text, query) = text.split_once('?').unwrap_or((text, ""));
    let (authority, path) = match text.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", text),
    };
    is_authority(authority)
        && is_made_of(path, "/:@")
        && is_made_of(query, "/?:@")
        && is_made_of(fragment, "/?:@")
}

fn is_authority(text: &str) -> bool {
    let (user, host) = text.rsplit_once('@').unwrap_or(("", text));
    if !is_made_of(user, ":") {
        return false;
    }
    let (host, port) = match host.strip_prefix('[') {
        Some(literal) => match literal.split_once(']') {
            Some((address, port)) if is_address(address) => ("", port),
            _ => return false,
        },
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let digits = port.strip_prefix(':').unwrap_or(port);
    is_made_of(host, "") && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_address(text: &str) -> bool {
    text.parse::<std::net::Ipv6Addr>().is_ok() || text.starts_with(['v', 'V'])
}

/// Whether a text has only characters that need no encoding, those of `also`, and encoded ones.
fn is_made_of(text: &str, also: &str) -> bool {
    let is_plain = |c: char| {
        c.is_ascii_alphanumeric()
            || "-._~!$&'()*+,;=".contains(c)
            || also.contains(c)
            || !c.is_ascii() && !c.is_control() && !c.is_whitespace()
    };
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default();
    first.chars().all(is_plain)
        && parts.all(|part| {
            let (code, rest) = part.split_at_checked(2).unwrap_or(("", ""));
            let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_code && rest.chars().all(is_plain)
        })
}
