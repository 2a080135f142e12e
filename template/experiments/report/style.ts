/** Light and dark by the reader's setting, light on paper. The colours of the lines differ in lightness too. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #fcfbf8; --ink: #1c2127; --quiet: #59616b; --line: #dbd7cd;
  --s0: #0a62a6; --s1: #bb4a00; --s2: #0a7353; --s3: #85449a; --s4: #5d636b; }
@media screen and (prefers-color-scheme: dark) { :root { --paper: #15181b; --ink: #e8e6e1; --quiet: #a5adb7; --line: #353b44;
  --s0: #6fbaf6; --s1: #ffa661; --s2: #53d8ab; --s3: #dba2ea; --s4: #b4bac2; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 56rem; padding: 2rem 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; line-height: 1.2; }
h2 { margin: 2.5rem 0 0.5rem; }
h3 { margin: 1.5rem 0 0.25rem; }
p { margin: 0.5rem 0; }
.quiet { color: var(--quiet); }
figure { margin: 0.75rem 0; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--quiet); font-size: 13px; }
.grid { stroke: var(--line); }
.series polyline { fill: none; stroke: var(--own); stroke-width: 2; }
.series g { fill: var(--own); }
.reference polyline { stroke-width: 1.5; stroke-dasharray: 5 4; }
.s0 { --own: var(--s0); } .s1 { --own: var(--s1); } .s2 { --own: var(--s2); } .s3 { --own: var(--s3); } .s4 { --own: var(--s4); }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
.legend li { display: flex; align-items: center; gap: 0.5rem; }
.key { width: 36px; height: 12px; }
.scroll { overflow-x: auto; overflow-wrap: normal; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.2rem 0.6rem; border-bottom: 1px solid var(--line); text-align: right; font-weight: normal; }
th:first-child { padding-left: 0; text-align: left; }
thead th { color: var(--quiet); }
tr.published { color: var(--quiet); }
.published th:first-child { padding-left: 1rem; }
.gallery th, .gallery th:first-child { text-align: center; }
.gallery td { padding: 0.3rem; border: 0; text-align: center; font-size: 0.85rem; }
.gallery img { display: block; width: 3.5rem; height: 3.5rem; image-rendering: pixelated; border: 1px solid var(--line); }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } figure, tr, .gallery { break-inside: avoid; }
  h2, h3 { break-after: avoid; } .scroll { overflow: visible; } }
`;
