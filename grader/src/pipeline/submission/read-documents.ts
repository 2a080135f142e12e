import { extname } from "node:path";
import type { Container } from "./containers.ts";
import type { Entry } from "./entry.ts";
import { readAtMost } from "./gather.ts";
import { judgePath } from "./paths.ts";
import { UnreadableEntry } from "./problems.ts";
import { STAGING_LIMITS } from "./staging-limits.ts";
import type { FoundDocument } from "./written-part.ts";

/** A document that only a person can read, with its bytes. */
export interface SubmittedDocument {
  readonly path: string;
  /** Of its name, in small letters: pdf, docx, ... */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads the documents of the written part, in another pass over their containers. One that is too large, is a link or cannot be
 * read is left out: a note names it already.
 */
export async function readDocuments(found: readonly FoundDocument[]): Promise<readonly SubmittedDocument[]> {
  const wanted = found.slice(0, STAGING_LIMITS.maxDocuments);
  const contents = new Map<FoundDocument, Uint8Array>();
  let left: number = STAGING_LIMITS.maxDocumentsBytes;
  for (const container of new Set(wanted.map((each) => each.container))) {
    const here = new Map(wanted.filter((each) => each.container === container).map((each) => [each.path, each]));
    for await (const [path, bytes] of readFrom(container, here, () => left)) {
      left -= bytes.length;
      const document = here.get(path);
      if (document !== undefined && !contents.has(document)) contents.set(document, bytes);
    }
  }
  return wanted.flatMap((each) => {
    const bytes = contents.get(each);
    return bytes === undefined ? [] : [{ path: each.path, type: extname(each.path).slice(1).toLowerCase(), bytes }];
  });
}

async function* readFrom({ open }: Container, wanted: ReadonlyMap<string, FoundDocument>, left: () => number) {
  for await (const entry of await open()) {
    const judged = judgePath(entry.path);
    if (judged.status !== "usable" || entry.kind !== "file" || !wanted.has(judged.path)) continue;
    const bytes = await contentsOf(entry, Math.min(STAGING_LIMITS.maxDocumentBytes, left()));
    if (bytes !== undefined) yield [judged.path, bytes] as const;
  }
}

async function contentsOf(entry: Entry, maxBytes: number): Promise<Uint8Array | undefined> {
  try {
    return await readAtMost(entry, maxBytes);
  } catch (error) {
    if (error instanceof UnreadableEntry) return undefined;
    throw error;
  }
}
