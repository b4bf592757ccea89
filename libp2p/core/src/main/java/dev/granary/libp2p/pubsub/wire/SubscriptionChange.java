package dev.granary.libp2p.pubsub.wire;

/** A peer says that it listens to a topic, or no longer. */
public record SubscriptionChange(boolean subscribed, String topic) {}
