package dev.granary.libp2p.pubsub.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Signatures of messages: by the author, over everything but the signature and the key. May be used from any thread. */
public final class MessageSigning {
    private static final byte[] PREFIX = "libp2p-pubsub:".getBytes(StandardCharsets.US_ASCII);

    private MessageSigning() {}

    /** {@code message}, whose author holds {@code key}, with its signature. */
    public static PubsubMessage sign(PubsubMessage message, PrivateKey key) {
        PublicKey half = key.publicKey();
        ByteString proof = ByteString.copyFrom(key.sign(signed(message)));
        boolean inlined = half.peerId().inlinedKey().isPresent();
        return message.with(proof, inlined ? ByteString.EMPTY : ByteString.copyFrom(half.encoded()));
    }

    /** Whether the author that {@code message} names has signed it. */
    public static boolean isAuthentic(PubsubMessage message) {
        try {
            PeerId author = PeerId.decode(message.from().toByteArray());
            Optional<PublicKey> key = keyOf(author, message);
            return key.isPresent()
                    && key.get().verify(signed(message), message.signature().toByteArray());
        } catch (P2pException unreadable) {
            return false;
        }
    }

    private static Optional<PublicKey> keyOf(PeerId author, PubsubMessage message) throws P2pException {
        if (message.key().isEmpty()) {
            return PublicKey.inlinedIn(author);
        }
        PublicKey key = PublicKey.decode(message.key().toByteArray());
        return key.peerId().equals(author) ? Optional.of(key) : Optional.empty();
    }

    static byte[] signed(PubsubMessage message) {
        byte[] bytes = new byte[PREFIX.length + message.contentSize()];
        System.arraycopy(PREFIX, 0, bytes, 0, PREFIX.length);
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, PREFIX.length, bytes.length - PREFIX.length);
        try {
            message.writeContent(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes;
    }
}
