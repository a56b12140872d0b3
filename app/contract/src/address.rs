//! Addresses within the portal.

/// An address of this portal, or the home page: an address from a form must not lead elsewhere.
pub fn local_address(address: &str) -> &str {
    let safe = address.starts_with('/')
        && !address.starts_with("//")
        && address.len() <= 500
        && address.bytes().all(|byte| matches!(byte, b'!'..=b'~') && byte != b'\\');
    match safe {
        true => address,
        false => "/",
    }
}

#[cfg(test)]
mod tests {
    use super::local_address;

    #[test]
    fn addresses_from_forms_stay_in_the_portal() {
        assert_eq!(local_address("/offers/1?x=1"), "/offers/1?x=1");
        for bad in
            ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "", "/a\r\nSet-Cookie: x"]
        {
            assert_eq!(local_address(bad), "/", "{bad}");
        }
    }
}
