//! The page: one file that asks nobody for anything.

use cxplan_core::report::Report;
use sha2::{Digest, Sha256};

use crate::error::RenderError;
use crate::messages::typography;
use crate::templates::Templates;
use crate::view::{Page, Scene};

/// Renders the page.
///
/// Its policy allows this very style and this very script, by their digests, and nothing else: even text that slipped
/// through the escaping could not run or load anything. The digests are of the bytes between the tags, so they are
/// computed here and not in a build step that a changed template would leave behind.
pub(crate) fn render(report: &Report, templates: &Templates) -> Result<String, RenderError> {
    let scene = Scene::new(report);
    let mut page = Page::new(&scene);
    page.style = templates.style().to_owned();
    if let Some(roadmap) = &page.roadmap {
        page.style.push('\n');
        page.style.push_str(&roadmap.style);
    }
    templates.script().clone_into(&mut page.script);
    page.logo = templates.logo().map(|logo| logo.address().to_owned());
    // An image that is part of the page is all that may be shown; a script in it is not run.
    let images = if page.logo.is_some() { " img-src data:;" } else { "" };
    page.policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}';{images} base-uri 'none'; form-action 'none'",
        digest(&page.style),
        digest(&page.script)
    );
    // Large plans make large pages: what is no longer needed goes before the text is made.
    let mut value = serde_json::to_value(&page)?;
    typography(report.language, &mut value, &["style", "script", "policy", "logo"]);
    drop((page, scene));
    templates.html(value, report.language)
}

/// The digest of an element's content as policies write it.
fn digest(content: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(content.as_bytes())))
}

/// Standard Base64 with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for position in 0..4 {
            let sextet = (group >> (18 - 6 * position)) & 63;
            out.push(if position <= chunk.len() { char::from(ALPHABET[sextet as usize]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_known_texts() {
        for (text, expected) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
