package dev.granary.libp2p.peer;

import dev.granary.libp2p.assembly.StandardHost;
import dev.granary.libp2p.peer.line.Refusal;
import dev.granary.libp2p.pubsub.Gossip;
import dev.granary.libp2p.pubsub.GossipMessage;
import dev.granary.libp2p.pubsub.GossipSettings;
import dev.granary.libp2p.pubsub.Validator;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The topics of one host, and what came of them. */
final class Topics {
    private static final int KEPT = 10_000;

    private final Gossip gossip;
    private final ConcurrentLinkedQueue<GossipMessage> received = new ConcurrentLinkedQueue<>();

    private Topics(Gossip gossip) {
        this.gossip = gossip;
    }

    /** Lets {@code host}, which has not started yet, gossip. */
    static Topics on(StandardHost host, HostSetup setup) {
        return new Topics(new Gossip(host.host(), GossipSettings.STANDARD.signedBy(setup.key()), new SecureRandom()));
    }

    void subscribe(String topic) throws Refusal, InterruptedException {
        Waiting.done(gossip.subscribe(topic, Validator.ACCEPTING, this::keep));
    }

    private void keep(GossipMessage message) {
        if (received.size() < KEPT) {
            received.add(message);
        }
    }

    void publish(String topic, byte[] data) throws Refusal, InterruptedException {
        Waiting.on(gossip.publish(topic, data));
    }

    /** Who subscribed to {@code topic}, who is in its mesh, and what came. */
    Map<String, ?> state(String topic) throws Refusal, InterruptedException {
        return Map.of(
                "peers", texts(Waiting.on(gossip.peers(topic))),
                "mesh", texts(Waiting.on(gossip.mesh(topic))),
                "messages",
                        received.stream()
                                .filter(message -> message.topic().equals(topic))
                                .map(Topics::described)
                                .toList());
    }

    private static List<String> texts(List<?> peers) {
        return peers.stream().map(Object::toString).toList();
    }

    private static Map<String, String> described(GossipMessage message) {
        Map<String, String> fields = new LinkedHashMap<>();
        message.author().ifPresent(author -> fields.put("from", author.toString()));
        fields.put("data", HexFormat.of().formatHex(message.data().toByteArray()));
        return fields;
    }
}
