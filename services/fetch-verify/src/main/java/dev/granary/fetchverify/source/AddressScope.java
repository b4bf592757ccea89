package dev.granary.fetchverify.source;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * How far an IP address reaches, and so who may make the mirror connect to it.
 *
 * <p>IPv6 addresses that carry an IPv4 address (mapped, compatible, NAT64, 6to4) count as what they carry.
 */
public enum AddressScope {
    /** Anywhere on the internet. */
    PUBLIC,
    /** This machine or the company's network: only for upstreams that are configured to be there. */
    INTERNAL,
    /** Link-local, cloud metadata, multicast, unspecified or reserved: only for an upstream configured as exactly it. */
    SPECIAL;

    private static final List<Range> V4 = List.of(
            new Range(v4(169, 254, 0, 0), 16, SPECIAL), // link-local; 169.254.169.254 is most clouds' metadata
            new Range(v4(100, 100, 100, 200), 32, SPECIAL), // metadata of one cloud, inside the CGNAT range
            new Range(v4(168, 63, 129, 16), 32, SPECIAL), // host agent of one cloud, inside a public range
            new Range(v4(192, 0, 0, 0), 24, SPECIAL), // IETF protocols, metadata of one cloud
            new Range(v4(0, 0, 0, 0), 8, SPECIAL),
            new Range(v4(224, 0, 0, 0), 3, SPECIAL), // multicast and reserved
            new Range(v4(127, 0, 0, 0), 8, INTERNAL),
            new Range(v4(10, 0, 0, 0), 8, INTERNAL),
            new Range(v4(172, 16, 0, 0), 12, INTERNAL),
            new Range(v4(192, 168, 0, 0), 16, INTERNAL),
            new Range(v4(100, 64, 0, 0), 10, INTERNAL), // carrier-grade NAT
            new Range(v4(198, 18, 0, 0), 15, INTERNAL)); // benchmarks, and the made-up addresses of some VPN clients
    private static final List<Range> V6 = List.of(
            new Range(v6(0xfd00, 0x0ec2, 0, 0x254), 128, SPECIAL), // metadata of one cloud, inside the ULA range
            new Range(v6(0xfd20, 0x00ce, 0, 0x254), 128, SPECIAL), // the same of another
            new Range(v6(0, 0, 0, 1), 128, INTERNAL),
            new Range(v6(0xfc00, 0, 0, 0), 7, INTERNAL),
            new Range(v6(0xfec0, 0, 0, 0), 10, INTERNAL),
            new Range(v6(0xfe80, 0, 0, 0), 10, SPECIAL),
            new Range(v6(0xff00, 0, 0, 0), 8, SPECIAL),
            new Range(v6(0x0064, 0xff9b, 1, 0), 48, SPECIAL), // NAT64 with a local prefix: it may carry anything
            new Range(v6(0x2001, 0, 0, 0), 32, SPECIAL)); // Teredo
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};
    private static final byte[] COMPATIBLE = new byte[12];
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] SIX_TO_FOUR = {0x20, 0x02};
    private static final int V4_LENGTH = 4;

    /** The scope of {@code address}. */
    public static AddressScope of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == V4_LENGTH ? first(V4, bytes) : ofV6(bytes);
    }

    private static AddressScope ofV6(byte[] bytes) {
        if (startsWith(bytes, MAPPED) || startsWith(bytes, NAT64)) {
            return first(V4, Arrays.copyOfRange(bytes, 12, 16));
        }
        if (startsWith(bytes, SIX_TO_FOUR)) {
            return first(V4, Arrays.copyOfRange(bytes, 2, 6));
        }
        AddressScope own = first(V6, bytes);
        boolean carries = own == PUBLIC && startsWith(bytes, COMPATIBLE);
        return carries ? first(V4, Arrays.copyOfRange(bytes, 12, 16)) : own;
    }

    private static AddressScope first(List<Range> ranges, byte[] address) {
        for (Range range : ranges) {
            if (range.holds(address)) {
                return range.scope;
            }
        }
        return PUBLIC;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] v4(int a, int b, int c, int d) {
        return new byte[] {(byte) a, (byte) b, (byte) c, (byte) d};
    }

    /** The first three groups of an address and its last one. */
    private static byte[] v6(int first, int second, int third, int last) {
        byte[] bytes = new byte[16];
        int[] groups = {first, second, third, 0, 0, 0, 0, last};
        for (int i = 0; i < groups.length; i++) {
            bytes[2 * i] = (byte) (groups[i] >> 8);
            bytes[2 * i + 1] = (byte) groups[i];
        }
        return bytes;
    }

    private static final class Range {
        private final byte[] prefix;
        private final int bits;
        private final AddressScope scope;

        Range(byte[] prefix, int bits, AddressScope scope) {
            this.prefix = prefix;
            this.bits = bits;
            this.scope = scope;
        }

        boolean holds(byte[] address) {
            int whole = bits / 8;
            if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
                return false;
            }
            int rest = bits % 8;
            return rest == 0 || (address[whole] ^ prefix[whole]) >> (8 - rest) == 0;
        }
    }
}
