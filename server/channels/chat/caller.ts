import { BlockList, isIP } from 'node:net';

/** Finds out who calls, believing only the proxies that the operator named (addresses or `address/bits`). */
export function callerOf(trusted: readonly string[]): (request: { readonly peer: string | undefined; readonly forwardedFor: string | undefined }) => string {
  const list = new BlockList();
  for (const entry of trusted) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address);
    if (family === 0) continue;
    const kind = family === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, kind);
    else list.addSubnet(address, Number(bits), kind);
  }
  const isTrusted = (address: string): boolean => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return ({ peer, forwardedFor }) => {
    let at = plain(peer ?? '');
    const chain = (forwardedFor ?? '').split(',').map((part) => plain(part.trim()));
    while (isTrusted(at) && chain.length > 0) {
      const next = chain.pop() ?? '';
      if (isIP(next) === 0) break;
      at = next;
    }
    return network(at);
  };
}

function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}

/** One subscriber has a whole /64 of IPv6. */
function network(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === '' ? [] : tail.split(':');
  const whole = address.includes('::') ? [...groups, ...Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0'), ...rest] : groups;
  return `${whole.slice(0, 4).join(':')}::/64`;
}
