import * as tf from "@tensorflow/tfjs-core";
import { startWasm } from "@robustness-lab/fixtures/engine/browser";
import wasmUrl from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import type { EngineName, EngineReport, Setup } from "../shared/messages.ts";
import { webglRenderer, webgpuAdapter, type Hardware } from "./hardware.ts";

/** What people call them. */
const LABELS: Readonly<Record<EngineName, string>> = { webgpu: "WebGPU", webgl: "WebGL", wasm: "WebAssembly" };

const LONGEST_READ_MS = 100;

/** Starts the best engine that the browser has, or the one asked for. @throws Error when that one cannot be had */
export async function startEngine({
  engine: choice,
  decided,
}: Pick<Setup, "engine" | "decided">): Promise<EngineReport> {
  if (decided !== null) {
    await start(decided.name);
    return decided;
  }
  if (choice !== "auto") return startAsked(choice);
  const passedOver: string[] = [];
  for (const name of ["webgpu", "webgl"] as const) {
    const hardware = await hardwareOf(name);
    const refusal = refusalOf(hardware) ?? (await failureToStart(name));
    if (refusal === undefined) return { name, why: explain([`on ${hardware.device}`, ...passedOver]) };
    passedOver.push(`${LABELS[name]} ${refusal}`);
  }
  await start("wasm");
  return { name: "wasm", why: explain(passedOver) };
}

async function startAsked(name: EngineName): Promise<EngineReport> {
  await start(name).catch((cause: unknown) => {
    throw new Error(`The engine "${name}" was asked for, but ${LABELS[name]} does not start here.`, { cause });
  });
  const { device, isSoftware } = await hardwareOf(name);
  return { name, why: isSoftware ? `asked for, although ${device} draws in software` : "asked for in the address" };
}

async function hardwareOf(name: EngineName): Promise<Hardware> {
  if (name === "webgpu") return webgpuAdapter();
  return name === "webgl" ? webglRenderer() : { device: "the processor", isSoftware: false };
}

/** A GPU that is drawn by the processor is slower than the engine made for the processor, and less exact. */
function refusalOf({ device, isSoftware }: Hardware): string | undefined {
  if (device === null) return "is not there";
  return isSoftware ? `is drawn in software (${device})` : undefined;
}

async function failureToStart(name: EngineName): Promise<string | undefined> {
  try {
    await start(name);
    assertComputes();
    if (name !== "wasm") assertReadsBack();
    return undefined;
  } catch (error) {
    return `does not compute (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Each engine is loaded when it is wanted: most of their bytes are never asked for. */
async function start(name: EngineName): Promise<void> {
  if (name === "wasm") return startWasm(wasmUrl);
  if (name === "webgpu") await import("@tensorflow/tfjs-backend-webgpu");
  else await import("@tensorflow/tfjs-backend-webgl");
  if (!(await tf.setBackend(name))) throw new Error("it does not start");
}

/**
 * An engine has to read back at once, keep tiny gradients, and differentiate: the sum of the largest of the four 3 x 3
 * sums of a 4 x 4 ramp depends on the pixels of the last window, by 1 each.
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

/** The exercise's functions look at values all the time: an engine that has to be waited for each time is no help. */
function assertReadsBack(): void {
  const from = performance.now();
  assertComputes();
  const tookMs = performance.now() - from;
  if (tookMs > LONGEST_READ_MS) throw new Error(`it takes ${tookMs.toFixed(0)} ms to read a result back`);
}

function explain(reasons: readonly string[]): string {
  return reasons.join("; ");
}
