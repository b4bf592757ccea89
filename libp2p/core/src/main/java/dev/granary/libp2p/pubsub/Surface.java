package dev.granary.libp2p.pubsub;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.peerstore.CertifiedRecord;
import dev.granary.libp2p.pubsub.router.Candidate;
import dev.granary.libp2p.pubsub.router.GossipObserver;
import dev.granary.libp2p.pubsub.router.GossipRouter;
import dev.granary.libp2p.pubsub.router.RouterSink;
import dev.granary.libp2p.pubsub.router.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where the router meets the host and the program. Confined to the host's loop. */
final class Surface implements RouterSink {
    /** Addresses from a peer exchange are good for so long. */
    private static final Duration EXCHANGED = Duration.ofMinutes(10);

    /** What a connection is worth for being in a mesh. */
    private static final int MESH_VALUE = 20;

    private final Host host;
    private final Map<String, Gossip.Subscriber> subscribers;
    private final GossipObserver observer;
    private @Nullable Checks checks;

    Surface(Host host, Map<String, Gossip.Subscriber> subscribers, GossipObserver observer) {
        this.host = host;
        this.subscribers = subscribers;
        this.observer = observer;
    }

    void checkBy(Checks pipeline) {
        checks = pipeline;
    }

    @Override
    public boolean check(Candidate candidate) {
        return checks != null && checks.begin(candidate);
    }

    @Override
    public void deliver(Candidate candidate) {
        Gossip.Subscriber subscriber = subscribers.get(candidate.message().topic());
        if (subscriber == null) {
            return;
        }
        try {
            subscriber.listener().received(GossipMessage.of(candidate));
        } catch (RuntimeException bug) {
            observer.bug(bug);
        }
    }

    @Override
    public void connect(CertifiedRecord peer) {
        PeerId id = peer.content().peer();
        host.peerStore().addRecord(id, peer, EXCHANGED, host.loop().now());
        host.connect(id, peer.content().addresses());
    }

    @Override
    public void connect(PeerId direct) {
        host.connect(direct, List.of());
    }

    @Override
    public void inMesh(PeerId peer, String topic, boolean now) {
        host.tag(peer, "pubsub:" + topic, now ? MESH_VALUE : 0);
    }

    @Override
    public Optional<ByteString> certificateOf(PeerId peer) {
        return host.peerStore()
                .about(peer)
                .record()
                .map(known -> ByteString.copyFrom(known.envelope().encode()));
    }

    /** Tells {@code router} what comes of checks. */
    Checks.Judge judging(GossipRouter router) {
        return new Checks.Judge() {
            @Override
            public boolean proven(Candidate candidate) {
                return router.proven(candidate, host.loop().nanoTime());
            }

            @Override
            public void forged(Candidate candidate) {
                router.forged(candidate);
            }

            @Override
            public void judged(Candidate candidate, Verdict verdict) {
                router.judged(candidate, verdict, host.loop().nanoTime());
            }

            @Override
            public CompletionStage<Verdict> validate(Candidate candidate) {
                Gossip.Subscriber subscriber =
                        subscribers.get(candidate.message().topic());
                return subscriber == null
                        ? CompletableFuture.completedFuture(Verdict.IGNORE)
                        : subscriber.validator().validate(GossipMessage.of(candidate));
            }
        };
    }
}
