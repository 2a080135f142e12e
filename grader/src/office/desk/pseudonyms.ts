import { createHash } from "node:crypto";

const ADJECTIVES =
  "Amber Ancient Autumn Bold Brave Bright Bronze Busy Calm Clever Coral Cosmic Crimson Curious Dapper Daring Early Eager Fleet Frosty Gentle Golden Green Happy Hardy Hazel Honest Humble Indigo Ivory Jade Jolly Kind Lively Lucky Lunar Merry Mighty Misty Noble Olive Opal Patient Pearl Plucky Polite Proud Quick Quiet Rapid Ruby Rustic Sandy Scarlet Serene Silver Sleek Solar Steady Sunny Swift Velvet Violet Witty".split(
    " ",
  );
const ANIMALS =
  "Badger Beaver Bison Bobcat Buzzard Camel Condor Coyote Crane Curlew Dingo Dolphin Eagle Egret Falcon Ferret Finch Gannet Gazelle Gecko Gibbon Hare Heron Hornet Ibis Iguana Jackal Jaguar Kestrel Koala Lemur Leopard Lizard Llama Lynx Magpie Marmot Marten Meerkat Mole Moose Narwhal Newt Ocelot Octopus Osprey Otter Panda Panther Pelican Penguin Puffin Quail Rabbit Raven Robin Salmon Seal Sparrow Stork Tapir Turtle Walrus Wombat".split(
    " ",
  );

/** A number from 0 up to 1 that depends only on the words. */
export function fractionOf(...words: readonly string[]): number {
  return digest(words).readUInt32BE(0) / 2 ** 32;
}

/** An opaque key of a submission. */
export function keyOf(name: string): string {
  return digest(["key", name]).toString("hex").slice(0, 16);
}

/** A pseudonym such as "Quiet Otter 17" for each name. It stays the same when others are added. */
export function pseudonymsOf(names: readonly string[]): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  // In the order of their hashes, so that which of two like ones gives way does not depend on the order of the class.
  for (const name of [...names].sort((one, other) => fractionOf(one) - fractionOf(other))) {
    let attempt = 0;
    while (taken.has(pseudonym(name, attempt))) attempt += 1;
    given.set(name, pseudonym(name, attempt));
    taken.add(pseudonym(name, attempt));
  }
  return given;
}

function pseudonym(name: string, attempt: number): string {
  const bytes = digest(["pseudonym", String(attempt), name]);
  const adjective = ADJECTIVES[bytes.readUInt8(0) % ADJECTIVES.length] ?? "";
  const animal = ANIMALS[bytes.readUInt8(1) % ANIMALS.length] ?? "";
  return `${adjective} ${animal} ${10 + (bytes.readUInt8(2) % 90)}`;
}

function digest(words: readonly string[]): Buffer {
  return createHash("sha256").update(JSON.stringify(words)).digest();
}
