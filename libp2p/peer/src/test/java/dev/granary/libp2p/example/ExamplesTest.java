package dev.granary.libp2p.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.assembly.StandardHost;
import dev.granary.libp2p.assembly.StandardHostBuilder;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ExamplesTest {
    private static final Path HERE = Path.of("src/test/java/dev/granary/libp2p/example");
    private final SecureRandom random = new SecureRandom();

    @Test
    void theFirstProgramPings() {
        // When
        Duration roundTrip = FirstProgram.run();

        // Then
        assertThat(roundTrip).isPositive();
    }

    @Test
    void aTextComesBackInCapitals() {
        // Given
        StandardHost server = started("/ip4/127.0.0.1/tcp/0");
        StandardHost client = started();
        Conversation.serve(server.host());
        Multiaddr address = server.host()
                .listenAddresses()
                .getFirst()
                .withPeer(server.host().peerId());
        client.host().connect(address).toCompletableFuture().join();

        // When
        String answer = Conversation.ask(client.host(), server.host().peerId(), "hello");

        // Then
        assertThat(answer).isEqualTo("HELLO");
        client.close().toCompletableFuture().join();
        server.close().toCompletableFuture().join();
    }

    @ParameterizedTest
    @CsvSource({"FirstProgram.java,first", "Conversation.java,serve", "Conversation.java,ask"})
    void theReadmeQuotesWhatRuns(String file, String tag) throws IOException {
        // Given
        String readme = withoutSpaces(Files.readString(Path.of("../README.md")));

        // When
        List<String> lines = Files.readAllLines(HERE.resolve(file));
        List<String> quoted = lines.subList(line(lines, "// tag::" + tag) + 1, line(lines, "// end::" + tag));

        // Then
        assertThat(quoted).isNotEmpty();
        assertThat(readme).contains(withoutSpaces(String.join("\n", quoted)));
    }

    /** The formatter may break lines elsewhere than a page for readers does. */
    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static int line(List<String> lines, String marker) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(marker)) {
                return i;
            }
        }
        throw new AssertionError("no " + marker);
    }

    private StandardHost started(String... addresses) {
        StandardHostBuilder builder = new StandardHostBuilder(PrivateKey.generate(KeyType.ED25519, random), random);
        for (String address : addresses) {
            builder.listenAt(address);
        }
        StandardHost host = builder.build();
        host.host().start().toCompletableFuture().join();
        return host;
    }
}
