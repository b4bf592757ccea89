package dev.granary.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes the page of all settings from the sources of the configuration mappings: names, defaults and their Javadoc. */
final class ConfigurationPage {
    private static final Pattern MAPPING = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*@ConfigMapping\\(prefix = \"([^\"]+)\"\\)\\s*public interface \\w+ \\{(.*)}",
            Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*((?:@\\w+(?:\\(\"[^\"]*\"\\))?\\s*)*)([\\w<>, ]+?)\\s+(\\w+)\\(\\);",
            Pattern.DOTALL);
    private static final Pattern DEFAULT = Pattern.compile("@WithDefault\\(\"([^\"]*)\"\\)");
    private static final Pattern CODE = Pattern.compile("\\{@(?:code|link) ([^}]*)}");

    private static final String HEAD = """
            # Settings of the services

            Generated from the code and compared by the build: `mvn -pl platform/architecture verify -Dgranary.accept=true`
            writes it anew. What people usually set is in [granary.toml](configuration-file.md); everything here has a default
            that fits one mirror on one machine.

            A setting is given to a service as a system property, or as an environment variable: upper case, with `_` for every
            other character, as in `GRANARY_FETCH_VERIFY_UPSTREAM_RETRIES`. A misspelt property stops the start. Durations are written
            as ISO 8601 (`PT0.5S`, `PT10M`, `P3D`), sizes with `K`, `M` or `G`. A default `${name:value}` is what `name` says,
            else `value`. Settings of the framework begin with `quarkus.`
            """;

    private ConfigurationPage() {}

    /** The page for all mappings below {@code root}. */
    static String write(Path root) throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (Path source : sources(root)) {
            Matcher mapping = MAPPING.matcher(Files.readString(source));
            if (mapping.find()) {
                section(page, mapping.group(2), text(mapping.group(1)), mapping.group(3));
            }
        }
        return page.toString();
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String folder : List.of("platform", "services")) {
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                files.filter(file -> file.toString().endsWith("Config.java"))
                        .filter(file -> file.toString().contains("src/main/java"))
                        .sorted()
                        .forEach(sources::add);
            }
        }
        return sources;
    }

    private static void section(StringBuilder page, String prefix, String about, String body) {
        page.append("\n## ").append(prefix).append("\n\n").append(about).append("\n\n");
        page.append("| key | default | what |\n|---|---|---|\n");
        Matcher key = KEY.matcher(body);
        while (key.find()) {
            page.append("| `")
                    .append(name(prefix, key.group(4), key.group(2), key.group(3)))
                    .append("` | ")
                    .append(defaultValue(key.group(2), key.group(3)))
                    .append(" | ")
                    .append(text(key.group(1)))
                    .append(" |\n");
        }
    }

    private static String name(String prefix, String method, String annotations, String type) {
        if (annotations.contains("@WithParentName")) {
            return prefix;
        }
        String kebab = method.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
        return kebab + (type.startsWith("Map<") ? ".*" : "");
    }

    private static String defaultValue(String annotations, String type) {
        Matcher value = DEFAULT.matcher(annotations);
        if (value.find()) {
            return "`" + value.group(1) + "`";
        }
        return type.startsWith("Optional<") || type.startsWith("Map<") ? "none" : "must be set";
    }

    /** A comment's text on one line of Markdown. */
    private static String text(String comment) {
        String plain =
                comment.replaceAll("(?m)^\\s*\\*", " ").replaceAll("\\s+", " ").strip();
        return CODE.matcher(plain).replaceAll("`$1`").replace("|", "\\|");
    }
}
