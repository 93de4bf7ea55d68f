import type { JSX } from "hono/jsx/jsx-runtime";
import { asCurl, type Exchange } from "../playground/exchange.ts";
import { HiddenFields } from "./hidden_fields.tsx";
import { Layout, type PageSetting } from "./layout.tsx";

const shownParameters = ({ parameters }: Exchange) =>
  parameters.map(([name, value]) => `${name} = ${value}`).join("\n");

function ExchangeView(
  { exchange, number }: { readonly exchange: Exchange; readonly number: number },
): JSX.Element {
  const { title, section, method, url, headers, answer, tokens, code } = exchange;
  const sent = [
    `${method} ${url}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(exchange.parameters.length > 0 ? ["", shownParameters(exchange)] : []),
  ].join("\n");
  return (
    <section class="exchange">
      <h2>{number}. {title}</h2>
      <p>{section}</p>
      <h3>Request</h3>
      <pre tabindex={0}>{sent}</pre>
      {answer === undefined ? null : (
        <>
          <h3>Answer {answer.status}</h3>
          <pre tabindex={0}>{answer.body === "" ? "(empty)" : answer.body}</pre>
        </>
      )}
      {tokens.map((token) => (
        <>
          <h3>{token.name}, decoded ({token.section})</h3>
          <pre tabindex={0}>{token.header}</pre>
          <pre tabindex={0}>{token.claims}</pre>
        </>
      ))}
      <details>
        <summary>As curl</summary>
        <pre tabindex={0}>{asCurl(exchange)}</pre>
      </details>
      <details>
        <summary>With openid-client</summary>
        <pre tabindex={0}>{code}</pre>
      </details>
    </section>
  );
}

/** A link of the page, which sends a request through the browser. */
export interface PlaygroundNext {
  readonly href: string;
  readonly label: string;
}

/** A button of the page. */
export interface PlaygroundStep {
  readonly step: string;
  readonly label: string;
}

/**
 * Renders the playground: what happened so far, and what can be done next. English, for developers.
 *
 * @param props.fields Hidden inputs of the form.
 * @param props.next The request that the person sends as the next step, by following its link, where there is one.
 * @param props.steps What the form can do now.
 */
export function PlaygroundPage(
  { setting, fields, exchanges, next, steps }: {
    readonly setting: PageSetting;
    readonly fields: Readonly<Record<string, string>>;
    readonly exchanges: readonly Exchange[];
    readonly next: PlaygroundNext | undefined;
    readonly steps: readonly PlaygroundStep[];
  },
): JSX.Element {
  return (
    <Layout setting={setting} title="Playground">
      <div lang="en" dir="ltr" class="playground">
        <h1>Playground</h1>
        <p>
          A demonstration client walks the code flow with PKCE against this very server, one step at a time.
          It exists in development only.
        </p>
        {exchanges.map((exchange, index) => (
          <ExchangeView key={index} exchange={exchange} number={index + 1} />
        ))}
        {next === undefined ? null : <a class="button" href={next.href}>{next.label}</a>}
        <form method="post" action="/playground">
          <HiddenFields fields={fields} />
          <label for="scope">Scope</label>
          <input
            id="scope"
            name="scope"
            type="text"
            value="openid profile email offline_access"
            spellcheck={false}
          />
          <div class="buttons">
            {steps.map(({ step, label }) => (
              <button key={step} type="submit" name="step" value={step}>{label}</button>
            ))}
            <button type="submit" class="plain" name="step" value="start">
              {exchanges.length === 0 ? "Start" : "Start again"}
            </button>
          </div>
        </form>
        <p class="aside">
          After signing out, introspect again: tokens end with the session, unless offline_access was granted.
        </p>
      </div>
    </Layout>
  );
}
