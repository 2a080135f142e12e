import { UsageError, messageOf } from "../../shared/errors.ts";
import { archiveName, type NativePackage } from "./packages.ts";

/** The source of TensorFlow's C library. */
export type Source =
  /** The address in tfjs-node's own script. */
  | { readonly kind: "vendor" }
  /** A mirror; `baseUri` is its address up to "cpu-linux-x86_64-2.9.1.tar.gz". */
  | { readonly kind: "mirror"; readonly baseUri: string }
  /** A local mirror made from TensorFlow's wheel for Python, which pip fetches; with the reason. */
  | { readonly kind: "wheel"; readonly why: string };

/** The requested package and source. */
export interface SourceChoice {
  readonly package: NativePackage;
  readonly mirror?: string;
  readonly fromWheel: boolean;
}

/** Looks for a file at an address. @returns the reason if it is not available, else undefined */
export type Probe = (url: string) => Promise<string | undefined>;

/** The defaults of tfjs-node's two variables. */
const VENDOR = "https://storage.googleapis.com/";
const IN_STORAGE = "tensorflow/libtensorflow/libtensorflow-";
const PREFIX = "libtensorflow-";

/**
 * The source given by an option, else by tfjs-node's variables, else the vendor if it can be reached, else the wheel.
 *
 * @throws UsageError for a mirror that does not have the file
 */
export async function chooseSource(
  choice: SourceChoice,
  environment: NodeJS.ProcessEnv,
  probe: Probe,
): Promise<Source> {
  if (choice.fromWheel) return { kind: "wheel", why: "requested" };
  const baseUri = choice.mirror === undefined ? baseUriOf(environment) : toBaseUri(choice.mirror);
  if (baseUri !== undefined) {
    const problem = await probe(libraryUrl(baseUri, choice.package));
    if (problem === undefined) return { kind: "mirror", baseUri };
    throw new UsageError(
      `the mirror does not have ${libraryUrl(baseUri, choice.package)} (${problem}). ` +
        "--mirror expects the folder that contains this file; --from-wheel needs no mirror.",
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

/** As tfjs-node's install script reads them; the names in lower case are npm settings. */
function baseUriOf(environment: NodeJS.ProcessEnv): string | undefined {
  const uri = environment["TFJS_NODE_BASE_URI"] ?? environment["npm_config_tfjs_node_base_uri"];
  if (uri !== undefined && uri !== "") return uri;
  const storage = environment["TFJS_NODE_CDN_STORAGE"] ?? environment["npm_config_tfjs_node_cdn_storage"];
  return storage === undefined || storage === "" ? undefined : storage + IN_STORAGE;
}

const PROBE_MS = 15_000;

/**
 * Looks for a file without fetching it. Does not use a proxy: if one is set, every file is assumed to be available, since the
 * install itself uses the proxy.
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

/** The variables with which tfjs-node's install script finds a proxy. */
export const PROXIES = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"] as const;

/** The message of fetch is "fetch failed"; the reason is in its cause. */
function reasonOf(error: unknown): string {
  const { cause } = error as { readonly cause?: unknown };
  if (cause instanceof Error) return ("code" in cause ? String(cause.code) : "") || cause.message;
  return messageOf(error);
}
