package dev.granary.libp2p.kad.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.io.IOException;

/**
 * A value under its key.
 *
 * @param timeReceived when the sender got it, as text of RFC 3339; empty when it does not say. A remote's word only: what
 *     is stored has a time of our own.
 */
public record KadRecord(ByteString key, ByteString value, String timeReceived) {
    private static final int LONGEST_TIME = 64;

    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int TIME_RECEIVED = 5;
    private static final int KEY_TAG = 0x0a;
    private static final int VALUE_TAG = 0x12;
    private static final int TIME_RECEIVED_TAG = 0x2a;

    int size(int field) {
        int content = contentSize();
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(content) + content;
    }

    private int contentSize() {
        int size = CodedOutputStream.computeBytesSize(KEY, key) + CodedOutputStream.computeBytesSize(VALUE, value);
        return timeReceived.isEmpty() ? size : size + CodedOutputStream.computeStringSize(TIME_RECEIVED, timeReceived);
    }

    void write(CodedOutputStream out, int field) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(contentSize());
        out.writeBytes(KEY, key);
        out.writeBytes(VALUE, value);
        if (!timeReceived.isEmpty()) {
            out.writeString(TIME_RECEIVED, timeReceived);
        }
    }

    /** Reads a message behind its length. */
    static KadRecord read(CodedInputStream in, int longestKey, int longestValue) throws IOException, P2pException {
        int outer = in.pushLimit(in.readRawVarint32());
        ByteString key = ByteString.EMPTY;
        ByteString value = ByteString.EMPTY;
        String time = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case KEY_TAG -> key = KadMessage.readBounded(in, longestKey, "key of a record");
                case VALUE_TAG -> value = KadMessage.readBounded(in, longestValue, "value of a record");
                case TIME_RECEIVED_TAG -> time = readTime(in);
                default -> in.skipField(tag);
            }
        }
        in.checkLastTagWas(0);
        in.popLimit(outer);
        return new KadRecord(key, value, time);
    }

    private static String readTime(CodedInputStream in) throws IOException, P2pException {
        ByteString text = KadMessage.readBounded(in, LONGEST_TIME, "time of a record");
        if (!text.isValidUtf8()) {
            throw new P2pException(P2pError.MALFORMED, "The time of a record is no text.");
        }
        return text.toStringUtf8();
    }
}
