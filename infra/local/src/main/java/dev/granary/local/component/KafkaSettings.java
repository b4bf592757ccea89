package dev.granary.local.component;

import java.nio.file.Path;

/** The settings of a broker for one machine and one user: one copy of everything, few partitions, small buffers. */
final class KafkaSettings {
    private KafkaSettings() {}

    static String text(Path data, int port, int controllerPort) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%3$d
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%2$d
                log.dirs=%1$s
                # A misspelt topic is an error, not a new topic.
                auto.create.topics.enable=false
                num.network.threads=2
                num.io.threads=4
                background.threads=2
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=1
                # Consumers of a stack that has just started need not wait for others of their group.
                group.initial.rebalance.delay.ms=0
                log.cleaner.dedupe.buffer.size=10485760
                log.cleaner.io.buffer.size=65536
                log.segment.bytes=67108864
                """.formatted(data, port, controllerPort);
    }

    static String logging() {
        return """
                status=warn
                appender.out.type=Console
                appender.out.name=out
                appender.out.layout.type=PatternLayout
                appender.out.layout.pattern=%d{ISO8601} %p %m (%c{1})%n
                rootLogger.level=warn
                rootLogger.appenderRef.out.ref=out
                logger.server.name=kafka.server.KafkaRaftServer
                logger.server.level=info
                """;
    }
}
