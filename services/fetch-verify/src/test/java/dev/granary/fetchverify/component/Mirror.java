package dev.granary.fetchverify.component;

import dev.granary.testing.http.FixtureUpstream;
import dev.granary.testing.npm.NpmFixture;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/** What stands around the mirror under test: an upstream for npm and plain files, its settings, its disk. */
public final class Mirror implements QuarkusTestResourceLifecycleManager {
    /** How links in documents begin, whatever address a client used. */
    static final String PUBLIC_URL = "http://mirror.example:8080/";

    /** All content together; one test fills it. */
    static final int MAXIMUM_MEBIBYTES = 110;

    static final FixtureUpstream UPSTREAM = FixtureUpstream.start();
    static final NpmFixture NPM = NpmFixture.on(UPSTREAM);

    private static volatile Path directory = Path.of("nowhere");

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("granary-mirror");
            Path settings = directory.resolve("granary.toml");
            Files.writeString(settings, settings());
            Map<String, String> configuration = new HashMap<>(limits());
            configuration.put("granary.settings", settings.toString());
            configuration.put("granary.data", data().toString());
            configuration.put("granary.public.url", PUBLIC_URL);
            configuration.put("granary.traces", "none");
            return configuration;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        UPSTREAM.close();
        try {
            Files.walkFileTree(directory, new Removal());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the mirror keeps what it holds. */
    static Path data() {
        return directory.resolve("data");
    }

    private static String settings() {
        return """
                [registry]
                site = "test"

                [[upstream]]
                format = "npm"
                url = "%1$s"

                [[upstream]]
                format = "raw"
                name = "tools"
                url = "%1$sfiles/"

                [policy.npm]
                owned = ["@corp/*", "internal-tool"]
                minimum_release_age = "P3D"
                release_age_exempt = ["fresh-ok"]

                [store]
                maximum_size = "%2$dMiB"
                """.formatted(UPSTREAM.baseUrl(), MAXIMUM_MEBIBYTES);
    }

    /** Limits that let no test wait long. */
    private static Map<String, String> limits() {
        return Map.ofEntries(
                Map.entry("granary.fetch-verify.gateway.head-patience", "PT2S"),
                Map.entry("granary.fetch-verify.upstream.header-timeout", "PT2S"),
                Map.entry("granary.fetch-verify.upstream.rate-window", "PT2S"),
                Map.entry("granary.fetch-verify.upstream.first-backoff", "PT0.01S"),
                Map.entry("granary.fetch-verify.upstream.longest-backoff", "PT0.05S"),
                Map.entry("granary.fetch-verify.upstream.breaker-open", "PT1.5S"),
                Map.entry("granary.fetch-verify.upstream.breaker-probe", "PT3S"),
                Map.entry("granary.fetch-verify.store.largest-document", "48M"),
                Map.entry("granary.fetch-verify.store.minimum-free", "1M"),
                Map.entry("granary.fetch-verify.store.scrub-rest", "PT1S"),
                Map.entry("granary.fetch-verify.gateway.client-patience", "PT5S"));
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
