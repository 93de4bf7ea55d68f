import { allow, openInteraction, proceed } from "../../op/interaction.ts";
import { browserState } from "../browser_state.ts";
import type { HttpContext } from "../env.ts";
import { field } from "../form.ts";
import { answerProblem } from "../page.tsx";
import { answerNext, openHere, showPage } from "./interaction.tsx";
import { answerDenied, readAnswer } from "./login.ts";

/** Shows what a client asks for, or goes where the person is asked something else. */
export async function getConsent(c: HttpContext): Promise<Response> {
  const opened = await openHere(c, c.req.query("interaction") ?? "");
  if (opened instanceof Response) return opened;
  const next = await proceed(c.var.provider, opened);
  if (next.kind !== "ask" || next.situation.ask !== "consent") return answerNext(c, opened, next);
  return await showPage(c, opened, next.situation);
}

/** Takes the person's decision. What is allowed is exactly what the page showed, or the page is shown again. */
export async function postConsent(c: HttpContext): Promise<Response> {
  const answer = await readAnswer(c);
  if (answer instanceof Response) return answer;
  const { form, opened } = answer, { provider } = c.var;
  if (field(form, "decision") !== "allow") return await answerDenied(c, opened);
  const allowed = await allow(provider, opened, field(form, "shown"));
  const { cookie, standing: { browser } } = opened;
  const again = await openInteraction(provider, {
    interaction: opened.text,
    cookie,
    browser,
    browser_state: await browserState(c),
  });
  if (!again.ok) return answerProblem(c, (refusals) => refusals.expired, 400);
  const here = { ...again.value, text: opened.text };
  const next = await proceed(provider, here);
  if (!allowed && next.kind === "ask" && next.situation.ask === "consent") {
    return await showPage(c, here, next.situation, { problem: (texts) => texts.consent.changed });
  }
  return answerNext(c, here, next);
}
