package dev.granary.libp2p.pubsub.router;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.pubsub.wire.PubsubMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** How the messages of a topic are called. All peers of the topic must agree on it. */
@FunctionalInterface
public interface MessageIds {
    /** By author and sequence number, as signed messages are unless agreed otherwise. */
    MessageIds AUTHOR_AND_SEQUENCE = message -> message.from().concat(message.sequence());

    /** By the SHA-256 of the data: the same bytes in two topics are one message, and come in the first of them only. */
    MessageIds CONTENT =
            message -> ByteString.copyFrom(sha256().digest(message.data().toByteArray()));

    /** By the SHA-256 of the topic's name, a zero byte and the data. */
    MessageIds TOPIC_AND_CONTENT = message -> {
        MessageDigest digest = sha256();
        digest.update(message.topic().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(message.data().asReadOnlyByteBuffer());
        return ByteString.copyFrom(digest.digest());
    };

    /** The id of {@code message}. */
    ByteString of(PubsubMessage message);

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
