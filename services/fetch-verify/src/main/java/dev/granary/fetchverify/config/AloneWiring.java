package dev.granary.fetchverify.config;

import dev.granary.fetchverify.expectation.SharedPins;
import dev.granary.fetchverify.store.SharedCache;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** A replica that shares nothing. */
@Singleton
class AloneWiring {
    @Produces
    @Singleton
    SharedPins pins() {
        return _ -> Optional.empty();
    }

    @Produces
    @Singleton
    SharedCache shared() {
        return new SharedCache() {
            @Override
            public Optional<SharedDocument> findDocument(String key) {
                return Optional.empty();
            }

            @Override
            public void offerDocument(SharedDocument document, Duration timeToLive) {}

            @Override
            public boolean isKnownAbsent(String key) {
                return false;
            }

            @Override
            public void markAbsent(String key, Duration timeToLive) {}

            @Override
            public void forgetAbsent(String key) {}

            @Override
            public Optional<Lease> tryLease(String key, Duration timeToLive) {
                return Optional.of(() -> {});
            }
        };
    }
}
