/** The device behind an engine; null if there is none. */
export interface Hardware {
  readonly device: string | null;
  /** A graphics card emulated on the CPU. */
  readonly isSoftware: boolean;
}

const NOTHING: Hardware = { device: null, isSoftware: false };
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|microsoft basic render/i;

/** The part of the WebGPU API that is used here. */
interface Gpu {
  readonly requestAdapter: (options: { readonly powerPreference: "high-performance" }) => Promise<Adapter | null>;
}
interface Adapter {
  readonly info?: {
    readonly vendor?: string;
    readonly architecture?: string;
    readonly description?: string;
    readonly isFallbackAdapter?: boolean;
  };
}

/** The adapter that WebGPU would use. */
export async function webgpuAdapter(): Promise<Hardware> {
  const { gpu } = navigator as { readonly gpu?: Gpu };
  const adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" }).catch(() => null);
  if (adapter === null || adapter === undefined) return NOTHING;
  const { vendor = "", architecture = "", description = "", isFallbackAdapter = false } = adapter.info ?? {};
  const device = [vendor, architecture, description].filter((part) => part !== "").join(" ") || "a graphics card";
  return { device, isSoftware: isFallbackAdapter || SOFTWARE.test(device) };
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
