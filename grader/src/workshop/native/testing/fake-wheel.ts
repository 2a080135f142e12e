import { writeFile } from "node:fs/promises";
import { strToU8, zipSync } from "fflate";

/** A small wheel of TensorFlow, with files that belong in the archive and others. */
export const WHEEL_FILES = {
  "tensorflow/include/tensorflow/c/c_api.h": "// C",
  "tensorflow/include/tensorflow/c/eager/c_api.h": "// eager",
  "tensorflow/include/tensorflow/core/platform/ctstring_internal.h": "// strings",
  "tensorflow/include/tsl/platform/ctstring_internal.h": "// strings too",
  "tensorflow/include/tensorflow/core/framework/tensor.h": "// C++",
  "tensorflow/libtensorflow_cc.so.2": "the library",
  "tensorflow/libtensorflow_framework.so.2": "the framework",
  "tensorflow/THIRD_PARTY_NOTICES.txt": "licences",
  "tensorflow/python/_pywrap_tfe.so": "Python's",
  "tensorflow/__init__.py": "",
};

/** Writes a wheel. */
export async function writeWheel(path: string, files: Readonly<Record<string, string>> = WHEEL_FILES): Promise<void> {
  const bytes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]));
  await writeFile(path, zipSync(bytes));
}
