import type { Model } from "../shared/data.ts";
import { messageOf } from "../shared/errors.ts";
import type { ExerciseFunction, FromWorker, Request, Results, Setup, ToWorker } from "../shared/worker-messages.ts";
import { attackOne } from "./attack-one.ts";
import { makeBench, withModels, type Bench } from "./bench.ts";
import { computeCurves } from "./curve.ts";
import { startEngine } from "./engine.ts";
import { computeGallery } from "./gallery.ts";
import { computePlane } from "./plane.ts";
import { importStudent } from "./student.ts";

/*
 * A worker of the page, the only place where the student's code runs. Terminating it ends an endless loop. An edit starts a
 * new worker, which imports the current files.
 */

let bench: Bench | undefined;
/** Models that came later than the setup. */
let newer: readonly Model[] | undefined;

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "setup") void setUp(data.setup);
  else if (data.type === "models") takeModels(data.models);
  else answer(data.id, data.request);
});

async function setUp(setup: Setup): Promise<void> {
  try {
    const [engine, student] = await Promise.all([startEngine(setup), importStudent(tellRunning)]);
    bench = makeBench(student, { ...setup, models: newer ?? setup.models });
    send({ type: "ready", ready: { engine, functions: student.states } });
  } catch (error) {
    send({ type: "failed", message: messageOf(error) });
  }
}

/** The page names the function if it never answers. */
function tellRunning({ exercise, name, file }: ExerciseFunction): void {
  send({ type: "calls", called: { exercise, name, file } });
}

function takeModels(models: readonly Model[]): void {
  newer = models;
  bench &&= withModels(bench, models);
}

function answer(id: number, request: Request): void {
  try {
    if (bench === undefined) throw new Error("the worker is not ready");
    send({ type: "result", id, result: compute(bench, id, request) });
  } catch (error) {
    send({ type: "fault", id, message: messageOf(error) });
  }
}

function compute(ready: Bench, id: number, request: Request): Results[keyof Results] {
  switch (request.kind) {
    case "attack":
      return attackOne(ready, request);
    case "curve":
      return computeCurves(ready, request, (progress) => send({ type: "progress", id, progress }));
    case "gallery":
      return computeGallery(ready, request);
    case "plane":
      return computePlane(ready, request);
  }
}

function send(message: FromWorker): void {
  postMessage(message);
}
