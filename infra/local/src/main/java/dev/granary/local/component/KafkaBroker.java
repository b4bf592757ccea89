package dev.granary.local.component;

import static dev.granary.local.LocalError.COMPONENT_FAILED;

import dev.granary.kernel.GranaryException;
import dev.granary.local.component.Readiness.NotReady;
import dev.granary.local.component.Readiness.Ready;
import dev.granary.local.process.ChildProcess;
import dev.granary.local.process.Launch;
import dev.granary.local.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * One Kafka broker that is its own controller (KRaft), in a JVM of its own. It is ready when it answers and the topics
 * of {@link KafkaTopics} exist.
 */
public final class KafkaBroker implements Component {
    /** ApiVersions, version 0, correlation id 1, no client id: what every client asks first. */
    private static final byte[] WHICH_VERSIONS = {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, -1, -1};

    private static final int HEAP_MEBIBYTES = 224;
    private static final Duration FORMAT_LIMIT = Duration.ofMinutes(1);
    private static final int CLUSTER_ID_BYTES = 16;

    private final Place place;
    private final IntSupplier controllerPort;
    private volatile boolean topicsExist;

    /** @param controllerPort the broker's second port, on which it speaks to itself */
    public KafkaBroker(Place place, IntSupplier controllerPort) {
        this.place = place;
        this.controllerPort = controllerPort;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public int port() {
        return place.port();
    }

    /** The {@code host:port} that clients start from. */
    public String bootstrapServers() {
        return "127.0.0.1:" + place.port();
    }

    @Override
    public Launch prepare() {
        topicsExist = false;
        Path directory = place.directory();
        Path settings = directory.resolve("server.properties");
        Place.write(settings, KafkaSettings.text(directory.resolve("data"), place.port(), controllerPort.getAsInt()));
        Place.write(directory.resolve("log4j2.properties"), KafkaSettings.logging());
        if (!Files.exists(directory.resolve("data/meta.properties"))) {
            format(settings);
        }
        return java(
                place.home().aotCache().options(name(), place.home().kafka()),
                List.of("kafka.Kafka", settings.toString()));
    }

    private void format(Path settings) {
        byte[] id = new byte[CLUSTER_ID_BYTES];
        new SecureRandom().nextBytes(id);
        String clusterId = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        ChildProcess tool = ChildProcess.start(java(
                List.of(),
                List.of(
                        "kafka.tools.StorageTool",
                        "format",
                        "--ignore-formatted",
                        "-t",
                        "g" + clusterId.substring(1),
                        "-c",
                        settings.toString())));
        boolean ended = tool.awaitExit(FORMAT_LIMIT);
        tool.kill();
        if (!ended || tool.exitCode() != 0) {
            throw new GranaryException(COMPONENT_FAILED, "kafka's storage could not be formatted, see " + place.log());
        }
    }

    private Launch java(List<String> options, List<String> mainClass) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=" + place.data().resolve("log4j2.properties"),
                "-cp",
                place.home().kafkaClasspath()));
        all.addAll(mainClass);
        return new Launch(
                name(),
                JavaRuntime.command(HEAP_MEBIBYTES, all),
                Programs.plainEnvironment(),
                place.directory(),
                place.log());
    }

    @Override
    public Readiness probe() {
        Readiness answer = WireProbe.ask(place.port(), WHICH_VERSIONS, bytes -> Ready.WELL);
        if (topicsExist || answer instanceof NotReady) {
            return answer;
        }
        Readiness topics = KafkaTopics.create(bootstrapServers());
        topicsExist = topics instanceof Ready;
        return topics;
    }
}
