package dev.granary.libp2p.mdns;

import dev.granary.libp2p.pnet.PrivateNetwork;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;

/**
 * Where and how often peers are looked for.
 *
 * @param service what is asked for; peers of another name stay unknown to each other
 * @param port of multicast DNS; another one keeps tests among themselves
 * @param interval from one question to the next
 * @param interfaces the networks to ask in
 */
public record MdnsSettings(String service, int port, Duration interval, List<NetworkInterface> interfaces) {
    private static final String LABEL = "_p2p";
    private static final String DOMAIN = "._udp.local";
    private static final int PORT = 5353;
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    public MdnsSettings {
        interfaces = List.copyOf(interfaces);
        if (port < 1 || port > 0xffff || !interval.isPositive() || interfaces.isEmpty()) {
            throw new IllegalArgumentException(
                    "need a port, an interval and an interface: " + port + ", " + interval + ", " + interfaces);
        }
    }

    /** Every network that knows multicast, with the usual port and interval. */
    public static MdnsSettings everywhere() throws SocketException {
        List<NetworkInterface> usable = NetworkInterface.networkInterfaces()
                .filter(MdnsSettings::isUsable)
                .toList();
        return new MdnsSettings(LABEL + DOMAIN, PORT, INTERVAL, usable);
    }

    /** On {@code networks} only. */
    public static MdnsSettings on(NetworkInterface... networks) {
        return new MdnsSettings(LABEL + DOMAIN, PORT, INTERVAL, List.of(networks));
    }

    private static boolean isUsable(NetworkInterface network) {
        try {
            return network.isUp() && network.supportsMulticast() && !network.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    /** These settings for members of a private network, whom outsiders need not know about. */
    public MdnsSettings within(PrivateNetwork network) {
        return new MdnsSettings(LABEL + "-" + network.fingerprint() + DOMAIN, port, interval, interfaces);
    }

    /** These settings with another port. */
    public MdnsSettings atPort(int other) {
        return new MdnsSettings(service, other, interval, interfaces);
    }

    /** These settings with another interval. */
    public MdnsSettings every(Duration other) {
        return new MdnsSettings(service, port, other, interfaces);
    }
}
