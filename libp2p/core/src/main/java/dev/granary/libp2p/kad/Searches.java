package dev.granary.libp2p.kad;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.MessageType;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds peers and providers. Confined to the host's loop. */
final class Searches {
    private static final int MOST_PROVIDERS = 10_000;

    private final Node node;

    Searches(Node node) {
        this.node = node;
    }

    CompletableFuture<List<KadPeer>> closest(ByteString key) {
        CompletableFuture<List<KadPeer>> result = new CompletableFuture<>();
        node.look(
                MessageType.FIND_NODE,
                key,
                LookupRun.Visitor.NONE,
                walk -> result.complete(
                        walk.nearestAnswered().stream().map(this::located).toList()));
        return result;
    }

    private KadPeer located(KadPeer peer) {
        return peer.addresses().isEmpty() ? node.located(peer.id()) : peer;
    }

    CompletableFuture<Optional<KadPeer>> peer(PeerId wanted) {
        CompletableFuture<Optional<KadPeer>> result = new CompletableFuture<>();
        KadPeer known = node.located(wanted);
        if (!known.addresses().isEmpty() && !node.host().connections(wanted).isEmpty()) {
            result.complete(Optional.of(known));
            return result;
        }
        node.look(
                MessageType.FIND_NODE,
                ByteString.copyFrom(wanted.bytes()),
                (from, answer, walk) -> isNamed(wanted, answer, result),
                walk -> result.complete(known.addresses().isEmpty() ? Optional.empty() : Optional.of(known)));
        return result;
    }

    private static boolean isNamed(PeerId wanted, KadMessage answer, CompletableFuture<Optional<KadPeer>> result) {
        for (KadPeer named : answer.closer()) {
            if (named.id().equals(wanted) && !named.addresses().isEmpty()) {
                return result.complete(Optional.of(named));
            }
        }
        return false;
    }

    CompletableFuture<List<KadPeer>> providers(ByteString key, int count, int paths) {
        CompletableFuture<List<KadPeer>> result = new CompletableFuture<>();
        int wanted = Math.min(count, MOST_PROVIDERS);
        Map<PeerId, KadPeer> found = new LinkedHashMap<>();
        add(node.stores().providers().find(key, wanted, node.time()), found, wanted);
        if (found.size() >= wanted) {
            result.complete(List.copyOf(found.values()));
            return result;
        }
        node.look(
                paths,
                MessageType.GET_PROVIDERS,
                key,
                (from, answer, walk) -> add(answer.providers(), found, wanted),
                walk -> result.complete(List.copyOf(found.values())));
        return result;
    }

    /** Adds providers, preferring those with addresses; says whether there are enough. */
    private static boolean add(List<KadPeer> providers, Map<PeerId, KadPeer> found, int wanted) {
        for (KadPeer provider : providers) {
            KadPeer known = found.get(provider.id());
            if (known == null ? found.size() < wanted : known.addresses().isEmpty()) {
                found.put(provider.id(), provider);
            }
        }
        return found.size() >= wanted;
    }
}
