import { HAND_IN_LIMITS, isIgnored } from "@robustness-lab/fixtures/hand-in";
import type { Folder } from "../../../../../template/handin/collect.ts";
import type { Workspace } from "../page/workspace.ts";

/** The files of the page, as a folder for `npm run handin`. */
export function browserFolder({ list, read }: Pick<Workspace, "list" | "read">): Folder {
  return {
    list: () =>
      Promise.resolve(
        list()
          .filter((path) => !path.split("/").some(isIgnored))
          .map(toFound),
      ),
    readAtMost: ({ path }, maxBytes) => {
      const content = read(path) ?? "";
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      return Promise.resolve(bytes.length > maxBytes ? undefined : bytes);
    },
  };
}

function toFound(path: string) {
  const isDeep = path.split("/").length > HAND_IN_LIMITS.maxDepth;
  return isDeep ? { path, why: `it lies more than ${HAND_IN_LIMITS.maxDepth} folders deep` } : { path };
}
