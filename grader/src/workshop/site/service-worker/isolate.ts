/*
 * The first script of the page. Threads share memory only in a page whose headers isolate it from others. Where a server
 * cannot send them, such as GitHub Pages, our service worker adds them, after one reload.
 */

/** Set before the reload, so that a browser that never isolates reloads once. */
const RELOADED = "robustness-lab-reloaded";

const { serviceWorker } = navigator as { readonly serviceWorker?: ServiceWorkerContainer };

// The page waits for it, so that nothing is loaded twice.
Object.assign(globalThis, { mayStart: isolate() });

/** @returns when the page may start; never if it reloads */
async function isolate(): Promise<void> {
  // A page that is neither https nor localhost has no service worker. It works, on one thread and only online.
  if (serviceWorker === undefined) return;
  const ready = register(serviceWorker);
  if (crossOriginIsolated || wasReloaded()) return;
  if (!(await ready)) return;
  sessionStorage.setItem(RELOADED, "yes");
  location.reload();
  await new Promise(() => {});
}

async function register(container: ServiceWorkerContainer): Promise<boolean> {
  try {
    await container.register("service-worker.js");
    await container.ready;
    return true;
  } catch {
    return false;
  }
}

/** Without storage nothing would keep the page from reloading forever. */
function wasReloaded(): boolean {
  try {
    return sessionStorage.getItem(RELOADED) !== null;
  } catch {
    return true;
  }
}
