//! From bytes to a plugin that is ready to score.

use std::ffi::OsString;
use std::path::PathBuf;

use cxplan_core::method::{Description, Language, Method, Origin};
use cxplan_core::phrase::Phrase;
use wasmtime::Engine;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Linker};

use crate::cache::Cache;
use crate::compiler::{self, Compiler};
use crate::digest::{hex, sha256};
use crate::errors::{Call, LoadError, Mismatch, RunError, detail};
use crate::limits::Limits;
use crate::plugin::Plugin;
use crate::sandbox::{self, State, Usage};
use crate::sealed::{self, Key};
use crate::watchdog::WatchedEngine;
use crate::world::{DECLARER, DeclaringPluginPre, ScoringPlugin, ScoringPluginPre};
use crate::{contract, convert, interface};

/// Loads plugins. Cheap to make and to clone; every plugin stands alone.
#[derive(Clone)]
pub struct Host {
    pub(crate) engine: WatchedEngine,
    pub(crate) limits: Limits,
    cache: Option<Cache>,
    compiler: Option<Compiler>,
}

/// A component as machine code.
struct Compiled {
    component: Component,
    /// What the cache may keep; none where it comes from there.
    sealed: Option<Vec<u8>>,
}

impl Host {
    /// A host that grants its plugins these limits.
    ///
    /// # Errors
    ///
    /// [`LoadError::Unsupported`] where the processor or the operating system cannot run plugins, or where a limit is
    /// senseless (a stack of no bytes).
    pub fn new(limits: Limits) -> Result<Self, LoadError> {
        let engine =
            sandbox::engine(&limits).map_err(|error| LoadError::Unsupported { detail: chain(&error) })?;
        Ok(Self { engine: WatchedEngine::new(engine), limits, cache: None, compiler: None })
    }

    /// Keeps compiled plugins in a directory, from which loading takes a hundredth of the time.
    ///
    /// The directory is made when needed, closed to other users, and holds no more than 64 files. It must not be shared
    /// with anybody: what it holds is executed. Where it cannot be used, plugins are compiled as without it.
    #[must_use]
    pub fn with_cache(mut self, directory: PathBuf) -> Self {
        self.cache = Some(Cache::new(directory));
        self
    }

    /// Compiles strangers' components in a process of its own, with limits of time and memory. The built-in ones are
    /// trusted and need no process.
    ///
    /// The program is started with these arguments and must call [`compile_and_exit`](crate::compile_and_exit).
    #[must_use]
    pub fn with_compiler(mut self, program: PathBuf, arguments: Vec<OsString>) -> Self {
        self.compiler = Some(Compiler { program, arguments });
        self
    }

    /// What plugins of this host may use.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Loads a plugin: checks that it exports a scorer of a version that this host speaks, compiles it or finds it in the
    /// cache, checks that it imports nothing, and lets it describe itself in every language.
    ///
    /// Never panics, whatever the bytes are.
    ///
    /// # Errors
    ///
    /// See [`LoadError`]: the bytes are too large, no component, a component for something else, or the component
    /// fails to describe itself within its limits and its contract.
    pub fn load(&self, bytes: &[u8], origin: Origin) -> Result<Plugin, LoadError> {
        let limit = self.limits.file_bytes;
        if bytes.len() > limit {
            return Err(LoadError::TooLarge { bytes: bytes.len(), limit });
        }
        recognise(bytes)?;
        // A version that is another's is told before the compiler stumbles over what is new in it.
        let version = interface::check(bytes)?;
        self.load_component(bytes, origin).map_err(|error| match error {
            LoadError::WrongWorld(mismatch) => interface::other_types(version, mismatch).into(),
            error => error,
        })
    }

    fn load_component(&self, bytes: &[u8], origin: Origin) -> Result<Plugin, LoadError> {
        let digest = sha256(bytes);
        let key = Key::new(&self.engine, &digest);
        let Compiled { component, sealed } = match self.cached(&key) {
            Some(compiled) => compiled,
            None => self.compile(bytes, &key, &origin)?,
        };
        let from_cache = sealed.is_none();
        let scorer = self.link(&component)?;
        // Only now: what is no plugin does not deserve its place in the cache.
        if let (Some(cache), Some(sealed)) = (&self.cache, sealed) {
            cache.put(&key, &sealed);
        }

        let (english, first) = self.describe(&scorer, Language::En)?;
        let (french, second) = self.describe(&scorer, Language::Fr)?;
        contract::same_but_for_texts(&english, &french)
            .map_err(|what| RunError::BrokeContract { call: Call::Describe(Language::Fr), what })?;
        let describe_usage = Usage {
            fuel: first.fuel.max(second.fuel),
            memory_bytes: first.memory_bytes.max(second.memory_bytes),
        };
        let method = Method { descriptions: [english, french], sha256: hex(&digest), origin };
        let declarer = match exports(&self.engine, &component).iter().any(|name| name.starts_with(DECLARER)) {
            true => Some(DeclaringPluginPre::new(scorer.instance_pre().clone()).map_err(mistyped)?),
            false => None,
        };
        Ok(Plugin { method, describe_usage, from_cache, host: self.clone(), scorer, declarer })
    }

    fn cached(&self, key: &Key) -> Option<Compiled> {
        let sealed = self.cache.as_ref()?.get(key)?;
        Some(Compiled { component: sealed::open(&self.engine, key, &sealed)?, sealed: None })
    }

