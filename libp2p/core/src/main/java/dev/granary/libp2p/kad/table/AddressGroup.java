package dev.granary.libp2p.kad.table;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.Multiaddr;

/**
 * Addresses that are likely in one hand, as a number: IPv4 by /16 (by /8 where one owner has it all), IPv6 by /32. Read
 * from the binary form, since this is asked for each peer that is heard of.
 */
public final class AddressGroup {
    /** No IP address: a name, or nothing that is understood. */
    public static final long UNKNOWN = 0;

    /** Within this machine or its own network, or in its memory. */
    public static final long LOCAL = 1;

    private static final int IP4 = 4;
    private static final int IP6 = 41;
    private static final int IP6_ZONE = 42;
    private static final int MEMORY_LOW = 0x89;
    private static final int MEMORY_HIGH = 0x06;
    private static final int RELAY_LOW = 0xa2;
    private static final int RELAY_HIGH = 0x02;
    private static final int IP4_SIZE = 4;
    private static final int IP6_SIZE = 16;
    private static final long IP4_MARK = 4L << 32;
    private static final long IP4_WIDE_MARK = 5L << 32;
    private static final long IP6_MARK = 6L << 32;

    private AddressGroup() {}

    public static long of(Multiaddr address) {
        return of(ByteString.copyFrom(address.bytes()));
    }

    /** The group of {@code address} in its binary form. */
    public static long of(ByteString address) {
        int start = 0;
        if (address.size() > 2 && address.byteAt(0) == IP6_ZONE) {
            start = 2 + (address.byteAt(1) & 0xff);
        }
        int left = address.size() - start - 1;
        if (left >= IP4_SIZE && address.byteAt(start) == IP4) {
            return ofIp4(address, start + 1);
        }
        if (left >= IP6_SIZE && address.byteAt(start) == IP6) {
            return ofIp6(address, start + 1);
        }
        return isMemory(address) ? LOCAL : UNKNOWN;
    }

    /** Whether {@code address} is a public one of the peer itself, not one of a relay. */
    public static boolean isPublic(ByteString address) {
        return of(address) > LOCAL && !goesThroughRelay(address);
    }

    /** The first group of {@code peer}'s addresses that is neither local nor unknown; else local if any is. */
    public static long of(KadPeer peer) {
        long group = UNKNOWN;
        for (ByteString address : peer.addresses()) {
            long one = of(address);
            if (one > LOCAL) {
                return one;
            }
            group = Math.max(group, one);
        }
        return group;
    }

    private static long ofIp4(ByteString bytes, int at) {
        int first = bytes.byteAt(at) & 0xff;
        int second = bytes.byteAt(at + 1) & 0xff;
        boolean local = first == 127
                || first == 10
                || (first == 172 && second >> 4 == 1)
                || (first == 192 && second == 168)
                || (first == 169 && second == 254);
        if (local) {
            return LOCAL;
        }
        return switch (first) {
            case 12, 17, 19, 38, 48, 53, 56, 73 -> IP4_WIDE_MARK | first;
            default -> IP4_MARK | (first << 8) | second;
        };
    }

    private static long ofIp6(ByteString bytes, int at) {
        int first = bytes.byteAt(at) & 0xff;
        int second = bytes.byteAt(at + 1) & 0xff;
        if ((first & 0xfe) == 0xfc || (first == 0xfe && second >> 6 == 2)) {
            return LOCAL;
        }
        if (startsWithZeros(bytes, at, 10)) {
            boolean mapped = (bytes.byteAt(at + 10) & bytes.byteAt(at + 11)) == -1;
            return mapped ? ofIp4(bytes, at + 12) : isLoopback(bytes, at) ? LOCAL : IP6_MARK;
        }
        long high = ((long) first << 24) | ((long) second << 16);
        return IP6_MARK | high | ((bytes.byteAt(at + 2) & 0xff) << 8) | (bytes.byteAt(at + 3) & 0xff);
    }

    private static boolean isLoopback(ByteString bytes, int at) {
        return startsWithZeros(bytes, at, IP6_SIZE - 1) && bytes.byteAt(at + IP6_SIZE - 1) == 1;
    }

    private static boolean startsWithZeros(ByteString bytes, int at, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes.byteAt(at + i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMemory(ByteString address) {
        return has(address, 0, MEMORY_LOW, MEMORY_HIGH);
    }

    /** May be wrong where the same two bytes are part of a number: such an address is then not believed to be public. */
    private static boolean goesThroughRelay(ByteString address) {
        for (int at = 0; at < address.size() - 1; at++) {
            if (has(address, at, RELAY_LOW, RELAY_HIGH)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(ByteString address, int at, int low, int high) {
        return address.size() > at + 1 && (address.byteAt(at) & 0xff) == low && (address.byteAt(at + 1) & 0xff) == high;
    }
}
