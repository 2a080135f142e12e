import { loadEngine } from "@robustness-lab/fixtures/engine";

// Every tensor needs a backend. This one is part of the package: it needs no GPU and no download.
await loadEngine("wasm");

// The ten frames of an error's stack may all be those of TensorFlow.js.
Error.stackTraceLimit = 50;
