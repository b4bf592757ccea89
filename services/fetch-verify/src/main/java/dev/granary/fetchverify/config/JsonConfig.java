package dev.granary.fetchverify.config;

import dev.granary.fetchverify.format.document.JsonLimits;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much of an upstream's JSON is read before it is refused; the largest packuments that were seen are 40 MB long. */
@ConfigMapping(prefix = "granary.fetch-verify.json")
public interface JsonConfig {
    /** The whole text. */
    @WithDefault("100M")
    MemorySize largest();

    /** Objects and arrays in one another. */
    @WithDefault("100")
    int depth();

    /** A member's name, in characters. */
    @WithDefault("65536")
    int nameLength();

    /** A string that the mirror has to read, in characters; others stream by. */
    @WithDefault("1048576")
    int textLength();

    /** A number, in characters. */
    @WithDefault("100")
    int numberLength();

    /** The limits that readers take. */
    default JsonLimits limits() {
        return new JsonLimits(largest().asLongValue(), depth(), nameLength(), textLength(), numberLength());
    }
}
