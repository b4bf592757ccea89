package dev.granary.fetchverify.disk;

import dev.granary.fetchverify.event.SampleEvents;
import dev.granary.fetchverify.store.Contents;
import dev.granary.fetchverify.store.IncomingContent;
import dev.granary.kernel.ByteCount;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Writes without end, tells on its standard output what it was promised, and waits to be killed. */
final class CrashingProcess {
    private CrashingProcess() {}

    static JournalSettings journal(Path directory) {
        return new JournalSettings(
                directory.resolve("outbox"), ByteCount.ofMebibytes(64), ByteCount.ofKibibytes(64), Set.of("kafka"));
    }

    /** Content number {@code i}. */
    static byte[] content(int i) {
        return Contents.bytes(20_000, i);
    }

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        PrintStream promises = System.out;
        DiskContentStore store = new DiskContentStore(
                Stores.settings(directory, ByteCount.ofMebibytes(64)), _ -> false, Clock.systemUTC());
        try (JournalOutbox outbox = new JournalOutbox(journal(directory));
                IncomingContent halfWritten = store.receive()) {
            halfWritten.write(ByteBuffer.wrap(content(-1)));
            for (int i = 0; i < 1_000_000; i++) {
                Contents.keep(store, content(i));
                outbox.append(List.of(SampleEvents.fetched(i)));
                promises.println(i);
                promises.flush();
            }
        }
    }
}
