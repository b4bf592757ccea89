package dev.granary.local.component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the JVM learnt in a training run about starting our programs: classes that are loaded and linked already, and
 * what to compile first. A JVM checks by itself whether a cache was made for the same class path and the same JVM, and
 * starts without it if not.
 *
 * @param folder where the caches of all programs lie; may not exist
 * @param training whether this run writes the caches that are missing or older than their program
 */
public record AotCache(Path folder, boolean training) {
    private static final String UNFINISHED = ".unfinished";

    /** Returns the JVM options for the program {@code name}; its cache is good while {@code program} is older. */
    List<String> options(String name, Path program) {
        Path cache = folder.resolve(name + "-" + Runtime.version() + ".aot");
        if (isNewer(cache, program)) {
            return List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off");
        }
        return training
                ? List.of("-XX:AOTCacheOutput=" + cache + UNFINISHED, "-Xlog:aot*=off", "-Xlog:cds*=off")
                : List.of();
    }

    private static boolean isNewer(Path cache, Path program) {
        try {
            return Files.exists(cache)
                    && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(program)) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Puts what a training run wrote in the place from where it is read; half a cache never gets there. */
    public void finish() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(UNFINISHED)).toList()) {
                String name = String.valueOf(file.getFileName());
                Path cache = file.resolveSibling(name.substring(0, name.length() - UNFINISHED.length()));
                Files.move(file, cache, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
