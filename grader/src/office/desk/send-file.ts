import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import type { Member } from "./members.ts";
import type { OpenDesk } from "./open-desk.ts";
import { refuse, send } from "./send.ts";

/** What a browser may show; anything else is downloaded. */
const TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  webp: "image/webp",
  pdf: "application/pdf",
};
/** The viewer of PDFs is a part of the browser; the file itself can load nothing. */
const PICTURE_POLICY = "default-src 'none'; frame-ancestors 'self'";
const PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";

/** Sends a picture or document beside a result, if the result names it. */
export async function sendFile(
  { members }: OpenDesk,
  [key = "", name = ""]: readonly string[],
  response: ServerResponse,
): Promise<void> {
  const member = members.get(key);
  const isNamed = member !== undefined && filesOf(member).includes(name);
  const body = isNamed ? await readFile(join(member.directory, name)).catch(() => undefined) : undefined;
  if (body === undefined) return refuse(response, 404, "there is no such file");
  const ending = name.slice(name.lastIndexOf(".") + 1);
  const type = TYPES[ending];
  if (type === undefined) response.setHeader("content-disposition", `attachment; filename="${name}"`);
  const policy = ending === "pdf" ? PDF_POLICY : PICTURE_POLICY;
  send(response, { status: 200, type: type ?? "application/octet-stream", body, policy });
}

/** Their names are those that the schema of results allows. */
function filesOf({ pictures, documents }: Member): readonly string[] {
  return [...pictures.values(), ...documents.flatMap(({ file }) => file ?? [])];
}
