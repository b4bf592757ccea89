package dev.granary.fetchverify.upstream;

import static dev.granary.fetchverify.upstream.ScriptedServer.answering;
import static dev.granary.fetchverify.upstream.ScriptedServer.ok;
import static dev.granary.fetchverify.upstream.UpstreamFixture.artifact;
import static dev.granary.fetchverify.upstream.UpstreamFixture.limits;
import static dev.granary.fetchverify.upstream.UpstreamFixture.settings;
import static dev.granary.fetchverify.upstream.UpstreamFixture.text;
import static dev.granary.fetchverify.upstream.UpstreamFixture.unwatched;
import static dev.granary.fetchverify.upstream.UpstreamFixture.upstream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.settings.CredentialPlace;
import dev.granary.fetchverify.settings.UpstreamSettings;
import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.source.UpstreamAnswer;
import dev.granary.fetchverify.source.UpstreamAnswer.Unavailable;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upstream's credential reaches that upstream and nobody else. */
class CredentialTest {
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    Path folder;

    @AfterAll
    static void stop() {
        VERTX.close();
    }

    private static VertxUpstreamClient client(URI base, CredentialPlace place, URI... extra) {
        List<Origin> origins = List.of(extra).stream().map(Origin::of).toList();
        UpstreamSettings upstream = new UpstreamSettings(upstream(base), Optional.of(place), origins, false);
        Surroundings plain = UpstreamFixture.surroundings();
        Surroundings surroundings =
                new Surroundings(plain.clock(), plain.random(), plain.resolver(), Map.of("NPM_TOKEN", "Basic geheim"));
        return new VertxUpstreamClient(VERTX, settings(upstream), limits(), surroundings, unwatched());
    }

    @Test
    void aTokenFromAFileIsSentAndReadAgainWhenItChanges() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("token"), "geheim-1\n");
        try (var server = ScriptedServer.start(ok("fine"));
                var client = client(server.base(), new CredentialPlace.InFile(file))) {

            // When
            text(client.ask(artifact(server.base(), "a.tgz")));
            Files.writeString(file, "Bearer geheim-2");
            Files.setLastModifiedTime(file, FileTime.fromMillis(1));
            text(client.ask(artifact(server.base(), "a.tgz")));

            // Then
            assertThat(server.calls())
                    .extracting(call -> call.header("authorization"))
                    .containsExactly("Bearer geheim-1", "Bearer geheim-2");
        }
    }

    @Test
    void aRedirectToAnotherAddressCarriesNoCredential() throws IOException {
        // Given
        try (var files = ScriptedServer.start(ok("fine"));
                var server = ScriptedServer.start(answering("302 Found", "", "Location: " + files.base() + "a"));
                var client = client(server.base(), new CredentialPlace.InEnvironment("NPM_TOKEN"), files.base())) {

            // When
            text(client.ask(artifact(server.base(), "a.tgz")));

            // Then
            assertThat(server.calls().getFirst().header("authorization")).isEqualTo("Basic geheim");
            assertThat(files.calls().getFirst().headers()).doesNotContainKey("authorization");
        }
    }

    @Test
    void withoutItsCredentialAnUpstreamIsNotAskedAndTheAnswerSaysWhy() throws IOException {
        // Given
        Path empty = Files.writeString(folder.resolve("empty"), "  \n");
        Path twoLines = Files.writeString(folder.resolve("two"), "geheim\nsecond");
        List<CredentialPlace> places = List.of(
                new CredentialPlace.InFile(folder.resolve("missing")),
                new CredentialPlace.InFile(empty),
                new CredentialPlace.InFile(twoLines),
                new CredentialPlace.InEnvironment("MISSING"));
        try (var server = ScriptedServer.start(ok("fine"))) {
            for (CredentialPlace place : places) {
                try (var client = client(server.base(), place)) {

                    // When
                    UpstreamAnswer answer = client.ask(artifact(server.base(), "a.tgz"));

                    // Then
                    assertThat(answer).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
                        assertThat(unavailable.asked()).isFalse();
                        assertThat(unavailable.sentence())
                                .containsIgnoringCase("credential")
                                .doesNotContain("geheim");
                    });
                }
            }
            assertThat(server.connections()).isZero();
        }
    }
}
