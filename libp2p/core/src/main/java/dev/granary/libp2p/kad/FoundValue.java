package dev.granary.libp2p.kad;

import com.google.protobuf.ByteString;

/**
 * The best valid value that was found.
 *
 * @param agreeing how many peers had it
 * @param others how many had another valid one, or an older one
 */
public record FoundValue(ByteString value, int agreeing, int others) {}
