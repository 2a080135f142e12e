import { join } from "node:path";
import { readSubmission } from "../read-submission.ts";
import type { StagedFiles } from "../stage.ts";
import type { UnstageableSubmission } from "../unstageable.ts";
import { makeFile, makeFolder, temporaryFolder, type Tree } from "./folders.ts";
import { makeTarGz, makeZip, type TarItem, type ZipItem } from "@robustness-lab/fixtures/corpus";

/** Stages a submission that must be stageable. */
export async function stage(source: string): Promise<StagedFiles> {
  const folder = join(await temporaryFolder(), "staged");
  const staged = await readSubmission(source, { files: folder });
  if (staged.status !== "staged") throw new Error(staged.message);
  return { ...staged, folder };
}

/** Stages a submission that must not be stageable. */
export async function problem(source: string): Promise<UnstageableSubmission> {
  const staged = await readSubmission(source, { files: join(await temporaryFolder(), "staged") });
  if (staged.status !== "problem") throw new Error("it was staged");
  return staged;
}

export const stageTree = async (tree: Tree) => stage(await makeFolder(tree));
export const stageZip = async (items: readonly ZipItem[]) => stage(await makeFile("homework.zip", makeZip(items)));
export const stageTarGz = async (items: readonly TarItem[]) =>
  stage(await makeFile("homework.tar.gz", await makeTarGz(items)));
export const problemOfZip = async (items: readonly ZipItem[]) =>
  problem(await makeFile("homework.zip", makeZip(items)));
