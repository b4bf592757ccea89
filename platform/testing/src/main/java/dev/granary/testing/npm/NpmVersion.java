package dev.granary.testing.npm;

import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import dev.granary.testing.SeededRandom;
import dev.granary.testing.TarGzip;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One version of an npm package, described step by step. Each step returns a changed copy and leaves its receiver as it
 * was.
 *
 * <p>{@code require(name)} of an installed one gives {@code {name, version}}.
 */
public final class NpmVersion {
    /** How the registry signs the version. */
    public enum Signing {
        SIGNED,
        UNSIGNED,
        /** By the right key, but over another integrity. */
        OVER_OTHER_INTEGRITY
    }

    /** Which digests the registry names. */
    public enum Digests {
        INTEGRITY_AND_SHASUM,
        /** As in packages published before 2017. */
        SHASUM_ONLY,
        NONE
    }

    private final String name;
    private final String version;
    private final Map<String, String> dependencies = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private Instant publishedAt = Instant.parse("2021-03-04T05:06:07.891Z");
    private Signing signing = Signing.SIGNED;
    private Digests digests = Digests.INTEGRITY_AND_SHASUM;
    private Optional<String> advertisedAt = Optional.empty();
    private String tarballPath;

    private NpmVersion(String name, String version, String tarballPath) {
        this.name = name;
        this.version = version;
        this.tarballPath = tarballPath;
    }

    /** A version that was published in 2021 and signed, without dependencies. */
    public static NpmVersion of(String name, String version) {
        String base = name.substring(name.indexOf('/') + 1);
        return new NpmVersion(name, version, "/" + name + "/-/" + base + "-" + version + ".tgz");
    }

    /** Needs {@code other} in {@code range}. */
    public NpmVersion dependingOn(String other, String range) {
        return changed(copy -> copy.dependencies.put(other, range));
    }

    /** Holds one more file at {@code path} within the package. */
    public NpmVersion containing(String path, byte[] content) {
        return changed(copy -> copy.files.put(path, content));
    }

    /** Holds {@code bytes} random bytes: the tarball is a little longer than that. */
    public NpmVersion padded(int bytes) {
        return containing("padding.bin", new SeededRandom((name + "@" + version).hashCode()).bytes(bytes));
    }

    public NpmVersion publishedAt(Instant time) {
        return changed(copy -> copy.publishedAt = time);
    }

    public NpmVersion signing(Signing how) {
        return changed(copy -> copy.signing = how);
    }

    public NpmVersion digests(Digests which) {
        return changed(copy -> copy.digests = which);
    }

    /** Lies at {@code path} of the registry instead of the usual place. */
    public NpmVersion tarballAt(String path) {
        return changed(copy -> copy.tarballPath = path);
    }

    /** Is advertised at {@code url}, wherever it really lies. */
    public NpmVersion advertisedAt(String url) {
        return changed(copy -> copy.advertisedAt = Optional.of(url));
    }

    public String name() {
        return name;
    }

    public String version() {
        return version;
    }

    public String tarballPath() {
        return tarballPath;
    }

    Instant publishedAt() {
        return publishedAt;
    }

    byte[] pack() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("package/package.json", utf8(JsonText.of(manifest())));
        entries.put("package/index.js", utf8("module.exports = " + JsonText.of(identity()) + ";\n"));
        files.forEach((path, content) -> entries.put("package/" + path, content));
        return TarGzip.pack(entries);
    }

    /** The version's entry in a packument. */
    Map<String, Object> document(byte[] tarball, String baseUrl, RegistryKey key) {
        Map<String, Object> document = manifest();
        document.put("_id", name + "@" + version);
        document.put("_hasShrinkwrap", false);
        document.put("dist", dist(tarball, baseUrl, key));
        return document;
    }

    private Map<String, Object> dist(byte[] tarball, String baseUrl, RegistryKey key) {
        String integrity = integrity(tarball);
        Map<String, Object> dist = new LinkedHashMap<>();
        if (digests == Digests.INTEGRITY_AND_SHASUM) {
            dist.put("integrity", integrity);
        }
        if (digests != Digests.NONE) {
            dist.put("shasum", ContentDigest.hash(DigestAlgorithm.SHA1, tarball).hex());
        }
        dist.put("tarball", advertisedAt.orElse(baseUrl + tarballPath));
        dist.put("fileCount", 2 + files.size());
        if (signing != Signing.UNSIGNED) {
            String signed = signing == Signing.SIGNED ? integrity : integrity(new byte[0]);
            String signature = key.sign(name + "@" + version + ":" + signed);
            dist.put("signatures", List.of(Map.of("keyid", key.id(), "sig", signature)));
        }
        return dist;
    }

    private Map<String, Object> manifest() {
        Map<String, Object> manifest = identity();
        manifest.put("description", "A package of the fixture");
        manifest.put("main", "index.js");
        manifest.put("license", "Apache-2.0");
        if (!dependencies.isEmpty()) {
            manifest.put("dependencies", dependencies);
        }
        return manifest;
    }

    private Map<String, Object> identity() {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("name", name);
        identity.put("version", version);
        return identity;
    }

    /** The Subresource Integrity text of {@code bytes}, as in {@code dist.integrity}. */
    static String integrity(byte[] bytes) {
        return "sha512-" + ContentDigest.hash(DigestAlgorithm.SHA512, bytes).toBase64();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private NpmVersion changed(Consumer<NpmVersion> change) {
        NpmVersion copy = new NpmVersion(name, version, tarballPath);
        copy.dependencies.putAll(dependencies);
        copy.files.putAll(files);
        copy.publishedAt = publishedAt;
        copy.signing = signing;
        copy.digests = digests;
        copy.advertisedAt = advertisedAt;
        change.accept(copy);
        return copy;
    }
}
