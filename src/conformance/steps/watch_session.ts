import { markup } from "../markup.ts";
import { endpointOf } from "../server.ts";
import type { Session } from "../session.ts";
import type { ScriptBrowser } from "../script_browser.ts";

/** Milliseconds that the frame has for its answer. */
const patienceMs = 15_000;

/** A page of the client that holds the server's frame and asks it (OpenID Connect Session Management section 3.1). */
const watchingPage = (frame: string) =>
  markup`<!doctype html><title>Watching</title><iframe id="op" src="${frame}" hidden></iframe>`.markup +
  `<script>
  const frame = document.getElementById("op"), origin = new URL(frame.src).origin;
  const ask = (message) => new Promise((resolve) => {
    setTimeout(resolve, ${patienceMs}, "nothing");
    addEventListener("message", (answer) => {
      if (answer.source === frame.contentWindow && answer.origin === origin) resolve(answer.data);
    });
    frame.contentWindow.postMessage(message, origin);
  });
</script>`;

/** Asks the server's frame, in a browser with the person's cookies, whether the sign-in is as it was. */
export async function askFrame(
  { stage, server, client, browser }: Session,
  { evaluate }: ScriptBrowser,
  session_state: string,
): Promise<unknown> {
  const url = stage.receiver.publish(`/watch/${crypto.randomUUID()}`, {
    type: "text/html; charset=utf-8",
    body: watchingPage(endpointOf(server, "check_session_iframe")),
  });
  const message = JSON.stringify(`${client.client_id} ${session_state}`);
  const answer = await evaluate({ url, cookies: browser.cookies(), expression: `ask(${message})` });
  stage.note(`The frame at check_session_iframe answers ${JSON.stringify(answer)}`);
  return answer;
}
