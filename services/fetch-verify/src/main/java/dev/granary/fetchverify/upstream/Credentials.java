package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.settings.CredentialPlace;
import dev.granary.fetchverify.settings.UpstreamSettings;
import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.source.Upstream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The credentials of upstreams: each goes to the scheme, host and port that it was configured for and nowhere else. Files
 * are read again when they change. Nothing here is ever printed.
 */
final class Credentials {
    private static final long LARGEST = 64L * 1024;

    private final List<UpstreamSettings> upstreams;
    private final Map<String, String> environment;
    private final Map<Path, Held> held = new ConcurrentHashMap<>();

    private static final class Held {
        private final FileTime modified;
        private final long size;
        private final String header;

        Held(FileTime modified, long size, String header) {
            this.modified = modified;
            this.size = size;
            this.header = header;
        }
    }

    Credentials(List<UpstreamSettings> upstreams, Map<String, String> environment) {
        this.upstreams = List.copyOf(upstreams);
        this.environment = Map.copyOf(environment);
    }

    /**
     * The value of {@code Authorization} for a request on behalf of {@code upstream} to {@code origin}; empty when none is
     * configured for that address.
     *
     * @throws IOException when one is configured but can't be read; its message is a sentence without the credential
     */
    Optional<String> header(Upstream upstream, Origin origin) throws IOException {
        Optional<CredentialPlace> place = placeFor(upstream, origin);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (place.get()) {
                    case CredentialPlace.InFile(Path path) -> fromFile(path);
                    case CredentialPlace.InEnvironment(String variable) -> fromEnvironment(variable);
                });
    }

    /** The upstream's own credential where the address is its own, else that of whoever the address belongs to. */
    private Optional<CredentialPlace> placeFor(Upstream upstream, Origin origin) {
        List<UpstreamSettings> owners = upstreams.stream()
                .filter(each -> each.upstream().ecosystem().equals(upstream.ecosystem()))
                .filter(each -> each.origin().equals(origin))
                .toList();
        return owners.stream()
                .filter(each -> each.upstream().equals(upstream))
                .findFirst()
                .or(() -> owners.stream().findFirst())
                .flatMap(UpstreamSettings::credential);
    }

    private String fromEnvironment(String variable) throws IOException {
        String value = environment.getOrDefault(variable, "");
        return header(value, "the environment variable " + variable);
    }

    private String fromFile(Path path) throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            Held known = held.get(path);
            if (known != null && known.modified.equals(now.lastModifiedTime()) && known.size == now.size()) {
                return known.header;
            }
            String text = now.size() <= LARGEST ? Files.readString(path) : "";
            Held fresh = new Held(now.lastModifiedTime(), now.size(), header(text, "the file " + path));
            held.put(path, fresh);
            return fresh.header;
        } catch (FileSystemException | CharacterCodingException e) {
            throw new IOException("The upstream's credential can't be read from the file " + path + ".", e);
        }
    }

    private static String header(String text, String place) throws IOException {
        String value = text.strip();
        boolean printable = value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (value.isEmpty() || !printable) {
            throw new IOException("There is no usable credential in " + place + ": need one line of text.");
        }
        String lower = value.toLowerCase(Locale.ROOT);
        boolean complete = lower.startsWith("bearer ") || lower.startsWith("basic ");
        return complete ? value : "Bearer " + value;
    }
}
