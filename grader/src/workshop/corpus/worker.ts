import { loadEngine } from "@robustness-lab/fixtures/engine";
import { serve } from "../threads/serve.ts";
import { corpusTrials } from "./corpus-task.ts";

/* A thread that judges programs of the corpora. */

const { name } = await loadEngine("wasm");
serve(corpusTrials(name));
