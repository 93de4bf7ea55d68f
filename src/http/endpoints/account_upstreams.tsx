import { linkedUpstreams, removedUpstreams } from "../../accounts/linked_upstreams.ts";
import { none } from "../../domain/machine.ts";
import { relyingPartyPaths } from "../../protocol/endpoints.ts";
import { findPasswordHash } from "../../store/passwords.ts";
import type { SessionRow } from "../../store/sessions.ts";
import { activeUpstreams } from "../../store/upstreams.ts";
import type { HttpContext } from "../env.ts";
import { markLetters } from "../mark_letters.ts";
import { ownAddress } from "../own_address.ts";
import { answerPage, pageSetting } from "../page.tsx";
import { ProblemPage } from "../pages/problem.tsx";

/** What the account page shows of the ways in beside a password, and whether there is a password. */
export async function waysIn(c: HttpContext, { id, account_id }: SessionRow) {
  const { store } = c.var.provider, linked = await linkedUpstreams(c.var.provider, account_id);
  const active = await activeUpstreams(store),
    isActive = (slug: string) => active.some((row) => row.slug === slug);
  const password = await findPasswordHash(store, account_id) !== undefined;
  return {
    password,
    links: linked.map((link) => ({
      ...link,
      letters: markLetters(active.find(({ slug }) => slug === link.slug)?.preset ?? none),
      removable: password || linked.some((other) => other !== link && isActive(other.slug)),
    })),
    removed: await removedUpstreams(c.var.provider, account_id),
    others: active.filter(({ slug }) => !linked.some((link) => link.slug === slug)).map((row) => ({
      name: row.display_name,
      letters: markLetters(row.preset),
      href: ownAddress(c, `${relyingPartyPaths.link}?${new URLSearchParams({ idp: row.slug, session: id })}`),
    })),
  };
}

/** Asks a person to sign in once more: they did so too long ago for what they want to change, or by a way that is too new or too weak. */
export function answerSignInAgain(c: HttpContext, why: "notRecent" | "newerWay" | "weakWay"): Response {
  const setting = pageSetting(c), { title, message } = setting.texts.upstream[why];
  return answerPage(
    c,
    <ProblemPage
      setting={setting}
      title={title}
      message={message}
      reference={c.var.requestId}
      backHref={ownAddress(c, "/login")}
    />,
    { status: 403 },
  );
}
