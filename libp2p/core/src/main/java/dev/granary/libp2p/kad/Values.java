package dev.granary.libp2p.kad;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.kad.lookup.Walk;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.KadRecord;
import dev.granary.libp2p.kad.wire.MessageType;
import dev.granary.libp2p.multiformats.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Keeps and finds values. Confined to the host's loop. */
final class Values {
    private final Node node;

    Values(Node node) {
        this.node = node;
    }

    /** Completes with the number of peers that keep the value. */
    CompletableFuture<Integer> put(ByteString key, ByteString value) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        try {
            node.stores().values().put(key, value, node.time());
        } catch (P2pException unfit) {
            result.completeExceptionally(unfit);
            return result;
        }
        node.look(MessageType.FIND_NODE, key, LookupRun.Visitor.NONE, walk -> new Spread(result)
                .begin(walk.nearestAnswered(), new KadRecord(key, value, "")));
        return result;
    }

    CompletableFuture<Optional<FoundValue>> find(ByteString key, int paths) {
        Search search = new Search(key);
        node.stores()
                .values()
                .find(key, node.time())
                .ifPresent(own -> search.add(node.host().peerId(), own.value()));
        node.look(paths, MessageType.GET_VALUE, key, search::take, search::finish);
        return search.result;
    }

    /** Collects what peers have under one key. */
    private final class Search {
        private final ByteString key;
        private final CompletableFuture<Optional<FoundValue>> result = new CompletableFuture<>();
        private final Map<PeerId, ByteString> found = new LinkedHashMap<>();
        private final List<KadPeer> answered = new ArrayList<>();

        private Search(ByteString key) {
            this.key = key;
        }

        private boolean take(KadPeer from, KadMessage answer, Walk walk) {
            answered.add(from);
            answer.record()
                    .filter(record -> record.key().equals(key))
                    .ifPresent(record -> add(from.id(), record.value()));
            return node.settings().quorum() > 0
                    && found.size() >= node.settings().quorum();
        }

        private void add(PeerId from, ByteString value) {
            try {
                if (value.size() <= node.settings().values().longestValue()) {
                    node.settings().validator().validate(key, value, node.time());
                    found.put(from, value);
                }
            } catch (P2pException wrong) {
                node.settings().observer().failed(MessageType.GET_VALUE, wrong.error());
            }
        }

        private void finish(Walk walk) {
            if (found.isEmpty()) {
                result.complete(Optional.empty());
                return;
            }
            List<ByteString> values = found.values().stream().distinct().toList();
            ByteString best = values.get(node.settings().validator().select(key, values));
            int agreeing = (int) found.values().stream().filter(best::equals).count();
            correct(walk, best);
            result.complete(Optional.of(new FoundValue(best, agreeing, found.size() - agreeing)));
        }

        /** Those of the nearest that had nothing, or something worse, are given the best. */
        private void correct(Walk walk, ByteString best) {
            List<PeerId> nearest =
                    walk.nearestAnswered().stream().map(KadPeer::id).toList();
            List<KadPeer> lacking = answered.stream()
                    .filter(peer -> nearest.contains(peer.id()) && !best.equals(found.get(peer.id())))
                    .toList();
            new Spread(new CompletableFuture<>()).begin(lacking, new KadRecord(key, best, ""));
        }
    }

    /** Sends one value to several peers. */
    private final class Spread {
        private final CompletableFuture<Integer> result;
        private int pending;
        private int kept;

        private Spread(CompletableFuture<Integer> result) {
            this.result = result;
        }

        private void begin(List<KadPeer> peers, KadRecord record) {
            pending = peers.size() + 1;
            for (KadPeer peer : peers) {
                node.messenger().ask(peer, KadMessage.putValue(record), new Reply() {
                    @Override
                    public void answered(KadMessage echo, long group) {
                        boolean same = echo.record()
                                .filter(theirs -> theirs.value().equals(record.value()))
                                .isPresent();
                        kept += same ? 1 : 0;
                        settle();
                    }

                    @Override
                    public void failed(P2pException why) {
                        settle();
                    }
                });
            }
            settle();
        }

        private void settle() {
            pending--;
            if (pending == 0) {
                result.complete(kept);
            }
        }
    }
}
