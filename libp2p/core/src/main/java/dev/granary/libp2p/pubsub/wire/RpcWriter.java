package dev.granary.libp2p.pubsub.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Puts pieces together to one RPC. */
final class RpcWriter {
    private static final int CONTROL_OVERHEAD = 6;

    private final List<ByteString> fields = new ArrayList<>();
    private final List<ByteString> controls = new ArrayList<>(0);
    private int fieldBytes;
    private int controlBytes;

    void add(Piece piece) {
        if (piece.kind().isControl()) {
            controls.add(piece.bytes());
            controlBytes += piece.size();
        } else {
            fields.add(piece.bytes());
            fieldBytes += piece.size();
        }
    }

    /** Bytes of the RPC, a few more at most. */
    int size() {
        return fieldBytes + controlBytes + CONTROL_OVERHEAD;
    }

    boolean isEmpty() {
        return fields.isEmpty() && controls.isEmpty();
    }

    byte[] toBytes() {
        int size = fieldBytes;
        if (!controls.isEmpty()) {
            size += CodedOutputStream.computeTagSize(Wire.CONTROL)
                    + CodedOutputStream.computeUInt32SizeNoTag(controlBytes)
                    + controlBytes;
        }
        byte[] bytes = new byte[size];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            write(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes;
    }

    /** The control parts go into one field: js and rust read the last one alone. */
    private void write(CodedOutputStream out) throws IOException {
        for (ByteString field : fields) {
            out.writeRawBytes(field);
        }
        if (!controls.isEmpty()) {
            out.writeUInt32NoTag(Wire.sized(Wire.CONTROL));
            out.writeUInt32NoTag(controlBytes);
            for (ByteString control : controls) {
                out.writeRawBytes(control);
            }
        }
    }
}
