// Hand a file over to the parent.

/** Hand over a file: through the share sheet in a home screen app, where download links fail on iPhones.
 * @param {File} file @returns {Promise<"given" | "tap again">} the share sheet opens only right after a tap */
export async function give(file) {
  if (inAnApp() && navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
    } catch (refused) {
      if (/** @type {Error} */ (refused).name === "NotAllowedError") return "tap again";
    }
    return "given";
  }
  const address = URL.createObjectURL(file);
  const download = document.createElement("a");
  download.href = address;
  download.download = file.name;
  download.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return "given";
}

/** True in a home screen app. */
function inAnApp() {
  return matchMedia("(display-mode: standalone)").matches || /** @type {any} */ (navigator).standalone === true;
}
