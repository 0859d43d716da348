//! The templates: those shipped inside the program, and those of a project that replace them.
//!
//! A project's template is found before the built-in one of the same name. Every built-in stays reachable as
//! `builtin:<name>`, so that an override can wrap it instead of copying it: `{{> 'builtin:html/hero'}}`.

use std::collections::BTreeMap;

use cxplan_core::method::Language;
use cxplan_core::theme::{Palette, Theme};
use handlebars::{
    Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason, Template,
};

use crate::circles;
use crate::error::{RenderError, UnknownMessage};
use crate::escape;
use crate::locale::Locale;
use crate::theme::{self, Logo};

/// Every file of `templates/html` and `templates/markdown`; a test compares it with the folders.
const BUILTIN: &[(&str, &str)] = &[
    ("html/charts", include_str!("../../../templates/html/charts.hbs")),
    ("html/customers", include_str!("../../../templates/html/customers.hbs")),
    ("html/decisions", include_str!("../../../templates/html/decisions.hbs")),
    ("html/footer", include_str!("../../../templates/html/footer.hbs")),
    ("html/hero", include_str!("../../../templates/html/hero.hbs")),
    ("html/journey", include_str!("../../../templates/html/journey.hbs")),
    ("html/load", include_str!("../../../templates/html/load.hbs")),
    ("html/method", include_str!("../../../templates/html/method.hbs")),
    ("html/order", include_str!("../../../templates/html/order.hbs")),
    ("html/order-row", include_str!("../../../templates/html/order-row.hbs")),
    ("html/page", include_str!("../../../templates/html/page.hbs")),
    ("html/plans", include_str!("../../../templates/html/plans.hbs")),
    ("html/register", include_str!("../../../templates/html/register.hbs")),
    ("html/reviews", include_str!("../../../templates/html/reviews.hbs")),
    ("html/roadmap", include_str!("../../../templates/html/roadmap.hbs")),
    ("html/script.js", include_str!("../../../templates/html/script.js")),
    ("html/style.css", include_str!("../../../templates/html/style.css")),
    ("html/targets", include_str!("../../../templates/html/targets.hbs")),
    ("html/vision", include_str!("../../../templates/html/vision.hbs")),
    ("markdown/page", include_str!("../../../templates/markdown/page.hbs")),
];

/// The style sheet and the script go into the page as they are: they are no templates.
const STYLE: &str = "html/style.css";
const SCRIPT: &str = "html/script.js";

/// The fonts of pictures where a theme names none.
const FONTS: &str = "Inter,system-ui,Helvetica,Arial,sans-serif";

/// A checked set of templates, ready to render any number of reports.
#[derive(Clone, Debug)]
pub struct Templates {
    html: Handlebars<'static>,
    markdown: Handlebars<'static>,
    style: String,
    script: String,
    logo: Option<Logo>,
    /// What pictures are drawn in: colours by day, and fonts.
    pub(crate) palette: Palette,
    pub(crate) fonts: String,
}

impl Templates {
    /// The templates shipped inside the program.
    pub fn builtin() -> Self {
        Self::with_overrides(Vec::new()).expect("built-in templates are valid (tested)")
    }

    /// The built-in templates with some of them replaced.
    ///
    /// An override is named like the template that it replaces, with or without `.hbs`: `html/hero`.
    ///
    /// # Errors
    ///
    /// An override that replaces nothing, or that does not parse.
    pub fn with_overrides(overrides: Vec<(String, String)>) -> Result<Self, RenderError> {
        let mut replaced = BTreeMap::new();
        for (name, source) in overrides {
            let Some((known, _)) = Self::builtin_source(&name) else {
                return Err(RenderError::UnknownTemplate { similar: Self::similar(&name), name });
            };
            replaced.insert(known, source);
        }
        let mut html = registry(escape::html);
        let mut markdown = registry(escape::markdown);
        for (name, source) in BUILTIN.iter().filter(|(name, _)| is_template(name)) {
            let registry = if name.starts_with("html/") { &mut html } else { &mut markdown };
            registry.register_template_string(name, replaced.get(name).map_or(*source, String::as_str))?;
            // Parsing is a third of the time of a small plan, so the replaced ones are kept at hand only where a
            // replacement could ask for them.
            if !replaced.is_empty() {
                let named = format!("builtin:{name}");
                let builtin = Template::compile_with_name(source, named.clone())?;
                registry.register_template(&named, builtin.clone());
                // The name of a partial may hold a colon between quotes alone, and then the quotes are part of it.
                registry.register_template(&format!("'{named}'"), builtin);
            }
        }
        if !replaced.is_empty() {
            for registry in [&html, &markdown] {
                // In the order of their names: which circle is told is no matter of chance.
                let all: BTreeMap<&str, &Template> = registry
                    .get_templates()
                    .iter()
                    .map(|(name, template)| (name.as_str(), template))
                    .collect();
                circles::refuse(all)?;
            }
        }
        let asset = |name: &str, end: &'static str| {
            let builtin =
                BUILTIN.iter().find(|(builtin, _)| *builtin == name).map_or("", |(_, source)| *source);
            let text = replaced.get(name).map_or(builtin, String::as_str);
            if text.to_ascii_lowercase().contains(end) {
                return Err(RenderError::UnsafeAsset { name: name.to_owned(), found: end });
            }
            Ok(text.trim().to_owned())
        };
        Ok(Self {
            style: asset(STYLE, "</style")?,
            script: asset(SCRIPT, "</script")?,
            html,
            markdown,
            logo: None,
            palette: theme::light(&Theme::default()),
            fonts: FONTS.to_owned(),
        })
    }

    /// The same in the colours and fonts of a theme, with its logo.
    #[must_use]
    pub fn themed(mut self, theme: &Theme, logo: Option<Logo>) -> Self {
        self.style.push_str(&theme::style(theme));
        self.logo = logo;
        self.palette = theme::light(theme);
        if !theme.fonts.is_empty() {
            self.fonts = theme::family(&theme.fonts);
        }
        self
    }

    /// The names of all templates, without `.hbs`.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILTIN.iter().map(|(name, _)| *name)
    }

    /// The file of a template in a folder of templates: `html/hero.hbs`, and `html/style.css` for what is no template.
    pub fn file(name: &str) -> String {
        if is_template(name) { format!("{name}.hbs") } else { name.to_owned() }
    }

    /// The template that a name or the name of a file means, and its built-in source.
    pub fn builtin_source(name: &str) -> Option<(&'static str, &'static str)> {
        let name = name.strip_suffix(".hbs").unwrap_or(name);
        BUILTIN.iter().find(|(builtin, _)| *builtin == name).copied()
    }

    /// Names close to one that is unknown, closest first, at most three. `hero` alone is close to `html/hero`.
    pub fn similar(name: &str) -> Vec<&'static str> {
        similar(name.strip_suffix(".hbs").unwrap_or(name))
    }

    pub(crate) const fn logo(&self) -> Option<&Logo> {
        self.logo.as_ref()
    }

    pub(crate) fn style(&self) -> &str {
        &self.style
    }

    pub(crate) fn script(&self) -> &str {
        &self.script
    }

    pub(crate) fn html(&self, page: serde_json::Value, language: Language) -> Result<String, RenderError> {
        run(&self.html, "html/page", page, language)
    }

    pub(crate) fn markdown(
        &self,
        page: serde_json::Value,
        language: Language,
    ) -> Result<String, RenderError> {
        run(&self.markdown, "markdown/page", page, language)
    }
}

