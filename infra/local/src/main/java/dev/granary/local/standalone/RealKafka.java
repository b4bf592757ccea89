package dev.granary.local.standalone;

import dev.granary.local.component.KafkaBroker;
import dev.granary.local.component.Place;
import java.nio.file.Path;
import java.util.Set;

/** A real Kafka broker of a test, with the topics of {@link dev.granary.contracts.Topics}. */
public final class RealKafka implements AutoCloseable {
    private final KafkaBroker component;
    private final RealServer server;

    private RealKafka(KafkaBroker component, RealServer server) {
        this.component = component;
        this.server = server;
    }

    /** Starts one on free ports of 127.0.0.1 and returns once it is ready; its log is {@code kafka.log} there. */
    public static RealKafka start(Path directory) {
        Place place = RealServer.place(directory, "kafka");
        int controllerPort = RealServer.freePort(Set.of(place.port()));
        KafkaBroker component = new KafkaBroker(place, () -> controllerPort);
        RealKafka kafka = new RealKafka(component, new RealServer(component, RealServer.logOf(directory, "kafka")));
        kafka.server.start();
        return kafka;
    }

    public int port() {
        return component.port();
    }

    /** As {@code kafka.bootstrap.servers} wants it. */
    public String bootstrapServers() {
        return component.bootstrapServers();
    }

    public long pid() {
        return server.pid();
    }

    /** Ends it at once (SIGKILL). */
    public void kill() {
        server.kill();
    }

    /** Ends it in its own orderly way. */
    public void stop() {
        server.stop();
    }

    /** Starts it again if it does not run, on the same port, with what it kept, and returns once it is ready. */
    public void restart() {
        server.start();
    }

    @Override
    public void close() {
        server.close();
    }
}
