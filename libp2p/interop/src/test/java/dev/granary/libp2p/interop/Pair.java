package dev.granary.libp2p.interop;

import dev.granary.libp2p.interop.process.Deadline;
import dev.granary.libp2p.interop.process.ScriptedPeer;
import dev.granary.libp2p.interop.process.Setup;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Two peers, the first of which has dialled the second. */
record Pair(ScriptedPeer dialler, ScriptedPeer listener) {
    private static final Duration HANG_UP = Duration.ofSeconds(20);

    /** Ends the connection, and waits until both have seen it. */
    void part() {
        if (dialler.isConnectedTo(listener)) {
            dialler.hangUp(listener);
        }
        Deadline.of(HANG_UP)
                .await(
                        () -> !dialler.isConnectedTo(listener) && !listener.isConnectedTo(dialler),
                        () -> dialler + " and " + listener + " are still connected");
    }

    /** Keeps what is running between tests of one class: starting a process costs more than most tests. */
    static final class Pool implements AutoCloseable {
        private final Map<Cell, Pair> pairs = new HashMap<>();
        private final Map<Cell, Pair> connected = new HashMap<>();

        /** The peers of {@code cell}, connected by the one that it says. */
        Pair connected(Cell cell) {
            if (!connected.containsKey(cell)) {
                Pair pair = apart(cell);
                pair.dialler().dial(pair.listener()).fields();
                connected.put(cell, pair);
            }
            return connected.get(cell);
        }

        /** The peers of {@code cell}, not connected. */
        Pair apart(Cell cell) {
            Pair pair = pairs.get(cell);
            if (pair == null) {
                return start(cell);
            }
            if (connected.containsKey(cell) || connected.containsKey(cell.turned())) {
                pair.part();
                connected.remove(cell);
                connected.remove(cell.turned());
            }
            return pair;
        }

        private Pair start(Cell cell) {
            ScriptedPeer listener = ScriptedPeer.start(cell.listener(), Setup.listening(cell.stack()));
            ScriptedPeer dialler;
            try {
                dialler = ScriptedPeer.start(cell.dialler(), Setup.listening(cell.stack()));
            } catch (Throwable e) {
                listener.close();
                throw e;
            }
            Pair pair = new Pair(dialler, listener);
            pairs.put(cell, pair);
            if (cell.dialler() != cell.listener()) {
                pairs.put(cell.turned(), new Pair(/* dialler= */ listener, /* listener= */ dialler));
            }
            return pair;
        }

        @Override
        public void close() {
            for (Pair each : pairs.values()) {
                each.dialler.close();
                each.listener.close();
            }
        }
    }
}
