package dev.granary.libp2p.mdns;

import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Discovery in the local networks, from its start until it is closed. */
public final class MdnsDiscovery implements AutoCloseable {
    /** Packets that wait for the loop; what comes beyond them is lost, as packets are. */
    private static final int MOST_WAITING = 64;

    private final Loop loop;
    private final List<Neighbourhood> neighbourhoods;
    private final Conversation conversation;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    /** Takes peers that were found; called on the loop. */
    public interface Listener {
        /**
         * A neighbour claims that {@code peer} can be reached at {@code addresses}. Nothing of it is proven: dial with a
         * limit, and expect that peer.
         */
        void found(PeerId peer, List<Multiaddr> addresses);
    }

    /**
     * What others are told of us.
     *
     * @param addresses at which we can be reached just now, asked for on the loop
     */
    public record Announced(PeerId self, Supplier<List<Multiaddr>> addresses) {}

    private MdnsDiscovery(
            Loop loop,
            MdnsSettings settings,
            Announced announced,
            Listener listener,
            RandomGenerator random,
            List<Neighbourhood> neighbourhoods) {
        this.loop = loop;
        this.neighbourhoods = List.copyOf(neighbourhoods);
        this.conversation = new Conversation(loop, settings, announced, listener, random, this::send);
    }

    /**
     * Begins to ask and to answer.
     *
     * @throws IOException when none of the networks can be joined
     */
    public static MdnsDiscovery start(
            Loop loop, MdnsSettings settings, Announced announced, Listener listener, RandomGenerator random)
            throws IOException {
        MdnsDiscovery discovery = new MdnsDiscovery(loop, settings, announced, listener, random, joinAll(settings));
        for (Neighbourhood neighbourhood : discovery.neighbourhoods) {
            Thread.ofVirtual().name("mdns").start(() -> discovery.listen(neighbourhood));
        }
        loop.execute(discovery.conversation::ask);
        return discovery;
    }

    private static List<Neighbourhood> joinAll(MdnsSettings settings) throws IOException {
        List<Neighbourhood> joined = new ArrayList<>();
        IOException failure = new IOException("no network of " + settings.interfaces() + " can be asked");
        for (NetworkInterface network : settings.interfaces()) {
            for (StandardProtocolFamily family : List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
                try {
                    joined.add(Neighbourhood.join(network, family, settings.port()));
                } catch (IOException | RuntimeException e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (joined.isEmpty()) {
            throw failure;
        }
        return joined;
    }

    private void listen(Neighbourhood neighbourhood) {
        try {
            while (true) {
                byte[] packet = neighbourhood.receive();
                if (waiting.tryAcquire()) {
                    loop.execute(() -> take(packet));
                }
            }
        } catch (IOException closed) {
            // the network is gone, or we have closed it
        }
    }

    private void take(byte[] packet) {
        waiting.release();
        conversation.received(packet);
    }

    private void send(byte[] packet) {
        for (Neighbourhood neighbourhood : neighbourhoods) {
            try {
                neighbourhood.send(packet);
            } catch (IOException unreachable) {
                // a network may come and go; the next question tries again
            }
        }
    }

    /** Stops at once. To be called on the loop. */
    @Override
    public void close() throws IOException {
        conversation.close();
        for (Neighbourhood neighbourhood : neighbourhoods) {
            neighbourhood.close();
        }
    }
}
