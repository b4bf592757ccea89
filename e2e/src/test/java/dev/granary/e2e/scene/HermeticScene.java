package dev.granary.e2e.scene;

import dev.granary.e2e.scene.Catalogue.Version;
import dev.granary.testing.http.FixtureUpstream;
import dev.granary.testing.npm.NpmFixture;
import dev.granary.testing.npm.NpmVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A mirror of a registry that the test made: needs nothing from outside. */
public final class HermeticScene extends Scene {
    /** One that behaves, one for each way to be left alone for a while, and one that nobody has heard of yet. */
    private static final List<String> FILE_UPSTREAMS = List.of("tools", "failing", "throttled", "traced");

    private static final Catalogue CATALOGUE = new Catalogue(
            new Version("application", "1.4.0"),
            List.of("application", "left", "@scope/right", "leaf"),
            new Version("victim", "1.0.0"),
            new Version("recalled", "1.3.0"),
            new Version("held", "2.0.0"),
            new Version("held", "1.9.0"));

    private final FixtureRegistry registry;
    private final Map<String, FixtureUpstream> files;

    private HermeticScene(FixtureRegistry registry, Map<String, FixtureUpstream> files) {
        super(settings(files), "--upstream", "npm=" + registry.url());
        this.registry = registry;
        this.files = files;
    }

    /** Starts one; the test that asks for it closes it. */
    public static HermeticScene start() {
        FixtureRegistry registry = FixtureRegistry.start();
        publish(registry.npm());
        Map<String, FixtureUpstream> files = new TreeMap<>();
        FILE_UPSTREAMS.forEach(name -> files.put(name, FixtureUpstream.start()));
        return new HermeticScene(registry, files);
    }

    @Override
    public FixtureRegistry upstream() {
        return registry;
    }

    /** The upstream of plain files that the mirror serves at {@code /raw/NAME/}. */
    public FixtureUpstream files(String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    @Override
    public Catalogue catalogue() {
        return CATALOGUE;
    }

    @Override
    public void close() {
        super.close();
        files.values().forEach(FixtureUpstream::close);
    }

    private static String settings(Map<String, FixtureUpstream> files) {
        StringBuilder settings = new StringBuilder();
        files.forEach((name, upstream) -> settings.append("[[upstream]]\n")
                .append("format = \"raw\"\n")
                .append("name = \"" + name + "\"\n")
                .append("url = \"" + upstream.baseUrl() + "\"\n\n"));
        return settings.append("[policy.npm]\nowned = [\"@corp/*\"]\nminimum_release_age = \"P3D\"\n")
                .toString();
    }

    private static void publish(NpmFixture npm) {
        npm.publish(NpmVersion.of("application", "1.4.0")
                .dependingOn("left", "^1.0.0")
                .dependingOn("@scope/right", "~2.1.0"));
        npm.publish(NpmVersion.of("left", "1.0.0").dependingOn("leaf", "1.x"));
        npm.publish(NpmVersion.of("left", "1.2.0").dependingOn("leaf", "1.x"));
        npm.publish(NpmVersion.of("@scope/right", "2.1.7").dependingOn("leaf", ">=1.1.0"));
        npm.publish("leaf", "1.1.0");
        npm.publish("victim", "1.0.0");
        npm.publish("recalled", "1.2.0");
        npm.publish("recalled", "1.3.0");
        npm.publish("held", "1.9.0");
        npm.publish(NpmVersion.of("held", "2.0.0").publishedAt(Instant.now().minus(Duration.ofHours(1))));
    }
}
