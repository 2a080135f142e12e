import type { FIRST_IMAGES } from "../page/content.ts";
import { readBody, type OnProgress } from "../../../../../template/lab/shared/read-body.ts";

/** The bytes of images and labels: pixels, then a byte for each label. */
const IMAGE_BYTES = 28 * 28;

/** A file below data/ of the site. @param base the address of the site, with a slash at its end */
export async function readData(
  base: string,
  name: string,
  onProgress: OnProgress = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await fetchBytes(`${base}data/${name}`, onProgress);
  return isGzip(bytes) ? gunzip(bytes) : bytes;
}

/** A part of MNIST. */
export async function readImages(
  base: string,
  split: "train" | "test" | typeof FIRST_IMAGES.name,
  onProgress?: OnProgress,
) {
  const bytes = await readData(base, `${split}.bin`, onProgress);
  const count = bytes.length / (IMAGE_BYTES + 1);
  return { count, pixels: bytes.subarray(0, count * IMAGE_BYTES), labels: bytes.subarray(count * IMAGE_BYTES) };
}

async function fetchBytes(url: string, onProgress: OnProgress): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new Error(`${url} could not be loaded: are you offline?`, { cause });
  });
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status}`);
  return readBody(response, onProgress);
}

/** Some servers decompress what they send, so the name of a file does not tell. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
