import { Command, InvalidArgumentError, Option } from "commander";
import type { NativePackage } from "../workshop/native/packages.ts";

/** What was typed. */
export interface NativeCommand {
  readonly package: NativePackage;
  readonly mirror?: string;
  readonly fromWheel: boolean;
}

const EXAMPLES = `
Without --mirror and --from-wheel the library comes from the vendor, and where that is out of reach from the wheel.

Examples:
  ./robustness-lab native                                                  TensorFlow on the CPU
  ./robustness-lab native --mirror https://mirror.example.org/tf        the folder of libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz
  ./robustness-lab native --from-wheel                                  needs python3 with pip, make and g++; Linux on x64
  ./robustness-lab native --package tfjs-node-gpu                       TensorFlow on a GPU: see docs/gpu.md

tfjs-node's own variables TFJS_NODE_BASE_URI and TFJS_NODE_CDN_STORAGE say where a mirror is as well.
It is installed in .cache/native, which npm ci leaves alone; remove that folder to be without it again.
Exit codes: 0 installed and it computes; 1 a step failed, and nothing is changed; 2 bad usage, or a tool is missing.`;

/** Parses the arguments of `native`. @throws CommanderError after saying what is wrong */
export function parseNativeCommand(argv: readonly string[]): NativeCommand {
  const command = new Command("./robustness-lab native")
    .description("Installs TensorFlow's own engine beside the embedded one, and tries it.")
    .addOption(
      new Option("--package <name>", "which of them").choices(["tfjs-node", "tfjs-node-gpu"]).default("tfjs-node"),
    )
    .option("--mirror <url>", "a folder that holds TensorFlow's C library", parseUrl)
    .addOption(new Option("--from-wheel", "take the library from TensorFlow's wheel for Python").conflicts("mirror"))
    .allowExcessArguments(false)
    .showSuggestionAfterError(false)
    .addHelpText("after", EXAMPLES)
    .exitOverride()
    .parse([...argv]);
  return { fromWheel: false, ...command.opts<Omit<NativeCommand, "fromWheel">>() };
}

function parseUrl(typed: string): string {
  const isWeb = URL.canParse(typed) && /^https?:$/.test(new URL(typed).protocol);
  if (!isWeb) throw new InvalidArgumentError("Expected an address that begins with http:// or https://.");
  return typed;
}
