import { findAdapter } from "@robustness-lab/fixtures/engine/browser";

/** The device behind an engine; null if there is none. */
export interface Hardware {
  readonly device: string | null;
  /** A graphics card emulated on the CPU. */
  readonly isSoftware: boolean;
}

const NOTHING: Hardware = { device: null, isSoftware: false };
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|microsoft basic render/i;

/** The adapter that WebGPU would use. */
export async function webgpuAdapter(): Promise<Hardware> {
  const adapter = await findAdapter();
  return adapter === undefined ? NOTHING : { device: adapter.name, isSoftware: adapter.isSoftware };
}

/** The renderer behind WebGL 2. */
export function webglRenderer(): Hardware {
  const gl = typeof OffscreenCanvas === "undefined" ? null : new OffscreenCanvas(1, 1).getContext("webgl2");
  if (gl === null) return NOTHING;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const device = String(gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL));
  // Pixels and gradients are float32; float16 would resolve only 1/1000.
  const isExact = gl.getExtension("EXT_color_buffer_float") !== null;
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return isExact ? { device, isSoftware: SOFTWARE.test(device) } : NOTHING;
}
