/** Names, messages, answers or printed output that try to break out of their place in a report. */
export const NASTY: readonly string[] = [
  "<script>alert(1)</script>",
  "</pre></title></style></template><script>alert(1)</script><svg onload=alert(1)>",
  `"'><img src=x onerror=alert(1)><iframe srcdoc="<script>parent.alert(1)</script>"></iframe>`,
  "[a](javascript:alert(1)) ![i](https://evil.example/i.png) <https://evil.example> www.evil.example",
  "{{constructor}} {{{css}}} {{> who}} {{#with this}}",
  "\u202egnp.exe\u202c \u2066x\u2069 \u200b\u200d\ufeff \u0000\u0007\u001b[31mred\u001b[0m",
  "<!-- --!> <![CDATA[ ]]> <?xml ?> &lt;b&gt; &#x3c;script&#x3e;alert(1)",
  "<style>*{display:none!important}@import url(https://evil.example/x.css)</style>",
  '<meta http-equiv=refresh content="0;url=https://evil.example"><base href=https://evil.example>',
  "<link rel=stylesheet href=https://evil.example/x.css><object data=https://evil.example></object>",
  `<form action=https://evil.example><button autofocus onfocus=alert(1)>go</button></form>`,
  `${"W".repeat(3000)} ${"漢".repeat(300)} ${"a\u0301\u0301\u0301\u0301".repeat(50)}`,
  "| a | b |\n|---|---|\n\n# heading\n- list\n```\n::error::forged\n##[error]forged\r\n",
];
