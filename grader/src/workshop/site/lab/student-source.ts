import * as tf from "@tensorflow/tfjs-core";
import * as fixtures from "@robustness-lab/fixtures";
import { makeLinker, type Exports } from "../student/link.ts";
import { askForSource } from "./host.ts";

/* What the lab's workers import as "virtual:student-source": functions that import the student's files. */

const PACKAGES = { "@tensorflow/tfjs-core": tf, "@robustness-lab/fixtures": fixtures };
const base = new URL("../", import.meta.url).href;

// Asked for when it is needed: a module that waits for it at its top would lose the messages that come meanwhile.
let linker: Promise<ReturnType<typeof makeLinker>> | undefined;

async function load(path: string): Promise<Exports> {
  linker ??= askForSource(base).then(({ files }) => makeLinker(files, PACKAGES));
  return (await linker).load(path);
}

export const files: Readonly<Record<string, () => Promise<Exports>>> = Object.fromEntries(
  fixtures.ALL_EXERCISES.map(({ file }) => [file, () => load(`src/${file}`)]),
);
