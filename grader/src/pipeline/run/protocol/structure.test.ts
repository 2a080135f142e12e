import { encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { expect, test } from "vitest";
import { assertStructure, StructureError } from "./structure.ts";

const SEED = 20261122;
const LIMITS = { maxValues: 1000, maxDepth: 20 };

/** Counts the values and the depth of a value before it is encoded. */
const measure = (value: unknown): { readonly values: number; readonly depth: number } => {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return { values: 1, depth: 0 };
  const inside = Array.isArray(value) ? value : Object.entries(value).flat();
  const parts = inside.map(measure);
  return {
    values: parts.reduce((sum, part) => sum + part.values, 1),
    depth: inside.length === 0 ? 0 : 1 + Math.max(...parts.map(({ depth }) => depth)),
  };
};

const values = fc.anything({
  values: [fc.double(), fc.integer(), fc.string({ maxLength: 300 }), fc.boolean(), fc.constant(null), fc.uint8Array()],
  key: fc.string().filter((key) => key !== "__proto__"),
  maxDepth: 5,
});

test("counts exactly what the encoder wrote: the exact limits pass, one less fails", () => {
  fc.assert(
    fc.property(values, (value) => {
      const bytes = encode(value);
      const exact = measure(value);
      assertStructure(bytes, { maxValues: exact.values, maxDepth: exact.depth });
      expect(() => assertStructure(bytes, { ...LIMITS, maxValues: exact.values - 1 })).toThrow(/holds more/);
      if (exact.depth > 0) {
        expect(() => assertStructure(bytes, { ...LIMITS, maxDepth: exact.depth - 1 })).toThrow(/nests deeper/);
      }
    }),
    { seed: SEED, numRuns: 2000 },
  );
});

test("missing and extra bytes are refused", () => {
  fc.assert(
    fc.property(values, (value) => {
      const bytes = encode(value);
      expect(() => assertStructure(bytes.subarray(0, -1), LIMITS)).toThrow(StructureError);
      expect(() => assertStructure(Uint8Array.of(...bytes, 0xc0), LIMITS)).toThrow(StructureError);
    }),
    { seed: SEED, numRuns: 500 },
  );
});
