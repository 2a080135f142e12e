import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { randomFrom } from "@robustness-lab/fixtures/random";
import { SOLUTION_FOLDER, TEMPLATE_FOLDER } from "../../../shared/paths.ts";
import { UPLOADS, type Files, type Upload } from "./messy-uploads.ts";
import { writeFiles } from "../../../shared/write-files.ts";

export type MessyLayout = "moodle" | "moodle-flat" | "canvas" | "plain";

/** A student, and the id that the class must know them by. */
export interface MessyStudent {
  readonly id: string;
  readonly name: string;
  readonly upload: Upload;
}

const FIRST = [
  "Ada",
  "Emmy",
  "Łukasz",
  "Søren",
  "Zoë",
  "李",
  "Amélie",
  "Jean-Luc",
  "Ólafur",
  "Nuno",
  "Ngọc",
  "Mary Ann",
];
const LAST = ["Byron", "Noether", "O’Brien", "Müller", "van der Berg", "明", "Çelik", "Smith", "García", "Dupont"];
const JUNK = { "Thumbs.db": "x", "desktop.ini": "[.ShellClassInfo]", ".DS_Store": "x", "__MACOSX/._x": "x" };

/**
 * Writes a class into an empty or missing folder: every kind of upload, in an order drawn from the seed, and good ones to fill
 * it; two students have one name. Files of operating systems lie among them.
 */
export async function writeMessyClass(
  folder: string,
  { seed, layout, students = 80 }: { readonly seed: number; readonly layout: MessyLayout; readonly students?: number },
): Promise<readonly MessyStudent[]> {
  const random = randomFrom(seed);
  const reference = await referenceFiles();
  const fill = Array.from({ length: students - UPLOADS.length }, () => UPLOADS[random.integer(0, 3)]!);
  const uploads = [...UPLOADS, ...fill]
    .map((upload) => ({ upload, at: random.uniform(0, 1) }))
    .sort((a, b) => a.at - b.at);
  const drawn: MessyStudent[] = [];
  await writeFiles(folder, new Map(Object.entries(JUNK).map(([path, text]) => [path, Buffer.from(text)])));
  for (const [index, { upload }] of uploads.entries()) {
    const name =
      index < 2
        ? "Ada Byron"
        : `${FIRST[random.integer(0, FIRST.length - 1)]} ${LAST[random.integer(0, LAST.length - 1)]}`;
    const number = 1000 + index;
    const files = await upload.pack(reference);
    const { id, name: shown, tree } = PLACES[layout](name, number, files, upload.onlineText);
    await writeFiles(folder, tree);
    drawn.push({ id, name: shown, upload });
  }
  return drawn;
}

/** The reference solution and answers to every question. */
async function referenceFiles(): Promise<Files> {
  const source = join(SOLUTION_FOLDER, "src");
  const paths = (await readdir(source, { recursive: true })).filter((path) => /(?<!\.test)\.ts$/.test(path)).sort();
  const files = await Promise.all(
    paths.map(async (path) => [`src/${path}`, await readFile(join(source, path))] as const),
  );
  const answers = await readFile(join(TEMPLATE_FOLDER, "answers.md"), "utf8");
  return new Map([...files, ["answers.md", Buffer.from(answers.replaceAll("<!-- Write here. -->", "Because of é."))]]);
}

interface Place {
  readonly id: string;
  readonly name: string;
  readonly tree: Files;
}

const PLACES: Readonly<
  Record<MessyLayout, (name: string, number: number, files: Files, onlineText: string | undefined) => Place>
> = {
  moodle: (name, number, files, onlineText) => {
    const tree = prefixed(files, `${name}_${number}_assignsubmission_file/`);
    const online = `${name}_${number}_assignsubmission_onlinetext/onlinetext.html`;
    return { id: String(number), name, tree: withText(tree, online, onlineText) };
  },
  "moodle-flat": (name, number, files, onlineText) => {
    const tree = prefixed(files, `${name}_${number}_assignsubmission_file_`);
    return {
      id: String(number),
      name,
      tree: withText(tree, `${name}_${number}_assignsubmission_onlinetext_onlinetext.html`, onlineText),
    };
  },
  canvas: (name, number, files, onlineText) => {
    const sortable = name
      .split(" ")
      .reverse()
      .join("")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, "");
    let file = number * 10;
    const tree = new Map([...files].map(([path, bytes]) => [`${sortable}_${number}_${(file += 1)}_${path}`, bytes]));
    return { id: String(number), name: sortable, tree: withText(tree, `${sortable}_${number}_text.html`, onlineText) };
  },
  plain: (name, number, files, onlineText) => {
    const folder = `${name} ${number}`;
    return {
      id: folder,
      name: folder,
      tree: withText(prefixed(files, `${folder}/`), `${folder}/onlinetext.html`, onlineText),
    };
  },
};

function prefixed(files: Files, prefix: string): Files {
  return new Map([...files].map(([path, bytes]) => [prefix + path, bytes]));
}

function withText(files: Files, path: string, text: string | undefined): Files {
  return text === undefined ? files : new Map([...files, [path, Buffer.from(text)]]);
}
