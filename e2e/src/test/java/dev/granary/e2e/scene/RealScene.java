package dev.granary.e2e.scene;

import com.fasterxml.jackson.databind.JsonNode;
import dev.granary.e2e.scene.Catalogue.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A mirror of the registry that npm on this machine is set to. */
public final class RealScene extends Scene {
    /** Published every few days: the minimum release age is chosen so that its newest version is held. */
    private static final String OFTEN_PUBLISHED = "caniuse-lite";

    private final RealRegistry registry;
    private final Catalogue catalogue;

    private record Release(String version, Instant at) {}

    private RealScene(RealRegistry registry, List<Release> releases) {
        super(settings(releases.getLast()), "--upstream", "npm=" + registry.url());
        this.registry = registry;
        this.catalogue = new Catalogue(
                new Version("express", "4.21.2"),
                List.of("express", "body-parser", "qs", "send"),
                new Version("is-number", "7.0.0"),
                new Version("left-pad", "1.3.0"),
                new Version(OFTEN_PUBLISHED, releases.getLast().version()),
                new Version(OFTEN_PUBLISHED, releases.get(releases.size() - 2).version()));
    }

    static RealScene start() {
        RealRegistry registry = RealRegistry.start();
        return new RealScene(registry, releases(registry.view(OFTEN_PUBLISHED, "time")));
    }

    @Override
    public RealRegistry upstream() {
        return registry;
    }

    @Override
    public Catalogue catalogue() {
        return catalogue;
    }

    private static List<Release> releases(JsonNode times) {
        return times.properties().stream()
                .filter(entry -> Character.isDigit(entry.getKey().charAt(0)))
                .map(RealScene::release)
                .sorted(Comparator.comparing(Release::at))
                .toList();
    }

    private static Release release(Map.Entry<String, JsonNode> entry) {
        return new Release(entry.getKey(), Instant.parse(entry.getValue().asText()));
    }

    private static String settings(Release newest) {
        Duration age = Duration.between(newest.at(), Instant.now()).plus(Duration.ofMinutes(30));
        return """
                [policy.npm]
                owned = ["@corp/*"]
                minimum_release_age = "%s"
                """.formatted(Duration.ofMinutes(age.toMinutes()));
    }
}
