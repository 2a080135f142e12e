import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";

/** One entry of a tar to be made. */
export interface TarItem {
  readonly path: string;
  readonly contents?: string | Uint8Array;
  readonly type?: Header["type"];
  readonly target?: string;
}

/** A tar archive with exactly these entries. */
export async function makeTar(items: readonly TarItem[]): Promise<Buffer> {
  const archive = pack();
  for (const { path, contents = "", type = "file", target } of items) {
    const link = target === undefined ? {} : { linkname: target };
    if (type === "file") archive.entry({ name: path }, contents);
    else archive.entry({ name: path, type, ...link }).end(undefined);
  }
  archive.finalize();
  return buffer(archive);
}

/** The same, gzipped. */
export async function makeTarGz(items: readonly TarItem[]): Promise<Buffer> {
  return gzipSync(await makeTar(items));
}
