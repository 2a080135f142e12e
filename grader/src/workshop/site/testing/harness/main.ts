import { wrap } from "comlink";
import { openSite } from "../../page/site.ts";
import type { TypescriptCalls } from "../../typescript/worker.ts";

/* What lies below the page, without the page, for tests and measurements. */

const worker = new Worker(new URL("../../typescript/worker.ts", import.meta.url), { type: "module" });
const typescript = wrap<TypescriptCalls>(worker);
Object.assign(globalThis, { site: openSite((files) => typescript.translate(files)) });
