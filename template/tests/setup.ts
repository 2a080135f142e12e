import { loadEngine } from "@robustness-lab/fixtures/engine";

// Every tensor needs a backend. This one is part of the package: it needs no GPU and no download.
await loadEngine("wasm");
