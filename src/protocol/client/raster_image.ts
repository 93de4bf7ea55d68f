/** A picture of which nothing is left but what a decoder of pixels needs. */
export interface RasterImage {
  readonly type: "image/png" | "image/jpeg";
  readonly body: Uint8Array;
}

/** Pixels on a side that a picture may have: what is small to send can be huge to draw. */
const longestSide = 1024;

const isSide = (pixels: number) => pixels > 0 && pixels <= longestSide;

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Size, palette, transparency and pixels (PNG section 11): no text, no profile, no animation, nothing after the end. */
const pngChunks = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];

function rebuiltPng(file: Uint8Array): Uint8Array | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.length), parts = [file.subarray(0, 8)];
  const seen = new Set<string>();
  for (let at = 8; at + 12 <= file.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > file.length) return undefined;
    const name = String.fromCharCode(...file.subarray(at + 4, at + 8));
    if (seen.size === 0 && name !== "IHDR") return undefined;
    if (name === "IHDR") {
      const isHeader = seen.size === 0 && end === at + 25;
      if (!isHeader || !isSide(view.getUint32(at + 8)) || !isSide(view.getUint32(at + 12))) return undefined;
    }
    if (pngChunks.includes(name)) parts.push(file.subarray(at, end));
    seen.add(name);
    if (name === "IEND") return seen.has("IDAT") ? joined(parts) : undefined;
    at = end;
  }
  return undefined;
}

const isFrame = (marker: number) => marker === 0xc0 || marker === 0xc1 || marker === 0xc2;

/** Tables, frame and scans (ITU-T T.81 annex B), and Adobe's mark, which says how the colours are meant. */
const jpegSegments = [0xc0, 0xc1, 0xc2, 0xc4, 0xda, 0xdb, 0xdd];

/** Where the coded data of a scan end: at the next marker that is neither stuffing nor a restart. */
function scanEnd(file: Uint8Array, start: number): number {
  for (let at = start; at + 1 < file.length; at++) {
    const next = file[at + 1]!;
    if (file[at] === 0xff && next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return file.length;
}

const isAdobe = (segment: Uint8Array) =>
  segment.length === 16 && String.fromCharCode(...segment.subarray(4, 9)) === "Adobe";

function rebuiltJpeg(file: Uint8Array): Uint8Array | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.length), parts = [file.subarray(0, 2)];
  let framed = false, scanned = false;
  for (let at = 2; at + 2 <= file.length && file[at] === 0xff;) {
    const marker = file[at + 1]!;
    if (marker === 0xd9) return scanned ? joined([...parts, file.subarray(at, at + 2)]) : undefined;
    if (at + 4 > file.length) return undefined;
    const length = view.getUint16(at + 2), end = at + 2 + length;
    if (length < 2 || end > file.length) return undefined;
    if (isFrame(marker)) {
      if (framed || length < 8 || !isSide(view.getUint16(at + 5)) || !isSide(view.getUint16(at + 7))) {
        return undefined;
      }
      framed = true;
    }
    if (marker === 0xda && !framed) return undefined;
    const next = marker === 0xda ? scanEnd(file, end) : end, segment = file.subarray(at, next);
    if (jpegSegments.includes(marker) || (marker === 0xee && isAdobe(segment))) parts.push(segment);
    scanned ||= marker === 0xda;
    at = next;
  }
  return undefined;
}

/**
 * Rebuilds a picture that a stranger chose from the parts that its pixels need, so that it can be shown from our own
 * origin: what else was in the file, or behind its end, is gone.
 *
 * @returns undefined where it is no PNG or JPEG, is cut off, or has more than 1024 pixels on a side.
 * @see RFC 7591 section 5
 */
export function rasterImage(file: Uint8Array): RasterImage | undefined {
  if (pngSignature.every((byte, at) => file[at] === byte)) {
    const body = rebuiltPng(file);
    return body && { type: "image/png", body };
  }
  if (file[0] !== 0xff || file[1] !== 0xd8) return undefined;
  const body = rebuiltJpeg(file);
  return body && { type: "image/jpeg", body };
}
