package dev.granary.local.component;

import static dev.granary.local.LocalError.COMPONENT_FAILED;

import dev.granary.kernel.GranaryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Unpacks what the servers come in, once.
 *
 * <p>A folder appears under its final name only when it is whole, so that two stacks may unpack at the same time and a
 * crash leaves nothing that looks usable.
 */
final class Archives {
    private static final String EXECUTABLE = "rwxr-xr-x";
    private static final String READABLE = "rw-r--r--";

    private Archives() {}

    /** What fills an empty folder. */
    @FunctionalInterface
    interface Filling {
        void fill(Path folder) throws IOException;
    }

    /**
     * Returns the folder {@code name} under {@code shared} or, where that can't be written, under {@code own}; it is
     * filled if it does not exist.
     */
    static Path unpackOnce(Path shared, Path own, String name, Filling filling) {
        for (Path parent : new Path[] {shared, own}) {
            Path target = parent.resolve(name);
            if (Files.isDirectory(target)) {
                return target;
            }
            if (isWritable(parent)) {
                return unpack(target, filling);
            }
        }
        throw new GranaryException(COMPONENT_FAILED, "neither " + shared + " nor " + own + " can be written");
    }

    private static boolean isWritable(Path folder) {
        try {
            return Files.isWritable(Files.createDirectories(folder));
        } catch (IOException e) {
            return false;
        }
    }

    private static Path unpack(Path target, Filling filling) {
        try {
            Path folder = Files.createTempDirectory(target.getParent(), ".unpacking-");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(EXECUTABLE));
            try {
                filling.fill(folder);
                Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!Files.isDirectory(target)) {
                    throw e;
                }
            } finally {
                deleteRecursively(folder);
            }
            return target;
        } catch (IOException e) {
            throw new GranaryException(COMPONENT_FAILED, target + " could not be unpacked: " + e, e);
        }
    }

    /** Unpacks the one {@code .txz} inside {@code jar}. */
    static void unpackTxz(Path jar, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry archive = zip.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no .txz in " + jar));
            try (InputStream raw = zip.getInputStream(archive);
                    TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(raw))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpackEntry(tar, entry, folder);
                }
            }
        }
    }

    private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        Path file = inside(folder, entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(executable ? EXECUTABLE : READABLE));
    }

    /** Copies the entry {@code name} of {@code jar} to {@code file}, as a program. */
    static void unpackProgram(Path jar, String name, Path file) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw new IOException("no " + name + " in " + jar + ": this platform is not supported");
            }
            try (InputStream bytes = zip.getInputStream(entry)) {
                Files.copy(bytes, file);
            }
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(EXECUTABLE));
    }

    private static Path inside(Path folder, String name) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException("an entry leaves the archive's folder: " + name);
        }
        return file;
    }

    static void deleteRecursively(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
