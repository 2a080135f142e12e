import { transformSync } from "esbuild";
import { EXERCISES } from "@robustness-lab/fixtures/exercises";
import { makeTarGz, makeZip } from "@robustness-lab/fixtures/corpus";

/* What students hand in, and what must become of it. Long because it is one table. */

/** Files by path. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** What must become of an upload. */
export type Expected =
  | {
      readonly reads: number;
      /** "named": not read, but a note says where it may be. */
      readonly answers: "read" | "named" | "none";
      readonly says?: RegExp;
    }
  | { readonly unreadable: RegExp };

/** A way to hand in the reference solution, more or less. */
export interface Upload {
  readonly kind: string;
  /** The uploaded files. A path with folders can't be uploaded to Canvas. */
  readonly pack: (files: Files) => Files | Promise<Files>;
  /** Text entered on the page of the LMS. */
  readonly onlineText?: string;
  readonly expected: Expected;
}

/** The number of files with exercises. */
export const ALL = new Set(EXERCISES.map(({ file }) => file)).size;
const READ: Expected = { reads: ALL, answers: "read" };
const says = (message: RegExp): Expected => ({ reads: ALL, answers: "read", says: message });
const refused = (message: RegExp): Expected => ({ unreadable: message });

const utf8 = (text: string): Uint8Array => Buffer.from(text);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");
const one = (name: string, bytes: Uint8Array | string): Files => new Map([[name, Buffer.from(bytes)]]);
const zip = (files: Files): Uint8Array => makeZip([...files].map(([path, contents]) => ({ path, contents })));
const moved = (files: Files, move: (path: string) => string | undefined): Files =>
  new Map(
    [...files].flatMap(([path, bytes]) => {
      const to = move(path);
      return to === undefined ? [] : [[to, bytes] as const];
    }),
  );
const changed = (files: Files, path: string, change: (bytes: Uint8Array) => Uint8Array): Files =>
  new Map([...files].map(([each, bytes]) => [each, each === path ? change(bytes) : bytes]));
const plus = (files: Files, more: Readonly<Record<string, string | Uint8Array>>): Files =>
  new Map([...files, ...Object.entries(more).map(([path, bytes]) => [path, Buffer.from(bytes)] as const)]);
const without = (files: Files, path: string): Files => moved(files, (each) => (each === path ? undefined : each));
const answersAt = (path: string) => (files: Files) =>
  one("lab.zip", zip(moved(files, (each) => (each === "answers.md" ? path : each))));
const inZip = (change: (files: Files) => Files) => (files: Files) => one("lab.zip", zip(change(files)));

const FGSM = "src/mnist/fgsm.ts";
const PDF = "%PDF-1.7\n";
const DOCX = makeZip([{ path: "[Content_Types].xml" }, { path: "word/document.xml", contents: "<w:document/>" }]);

function encrypted(bytes: Uint8Array): Uint8Array {
  const archive = Buffer.from(bytes);
  for (let at = archive.indexOf("PK\x01\x02"); at >= 0; at = archive.indexOf("PK\x01\x02", at + 4))
    archive.writeUInt16LE(0x801, at + 8);
  return archive;
}

function latin1(bytes: Uint8Array): Uint8Array {
  return Buffer.from(`// Für jedes x, naïve\n${text(bytes).replaceAll(/[^\n -ÿ]/g, "?")}`, "latin1");
}

function windows1252(bytes: Uint8Array): Uint8Array {
  const fancy = Buffer.from([0x2f, 0x2f, 0x20, 0x93, 0x78, 0x94, 0x20, 0x96, 0x20, 0x80, 0x0a]);
  return Buffer.concat([fancy, Buffer.from(text(bytes).replaceAll(/[^\n -ÿ]/g, "?"), "latin1")]);
}

function utf16(bytes: Uint8Array, mark = true): Uint8Array {
  return Buffer.from(`${mark ? "\uFEFF" : ""}${text(bytes)}`, "utf16le");
}

