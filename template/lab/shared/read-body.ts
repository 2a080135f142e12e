/** Called with the numbers of loaded and total bytes; the total is 0 if it is not known. */
export type OnProgress = (done: number, total: number) => void;

/** The bytes of a response, with progress. @throws Error if it has none */
export async function readBody(response: Response, onProgress: OnProgress): Promise<Uint8Array<ArrayBuffer>> {
  if (response.body === null) throw new Error(`${response.url} is empty`);
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
