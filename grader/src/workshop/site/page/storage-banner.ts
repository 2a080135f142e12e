import type { StorageWatch } from "../store/storage-status.ts";

/** Says above the page that work may be lost, as long as it may. */
export function showStorage(storage: StorageWatch): void {
  const banner = document.createElement("p");
  banner.className = "storage";
  banner.setAttribute("role", "alert");
  document.body.prepend(banner);
  const draw = (): void => {
    const { sentence } = storage.status();
    banner.textContent = sentence;
    banner.hidden = sentence === null;
  };
  storage.subscribe(draw);
  draw();
}
