package dev.granary.local.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.granary.local.component.RootStepDown.OtherUser;
import dev.granary.local.process.ChildProcess;
import dev.granary.local.process.EffectiveUser;
import dev.granary.local.process.FreePorts;
import dev.granary.local.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootStepDownIT {
    @TempDir
    Path folder;

    @Test
    void whereNamespacesAreForbiddenRootRunsPostgresAsNobodyInAFolderThatOnlyRootMayEnter() throws Exception {
        // Given
        assumeTrue(EffectiveUser.isRoot(), "only root can become somebody else");
        Path setpriv = Programs.find("setpriv").orElseThrow();
        int port = FreePorts.choose(ThreadLocalRandom.current(), Set.of());
        Place place = new Place(StackHome.locate(), folder.resolve("postgres"), folder.resolve("log"), port);
        PostgresServer postgres = new PostgresServer(place, _ -> new OtherUser(setpriv));

        // When
        ChildProcess process = ChildProcess.start(postgres.prepare());
        boolean ready = becomesReady(postgres);
        Object owner = Files.getAttribute(Path.of("/proc/" + process.pid()), "unix:uid");
        process.terminate();
        boolean ended = process.awaitExit(Duration.ofSeconds(20));

        // Then
        assertThat(ready).isTrue();
        assertThat(owner).isEqualTo(RootStepDown.NOBODY);
        assertThat(ended).isTrue();
    }

    private static boolean becomesReady(PostgresServer postgres) {
        long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < limit) {
            if (postgres.probe() instanceof Readiness.Ready) {
                return true;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        return false;
    }
}
