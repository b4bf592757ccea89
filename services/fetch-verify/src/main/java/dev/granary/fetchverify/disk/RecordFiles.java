package dev.granary.fetchverify.disk;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * One kind of small messages by key: {@code <kind>/ab/cd/<SHA-256 of the key>}, each framed with a checksum. A file that
 * can't be read back gets the suffix {@code .corrupt} and counts as absent. Safe for threads; of two writers of one key
 * the later one wins.
 */
final class RecordFiles<M extends MessageLite> {
    private static final Logger LOGGER = Logger.getLogger(RecordFiles.class);

    private final Path directory;
    private final TemporaryFiles temporary;
    private final Parser<M> parser;
    private final LongAdder corrupt;

    RecordFiles(Path directory, TemporaryFiles temporary, Parser<M> parser, LongAdder corrupt) {
        this.directory = directory;
        this.temporary = temporary;
        this.parser = parser;
        this.corrupt = corrupt;
    }

    /**
     * Finds the message of {@code key} and reads it by {@code meaning}.
     *
     * @param meaning may throw IllegalArgumentException: the file then counts as corrupt
     */
    <T> Optional<T> find(String key, Function<M, T> meaning) throws IOException {
        Path file = path(key);
        Optional<byte[]> bytes = DurableFiles.read(file);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(meaning.apply(parse(bytes.get())));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            setAside(file, e);
            return Optional.empty();
        }
    }

    void keep(String key, M message, DurableFiles.Durability durability) throws IOException {
        DurableFiles.replace(temporary.next(), path(key), Frames.of(message), durability);
    }

    void forget(String key) throws IOException {
        Files.deleteIfExists(path(key));
    }

    private M parse(byte[] bytes) throws InvalidProtocolBufferException {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        ByteBuffer payload = Frames.next(source)
                .orElseThrow(() -> new InvalidProtocolBufferException("checksum or length is wrong"));
        if (source.hasRemaining()) {
            throw new InvalidProtocolBufferException(source.remaining() + " B follow the frame");
        }
        return parser.parseFrom(payload);
    }

    private void setAside(Path file, Exception why) throws IOException {
        corrupt.increment();
        Path aside = file.resolveSibling(file.getFileName() + ".corrupt");
        LOGGER.errorf("record %s is corrupt (%s); it is kept as %s", file, why.getMessage(), aside.getFileName());
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            LOGGER.debugf("another thread set %s aside", file);
        }
    }

    private Path path(String key) {
        String hex = ContentDigest.hash(DigestAlgorithm.SHA256, key.getBytes(StandardCharsets.UTF_8))
                .hex();
        return directory
                .resolve(hex.substring(0, 2))
                .resolve(hex.substring(2, 4))
                .resolve(hex);
    }
}
