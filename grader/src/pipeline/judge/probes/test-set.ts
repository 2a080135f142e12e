import type { Dataset } from "@robustness-lab/fixtures";
import { readMnist } from "@robustness-lab/fixtures/mnist";

let read: Promise<Dataset> | undefined;

/** The MNIST test set: eight megabytes and their checksums, read once for all checks. */
export function testSet(): Promise<Dataset> {
  read ??= readMnist("test");
  return read;
}
