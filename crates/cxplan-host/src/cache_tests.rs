use super::*;
use crate::digest::sha256;
use crate::limits::Limits;
use crate::sandbox;

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

fn compiled(limits: &Limits) -> (Engine, Component) {
    let engine = sandbox::engine(limits).unwrap();
    let component = sandbox::compile(&engine, &wat::parse_str("(component)").unwrap()).unwrap();
    (engine, component)
}

#[test]
fn what_was_put_is_found_and_nothing_else() {
    let folder = Folder::new("found");
    let (engine, component) = compiled(&Limits::default());
    let cache = Cache::new(folder.0.join("deep/er"), &engine);
    let [one, other] = [sha256(b"one"), sha256(b"other")];
    assert!(cache.get(&engine, &one).is_none(), "no folder yet");
    cache.put(&one, &component);
    assert!(cache.get(&engine, &one).is_some());
    assert!(cache.get(&engine, &other).is_none());
}

#[test]
fn other_settings_are_another_key() {
    let folder = Folder::new("settings");
    let (engine, component) = compiled(&Limits::default());
    Cache::new(folder.0.clone(), &engine).put(&sha256(b"one"), &component);

    let mut config = wasmtime::Config::new();
    let other = Engine::new(config.consume_fuel(false)).unwrap();
    assert!(Cache::new(folder.0.clone(), &other).get(&other, &sha256(b"one")).is_none());
    // An equal engine made anew, as in the next run of the program, finds it.
    let (again, _) = compiled(&Limits::default());
    assert!(Cache::new(folder.0.clone(), &again).get(&again, &sha256(b"one")).is_some());
}

#[test]
fn damaged_cut_and_renamed_files_are_ignored() {
    let folder = Folder::new("damaged");
    let (engine, component) = compiled(&Limits::default());
    let cache = Cache::new(folder.0.clone(), &engine);
    let [one, other] = [sha256(b"one"), sha256(b"other")];
    cache.put(&one, &component);
    let path = folder.files().remove(0);
    let sound = fs::read(&path).unwrap();

    for position in [0, 31, 32, sound.len() / 2, sound.len() - 1] {
        let mut damaged = sound.clone();
        damaged[position] ^= 1;
        fs::write(&path, damaged).unwrap();
        assert!(cache.get(&engine, &one).is_none(), "byte {position}");
    }
    for length in [0, 31, 32, sound.len() - 1] {
        fs::write(&path, &sound[..length]).unwrap();
        assert!(cache.get(&engine, &one).is_none(), "{length} bytes");
    }
    fs::write(&path, &sound).unwrap();
    fs::rename(&path, cache.path(&cache.key(&other))).unwrap();
    assert!(cache.get(&engine, &other).is_none());
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_may_enter_is_not_used() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = Folder::new("private");
    let (engine, component) = compiled(&Limits::default());
    let cache = Cache::new(folder.0.clone(), &engine);
    cache.put(&sha256(b"one"), &component);
    assert_eq!(fs::metadata(&folder.0).unwrap().permissions().mode() & 0o777, 0o700);

    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(cache.get(&engine, &sha256(b"one")).is_none());
    cache.put(&sha256(b"other"), &component);
    assert_eq!(folder.files().len(), 1);
}

#[test]
fn a_folder_that_cannot_be_made_is_no_error() {
    let folder = Folder::new("impossible");
    fs::write(&folder.0, "a file").unwrap();
    let (engine, component) = compiled(&Limits::default());
    let cache = Cache::new(folder.0.clone(), &engine);
    cache.put(&sha256(b"one"), &component);
    assert!(cache.get(&engine, &sha256(b"one")).is_none());
    fs::remove_file(&folder.0).unwrap();
}

#[test]
fn the_folder_stays_small_and_leaves_strangers_alone() {
    let folder = Folder::new("pruned");
    let (engine, component) = compiled(&Limits::default());
    let cache = Cache::new(folder.0.clone(), &engine);
    cache.put(&sha256(b"first"), &component);
    fs::write(folder.0.join("README"), "not ours").unwrap();
    for number in 0..MOST_FILES + 10 {
        cache.put(&sha256(&number.to_le_bytes()), &component);
    }
    assert_eq!(folder.files().len(), MOST_FILES + 1);
    assert!(folder.0.join("README").exists());
    assert!(cache.get(&engine, &sha256(&(MOST_FILES + 9).to_le_bytes())).is_some());
}
