//! Escaping of everything that a plan says. Each output format has its own, and its template registry applies it to
//! every value that a template prints.

/// Whether a character changes the direction or the lines of the text around it, or is invisible in a way that lets
/// text pose as something else. Such characters are dropped from every document.
const fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}'
        | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Escapes text for HTML elements and for quoted attributes.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '`' => out.push_str("&#96;"),
            c if is_deceptive(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// Escapes text for one line of GitHub or GitLab Markdown, also inside a table cell.
///
/// Nothing in it can start a block, a link, a mention, a reference or HTML: punctuation with a meaning gets a
/// backslash, `<`, `>` and `&` become entities, and a word joiner (U+2060) breaks up what hosts link by themselves.
pub(crate) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut previous = ' ';
    let mut characters = text.chars().peekable();
    let mut at_start = true;
    while let Some(c) = characters.next() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '|' | '~' | '$' | '!' => {
                out.push('\\');
                out.push(c);
            }
            '#' => out.push_str("\\#\u{2060}"),
            '@' => out.push_str("@\u{2060}"),
            // `://` and `www.` become links on their own, and so does `GH-1`.
            ':' if characters.peek() == Some(&'/') => out.push_str(":\u{2060}"),
            '.' if out.to_ascii_lowercase().ends_with("www") => out.push_str("\u{2060}."),
            '-' if out.ends_with("GH") => out.push_str("\u{2060}-"),
            // What begins a list, a rule or the line under a heading.
            '-' | '+' if at_start && ends_marker(characters.peek()) => {
                out.push('\\');
                out.push(c);
            }
            '=' if at_start => out.push_str("\\="),
            '.' | ')' if starts_list(&out) && ends_marker(characters.peek()) => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' => {
                if !previous.is_whitespace() && !at_start {
                    out.push(' ');
                }
                previous = ' ';
                continue;
            }
            c if is_deceptive(c) => continue,
            c => out.push(c),
        }
        previous = c;
        at_start = false;
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// Whether a list marker can end before this character.
fn ends_marker(next: Option<&char>) -> bool {
    next.is_none_or(|c| c.is_whitespace() || *c == '-')
}

/// Whether the text so far is a number alone, which a full stop would turn into a list item.
fn starts_list(out: &str) -> bool {
    !out.is_empty() && out.len() < 10 && out.bytes().all(|byte| byte.is_ascii_digit())
}

/// Text for a name in a Mermaid diagram: one bad character loses the whole diagram, so only harmless ones stay.
pub(crate) fn mermaid(text: &str, most: usize) -> String {
    let kept = text.chars().map(|c| match c {
        c if c.is_whitespace() => ' ',
        '\'' => '’',
        c => c,
    });
    let kept = kept
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '’' | '&' | '(' | ')' | '/' | '+' | '-'));
    let kept: String = kept.collect();
    let kept = kept.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if kept.is_empty() {
        return "-".to_owned();
    }
    if kept.chars().count() <= most {
        return kept;
    }
    // One more than fits beside the ellipsis: a word that ends there is whole.
    let cut: String = kept.chars().take(most).collect();
    let words = match cut.rsplit_once(' ') {
        Some((words, _)) if words.chars().count() * 2 >= most => words.to_owned(),
        _ => cut.chars().take(most - 1).collect(),
    };
    format!("{}…", words.trim_end_matches([' ', '&', '(', '/', '+', '-', '.']))
}

/// Text for a fenced block: no back-tick can end the fence, no control character can move the cursor.
pub(crate) fn fenced(text: &str) -> String {
    let line = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    line.filter(|c| *c != '`' && *c != '~' && !is_deceptive(*c)).collect()
}

/// Text for a terminal: no control character, no change of direction.
pub(crate) fn plain(text: &str) -> String {
    let line = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    line.filter(|c| !is_deceptive(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_leaves_no_markup() {
        assert_eq!(
            html("<a href=\"x\" onclick='y'>&`"),
            "&lt;a href=&quot;x&quot; onclick=&#39;y&#39;&gt;&amp;&#96;"
        );
        assert_eq!(html("a\u{202e}b\u{0}c\u{2028}d"), "abcd");
        assert_eq!(html("Léa, 29 %"), "Léa, 29 %");
    }

    #[test]
    fn markdown_leaves_no_markup() {
        for (text, expected) in [
            ("a|b", "a\\|b"),
            ("two\nlines\r\n\r\nmore", "two lines more"),
            ("<script>", "&lt;script&gt;"),
            ("@admin", "@\u{2060}admin"),
            ("see #12", "see \\#\u{2060}12"),
            ("GH-12", "GH\u{2060}-12"),
            ("https://x.example", "https:\u{2060}//x.example"),
            ("www.x.example", "www\u{2060}.x.example"),
            ("```js", "\\`\\`\\`js"),
            ("[a](javascript:b)", "\\[a\\](javascript:b)"),
            ("![a](b)", "\\!\\[a\\](b)"),
            ("- item", "\\- item"),
            ("12. item", "12\\. item"),
            ("a\u{202e}b", "ab"),
            ("$x$ ~~y~~", "\\$x\\$ \\~\\~y\\~\\~"),
            ("plain text, 4.5 to 5", "plain text, 4.5 to 5"),
            ("4.5", "4.5"),
            ("+1.5", "+1.5"),
            ("---", "\\---"),
            ("= =", "\\= ="),
        ] {
            assert_eq!(markdown(text), expected, "{text:?}");
        }
    }

    #[test]
    fn mermaid_names_are_harmless() {
        assert_eq!(mermaid("A:B;C,D%%{init}#x\n```", 28), "ABCDinitx");
        assert_eq!(mermaid("data:text/html,<script>", 28), "datatext/htmlscript");
        assert_eq!(mermaid("::::", 28), "-");
        assert_eq!(mermaid("Réf. (v2)  & more", 12), "Réf. (v2)…");
        assert_eq!(mermaid("Cut checkout from 17 to 9 fields", 28), "Cut checkout from 17 to 9…");
        assert_eq!(mermaid("L'accueil des clients", 28), "L’accueil des clients");
        assert_eq!(mermaid(&"x".repeat(300), 28), format!("{}…", "x".repeat(27)));
    }
}
