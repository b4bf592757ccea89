package dev.granary.architecture.sample.await.http;

import io.smallrye.mutiny.Uni;

final class Adapter {
    String find(Uni<String> found) {
        return found.await().indefinitely();
    }
}
