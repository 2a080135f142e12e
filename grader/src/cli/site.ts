import { resolve } from "node:path";
import { FaultError, UsageError } from "../shared/errors.ts";
import { EXIT } from "../shared/exit.ts";
import { buildSite } from "../workshop/site/build/build-site.ts";
import { assertInStep } from "../workshop/template/assert-in-step.ts";

/** Builds the lab as a static site. */
export async function site(
  folder: string,
  { handInLink }: { readonly handInLink?: string },
  signal: AbortSignal,
): Promise<number> {
  const startedAt = performance.now();
  const onStep = (step: string): void => {
    console.error(`[${String(Math.round((performance.now() - startedAt) / 1000)).padStart(3)} s] ${step}`);
  };
  const link = handInLink === undefined ? null : checkedLink(handInLink);
  await assertInStep();
  try {
    const { files, bytes } = await buildSite({ folder: resolve(folder), handInLink: link, signal, onStep });
    console.log(`${folder}: ${files} files, ${(bytes / 2 ** 20).toFixed(1)} MiB, no leak found`);
    console.log(
      "Publish it on any web server; docs/site.md says how. To try it here: npx vite preview --outDir " + folder,
    );
    return EXIT.done;
  } catch (error) {
    if (signal.aborted) throw new FaultError("stopped before the end, nothing is changed", { cause: error });
    throw error;
  }
}

/** A page that a browser may open from a link. */
function checkedLink(link: string): string {
  if (URL.canParse(link) && /^https?:$/.test(new URL(link).protocol)) return link;
  throw new UsageError(`--hand-in-link is ${link}, expected an address that begins with https://`);
}
