/** The rest waits until the student has seen the first results. */
const PAUSE_MS = 3000;

/**
 * Lets the service worker store the files of the site that were not needed yet, so that it works offline. Called when the page has
 * what it needs: both would share a slow network.
 */
export function storeRest(): void {
  // A page that is neither https nor localhost has no service worker.
  const { serviceWorker } = navigator as { readonly serviceWorker?: ServiceWorkerContainer };
  setTimeout(() => serviceWorker?.controller?.postMessage("store the rest"), PAUSE_MS);
}
