import { accentColours } from "../domain/accent_colour.ts";
import { visibleText } from "../domain/display_name.ts";
import { assetPaths } from "./assets/assets.ts";
import type { Env, HttpContext } from "./env.ts";
import { ownPath, versioned } from "./own_address.ts";

/** Paths under the issuer of what a tenant's pages look like. */
export const brandPaths = { colours: "/branding/colours.css", logo: "/branding/logo" } as const;

/** Whose pages they are, as people see it on each of them. */
export interface Brand {
  readonly name: string;
  /** Address of the picture beside the name. */
  readonly logo: string;
  /** Address of a style sheet with the tenant's colours. */
  readonly colours?: string | undefined;
}

/** The name and the addresses for the pages of the tenant that a request is for. Pages without a tenant have the product's. */
export function brandOf(c: HttpContext): Brand {
  const { provider } = c.var as Partial<Env["Variables"]>,
    { display_name, branding = {} } = provider?.tenant.policy ?? {};
  const { accent_color, logo_uri } = branding;
  const at = (path: `/${string}`, of: string) => versioned(ownPath(c, path), of);
  return {
    name: visibleText(display_name ?? "") || "Latchkey",
    logo: logo_uri === undefined ? ownPath(c, assetPaths.icon) : at(brandPaths.logo, logo_uri),
    ...(accent_color === undefined ? {} : { colours: at(brandPaths.colours, accent_color) }),
  };
}

/** The style sheet that puts a tenant's colour in place of the product's, after that one. */
export function brandSheet(colour: string): string {
  const { light, dark } = accentColours(colour);
  return `:root {
  --edge: ${colour};
  --accent: ${light.accent};
  --accent-strong: ${light.strong};
  --on-accent: var(--card);
}

@media (prefers-color-scheme: dark) {
  :root {
    --accent: ${dark.accent};
    --accent-strong: ${dark.strong};
  }
}

@media (prefers-contrast: more) {
  :root {
    --accent: var(--accent-strong);
  }
}
`;
}
