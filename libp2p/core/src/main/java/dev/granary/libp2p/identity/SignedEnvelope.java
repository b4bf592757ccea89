package dev.granary.libp2p.identity;

import com.google.protobuf.CodedInputStream;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.Varint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Something that a peer signed, for others to pass on. The payload comes out only for who names the domain that it was
 * signed for, so no signature serves a purpose that it was not given for.
 */
public final class SignedEnvelope {
    /** Of an encoded envelope; what holds one is never larger. */
    public static final int MAXIMUM_BYTES = 64 * 1024;

    private static final int PUBLIC_KEY = 1;
    private static final int PAYLOAD_TYPE = 2;
    private static final int PAYLOAD = 3;
    private static final int SIGNATURE = 5;
    private static final int PUBLIC_KEY_TAG = 0x0a;
    private static final int PAYLOAD_TYPE_TAG = 0x12;
    private static final int PAYLOAD_TAG = 0x1a;
    private static final int SIGNATURE_TAG = 0x2a;

    private final PublicKey signer;
    private final byte[] payloadType;
    private final byte[] payload;
    private final byte[] signature;

    private SignedEnvelope(PublicKey signer, byte[] payloadType, byte[] payload, byte[] signature) {
        this.signer = signer;
        this.payloadType = payloadType;
        this.payload = payload;
        this.signature = signature;
    }

    /** {@code payload}, signed by {@code key}. */
    public static SignedEnvelope seal(PrivateKey key, String domain, byte[] payloadType, byte[] payload) {
        byte[] signature = key.sign(signed(domain, payloadType, payload));
        return new SignedEnvelope(key.publicKey(), payloadType.clone(), payload.clone(), signature);
    }

    /** What {@code bytes} spell. Nothing is verified yet: that is done by {@link #open}. */
    public static SignedEnvelope decode(byte[] bytes) throws P2pException {
        if (bytes.length > MAXIMUM_BYTES) {
            throw new P2pException(P2pError.LIMIT, "An envelope of " + bytes.length + " bytes is too large.");
        }
        byte[] publicKey = {};
        byte[] payloadType = {};
        byte[] payload = {};
        byte[] signature = {};
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case PUBLIC_KEY_TAG -> publicKey = in.readByteArray();
                    case PAYLOAD_TYPE_TAG -> payloadType = in.readByteArray();
                    case PAYLOAD_TAG -> payload = in.readByteArray();
                    case SIGNATURE_TAG -> signature = in.readByteArray();
                    default -> in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw Protobuf.malformed(e);
        }
        return new SignedEnvelope(PublicKey.decode(publicKey), payloadType, payload, signature);
    }

    /** Whose signature this claims to be. */
    public PublicKey signer() {
        return signer;
    }

    /** Whether the payload claims to be of that type. */
    public boolean holds(byte[] type) {
        return Arrays.equals(payloadType, type);
    }

    /**
     * The payload.
     *
     * @throws P2pException {@code UNAUTHENTICATED} unless the signer signed it for this domain and as this type
     */
    public byte[] open(String domain, byte[] type) throws P2pException {
        if (!holds(type) || !signer.verify(signed(domain, payloadType, payload), signature)) {
            throw new P2pException(P2pError.UNAUTHENTICATED, "An envelope is not signed for " + domain + ".");
        }
        return payload.clone();
    }

    public byte[] encode() {
        return Protobuf.encode(out -> {
            out.writeByteArray(PUBLIC_KEY, signer.encoded());
            out.writeByteArray(PAYLOAD_TYPE, payloadType);
            out.writeByteArray(PAYLOAD, payload);
            out.writeByteArray(SIGNATURE, signature);
        });
    }

    private static byte[] signed(String domain, byte[] type, byte[] payload) {
        byte[][] parts = {domain.getBytes(StandardCharsets.UTF_8), type, payload};
        int size = 0;
        for (byte[] part : parts) {
            size += Varint.size(part.length) + part.length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (byte[] part : parts) {
            Varint.write(bytes, part.length);
            bytes.put(part);
        }
        return bytes.array();
    }
}
