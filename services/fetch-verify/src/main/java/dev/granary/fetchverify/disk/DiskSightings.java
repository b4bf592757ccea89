package dev.granary.fetchverify.disk;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.disk.v1.SightingEntry;
import dev.granary.fetchverify.disk.v1.SightingsEntry;
import dev.granary.fetchverify.expectation.Sightings;
import dev.granary.kernel.GranaryException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Sightings as one small file a document, synced whenever something new was seen. Safe for threads; one process owns the
 * directory. A file that can't be read back is set aside, and what it told of is new again: rather held too long than
 * handed out too early.
 */
public final class DiskSightings implements Sightings {
    private static final int LOCKS = 64;

    private final RecordFiles<SightingsEntry> files;
    private final ReentrantLock[] locks =
            IntStream.range(0, LOCKS).mapToObj(_ -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    /**
     * Opens the sightings.
     *
     * @param directory where they lie; created when it is missing
     * @throws IOException when the directory can't be created or read
     */
    public DiskSightings(Path directory) throws IOException {
        TemporaryFiles temporary = new TemporaryFiles(directory.resolve("tmp"));
        this.files =
                new RecordFiles<>(directory.resolve("document"), temporary, SightingsEntry.parser(), new LongAdder());
    }

    @Override
    public Map<String, Instant> see(String key, Set<String> names, Instant now) {
        if (names.isEmpty()) {
            return Map.of();
        }
        ReentrantLock lock = locks[Math.floorMod(key.hashCode(), LOCKS)];
        lock.lock();
        try {
            SightingsEntry before = files.find(key, entry -> requireKey(key, entry))
                    .orElseGet(() -> SightingsEntry.newBuilder().setKey(key).build());
            Map<String, Instant> seen = times(before);
            List<String> fresh = new TreeSet<>(names)
                    .stream()
                            .filter(name -> name.length() <= LONGEST_NAME && !seen.containsKey(name))
                            .limit(Math.max(0, MOST - seen.size()))
                            .toList();
            if (!fresh.isEmpty()) {
                SightingEntry sighting = SightingEntry.newBuilder()
                        .setAt(Entries.timestamp(now))
                        .addAllNames(fresh)
                        .build();
                files.keep(key, before.toBuilder().addSightings(sighting).build(), DurableFiles.Durability.SYNCED);
                fresh.forEach(name -> seen.put(name, now));
            }
            seen.keySet().retainAll(names);
            return Map.copyOf(seen);
        } catch (IOException e) {
            throw failure(key, e);
        } finally {
            lock.unlock();
        }
    }

    private static SightingsEntry requireKey(String key, SightingsEntry entry) {
        if (!entry.getKey().equals(key)) {
            throw new IllegalArgumentException("these are the sightings of " + entry.getKey());
        }
        return entry;
    }

    private static Map<String, Instant> times(SightingsEntry entry) {
        Map<String, Instant> times = new HashMap<>();
        for (SightingEntry sighting : entry.getSightingsList()) {
            Instant at = Entries.instant(sighting.getAt());
            sighting.getNamesList().forEach(name -> times.putIfAbsent(name, at));
        }
        return times;
    }

    private static GranaryException failure(String key, IOException cause) {
        return DurableFiles.isDiskFull(cause)
                ? new GranaryException(FetchVerifyError.STORE_FULL, "The disk of the sightings is full.", cause)
                : new GranaryException(
                        FetchVerifyError.INTERNAL,
                        "Can't tell since when the versions in " + key + " are known: " + cause,
                        cause);
    }
}
