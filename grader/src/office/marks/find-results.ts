import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../../shared/errors.ts";
import { parseResult, type Result } from "../../pipeline/score/result.ts";
import type { Markable } from "./combine.ts";

const RESULT = "result.json";

/**
 * The results of a target: a result.json, the folder of one, or a folder of such folders; by name.
 *
 * @throws UsageError where there is none, or one that is no result
 */
export async function findResults(target: string): Promise<readonly Markable[]> {
  const files = await resultFiles(target);
  if (files.length === 0) throw new UsageError(`${target} holds no ${RESULT}, nor does a folder in it: grade first`);
  return Promise.all(files.map(readMarkable));
}

async function resultFiles(target: string): Promise<readonly string[]> {
  if (await isFile(target)) return [target];
  const own = join(target, RESULT);
  if (await isFile(own)) return [own];
  const names = (await readdir(target).catch(noFolder(target))).sort();
  const files = names.map((name) => join(target, name, RESULT));
  const found = await Promise.all(files.map(isFile));
  return files.filter((_, index) => found[index]);
}

async function readMarkable(file: string): Promise<Markable> {
  const directory = dirname(file);
  return { name: basename(resolve(directory)), directory, result: await readResult(file) };
}

async function readResult(file: string): Promise<Result> {
  try {
    return parseResult(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    throw new UsageError(`${file} is no result of this grader: grade again`, { cause: error });
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function noFolder(target: string): (error: unknown) => never {
  return (error) => {
    throw new UsageError(`${target} is neither a ${RESULT} nor a folder of results`, { cause: error });
  };
}
