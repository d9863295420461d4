/** How values that are no plain texts are compared. */
export interface ValueType<T> {
  /** Undefined for a text that is no such value. */
  readonly parse: (text: string) => T | undefined;
  /** Texts on both sides of where a comparison with the value changes. */
  readonly around: (value: T) => string[];
}

export const NUMBER: ValueType<number> = {
  parse: (text) => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined),
  around: (value) =>
    [value, Math.floor(value) - 1, Math.floor(value), Math.ceil(value), Math.ceil(value) + 1].map(String),
};

export const DATE: ValueType<number> = {
  parse: (text) => {
    if (/^\d+$/.test(text)) return Number(text) * 1000;
    if (!/^\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?$/.test(text)) return undefined;
    const time = Date.parse(text);
    return Number.isNaN(time) ? undefined : time;
  },
  around: (time) => [time, time - 1000, time + 1000].map((each) => new Date(each).toISOString()),
};

/** Addresses that agree in their first bits. */
export interface AddressRange {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

export const ADDRESS: ValueType<AddressRange> = {
  parse: (text) => {
    const [address = '', length, ...others] = text.split('/');
    const parsed = address.includes(':') ? ipv6(address) : ipv4(address);
    if (parsed === undefined || others.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length)))
      return undefined;
    const bits = address.includes(':') ? 128 : 32;
    const free = bits - Number(length ?? bits);
    if (free < 0) return undefined;
    const first = (parsed >> BigInt(free)) << BigInt(free);
    return { bits, first, last: first + (1n << BigInt(free)) - 1n };
  },
  around: ({ bits, first, last }) =>
    [first, last, first - 1n, last + 1n]
      .filter((address) => address >= 0n && address < 1n << BigInt(bits))
      .map((address) => addressText(bits, address)),
};

/** Whether all of one range lie in another. */
export function isInRange(one: AddressRange, other: AddressRange): boolean {
  return one.bits === other.bits && one.first >= other.first && one.last <= other.last;
}

function ipv4(text: string): bigint | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const parts = text.split('.').map(Number);
  return parts.some((part) => part > 255) ? undefined : parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function ipv6(text: string): bigint | undefined {
  const [head = '', tail, ...others] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const missing = 8 - groups(head).length - groups(tail ?? '').length;
  if (others.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const parts = [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail ?? '')];
  if (!parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  return parts.reduce((sum, part) => (sum << 16n) + BigInt(`0x${part}`), 0n);
}

function addressText(bits: 32 | 128, address: bigint): string {
  const [count, width, base, separator] = bits === 32 ? ([4, 8n, 10, '.'] as const) : ([8, 16n, 16, ':'] as const);
  const parts = Array.from({ length: count }, (_, index) => {
    const shift = BigInt(count - 1 - index) * width;
    return ((address >> shift) & ((1n << width) - 1n)).toString(base);
  });
  return parts.join(separator);
}
