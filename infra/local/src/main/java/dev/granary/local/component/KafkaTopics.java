package dev.granary.local.component;

import dev.granary.contracts.Topics;
import dev.granary.local.component.Readiness.NotReady;
import dev.granary.local.component.Readiness.Ready;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics that the services speak over, as {@code asyncapi.yaml} has them; existing ones are left as they are. */
public final class KafkaTopics {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final short ONE_COPY = 1;

    static final List<NewTopic> ALL = Stream.concat(Topics.ALL.stream(), Topics.DEAD_LETTERS.stream())
            .map(topic -> new NewTopic(topic.name(), topic.partitions(), ONE_COPY).configs(topic.settings()))
            .toList();

    private KafkaTopics() {}

    /** Creates what is missing; ready when all exist. */
    static Readiness create(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS))) {
            var existing = admin.listTopics().names().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            List<NewTopic> missing = ALL.stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .collect(Collectors.toList());
            admin.createTopics(missing).all().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            return Ready.WELL;
        } catch (ExecutionException | TimeoutException e) {
            return new NotReady("its topics could not be created: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new NotReady("interrupted while its topics were created");
        }
    }
}
