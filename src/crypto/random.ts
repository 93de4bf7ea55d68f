/** Draws that many random bytes. Flows take it as an argument, so that tests can repeat a run. */
export type Random = (bytes: number) => Uint8Array<ArrayBuffer>;

/** The system's source of randomness. */
export const systemRandom: Random = (bytes) => crypto.getRandomValues(new Uint8Array(bytes));

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Bytes as base 62, padded to the width that the most of that many bytes needs, so that equal lengths stay equal. */
export function base62(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = value << 8n | BigInt(byte);
  const width = Math.ceil(bytes.length * 8 / Math.log2(62));
  let text = "";
  for (let i = 0; i < width; i++, value /= 62n) text = alphabet[Number(value % 62n)] + text;
  return text;
}

/** A new identifier of 128 random bits. It names a row and is no secret. */
export const mintId = (random: Random): string => base62(random(16));

/** A new subject identifier: a UUID, a shape that no client_id and no kid has (RFC 9562 section 5.4). */
export function mintSubject(random: Random): string {
  const bytes = random(16);
  bytes[6] = bytes[6]! & 0x0f | 0x40;
  bytes[8] = bytes[8]! & 0x3f | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
