package dev.granary.kernel;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * Where bytes can come from: {@code upstream:npm/registry.example} or {@code peer:12D3KooW…}.
 *
 * @param kind what sort of source it is
 * @param name the ecosystem and host of an upstream, or the peer id; printable, without white space
 */
public record SourceId(Kind kind, String name) {
    private static final Pattern SHAPE = Pattern.compile("[!-~]{1,255}");

    /** What sort of source it is. */
    public enum Kind {
        UPSTREAM("upstream"),
        PEER("peer"),
        STORE("store");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** The prefix in the written form. */
        public String id() {
            return id;
        }
    }

    public SourceId {
        requireNonNull(kind, "kind");
        if (!SHAPE.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a source: " + Printable.of(name));
        }
    }

    /** The upstream of {@code ecosystem} at {@code authority}, a host with an optional port. */
    public static SourceId upstream(Ecosystem ecosystem, String authority) {
        return new SourceId(Kind.UPSTREAM, ecosystem.id() + "/" + authority);
    }

    /** Our own content store. */
    public static SourceId store() {
        return new SourceId(Kind.STORE, "local");
    }

    /** Reads {@code kind:name}, the form of {@link #toString()}. */
    public static SourceId parse(String text) {
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.id + ":")) {
                return new SourceId(kind, text.substring(kind.id.length() + 1));
            }
        }
        throw new IllegalArgumentException("not a source: " + Printable.of(text));
    }

    @Override
    public String toString() {
        return kind.id + ":" + name;
    }
}
