/** Bytes of the shortest and the longest IPv4 address. */
const LEAST: usize = 7;
const MOST: usize = 15;
const DOT = 46;

/**
 * True when the AnyValue at these bytes is a string that is an IPv4 address, that of somebody, and nothing else: what
 * `findIpv4` of the scanner finds in it whatever comes before and after.
 */
export function isAddressText(from: usize, to: usize): bool {
  const size = to - from - 2;
  if (size < LEAST || size > MOST) return false;
  if (load<u8>(from) !== 0x0a || <usize>load<u8>(from, 1) !== size) return false;
  let address: u32 = 0;
  let dots = 0;
  let octet = 0;
  let digits = 0;
  for (let at = from + 2; at < to; at++) {
    const code = <i32>load<u8>(at);
    if (code === DOT) {
      if (digits === 0) return false;
      dots++;
      address = (address << 8) | octet;
      octet = digits = 0;
      continue;
    }
    // No octet begins with a zero but that of zero alone.
    if (<u32>(code - 48) > 9 || (digits > 0 && octet === 0)) return false;
    octet = octet * 10 + (code - 48);
    if (octet > 255) return false;
    digits++;
  }
  if (dots !== 3 || digits === 0) return false;
  address = (address << 8) | octet;
  // `isNobodys`
  const first = address >> 24;
  if (first === 127 || address >> 8 === 0xff_ffff || (first !== 10 && (address & 0xff_ffff) === 0))
    return false;
  if (first !== 0 && first !== 255) return true;
  const ones = first === 0 ? address : ~address;
  return (ones & (ones + 1)) !== 0;
}
