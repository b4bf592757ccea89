package dev.granary.libp2p.noise;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What libp2p says inside the handshake: whose static key this is, and which stream muxers are on offer. */
final class NoisePayload {
    private static final int IDENTITY_KEY = 1;
    private static final int IDENTITY_SIGNATURE = 2;
    private static final int EXTENSIONS = 4;
    private static final int STREAM_MUXERS = 2;
    private static final int MOST_MUXERS = 100;

    private final byte[] identityKey;
    private final byte[] signature;
    private final List<String> muxers;

    NoisePayload(byte[] identityKey, byte[] signature, List<String> muxers) {
        this.identityKey = identityKey.clone();
        this.signature = signature.clone();
        this.muxers = List.copyOf(muxers);
    }

    byte[] identityKey() {
        return identityKey.clone();
    }

    byte[] signature() {
        return signature.clone();
    }

    List<String> muxers() {
        return muxers;
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeByteArray(IDENTITY_KEY, identityKey);
            out.writeByteArray(IDENTITY_SIGNATURE, signature);
            if (!muxers.isEmpty()) {
                out.writeByteArray(EXTENSIONS, encodeExtensions());
            }
            out.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws P2pException {@code MALFORMED}, {@code LIMIT} */
    static NoisePayload decode(byte[] bytes) throws P2pException {
        byte[] key = {};
        byte[] signature = {};
        List<String> muxers = new ArrayList<>();
        try {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case IDENTITY_KEY << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> key = in.readByteArray();
                    case IDENTITY_SIGNATURE << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        signature = in.readByteArray();
                    case EXTENSIONS << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        decodeExtensions(in.readByteArray(), muxers);
                    default -> in.skipField(tag);
                }
            }
        } catch (IOException malformed) {
            throw new P2pException(P2pError.MALFORMED, "A noise payload is not well-formed.", malformed);
        }
        return new NoisePayload(key, signature, muxers);
    }

    private byte[] encodeExtensions() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (String muxer : muxers) {
            out.writeString(STREAM_MUXERS, muxer);
        }
        out.flush();
        return bytes.toByteArray();
    }

    private static void decodeExtensions(byte[] bytes, List<String> muxers) throws IOException, P2pException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag != (STREAM_MUXERS << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
                in.skipField(tag);
            } else if (muxers.size() < MOST_MUXERS) {
                muxers.add(in.readStringRequireUtf8());
            } else {
                throw new P2pException(P2pError.LIMIT, "A noise payload lists too many stream muxers.");
            }
        }
    }
}
