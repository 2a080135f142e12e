import * as tf from "@tensorflow/tfjs-core";
import { startWasm, startWebgpu } from "@robustness-lab/fixtures/engine/browser";
import wasmUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import { ENGINE_LABELS, type EngineName } from "../shared/data.ts";
import { messageOf } from "../shared/errors.ts";
import type { EngineReport, Setup, TrainerSetup } from "../shared/worker-messages.ts";
import { webglRenderer, webgpuAdapter, type Hardware } from "./hardware.ts";

const LONGEST_READ_MS = 100;

/** Starts the best engine of the browser, or the requested one. @throws Error if the requested one does not start */
export async function startEngine({
  engine: choice,
  decided,
}: Pick<Setup, "engine" | "decided">): Promise<EngineReport> {
  if (decided !== null) {
    await start(decided.name);
    return decided;
  }
  if (choice !== "auto") return startRequested(choice);
  const passedOver: string[] = [];
  for (const name of ["webgpu", "webgl"] as const) {
    const hardware = await hardwareOf(name);
    const refusal = refusalOf(hardware) ?? (await failureToStart(name));
    if (refusal === undefined) return { name, why: [`Runs on ${hardware.device}`, ...passedOver].join("; ") };
    passedOver.push(`${ENGINE_LABELS[name]} ${refusal}`);
  }
  await start("wasm");
  return { name: "wasm", why: passedOver.join("; ") };
}

async function startRequested(name: EngineName): Promise<EngineReport> {
  await start(name).catch((cause: unknown) => {
    throw new Error(`The address requests the engine "${name}", but ${ENGINE_LABELS[name]} does not start here.`, {
      cause,
    });
  });
  const { device, isSoftware } = await hardwareOf(name);
  return {
    name,
    why: isSoftware ? `Requested, although ${device} is a software renderer` : "Requested in the address",
  };
}

async function hardwareOf(name: EngineName): Promise<Hardware> {
  if (name === "webgpu") return webgpuAdapter();
  return name === "webgl" ? webglRenderer() : { device: "the processor", isSoftware: false };
}

/** A GPU emulated on the CPU is slower and less accurate than WebAssembly. */
function refusalOf({ device, isSoftware }: Hardware): string | undefined {
  if (device === null) return "is not available";
  return isSoftware ? `is emulated in software (${device})` : undefined;
}

async function failureToStart(name: EngineName): Promise<string | undefined> {
  try {
    await start(name);
    assertComputes();
    if (name !== "wasm") assertReadsBack();
    return undefined;
  } catch (error) {
    return `does not work (${messageOf(error)})`;
  }
}

/** Starts the engine of a training. */
export function startTrainerEngine(name: TrainerSetup["engine"], threads: number): Promise<void> {
  return name === "webgpu" ? startWebgpu() : startWasm(wasmUrl, threads);
}

/** Loads engines lazily: most are never needed. */
async function start(name: EngineName): Promise<void> {
  if (name === "wasm") return startWasm(wasmUrl);
  if (name === "webgpu") return startWebgpu();
  await import("@tensorflow/tfjs-backend-webgl");
  if (!(await tf.setBackend(name))) throw new Error("it does not start");
}

/**
 * Checks that an engine differentiates correctly, keeps tiny gradients, and reads back synchronously. The expected
 * gradient: the largest of the four 3 x 3 sums of a 4 x 4 ramp is that of the last window, so each of its pixels has 1.
 */
function assertComputes(): void {
  const gradient = tf.tidy(() => {
    const ramp = tf.reshape(tf.range(0, 16), [1, 4, 4, 1]);
    const ones = tf.ones<tf.Rank.R4>([3, 3, 1, 1]);
    const largest = (x: tf.Tensor) => tf.sum(tf.maxPool(tf.conv2d(x as tf.Tensor4D, ones, 1, "valid"), 2, 2, "valid"));
    return [...tf.grad(largest)(ramp).dataSync(), tf.sign(1e-9).dataSync()[0]];
  });
  const expected = [...Array<number>(16).keys()].map((pixel) => Number(pixel >= 4 && pixel % 4 > 0));
  if (String(gradient) !== String([...expected, 1])) throw new Error("it gets a gradient wrong");
}

/** The functions of the exercises read values often, so an engine that reads back slowly is unusable. */
function assertReadsBack(): void {
  const from = performance.now();
  assertComputes();
  const tookMs = performance.now() - from;
  if (tookMs > LONGEST_READ_MS) throw new Error(`it takes ${tookMs.toFixed(0)} ms to read a result back`);
}
