package dev.granary.local.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.contracts.Topics;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealServersIT {
    @TempDir
    Path folder;

    @Test
    void kafkaKeepsItsTopicsOverACrash() throws Exception {
        // Given
        try (RealKafka kafka = RealKafka.start(folder)) {
            int port = kafka.port();

            // When
            kafka.kill();
            kafka.restart();

            // Then
            assertThat(kafka.port()).isEqualTo(port);
            try (Admin admin =
                    Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
                assertThat(admin.listTopics().names().get())
                        .contains(
                                Topics.ARTIFACT_FETCHED,
                                Topics.ARTIFACT_STORED,
                                Topics.ARTIFACT_RECALLED,
                                Topics.REPUTATION_SCORED);
            }
        }
    }

    @Test
    void postgresComesBackAfterACrashAndAfterAStop() {
        // Given
        try (RealPostgres postgres = RealPostgres.start(folder)) {
            String password = postgres.password();

            // When
            postgres.kill();
            postgres.restart();
            postgres.stop();
            postgres.restart();

            // Then
            assertThat(postgres.password()).isEqualTo(password).hasSizeGreaterThan(32);
            assertThat(postgres.address()).isEqualTo("127.0.0.1:" + postgres.port() + "/granary");
        }
    }

    @Test
    void redisComesBackAfterACrash() {
        // Given
        try (RealRedis redis = RealRedis.start(folder)) {
            long first = redis.pid();

            // When
            redis.kill();
            redis.restart();

            // Then
            assertThat(redis.pid()).isNotEqualTo(first);
        }
    }
}
