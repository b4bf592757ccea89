package dev.granary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.e2e.client.NpmClient;
import dev.granary.e2e.client.Project;
import dev.granary.e2e.process.Poll;
import dev.granary.e2e.scene.Catalogue.Version;
import dev.granary.e2e.scene.HermeticScene;
import dev.granary.e2e.scene.Scenes;
import dev.granary.e2e.stack.Gateway;
import dev.granary.e2e.stack.Reputation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two mirrors on one machine: two folders, two ports, nothing in common. */
@ExtendWith(Scenes.class)
class NeighboursIT {
    private static final Version HERE = new Version("only-here", "1.0.0");
    private static final Version THERE = new Version("only-there", "1.0.0");

    private final HermeticScene here;

    @TempDir
    private Path folder;

    NeighboursIT(HermeticScene scene) {
        this.here = scene;
    }

    @Test
    void bothInstallAndEachSeesOnlyWhatIsItsOwn() {
        // Given
        here.upstream().npm().publish(HERE.name(), HERE.version());
        here.upstream().forgetRequests();
        try (HermeticScene there = HermeticScene.start()) {
            there.upstream().npm().publish(THERE.name(), THERE.version());

            // When
            install(here, HERE);
            install(there, THERE);

            // Then
            assertThat(Stream.of(here, there).flatMap(NeighboursIT::addresses)).doesNotHaveDuplicates();
            assertThatOnlyTheFirstKnows(HERE, here, there);
            assertThatOnlyTheFirstKnows(THERE, there, here);
        }
        assertThat(here.stack().status().path("ready").asBoolean()).isTrue();
        assertThat(here.gateway().get(HERE.tarballPath()).statusCode()).isEqualTo(200);
    }

    private void install(HermeticScene scene, Version version) {
        NpmClient client = new NpmClient(scene.clientHome(folder.resolve("home-" + version.name())));
        client.install(Project.create(folder.resolve(version.name()), Map.of(version.name(), version.version())))
                .requireSuccess();
    }

    private static void assertThatOnlyTheFirstKnows(Version version, HermeticScene one, HermeticScene other) {
        String receipt = "/api/v1/receipts/" + Gateway.segment(version.purl());
        Poll.until(
                "there is a receipt",
                Duration.ofSeconds(10),
                () -> one.gateway().get(receipt).statusCode() == 200);
        // A mirror that has just started may say 503 before its database has answered; what it knows it would show.
        Poll.until(
                "the other knows of no receipt",
                Duration.ofSeconds(30),
                () -> other.gateway().get(receipt).statusCode() == 404);
        assertThat(other.gateway().get(version.tarballPath()).statusCode()).isEqualTo(404);
        assertThat(one.upstream().hits(version.tarballPattern())).isEqualTo(1);

        String source = "upstream:npm/127.0.0.1:" + one.upstream().http().port();
        Poll.until(
                "the fetch is counted",
                Duration.ofSeconds(30),
                () -> new Reputation(one.gateway()).verified(source) > 0);
        assertThat(new Reputation(other.gateway()).verified(source)).isZero();
    }

    private static Stream<URI> addresses(HermeticScene scene) {
        return List.of("gateway", "traces", "reputation").stream()
                .map(name -> scene.stack().endpoint(name));
    }
}
