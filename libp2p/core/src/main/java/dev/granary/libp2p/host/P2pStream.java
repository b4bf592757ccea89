package dev.granary.libp2p.host;

import dev.granary.libp2p.stream.ByteStream;

/** A stream whose protocol is agreed on. Confined to its loop, as every {@link ByteStream} is. */
public interface P2pStream extends ByteStream {
    Connection connection();

    /** The protocol that both sides agreed on. */
    String protocol();
}
