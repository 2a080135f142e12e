import { parentPort } from "node:worker_threads";
import { pictureFinder } from "@robustness-lab/fixtures/hand-in";
import type { AnswerTask, RenderedTask } from "./answer-renderer.ts";
import { renderAnswer } from "./render-answer.ts";

/* The entry point of the thread that renders answers. It sends "ready", then an answer to each task. */

parentPort?.on("message", ({ text, pictures, breaks }: AnswerTask) => {
  const find = pictureFinder(Object.keys(pictures));
  const pictureOf = (path: string): string | null => pictures[find(path) ?? ""] ?? null;
  parentPort?.postMessage({ html: renderAnswer(text, { pictureOf, breaks }) } satisfies RenderedTask);
});
parentPort?.postMessage("ready");
