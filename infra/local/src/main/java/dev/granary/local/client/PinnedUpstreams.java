package dev.granary.local.client;

import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.GranaryException;
import dev.granary.local.settings.UpstreamSetting;
import dev.granary.local.settings.UpstreamUrl;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The file that remembers what was discovered; one that can't be read is as good as none. */
public record PinnedUpstreams(Path file) {
    public Map<Ecosystem, UpstreamUrl> read() {
        Properties all = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            all.load(reader);
            Map<Ecosystem, UpstreamUrl> pinned = new HashMap<>();
            all.stringPropertyNames()
                    .forEach(name -> pinned.put(new Ecosystem(name), UpstreamUrl.parse(all.getProperty(name))));
            return pinned;
        } catch (IOException | IllegalArgumentException | GranaryException e) {
            return Map.of();
        }
    }

    public void write(Map<Ecosystem, UpstreamSetting> upstreams) throws IOException {
        Properties all = new Properties();
        upstreams.forEach((format, upstream) ->
                all.setProperty(format.id(), upstream.url().toString()));
        try (Writer writer = Files.newBufferedWriter(file)) {
            all.store(writer, null);
        }
    }
}
