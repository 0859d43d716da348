//! Loading from the cache: the same plugin, without compiling.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod support;

use std::{env, fs, process};

use cxplan_core::method::{Origin, Request};
use cxplan_host::{Class, Host, Limits};
use support::{hostile, module};

#[test]
fn a_cached_plugin_is_the_same_plugin() {
    let folder = env::temp_dir().join(format!("cxplan-host-cached-{}", process::id()));
    let _absent = fs::remove_dir_all(&folder);
    let request = Request { params: Vec::new(), rows: vec![Vec::new()] };
    let origin = || Origin::File("plugin.wasm".into());
    let bytes = hostile("honest");

    let host = || Host::new(Limits::default()).unwrap().with_cache(folder.clone());
    let first = host().load(&bytes, origin()).unwrap();
    assert!(!first.from_cache());
    let second = host().load(&bytes, origin()).unwrap();
    assert!(second.from_cache());
    assert_eq!(first.run(&request).unwrap(), second.run(&request).unwrap());
    assert_eq!(first.method.descriptions, second.method.descriptions);
    assert_eq!(first.method.sha256, second.method.sha256);
    assert_eq!(first.exports(), second.exports());

    // A damaged file is written anew.
    let file = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    fs::write(&file, b"damaged").unwrap();
    assert!(!host().load(&bytes, origin()).unwrap().from_cache());
    assert!(host().load(&bytes, origin()).unwrap().from_cache());

    // What is no plugin is not kept.
    assert_eq!(host().load(&module("honest"), origin()).unwrap_err().class(), Class::NotAComponent);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    fs::remove_dir_all(&folder).unwrap();
}
