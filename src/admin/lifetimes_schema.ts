import Type from "typebox";
import { clientLifetimeNames, type Lifetimes, lifetimes } from "../domain/tenant_policy.ts";
import { closed } from "./resource.ts";

/** The name of every lifetime, in the order in which they are shown. */
export const lifetimeNames = Object.keys(lifetimes) as readonly (keyof Lifetimes)[];

/** The lifetimes of a tenant, as members of its policy. */
export const tenantLifetimes = closed(Object.fromEntries(
  lifetimeNames.map((name) => {
    const { default: usual, least, most } = lifetimes[name];
    return [name, Type.Integer({ description: "Seconds", default: usual, minimum: least, maximum: most })];
  }),
));

const ofClient = (name: keyof Lifetimes) => {
  const { least, most } = lifetimes[name];
  return Type.Integer({ description: "Seconds, in place of the tenant's", minimum: least, maximum: most });
};

/** The lifetimes of a client's own, as a member of a client. */
export const clientLifetimes = Type.Partial(
  closed({
    ...Object.fromEntries(clientLifetimeNames.map((name) => [name, ofClient(name)])),
    session: Type.Integer({
      description: "Seconds after which a sign-in is too old for this client, where that is sooner",
      minimum: lifetimes.session.least,
      maximum: lifetimes.session.most,
    }),
    session_idle: Type.Integer({
      description:
        "Seconds after which a session that nobody used is over for this client, where that is sooner",
      minimum: lifetimes.session_idle.least,
      maximum: lifetimes.session_idle.most,
    }),
  }),
  { additionalProperties: false },
);
