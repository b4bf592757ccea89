package dev.granary.fetchverify.format.npm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.granary.fetchverify.format.Route;
import dev.granary.fetchverify.format.Route.Refusal;
import dev.granary.fetchverify.format.Route.Refused;
import dev.granary.fetchverify.format.Route.ToUpstream;
import dev.granary.kernel.PackageCoordinate;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The search question: known parameters within bounds go on, everything else is left behind. */
final class NpmSearch {
    static final String PATH = "-/v1/search";

    private static final int LONGEST_QUERY = 2048;
    private static final int LONGEST_TEXT = 256;
    /** What registries give at most; larger wishes mean as many as there can be. */
    private static final int LARGEST_SIZE = 250;

    private static final int LAST_PAGE = 10_000;
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
    private static final Pattern WEIGHT = Pattern.compile("[01](\\.[0-9]{1,6})?");
    private static final Pattern CONTROL = Pattern.compile("\\p{C}");
    private static final String SCOPE_QUALIFIER = "scope:";
    private static final String ANY = "*";

    private NpmSearch() {}

    static Route route(String query) {
        try {
            Map<String, String> known = new LinkedHashMap<>();
            parameters(query).forEach((name, value) -> bounded(name, value).ifPresent(v -> known.put(name, v)));
            StringJoiner kept = new StringJoiner("&");
            known.forEach((name, value) -> kept.add(name + "=" + URLEncoder.encode(value, UTF_8)));
            String path = known.isEmpty() ? PATH : PATH + "?" + kept;
            return new ToUpstream("", mentioned(known.getOrDefault("text", "")), path, NpmViews.JSON);
        } catch (IllegalArgumentException e) {
            return new Refused(
                    Refusal.MALFORMED,
                    "The search can't be understood: its text, size, from, quality, "
                            + "popularity or maintenance is out of range.");
        }
    }

    private static Map<String, String> parameters(String query) {
        if (query.length() > LONGEST_QUERY) {
            throw new IllegalArgumentException("query too long");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        URLDecoder.decode(parameter.substring(0, equals), UTF_8),
                        URLDecoder.decode(parameter.substring(equals + 1), UTF_8));
            }
        }
        return parameters;
    }

    private static Optional<String> bounded(String name, String value) {
        return switch (name) {
            case "text" -> Optional.of(text(value));
            case "size" -> Optional.of(String.valueOf(Math.min(LARGEST_SIZE, count(value))));
            case "from" -> Optional.of(from(value));
            case "quality", "popularity", "maintenance" -> Optional.of(matching(WEIGHT, value));
            default -> Optional.empty();
        };
    }

    private static String text(String value) {
        if (value.length() > LONGEST_TEXT || CONTROL.matcher(value).find()) {
            throw new IllegalArgumentException("text out of range");
        }
        return value;
    }

    private static String from(String value) {
        if (count(value) > LAST_PAGE) {
            throw new IllegalArgumentException("from out of range");
        }
        return String.valueOf(count(value));
    }

    private static int count(String value) {
        return Integer.parseInt(matching(COUNT, value));
    }

    private static String matching(Pattern shape, String value) {
        if (!shape.matcher(value).matches()) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    /** Every word that could be the name of a package, and every scope. */
    private static List<PackageCoordinate> mentioned(String text) {
        return Stream.of(text.split("\\s+", -1))
                .flatMap(word -> mentionedBy(word).stream())
                .map(NpmName::coordinate)
                .distinct()
                .toList();
    }

    private static Optional<NpmName> mentionedBy(String word) {
        String scope = word.startsWith(SCOPE_QUALIFIER) ? "@" + word.substring(SCOPE_QUALIFIER.length()) : word;
        String bare = scope.startsWith("@@") ? scope.substring(1) : scope;
        boolean isScope = bare.startsWith("@") && bare.indexOf('/') < 0;
        return isScope ? NpmName.parse(bare + "/any").map(name -> new NpmName(name.scope(), ANY)) : NpmName.parse(bare);
    }
}
