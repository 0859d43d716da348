//! SHA-256 digests.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// A SHA-256 digest.
pub(crate) type Sha = [u8; 32];

/// The digest of these bytes.
pub(crate) fn sha256(bytes: &[u8]) -> Sha {
    Sha256::digest(bytes).into()
}

/// The SHA-256 digest of a component, as [`Method::sha256`](cxplan_core::method::Method::sha256) tells it.
pub fn digest(component: &[u8]) -> String {
    hex(&sha256(component))
}

/// A digest in lower-case hexadecimal digits.
pub(crate) fn hex(digest: &Sha) -> String {
    digest.iter().fold(String::with_capacity(2 * digest.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_of_nothing() {
        assert_eq!(hex(&sha256(b"")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
