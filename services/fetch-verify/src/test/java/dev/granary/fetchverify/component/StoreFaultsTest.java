package dev.granary.fetchverify.component;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.component.Door.Answer;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.testing.http.FixtureFile;
import dev.granary.testing.npm.NpmVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can happen to the disk and to memory. */
@QuarkusTest
@QuarkusTestResource(Mirror.class)
class StoreFaultsTest {
    private static final int MEBIBYTE = 1024 * 1024;

    @TestHTTPResource
    @Nullable
    URI base;

    @BeforeEach
    void settle() {
        door().settle();
    }

    @Test
    void fault16WhatIsLargerThanTheStoreLeavesNothingBehind() throws Exception {
        // Given
        byte[] large = new byte[(Mirror.MAXIMUM_MEBIBYTES + 1) * MEBIBYTE];
        putPlainFile("large", large);
        putPlainFile("small", new byte[1000]);

        // When
        Answer answer = door().head("/raw/tools/full/large");

        // Then
        assertThat(answer.status()).isEqualTo(507);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        for (Path begun : begunFiles()) {
            // The answer does not wait for it.
            awaitGone(begun);
        }
        assertThat(door().get("/raw/tools/full/small").status())
                .as("others are served")
                .isEqualTo(200);
        Mirror.UPSTREAM.remove("/files/full/large");
    }

    @Test
    void fault18ARottenFileIsDroppedAndFetchedAgain() throws Exception {
        // Given: a large file that was served from here, and one bit of it turned on the disk
        Mirror.NPM.publish(NpmVersion.of("rotten", "1.0.0").padded(500_000));
        String path = "/npm/rotten/-/rotten-1.0.0.tgz";
        byte[] right = Mirror.NPM.tarball("rotten", "1.0.0");
        door().get(path);
        door().get(path);
        Path file = stored(ContentDigest.hash(DigestAlgorithm.SHA256, right));
        flip(file, 1234);

        // When: the scrub has come by
        awaitGone(file);
        Answer answer = door().get(path);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(right);
        assertThat(Mirror.UPSTREAM.hits("/rotten/-/*")).isEqualTo(2);
    }

    @Test
    void aFileThatSomeoneDeletedIsFetchedAgain() throws IOException {
        // Given
        Mirror.NPM.publish(NpmVersion.of("deleted", "1.0.0").padded(500_000));
        String path = "/npm/deleted/-/deleted-1.0.0.tgz";
        byte[] right = Mirror.NPM.tarball("deleted", "1.0.0");
        door().get(path);
        door().get(path);
        Files.delete(stored(ContentDigest.hash(DigestAlgorithm.SHA256, right)));

        // When
        Answer whole = door().get(path);
        Answer part = door().get(path, "Range", "bytes=0-9");

        // Then
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(right);
        assertThat(part.status()).isEqualTo(206);
    }

    private static void putPlainFile(String name, byte[] content) {
        Mirror.UPSTREAM.put("/files/full/" + name, FixtureFile.binary(content));
        String sum = ContentDigest.hash(DigestAlgorithm.SHA256, content).hex();
        Mirror.UPSTREAM.put("/files/full/" + name + ".sha256", FixtureFile.text(sum + "  " + name + "\n"));
    }

    private static Path stored(ContentDigest sha256) {
        try (Stream<Path> files = Files.walk(Mirror.data().resolve("content/sha256"))) {
            return files.filter(file -> file.getFileName().toString().contains(sha256.hex()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flip(Path file, int at) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1));
            channel.write(one.flip(), at);
        }
    }

    private static List<Path> begunFiles() throws IOException {
        try (Stream<Path> files = Files.list(Mirror.data().resolve("content/tmp"))) {
            return files.toList();
        }
    }

    private static void awaitGone(Path file) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (Files.exists(file)) {
            assertThat(System.nanoTime()).as("%s goes within a minute", file).isLessThan(end);
            Thread.sleep(Duration.ofMillis(100));
        }
    }

    private Door door() {
        return new Door(requireNonNull(base));
    }
}
