// Everything to press is large enough: 44 pixels, and 60 in elder mode on pages that are not dense.

/** Findings of controls that are too small. A label counts with its radio or checkbox. */
export function targets(page, setting) {
  return page.evaluate((elder) => {
    const { shown, describe, controls, inText } = globalThis.proof;
    const found = [];
    for (const control of controls()) {
      if (control.matches('.skip') || inText(control)) continue;
      const boxes = [control, ...(control.matches('[type=radio], [type=checkbox]') ? control.labels : [])].filter(shown)
        .map((one) => one.getBoundingClientRect());
      const width = Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left));
      const height = Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top));
      const least = elder ? 60 : 44;
      const side = Math.min(width, height);
      // Half a pixel is lost where lengths in rem are rounded.
      if (side < least - 0.5) found.push({ check: 'target-size', where: describe(control), message: `${side.toFixed(1)} px, at least ${least}` });
    }
    return found;
  }, setting.mode === 'elder' && !setting.dense);
}
