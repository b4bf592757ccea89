package dev.granary.libp2p.pubsub;

/** Takes the messages of a topic, each once, but not our own. Called on the host's loop, so it must not block. */
@FunctionalInterface
public interface GossipListener {
    void received(GossipMessage message);
}
