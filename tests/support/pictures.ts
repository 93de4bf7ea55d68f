/** Small pictures, made here, so that tests know every byte of them. */
import { crc32, deflateSync } from "node:zlib";

const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

function number32(value: number): Uint8Array {
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setUint32(0, value);
  return octets;
}

/** One chunk of a PNG. */
export function pngChunk(name: string, data: Uint8Array): Uint8Array {
  const named = joined(new TextEncoder().encode(name), data);
  return joined(number32(data.length), named, number32(crc32(named)));
}

/** A grey PNG. */
export function png(width: number, height: number): Uint8Array {
  const header = joined(number32(width), number32(height), new Uint8Array([8, 0, 0, 0, 0]));
  const pixels = new Uint8Array((width + 1) * height);
  return joined(
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk("IHDR", header),
    pngChunk("IDAT", new Uint8Array(deflateSync(pixels))),
    pngChunk("IEND", new Uint8Array()),
  );
}

/** A JPEG of one pixel. */
export const jpeg: Uint8Array = Uint8Array.from(
  atob(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////" +
      "////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxD/2Q==",
  ),
  (c) => c.charCodeAt(0),
);
