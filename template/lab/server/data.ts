import { MODEL_NAMES } from "@robustness-lab/fixtures/weights";
import { DIGITS_PATH, IMAGES_PATH, WEIGHTS_PATH } from "../shared/data.ts";
import type { Handler } from "./answer.ts";
import { readDigits, readImages, readModel } from "./read-data.ts";

/** Serves the digits and the weights as bytes. Their checksums are verified when they are read from disk. */
export const data: Handler = async (_request, url) => {
  const bytes = await readerOf(url)?.();
  return bytes && { type: "application/octet-stream", body: bytes };
};

function readerOf({ pathname, searchParams }: URL): (() => Promise<Uint8Array>) | undefined {
  if (pathname === DIGITS_PATH) return readDigits;
  const split = (["train", "test"] as const).find((name) => pathname === IMAGES_PATH + name);
  if (split !== undefined) return () => readImages(split, Number(searchParams.get("count")));
  const model = MODEL_NAMES.find((name) => pathname === WEIGHTS_PATH + name);
  return model && (() => readModel(model));
}
