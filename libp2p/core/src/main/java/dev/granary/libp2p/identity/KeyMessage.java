package dev.granary.libp2p.identity;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.Varint;
import java.nio.ByteBuffer;

/**
 * The protobuf {@code {1 type, 2 data}} around a key. Read in its one form only, both fields in order: a peer's id is made
 * of these bytes, so a second spelling would be a second name.
 */
final class KeyMessage {
    private static final int TYPE_TAG = 0x08;
    private static final int DATA_TAG = 0x12;

    /** An RSA key of 8192 bits takes 4.7 kB with its private half. */
    private static final int MAXIMUM_DATA = 8 * 1024;

    private final KeyType type;
    private final byte[] data;

    KeyMessage(KeyType type, byte[] data) {
        this.type = type;
        this.data = data;
    }

    static KeyMessage decode(byte[] bytes) throws P2pException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < 4 || in.get() != TYPE_TAG) {
            throw malformed();
        }
        KeyType type = KeyType.ofNumber(in.get());
        if (in.get() != DATA_TAG) {
            throw malformed();
        }
        byte[] data = Varint.readBytes(in, MAXIMUM_DATA);
        if (in.hasRemaining()) {
            throw malformed();
        }
        return new KeyMessage(type, data);
    }

    private static P2pException malformed() {
        return new P2pException(P2pError.MALFORMED, "A key is not spelled as type and data.");
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(3 + Varint.size(data.length) + data.length);
        out.put((byte) TYPE_TAG).put((byte) type.number()).put((byte) DATA_TAG);
        Varint.write(out, data.length);
        return out.put(data).array();
    }

    KeyType type() {
        return type;
    }

    byte[] data() {
        return data;
    }
}
