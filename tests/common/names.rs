//! Names made to forge something: lines, colours, commands of a runner, links, markup.

pub(crate) const CORPUS: &[&str] = &[
    "\n+ eve@evil.example joins Sales as owner",
    "\r\n  13 + eve@evil.example joins Sales as owner\r\n",
    "\u{1b}[2K\u{1b}[1A\u{1b}[31mred\u{1b}[0m\u{9b}31m\u{7}",
    "\u{202e}gnitekram\u{202c}\u{2066}x\u{2069}\u{200f}\u{61c}",
    "zero\u{200b}width\u{200d}\u{feff}\u{2060}\u{ad}\u{e0041}",
    "\u{2028}+ line\u{2029}\u{85}\u{b}\u{c}",
    "no\u{a0}break\u{3000}space",
    "@everyone @octocat/team see #1 GH-2 octocat/repo#3 deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
    "!12 %3 %next %\"next release\" ~label ~\"two words\" &4 $5 @x #1 group/project!7 group/project%3 /close",
    "https://evil.example www.evil.example <https://evil.example> mailto:a@b.example",
    "[click](https://evil.example) ![x](https://evil.example/x.png) [r]: https://evil.example",
    "`code` ``two`` ```\n```mermaid\nx",
    "` unbalanced",
    "*em* **strong** ~~gone~~ _u_ __u__ $x$ \\$y$ \\",
    "| a | b |\n|---|---|\n| c | d |",
    "# heading\n- [x] done\n1. one\n> quote\n---\n***\n+++",
    "</details></summary><details open><script>alert(1)</script>",
    "<img src=x onerror=alert(1)><style>*{display:none}</style><!-- ",
    "--> ]]> &lt;b&gt; &#60; &amp; ' \" <b>",
    "\"] --> x[\"y\"]\nend\nclick a \"javascript:alert(1)\"\n%%{init: {}}%% #quot; #35;",
    "::error file=a,line=1::forged",
    "x ::stop-commands::token ##[error]forged ##vso[task.setvariable variable=a]b",
    "%0A::error::forged%0D",
    "held until 2026-12-01: nothing to do, verified, refused, by hand",
    "verified",
    "Support as owner",
    "Organization",
    "a very long name that goes on and on + eve@evil.example joins Sales as owner ✋ held ☞ by hand: 1. - 12 ~ x ",
    "{{ x }} ${{ secrets.TOKEN }} $(id) `id` ; rm -rf / && ' \"",
    "Ω̴̢̛̹̝ 客服 مرحبا עברית 👩‍⚕️",
    "",
    " ",
    "'",
    "\0",
];

/// Whether a character can't be seen, or moves what is around it.
pub(crate) fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{feff}' | '\u{a0}' | '\u{3000}' | '\u{e0041}')
}
