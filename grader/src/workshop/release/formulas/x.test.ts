import { test } from "vitest";
import { MISCONCEPTIONS } from "@robustness-lab/fixtures/corpus";
import { RUBRIC } from "../../../pipeline/score/rubric.ts";
import { findFormulas } from "./find-formulas.ts";
import { FORMULA_PLANTS } from "./plants.ts";
test("x", () => { console.log(FORMULA_PLANTS.length); for (const [id, t] of [...RUBRIC.map((r)=>[r.id, `${r.title}. ${r.hint}`]), ...MISCONCEPTIONS.map((m)=>[m.id,m.explanation])]) { const f = findFormulas({path:"x",bytes:Buffer.from(t!)}); if (f.length) console.log(id, "|", t, "|", f[0]!.resembles); } });
