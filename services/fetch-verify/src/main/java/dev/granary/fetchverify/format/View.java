package dev.granary.fetchverify.format;

import static java.util.Objects.requireNonNull;

/**
 * One way to show a document, such as npm's full or abbreviated packument, or one version of it.
 *
 * @param name the view's name within the format
 * @param argument what the view is narrowed to, such as a version; empty for the whole document
 */
public record View(String name, String argument) {
    public View {
        requireNonNull(name, "name");
        requireNonNull(argument, "argument");
    }

    public static View of(String name) {
        return new View(name, "");
    }

    @Override
    public String toString() {
        return argument.isEmpty() ? name : name + ":" + argument;
    }
}
