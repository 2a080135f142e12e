import { wrap } from "comlink";
import { openSite } from "../../page/site.ts";
import { storeRest } from "../../page/store-rest.ts";
import type { TypescriptCalls } from "../../typescript/worker.ts";

/* What lies below the page, without the page, for tests and measurements. */

const worker = new Worker(new URL("../../typescript/worker.ts", import.meta.url), { type: "module" });
const { translate } = wrap<TypescriptCalls>(worker);

async function open(): Promise<unknown> {
  await (globalThis as { readonly mayStart?: Promise<void> }).mayStart;
  const { site } = await openSite(() => ({ translate: (files) => translate(files) }));
  storeRest();
  return site;
}

Object.assign(globalThis, { site: open() });
