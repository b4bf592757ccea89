package dev.granary.local.component;

import static dev.granary.local.LocalError.DATA_UNUSABLE;

import dev.granary.kernel.GranaryException;
import dev.granary.local.process.ChildProcess;
import dev.granary.local.process.Launch;
import dev.granary.local.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The files of one PostgreSQL: made once, in a folder beside their final one, so that half a cluster is never used. */
final class PostgresCluster {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int PASSWORD_BYTES = 24;

    private final Place place;
    private final Path binaries;
    private final RootStepDown user;

    PostgresCluster(Place place, Path binaries, RootStepDown user) {
        this.place = place;
        this.binaries = binaries;
        this.user = user;
    }

    static Path passwordFile(Path data) {
        return data.resolve("password");
    }

    Path directory() {
        return place.data().resolve("data");
    }

    void createUnlessExists() {
        if (Files.isDirectory(directory())) {
            return;
        }
        try {
            Path unfinished = place.data().resolve("data.unfinished");
            Archives.deleteRecursively(unfinished);
            Path password = writePassword();
            Files.createDirectory(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            user.own(unfinished, password);
            initialise(unfinished, password);
            Files.move(unfinished, directory(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new GranaryException(DATA_UNUSABLE, "the folder of postgres can't be written: " + e, e);
        }
    }

    private Path writePassword() throws IOException {
        byte[] secret = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(secret);
        Path file = passwordFile(place.data());
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, HexFormat.of().formatHex(secret) + "\n");
    }

    private void initialise(Path folder, Path password) throws IOException {
        run(List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + folder,
                "--username=" + PostgresServer.USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions",
                "--no-sync"));
        // The archive has no createdb: the database is made by the server itself, on its own, before it serves anyone.
        Path statement = Files.writeString(
                place.data().resolve("create.sql"), "CREATE DATABASE " + PostgresServer.DATABASE + ";\n");
        run(List.of(
                "/bin/sh",
                "-c",
                "exec \"$1\" --single -D \"$2\" postgres < \"$3\"",
                "sh",
                binaries.resolve("bin/postgres").toString(),
                folder.toString(),
                statement.toString()));
        Files.delete(statement);
    }

    private void run(List<String> command) {
        List<String> whole = new ArrayList<>(user.prefix());
        whole.addAll(command);
        ChildProcess process = ChildProcess.start(
                new Launch("postgres", whole, Programs.plainEnvironment(), place.data(), place.log()));
        boolean ended = process.awaitExit(LIMIT);
        process.kill();
        if (!ended || process.exitCode() != 0) {
            throw PostgresServer.failed("its database could not be made", place.log());
        }
    }

    /**
     * Removes the lock of a server that is gone when its process id now belongs to a program that is not PostgreSQL:
     * the server would take that for its predecessor and refuse.
     */
    void forgetReusedProcessId() {
        Path lock = directory().resolve("postmaster.pid");
        try {
            if (Files.exists(lock) && isSomeoneElse(Files.readAllLines(lock).getFirst())) {
                Files.delete(lock);
            }
        } catch (IOException | IllegalArgumentException | java.util.NoSuchElementException e) {
            throw new GranaryException(DATA_UNUSABLE, lock + " can't be read: " + e, e);
        }
    }

    private static boolean isSomeoneElse(String pid) {
        return ProcessHandle.of(Long.parseLong(pid.strip()))
                .flatMap(process -> process.info().command())
                .filter(command -> !command.endsWith("/postgres"))
                .isPresent();
    }
}
