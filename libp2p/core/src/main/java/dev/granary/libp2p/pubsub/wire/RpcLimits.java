package dev.granary.libp2p.pubsub.wire;

/**
 * How much one RPC may hold. More refuses it whole: honest peers stay far below.
 *
 * @param bytes of the whole
 * @param subscriptions topics that are subscribed or left
 * @param messages published
 * @param controls IHAVEs, IWANTs, GRAFTs, PRUNEs and IDONTWANTs together
 * @param ids of messages, in all of these together
 * @param exchangedPeers in all PRUNEs together
 * @param topicBytes of the name of a topic
 * @param idBytes of the id of a message
 */
public record RpcLimits(
        int bytes,
        int subscriptions,
        int messages,
        int controls,
        int ids,
        int exchangedPeers,
        int topicBytes,
        int idBytes) {
    public static final RpcLimits STANDARD = new RpcLimits(1024 * 1024, 5_000, 5_000, 5_000, 20_000, 512, 1024, 1024);

    public RpcLimits {
        if (Math.min(Math.min(bytes, subscriptions), Math.min(messages, controls)) < 1
                || Math.min(Math.min(ids, exchangedPeers), Math.min(topicBytes, idBytes)) < 1) {
            throw new IllegalArgumentException("limits of an RPC must be positive");
        }
    }
}
