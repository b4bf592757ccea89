package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.expectation.SharedPins;
import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.format.Assessment;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.Format;
import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.gateway.Finding.Location;
import dev.granary.fetchverify.source.Upstream;
import dev.granary.fetchverify.store.ArtifactRecord;
import dev.granary.fetchverify.store.Records;
import dev.granary.kernel.GranaryException;
import dev.granary.kernel.PackageCoordinate;
import dev.granary.kernel.VerificationLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Finds out what a file must be: from what was first seen here, from what another replica first saw, else from the
 * upstream's index.
 */
public final class Expectations {
    /** A registry's key list is a few kilobytes; more is no key list. */
    private static final long LARGEST_KEYS = 1024 * 1024;

    private final Records records;
    private final SharedPins pins;
    private final Documents documents;
    private final Sources sources;
    private final InstantSource clock;

    public Expectations(Records records, SharedPins pins, Documents documents, Sources sources, InstantSource clock) {
        this.records = records;
        this.pins = pins;
        this.documents = documents;
        this.sources = sources;
        this.clock = clock;
    }

    /**
     * Finds what {@code file} must be.
     *
     * @throws GranaryException when the upstream lists no such file, gives no answer, or its claim can't be trusted
     */
    Finding require(Format format, ArtifactFile file, RequestTrace trace) {
        Optional<Expectation> known = records.findArtifact(file.key())
                .map(ArtifactRecord::expectation)
                .or(() -> pins.find(file));
        if (known.isPresent() && format.likelyPath(file).isPresent()) {
            return new Finding(known.get(), findHeldLocation(format, file));
        }
        Listed listed = requireListed(format, file, trace);
        Expectation expectation = known.orElseGet(() -> expect(format, file, listed, trace));
        return new Finding(expectation, Optional.of(locationOf(listed)));
    }

    /**
     * Finds where the index has a file whose expectation was known without it.
     *
     * @throws GranaryException when no index can be had, or none lists the file
     */
    Location locate(Format format, ArtifactFile file, RequestTrace trace) {
        return locationOf(requireListed(format, file, trace));
    }

    private record Listed(HeldDocument document, ListedFile file) {}

    private Optional<Location> findHeldLocation(Format format, ArtifactFile file) {
        for (DocumentKey index : format.indexesOf(file)) {
            Optional<Listed> listed = documents.findFresh(format, index).flatMap(held -> listed(held, file));
            if (listed.isPresent()) {
                return listed.map(this::locationOf);
            }
        }
        return Optional.empty();
    }

    private Listed requireListed(Format format, ArtifactFile file, RequestTrace trace) {
        GranaryException missing = new GranaryException(
                FetchVerifyError.NO_EXPECTATION, "No index can tell what " + file.path() + " must be.");
        for (DocumentKey index : format.indexesOf(file)) {
            try {
                return requireListedIn(index, format, file, trace);
            } catch (GranaryException e) {
                if (e.code() != FetchVerifyError.NOT_FOUND) {
                    throw e;
                }
                missing = e;
            }
        }
        throw format.indexesAreComplete()
                ? missing
                : new GranaryException(
                        FetchVerifyError.NO_EXPECTATION,
                        "Nothing trusted tells what " + file.path() + " must be: no checksum file beside it names it.");
    }

    private Listed requireListedIn(DocumentKey index, Format format, ArtifactFile file, RequestTrace trace) {
        DocumentAnswer answer = documents.require(format, index, trace);
        Optional<Listed> listed = listed(answer.held(), file);
        if (listed.isEmpty() && answer.cached()) {
            // Published since the index was held: the client may know it from elsewhere.
            listed = listed(documents.revalidateNow(format, answer.held(), trace), file);
        }
        return listed.orElseThrow(() -> new GranaryException(
                FetchVerifyError.NOT_FOUND,
                answer.held().document().source() + " lists no " + file.path() + " in " + index.path() + "."));
    }

    private static Optional<Listed> listed(HeldDocument held, ArtifactFile file) {
        return held.listing().find(file.path()).map(found -> new Listed(held, found));
    }

    private Location locationOf(Listed listed) {
        DocumentKey key = listed.document().key();
        Upstream upstream = sources.candidates(key.ecosystem(), key.repository()).stream()
                .filter(candidate ->
                        candidate.id().equals(listed.document().document().source()))
                .findFirst()
                .orElseThrow(() -> UpstreamFailures.notConfigured(key.ecosystem(), key.repository()));
        return new Location(upstream, listed.file().location());
    }

    private Expectation expect(Format format, ArtifactFile file, Listed listed, RequestTrace trace) {
        ListedFile found = listed.file();
        if (found.digests().isEmpty()) {
            throw new GranaryException(
                    FetchVerifyError.NO_EXPECTATION,
                    listed.document().document().source() + " gives no digest of " + file.path()
                            + ", so its bytes can't be verified.");
        }
        Claim claim = assess(format, file, listed, trace);
        PackageCoordinate version = found.version().isEmpty()
                ? file.coordinate()
                : file.coordinate().withVersion(found.version());
        return new Expectation(
                new ArtifactFile(file.repository(), version, file.path()),
                found.digests(),
                found.size(),
                listed.document().document().source(),
                found.publishedAt().isPresent()
                        ? clock.instant()
                        : listed.document().firstSeenAt(found),
                found.publishedAt(),
                claim.level(),
                claim.evidence());
    }

    private record Claim(VerificationLevel level, String evidence) {}

    private Claim assess(Format format, ArtifactFile file, Listed listed, RequestTrace trace) {
        String digests = String.join(
                ", ",
                listed.file().digests().stream().map(d -> d.algorithm().id()).toList());
        String index = "digest (" + digests + ") in " + listed.document().key().path();
        return switch (format.assess(file, listed.file(), keysOf(format, listed, trace))) {
            case Assessment.Signed(String evidence) -> new Claim(VerificationLevel.L2, index + "; " + evidence);
            case Assessment.Unsigned(String reason) -> new Claim(transportLevel(listed), index + "; " + reason);
            case Assessment.Forged(String reason) ->
                throw new GranaryException(
                        FetchVerifyError.BAD_SIGNATURE,
                        listed.document().document().source() + " lists " + file.path()
                                + " with a signature that does not fit: " + reason);
        };
    }

    private Optional<byte[]> keysOf(Format format, Listed listed, RequestTrace trace) {
        if (listed.file().signatures().isEmpty() || format.keyDocument().isEmpty()) {
            return Optional.empty();
        }
        try {
            HeldDocument keys =
                    documents.require(format, format.keyDocument().get(), trace).held();
            boolean plausible = keys.document().size() <= LARGEST_KEYS;
            return plausible ? Optional.of(Files.readAllBytes(keys.content().path())) : Optional.empty();
        } catch (GranaryException | IOException e) {
            return Optional.empty();
        }
    }

    /** An index vouches for digests when its transport does: TLS, or a connection that never leaves this machine. */
    private static VerificationLevel transportLevel(Listed listed) {
        String base = listed.document().document().base();
        boolean guarded = base.startsWith("https://")
                || base.startsWith("http://127.")
                || base.startsWith("http://localhost")
                || base.startsWith("http://[::1]");
        return guarded ? VerificationLevel.L1 : VerificationLevel.L0;
    }
}
