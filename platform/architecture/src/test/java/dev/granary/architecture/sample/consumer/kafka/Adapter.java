package dev.granary.architecture.sample.consumer.kafka;

import static java.util.Objects.requireNonNull;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.reactive.messaging.Incoming;

final class Adapter {
    @Incoming("stock")
    @RunOnVirtualThread
    void on(String event) {
        requireNonNull(event);
    }
}
