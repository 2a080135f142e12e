import { expect, test } from "vitest";
import { vectorUnitIn } from "./vector-units.ts";

test.each([
  ["processor : 0\nflags\t\t: fpu sse2 avx avx2 avx512f avx512dq\nbugs\t\t: spectre_v1\n", "AVX-512"],
  ["flags\t\t: fpu sse2 avx avx2 bmi2\n", "AVX2"],
  ["flags\t\t: fpu sse2\n", undefined],
  ["processor\t: 0\nFeatures\t: fp asimd evtstrm aes\n", "NEON"],
  ["hw.optional.avx2_0: 1\nhw.optional.avx512f: 0\n", "AVX2"],
  ["hw.optional.avx2_0: 1\nhw.optional.avx512f: 1\n", "AVX-512"],
  ["hw.optional.neon: 1\nhw.optional.AdvSIMD: 1\n", "NEON"],
  ["", undefined],
])("%j has %s", (description, unit) => {
  expect(vectorUnitIn(description)).toBe(unit);
});
