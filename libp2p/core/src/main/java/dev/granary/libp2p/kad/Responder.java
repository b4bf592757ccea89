package dev.granary.libp2p.kad;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.records.ProviderStore;
import dev.granary.libp2p.kad.records.RateLimit;
import dev.granary.libp2p.kad.records.ValueStore;
import dev.granary.libp2p.kad.table.RoutingTable;
import dev.granary.libp2p.kad.table.TableEntry;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.KadRecord;
import dev.granary.libp2p.kad.wire.MessageType;
import dev.granary.libp2p.multiformats.PeerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a server answers. Plain state: it is given requests and the time. Confined to the host's loop. */
final class Responder {
    private static final int LONGEST_PROVIDER_KEY = 80;

    private final RoutingTable table;
    private final ProviderStore providers;
    private final ValueStore values;
    private final ServerLimits limits;
    private final int closest;
    private final Supplier<KadPeer> self;
    private final Function<PeerId, KadPeer> located;
    private final RateLimit queries;
    private final RateLimit writes;

    /**
     * @param self how we describe ourselves
     * @param located a peer with the addresses that are known of it, if any
     */
    Responder(
            RoutingTable table,
            Stores stores,
            KademliaSettings settings,
            Supplier<KadPeer> self,
            Function<PeerId, KadPeer> located) {
        this.table = table;
        this.providers = stores.providers();
        this.values = stores.values();
        this.limits = settings.limits();
        this.closest = settings.table().bucketSize();
        this.self = self;
        this.located = located;
        this.queries = new RateLimit(limits.queries(), limits.allQueries());
        this.writes = new RateLimit(limits.writes(), limits.allWrites());
    }

    /**
     * The answer to {@code request}, where there is one.
     *
     * @throws P2pException when it is refused: its stream is to be reset
     */
    Optional<KadMessage> answer(PeerId from, KadMessage request, Instant now, long nanoTime) throws P2pException {
        MessageType type = request.type();
        boolean write = type == MessageType.ADD_PROVIDER || type == MessageType.PUT_VALUE;
        if (!(write ? writes : queries).admits(from, nanoTime)) {
            throw new P2pException(P2pError.LIMIT, "A peer, or all together, ask too much.");
        }
        if (request.key().isEmpty() && type != MessageType.PING) {
            throw new P2pException(P2pError.MALFORMED, "A request names no key.");
        }
        return switch (type) {
            case FIND_NODE -> Optional.of(findNode(from, request.key()));
            case GET_VALUE -> Optional.of(value(from, request.key(), now));
            case GET_PROVIDERS -> Optional.of(providers(from, request.key(), now));
            case PUT_VALUE -> Optional.of(put(request, now));
            case ADD_PROVIDER -> {
                addProvider(from, request, now);
                yield Optional.empty();
            }
            case PING -> Optional.of(KadMessage.request(MessageType.PING, ByteString.EMPTY));
        };
    }

    private KadMessage findNode(PeerId from, ByteString key) {
        List<KadPeer> found = new ArrayList<>(closest + 1);
        peer(key).filter(target -> !target.equals(from)).ifPresent(target -> {
            KadPeer known = target.equals(self.get().id()) ? self.get() : located.apply(target);
            if (!known.addresses().isEmpty() || known.id().equals(self.get().id())) {
                found.add(known);
            }
        });
        for (KadPeer near : nearest(from, key)) {
            if (found.isEmpty() || !found.getFirst().id().equals(near.id())) {
                found.add(near);
            }
        }
        return new KadMessage(MessageType.FIND_NODE, ByteString.EMPTY, Optional.empty(), found, List.of());
    }

    private static Optional<PeerId> peer(ByteString key) {
        try {
            return Optional.of(PeerId.decode(key.toByteArray()));
        } catch (P2pException other) {
            return Optional.empty(); // any key may be looked for
        }
    }

    private KadMessage value(PeerId from, ByteString key, Instant now) {
        return new KadMessage(MessageType.GET_VALUE, key, values.find(key, now), nearest(from, key), List.of());
    }

    private KadMessage providers(PeerId from, ByteString key, Instant now) throws P2pException {
        requireProviderKey(key);
        return new KadMessage(
                MessageType.GET_PROVIDERS,
                key,
                Optional.empty(),
                nearest(from, key),
                providers.find(key, limits.providersPerAnswer(), now));
    }

    private KadMessage put(KadMessage request, Instant now) throws P2pException {
        KadRecord record =
                request.record().orElseThrow(() -> new P2pException(P2pError.MALFORMED, "A value to keep is missing."));
        if (!record.key().equals(request.key())) {
            throw new P2pException(P2pError.PROTOCOL_VIOLATION, "A value is sent under another key than its own.");
        }
        values.put(record.key(), record.value(), now);
        return KadMessage.putValue(new KadRecord(record.key(), record.value(), ""));
    }

    private void addProvider(PeerId from, KadMessage request, Instant now) throws P2pException {
        requireProviderKey(request.key());
        boolean taken = false;
        for (KadPeer provider : request.providers()) {
            if (provider.id().equals(from) && !provider.addresses().isEmpty()) {
                providers.add(request.key(), provider, now);
                taken = true;
            }
        }
        if (!taken) {
            throw new P2pException(P2pError.PROTOCOL_VIOLATION, "A peer announces somebody else, or gives no address.");
        }
    }

    private static void requireProviderKey(ByteString key) throws P2pException {
        if (key.size() > LONGEST_PROVIDER_KEY) {
            throw new P2pException(P2pError.LIMIT, "A provider key has " + key.size() + " bytes.");
        }
    }

    private List<KadPeer> nearest(PeerId from, ByteString key) {
        List<KadPeer> nearest = new ArrayList<>(closest);
        for (TableEntry entry : table.nearest(KadKey.of(key.toByteArray()), closest + 1)) {
            boolean asker = entry.peer().id().equals(from);
            if (!asker && nearest.size() < closest && !entry.peer().addresses().isEmpty()) {
                nearest.add(entry.peer());
            }
        }
        return nearest;
    }
}
