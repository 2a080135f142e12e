import { afterAll } from "vitest";
import { closeSubmission } from "../submission-of-this-run.ts";
import "./adversarial-training.ts";
import "./dropout.ts";
import "./evaluation.ts";
import "./fgsm.ts";
import "./inner-maxima.ts";
import "./inner-maximisers.ts";
import "./linear-fgsm.ts";
import "./losses.ts";
import "./metrics.ts";
import "./models.ts";
import "./pgd.ts";
import "./projections.ts";
import "./starts.ts";
import "./steps.ts";
import "./svm.ts";
import "./training.ts";

/*
 * The one file vitest runs: one process, one submission. A suite that cannot be imported takes the whole run with it, and
 * a run without all verdicts is a fault of the grader, not of the student.
 */

afterAll(async ({}, suite) => {
  Object.assign(suite.meta, { closing: await closeSubmission() });
});
