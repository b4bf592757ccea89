/**
 * What {@code granary.toml} and the environment say, as values that can't be wrong.
 *
 * <p>{@link dev.granary.fetchverify.settings.Settings} is the whole of it. Nothing here reads a file or the environment:
 * the {@code config} adapter hands in both. Every refusal is an {@link java.lang.IllegalArgumentException} whose sentence
 * names the key, and the line where it stands. No type here holds a credential; they say where one is found.
 */
@NullMarked
package dev.granary.fetchverify.settings;

import org.jspecify.annotations.NullMarked;
