package dev.granary.libp2p.yamux;

import dev.granary.libp2p.P2pException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Cuts what is received into frames, and gives payloads on as they come, in pieces of any size. */
final class FrameReader {
    private static final FrameHeader NONE = new FrameHeader(FrameHeader.Type.PING, 0, 0, 0);

    private final YamuxSession session;
    private final ByteBuffer header = ByteBuffer.allocate(FrameHeader.SIZE);
    private FrameHeader frame = NONE;
    private Optional<StreamState> stream = Optional.empty();
    private long payloadLeft;

    FrameReader(YamuxSession session) {
        this.session = session;
    }

    /** Takes the rest of one header, or of one payload, or what there is of it. */
    void read(ByteBuffer bytes, long now) throws P2pException {
        if (payloadLeft > 0) {
            readPayload(bytes);
        } else {
            readHeader(bytes, now);
        }
    }

    /** Whether a frame has begun and is not complete. */
    boolean isHalfway() {
        return payloadLeft > 0 || header.position() > 0;
    }

    private void readHeader(ByteBuffer bytes, long now) throws P2pException {
        int size = Math.min(header.remaining(), bytes.remaining());
        header.put(header.position(), bytes, bytes.position(), size).position(header.position() + size);
        bytes.position(bytes.position() + size);
        if (header.hasRemaining()) {
            return;
        }
        frame = FrameHeader.decode(header.flip());
        header.clear();
        payloadLeft = frame.payload();
        stream = session.onHeader(frame, now);
        endFrame();
    }

    private void readPayload(ByteBuffer bytes) {
        int size = (int) Math.min(payloadLeft, bytes.remaining());
        ByteBuffer part = bytes.slice(bytes.position(), size);
        bytes.position(bytes.position() + size);
        payloadLeft -= size;
        stream.ifPresent(to -> to.listener().received(part));
        endFrame();
    }

    private void endFrame() {
        if (payloadLeft == 0) {
            stream = Optional.empty();
            session.afterPayload(frame);
        }
    }
}
