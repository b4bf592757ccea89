package dev.granary.fetchverify.format;

import static java.util.function.Function.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files that an index names, in its order. Immutable. */
public final class Listing {
    private static final Listing EMPTY = new Listing(List.of());

    private final List<ListedFile> files;
    private final Map<String, ListedFile> byPath;

    /** Builds a listing; of several files with one path the first counts. */
    public Listing(List<ListedFile> files) {
        this.files = List.copyOf(files);
        this.byPath = this.files.stream().collect(Collectors.toMap(ListedFile::path, identity(), (a, b) -> a));
    }

    /** The listing of a document that names no files. */
    public static Listing empty() {
        return EMPTY;
    }

    public List<ListedFile> files() {
        return files;
    }

    /** Finds a file by its canonical path below the ecosystem. */
    public Optional<ListedFile> find(String path) {
        return Optional.ofNullable(byPath.get(path));
    }
}
