package dev.granary.architecture.sample.framework;

import io.smallrye.mutiny.Uni;

interface Feature {
    Uni<String> find();
}
