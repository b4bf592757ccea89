package dev.granary.libp2p.testkit;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.stream.Closing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Asks a host with an {@link EchoHandler}. */
public final class Echoes {
    private static final int LITTLE = 100;

    private Echoes() {}

    /** What comes back for {@code text}. */
    public static String of(Connection connection, String text) {
        Recorder recorder = new Recorder();
        Deadline.result(connection.open(List.of(EchoHandler.PROTOCOL), stream -> {
            stream.start(recorder);
            stream.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            stream.end();
        }));
        Deadline.await(recorder::isClosed);
        return new String(recorder.bytes(), StandardCharsets.UTF_8);
    }

    /** Sends a little, reads it back, and lets the next one begin. */
    public static final class Once extends Recorder {
        private final Semaphore places;

        public Once(P2pStream stream, Semaphore places) {
            this.places = places;
            stream.write(ByteBuffer.allocate(LITTLE));
            stream.end();
        }

        @Override
        public void closed(Closing why) {
            super.closed(why);
            places.release();
        }
    }
}
