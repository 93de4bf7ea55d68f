import { assertEquals } from "@std/assert";
import { isPublicAddress, octetsOf } from "../../src/domain/ip_address.ts";

const open = [
  "1.1.1.1",
  "8.8.8.8",
  "100.63.255.255",
  "100.128.0.0",
  "172.15.255.255",
  "172.32.0.1",
  "169.253.0.1",
  "192.167.1.1",
  "198.20.0.1",
  "223.255.255.255",
  "2606:4700:4700::1111",
  "2A00:1450:4001:81C::200E",
  "2001:4860:4860::8888",
];

const closed = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "100.64.0.1",
  "100.127.255.255",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254", // clouds hand out credentials there
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.8",
  "192.0.2.1",
  "192.88.99.1",
  "192.168.0.1",
  "198.18.0.1",
  "198.51.100.7",
  "203.0.113.7",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::127.0.0.1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::ffff:8.8.8.8",
  "64:ff9b::7f00:1",
  "64:ff9b::8.8.8.8",
  "64:ff9b:1::1",
  "100::1",
  "2001::1",
  "2001:0:4136:e378::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "3fff::1",
  "5f00::1",
  "fc00::1",
  "fd00:ec2::254",
  "fe80::1",
  "fec0::1",
  "ff02::1",
];

const malformed = [
  "",
  "localhost",
  "1.2.3",
  "1.2.3.4.5",
  "256.1.1.1",
  "01.1.1.1",
  "1.1.1.1 ",
  "0x7f.0.0.1",
  "1::2::3",
  ":::",
  ":1",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7::8",
  "12345::1",
  "g::1",
  "1.2.3.4::",
  "::1.2.3",
  "fe80::1%eth0",
  "[::1]",
];

Deno.test("an address of the public internet is told from every other kind (IANA special-purpose address registries)", () => {
  for (const address of open) assertEquals([address, isPublicAddress(address)], [address, true]);
  for (const address of closed) {
    assertEquals([address, octetsOf(address) !== undefined, isPublicAddress(address)], [
      address,
      true,
      false,
    ]);
  }
});

Deno.test("a text that is no address is not public (RFC 4291 section 2.2)", () => {
  for (const text of malformed) {
    assertEquals([text, octetsOf(text), isPublicAddress(text)], [text, undefined, false]);
  }
});

Deno.test("an IPv6 address is read in each of its forms (RFC 4291 section 2.2)", () => {
  const whole = octetsOf("2001:0db8:0000:0000:0000:0000:0102:0304");
  assertEquals(whole, [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]);
  for (const text of ["2001:db8::102:304", "2001:DB8::1.2.3.4", "2001:db8:0:0:0:0:1.2.3.4"]) {
    assertEquals(octetsOf(text), whole);
  }
});
