package dev.granary.testing.npm;

import dev.granary.testing.http.FixtureFile;
import dev.granary.testing.http.FixtureUpstream;
import dev.granary.testing.http.ReceivedRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An npm registry in memory: what is published here, its upstream serves in npm's URL layout.
 *
 * <p>The newest published version of a package is its {@code latest} until a tag says otherwise. Safe for use by several
 * threads. Whoever made the upstream closes it.
 */
public final class NpmFixture {
    private static final String ABBREVIATED = "application/vnd.npm.install-v1+json";

    private final FixtureUpstream upstream;
    private final String prefix;
    private final Map<String, PublishedPackage> packages = new TreeMap<>();
    private RegistryKey key = RegistryKey.generate();

    private record PublishedPackage(Map<String, Published> versions, Map<String, String> tags) {}

    /** The document is made once: signing again would give other bytes each time. */
    private record Published(NpmVersion version, FixtureFile tarball, Map<String, Object> document) {}

    private NpmFixture(FixtureUpstream upstream, String prefix) {
        this.upstream = upstream;
        this.prefix = prefix;
        serveKey();
        upstream.put(prefix + "/-/ping", FixtureFile.json("{}"));
        upstream.put(prefix + "/-/v1/search", this::search);
    }

    /** A registry at the upstream's root. */
    public static NpmFixture on(FixtureUpstream upstream) {
        return new NpmFixture(upstream, "");
    }

    /** A registry below {@code prefix}, as in {@code /repository/npm}. */
    public static NpmFixture on(FixtureUpstream upstream, String prefix) {
        return new NpmFixture(upstream, prefix);
    }

    /** The address to configure, without a final slash. */
    public String url() {
        String base = upstream.baseUrl().toString();
        return base.substring(0, base.length() - 1) + prefix;
    }

    /** Signs what is published from now on with {@code other}, and serves only that key. */
    public synchronized void useKey(RegistryKey other) {
        key = other;
        serveKey();
    }

    public synchronized RegistryKey key() {
        return key;
    }

    /** Publishes one version, in the place of the same version before. */
    public synchronized void publish(NpmVersion version) {
        FixtureFile tarball = FixtureFile.binary(version.pack());
        PublishedPackage published = packages.computeIfAbsent(
                version.name(), name -> new PublishedPackage(new LinkedHashMap<>(), new LinkedHashMap<>()));
        Map<String, Object> document = version.document(tarball.content(), url(), key);
        published.versions().put(version.version(), new Published(version, tarball, document));
        published.tags().put("latest", version.version());
        upstream.put(prefix + version.tarballPath(), tarball);
        serve(version.name());
    }

    /** Publishes {@code version} of {@code name} as {@link NpmVersion#of} makes it. */
    public void publish(String name, String version) {
        publish(NpmVersion.of(name, version));
    }

    /** Points the dist-tag {@code tag} at {@code version}. */
    public synchronized void tag(String name, String tag, String version) {
        require(name).tags().put(tag, version);
        serve(name);
    }

    /** Takes one version out of the index; its tarball stays where it is. */
    public synchronized void unpublish(String name, String version) {
        require(name).versions().remove(version);
        serve(name);
    }

    /** The right bytes of a tarball. */
    public synchronized byte[] tarball(String name, String version) {
        return requireVersion(name, version).tarball().content();
    }

    /** The right {@code dist.integrity} of a tarball. */
    public String integrity(String name, String version) {
        return NpmVersion.integrity(tarball(name, version));
    }

