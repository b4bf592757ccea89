package dev.granary.libp2p.pubsub;

import com.google.protobuf.ByteString;

/**
 * A message of ours is on its way.
 *
 * @param recipients peers that it goes to at once: none when none is known, or when the same was published before
 */
public record Published(ByteString id, int recipients) {}
