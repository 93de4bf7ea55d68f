import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { rasterImage } from "../../../src/protocol/client/raster_image.ts";
import { jpeg, png, pngChunk } from "../../support/pictures.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const holds = (file: Uint8Array, text: string) => new TextDecoder("latin1").decode(file).includes(text);

Deno.test("a PNG keeps its pixels and loses what else was in it (RFC 7591 section 5)", () => {
  const picture = png(4, 3), script = "<script>alert(1)</script>";
  const end = picture.length - 12;
  const padded = joined(
    picture.subarray(0, end),
    pngChunk("tEXt", bytes(`Comment\0${script}`)),
    picture.subarray(end),
    bytes(script),
  );
  assert(holds(padded, "script"));
  assertEquals(rasterImage(padded), { type: "image/png", body: picture });
});

Deno.test("a JPEG keeps its pixels and loses what else was in it (RFC 7591 section 5)", () => {
  const script = "<script>alert(1)</script>", comment = bytes(script);
  const padded = joined(
    jpeg.subarray(0, 2),
    new Uint8Array([0xff, 0xfe, 0, comment.length + 2]),
    comment,
    jpeg.subarray(2),
    bytes(script),
  );
  const rebuilt = rasterImage(padded);
  assertEquals(rebuilt?.type, "image/jpeg");
  assertEquals(holds(rebuilt!.body, "script"), false);
  assertEquals(rasterImage(rebuilt!.body), rebuilt);
});

Deno.test("what is rebuilt can still be drawn", async () => {
  for (const [file, width] of [[png(4, 3), 4], [jpeg, 1]] as const) {
    const { type, body } = rasterImage(file)!;
    const drawn = await createImageBitmap(new Blob([Uint8Array.from(body)], { type }));
    assertEquals(drawn.width, width);
    drawn.close();
  }
});

const animated = joined(new Uint8Array([0x47, 0x49, 0x46, 0x38, 0x39, 0x61]), new Uint8Array(40));
const refused: readonly (readonly [string, Uint8Array])[] = [
  ["nothing", new Uint8Array()],
  ["SVG", bytes('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
  ["HTML", bytes("<!doctype html><script>alert(1)</script>")],
  ["GIF", animated],
  ["a PNG that is too wide", png(1025, 1)],
  ["a PNG that is too high", png(1, 1025)],
  ["a PNG of no size", png(0, 1)],
  ["a PNG without pixels", joined(png(1, 1).subarray(0, 33), png(1, 1).subarray(-12))],
  ["a PNG that does not begin with its header", joined(png(1, 1).subarray(0, 8), png(1, 1).subarray(33))],
  ["a JPEG that is too wide", Uint8Array.from(jpeg, (byte, at) => at === frameAt() + 7 ? 0x10 : byte)],
  ["a JPEG without a scan", joined(jpeg.subarray(0, 2), new Uint8Array([0xff, 0xd9]))],
];

function frameAt(): number {
  return jpeg.findIndex((byte, at) => byte === 0xff && [0xc0, 0xc1, 0xc2].includes(jpeg[at + 1]!));
}

for (const [what, file] of refused) {
  Deno.test(`${what} is not shown (RFC 7591 section 5)`, () => assertEquals(rasterImage(file), undefined));
}

Deno.test("a picture that is cut off anywhere is not shown", () => {
  for (const file of [png(4, 3), jpeg]) {
    for (let length = 0; length < file.length; length++) {
      assertEquals(rasterImage(file.subarray(0, length)), undefined, `${length} of ${file.length}`);
    }
  }
});

Deno.test("no bytes break the reader, and nothing grows", () => {
  const changed = fc.tuple(
    fc.constantFrom(png(4, 3), jpeg),
    fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 6 }),
  ).map(([file, changes]) => {
    const copy = file.slice();
    for (const [at, byte] of changes) copy[at % copy.length] = byte;
    return copy;
  });
  fc.assert(
    fc.property(fc.oneof(changed, fc.uint8Array({ maxLength: 300 })), (file) => {
      const image = rasterImage(file);
      assert(image === undefined || image.body.length <= file.length);
    }),
    { numRuns: 3000 },
  );
});
