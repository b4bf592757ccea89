package dev.granary.libp2p.identity;

import com.google.protobuf.CodedOutputStream;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Protobuf without generated classes. */
final class Protobuf {
    private Protobuf() {}

    /** Writes fields. */
    interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    static byte[] encode(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    static P2pException malformed(IOException cause) {
        return new P2pException(P2pError.MALFORMED, "A message is not protobuf.", cause);
    }
}
