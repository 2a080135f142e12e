/** Called with the numbers of loaded and total bytes; the total is 0 if it is not known. */
export type OnProgress = (done: number, total: number) => void;

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
export async function readImages(base: string, split: "train" | "test", onProgress?: OnProgress) {
  const bytes = await readData(base, `${split}.bin`, onProgress);
  const count = bytes.length / (IMAGE_BYTES + 1);
  return { count, pixels: bytes.subarray(0, count * IMAGE_BYTES), labels: bytes.subarray(count * IMAGE_BYTES) };
}

async function fetchBytes(url: string, onProgress: OnProgress): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new Error(`${url} could not be loaded: are you offline?`, { cause });
  });
  if (!response.ok || response.body === null) throw new Error(`${url}: the server answered ${response.status}`);
  const total = Number(response.headers.get("content-length"));
  const chunks: BlobPart[] = [];
  let done = 0;
  const reader = response.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    chunks.push(read.value);
    onProgress((done += read.value.length), total);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** Some servers decompress what they send, so the name of a file does not tell. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
