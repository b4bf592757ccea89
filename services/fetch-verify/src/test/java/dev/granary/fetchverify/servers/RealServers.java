package dev.granary.fetchverify.servers;

import dev.granary.local.standalone.RealPostgres;
import dev.granary.local.standalone.RealRedis;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The real database and cache of this module's integration tests. Both are down while the service starts, which proves that it needs
 * neither; a test class starts what it uses by {@code restart()}.
 */
public final class RealServers implements QuarkusTestResourceLifecycleManager {
    private @Nullable Path directory;
    private @Nullable RealPostgres postgres;
    private @Nullable RealRedis redis;

    @Override
    public Map<String, String> start() {
        try {
            Path home = Files.createTempDirectory("real-servers");
            directory = home;
            RealPostgres database = RealPostgres.start(home);
            postgres = database;
            RealRedis cache = RealRedis.start(home);
            redis = cache;
            database.stop();
            cache.stop();
            return Map.of(
                    "granary.postgres.url",
                    database.address(),
                    "granary.postgres.user",
                    database.user(),
                    "granary.postgres.password",
                    database.password(),
                    "quarkus.redis.hosts",
                    cache.url(),
                    "granary.data",
                    home.resolve("data").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        inject(injector, postgres);
        inject(injector, redis);
    }

    private static void inject(TestInjector injector, @Nullable Object server) {
        if (server != null) {
            injector.injectIntoFields(server, new TestInjector.MatchesType(server.getClass()));
        }
    }

    @Override
    public void stop() {
        close(postgres);
        close(redis);
        if (directory != null) {
            delete(directory);
        }
    }

    private static void close(@Nullable AutoCloseable server) {
        if (server == null) {
            return;
        }
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure) throws IOException {
                    Files.delete(left);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