    fn compile(&self, bytes: &[u8], key: &Key, origin: &Origin) -> Result<Compiled, LoadError> {
        let sealed = match (&self.compiler, origin) {
            (Some(compiler), Origin::File(_)) => compiler.compile(&self.limits, bytes)?,
            (None, _) | (_, Origin::Builtin) => {
                let artifact = compiler::machine_code(&self.engine, bytes)
                    .map_err(|reason| compiler::refused(&reason))?;
                sealed::close(key, &artifact)
            }
        };
        match sealed::open(&self.engine, key, &sealed) {
            Some(component) => Ok(Compiled { component, sealed: Some(sealed) }),
            // The program may have been replaced by another release since it was started.
            None => Err(LoadError::NoCompiler { detail: "it gave something else than machine code".into() }),
        }
    }

    /// Checks a component against the world of scoring plugins.
    fn link(&self, component: &Component) -> Result<ScoringPluginPre<State>, Mismatch> {
        let imports = imports(&self.engine, component);
        if !imports.is_empty() {
            return Err(Mismatch::Imports(imports));
        }
        // The linker stays empty: there is nothing that a plugin could get.
        Linker::new(&self.engine).instantiate_pre(component).and_then(ScoringPluginPre::new).map_err(mistyped)
    }

    fn describe(
        &self,
        scorer: &ScoringPluginPre<State>,
        language: Language,
    ) -> Result<(Description, Usage), LoadError> {
        let call = Call::Describe(language);
        let (answer, usage) = sandbox::run(&self.engine, &self.limits, call, 0, |store| {
            let instance = scorer.instance_pre().instantiate(&mut *store)?;
            // The types of functions are compared here, and a difference is no failure of the plugin's code.
            match ScoringPlugin::new(&mut *store, &instance) {
                Ok(plugin) => plugin.cxplan_scoring_scorer().call_describe(store, language.tag()).map(Ok),
                Err(error) => Ok(Err(mistyped(error))),
            }
        })?;
        let description = convert::description(answer?);
        contract::description(&description).map_err(|what| RunError::BrokeContract { call, what })?;
        Ok((description, usage))
    }
}

/// Tells what the bytes are when they are no component. The first eight bytes of a component are fixed.
fn recognise(bytes: &[u8]) -> Result<(), LoadError> {
    let found = match bytes {
        [0, b'a', b's', b'm', 0x0d, 0, 1, 0, ..] => return Ok(()),
        [] => Phrase::fixed("the file is empty", "le fichier est vide"),
        [0, b'a', b's', b'm', 1, 0, 0, 0, ..] => Phrase::fixed(
            "it is a core module, which `wasm-tools component new` turns into a component",
            "c'est un simple module, que `wasm-tools component new` transforme en composant",
        ),
        [0, b'a', b's', b'm', ..] => Phrase::fixed(
            "it is WebAssembly of an unknown version",
            "c'est du WebAssembly d'une version inconnue",
        ),
        _ if bytes.trim_ascii_start().starts_with(b"(") => Phrase::fixed(
            "it is WebAssembly as text, and plugins are binary",
            "c'est du WebAssembly en texte, et les plugins sont binaires",
        ),
        _ => Phrase::fixed("it is no WebAssembly", "ce n'est pas du WebAssembly"),
    };
    Err(LoadError::NotAComponent { found })
}

/// The names of everything that a component wants from outside.
fn imports(engine: &Engine, component: &Component) -> Vec<String> {
    let ty = component.component_type();
    let wanted = ty.imports(engine).filter(|(_, import)| !only_names_types(engine, &import.ty));
    wanted.map(|(name, _)| name.to_owned()).collect()
}

/// The names of everything that a component offers.
pub(crate) fn exports(engine: &Engine, component: &Component) -> Vec<String> {
    component.component_type().exports(engine).map(|(name, _)| name.to_owned()).collect()
}

/// Whether an import gives names to types and nothing else, as the one of the contract's `types` does.
fn only_names_types(engine: &Engine, item: &ComponentItem) -> bool {
    match item {
        ComponentItem::Type(_) => true,
        ComponentItem::ComponentInstance(instance) => {
            instance.exports(engine).all(|(_, export)| only_names_types(engine, &export.ty))
        }
        ComponentItem::ComponentFunc(_)
        | ComponentItem::CoreFunc(_)
        | ComponentItem::Module(_)
        | ComponentItem::Component(_)
        | ComponentItem::Resource(_) => false,
    }
}

/// A component whose functions have other types than the interface.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn mistyped(error: wasmtime::Error) -> Mismatch {
    Mismatch::Types { detail: chain(&error) }
}

/// An error of wasmtime with its causes, on one line.
fn chain(error: &wasmtime::Error) -> String {
    let causes: Vec<String> = error.chain().map(|cause| cause.to_string()).collect();
    detail(&causes.join(": "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So that callers can load and score on several threads.
    #[test]
    fn hosts_and_plugins_may_be_shared_between_threads() {
        fn shareable<T: Send + Sync>() {}
        shareable::<Host>();
        shareable::<Plugin>();
    }

    #[test]
    fn a_senseless_stack_is_refused() {
        let error =
            Host::new(Limits { stack_bytes: 0, ..Limits::default() }).err().map(|error| error.class());
        assert_eq!(error, Some(crate::Class::Unsupported));
    }
}
