//! Transcripts of the program, as a user would see them: `tests/cli`.

use std::path::Path;

use super::{cache, root};

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .register_bin("cxplan", Path::new(env!("CARGO_BIN_EXE_cxplan")))
        .case(root().join("tests/cli/*.trycmd"))
        .env("CXPLAN_CACHE_DIR", cache().to_string_lossy())
        .env("COLUMNS", "100")
        .run();
}
