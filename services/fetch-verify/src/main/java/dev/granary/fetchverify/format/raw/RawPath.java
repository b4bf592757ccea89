package dev.granary.fetchverify.format.raw;

import dev.granary.fetchverify.format.ArtifactFile;
import dev.granary.fetchverify.format.DocumentKey;
import dev.granary.fetchverify.format.DocumentKey.Kind;
import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.PackageCoordinate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of one upstream.
 *
 * @param upstream the configured name
 * @param segments the decoded path below the upstream's base, at least one segment
 */
record RawPath(String upstream, List<String> segments) {
    static final Ecosystem ECOSYSTEM = new Ecosystem("raw");
    static final String SUMS = "SHA256SUMS";
    static final String SIDECAR = ".sha256";

    private static final int LONGEST = 1024;
    private static final int LONGEST_SEGMENT = 255;
    private static final Pattern UPSTREAM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    /** No controls, no marks that turn the direction of text, no spaces but the plain one, nothing unassigned. */
    private static final Pattern SEGMENT = Pattern.compile("[^\\p{C}\\p{Z}/\\\\%]+(?: +[^\\p{C}\\p{Z}/\\\\%]+)*");

    private static final String PLAIN_MARKS = "-._~!$&'()*+,;=:@";

    RawPath {
        segments = List.copyOf(segments);
    }

    /** Reads the gateway's path: the upstream's name, then the file's path. */
    static Optional<RawPath> of(List<String> segments) {
        if (segments.size() < 2 || !UPSTREAM.matcher(segments.getFirst()).matches()) {
            return Optional.empty();
        }
        RawPath path = new RawPath(segments.getFirst(), segments.subList(1, segments.size()));
        return path.gatewayPath().length() <= LONGEST && path.segments.stream().allMatch(RawPath::isSegment)
                ? Optional.of(path)
                : Optional.empty();
    }

    /** Reads the path below the ecosystem that {@link #gatewayPath()} gave. */
    static RawPath parse(String gatewayPath) {
        return of(List.of(gatewayPath.split("/", -1)))
                .orElseThrow(() -> new IllegalArgumentException("not a path of a raw upstream: " + gatewayPath));
    }

    boolean isDocument() {
        return name().equals(SUMS) || name().endsWith(SIDECAR);
    }

    String name() {
        return segments.getLast();
    }

    /** The path below the upstream's base. */
    String text() {
        return String.join("/", segments);
    }

    /** The path below the ecosystem at the gateway. */
    String gatewayPath() {
        return upstream + "/" + text();
    }

    /** The percent-encoded path below the upstream's base. */
    String encoded() {
        return segments.stream().map(RawPath::encode).collect(Collectors.joining("/"));
    }

    /** The file {@code name} in the same directory. */
    RawPath beside(String name) {
        List<String> beside = new ArrayList<>(directory());
        beside.add(name);
        return new RawPath(upstream, beside);
    }

    RawPath atRoot(String name) {
        return new RawPath(upstream, List.of(name));
    }

    /** The file that a checksum file here calls {@code name}; empty when that leads out of the directory. */
    Optional<RawPath> resolve(String name) {
        List<String> all = new ArrayList<>(directory());
        all.addFirst(upstream);
        all.addAll(List.of((name.startsWith("./") ? name.substring(2) : name).split("/", -1)));
        return of(all);
    }

    private List<String> directory() {
        return segments.subList(0, segments.size() - 1);
    }

    ArtifactFile toFile() {
        String namespace = directory().isEmpty() ? upstream : upstream + "/" + String.join("/", directory());
        return new ArtifactFile(upstream, PackageCoordinate.of(ECOSYSTEM, namespace, name(), ""), gatewayPath());
    }

    DocumentKey toDocument() {
        return new DocumentKey(ECOSYSTEM, upstream, Optional.empty(), gatewayPath(), encoded(), Kind.INDEX);
    }

    private static boolean isSegment(String segment) {
        return segment.length() <= LONGEST_SEGMENT
                && SEGMENT.matcher(segment).matches()
                && !segment.equals(".")
                && !segment.equals("..");
    }

    private static String encode(String segment) {
        StringBuilder out = new StringBuilder();
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || PLAIN_MARKS.indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }
}
