package dev.granary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.e2e.process.Poll;
import dev.granary.e2e.scene.Catalogue.Version;
import dev.granary.e2e.scene.HermeticScene;
import dev.granary.e2e.scene.Scenes;
import dev.granary.testing.Gate;
import dev.granary.testing.http.Fault;
import dev.granary.testing.http.FixtureUpstream;
import dev.granary.testing.npm.NpmVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many clients that ask for one cold tarball at once. */
@ExtendWith(Scenes.class)
class HerdIT {
    private static final int CLIENTS = 50;
    private static final int SIZE = 5 * 1024 * 1024;
    private static final int HELD_AFTER = 3 * 1024 * 1024;

    private final HermeticScene scene;
    private final FixtureUpstream upstream;
    private final Gate lastBytes = Gate.closed();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    HerdIT(HermeticScene scene) {
        this.scene = scene;
        this.upstream = scene.upstream().http();
    }

    @AfterEach
    void stop() {
        lastBytes.open();
        clients.shutdownNow();
        upstream.heal();
    }

    @Test
    void fiftyClientsCostOneUpstreamRequestAndSeeBytesBeforeTheUpstreamSentItsLast() {
        // Given
        Version herd = publishHeldBack("herd");
        AtomicInteger started = new AtomicInteger();

        // When
        List<CompletableFuture<byte[]>> bodies = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            bodies.add(CompletableFuture.supplyAsync(() -> read(herd, started), clients));
        }
        Poll.until("every client has its first bytes", Duration.ofSeconds(30), () -> started.get() == CLIENTS);
        lastBytes.open();

        // Then
        byte[] right = scene.upstream().npm().tarball(herd.name(), herd.version());
        assertThat(bodies).allSatisfy(body -> assertThat(body.join()).isEqualTo(right));
        assertThat(upstream.hits(herd.tarballPattern())).isEqualTo(1);
    }

    @Test
    void theClientThatCameFirstMayLeaveWithoutHurtingAnyone() throws IOException {
        // Given
        Version herd = publishHeldBack("herd-leader");
        AtomicInteger started = new AtomicInteger();
        InputStream leader = scene.gateway().open(herd.tarballPath()).body();
        assertThat(leader.readNBytes(1000)).hasSize(1000);
        List<CompletableFuture<byte[]>> bodies = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            bodies.add(CompletableFuture.supplyAsync(() -> read(herd, started), clients));
        }
        Poll.until("every follower has its first bytes", Duration.ofSeconds(30), () -> started.get() == 20);

        // When
        leader.close();
        lastBytes.open();

        // Then
        byte[] right = scene.upstream().npm().tarball(herd.name(), herd.version());
        assertThat(bodies).allSatisfy(body -> assertThat(body.join()).isEqualTo(right));
        assertThat(upstream.hits(herd.tarballPattern())).isEqualTo(1);
    }

    /** A tarball of which the upstream sends three fifths, and the rest when {@link #lastBytes} opens. */
    private Version publishHeldBack(String name) {
        scene.upstream().npm().publish(NpmVersion.of(name, "1.0.0").padded(SIZE));
        Version version = new Version(name, "1.0.0");
        upstream.fault(version.tarballPattern(), new Fault.HoldAfter(HELD_AFTER, lastBytes));
        return version;
    }

    private byte[] read(Version version, AtomicInteger started) {
        try (InputStream body = scene.gateway().open(version.tarballPath()).body()) {
            byte[] first = body.readNBytes(1000);
            started.incrementAndGet();
            return new SequenceInputStream(new ByteArrayInputStream(first), body).readAllBytes();
        } catch (IOException e) {
            throw new AssertionError("the body of " + version.spec() + " broke", e);
        }
    }
}
