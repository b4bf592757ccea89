package dev.granary.libp2p.kad.records;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSnapshotStoreTest extends SnapshotStoreConformance {
    @TempDir
    private Path folder;

    @Override
    SnapshotStore open() {
        return new FileSnapshotStore(folder.resolve("dht"), MOST);
    }

    @Test
    void aTornFileIsNoticed() throws IOException, P2pException {
        // Given
        open().save(new byte[] {1, 2, 3, 4});
        Path file = folder.resolve("dht");
        byte[] bytes = Files.readAllBytes(file);

        for (int length : new int[] {3, bytes.length - 1}) {
            // When
            Files.write(file, Arrays.copyOf(bytes, length));

            // Then
            assertThatThrownBy(() -> open().load())
                    .asInstanceOf(InstanceOfAssertFactories.type(P2pException.class))
                    .extracting(P2pException::error)
                    .isEqualTo(P2pError.MALFORMED);
        }
    }
}
