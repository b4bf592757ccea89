package dev.granary.fetchverify.format.npm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes packuments for tests. */
final class PackumentText {
    static final String UPSTREAM = "https://registry.example/";

    private final String name;
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final Map<String, String> times = new LinkedHashMap<>();
    private final Map<String, String> tags = new LinkedHashMap<>();

    private PackumentText(String name) {
        this.name = name;
        times.put("created", "2020-01-01T00:00:00.000Z");
        times.put("modified", "2024-06-01T00:00:00.000Z");
    }

    static PackumentText aPackument(String name) {
        return new PackumentText(name);
    }

    PackumentText with(String version) {
        return with(version, "");
    }

    /** Adds a version with more members, each with a comma behind it. */
    PackumentText with(String version, String moreMembers) {
        return withDist(
                version,
                moreMembers,
                "\"integrity\":\"" + integrity(version) + "\",\"shasum\":\"" + shasum(version) + "\",\"tarball\":\""
                        + tarball(version) + "\"");
    }

    PackumentText withDist(String version, String moreMembers, String dist) {
        versions.put(
                version,
                "{\"name\":\"" + name + "\",\"version\":\"" + version + "\"," + moreMembers + "\"dist\":{" + dist
                        + "}}");
        times.put(version, "2024-05-01T00:00:00.000Z");
        return this;
    }

    PackumentText tag(String tag, String version) {
        tags.put(tag, "\"" + version + "\"");
        return this;
    }

    String tarball(String version) {
        return UPSTREAM + name + "/-/" + name.substring(name.indexOf('/') + 1) + "-" + version + ".tgz";
    }

    static String integrity(String version) {
        return "sha512-"
                + ContentDigest.hash(DigestAlgorithm.SHA512, version.getBytes(UTF_8))
                        .toBase64();
    }

    static String shasum(String version) {
        return ContentDigest.hash(DigestAlgorithm.SHA1, version.getBytes(UTF_8)).hex();
    }

    String json() {
        return "{\"_id\":\"" + name + "\",\"name\":\"" + name + "\",\"dist-tags\":" + object(tags) + ",\"versions\":"
                + object(versions) + ",\"time\":"
                + times.entrySet().stream()
                        .map(e -> "\"" + e.getKey() + "\":\"" + e.getValue() + "\"")
                        .collect(Collectors.joining(",", "{", "}"))
                + ",\"readme\":\"# it\\u0027s \\\"here\\\"\",\"license\":\"MIT\"}";
    }

    private static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
