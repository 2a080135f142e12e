/* Preloaded by a process that computes: it ends when its parent has ended, but does not wait for it. */
process.on("disconnect", () => process.exit(1));
process.channel?.unref();
