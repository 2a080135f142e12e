import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { MODEL_NAMES } from "@robustness-lab/fixtures/weights";
import { FIRST_IMAGES } from "../page/content.ts";
import { readDigits, readImages, readModel } from "../../../../../template/lab/server/read-data.ts";

/** Writes MNIST and the course's models as `npm run lab` serves them, but as gzip, because few servers compress them. */
export async function writeData(folder: string): Promise<void> {
  const data = join(folder, "data");
  await mkdir(data);
  const write = async (name: string, bytes: Promise<Uint8Array>): Promise<void> =>
    writeFile(join(data, `${name}.bin`), gzipSync(await bytes));
  await write("digits", readDigits());
  await write("test", readImages("test", Infinity));
  await write(FIRST_IMAGES.name, readImages("test", FIRST_IMAGES.count));
  await write("train", readImages("train", Infinity));
  for (const model of MODEL_NAMES) await write(model, readModel(model));
}
