package dev.granary.libp2p.multistream;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One line of a negotiation on the wire: its length as uvarint, its text, a line feed. */
final class Message {
    static final String HEADER = "/multistream/1.0.0";
    static final String NOT_AVAILABLE = "na";
    static final String LIST = "ls";

    /** The longest message, with its line feed; what any implementation accepts. */
    static final int LIMIT = 1024;

    private static final int CONTINUES = 0x80;
    private static final int GROUP = 7;

    private Message() {}

    /** @throws IllegalArgumentException for a text that does not fit into a message */
    static String checked(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length >= LIMIT || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("not the name of a protocol: " + text);
        }
        return text;
    }

    static ByteBuffer encode(List<String> messages) {
        ByteBuffer bytes = ByteBuffer.allocate(
                messages.stream().mapToInt(Message::sizeAtMost).sum());
        for (String message : messages) {
            byte[] text = message.getBytes(StandardCharsets.UTF_8);
            int length = text.length + 1;
            if (length >= CONTINUES) {
                bytes.put((byte) (length | CONTINUES)).put((byte) (length >> GROUP));
            } else {
                bytes.put((byte) length);
            }
            bytes.put(text).put((byte) '\n');
        }
        return bytes.flip();
    }

    private static int sizeAtMost(String message) {
        return message.getBytes(StandardCharsets.UTF_8).length + 3;
    }

    /**
     * Puts messages together from pieces of any size; takes no byte behind the message that it returns.
     *
     * <p>The first message must be the header, byte for byte: what else a remote speaks, or garbage under the key of another
     * private network, is refused at its first wrong byte, and not waited for as the message whose length it seems to be.
     */
    static final class Reader {
        private static final ByteBuffer FIRST = encode(List.of(HEADER));

        private int ofFirst;
        private int length;
        private int shift;
        private ByteBuffer text = ByteBuffer.allocate(0);
        private boolean inText;

        /** The next message without its line feed, or empty when more bytes are needed. */
        Optional<String> read(ByteBuffer bytes) throws P2pException {
            return ofFirst < FIRST.limit() ? readFirst(bytes) : readAny(bytes);
        }

        private Optional<String> readFirst(ByteBuffer bytes) throws P2pException {
            while (bytes.hasRemaining() && ofFirst < FIRST.limit()) {
                if (bytes.get() != FIRST.get(ofFirst++)) {
                    throw new P2pException(
                            P2pError.PROTOCOL_VIOLATION,
                            "The remote does not speak multistream 1.0, or not with our network's key.");
                }
            }
            return ofFirst < FIRST.limit() ? Optional.empty() : Optional.of(HEADER);
        }

        private Optional<String> readAny(ByteBuffer bytes) throws P2pException {
            while (!inText && bytes.hasRemaining()) {
                readLength(bytes.get());
            }
            if (!inText) {
                return Optional.empty();
            }
            int size = Math.min(text.remaining(), bytes.remaining());
            text.put(text.position(), bytes, bytes.position(), size).position(text.position() + size);
            bytes.position(bytes.position() + size);
            return text.hasRemaining() ? Optional.empty() : Optional.of(take());
        }

        private void readLength(byte next) throws P2pException {
            length |= (next & (CONTINUES - 1)) << shift;
            shift += GROUP;
            if (length > LIMIT || shift > 2 * GROUP || next == 0) {
                throw new P2pException(P2pError.MALFORMED, "A negotiation message is longer than allowed, or empty.");
            }
            if (next > 0) {
                text = ByteBuffer.allocate(length);
                inText = true;
            }
        }

        private String take() throws P2pException {
            if (text.get(length - 1) != '\n') {
                throw new P2pException(P2pError.MALFORMED, "A negotiation message does not end its line.");
            }
            String message =
                    StandardCharsets.UTF_8.decode(text.flip().limit(length - 1)).toString();
            length = 0;
            shift = 0;
            inText = false;
            return message;
        }
    }
}
