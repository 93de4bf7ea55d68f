/**
 * As much of @auth/core as the tests use. Its own types bring those of browsers with them, which then hold for every file
 * that is checked together with one that imports them.
 */

/** What an application says of itself and of the provider that signs people in. */
export interface AuthConfig {
  readonly secret: string;
  readonly trustHost: boolean;
  readonly basePath: string;
  readonly logger: Readonly<Record<"error" | "warn" | "debug", (...said: never[]) => void>>;
  readonly providers: readonly Readonly<Record<string, unknown>>[];
  readonly callbacks: {
    readonly jwt: (given: { token: Members; profile?: Members }) => Members;
    readonly session: (given: { session: Members; token: Members }) => Members;
  };
}

type Members = Readonly<Record<string, unknown>>;

/** Answers a request to the application's own routes of authentication. */
export function Auth(request: Request, config: AuthConfig): Promise<Response>;
