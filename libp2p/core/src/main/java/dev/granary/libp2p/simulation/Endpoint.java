package dev.granary.libp2p.simulation;

import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.transport.Acceptor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one host is attached to a simulated network. */
public final class Endpoint {
    private final NodeLoop loop;
    private final PublicKey key;
    private final Attachment attachment;
    private final Geography.Place place;
    private final List<SimulatedConnection> connections = new ArrayList<>();
    private @Nullable Acceptor acceptor;
    private int side;

    Endpoint(NodeLoop loop, PublicKey key, Attachment attachment, Geography.Place place) {
        this.loop = loop;
        this.key = key;
        this.attachment = attachment;
        this.place = place;
    }

    /**
     * How a host is attached.
     *
     * @param address at which the host is reached
     * @param outbound where its dials seem to come from
     * @param reachable whether it can be dialled; one behind a NAT can't
     */
    public record Attachment(Multiaddr address, Multiaddr outbound, boolean reachable) {
        private static final int OUTBOUND_PORT = 50_000;
        private static final int LISTEN_PORT = 4_001;

        /** A host at {@code ip}, such as {@code 100.1.2.3}. */
        public static Attachment at(String ip, boolean reachable) {
            return new Attachment(
                    Multiaddr.parse("/ip4/" + ip + "/tcp/" + LISTEN_PORT),
                    Multiaddr.parse("/ip4/" + ip + "/tcp/" + OUTBOUND_PORT),
                    reachable);
        }
    }

    public NodeLoop loop() {
        return loop;
    }

    public PublicKey key() {
        return key;
    }

    public Attachment attachment() {
        return attachment;
    }

    /** Tells endpoints apart, in the order in which they came. */
    public int number() {
        return loop.number();
    }

    public boolean isAlive() {
        return !loop.isHalted();
    }

    Geography.Place place() {
        return place;
    }

    /** Ends of connections at this host, those that it does not know of yet among them. */
    List<SimulatedConnection> connections() {
        return connections;
    }

    @Nullable
    Acceptor acceptor() {
        return acceptor;
    }

    void listen(Acceptor taker) {
        acceptor = taker;
    }

    void listenNoMore() {
        acceptor = null;
    }

    /** Which part of a network that has fallen apart this host is in. */
    int side() {
        return side;
    }

    void moveTo(int part) {
        side = part;
    }
}
