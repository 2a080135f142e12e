import { UsageError } from "../../shared/errors.ts";
import { archiveName, type NativePackage } from "./packages.ts";

/** Where TensorFlow's C library comes from. */
export type Source =
  /** Whoever makes tfjs-node, as its own script has it. */
  | { readonly kind: "vendor" }
  /** A mirror; baseUri is what stands before "cpu-linux-x86_64-2.9.1.tar.gz". */
  | { readonly kind: "mirror"; readonly baseUri: string }
  /** A mirror made here of TensorFlow's wheel for Python, which pip fetches from wherever this machine's pip does. */
  | { readonly kind: "wheel"; readonly why: string };

/** What was asked for. */
export interface SourceChoice {
  readonly package: NativePackage;
  readonly mirror?: string;
  readonly fromWheel: boolean;
}

/** Why nothing is to be had at an address, or undefined where it is. */
export type Probe = (url: string) => Promise<string | undefined>;

/** tfjs-node's own default, for its two variables. */
const VENDOR = "https://storage.googleapis.com/";
const IN_STORAGE = "tensorflow/libtensorflow/libtensorflow-";
const PREFIX = "libtensorflow-";

/**
 * What was asked for by an option, else by tfjs-node's own variables, else the vendor where it can be reached, else the wheel.
 *
 * @throws UsageError for a mirror that does not have the file
 */
export async function chooseSource(
  choice: SourceChoice,
  environment: NodeJS.ProcessEnv,
  probe: Probe,
): Promise<Source> {
  if (choice.fromWheel) return { kind: "wheel", why: "asked for" };
  const baseUri = choice.mirror === undefined ? baseUriOf(environment) : toBaseUri(choice.mirror);
  if (baseUri !== undefined) {
    const problem = await probe(libraryUrl(baseUri, choice.package));
    if (problem === undefined) return { kind: "mirror", baseUri };
    throw new UsageError(
      `the mirror does not give ${libraryUrl(baseUri, choice.package)} (${problem}). ` +
        "--mirror takes the folder that holds this file; --from-wheel does without a mirror.",
    );
  }
  const problem = await probe(libraryUrl(VENDOR + IN_STORAGE, choice.package));
  return problem === undefined
    ? { kind: "vendor" }
    : { kind: "wheel", why: `the vendor's storage is out of reach: ${problem}` };
}

/** The address of the library at a mirror. */
function libraryUrl(baseUri: string, name: NativePackage): string {
  return baseUri + archiveName(name).slice(PREFIX.length);
}

function toBaseUri(mirror: string): string {
  return mirror.endsWith("/") ? mirror + PREFIX : `${mirror}/${PREFIX}`;
}

/** As tfjs-node's install script reads them; it knows lower case from npm's own settings. */
function baseUriOf(environment: NodeJS.ProcessEnv): string | undefined {
  const uri = environment["TFJS_NODE_BASE_URI"] ?? environment["npm_config_tfjs_node_base_uri"];
  if (uri !== undefined && uri !== "") return uri;
  const storage = environment["TFJS_NODE_CDN_STORAGE"] ?? environment["npm_config_tfjs_node_cdn_storage"];
  return storage === undefined || storage === "" ? undefined : storage + IN_STORAGE;
}

const PROBE_MS = 15_000;

/**
 * Asks for a file without fetching it. Where a proxy is set nothing can be said without it, so all is taken to be there: the
 * install itself goes through the proxy.
 */
export function probeBy(environment: NodeJS.ProcessEnv, signal: AbortSignal): Probe {
  return async (url) => {
    if (PROXIES.some((name) => environment[name])) return undefined;
    try {
      const { ok, status } = await fetch(url, {
        method: "HEAD",
        signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]),
      });
      return ok ? undefined : `it answers ${status}`;
    } catch (error) {
      signal.throwIfAborted();
      return reasonOf(error);
    }
  };
}

/** The variables by which tfjs-node's install script finds a proxy. */
export const PROXIES = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"] as const;

/** fetch says "fetch failed"; the reason is the cause's. */
function reasonOf(error: unknown): string {
  const { cause } = error as { readonly cause?: unknown };
  if (cause instanceof Error) return ("code" in cause ? String(cause.code) : "") || cause.message;
  return error instanceof Error ? error.message : String(error);
}
