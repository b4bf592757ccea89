package dev.granary.fetchverify.format.npm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.granary.fetchverify.format.Assessment;
import dev.granary.fetchverify.format.Assessment.Forged;
import dev.granary.fetchverify.format.Assessment.Signed;
import dev.granary.fetchverify.format.Assessment.Unsigned;
import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.ListedFile.RegistrySignature;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.kernel.Printable;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Judges a registry's ECDSA signatures over {@code name@version:integrity}. */
final class RegistrySignatures {
    /** What npm takes when the publish time is missing: before any key expired. */
    private static final Instant UNKNOWN_TIME = Instant.parse("2015-01-01T00:00:00Z");

    private RegistrySignatures() {}

    /**
     * One bad signature by a known key outweighs any good one. A key that expired before the version was published proves
     * nothing, and neither does it accuse: mirrors are known to replace publish times by their own.
     */
    static Assessment assess(String name, ListedFile listed, RegistryKeys keys) {
        if (listed.signatures().isEmpty()) {
            return new Unsigned("the registry's index has no signature");
        }
        Optional<String> integrity = listed.digests().stream()
                .filter(digest -> digest.algorithm() == DigestAlgorithm.SHA512)
                .findFirst()
                .map(SubresourceIntegrity::format);
        if (integrity.isEmpty()) {
            return new Unsigned("the index has no SHA-512 that the signature could cover");
        }
        byte[] message = (name + "@" + listed.version() + ":" + integrity.get()).getBytes(UTF_8);
        Assessment best = new Unsigned("no signature is by a known key");
        for (RegistrySignature signature : listed.signatures()) {
            Assessment one = assessOne(message, signature, listed.publishedAt().orElse(UNKNOWN_TIME), keys);
            if (one instanceof Forged) {
                return one;
            }
            best = best instanceof Signed ? best : one;
        }
        return best;
    }

    private static Assessment assessOne(
            byte[] message, RegistrySignature signature, Instant publishedAt, RegistryKeys keys) {
        Optional<RegistryKeys.Key> key = keys.find(signature.keyId());
        if (key.isEmpty()) {
            return new Unsigned("the registry does not publish the key " + Printable.of(signature.keyId()));
        }
        if (!verifies(message, signature.signature(), key.get())) {
            return new Forged("the signature by the registry's key " + key.get().id() + " does not cover this digest");
        }
        if (key.get()
                .expires()
                .filter(expires -> !publishedAt.isBefore(expires))
                .isPresent()) {
            return new Unsigned("the key " + key.get().id() + " expired before the version was published");
        }
        return new Signed("registry signature by " + key.get().id());
    }

    private static boolean verifies(byte[] message, String signature, RegistryKeys.Key key) {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key.key());
            verifier.update(message);
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
