import "./verdicts.ts";
import { runDeclaredChecks } from "../vitest-checks.ts";

runDeclaredChecks();
