package dev.granary.libp2p.simulation.scenario;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.host.ProtocolHandler;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.KadRecord;
import dev.granary.libp2p.kad.wire.MessageType;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.Frames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Hosts that stick together: they name each other and peers that do not exist, and give wrong records. */
final class Liars implements ProtocolHandler {
    private static final int INVENTED = 400;
    private static final int NAMED_EACH = 10;
    private static final int PROVIDERS = 5;
    private static final int VALUE = 40;
    /** The form of an Ed25519 key in a peer id, before its 32 bytes. */
    private static final byte[] ID_PREFIX = {0, 0x24, 8, 1, 0x12, 0x20};

    private static final int KEY = 32;

    private final RandomGenerator random;
    private final boolean invents;
    private final List<Named> members = new ArrayList<>();
    private final List<Named> invented = new ArrayList<>();

    /** @param invents whether they name peers that do not exist, and not each other alone */
    Liars(Population population, RandomGenerator random, boolean invents) {
        this.random = random;
        this.invents = invents;
        for (int i = 0; i < INVENTED; i++) {
            KadPeer peer =
                    KadPeer.of(inventedId(), List.of(Multiaddr.parse("/ip4/" + population.address() + "/tcp/4001")));
            invented.add(new Named(peer, KadKey.of(peer.id())));
        }
    }

    /** Somebody, and where in the key space. */
    private record Named(KadPeer peer, KadKey key) {}

    private PeerId inventedId() {
        byte[] bytes = new byte[ID_PREFIX.length + KEY];
        random.nextBytes(bytes);
        System.arraycopy(ID_PREFIX, 0, bytes, 0, ID_PREFIX.length);
        try {
            return PeerId.decode(bytes);
        } catch (P2pException impossible) {
            throw new IllegalStateException("the form of a peer id is wrong", impossible);
        }
    }

    /** One more of them. */
    void add(DhtNode node) {
        members.add(new Named(node.self(), node.key()));
    }

    @Override
    public void opened(P2pStream stream) {
        stream.start(new Frames(stream, KadMessage.LONGEST, new Lying(stream)));
    }

    private Optional<KadMessage> lie(KadMessage asked) {
        KadKey key = KadKey.of(asked.key().toByteArray());
        List<KadPeer> closer = new ArrayList<>(nearest(members, key, 2 * NAMED_EACH));
        if (invents) {
            closer = new ArrayList<>(closer.subList(0, Math.min(NAMED_EACH, closer.size())));
            closer.addAll(nearest(invented, key, NAMED_EACH));
        }
        MessageType type = asked.type();
        if (type == MessageType.ADD_PROVIDER) {
            return Optional.empty();
        }
        if (type == MessageType.PUT_VALUE) {
            return Optional.of(asked);
        }
        return Optional.of(new KadMessage(
                type,
                asked.key(),
                type == MessageType.GET_VALUE && invents ? Optional.of(wrongRecord(asked.key())) : Optional.empty(),
                closer,
                type == MessageType.GET_PROVIDERS && invents ? nearest(invented, key, PROVIDERS) : List.of()));
    }

    private KadRecord wrongRecord(ByteString key) {
        byte[] value = new byte[VALUE];
        random.nextBytes(value);
        return new KadRecord(key, ByteString.copyFrom(value), "");
    }

    private static List<KadPeer> nearest(List<Named> all, KadKey key, int count) {
        return all.stream()
                .sorted(Comparator.comparing(Named::key, key::compareDistances))
                .limit(count)
                .map(Named::peer)
                .toList();
    }

    /** Answers on one stream. */
    private final class Lying implements Frames.Reader {
        private final ByteStream stream;

        private Lying(ByteStream stream) {
            this.stream = stream;
        }

        @Override
        public void message(byte[] bytes) throws P2pException {
            lie(KadMessage.decode(bytes)).ifPresent(answer -> {
                Frames.write(stream, answer.encode());
                stream.flush();
            });
        }

        @Override
        public void ended() {
            stream.end();
        }

        @Override
        public void closed(Closing closing) {}
    }
}
