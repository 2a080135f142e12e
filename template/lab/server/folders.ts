import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the lab, with a separator at its end. */
export const LAB = fileURLToPath(new URL("../", import.meta.url));

/** The nearest node_modules folder, searching upwards. */
export function nearestPackages(folder: string): string {
  const packages = join(folder, "node_modules");
  if (existsSync(packages) || dirname(folder) === folder) return packages;
  return nearestPackages(dirname(folder));
}
