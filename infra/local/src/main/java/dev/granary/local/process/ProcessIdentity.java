package dev.granary.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * One process, and no other that is given the same number later.
 *
 * @param pid its number
 * @param birth when it began, in a form that is only good for comparing
 */
public record ProcessIdentity(long pid, String birth) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    /** The field of /proc/pid/stat that tells the start in ticks since boot, counted from after the name. */
    private static final int START_TICKS = 19;

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Returns who has that number now. */
    public static Optional<ProcessIdentity> of(long pid) {
        return birthOf(pid).map(birth -> new ProcessIdentity(pid, birth));
    }

    /** Reads what {@link #toString} wrote. */
    public static Optional<ProcessIdentity> parse(String text) {
        String[] parts = text.split(" ", 2);
        try {
            return parts.length == 2
                    ? Optional.of(new ProcessIdentity(Long.parseLong(parts[0]), parts[1]))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns the process if it still runs. */
    public Optional<ProcessHandle> findAlive() {
        return birthOf(pid).filter(birth::equals).isPresent() ? ProcessHandle.of(pid) : Optional.empty();
    }

    public boolean isAlive() {
        return findAlive().isPresent();
    }

    /** Returns whether all of {@code processes} were gone within {@code atMost}; they need not be our children. */
    public static boolean awaitEnd(Collection<ProcessIdentity> processes, Duration atMost) {
        long limit = System.nanoTime() + atMost.toNanos();
        while (processes.stream().anyMatch(ProcessIdentity::isAlive)) {
            if (System.nanoTime() > limit) {
                return false;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }

    private static Optional<String> birthOf(long pid) {
        Optional<ProcessHandle> handle = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (handle.isEmpty() || !Files.exists(BOOT)) {
            return handle.flatMap(process -> process.info().startInstant()).map(Object::toString);
        }
        try {
            // The name in brackets may hold anything; the clock may jump, ticks and the boot do not.
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean zombie = "Z".equals(fields[0]);
            return zombie
                    ? Optional.empty()
                    : Optional.of(Files.readString(BOOT).strip() + ":" + fields[START_TICKS]);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return pid + " " + birth;
    }
}
