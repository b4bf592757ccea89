package dev.granary.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document, the schemas, the constants and the services' wiring say the same. */
class AsyncApiTest {
    private static final Pattern CHANNEL = Pattern.compile("mp\\.messaging\\.(incoming|outgoing)\\.([^.]+)\\..*");

    private final AsyncApi document;

    AsyncApiTest() throws IOException {
        document = AsyncApi.read();
    }

    @Test
    void theDocumentHasTheTopicsOfTheCode() {
        // When
        Set<Topic> described = document.channels().stream()
                .map(channel -> Topics.ALL.stream()
                        .filter(topic -> topic.name().equals(channel.address()))
                        .filter(topic -> topic.messageType().equals(channel.message()))
                        .filter(topic -> topic.partitions() == channel.partitions())
                        .filter(topic -> topic.settings().equals(channel.settings()))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no topic of the code is like " + channel)))
                .collect(Collectors.toSet());

        // Then
        assertThat(described).containsExactlyInAnyOrderElementsOf(Topics.ALL);
    }

    @Test
    void theDocumentNamesTheSchemaOfEachMessage() {
        document.channels().forEach(channel -> {
            var descriptor = Objects.requireNonNull(Released.EVENTS.get(channel.message()), channel.message())
                    .getDescriptorForType();
            assertThat(channel.schema())
                    .isEqualTo("./src/main/protobuf/" + descriptor.getFile().getFullName());
            assertThat(Released.folder().resolve(channel.schema())).exists();
        });
    }

    @Test
    void theSchemasCommentNamesTopicAndOwner() throws IOException {
        for (AsyncApi.Channel channel : document.channels()) {
            assertThat(Files.readString(Released.folder().resolve(channel.schema())))
                    .contains("Topic " + channel.address())
                    .contains("Owner: " + channel.owner() + ".");
        }
    }

    @Test
    void everyMessageHasTheHeadersOfTheCode() {
        assertThat(document.headers())
                .containsExactlyInAnyOrder(Headers.EVENT_ID, Headers.EVENT_TYPE, Headers.EVENT_TIME, "traceparent");
    }

    @Test
    void onlyTheOwnerSends() {
        // Given
        Set<List<String>> owners = document.channels().stream()
                .map(channel -> List.of(channel.owner(), channel.address()))
                .collect(Collectors.toSet());

        // When
        Set<List<String>> senders = document.operations().stream()
                .filter(operation -> operation.action().equals("send"))
                .map(operation -> List.of(operation.service(), operation.address()))
                .collect(Collectors.toSet());

        // Then
        assertThat(senders).isEqualTo(owners);
    }

    @Test
    void noServiceSendsOrReceivesAnythingElse() throws IOException {
        // When
        List<AsyncApi.Operation> wired = new ArrayList<>();
        for (Path service : services()) {
            wired.addAll(wiredIn(service));
        }
        wired.removeIf(AsyncApiTest::isDeadLetter);

        // Then
        assertThat(document.operations()).containsAll(wired);
    }

    private static boolean isDeadLetter(AsyncApi.Operation operation) {
        return operation.action().equals("send")
                && Topics.DEAD_LETTERS.stream().anyMatch(topic -> topic.name().equals(operation.address()));
    }

    private static List<Path> services() throws IOException {
        Path folder = Released.folder().resolveSibling("services");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> services = Files.list(folder)) {
            return services.filter(Files::isDirectory).toList();
        }
    }

    /** The Kafka channels of one service's settings; a channel without a topic has the topic of its own name. */
    private static List<AsyncApi.Operation> wiredIn(Path service) throws IOException {
        Path file = service.resolve("src/main/resources/application.properties");
        Properties settings = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                settings.load(reader);
            }
        }
        return settings.stringPropertyNames().stream()
                .map(CHANNEL::matcher)
                .filter(Matcher::matches)
                .map(channel -> new AsyncApi.Operation(
                        service.getFileName().toString(),
                        channel.group(1).equals("incoming") ? "receive" : "send",
                        settings.getProperty(
                                "mp.messaging." + channel.group(1) + "." + channel.group(2) + ".topic",
                                channel.group(2))))
                .distinct()
                .toList();
    }
}
