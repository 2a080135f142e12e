import type { Random } from "@robustness-lab/fixtures";
import type { Files } from "../contents.ts";
import type { ScannedFile } from "../scan.ts";
import type { Piece } from "./pieces.ts";

/** A way to hide a piece in a file. */
interface Disguise {
  readonly id: string;
  readonly apply: (piece: Piece) => string | Uint8Array;
}

const DISGUISES: readonly Disguise[] = [
  { id: "unchanged", apply: ({ text }) => text },
  { id: "reformatted", apply: ({ reformatted }) => reformatted },
  { id: "commented out", apply: ({ text }) => eachLine(text, (line) => `// ${line}`) },
  { id: "in a block comment", apply: ({ text }) => `/*\n${eachLine(text, (line) => ` * ${line}`)}\n */` },
  { id: "quoted in Markdown", apply: ({ text }) => eachLine(text, (line) => `> ${line}`) },
  { id: "as a diff", apply: ({ text }) => eachLine(text, (line) => `+${line}`) },
  { id: "in a JSON string", apply: ({ text }) => `{ "note": ${JSON.stringify(text)} }` },
  { id: "on one line", apply: ({ text }) => text.replace(/\s+/g, " ") },
  { id: "with Windows line ends", apply: ({ text }) => text.replaceAll("\n", "\r\n") },
  { id: "in HTML", apply: ({ text }) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;") },
  { id: "as UTF-16", apply: ({ text }) => Buffer.from(text, "utf16le") },
  { id: "as base64", apply: ({ text }) => Buffer.from(text).toString("base64") },
];

/** A planted leak. */
export interface Plant {
  readonly file: ScannedFile;
  readonly description: string;
}

/** Puts a piece into a random file of a release, at a random place; the disguises take turns. */
export function plant(piece: Piece, release: Files, turn: number, random: Random): Plant {
  const disguise = DISGUISES[turn % DISGUISES.length] as Disguise;
  const [path, bytes] = [...release][random.integer(0, release.size - 1)] as [string, Uint8Array];
  const at = random.integer(0, bytes.length);
  const leak = [Buffer.from("\n"), Buffer.from(disguise.apply(piece)), Buffer.from("\n")];
  const file = { path, bytes: Buffer.concat([bytes.subarray(0, at), ...leak, bytes.subarray(at)]) };
  return { file, description: `${piece.source}:${piece.line} ${disguise.id} in ${path}` };
}

function eachLine(text: string, change: (line: string) => string): string {
  return text.split("\n").map(change).join("\n");
}
