package dev.granary.fetchverify.postgres;

import dev.granary.fetchverify.breaker.Breaker.Pass;
import dev.granary.fetchverify.breaker.HelperGuard;
import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.expectation.SharedPins;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.kernel.PackageCoordinate;
import dev.granary.kernel.SourceId;
import dev.granary.kernel.VerificationLevel;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/** Pins in PostgreSQL. Safe for threads. A database that is away costs a few short waits, then nothing. */
public final class PostgresPins implements SharedPins {
    private static final Logger LOGGER = Logger.getLogger(PostgresPins.class);

    private final DatabaseBridge database;
    private final PostgresPinsSettings settings;
    private final HelperGuard guard;

    /**
     * @param clock one that nobody sets
     */
    public PostgresPins(DatabaseBridge database, PostgresPinsSettings settings, InstantSource clock) {
        this.database = database;
        this.settings = settings;
        this.guard = new HelperGuard(settings.breaker(), clock);
    }

    @Override
    public Optional<Expectation> find(ArtifactFile file) {
        Optional<Pass> pass = guard.tryEnter();
        if (pass.isEmpty()) {
            return Optional.empty();
        }
        try {
            PinRow row = database.await(session -> session.find(PinRow.class, file.key()), settings.patience());
            guard.onSuccess(pass.get());
            return Optional.ofNullable(row).map(pin -> expectation(file, pin));
        } catch (IOException e) {
            guard.onFailure(pass.get());
            LOGGER.debugf("no pin of %s: %s", file.key(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether the database is left alone at present. */
    public boolean isAway() {
        return guard.isOpen();
    }

    /** What the pin says that {@code file} must be. */
    static Expectation expectation(ArtifactFile file, PinRow pin) {
        PackageCoordinate coordinate = PackageCoordinate.parse(pin.purl).orElse(file.coordinate());
        Long size = pin.sizeBytes;
        return new Expectation(
                new ArtifactFile(file.repository(), coordinate, file.path()),
                Digests.parse(pin.digests),
                size == null ? OptionalLong.empty() : OptionalLong.of(size),
                SourceId.parse(pin.claimedBy),
                pin.firstSeenAt,
                Optional.ofNullable(pin.publishedAt),
                VerificationLevel.valueOf(pin.level),
                pin.evidence);
    }
}
