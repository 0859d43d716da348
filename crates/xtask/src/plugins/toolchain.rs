//! A Rust toolchain that can build for wasm32-unknown-unknown.
//!
//! Either rustup's, where the target is installed, or Debian's: its `rustc-web` packages unpacked under `target`,
//! driven by rustup's cargo, linking with rustup's LLD and building the standard library from its sources. Debian's
//! comes first because its version can be pinned and because it makes smaller components.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail, ensure};

const FOLDER: &str = "target/guest-toolchain";

/// Packages and versions, so that everybody's components come out the same.
const PACKAGES: [&str; 5] = [
    "libllvm22=1:22.1.8-1~deb12u1",
    "libstd-rust-web-1.96=1.96.0+dfsg1-1~deb12u2",
    "libstd-rust-web-dev=1.96.0+dfsg1-1~deb12u2",
    "rust-web-src=1.96.0+dfsg1-1~deb12u2",
    "rustc-web=1.96.0+dfsg1-1~deb12u2",
];

/// A toolchain for guests.
#[derive(Debug)]
pub(super) struct Toolchain {
    /// Compiler and linker, in words that differ whenever the bytes that they make may differ.
    pub(super) version: String,
    /// Where compiler and standard library live.
    pub(super) sysroot: PathBuf,
    /// The linker.
    pub(super) linker: PathBuf,
    /// Whether `sysroot` is an unpacked Debian file system, without a standard library built for wasm32.
    pub(super) debian: bool,
}

impl Toolchain {
    /// The toolchain at hand, if there is one.
    pub(super) fn find(root: &Path) -> anyhow::Result<Option<Self>> {
        let rustup =
            PathBuf::from(output(Command::new("rustc").current_dir(root).args(["--print", "sysroot"]))?);
        let host = output(Command::new("rustc").current_dir(root).args(["--print", "host-tuple"]))?;
        let linker = rustup.join("lib/rustlib").join(host).join("bin/rust-lld");
        let debian = root.join(FOLDER).join("root/usr");
        let (sysroot, is_debian) = if debian.join("bin/rustc").is_file() {
            (debian, true)
        } else if rustup.join("lib/rustlib/wasm32-unknown-unknown").is_dir() {
            (rustup, false)
        } else {
            return Ok(None);
        };
        let mut toolchain = Self { version: String::new(), sysroot, linker, debian: is_debian };
        let compiler = output(toolchain.run(toolchain.compiler()).arg("-vV"))?;
        let llvm = compiler.lines().find(|line| line.starts_with("LLVM")).unwrap_or("LLVM unknown");
        let linker = output(Command::new(&toolchain.linker).args(["-flavor", "wasm", "--version"]))?;
        let linker = linker.split(" (").next().unwrap_or_default();
        toolchain.version = format!("{}, {llvm}, {linker}", compiler.lines().next().unwrap_or_default());
        Ok(Some(toolchain))
    }

    /// The compiler.
    pub(super) fn compiler(&self) -> PathBuf {
        self.sysroot.join("bin/rustc")
    }

    /// Tells a cargo that a command starts to use this toolchain for guests.
    pub(super) fn configure(&self, command: &mut Command) {
        command
            .env("RUSTC", self.compiler())
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", &self.linker)
            .env_remove("RUSTC_WRAPPER")
            .env_remove("RUSTC_WORKSPACE_WRAPPER");
        if self.debian {
            command
                .env("LD_LIBRARY_PATH", self.sysroot.join("lib/x86_64-linux-gnu"))
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
        }
    }

    /// A command that finds the libraries of the toolchain.
    pub(super) fn run(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        if self.debian {
            command.env("LD_LIBRARY_PATH", self.sysroot.join("lib/x86_64-linux-gnu"));
        }
        command
    }
}

/// Downloads and unpacks Debian's packages. Nothing is installed.
pub(super) fn fetch(root: &Path) -> anyhow::Result<()> {
    let folder = root.join(FOLDER);
    let packages = folder.join("deb");
    // A toolchain of two versions is worse than none.
    if folder.exists() {
        fs::remove_dir_all(&folder).context("cannot remove the toolchain that is there")?;
    }
    fs::create_dir_all(&packages).context("cannot make target/guest-toolchain")?;
    output(Command::new("apt-get").current_dir(&packages).arg("download").args(PACKAGES))
        .context("the pinned packages come from Debian 12 on x86-64, with its security updates; \
                  when Debian has replaced them, pin the new versions in crates/xtask/src/plugins/toolchain.rs")?;
    let mut unpacked = 0;
    for package in fs::read_dir(&packages)? {
        output(Command::new("dpkg").arg("-x").arg(package?.path()).arg(folder.join("root")))?;
        unpacked += 1;
    }
    ensure!(unpacked == PACKAGES.len(), "apt-get downloaded {unpacked} packages");
    Ok(())
}

/// What a command prints, without the last line end.
fn output(command: &mut Command) -> anyhow::Result<String> {
    let output = command.output().with_context(|| format!("cannot run {command:?}"))?;
    if !output.status.success() {
        bail!("{command:?} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}
