// Codes on cards (services/coupon_codes.py): without a network only the check sign can be tested.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const MODULUS = 0b100101;

const sum = (numbers) => numbers.reduce((total, number) => timesA(total ^ number), 0);
const timesA = (number) => (number << 1 > 31 ? (number << 1) ^ MODULUS : number << 1);

export function newCode() {
  const numbers = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte % 32);
  return [...numbers, sum(numbers)].map((number) => ALPHABET[number]).join("");
}

// The code in what was typed, or null when there is a slip in it.
export function readCode(text) {
  const swap = { O: "0", I: "1", L: "1" };
  const code = text.toUpperCase().replace(/[OIL]/g, (sign) => swap[sign]).replace(/[^0-9A-Z]/g, "");
  const numbers = [...code].map((sign) => ALPHABET.indexOf(sign));
  if (numbers.length !== 9 || numbers.includes(-1)) return null;
  return sum(numbers.slice(0, -1)) === numbers.at(-1) ? code : null;
}

export const showCode = (code) => code.match(/.{1,3}/g).join("-");
