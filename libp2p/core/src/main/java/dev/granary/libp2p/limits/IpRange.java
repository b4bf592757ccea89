package dev.granary.libp2p.limits;

import java.net.InetAddress;

/** All IP addresses that begin with the same bits. */
public record IpRange(IpGroup group, int bits, int width) {
    /**
     * What a configuration calls a range.
     *
     * @param text such as {@code 10.0.0.0/8} or {@code fd00::/8}
     */
    public static IpRange parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a range needs a prefix length, such as 10.0.0.0/8: " + text);
        }
        InetAddress ip = InetAddress.ofLiteral(text.substring(0, slash));
        int bits = Integer.parseInt(text.substring(slash + 1));
        int width = ip.getAddress().length * Byte.SIZE;
        if (bits < 0 || bits > width) {
            throw new IllegalArgumentException("no such prefix length: " + text);
        }
        return new IpRange(IpGroup.of(ip, bits), bits, width);
    }

    /** Whether {@code ip} is one of them. */
    public boolean contains(InetAddress ip) {
        return ip.getAddress().length * Byte.SIZE == width
                && IpGroup.of(ip, bits).equals(group);
    }
}
