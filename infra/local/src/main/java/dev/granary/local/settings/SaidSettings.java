package dev.granary.local.settings;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the command line or the environment says. */
public record SaidSettings(Optional<String> site, List<UpstreamSetting> upstreams, NetworkSettings network) {
    public static final SaidSettings NOTHING = new SaidSettings(Optional.empty(), List.of(), NetworkSettings.UNSAID);

    public SaidSettings {
        upstreams = List.copyOf(upstreams);
    }

    /** The same with every upstream changed. */
    public SaidSettings mapUpstreams(UnaryOperator<UpstreamSetting> change) {
        return new SaidSettings(site, upstreams.stream().map(change).toList(), network);
    }
}
