import { readFile } from "node:fs/promises";
import * as tf from "@tensorflow/tfjs-core";
import type { Rank, ShapeMap, Tensor } from "@tensorflow/tfjs-core";

/** One comparison: its kind, the software that computed it (`by`), its tensors by role, and its other parameters. */
export interface VectorCase {
  readonly kind: string;
  readonly by: string;
  readonly tensors: Readonly<Record<string, string>>;
  readonly [parameter: string]: unknown;
}

/** The contents of `fixtures/oracle/NAME.json` and `NAME.f32`. */
export interface Vectors {
  readonly cases: readonly VectorCase[];
  /** Names of tensors, by network and parameter. */
  readonly networks: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly names: readonly string[];
  readonly values: (name: string) => Float32Array;
  readonly shapeOf: (name: string) => number[];
}

interface Stored extends Partial<Pick<Vectors, "cases" | "networks">> {
  readonly tensors: readonly {
    readonly name: string;
    readonly shape: number[];
    readonly byteOffset: number;
    readonly byteLength: number;
  }[];
}

const FOLDER = new URL("../../fixtures/oracle/", import.meta.url);

/** Reads the two files of NAME. The result throws a RangeError for a tensor that does not exist. */
export async function readVectors(name: string): Promise<Vectors> {
  const { tensors, ...stored } = JSON.parse(await readFile(new URL(`${name}.json`, FOLDER), "utf8")) as Stored;
  const content = await readFile(new URL(`${name}.f32`, FOLDER));
  const find = (wanted: string): Stored["tensors"][number] => {
    const entry = tensors.find((tensor) => tensor.name === wanted);
    if (entry === undefined) throw new RangeError(`fixtures/oracle/${name}.json lists no ${wanted}`);
    return entry;
  };
  return {
    ...{ cases: [], networks: {}, ...stored },
    names: tensors.map((tensor) => tensor.name),
    // A copy, because a Float32Array must start at a multiple of four bytes.
    values: (wanted) => {
      const { byteOffset, byteLength } = find(wanted);
      return new Float32Array(new Uint8Array(content.subarray(byteOffset, byteOffset + byteLength)).buffer);
    },
    shapeOf: (wanted) => find(wanted).shape,
  };
}

/** A case that records which of its parts were read, so that a comparison cannot ignore one. */
export interface Given {
  readonly tensor: <R extends Rank>(role: string) => Tensor<R>;
  readonly numbers: (role: string) => number[];
  readonly number: (name: string) => number;
  /** The option named by a parameter. */
  readonly choice: <T>(name: string, options: Readonly<Record<string, T>>) => T;
  /** The roles and parameters not read so far. */
  readonly unread: () => readonly string[];
}

/** Opens a case. The result throws a RangeError for a role or parameter that is missing or has a different type. */
export function openCase(vectors: Vectors, found: VectorCase): Given {
  const { kind, by, tensors, ...parameters } = found;
  const unread = new Set([...Object.keys(tensors), ...Object.keys(parameters)]);
  const nameOf = (role: string): string => {
    unread.delete(role);
    const name = tensors[role];
    if (name === undefined) throw new RangeError(`a case of ${kind} by ${by} has no tensor ${role}`);
    return name;
  };
  const parameter = (name: string, type: "number" | "string"): unknown => {
    unread.delete(name);
    const value = parameters[name];
    if (typeof value !== type) throw new RangeError(`a case of ${kind} by ${by} has no ${type} ${name}`);
    return value;
  };
  return {
    tensor: <R extends Rank>(role: string) =>
      tf.tensor<R>(vectors.values(nameOf(role)), vectors.shapeOf(nameOf(role)) as ShapeMap[R]),
    numbers: (role) => [...vectors.values(nameOf(role))],
    number: (name) => parameter(name, "number") as number,
    choice: (name, options) => {
      const word = parameter(name, "string") as string;
      const chosen = options[word];
      if (chosen === undefined) throw new RangeError(`a case of ${kind} by ${by} has ${name} ${word}`);
      return chosen;
    },
    unread: () => [...unread],
  };
}