    /**
     * Serves a packument of {@code name} of at least {@code bytes}, with very many versions that were published long ago;
     * 1.0.0 can be installed.
     */
    public synchronized void publishBig(String name, int bytes) {
        publish(name, "1.0.0");
        Map<String, Object> only = versionsOf(name, false);
        String one = JsonText.of(only.get("1.0.0"));
        StringBuilder versions = new StringBuilder(bytes + 1000);
        Map<String, String> times = new LinkedHashMap<>(times(name));
        for (int number = 1; versions.length() < bytes; number++) {
            String version = "0.0." + number;
            versions.append(JsonText.of(version)).append(':').append(one.replace("1.0.0", version));
            versions.append(',');
            times.put(version, "2016-01-02T03:04:05.678Z");
        }
        Map<String, Object> document = packument(name, false);
        document.remove("versions");
        document.put("time", times);
        String rest = JsonText.of(document);
        String whole = rest.substring(0, rest.length() - 1) + ",\"versions\":{" + versions
                + JsonText.of(only).substring(1) + "}";
        upstream.put(prefix + "/" + name, FixtureFile.json(whole));
    }

    private PublishedPackage require(String name) {
        PublishedPackage published = packages.get(name);
        if (published == null) {
            throw new IllegalArgumentException("never published: " + name);
        }
        return published;
    }

    private Published requireVersion(String name, String version) {
        return Optional.ofNullable(require(name).versions().get(version))
                .orElseThrow(() -> new IllegalArgumentException("never published: " + name + "@" + version));
    }

    private void serveKey() {
        String keys = JsonText.of(Map.of("keys", List.of(key.toJson())));
        upstream.put(prefix + "/-/npm/v1/keys", FixtureFile.json(keys));
    }

    private void serve(String name) {
        Instant changed = newest(name);
        FixtureFile full = FixtureFile.json(JsonText.of(packument(name, false))).modifiedAt(changed);
        FixtureFile abbreviated = FixtureFile.of(
                        ABBREVIATED,
                        FixtureFile.json(JsonText.of(packument(name, true))).content())
                .modifiedAt(changed);
        upstream.put(
                prefix + "/" + name,
                request -> request.header("accept").orElse("").contains(ABBREVIATED) ? abbreviated : full);
        versionsOf(name, false).forEach((version, document) -> {
            upstream.put(prefix + "/" + name + "/" + version, FixtureFile.json(JsonText.of(document)));
        });
        require(name).tags().forEach((tag, version) -> {
            Object document = versionsOf(name, false).get(version);
            upstream.put(prefix + "/" + name + "/" + tag, FixtureFile.json(JsonText.of(document)));
        });
    }

    private Map<String, Object> packument(String name, boolean abbreviated) {
        Map<String, Object> packument = new LinkedHashMap<>();
        packument.put("name", name);
        packument.put("dist-tags", require(name).tags());
        if (abbreviated) {
            packument.put("modified", newest(name).toString());
        } else {
            packument.put("_id", name);
            packument.put("description", "A package of the fixture");
            packument.put("license", "Apache-2.0");
            packument.put("readme", "# " + name + "\n\n\"quoted\" and \\ escaped, é and 漢字");
            packument.put("time", times(name));
        }
        packument.put("versions", versionsOf(name, abbreviated));
        return packument;
    }

    private Map<String, Object> versionsOf(String name, boolean abbreviated) {
        Map<String, Object> versions = new LinkedHashMap<>();
        require(name).versions().forEach((version, published) -> {
            Map<String, Object> document = new LinkedHashMap<>(published.document());
            if (abbreviated) {
                document.keySet().retainAll(List.of("name", "version", "dependencies", "dist"));
            }
            versions.put(version, document);
        });
        return versions;
    }

    private Map<String, String> times(String name) {
        Map<String, String> times = new LinkedHashMap<>();
        times.put("created", "2015-01-02T03:04:05.678Z");
        times.put("modified", newest(name).toString());
        require(name)
                .versions()
                .forEach((version, published) ->
                        times.put(version, published.version().publishedAt().toString()));
        return times;
    }

    private Instant newest(String name) {
        return require(name).versions().values().stream()
                .map(published -> published.version().publishedAt())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private synchronized FixtureFile search(ReceivedRequest request) {
        List<Map<String, Object>> hits = packages.keySet().stream()
                .filter(name -> request.target().contains("text=" + name))
                .map(name -> Map.<String, Object>of("package", Map.of("name", name)))
                .toList();
        return FixtureFile.json(JsonText.of(Map.of("objects", hits, "total", hits.size())));
    }
}
