package dev.granary.architecture.sample.virtual.http;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;

final class Adapter {
    @RunOnVirtualThread
    Uni<String> find() {
        return Uni.createFrom().item("x");
    }
}
