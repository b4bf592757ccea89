package dev.granary.libp2p.pubsub.router;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages that we asked for, and peers that must deliver one of them in time: of each request one, taken by chance. */
final class Requests {
    /** Peers that one message is asked of at a time: one that only promises must not keep it from us. */
    private static final int MOST_PEERS = 3;

    private static final int MOST_MESSAGES = 50_000;

    private final long patience;
    private final Map<ByteString, Asked> asked = new LinkedHashMap<>(0);

    /** @param patience in nanoseconds */
    Requests(long patience) {
        this.patience = patience;
    }

    private static final class Asked {
        private long until;
        private int peers;
        private final List<PeerState> promised = new ArrayList<>(0);
    }

    /** Whether {@code id} is to be asked for once more. */
    boolean admits(ByteString id) {
        Asked known = asked.get(id);
        return known == null ? asked.size() < MOST_MESSAGES : known.peers < MOST_PEERS;
    }

    /** {@code id} is asked for. */
    void ask(ByteString id, long now) {
        Asked known = asked.remove(id);
        Asked renewed = known == null ? new Asked() : known;
        renewed.peers++;
        renewed.until = now + patience;
        asked.put(id, renewed);
    }

    /** {@code peer} is to deliver {@code id}, which was asked for, or is to blame. */
    void promise(ByteString id, PeerState peer) {
        Asked known = asked.get(id);
        if (known != null) {
            known.promised.add(peer);
        }
    }

    /** {@code id} has come, from anyone. */
    void fulfilled(ByteString id) {
        if (!asked.isEmpty()) {
            asked.remove(id);
        }
    }

    /** Peers that have not delivered in time; each as often as it has not. */
    List<PeerState> broken(long now) {
        if (asked.isEmpty()) {
            return List.of();
        }
        List<PeerState> broken = new ArrayList<>();
        Iterator<Asked> oldest = asked.values().iterator();
        while (oldest.hasNext()) {
            Asked next = oldest.next();
            if (now - next.until < 0) {
                break;
            }
            broken.addAll(next.promised);
            oldest.remove();
        }
        return broken;
    }

    int size() {
        return asked.size();
    }
}
