package dev.granary.reputation.kafka;

import dev.granary.reputation.evidence.Observation;
import dev.granary.service.telemetry.SiteConfig;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sorts the messages of a batch by what is to be done with them. */
@Singleton
class BatchSorter {
    private static final Logger LOGGER = Logger.getLogger(BatchSorter.class);

    private final FetchedReader reader;
    private final Meters meters;

    BatchSorter(SiteConfig site, Meters meters) {
        this.reader = new FetchedReader(site.name());
        this.meters = meters;
    }

    /**
     * A batch, sorted.
     *
     * @param observations to be counted, in their order
     * @param letters to be put aside
     */
    record Sorted(List<Observation> observations, List<DeadLetters.Letter> letters) {}

    Sorted sort(Message<List<byte[]>> batch) {
        List<Observation> observations = new ArrayList<>();
        List<DeadLetters.Letter> letters = new ArrayList<>();
        List<byte[]> values = batch.getPayload();
        for (int i = 0; i < values.size(); i++) {
            switch (read(values.get(i))) {
                case Reading.Usable usable -> observations.add(usable.observation());
                case Reading.Ignored ignored -> meters.countEvents(ignored.why(), 1);
                case Reading.Unknown unknown -> unknown(unknown.number());
                case Reading.Unusable unusable -> {
                    meters.countEvents("dead_letter", 1);
                    letters.add(new DeadLetters.Letter(values.get(i), unusable.why(), origin(batch, i)));
                }
            }
        }
        return new Sorted(observations, letters);
    }

    /** A message that trips over a fault of ours must not stop the others. */
    private Reading read(byte @Nullable [] value) {
        try {
            return reader.read(value);
        } catch (RuntimeException e) {
            LOGGER.error("A message could not be read by a fault of ours", e);
            return new Reading.Unusable("A fault of ours: " + e.getClass().getName());
        }
    }

    private void unknown(int outcome) {
        LOGGER.warnf("An event has the unknown outcome %d and is not counted", outcome);
        meters.countEvents("unknown", 1);
    }

    /** Topic, partition and offset, as far as known. */
    private static String origin(Message<?> batch, int index) {
        if (!(batch instanceof KafkaRecordBatch<?, ?> records)) {
            return "unknown";
        }
        return records.getRecords()
                .get(index)
                .getMetadata(IncomingKafkaRecordMetadata.class)
                .map(record -> record.getTopic() + "/" + record.getPartition() + "/" + record.getOffset())
                .orElse("unknown");
    }
}
