package dev.granary.libp2p.example;

import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.stream.BlockingStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A protocol of one's own, served and asked by virtual threads that block: a text there, the same in capitals back. */
final class Conversation {
    static final String PROTOCOL = "/example/shout/1.0.0";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST = 1024;

    private Conversation() {}

    static void serve(Host host) {
        // tag::serve[]
        host.handle(PROTOCOL, stream -> {
            BlockingStream blocking = BlockingStream.of(stream, PATIENCE);
            Thread.ofVirtual().start(() -> shout(blocking));
        });
        // end::serve[]
    }

    private static void shout(BlockingStream stream) {
        try (stream) {
            String text = new String(stream.input().readNBytes(LONGEST), StandardCharsets.UTF_8);
            stream.output().write(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            stream.output().close();
        } catch (IOException e) {
            // The asker has gone; closing the stream is all that is left to do.
            stream.reset();
        }
    }

    static String ask(Host host, PeerId peer, String text) {
        // tag::ask[]
        try (BlockingStream stream = BlockingStream.of(
                host.open(peer, List.of(PROTOCOL)).toCompletableFuture().join(), PATIENCE)) {
            stream.output().write(text.getBytes(StandardCharsets.UTF_8));
            stream.output().close();
            return new String(stream.input().readNBytes(LONGEST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // end::ask[]
    }
}
