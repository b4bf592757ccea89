package dev.granary.local.training;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Made-up packages of the npm format, about as large and as many-versioned as real ones. The same in every run. */
final class SamplePackages {
    private static final int COUNT = 60;
    private static final int VERSIONS = 40;
    private static final int LARGEST_TARBALL = 96 << 10;

    private SamplePackages() {}

    static List<String> names() {
        return IntStream.range(0, COUNT).mapToObj(SamplePackages::name).toList();
    }

    /** Every third one is scoped: those take other paths. */
    private static String name(int number) {
        return number % 3 == 0 ? "@sample/part-" + number : "sample-" + number;
    }

    /** The path of a package's one tarball below the registry. */
    static String tarballPath(String name) {
        String plain = name.substring(name.indexOf('/') + 1);
        return name + "/-/" + plain + "-1." + (VERSIONS - 1) + ".0.tgz";
    }

    static byte[] tarball(String name) {
        Random random = new Random(name.hashCode());
        byte[] bytes = new byte[1024 + random.nextInt(LARGEST_TARBALL)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The registry's document about a package, every version of which is the same tarball. */
    static byte[] packument(String name, String registry) {
        byte[] tarball = tarball(name);
        String dist =
                "{\"integrity\":\"sha512-%s\",\"shasum\":\"%s\",\"tarball\":\"%s%s\",\"fileCount\":12,\"unpackedSize\":%d}"
                        .formatted(
                                Base64.getEncoder().encodeToString(digest("SHA-512", tarball)),
                                HexFormat.of().formatHex(digest("SHA-1", tarball)),
                                registry,
                                tarballPath(name),
                                4L * tarball.length);
        String versions = numbers().map(version -> version(name, version, dist)).collect(Collectors.joining(","));
        String times = numbers()
                .map(version -> "\"%s\":\"2020-01-01T00:00:00.000Z\"".formatted(version))
                .collect(Collectors.joining(","));
        return """
                {"_id":"%1$s","name":"%1$s","dist-tags":{"latest":"1.%2$d.0"},"versions":{%3$s},"time":{%4$s},\
                "description":"A sample","license":"MIT","readme":"# %1$s"}""".formatted(name, VERSIONS - 1, versions, times).getBytes(StandardCharsets.UTF_8);
    }

    private static java.util.stream.Stream<String> numbers() {
        return IntStream.range(0, VERSIONS).mapToObj(minor -> "1." + minor + ".0");
    }

    private static String version(String name, String version, String dist) {
        return """
                "%2$s":{"name":"%1$s","version":"%2$s","description":"A sample","main":"index.js","license":"MIT",\
                "scripts":{"test":"node test.js"},"dependencies":{"sample-1":"^1.0.0"},"devDependencies":{"sample-2":"*"},\
                "engines":{"node":">= 18"},"dist":%3$s,"maintainers":[{"name":"sample","email":"sample@sample.invalid"}]}""".formatted(name, version, dist);
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
