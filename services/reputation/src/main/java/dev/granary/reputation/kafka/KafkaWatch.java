package dev.granary.reputation.kafka;

import dev.granary.service.health.DegradedModes;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Notices when Kafka is away; its clients only wait. */
@Singleton
class KafkaWatch {
    private static final Logger LOGGER = Logger.getLogger(KafkaWatch.class);
    private static final String MODE = "kafka";
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int LONGEST_BACKOFF_MILLIS = 2000;

    /** As in {@code mp.messaging.incoming.artifact-fetched.group.id}. */
    private static final String GROUP = "reputation";

    private final DegradedModes modes;
    private final Meters meters;
    private final Map<String, Object> settings;
    private @Nullable Admin admin;
    private @Nullable Cancellable loop;

    KafkaWatch(DegradedModes modes, Meters meters, @Identifier("default-kafka-broker") Map<String, Object> broker) {
        this.modes = modes;
        this.meters = meters;
        this.settings = new HashMap<>(broker);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "reputation-watch");
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, LONGEST_BACKOFF_MILLIS);
    }

    void onStart(@Observes StartupEvent event) {
        Admin created = Admin.create(settings);
        admin = created;
        loop = Multi.createFrom()
                .ticks()
                .startingAfter(EVERY)
                .every(EVERY)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(_ -> look(created)
                        .invoke(this::tell)
                        .chain(reachable ->
                                reachable ? measure(created) : Uni.createFrom().voidItem()))
                .subscribe()
                .with(_ -> {}, failure -> LOGGER.error("Nobody watches Kafka any more", failure));
    }

    private Uni<Void> measure(Admin admin) {
        return Uni.createFrom()
                .completionStage(() -> new EventBacklog(admin, GROUP).count())
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .invoke(meters::measuredEvents)
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }

    void onStop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.cancel();
        }
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }

    private static Uni<Boolean> look(Admin admin) {
        return Uni.createFrom()
                .completionStage(() -> admin.describeCluster(
                                new DescribeClusterOptions().timeoutMs(Math.toIntExact(PATIENCE.toMillis())))
                        .nodes()
                        .toCompletionStage())
                .map(nodes -> !nodes.isEmpty())
                .onFailure()
                .recoverWithItem(false);
    }

    private void tell(boolean reachable) {
        if (reachable && modes.leave(MODE)) {
            LOGGER.info("Kafka is back: events are taken and scores published again");
        }
        if (!reachable && modes.enter(MODE, "no events are taken and scores wait to be published")) {
            LOGGER.warn("Kafka can't be reached: events wait on their topic, scores in the database");
        }
    }
}
