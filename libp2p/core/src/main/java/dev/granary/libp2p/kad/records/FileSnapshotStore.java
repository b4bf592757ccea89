package dev.granary.libp2p.kad.records;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Keeps a snapshot in a file, behind a checksum: half a file is noticed. */
public final class FileSnapshotStore implements SnapshotStore {
    private final Path file;
    private final int mostBytes;

    /** @param file in a folder that exists; a neighbour with the ending {@code .new} is written first */
    public FileSnapshotStore(Path file, int mostBytes) {
        this.file = file;
        this.mostBytes = mostBytes;
    }

    @Override
    public Optional<byte[]> load() throws IOException, P2pException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > mostBytes + (long) Long.BYTES) {
            throw new P2pException(P2pError.LIMIT, file + " has more than " + mostBytes + " bytes.");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        if (bytes.remaining() < Long.BYTES) {
            throw new P2pException(P2pError.MALFORMED, file + " is torn.");
        }
        long sum = bytes.getLong();
        byte[] snapshot = new byte[bytes.remaining()];
        bytes.get(snapshot);
        if (sum != checksum(snapshot)) {
            throw new P2pException(P2pError.MALFORMED, file + " is damaged.");
        }
        return Optional.of(snapshot);
    }

    @Override
    public void save(byte[] snapshot) throws IOException, P2pException {
        if (snapshot.length > mostBytes) {
            throw new P2pException(
                    P2pError.LIMIT, "A snapshot of " + snapshot.length + " bytes, limit " + mostBytes + ".");
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        byte[] bytes = ByteBuffer.allocate(Long.BYTES + snapshot.length)
                .putLong(checksum(snapshot))
                .put(snapshot)
                .array();
        Files.write(
                next,
                bytes,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.SYNC);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static long checksum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return sum.getValue();
    }
}
