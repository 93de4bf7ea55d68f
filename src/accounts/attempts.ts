import type { Seconds } from "../domain/time.ts";
import type { Ports } from "../store/ports.ts";
import { type Rate, takeAttempt } from "../store/throttle.ts";

/** How often one address may try a password, whoever it is for. */
const perAddress: Rate = { burst: 50, interval: 5 };

/** How often the password of one account may be tried. */
export const perAccount: Rate = { burst: 10, interval: 15 };

/**
 * Counts an attempt from an address, before any hashing.
 *
 * @param address undefined where many people may share it: then nothing is counted.
 * @returns 0 where the attempt may go on, else the seconds to wait.
 */
export const addressHeld = async (
  { store, clock }: Ports,
  address: string | undefined,
): Promise<Seconds> =>
  address === undefined ? 0 : await takeAttempt(store, `address/${address}`, perAddress, clock());
