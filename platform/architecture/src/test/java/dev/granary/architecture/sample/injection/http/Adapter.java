package dev.granary.architecture.sample.injection.http;

import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

final class Adapter {
    @Inject
    @Nullable
    Runnable action;
}