function toJavaScript(files: Files): Files {
  return new Map(
    [...files].map(([path, bytes]) =>
      path.endsWith(".ts")
        ? [
            path.replace(/\.ts$/, ".js"),
            utf8(transformSync(text(bytes), { loader: "ts" }).code.replaceAll('.ts"', '.js"')),
          ]
        : [path, bytes],
    ),
  );
}

const REPOSITORY: Readonly<Record<string, string>> = {
  "README.md": "# Lab\n",
  "package.json": "{}",
  "fixtures/src/index.ts": "",
  "fixtures/src/weights/lenet.f32": "",
  "fixtures/engine/kernels.wasm": "",
  "lab/index.html": "",
  "tests/fgsm.test.ts": "",
  "experiments/train.ts": "",
  "results/report.html": "",
  "coverage/src/mnist/fgsm.ts.html": "",
  ".git/config": "",
  "node_modules/x/src/index.ts": "",
  "node_modules/x/README.md": "",
};

export const UPLOADS: readonly Upload[] = [
  { kind: "a zip", pack: (files) => one("lab.zip", zip(files)), expected: READ },
  { kind: "a tar.gz", pack: tarGz, expected: READ },
  { kind: "a zip with a folder around", pack: inZip((files) => moved(files, (path) => `lab/${path}`)), expected: READ },
  { kind: "a zip, folders too deep", pack: inZip((files) => moved(files, (path) => `a/b/c/${path}`)), expected: READ },
  { kind: "a zip in a zip", pack: inZip((files) => one("lab/lab.zip", zip(files))), expected: says(/lab\.zip/) },
  {
    kind: "a zip in a zip in a zip",
    pack: inZip((files) => one("lab.zip", zip(one("inner.zip", zip(files))))),
    expected: says(/inner\.zip/),
  },
  {
    kind: "a tar.gz in a zip",
    pack: async (files) => one("lab.zip", zip(await tarGz(files))),
    expected: says(/lab\.tar\.gz/),
  },
  {
    kind: "src without src",
    pack: inZip((files) => moved(files, (path) => path.replace(/^src\//, ""))),
    expected: says(/src/),
  },
  {
    kind: "src without src, in a folder",
    pack: inZip((files) => moved(files, (path) => path.replace(/^(src\/)?/, "my lab/"))),
    expected: says(/src/),
  },
  { kind: "Src", pack: inZip((files) => moved(files, (path) => path.replace(/^src/, "Src"))), expected: says(/Src/) },
  { kind: "loose files", pack: loose(), expected: says(/losses\.ts/) },
  { kind: "loose files in a zip", pack: (files) => one("lab.zip", zip(loose()(files))), expected: says(/losses\.ts/) },
  { kind: "loose files of Canvas", pack: loose("-1"), expected: says(/losses-1\.ts/) },
  {
    kind: "one loose file",
    pack: (files) => one("fgsm.ts", files.get(FGSM) ?? ""),
    expected: { reads: 1, answers: "none", says: /fgsm\.ts/ },
  },
  {
    kind: "fgsm (1).ts",
    pack: inZip((files) => moved(files, (path) => path.replace(FGSM, "src/mnist/fgsm (1).ts"))),
    expected: says(/fgsm \(1\)\.ts/),
  },
  {
    kind: "fgsm - Kopie.ts",
    pack: inZip((files) => moved(files, (path) => path.replace(FGSM, "src/mnist/fgsm - Kopie.ts"))),
    expected: says(/Kopie/),
  },
  {
    kind: "fgsm.ts.txt",
    pack: inZip((files) => moved(files, (path) => path.replace(FGSM, `${FGSM}.txt`))),
    expected: says(/fgsm\.ts\.txt/),
  },
  {
    kind: "a file of the wrong folder",
    pack: inZip((files) => moved(files, (path) => path.replace(FGSM, "src/fgsm.ts"))),
    expected: says(/src\/fgsm\.ts/),
  },
  { kind: "JavaScript", pack: inZip(toJavaScript), expected: says(/\.js/) },
  {
    kind: "files of operating systems",
    pack: (files) =>
      one(
        "lab.zip",
        zip(plus(files, { "Thumbs.db": "x", "src/desktop.ini": "x", ".DS_Store": "x", "__MACOSX/src/._a.ts": "x" })),
      ),
    expected: READ,
  },
  {
    kind: "a zip beside files of operating systems",
    pack: (files) => plus(one("lab.zip", zip(files)), { "Thumbs.db": "x", "desktop.ini": "x", ".DS_Store": "x" }),
    expected: READ,
  },
  {
    kind: "the whole repository",
    pack: inZip((files) =>
      plus(
        moved(files, (path) => path),
        REPOSITORY,
      ),
    ),
    expected: READ,
  },
  {
    kind: "the whole repository in a folder",
    pack: inZip((files) => moved(plus(files, REPOSITORY), (path) => `robustness-lab/${path}`)),
    expected: READ,
  },
  {
    kind: "UTF-8 with a mark",
    pack: inZip((files) => changed(files, FGSM, (bytes) => utf8(`\uFEFF${text(bytes)}`))),
    expected: READ,
  },
  { kind: "UTF-16", pack: inZip((files) => changed(files, FGSM, (bytes) => utf16(bytes))), expected: READ },
  {
    kind: "UTF-16 without a mark",
    pack: inZip((files) => changed(files, FGSM, (bytes) => utf16(bytes, false))),
    expected: says(/fgsm\.ts.*UTF-16/),
  },
  {
    kind: "Latin-1",
    pack: inZip((files) => changed(files, FGSM, latin1)),
    expected: says(/^Read .*fgsm\.ts as Windows-1252: line 1/),
  },
  {
    kind: "Windows-1252",
    pack: inZip((files) => changed(files, FGSM, windows1252)),
    expected: says(/^Read .*fgsm\.ts as Windows-1252: line 1/),
  },
  {
    kind: "answers in UTF-16",
    pack: inZip((files) => changed(files, "answers.md", (bytes) => utf16(bytes))),
    expected: READ,
  },
  {
    kind: "answers in Latin-1",
    pack: inZip((files) => changed(files, "answers.md", (bytes) => latin1(bytes))),
    expected: says(/^Read answers\.md as Windows-1252: line 1/),
  },
  {
    kind: "no answers",
    pack: inZip((files) => without(files, "answers.md")),
    expected: { reads: ALL, answers: "none" },
  },
  { kind: "src/answers.md", pack: answersAt("src/answers.md"), expected: says(/src\/answers\.md/) },
  { kind: "notes/answers.md", pack: answersAt("notes/answers.md"), expected: says(/notes\/answers\.md/) },
  { kind: "Antworten.md", pack: answersAt("Antworten.md"), expected: says(/Antworten\.md/) },
  { kind: "answers (1).md", pack: answersAt("answers (1).md"), expected: says(/answers \(1\)\.md/) },
  { kind: "answers.txt", pack: answersAt("answers.txt"), expected: says(/answers\.txt/) },
  { kind: "theory.tex", pack: answersAt("theory.tex"), expected: says(/theory\.tex/) },
  {
    kind: "answers beside the zip",
    pack: (files) =>
      new Map([
        ...one("lab.zip", zip(without(files, "answers.md"))),
        ["answers.md", files.get("answers.md") ?? utf8("")],
      ]),
    expected: READ,
  },
  {
    kind: "answers.pdf",
    pack: inZip((files) => plus(without(files, "answers.md"), { "answers.pdf": PDF })),
    expected: { reads: ALL, answers: "named", says: /answers\.pdf looks like the written part/ },
  },
  {
    kind: "answers.docx",
    pack: inZip((files) => plus(without(files, "answers.md"), { "answers.docx": DOCX })),
    expected: { reads: ALL, answers: "named", says: /answers\.docx looks like the written part/ },
  },
  {
    kind: "a PDF beside the zip",
    pack: (files) => plus(one("lab.zip", zip(without(files, "answers.md"))), { "report.pdf": PDF }),
    expected: { reads: ALL, answers: "named", says: /report\.pdf looks like the written part/ },
  },
  {
    kind: "translated headings",
    pack: inZip((files) => changed(files, "answers.md", () => utf8("# Antworten\n\n## Aufgabe eins\n\nWeil.\n"))),
    expected: READ,
  },
  {
    kind: "a missing picture",
    pack: inZip((files) => changed(files, "answers.md", () => utf8("## W1\n\n![proof](proof.jpg)\n"))),
    expected: says(/proof\.jpg/),
  },
  {
    kind: "online text beside a zip",
    pack: inZip((files) => without(files, "answers.md")),
    onlineText: "<h2>W1</h2><p>Because of Cauchy&ndash;Schwarz:<br>|w&middot;d| &lt;= e</p>",
    expected: says(/onlinetext\.html|text\.html/),
  },
  {
    kind: "online text only",
    pack: () => new Map(),
    onlineText: "<p>W1: yes</p>",
    expected: refused(/as text on|onlinetext\.html/),
  },
  {
    kind: "two zips",
    pack: (files) => new Map([...one("lab.zip", zip(files)), ...one("lab-1.zip", zip(without(files, FGSM)))]),
    expected: refused(/2 archives/),
  },
  {
    kind: "two zips, one of them of pictures",
    pack: (files) => new Map([...one("lab.zip", zip(files)), ...one("photos.zip", zip(one("a.jpg", "x")))]),
    expected: says(/photos\.zip/),
  },
  {
    kind: "a zip with a password",
    pack: (files) => one("lab.zip", encrypted(zip(files))),
    expected: refused(/password/),
  },
  { kind: "an empty zip", pack: () => one("lab.zip", makeZip([])), expected: refused(/lab\.zip|empty/) },
  { kind: "an empty file", pack: () => one("lab.zip", ""), expected: refused(/empty/) },
  { kind: "half a zip", pack: (files) => one("lab.zip", zip(files).subarray(0, 4000)), expected: refused(/damaged/) },
  { kind: "a PDF", pack: () => one("lab.pdf", PDF), expected: refused(/lab\.pdf/) },
  { kind: "a PDF in a zip", pack: () => one("lab.zip", zip(one("lab.pdf", PDF))), expected: refused(/lab\.pdf/) },
  { kind: "a docx", pack: () => one("report.docx", DOCX), expected: refused(/report\.docx/) },
  { kind: "a rar", pack: () => one("lab.rar", "Rar!\x1a\x07\x01\x00"), expected: refused(/lab\.rar/) },
  { kind: "a 7z", pack: () => one("lab.7z", "7z\xbc\xaf\x27\x1c"), expected: refused(/lab\.7z/) },
  {
    kind: "a rar in a zip",
    pack: () => one("lab.zip", zip(one("lab.rar", "Rar!\x1a\x07\x01\x00"))),
    expected: refused(/lab\.rar/),
  },
  { kind: "a notebook", pack: () => one("lab.ipynb", "{}"), expected: refused(/lab\.ipynb/) },
  { kind: "pictures", pack: () => one("lab.zip", zip(one("Foto 1.jpg", "x"))), expected: refused(/Foto 1\.jpg/) },
];

async function tarGz(files: Files): Promise<Files> {
  return one("lab.tar.gz", await makeTarGz([...files].map(([path, contents]) => ({ path, contents }))));
}

/** Every file without its folder. The second of a name gets a number, as browsers and Canvas do. */
function loose(suffix = "") {
  return (files: Files): Files => {
    const taken = new Set<string>();
    return moved(files, (path) => {
      const name = path.slice(path.lastIndexOf("/") + 1).replace(/(?=\.ts$)/, suffix);
      if (path.endsWith("index.ts")) return undefined;
      const free = taken.has(name)
        ? name.replace(/(?=\.ts$)/, suffix === "" ? " (1)" : "-2").replace("-1-2", "-2")
        : name;
      taken.add(free);
      return free;
    });
  };
}
