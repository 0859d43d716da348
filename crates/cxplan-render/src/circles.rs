//! Templates that hold themselves, through others: filling them would never end, and the template engine does not look.

use std::collections::{BTreeMap, BTreeSet};

use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use handlebars::Template;
use handlebars::template::{DecoratorTemplate, Parameter, TemplateElement};

use crate::error::RenderError;

/// A template that asks for another, and where.
struct Use<'a> {
    wanted: String,
    template: &'a str,
    at: (usize, usize),
}

/// What asks for what, by name; partials that are declared inside of a template are among the names.
type Uses<'a> = BTreeMap<String, Vec<Use<'a>>>;

/// Looks at templates by their names.
///
/// # Errors
///
/// The place at which a circle closes, or at which a name is computed, so that nobody knows where it leads.
pub(crate) fn refuse<'a>(
    templates: impl IntoIterator<Item = (&'a str, &'a Template)>,
) -> Result<(), RenderError> {
    let mut uses = Uses::new();
    for (name, template) in templates {
        collect(name, name, template, &mut uses)?;
    }
    let mut done = BTreeSet::new();
    for name in uses.keys() {
        follow(name, &uses, &mut Vec::new(), &mut done)?;
    }
    Ok(())
}

/// Adds what a piece of a template asks for, in the name of `node`.
fn collect<'a>(
    node: &str,
    template: &'a str,
    piece: &Template,
    uses: &mut Uses<'a>,
) -> Result<(), RenderError> {
    for (element, place) in piece.elements.iter().zip(&piece.mapping) {
        match element {
            TemplateElement::PartialExpression(partial) | TemplateElement::PartialBlock(partial) => {
                let wanted = name(&partial.name).ok_or_else(|| {
                    let reason = Phrase::fixed(
                        "the name of a template has to be written out here",
                        "le nom d'un modèle doit être écrit en toutes lettres ici",
                    );
                    fault(template, (place.0, place.1), reason)
                })?;
                let wanted = Use { wanted, template, at: (place.0, place.1) };
                uses.entry(node.to_owned()).or_default().push(wanted);
                inside(node, template, partial, uses)?;
            }
            TemplateElement::DecoratorBlock(declared) => {
                let own = declared.params.first().and_then(name);
                inside(own.as_deref().unwrap_or(node), template, declared, uses)?;
            }
            TemplateElement::HelperBlock(block) => {
                for piece in block.template.iter().chain(&block.inverse) {
                    collect(node, template, piece, uses)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn inside<'a>(
    node: &str,
    template: &'a str,
    block: &DecoratorTemplate,
    uses: &mut Uses<'a>,
) -> Result<(), RenderError> {
    block.template.iter().try_for_each(|piece| collect(node, template, piece, uses))
}

/// The name that a parameter writes out, without the quotes around it.
fn name(parameter: &Parameter) -> Option<String> {
    let written = match parameter {
        Parameter::Literal(value) => value.as_str()?,
        _ => parameter.as_name()?,
    };
    Some(written.trim_matches(['\'', '"']).to_owned())
}

/// Goes on from a name; `path` is the way to it.
fn follow<'u>(
    name: &'u str,
    uses: &'u Uses<'_>,
    path: &mut Vec<&'u str>,
    done: &mut BTreeSet<&'u str>,
) -> Result<(), RenderError> {
    if done.contains(name) {
        return Ok(());
    }
    path.push(name);
    for next in uses.get(name).into_iter().flatten() {
        if let Some(start) = path.iter().position(|earlier| *earlier == next.wanted) {
            let circle = [&path[start..], &[next.wanted.as_str()]].concat().join(" > ");
            let reason = phrase!("it holds itself: {circle}", "il se contient lui-même : {circle}");
            return Err(fault(next.template, next.at, reason));
        }
        follow(&next.wanted, uses, path, done)?;
    }
    path.pop();
    done.insert(name);
    Ok(())
}

fn fault(template: &str, (line, column): (usize, usize), reason: Phrase) -> RenderError {
    RenderError::Template { template: template.to_owned(), line: Some(line), column: Some(column), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(templates: &[(&str, &str)]) -> Option<String> {
        let compiled: Vec<(&str, Template)> =
            templates.iter().map(|(name, text)| (*name, Template::compile(text).unwrap())).collect();
        refuse(compiled.iter().map(|(name, template)| (*name, template))).err().map(|error| error.to_string())
    }

    #[test]
    fn circles_are_found_wherever_they_close() {
        let told = |text: &str| Some(text.to_owned());
        assert_eq!(reason(&[("a", "{{> a}}")]), told("template `a`:1:1: it holds itself: a > a"));
        assert_eq!(
            reason(&[("a", "x\n {{#if y}}{{> b}}{{/if}}"), ("b", "{{#each y}}{{else}}{{> 'a'}}{{/each}}")]),
            told("template `b`:1:20: it holds itself: a > b > a")
        );
        let inline = "{{#*inline \"x\"}}{{> x}}{{/inline}}{{> x}}";
        assert!(reason(&[("a", inline)]).is_some_and(|reason| reason.contains("x > x")));
        assert!(reason(&[("a", "{{#> b}}{{> a}}{{/b}}"), ("b", "{{> @partial-block}}")]).is_some());
        assert!(
            reason(&[("a", "{{> (lookup this 'b')}}")]).is_some_and(|reason| reason.contains("written out"))
        );
    }

    #[test]
    fn a_template_may_be_held_often_and_wrapped() {
        let templates = [
            ("a", "{{> b}}{{> b}}{{> c}}"),
            ("b", "{{> c}}{{> 'builtin:b'}}"),
            ("builtin:b", "{{> c}}"),
            ("c", "{{#> d}}{{> e}}{{/d}}"),
            ("d", "{{> @partial-block}}"),
        ];
        assert_eq!(reason(&templates), None);
    }
}
