import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Engines for some browsers only. Each package contains a one-file build, so these need no bundling. */
const FLAT_FILES: Readonly<Record<string, string>> = {
  "@tensorflow/tfjs-backend-webgl": "dist/tf-backend-webgl.fesm.min.js",
  "@tensorflow/tfjs-backend-webgpu": "dist/tf-backend-webgpu.fesm.min.js",
};

/** Aliases for Vite: the packages of these engines are their one-file builds. */
export function engineFiles(): { readonly find: string; readonly replacement: string }[] {
  return Object.entries(FLAT_FILES).map(([find, file]) => ({ find, replacement: join(packageFolder(find), file) }));
}

function packageFolder(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}
