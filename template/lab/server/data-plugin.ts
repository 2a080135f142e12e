import { MODEL_NAMES } from "@robustness-lab/fixtures/weights";
import type { Plugin } from "vite";
import { DIGITS_PATH, IMAGES_PATH, WEIGHTS_PATH } from "../shared/data.ts";
import { messageOf } from "../shared/errors.ts";
import { readDigits, readImages, readModel } from "./read-data.ts";

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
