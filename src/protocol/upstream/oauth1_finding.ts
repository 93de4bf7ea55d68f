import { failure, type Finding, fine } from "../../domain/finding.ts";

const anew = "Set client_id and client_secret anew as its console shows them";

/**
 * What is found of a request for temporary credentials: it tells at once whether the upstream knows us, believes our
 * signature and our clock, and sends people back to us.
 *
 * @param why Why it gave none, as the log names it after the endpoint; undefined where it gave them.
 * @param redirect_uri Ours, without the state.
 * @see RFC 5849 section 2.1
 */
export function temporaryCredentialFinding(
  { why, signature_method, redirect_uri }: {
    readonly why: string | undefined;
    readonly signature_method: string;
    readonly redirect_uri: string;
  },
): Finding {
  const check = "client_authentication", place = "temporary_credential_endpoint";
  switch (why) {
    case undefined:
      return fine(check, `it takes what is signed by ${signature_method}, and confirms our callback`);
    case "":
      return failure(place, "it gives no answer that could be read", "Look whether it works elsewhere");
    case "not_confirmed":
      return failure(
        place,
        "it speaks the original OAuth 1.0, which is refused: it does not confirm our callback",
        "Ask whom it belongs to for OAuth 1.0a (RFC 5849)",
      );
    case "timestamp_refused":
      return failure("clock", "it refuses our timestamp", "Set the clock of this machine, by NTP for one");
    case "callback_rejected":
      return failure("redirect_uri", "it refuses our callback", `Register ${redirect_uri} there`);
    case "signature_invalid":
    case "signature_method_rejected":
      return failure(
        check,
        `it does not believe what is signed by ${signature_method}: ${why}`,
        signature_method === "RSA-SHA1"
          ? "Register public_key there"
          : `${anew}, or another signature_method`,
      );
    case "consumer_key_unknown":
    case "consumer_key_rejected":
      return failure(check, `it does not know us: ${why}`, anew);
    default:
      return failure(
        place,
        `it gives no temporary credentials: ${why}`,
        `${anew}, register ${redirect_uri} there, and compare the address with its documentation`,
      );
  }
}
