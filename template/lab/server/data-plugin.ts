import { IMAGE_SIDE, takeFirst, type Dataset } from "@robustness-lab/fixtures";
import { readMnist } from "@robustness-lab/fixtures/mnist";
import { MODEL_NAMES, packWeights, readWeights, type ModelName } from "@robustness-lab/fixtures/weights";
import type { Plugin } from "vite";
import { DIGIT_COUNT, DIGITS_PATH, IMAGES_PATH, shapesOf, WEIGHTS_PATH } from "../shared/data.ts";
import { messageOf } from "../shared/errors.ts";

const PIXELS = IMAGE_SIDE * IMAGE_SIDE;

/** Serves the digits and the weights as bytes. Their checksums are verified when they are read from disk. */
export function dataPlugin(): Plugin {
  return {
    name: "lab-data",
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const read = readerOf(request.url ?? "");
        if (read === undefined) return next();
        read().then(
          (bytes) => {
            response.setHeader("content-type", "application/octet-stream");
            response.setHeader("content-length", bytes.byteLength);
            response.end(bytes);
          },
          (error: unknown) => {
            response.statusCode = 500;
            response.end(messageOf(error));
          },
        );
      });
    },
  };
}

function readerOf(url: string): (() => Promise<Uint8Array>) | undefined {
  if (url === DIGITS_PATH) return readDigits;
  const { pathname, searchParams } = new URL(url, "http://lab");
  const split = (["train", "test"] as const).find((name) => pathname === IMAGES_PATH + name);
  if (split !== undefined) return () => readImages(split, Number(searchParams.get("count")));
  const model = MODEL_NAMES.find((name) => url === WEIGHTS_PATH + name);
  return model && (() => readModel(model));
}

/** The pixels, then the labels, of every tenth test digit, because the first few thousand are easier than the rest. */
async function readDigits(): Promise<Uint8Array> {
  const { count, pixels, labels } = await readMnist("test");
  return spread({ count, pixels, labels }, DIGIT_COUNT);
}

function spread({ count, pixels, labels }: Dataset, kept: number): Uint8Array {
  const bytes = new Uint8Array(kept * (PIXELS + 1));
  for (let place = 0; place < kept; place += 1) {
    const index = Math.floor((place * count) / kept);
    bytes.set(pixels.subarray(index * PIXELS, (index + 1) * PIXELS), place * PIXELS);
    bytes[kept * PIXELS + place] = labels[index] ?? 0;
  }
  return bytes;
}

/** The pixels, then the labels, of the first images. */
async function readImages(split: "train" | "test", count: number): Promise<Uint8Array> {
  const { pixels, labels } = takeFirst(await readMnist(split), count);
  return Buffer.concat([pixels, labels]);
}

async function readModel(model: ModelName): Promise<Uint8Array> {
  return packWeights(await readWeights(model), Object.keys(shapesOf(model)));
}
