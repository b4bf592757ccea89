package dev.granary.libp2p.limits;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.Protocol;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Addresses that are likely in one hand: an IP address cut to a prefix.
 *
 * @param prefix the bytes that count in hexadecimal, with the number of bits
 */
public record IpGroup(String prefix) {
    /** The group of {@code ip} at {@code bits} bits. */
    public static IpGroup of(InetAddress ip, int bits) {
        byte[] bytes = ip.getAddress();
        byte[] kept = Arrays.copyOf(bytes, (bits + Byte.SIZE - 1) / Byte.SIZE);
        if (bits % Byte.SIZE != 0) {
            kept[kept.length - 1] &= (byte) (0xff << (Byte.SIZE - bits % Byte.SIZE));
        }
        return new IpGroup(HexFormat.of().formatHex(kept) + "/" + bits);
    }

    /** The IP address that {@code address} begins with; empty for names and for what has none. */
    public static Optional<InetAddress> ipOf(Multiaddr address) {
        var first = address.components().getFirst();
        return first.protocol() == Protocol.IP4 || first.protocol() == Protocol.IP6
                ? Optional.of(InetAddress.ofLiteral(first.value()))
                : Optional.empty();
    }

    /** Whether {@code address} lies in this machine or its own network; so does what has no IP address. */
    public static boolean isLocal(Multiaddr address) {
        return ipOf(address).map(IpGroup::isLocal).orElse(address.has(Protocol.MEMORY));
    }

    /** Whether {@code ip} lies in this machine or its own network. */
    public static boolean isLocal(InetAddress ip) {
        return ip.isLoopbackAddress()
                || ip.isSiteLocalAddress()
                || ip.isLinkLocalAddress()
                || (!(ip instanceof Inet4Address) && (ip.getAddress()[0] & 0xfe) == 0xfc);
    }
}
