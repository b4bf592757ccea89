package dev.granary.libp2p.transport.netty;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.Protocol;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/** Between the addresses of libp2p and those of sockets. */
public final class SocketAddresses {
    private SocketAddresses() {}

    /** The socket that {@code address} names, empty when it does not begin with an IP address and a port of {@code protocol}. */
    public static Optional<InetSocketAddress> socketOf(Multiaddr address, Protocol protocol) {
        var components = address.components();
        if (components.size() < 2 || components.get(1).protocol() != protocol) {
            return Optional.empty();
        }
        Protocol first = components.getFirst().protocol();
        if (first != Protocol.IP4 && first != Protocol.IP6) {
            return Optional.empty();
        }
        InetAddress ip = InetAddress.ofLiteral(components.getFirst().value());
        return Optional.of(
                new InetSocketAddress(ip, Integer.parseInt(components.get(1).value())));
    }

    /** Where a socket that is bound to {@code bound} can be reached: a wildcard stands for each address of this machine. */
    public static List<Multiaddr> reachable(InetSocketAddress bound, String suffix) {
        if (!bound.getAddress().isAnyLocalAddress()) {
            return List.of(addressOf(bound, suffix));
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(ip -> ip.getClass() == bound.getAddress().getClass())
                    // an address of one link means nothing to who is not on it
                    .filter(ip -> !ip.isLinkLocalAddress())
                    .map(ip -> addressOf(new InetSocketAddress(ip, bound.getPort()), suffix))
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    /** {@code /ip4/../tcp/..} and its like. */
    public static Multiaddr addressOf(InetSocketAddress socket, String suffix) {
        InetAddress ip = socket.getAddress();
        return Multiaddr.parse(
                (ip instanceof Inet4Address ? "/ip4/" : "/ip6/") + text(ip) + String.format(suffix, socket.getPort()));
    }

    /** The number, without the name of a link. */
    static String text(InetAddress ip) {
        String text = ip.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
