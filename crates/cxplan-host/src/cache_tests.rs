use wasmtime::Engine;
use wasmtime::component::Component;

use super::*;
use crate::digest::sha256;
use crate::limits::Limits;
use crate::{sandbox, sealed};

/// An empty folder of this test's own.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("cxplan-cache-{}-{name}", std::process::id()));
        let _absent = fs::remove_dir_all(&path);
        Self(path)
    }

    fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.0).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _absent = fs::remove_dir_all(&self.0);
    }
}

/// A cache in a folder, as a host with these limits uses it, and an empty component to keep in it.
struct Cached {
    cache: Cache,
    engine: Engine,
    artifact: Vec<u8>,
}

impl Cached {
    fn new(directory: PathBuf) -> Self {
        let engine = sandbox::engine(&Limits::default()).unwrap();
        let artifact = sandbox::compile(&engine, &wat::parse_str("(component)").unwrap()).unwrap();
        Self { cache: Cache::new(directory), engine, artifact }
    }

    fn key(&self, name: &str) -> Key {
        Key::new(&self.engine, &sha256(name.as_bytes()))
    }

    fn put(&self, name: &str) {
        let key = self.key(name);
        self.cache.put(&key, &sealed::close(&key, &self.artifact));
    }

    fn get(&self, name: &str) -> Option<Component> {
        let key = self.key(name);
        sealed::open(&self.engine, &key, &self.cache.get(&key)?)
    }
}

#[test]
fn what_was_put_is_found_and_nothing_else() {
    let folder = Folder::new("found");
    let cached = Cached::new(folder.0.join("deep/er"));
    assert!(cached.get("one").is_none(), "no folder yet");
    cached.put("one");
    assert!(cached.get("one").is_some());
    assert!(cached.get("other").is_none());
}

#[test]
fn other_settings_are_another_key() {
    let folder = Folder::new("settings");
    let cached = Cached::new(folder.0.clone());
    cached.put("one");

    let mut config = wasmtime::Config::new();
    let engine = Engine::new(config.consume_fuel(false)).unwrap();
    let other = Cached { engine, cache: cached.cache.clone(), artifact: Vec::new() };
    assert!(other.get("one").is_none());
    // Nor under the other's name: the key is sealed in.
    fs::rename(cached.cache.path(&cached.key("one")), cached.cache.path(&other.key("one"))).unwrap();
    assert!(other.get("one").is_none());
    // An equal engine made anew, as in the next run of the program, finds it.
    cached.put("one");
    assert!(Cached::new(folder.0.clone()).get("one").is_some());
}

#[test]
fn damaged_cut_and_renamed_files_are_ignored() {
    let folder = Folder::new("damaged");
    let cached = Cached::new(folder.0.clone());
    cached.put("one");
    let path = folder.files().remove(0);
    let sound = fs::read(&path).unwrap();

    for position in [0, 31, 32, sound.len() / 2, sound.len() - 1] {
        let mut damaged = sound.clone();
        damaged[position] ^= 1;
        fs::write(&path, damaged).unwrap();
        assert!(cached.get("one").is_none(), "byte {position}");
    }
    for length in [0, 31, 32, sound.len() - 1] {
        fs::write(&path, &sound[..length]).unwrap();
        assert!(cached.get("one").is_none(), "{length} bytes");
    }
    fs::write(&path, &sound).unwrap();
    fs::rename(&path, cached.cache.path(&cached.key("other"))).unwrap();
    assert!(cached.get("other").is_none());
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_may_enter_is_not_used() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = Folder::new("private");
    let cached = Cached::new(folder.0.clone());
    cached.put("one");
    assert_eq!(fs::metadata(&folder.0).unwrap().permissions().mode() & 0o777, 0o700);

    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(cached.get("one").is_none());
    cached.put("other");
    assert_eq!(folder.files().len(), 1);
}

#[test]
fn a_folder_that_cannot_be_made_is_no_error() {
    let folder = Folder::new("impossible");
    fs::write(&folder.0, "a file").unwrap();
    let cached = Cached::new(folder.0.clone());
    cached.put("one");
    assert!(cached.get("one").is_none());
    fs::remove_file(&folder.0).unwrap();
}

#[test]
fn the_folder_stays_small_and_leaves_strangers_alone() {
    let folder = Folder::new("pruned");
    let cached = Cached::new(folder.0.clone());
    cached.put("first");
    fs::write(folder.0.join("README"), "not ours").unwrap();
    for number in 0..MOST_FILES + 10 {
        cached.put(&number.to_string());
    }
    assert_eq!(folder.files().len(), MOST_FILES + 1);
    assert!(folder.0.join("README").exists());
    assert!(cached.get(&(MOST_FILES + 9).to_string()).is_some());
}
