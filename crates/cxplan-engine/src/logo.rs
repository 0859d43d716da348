//! The logo of a plan: a small image beside it that becomes part of the page.

use std::path::Path;

use cxplan_core::diag::{Code, Diagnostic, Diagnostics};
use cxplan_core::phrase;
use cxplan_core::phrase::Phrase;
use cxplan_core::source::Spanned;
use cxplan_render::Logo;

use crate::files::{read_file_up_to, reason, stays_inside};
use crate::project::Project;

/// The largest logo, in bytes: it is in every page.
const MOST_BYTES: usize = 64 * 1024;

/// Reads the logo at a path from the plan's folder; what is wrong with it is told there.
pub(crate) fn read(project: &Project, path: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Logo> {
    let Spanned { value: path, span } = path;
    let mut refuse = |code, message, help| {
        let label = Phrase::fixed("cannot be shown", "ne peut être montré");
        diagnostics.push(Diagnostic::new(code, message).at(*span, label).help(help));
    };
    if !stays_inside(&project.folder, Path::new(path)) {
        refuse(
            Code::OutsideProject,
            phrase!(
                "the logo `{path}` lies outside the plan's folder",
                "le logo `{path}` se trouve hors du dossier du plan"
            ),
            Phrase::fixed(
                "copy the file into the plan's folder instead of linking to it",
                "copiez le fichier dans le dossier du plan au lieu d'y faire un lien",
            ),
        );
        return None;
    }
    let bytes = match read_file_up_to(&project.folder.join(path), MOST_BYTES) {
        Ok(bytes) => bytes,
        Err(error) => {
            let reason = reason(&error);
            refuse(
                Code::Theme,
                phrase!("cannot read the logo `{path}`: {reason}", "impossible de lire le logo `{path}` : {reason}"; reason = reason),
                Phrase::fixed(
                    "check the path; it starts from the plan's folder",
                    "vérifiez le chemin ; il part du dossier du plan",
                ),
            );
            return None;
        }
    };
    if bytes.len() > MOST_BYTES {
        refuse(
            Code::Theme,
            phrase!("the logo `{path}` is larger than 64 KiB", "le logo `{path}` dépasse 64 Kio"),
            Phrase::fixed(
                "save it smaller: it is shown 32 pixels high, and is part of every page",
                "enregistrez-le en plus petit : il est montré sur 32 pixels de haut, et fait partie de chaque page",
            ),
        );
        return None;
    }
    let logo = Logo::new(&bytes);
    if logo.is_none() {
        refuse(
            Code::Theme,
            phrase!("the logo `{path}` is neither SVG nor PNG", "le logo `{path}` n'est ni un SVG ni un PNG"),
            Phrase::fixed(
                "save it as PNG, or as SVG whose first element is <svg xmlns=\"http://www.w3.org/2000/svg\">",
                "enregistrez-le en PNG, ou en SVG dont le premier élément est <svg xmlns=\"http://www.w3.org/2000/svg\">",
            ),
        );
    }
    logo
}
