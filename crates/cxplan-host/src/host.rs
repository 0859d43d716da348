//! From bytes to a plugin that is ready to score.

use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;

use cxplan_core::method::{Description, Language, Method, Origin};
use cxplan_core::phrase::Phrase;
use wasmtime::Engine;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Linker};

use crate::cache::Cache;
use crate::digest::{hex, sha256};
use crate::errors::{Call, LoadError, Mismatch, RunError, detail, shown};
use crate::limits::Limits;
use crate::plugin::Plugin;
use crate::sandbox::{self, State, Usage};
use crate::world::{DECLARER, DeclaringPluginPre, SCORER, ScoringPlugin, ScoringPluginPre, VERSION};
use crate::{contract, convert};

/// Loads plugins. Cheap to make and to clone; every plugin stands alone.
#[derive(Clone)]
pub struct Host {
    pub(crate) engine: Engine,
    pub(crate) limits: Limits,
    cache: Option<Cache>,
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
        Ok(Self { engine, limits, cache: None })
    }

    /// Keeps compiled plugins in a directory, from which loading takes a hundredth of the time.
    ///
    /// The directory is made when needed, closed to other users, and holds no more than 64 files. It must not be shared
    /// with anybody: what it holds is executed. Where it cannot be used, plugins are compiled as without it.
    #[must_use]
    pub fn with_cache(mut self, directory: PathBuf) -> Self {
        self.cache = Some(Cache::new(directory, &self.engine));
        self
    }

    /// What plugins of this host may use.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Loads a plugin: compiles it or finds it in the cache, checks that it imports nothing and exports a scorer, and
    /// lets it describe itself in every language.
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
        let digest = sha256(bytes);
        let cached = self.cache.as_ref().and_then(|cache| cache.get(&self.engine, &digest));
        let from_cache = cached.is_some();
        let component = match cached {
            Some(component) => component,
            None => self.compile(bytes)?,
        };
        let scorer = self.link(&component)?;
        // Only now: what is no plugin does not deserve its place in the cache.
        if let Some(cache) = self.cache.as_ref().filter(|_| !from_cache) {
            cache.put(&digest, &component);
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

    fn compile(&self, bytes: &[u8]) -> Result<Component, LoadError> {
        // The compiler is made for hostile input, but plugins have found panics in other hosts' compilers before, and
        // a broken file must never look like a broken program.
        match panic::catch_unwind(AssertUnwindSafe(|| sandbox::compile(&self.engine, bytes))) {
            Ok(Ok(component)) => Ok(component),
            Ok(Err(error)) => {
                let found = Phrase::same(detail(&error.root_cause().to_string()));
                Err(LoadError::NotAComponent { found })
            }
            Err(_) => Err(LoadError::NotAComponent {
                found: Phrase::fixed("the compiler failed on it", "le compilateur a échoué dessus"),
            }),
        }
    }

    /// Checks a component against the world of scoring plugins.
    fn link(&self, component: &Component) -> Result<ScoringPluginPre<State>, Mismatch> {
        let imports = imports(&self.engine, component);
        if !imports.is_empty() {
            return Err(Mismatch::Imports(imports));
        }
        let exports = exports(&self.engine, component);
        let mut versions =
            exports.iter().filter_map(|name| name.strip_prefix(SCORER)?.strip_prefix('@')).peekable();
        let Some(&found) = versions.peek() else {
            return Err(Mismatch::NoScorer { exports });
        };
        // A component may speak several versions.
        if !versions.any(|version| major(version) == major(VERSION)) {
            return Err(Mismatch::Version { found: shown(found), supported: VERSION });
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

/// The number before the first dot.
fn major(version: &str) -> &str {
    version.split('.').next().unwrap_or(version)
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

    #[test]
    fn only_the_first_number_of_a_version_counts() {
        assert_eq!(["1.0.0", "1", "10.2.3"].map(major), ["1", "1", "10"]);
    }
}
