package dev.granary.local.discovery;

import dev.granary.kernel.Ecosystem;
import dev.granary.local.discovery.Discovered.Found;
import dev.granary.local.discovery.Discovered.Nothing;
import dev.granary.local.settings.UpstreamSetting;
import dev.granary.local.settings.UpstreamUrl;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what to make of what the clients said: a registry that is new is pinned; one that is ourselves is replaced by
 * the pinned one.
 *
 * @param upstreams what to use, by format
 * @param sentences what a person should know
 */
public record Discovery(Map<Ecosystem, UpstreamSetting> upstreams, Map<Ecosystem, String> sentences) {
    public Discovery {
        upstreams = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(upstreams));
        sentences = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(sentences));
    }

    /**
     * Weighs the answers.
     *
     * @param said what each client answered
     * @param pinned what was used at the last start
     */
    public static Discovery of(
            Map<Ecosystem, Discovered> said, Map<Ecosystem, UpstreamUrl> pinned, OwnAddress ourselves) {
        Map<Ecosystem, UpstreamSetting> upstreams = new LinkedHashMap<>();
        Map<Ecosystem, String> sentences = new LinkedHashMap<>();
        said.forEach((format, discovered) -> {
            Optional<UpstreamUrl> last = Optional.ofNullable(pinned.get(format)).filter(url -> !ourselves.is(url));
            Optional<UpstreamUrl> chosen = choose(discovered, last, ourselves);
            chosen.ifPresent(url -> upstreams.put(format, UpstreamSetting.of(format, url)));
            sentences.put(format, sentence(format, discovered, chosen, last));
        });
        return new Discovery(upstreams, sentences);
    }

    private static Optional<UpstreamUrl> choose(
            Discovered discovered, Optional<UpstreamUrl> last, OwnAddress ourselves) {
        return switch (discovered) {
            case Found found when ourselves.is(found.url()) -> last;
            case Found found -> Optional.of(found.url());
            case Nothing _ -> last;
        };
    }

    private static String sentence(
            Ecosystem format, Discovered discovered, Optional<UpstreamUrl> chosen, Optional<UpstreamUrl> last) {
        String howToSet = "set it with --upstream " + format + "=URL, GRANARY_UPSTREAM_"
                + format.id().toUpperCase(java.util.Locale.ROOT) + " or granary.toml";
        if (chosen.isEmpty()) {
            String why = discovered instanceof Nothing nothing ? nothing.why() : "the client points at this mirror";
            return format + " is not served: no upstream, for " + why + "; " + howToSet;
        }
        boolean remembered = !(discovered instanceof Found found && found.url().equals(chosen.get()));
        if (remembered) {
            return format + " upstream: " + chosen.get() + " (as at the last start)";
        }
        String news = last.filter(url -> !url.equals(chosen.get()))
                .map(url -> "; was " + url + " at the last start")
                .orElse("");
        return format + " upstream: " + chosen.get() + " (from the client's own setting" + news + ")";
    }
}
