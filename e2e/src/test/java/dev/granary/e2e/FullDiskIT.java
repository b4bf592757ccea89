package dev.granary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.granary.e2e.process.CommandLine;
import dev.granary.e2e.process.Finished;
import dev.granary.e2e.process.Poll;
import dev.granary.e2e.stack.Gateway;
import dev.granary.e2e.stack.Stack;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.testing.SeededRandom;
import dev.granary.testing.http.FixtureFile;
import dev.granary.testing.http.FixtureUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fault 16 on a disk that is really full: a small one of the test's own, which only root may mount. */
class FullDiskIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MEBIBYTE = 1 << 20;
    /** Usually the store leaves some room to the rest of the machine, and never meets the end of the disk. */
    private static final Map<String, String> ALL_OF_THE_DISK = Map.of("GRANARY_FETCH_VERIFY_STORE_MINIMUM_FREE", "0");

    private final FixtureUpstream files = FixtureUpstream.start();
    private Path folder = Path.of("");
    private Path disk = Path.of("");

    @BeforeEach
    void layOut() throws IOException {
        // A mirror of root's runs PostgreSQL as somebody else, who must get through to its folder.
        folder = Files.createTempDirectory(
                "granary-full", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        disk = folder;
    }

    @AfterEach
    void tidyUp() {
        files.close();
        if (!disk.equals(folder)) {
            command("umount", disk.toString());
        }
        command("rm", "-rf", folder.toString());
    }

    @Test
    void aStoreWithoutRoomHalvesNothingServesWhatItHoldsAndRecovers() throws IOException {
        // Given
        Path data = folder.resolve("data");
        mount(data.resolve("fetch-verify"), "64m");
        serve("/old", 8 * MEBIBYTE);
        byte[] held = serve("/held", MEBIBYTE / 4);
        byte[] cold = serve("/cold", 5 * MEBIBYTE);
        byte[] huge = serve("/huge", 40 * MEBIBYTE);
        try (Stack stack = Stack.start(data, settings(), ALL_OF_THE_DISK, "--upstream", "npm=" + files.baseUrl());
                Gateway gateway = new Gateway(stack.gateway())) {
            awaitHeld(gateway, "/raw/tools/old");
            awaitHeld(gateway, "/raw/tools/held");

            // When
            Path filler = fill();
            HttpResponse<byte[]> fitsForTheOld = gateway.get("/raw/tools/cold");
            HttpResponse<byte[]> fitsForNothing = gateway.get("/raw/tools/huge");
            HttpResponse<byte[]> heldMeanwhile = gateway.get("/raw/tools/held");
            HttpResponse<byte[]> health = gateway.get("/q/health/ready");
            List<Path> wrong = wrongContent();
            Poll.until("nothing half-stored is left", LIMIT, () -> filesIn(disk.resolve("content/tmp"))
                    .isEmpty());
            Files.delete(filler);

            // Then
            assertThat(fitsForTheOld.body()).isEqualTo(cold);
            assertThat(fitsForNothing.statusCode()).isEqualTo(507);
            assertThat(Gateway.text(fitsForNothing)).contains("STORE_FULL");
            assertThat(heldMeanwhile.body()).isEqualTo(held);
            assertThat(heldMeanwhile.headers().firstValue("x-cache")).contains("HIT");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(wrong).isEmpty();
            awaitHeld(gateway, "/raw/tools/huge");
            assertThat(gateway.get("/raw/tools/huge").body()).isEqualTo(huge);
            assertThat(wrongContent()).isEmpty();
        }
    }

    @Test
    void aStackOnAFullDiskIsNotStartedAndSaysWhy() throws IOException {
        // Given
        mount(folder.resolve("data"), "8m");

        // When
        Finished little = Stack.tryStart(disk, "--upstream", "npm=" + files.baseUrl());
        fill();
        Finished nothing = Stack.tryStart(disk, "--upstream", "npm=" + files.baseUrl());

        // Then
        assertThat(List.of(little, nothing)).allSatisfy(up -> {
            assertThat(up.exit()).isOne();
            assertThat(up.output())
                    .contains("granary: the disk of " + disk + " is full: ", "the stack needs at least 256")
                    .doesNotContain("Exception");
        });
    }

    private void mount(Path place, String size) throws IOException {
        Files.createDirectories(place);
        Finished mount = command("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", place.toString());
        assumeTrue(mount.exit() == 0, () -> "a small disk can't be mounted here: " + mount.output());
        disk = place;
    }

    /** Takes every free byte of the small disk. */
    private Path fill() {
        Path filler = disk.resolve("filler");
        command("dd", "if=/dev/zero", "of=" + filler, "bs=4096");
        return filler;
    }

    /** What lies in the store under the digest of something else. */
    private List<Path> wrongContent() throws IOException {
        List<Path> content = filesIn(disk.resolve("content/sha256"));
        return content.stream().filter(FullDiskIT::isWrong).toList();
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static boolean isWrong(Path file) {
        try {
            String digest = ContentDigest.hash(DigestAlgorithm.SHA256, Files.readAllBytes(file))
                    .hex();
            return !file.getFileName().toString().equals(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitHeld(Gateway gateway, String path) {
        Poll.until(
                path + " is held",
                LIMIT,
                () -> gateway.get(path).headers().firstValue("x-cache").equals(Optional.of("HIT")));
    }

    private byte[] serve(String path, int size) {
        byte[] content = new SeededRandom(path.hashCode()).bytes(size);
        files.put(path, FixtureFile.binary(content));
        files.put(
                path + ".sha256",
                FixtureFile.text(
                        ContentDigest.hash(DigestAlgorithm.SHA256, content).hex()));
        return content;
    }

    private String settings() {
        return "[[upstream]]\nformat = \"raw\"\nname = \"tools\"\nurl = \"" + files.baseUrl()
                + "\"\n[store]\nmaximum_size = \"50MiB\"\n";
    }

    private static Finished command(String... words) {
        return CommandLine.neutral(Path.of("."), List.of(words)).run();
    }
}
