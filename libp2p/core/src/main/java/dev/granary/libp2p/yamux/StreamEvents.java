package dev.granary.libp2p.yamux;

import dev.granary.libp2p.stream.Closing;
import java.nio.ByteBuffer;

/** What the protocol tells one stream. */
interface StreamEvents {
    /** Nobody listens. */
    StreamEvents NONE = new StreamEvents() {
        @Override
        public void received(ByteBuffer payload) {}

        @Override
        public void credited() {}

        @Override
        public void remoteEnded() {}

        @Override
        public void over(Closing closing) {}
    };

    /** A part of the payload of a frame; good during the call only. */
    void received(ByteBuffer payload);

    /** More may be sent. */
    void credited();

    /** The remote has ended its direction. */
    void remoteEnded();

    /** The stream is over. */
    void over(Closing closing);
}
