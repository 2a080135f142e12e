import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { randomFrom } from "@robustness-lab/fixtures/random";
import { expect, test } from "vitest";
import { parseResult } from "../../pipeline/score/result.ts";
import { commandLine } from "../../shared/testing/command-line.ts";
import { onDesk } from "./testing/on-desk.ts";

const COUNT = 40;
const SEED = 3;
const PARTS =
  "\\varepsilon \\nabla_x $ $$ \\lVert w \\rVert_2 \\frac{a}{b} \\n \\t \\x41 \\u0041 # : ' \" ` - > | * & ! % @ { } [ ] , ? ~ <b> é 김 🦊 0.5 null".split(
    " ",
  );

/** Rewrites a literal block as somebody may who edits the file by hand. */
const STYLES: readonly ((text: string) => string)[] = [
  (text) => `comment: '${text.replaceAll("'", "''")}'`,
  (text) => `comment: "${text.replaceAll('"', '\\"')}"`,
  (text) => `comment: |\n        ${text}`,
];

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** The text of an attribute as a browser reads it. */
function unescaped(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]+)|(\w+));/gi, (whole, code: string | undefined, name = "") =>
    code === undefined ? (ENTITIES[name as string] ?? whole) : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}

test("200 comments full of LaTeX are in result.json and report.html as typed, through the desk, edits by hand and merging", async () => {
  const random = randomFrom(SEED);
  const draw = (): string =>
    Array.from({ length: random.integer(3, 14) }, () => PARTS[random.integer(0, PARTS.length - 1)]).join(" ");
  await onDesk({ count: COUNT }, async ({ made, post, folder, seen }) => {
    const typed = new Map<string, string>();
    for (const question of ["W1", "W2", "W3", "W4", "W5"]) {
      for (const { folder: name } of made) {
        // The last character tells a quoted text that ends in a backslash from an escaped quote.
        const comment = `${draw()} ${name}${question}.`;
        const patch = { comment };
        expect((await post("marks", { question, entries: [{ ...seen(name), patch }] })).status).toBe(200);
        typed.set(`${name} ${question}`, comment);
      }
    }
    const file = join(folder, "marks.yaml");
    let changed = 0;
    const text = (await readFile(file, "utf8")).replaceAll(/comment: \|-\n {8}(.*)/g, (block, comment: string) => {
      const style = STYLES[(changed += 1) % (STYLES.length + 1)];
      return style === undefined ? block : style(comment);
    });
    expect(changed).toBe(COUNT * 5);
    await writeFile(file, text);
    // The desk writes on top of the edits.
    await post("submission", { ...seen(made[0]?.folder ?? ""), comment: "On $\\nu$." });
    const merged = spawnSync(process.execPath, [...commandLine("marks"), "merge", folder], { encoding: "utf8" });
    expect([merged.status, merged.stderr]).toEqual([0, ""]);
    const received = new Map<string, string | undefined>();
    for (const { folder: name } of made) {
      const { written } = parseResult(JSON.parse(await readFile(join(folder, name, "result.json"), "utf8")));
      for (const { id, comment } of written) received.set(`${name} ${id}`, comment);
    }
    expect(received).toEqual(typed);
    for (const { folder: name } of made) {
      const html = await readFile(join(folder, name, "report.html"), "utf8");
      const shown = [...html.matchAll(/data-typed="([^"]*)"/g)].map(([, text = ""]) => unescaped(text));
      const own = [...typed].filter(([place]) => place.startsWith(`${name} `)).map(([, comment]) => comment);
      expect(shown).toEqual(expect.arrayContaining(own));
    }
  });
});