fn is_template(name: &str) -> bool {
    name != STYLE && name != SCRIPT
}

fn registry(escape: fn(&str) -> String) -> Handlebars<'static> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(escape);
    registry
}

fn run(
    registry: &Handlebars<'static>,
    name: &str,
    page: serde_json::Value,
    language: Language,
) -> Result<String, RenderError> {
    let mut registry = registry.clone();
    let locale = Locale::of(language);
    // `{{t "roadmap.title"}}`: a message of the catalogue. An unknown id is an error at its place in the template.
    registry.register_helper(
        "t",
        Box::new(
            move |helper: &Helper<'_>,
                  registry: &Handlebars<'_>,
                  _: &Context,
                  _: &mut RenderContext<'_, '_>,
                  out: &mut dyn Output|
                  -> HelperResult {
                let id = helper.param(0).and_then(|param| param.value().as_str());
                let id = id.ok_or(RenderErrorReason::ParamNotFoundForIndex("t", 0))?;
                let unknown = || RenderErrorReason::NestedError(Box::new(UnknownMessage(id.to_owned())));
                let text = locale.find(id).ok_or_else(unknown)?;
                out.write(&registry.get_escape_fn()(text))?;
                Ok(())
            },
        ),
    );
    Ok(registry.render_with_context(name, &Context::from(page))?)
}

/// Known names close to a name, closest first, at most three.
fn similar(name: &str) -> Vec<&'static str> {
    let mut close: Vec<(usize, &'static str)> = BUILTIN
        .iter()
        .map(|(known, _)| {
            let file = known.rsplit('/').next().unwrap_or(known);
            (strsim::osa_distance(name, known).min(strsim::osa_distance(name, file)), *known)
        })
        .filter(|(distance, known)| distance * 4 <= known.len().max(name.len()))
        .collect();
    close.sort_unstable();
    close.into_iter().take(3).map(|(_, known)| known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_matches_the_folders() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates");
        let mut found = Vec::new();
        for folder in ["html", "markdown"] {
            for entry in std::fs::read_dir(root.join(folder)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                found.push(format!("{folder}/{}", name.strip_suffix(".hbs").unwrap_or(&name)));
            }
        }
        found.sort();
        assert_eq!(Templates::names().collect::<Vec<_>>(), found);
    }

    #[test]
    fn an_unknown_override_names_what_is_close() {
        let error = Templates::with_overrides(vec![("html/heros.hbs".into(), String::new())]).unwrap_err();
        assert_eq!(error.to_string(), "there is no template `html/heros.hbs`; did you mean `html/hero`?");
        assert_eq!(
            error.phrase().get(Language::Fr),
            "il n'y a pas de modèle `html/heros.hbs` ; vouliez-vous dire `html/hero` ?"
        );
    }

    #[test]
    fn a_broken_override_tells_its_place() {
        let source = "<p>\n  {{#if title}}never closed\n".to_owned();
        let error = Templates::with_overrides(vec![("html/hero".into(), source)]).unwrap_err();
        let RenderError::Template { template, line, column, reason } = error else { panic!("{error}") };
        assert_eq!(template, "html/hero");
        assert!(line.is_some() && column.is_some(), "{line:?} {column:?}");
        assert!(!reason.is_empty());
    }

    #[test]
    fn a_script_cannot_end_its_element() {
        let source = "var x = '</SCRIPT>'".to_owned();
        let error = Templates::with_overrides(vec![("html/script.js".into(), source)]).unwrap_err();
        assert!(matches!(error, RenderError::UnsafeAsset { found: "</script", .. }), "{error}");
    }
}
