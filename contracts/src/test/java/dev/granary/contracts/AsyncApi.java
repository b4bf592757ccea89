package dev.granary.contracts;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code asyncapi.yaml}, as far as the tests look at it. */
final class AsyncApi {
    private final Map<?, ?> document;

    private AsyncApi(Map<?, ?> document) {
        this.document = document;
    }

    static AsyncApi read() throws IOException {
        try (Reader reader = Files.newBufferedReader(Released.folder().resolve("asyncapi.yaml"))) {
            return new AsyncApi(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader));
        }
    }

    /**
     * One topic.
     *
     * @param address the topic's name
     * @param message full name of its message
     * @param schema path of the {@code .proto}, relative to the document
     * @param settings of Kafka, as text
     */
    record Channel(
            String address,
            String owner,
            String message,
            String schema,
            int partitions,
            Map<String, String> settings) {}

    /**
     * Who sends or receives what.
     *
     * @param action {@code send} or {@code receive}
     */
    record Operation(String service, String action, String address) {}

    List<Channel> channels() {
        return map(document, "channels").values().stream()
                .map(channel -> channel((Map<?, ?>) channel))
                .toList();
    }

    List<Operation> operations() {
        return map(document, "operations").values().stream()
                .map(Map.class::cast)
                .map(operation -> new Operation(
                        text(operation, "x-service"),
                        text(operation, "action"),
                        text(follow(map(operation, "channel")), "address")))
                .toList();
    }

    /** Names of the headers that each message has. */
    List<String> headers() {
        Map<?, ?> headers = map(map(map(document, "components"), "schemas"), "Headers");
        return map(headers, "properties").keySet().stream()
                .map(Object::toString)
                .toList();
    }

    private Channel channel(Map<?, ?> channel) {
        Map<?, ?> message =
                follow((Map<?, ?>) map(channel, "messages").values().iterator().next());
        Map<?, ?> kafka = map(map(channel, "bindings"), "kafka");
        Map<?, ?> configuration = map(kafka, "topicConfiguration");
        return new Channel(
                text(channel, "address"),
                text(channel, "x-owner"),
                text(message, "name"),
                text(map(map(message, "payload"), "schema"), "$ref"),
                Integer.parseInt(text(kafka, "partitions")),
                configuration.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey().toString(), entry -> plain(entry.getValue()))));
    }

    private static String plain(Object value) {
        return value instanceof List<?> list
                ? String.join(",", list.stream().map(Object::toString).toList())
                : value.toString();
    }

    /** Follows a local reference such as {@code #/channels/artifactFetched}. */
    private Map<?, ?> follow(Map<?, ?> reference) {
        Map<?, ?> at = document;
        for (String step : text(reference, "$ref").substring(2).split("/", -1)) {
            at = map(at, step);
        }
        return at;
    }

    private static Map<?, ?> map(Map<?, ?> parent, String key) {
        return (Map<?, ?>) Objects.requireNonNull(parent.get(key), key);
    }

    private static String text(Map<?, ?> parent, String key) {
        return Objects.requireNonNull(parent.get(key), key).toString();
    }
}
