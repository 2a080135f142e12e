import type { Random } from "@robustness-lab/fixtures";
import type { Files } from "../contents.ts";
import type { ScannedFile } from "../scan.ts";
import type { Piece } from "./pieces.ts";

/** A way to hide a piece in a file. */
interface Disguise {
  readonly id: string;
  readonly wear: (piece: Piece) => string | Uint8Array;
}

const DISGUISES: readonly Disguise[] = [
  { id: "as it is", wear: ({ text }) => text },
  { id: "laid out anew", wear: ({ laidOutAnew }) => laidOutAnew },
  { id: "commented out", wear: ({ text }) => eachLine(text, (line) => `// ${line}`) },
  { id: "in a block comment", wear: ({ text }) => `/*\n${eachLine(text, (line) => ` * ${line}`)}\n */` },
  { id: "quoted in Markdown", wear: ({ text }) => eachLine(text, (line) => `> ${line}`) },
  { id: "as a diff", wear: ({ text }) => eachLine(text, (line) => `+${line}`) },
  { id: "in a string of JSON", wear: ({ text }) => `{ "note": ${JSON.stringify(text)} }` },
  { id: "on one line", wear: ({ text }) => text.replace(/\s+/g, " ") },
  { id: "with Windows line ends", wear: ({ text }) => text.replaceAll("\n", "\r\n") },
  { id: "in HTML", wear: ({ text }) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;") },
  { id: "as UTF-16", wear: ({ text }) => Buffer.from(text, "utf16le") },
  { id: "as base64", wear: ({ text }) => Buffer.from(text).toString("base64") },
];

/** A leak that somebody put into a file. */
export interface Plant {
  readonly file: ScannedFile;
  readonly says: string;
}

/** Puts a piece into any file of a release, at any place, in the disguise whose turn it is. */
export function plant(piece: Piece, release: Files, turn: number, random: Random): Plant {
  const disguise = DISGUISES[turn % DISGUISES.length] as Disguise;
  const [path, bytes] = [...release][random.integer(0, release.size - 1)] as [string, Uint8Array];
  const at = random.integer(0, bytes.length);
  const leak = [Buffer.from("\n"), Buffer.from(disguise.wear(piece)), Buffer.from("\n")];
  const file = { path, bytes: Buffer.concat([bytes.subarray(0, at), ...leak, bytes.subarray(at)]) };
  return { file, says: `${piece.source}:${piece.line} ${disguise.id} in ${path}` };
}

function eachLine(text: string, change: (line: string) => string): string {
  return text.split("\n").map(change).join("\n");
}
