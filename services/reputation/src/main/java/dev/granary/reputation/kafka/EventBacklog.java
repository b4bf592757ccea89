package dev.granary.reputation.kafka;

import dev.granary.contracts.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How many events wait on their topic for a group of consumers. */
record EventBacklog(Admin admin, String group) {
    CompletionStage<Long> count() {
        return admin.describeTopics(List.of(Topics.ARTIFACT_FETCHED))
                .allTopicNames()
                .toCompletionStage()
                .thenCompose(topics -> count(topics.values().stream()
                        .flatMap(topic -> topic.partitions().stream()
                                .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                        .toList()));
    }

    private CompletionStage<Long> count(List<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest()).thenCompose(first -> offsets(partitions, OffsetSpec.latest())
                .thenCompose(end -> admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .toCompletionStage()
                        .thenApply(taken -> partitions.stream()
                                .mapToLong(partition ->
                                        waiting(first.get(partition), end.get(partition), taken.get(partition)))
                                .sum())));
    }

    private CompletionStage<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            List<TopicPartition> partitions, OffsetSpec which) {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(one -> one, _ -> which)))
                .all()
                .toCompletionStage();
    }

    /** What Kafka has dropped already waits no longer. */
    private static long waiting(
            @Nullable ListOffsetsResultInfo first,
            @Nullable ListOffsetsResultInfo end,
            @Nullable OffsetAndMetadata taken) {
        if (first == null || end == null) {
            return 0;
        }
        long from = taken == null ? first.offset() : Math.max(first.offset(), taken.offset());
        return Math.max(0, end.offset() - from);
    }
}
