// A colour is [red, green, blue], each 0 to 255. Luminance and contrast as WCAG 2.2 defines them.

function luminance(rgb) {
  const [r, g, b] = rgb.map((part) => (part <= 10.31475 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Black or white, whichever is easier to read on the ground. */
export const textOn = (ground) => Array(3).fill(contrast(ground, [0, 0, 0]) >= contrast(ground, [255, 255, 255]) ? 0 : 255);

/** The colour, moved towards black or white until it can be read (4.5:1) on the ground. */
export function readableOn(rgb, ground) {
  const goal = textOn(ground);
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = rgb.map((part, i) => Math.round(part + (goal[i] - part) * share));
    if (contrast(mixed, ground) >= 4.5) return mixed;
  }
  return goal;
}

/** Any CSS colour, computed by the browser on an element of the document; null for what is no opaque colour. */
export function readColour(value, probe) {
  if (!CSS.supports('color', value)) return null;
  probe.style.color = `color-mix(in srgb, ${value}, ${value})`;
  const computed = getComputedStyle(probe).color;
  probe.style.color = '';
  const parts = computed.match(/[\d.]+/g) ?? [];
  return parts.length === 3 ? parts.map((part) => Math.round(+part * (computed.startsWith('rgb') ? 1 : 255))) : null;
}
