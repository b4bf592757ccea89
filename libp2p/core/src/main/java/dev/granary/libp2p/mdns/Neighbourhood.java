package dev.granary.libp2p.mdns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;

/** The multicast group of one network and one family of addresses. */
final class Neighbourhood implements AutoCloseable {
    private static final String GROUP_4 = "224.0.0.251";
    private static final String GROUP_6 = "ff02::fb";

    /** RFC 6762, 17: no packet is larger, whatever the network carries. */
    private static final int LARGEST_PACKET = 9000;

    private final DatagramChannel channel;
    private final NetworkInterface network;
    private final InetSocketAddress group;

    private Neighbourhood(DatagramChannel channel, NetworkInterface network, InetSocketAddress group) {
        this.channel = channel;
        this.network = network;
        this.group = group;
    }

    static Neighbourhood join(NetworkInterface network, StandardProtocolFamily family, int port) throws IOException {
        DatagramChannel channel = DatagramChannel.open(family);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, network);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 255);
            channel.bind(new InetSocketAddress(port));
            InetAddress address = InetAddress.ofLiteral(family == StandardProtocolFamily.INET ? GROUP_4 : GROUP_6);
            channel.join(address, network);
            return new Neighbourhood(channel, network, new InetSocketAddress(address, port));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Waits for a packet of a neighbour. */
    byte[] receive() throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(LARGEST_PACKET);
        while (true) {
            packet.clear();
            InetSocketAddress from = (InetSocketAddress) channel.receive(packet);
            if (from != null && isNeighbour(from.getAddress())) {
                return Arrays.copyOf(packet.array(), packet.position());
            }
        }
    }

    void send(byte[] packet) throws IOException {
        channel.send(ByteBuffer.wrap(packet), group);
    }

    /** RFC 6762, 11: a packet may be sent to us from anywhere, but only a neighbour's counts. */
    private boolean isNeighbour(InetAddress from) {
        return from.isLinkLocalAddress()
                || network.getInterfaceAddresses().stream().anyMatch(ours -> isSameNetwork(ours, from));
    }

    private static boolean isSameNetwork(InterfaceAddress ours, InetAddress from) {
        byte[] left = ours.getAddress().getAddress();
        byte[] right = from.getAddress();
        int prefix = ours.getNetworkPrefixLength();
        if (left.length != right.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >>> (bit % Byte.SIZE);
            if (((left[bit / Byte.SIZE] ^ right[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
