package dev.granary.fetchverify.format.npm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.format.Assessment;
import dev.granary.fetchverify.format.Assessment.Forged;
import dev.granary.fetchverify.format.Assessment.Signed;
import dev.granary.fetchverify.format.Assessment.Unsigned;
import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.ListedFile.RegistrySignature;
import dev.granary.fetchverify.format.document.SampleLimits;
import dev.granary.fetchverify.json.JacksonJson;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.kernel.PackageCoordinate;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySignaturesTest {
    private static final KeyPair KEY = keyPair("secp256r1");
    private static final KeyPair OTHER = keyPair("secp256r1");
    private static final ContentDigest DIGEST = ContentDigest.hash(DigestAlgorithm.SHA512, "content".getBytes(UTF_8));
    private static final ContentDigest OLD_DIGEST = ContentDigest.hash(DigestAlgorithm.SHA512, "old".getBytes(UTF_8));
    private static final ArtifactFile FILE = new ArtifactFile(
            "", PackageCoordinate.parse("pkg:npm/%40acme/demo").orElseThrow(), "@acme/demo/-/demo-1.0.0.tgz");
    private static final Instant PUBLISHED = Instant.parse("2024-05-01T00:00:00Z");

    private final NpmFormat format = new NpmFormat(new JacksonJson(SampleLimits.INDEXES));

    @Test
    void believesASignatureByAPublishedKey() {
        assertThat(assess(DIGEST, signature(KEY, "@acme/demo@1.0.0", DIGEST), keys(KEY, "null")))
                .isInstanceOf(Signed.class);
    }

    @Test
    void believesAKeyIdWithPaddingToo() {
        // Given
        String keys = keys(KEY, "null").replace(keyId(KEY), keyId(KEY) + "=");

        // When
        Assessment assessment = assess(DIGEST, signature(KEY, "@acme/demo@1.0.0", DIGEST), keys);

        // Then
        assertThat(assessment).isInstanceOf(Signed.class);
    }

    // fault 39: a signature over an old integrity, or one of another version
    @Test
    void takesASignatureOverAnotherDigestForForged() {
        assertThat(assess(DIGEST, signature(KEY, "@acme/demo@1.0.0", OLD_DIGEST), keys(KEY, "null")))
                .isInstanceOf(Forged.class);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"@acme/demo@1.0.1", "demo@1.0.0", "@acme/Demo@1.0.0"})
    void takesASignatureOverAnotherPackageForForged(String nameAndVersion) {
        assertThat(assess(DIGEST, signature(KEY, nameAndVersion, DIGEST), keys(KEY, "null")))
                .isInstanceOf(Forged.class);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "not base64!", "AAAA", "MEUCIQ=="})
    void takesWhatIsNoSignatureForForged(String signature) {
        assertThat(assess(DIGEST, new RegistrySignature(keyId(KEY), signature), keys(KEY, "null")))
                .isInstanceOf(Forged.class);
    }

    @Test
    void oneForgedSignatureOutweighsAGoodOne() {
        // Given
        RegistrySignature good = signature(KEY, "@acme/demo@1.0.0", DIGEST);
        RegistrySignature bad = signature(KEY, "@acme/demo@1.0.0", OLD_DIGEST);

        // When
        Assessment assessment = format.assess(
                FILE,
                listed(DIGEST, List.of(good, bad)),
                Optional.of(keys(KEY, "null").getBytes(UTF_8)));

        // Then
        assertThat(assessment).isInstanceOf(Forged.class);
    }

    @Test
    void aSignatureByAnUnknownKeyProvesNothing() {
        assertThat(assess(DIGEST, signature(OTHER, "@acme/demo@1.0.0", DIGEST), keys(KEY, "null")))
                .isInstanceOfSatisfying(Unsigned.class, unsigned -> assertThat(unsigned.reason())
                        .contains(keyId(OTHER)));
    }

    @Test
    void aKeyUnderTheIdOfAnotherDoesNotCount() {
        // Given
        String swapped = keys(OTHER, "null").replace(keyId(OTHER), keyId(KEY));

        // When
        Assessment assessment = assess(DIGEST, signature(KEY, "@acme/demo@1.0.0", DIGEST), swapped);

        // Then
        assertThat(assessment).isInstanceOf(Unsigned.class);
    }

    @Test
    void aKeyOfAnotherCurveOrSchemeDoesNotCount() {
        // Given
        KeyPair p384 = keyPair("secp384r1");

        // When
        Assessment curve = assess(DIGEST, signature(p384, "@acme/demo@1.0.0", DIGEST), keys(p384, "null"));
        Assessment scheme = assess(
                DIGEST,
                signature(KEY, "@acme/demo@1.0.0", DIGEST),
                keys(KEY, "null").replace("\"scheme\":\"ecdsa-sha2-nistp256\"", "\"scheme\":\"none\""));

        // Then
        assertThat(curve).isInstanceOf(Unsigned.class);
        assertThat(scheme).isInstanceOf(Unsigned.class);
    }

    @Test
    void aKeyIsGoodForWhatWasPublishedBeforeItExpired() {
        // Given
        RegistrySignature signature = signature(KEY, "@acme/demo@1.0.0", DIGEST);

        // When
        Assessment before = assess(DIGEST, signature, keys(KEY, "\"2024-05-01T00:00:01.000Z\""));
        Assessment after = assess(DIGEST, signature, keys(KEY, "\"2024-05-01T00:00:00.000Z\""));

        // Then
        assertThat(before).isInstanceOf(Signed.class);
        assertThat(after).isInstanceOf(Unsigned.class);
    }

    @Test
    void anUnknownPublishTimeIsBeforeEveryExpiry() {
        // Given
        ListedFile undated = new ListedFile(
                "1.0.0",
                FILE.path(),
                URI.create("https://registry.example/x"),
                List.of(DIGEST),
                OptionalLong.empty(),
                Optional.empty(),
                List.of(signature(KEY, "@acme/demo@1.0.0", DIGEST)));

        // When
        Assessment assessment = format.assess(
                FILE,
                undated,
                Optional.of(keys(KEY, "\"2025-01-29T00:00:00.000Z\"").getBytes(UTF_8)));

        // Then
        assertThat(assessment).isInstanceOf(Signed.class);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"", "[]", "{\"keys\":[}", "{\"keys\":[],\"keys\":[]}", "<html>", "{}", "{\"keys\":[1,null,{}]}"})
    void aKeyDocumentThatCannotBeReadProvesNothing(String keys) {
        assertThat(assess(DIGEST, signature(KEY, "@acme/demo@1.0.0", DIGEST), keys))
                .isInstanceOf(Unsigned.class);
    }

    @Test
    void withoutKeysSignatureOrSha512NothingIsProven() {
        // Given
        RegistrySignature signature = signature(KEY, "@acme/demo@1.0.0", DIGEST);
        Optional<byte[]> keys = Optional.of(keys(KEY, "null").getBytes(UTF_8));
        ContentDigest sha1 = ContentDigest.hash(DigestAlgorithm.SHA1, "content".getBytes(UTF_8));

        // When
        Assessment noKeys = format.assess(FILE, listed(DIGEST, List.of(signature)), Optional.empty());
        Assessment noSignature = format.assess(FILE, listed(DIGEST, List.of()), keys);
        Assessment noSha512 = format.assess(FILE, listed(sha1, List.of(signature)), keys);

        // Then
        assertThat(List.of(noKeys, noSignature, noSha512))
                .allSatisfy(a -> assertThat(a).isInstanceOf(Unsigned.class));
    }

    private Assessment assess(ContentDigest digest, RegistrySignature signature, String keys) {
        return format.assess(FILE, listed(digest, List.of(signature)), Optional.of(keys.getBytes(UTF_8)));
    }

    private static ListedFile listed(ContentDigest digest, List<RegistrySignature> signatures) {
        return new ListedFile(
                "1.0.0",
                FILE.path(),
                URI.create("https://registry.example/x"),
                List.of(digest),
                OptionalLong.empty(),
                Optional.of(PUBLISHED),
                signatures);
    }

    private static RegistrySignature signature(KeyPair pair, String nameAndVersion, ContentDigest digest) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSA");
            signer.initSign(pair.getPrivate());
            signer.update((nameAndVersion + ":sha512-" + digest.toBase64()).getBytes(UTF_8));
            return new RegistrySignature(keyId(pair), Base64.getEncoder().encodeToString(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String keys(KeyPair pair, String expires) {
        String key = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        return """
                {"keys":[{"expires":%s,"keyid":"%s","keytype":"ecdsa-sha2-nistp256",\
                "scheme":"ecdsa-sha2-nistp256","key":"%s"}]}""".formatted(expires, keyId(pair), key);
    }

    private static String keyId(KeyPair pair) {
        ContentDigest fingerprint =
                ContentDigest.hash(DigestAlgorithm.SHA256, pair.getPublic().getEncoded());
        return "SHA256:" + fingerprint.toBase64().replace("=", "");
    }

    private static KeyPair keyPair(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
