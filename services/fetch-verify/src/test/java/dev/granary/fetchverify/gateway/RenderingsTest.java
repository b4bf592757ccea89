package dev.granary.fetchverify.gateway;

import static dev.granary.fetchverify.gateway.GatewayFixture.ONE;
import static dev.granary.fetchverify.gateway.GatewayFixture.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.gateway.Renderings.RenderAnswer;
import dev.granary.fetchverify.gateway.Renderings.Wanted;
import dev.granary.fetchverify.policy.EcosystemPolicy;
import dev.granary.fetchverify.policy.Policy;
import dev.granary.fetchverify.policy.Recall;
import dev.granary.fetchverify.policy.RecallBook;
import dev.granary.fetchverify.store.Contents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderingsTest {
    private static final Wanted PLAIN = new Wanted(ListFormat.LINES, false);
    private static final Wanted GZIP = new Wanted(ListFormat.LINES, true);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private GatewayFixture gateway;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Renderings renderings;

    @BeforeEach
    void start() {
        gateway = new GatewayFixture(directory);
        renderings = new Renderings(gateway.store, URI.create("http://mirror.example/"), 1024 * 1024, gateway.threads);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void twoSetsOfRecalledVersionsWithOneHashCodeAreTwoViews() throws Exception {
        // Given: versions whose texts have the same hash code
        String one = "1.0.0-Aa";
        String other = "1.0.0-BB";
        assertThat(one.hashCode()).isEqualTo(other.hashCode());
        HeldDocument held = hold(line(one, new byte[1]) + line(other, new byte[1]));

        // When
        String first = rendered(held, PLAIN, recalling(one));
        String second = rendered(held, PLAIN, recalling(other));

        // Then
        assertThat(first).isEqualTo(other + "\n");
        assertThat(second).isEqualTo(one + "\n");
    }

    @Test
    void aVersionWithoutAPublishTimeComesOutInTimeHoweverOftenItsDocumentChanges() throws Exception {
        // Given: one version is known from the start, another one came a day later
        hold(line("1", new byte[1]));
        gateway.clock.advance(Duration.ofDays(1));
        hold(line("1", new byte[1]) + line("2", new byte[1]));
        gateway.clock.advance(Duration.ofDays(2));

        // When: the document has changed once more, and the mirror was restarted
        HeldDocument held = hold(line("1", new byte[1]) + line("2", new byte[1]) + line("3", new byte[1]));
        String onTheThirdDay = rendered(held, PLAIN, waiting());
        gateway.clock.advance(Duration.ofDays(1));
        String onTheFourthDay = rendered(held, PLAIN, waiting());

        // Then
        assertThat(onTheThirdDay).isEqualTo("1\n");
        assertThat(onTheFourthDay).isEqualTo("1\n2\n");
    }

    @Test
    void bothEncodingsHoldTheSameLines() throws Exception {
        // Given
        HeldDocument held = hold(line("1", new byte[1]) + line("2", new byte[1]));

        // When
        byte[] gzipped = bytes(held, GZIP, gateway.policy);

        // Then
        try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(gzipped))) {
            assertThat(new String(unzipped.readAllBytes(), UTF_8)).isEqualTo(rendered(held, PLAIN, gateway.policy));
        }
    }

    @Test
    void aLargeViewLiesInTheStoreAndIsTheSameInBothPlaces() throws Exception {
        // Given
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            lines.append(line("1.0." + i, new byte[1]));
        }
        HeldDocument held = hold(lines.toString());

        // When
        String view = rendered(held, PLAIN, gateway.policy);

        // Then
        assertThat(view.lines()).hasSize(20_000).startsWith("1.0.0").endsWith("1.0.19999");
        assertThat(gateway.store.find(Contents.sha256(view.getBytes(UTF_8)))).isPresent();
    }

    private static Policy waiting() {
        EcosystemPolicy rules = new EcosystemPolicy(List.of(), Optional.of(Duration.ofDays(3)), List.of());
        return new Policy(Map.of(ListFormat.LIST, rules), RecallBook.empty());
    }

    private HeldDocument hold(String text) {
        gateway.upstreams.serve(ONE + "p", text);
        return gateway.documents()
                .require(gateway.format, ListFormat.index("p"), gateway.trace())
                .held();
    }

    private Policy recalling(String version) {
        Recall recall = new Recall(
                ListFormat.file("p", version).coordinate().withVersion(version),
                true,
                "reason",
                "someone",
                gateway.clock.instant(),
                1);
        return gateway.policy.with(RecallBook.empty().with(recall));
    }

    private String rendered(HeldDocument held, Wanted wanted, Policy policy) throws IOException {
        return new String(bytes(held, wanted, policy), UTF_8);
    }

    private byte[] bytes(HeldDocument held, Wanted wanted, Policy policy) throws IOException {
        RenderAnswer answer = renderings.render(gateway.format, held, wanted, policy, gateway.clock.instant());
        return switch (((RenderAnswer.Ready) answer).body()) {
            case RenderedBody.InMemory(var sha256, var buffer) -> {
                byte[] copy = new byte[buffer.remaining()];
                buffer.duplicate().get(copy);
                yield copy;
            }
            case RenderedBody.Stored(var content) -> Files.readAllBytes(content.path());
        };
    }
}
