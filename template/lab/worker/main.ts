import type { Model } from "../shared/data.ts";
import { messageOf } from "../shared/errors.ts";
import type {
  EngineReport,
  ExerciseFunction,
  FromWorker,
  Request,
  Results,
  Setup,
  ToWorker,
} from "../shared/worker-messages.ts";
import { attackOne } from "./attack-one.ts";
import { makeBench, withModels, type Bench } from "./bench.ts";
import { computeCurves } from "./curve.ts";
import { startEngine } from "./engine.ts";
import { computeGallery } from "./gallery.ts";
import { computePlane } from "./plane.ts";
import { importStudent } from "./student.ts";

/*
 * A worker of the page, the only place where the student's code runs. Terminating it ends an endless loop. After an edit a
 * new worker imports the current files.
 */

let engine: Promise<EngineReport> | undefined;
let bench: Bench | undefined;
/** Models that came later than the setup. */
let newer: readonly Model[] | undefined;

addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "engine") prepare(data);
  else if (data.type === "setup") void setUp(data.setup);
  else if (data.type === "models") takeModels(data.models);
  else answer(data.id, data.request);
});

function prepare(choice: Parameters<typeof startEngine>[0]): void {
  engine ??= startEngine(choice);
  // The setup reports it.
  engine.catch(() => {});
}

async function setUp(setup: Setup): Promise<void> {
  try {
    engine ??= startEngine(setup);
    const [report, student] = await Promise.all([engine, importStudent(tellRunning)]);
    bench = makeBench(student, { ...setup, models: newer ?? setup.models });
    send({ type: "ready", ready: { engine: report, functions: student.states } });
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
