package dev.granary.fetchverify.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads mappings as the service does, from what a test sets and nothing else. */
final class Mapping {
    private Mapping() {}

    /** The mapping with {@code values} by key, without the prefix. */
    static <T> T of(Class<T> type, Map<String, String> values) {
        Map<String, String> prefixed = new HashMap<>();
        values.forEach((key, value) -> prefixed.put(prefix(type) + "." + key, value));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withMapping(type)
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .build()
                .getConfigMapping(type);
    }

    /** The mapping with {@code values}, which are all that there can be. */
    static <T> T whole(Class<T> type, Map<String, String> values) {
        assertThat(values.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        keys(type).stream().map(Mapping::name).toList());
        return of(type, values);
    }

    /** The page of all settings. */
    static String page() {
        try {
            return Files.readString(
                    Path.of(System.getProperty("granary.root")).resolve("docs/operations/configuration.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How the lines begin that tell of this mapping, as the compiled code has it. */
    static List<String> lines(Class<?> type) {
        return keys(type).stream()
                .map(key -> "| `" + name(key) + "` | `"
                        + key.getAnnotation(WithDefault.class).value() + "` | ")
                .toList();
    }

    private static List<Method> keys(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .toList();
    }

    private static String name(Method key) {
        return key.getName().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String prefix(Class<?> type) {
        return type.getAnnotation(ConfigMapping.class).prefix();
    }
}
