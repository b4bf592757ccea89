package dev.granary.libp2p.pubsub.router;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.pubsub.wire.Piece;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages of the last heartbeats, kept for peers that ask for them. */
final class MessageCache {
    private final RumourSettings settings;
    private final Map<ByteString, Kept> messages = new LinkedHashMap<>();
    /** How many messages came in each heartbeat, the present one last. */
    private final ArrayDeque<Integer> beats = new ArrayDeque<>(2);

    private int current;
    private int bytes;

    MessageCache(RumourSettings settings) {
        this.settings = settings;
    }

    /** A message as it is sent, and how often each peer has asked for it. */
    static final class Kept {
        private final String topic;
        private final Piece piece;
        private @Nullable Map<PeerState, Integer> sent;

        private Kept(String topic, Piece piece) {
            this.topic = topic;
            this.piece = piece;
        }

        Piece piece() {
            return piece;
        }

        /** Counts that {@code peer} asked for it. */
        int countSent(PeerState peer) {
            if (sent == null) {
                sent = new LinkedHashMap<>(2);
            }
            return sent.merge(peer, 1, Integer::sum);
        }
    }

    void put(ByteString id, String topic, Piece piece) {
        if (messages.putIfAbsent(id, new Kept(topic, piece)) != null) {
            return;
        }
        current++;
        bytes += piece.size();
        Iterator<Kept> oldest = messages.values().iterator();
        while (bytes > settings.cacheBytes() && messages.size() > 1) {
            bytes -= oldest.next().piece.size();
            oldest.remove();
            forgetOneCounted();
        }
    }

    private void forgetOneCounted() {
        ArrayDeque<Integer> rest = new ArrayDeque<>(beats.size() + 1);
        boolean counted = false;
        for (int count : beats) {
            boolean here = !counted && count > 0;
            rest.add(here ? count - 1 : count);
            counted |= here;
        }
        beats.clear();
        beats.addAll(rest);
        current -= counted ? 0 : 1;
    }

    @Nullable
    Kept find(ByteString id) {
        return messages.isEmpty() ? null : messages.get(id);
    }

    /** Messages of {@code topic} that are offered to others. */
    List<ByteString> offered(String topic) {
        if (messages.isEmpty()) {
            return List.of();
        }
        int tooOld = 0;
        int age = beats.size();
        for (int count : beats) {
            tooOld += age-- >= settings.told() ? count : 0;
        }
        List<ByteString> ids = new ArrayList<>();
        for (Map.Entry<ByteString, Kept> entry : messages.entrySet()) {
            if (tooOld-- <= 0 && entry.getValue().topic.equals(topic)) {
                ids.add(entry.getKey());
            }
        }
        return ids;
    }

    /** A heartbeat has passed. */
    void shift() {
        if (messages.isEmpty()) {
            beats.clear();
            current = 0;
            return;
        }
        beats.add(current);
        current = 0;
        if (beats.size() >= settings.history()) {
            Iterator<Kept> oldest = messages.values().iterator();
            for (int count = beats.remove(); count > 0; count--) {
                bytes -= oldest.next().piece.size();
                oldest.remove();
            }
        }
    }

    int bytes() {
        return bytes;
    }
}
