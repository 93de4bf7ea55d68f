/** The form of a colour, as a regular expression. */
export const colourForm = "^#[0-9a-fA-F]{6}$";

/** Red, green and blue, 0 to 255. */
type Channels = readonly [number, number, number];

const channelsOf = (colour: string): Channels =>
  [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16)) as unknown as Channels;

/** How bright a colour is, from 0 to 1 (WCAG 2.2, relative luminance). */
function luminance(channels: Channels): number {
  const [red, green, blue] = channels.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Channels;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** How much one colour stands out from another, from 1 to 21 (WCAG 2.2, contrast ratio). */
function contrast(left: Channels, right: Channels): number {
  const [darker, lighter] = [luminance(left), luminance(right)].toSorted((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

/** What text stands on, in each scheme: card, well and paper of the pages; and towards what a colour is mixed until it stands out. */
const schemes = {
  light: { grounds: ["#ffffff", "#f7f5ef", "#f2efe7"], towards: "#000000" },
  dark: { grounds: ["#172224", "#101a1c", "#0e1617"], towards: "#ffffff" },
} as const;

/** In how many steps a colour is mixed. */
const steps = 64;

/** The colour, mixed as little as makes it stand out that much from every ground of a scheme. */
function standingOut(colour: string, scheme: keyof typeof schemes, least: number): string {
  const from = channelsOf(colour), grounds = schemes[scheme].grounds.map(channelsOf);
  const to = channelsOf(schemes[scheme].towards);
  const mixed = (step: number) =>
    from.map((channel, at) =>
      Math.round(channel + (to[at]! - channel) * step / steps)
    ) as unknown as Channels;
  let step = 0;
  while (step < steps && grounds.some((ground) => contrast(mixed(step), ground) < least)) step++;
  return `#${mixed(step).map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** A tenant's colour as pages can use it: for text and controls on the page, and as the ground of text in the card's colour. */
export interface AccentColours {
  readonly accent: string;
  /** Where it has to stand out more. */
  readonly strong: string;
}

/**
 * What pages make of a tenant's colour in each scheme. However light or dark the colour is, text in it and on it can be
 * read: 4.5:1, and 7:1 where it has to stand out more.
 *
 * @param colour In the form `#rrggbb`.
 * @see WCAG 2.2 section 1.4.3 and 1.4.6
 */
export const accentColours = (colour: string): Readonly<Record<keyof typeof schemes, AccentColours>> => {
  const of = (scheme: keyof typeof schemes) => ({
    accent: standingOut(colour, scheme, 4.5),
    strong: standingOut(colour, scheme, 7),
  });
  return { light: of("light"), dark: of("dark") };
};
