package dev.granary.libp2p.pubsub.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;

/**
 * One message of a topic. What is not there is empty: an unsigned message has nothing but data and topic.
 *
 * @param from the author's peer id
 * @param sequence eight bytes, rising with each message of the author
 * @param key the author's public key where its peer id does not hold it
 */
public record PubsubMessage(
        ByteString from, ByteString data, ByteString sequence, String topic, ByteString signature, ByteString key) {
    static final int FROM = 1;
    static final int DATA = 2;
    static final int SEQUENCE = 3;
    static final int TOPIC = 4;
    static final int SIGNATURE = 5;
    static final int KEY = 6;

    /** A message that nobody signs. */
    public static PubsubMessage unsigned(String topic, ByteString data) {
        return new PubsubMessage(ByteString.EMPTY, data, ByteString.EMPTY, topic, ByteString.EMPTY, ByteString.EMPTY);
    }

    /** This message, signed. */
    public PubsubMessage with(ByteString proof, ByteString publicKey) {
        return new PubsubMessage(from, data, sequence, topic, proof, publicKey);
    }

    /** Bytes of its encoded form. */
    public int size() {
        return contentSize() + sizeUnlessEmpty(SIGNATURE, signature) + sizeUnlessEmpty(KEY, key);
    }

    int contentSize() {
        return sizeUnlessEmpty(FROM, from)
                + CodedOutputStream.computeBytesSize(DATA, data)
                + sizeUnlessEmpty(SEQUENCE, sequence)
                + CodedOutputStream.computeStringSize(TOPIC, topic);
    }

    /**
     * Writes what a signature covers: ascending, without what is empty. Data and topic are written in any case, as go and
     * js do, who would verify other bytes otherwise.
     */
    void writeContent(CodedOutputStream out) throws IOException {
        writeUnlessEmpty(out, FROM, from);
        out.writeBytes(DATA, data);
        writeUnlessEmpty(out, SEQUENCE, sequence);
        out.writeString(TOPIC, topic);
    }

    void write(CodedOutputStream out) throws IOException {
        writeContent(out);
        writeUnlessEmpty(out, SIGNATURE, signature);
        writeUnlessEmpty(out, KEY, key);
    }

    private static int sizeUnlessEmpty(int field, ByteString value) {
        return value.isEmpty() ? 0 : CodedOutputStream.computeBytesSize(field, value);
    }

    private static void writeUnlessEmpty(CodedOutputStream out, int field, ByteString value) throws IOException {
        if (!value.isEmpty()) {
            out.writeBytes(field, value);
        }
    }
}
