// A colour is [red, green, blue], each 0 to 255. Luminance and contrast are those of WCAG 2.2.

const luminance = (rgb) => {
  const [r, g, b] = rgb.map((part) => (part < 11 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Black or white, whichever is easier to read on the ground. */
export const textOn = (ground) => Array(3).fill(contrast(ground, [0, 0, 0]) > contrast(ground, [255, 255, 255]) ? 0 : 255);

/** The colour, moved towards black or white until it can be read (4.5:1) on the ground. */
export function readableOn(rgb, ground) {
  const goal = textOn(ground);
  let mixed = rgb;
  for (let share = 0; contrast(mixed, ground) < 4.5; share += 0.05) mixed = rgb.map((part, i) => Math.round(part + (goal[i] - part) * share));
  return mixed;
}

/** A colour as CSS names it, computed by the browser on an element of the document; null if none, or not opaque. */
export function readColour(value, probe) {
  probe.style.color = '';
  probe.style.color = value;
  const parts = probe.style.color && getComputedStyle(probe).color.match(/^rgb\((\d+), (\d+), (\d+)\)$/);
  probe.style.color = '';
  return parts ? parts.slice(1).map(Number) : null;
}
