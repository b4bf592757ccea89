package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A stream that its connection keeps account of until it ends. */
final class NegotiatedStream implements P2pStream {
    private final ByteStream bytes;
    private final Connection connection;
    private final String protocol;
    private final Consumer<Closing> onClosed;
    private boolean over;

    /** @param onClosed called once */
    NegotiatedStream(ByteStream bytes, Connection connection, String protocol, Consumer<Closing> onClosed) {
        this.bytes = bytes;
        this.connection = connection;
        this.protocol = protocol;
        this.onClosed = onClosed;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public Loop loop() {
        return bytes.loop();
    }

    @Override
    public void start(Receiver receiver) {
        bytes.start(new Counted(receiver));
    }

    @Override
    public boolean write(ByteBuffer written) {
        return bytes.write(written);
    }

    @Override
    public void flush() {
        bytes.flush();
    }

    @Override
    public void end() {
        bytes.end();
    }

    @Override
    public void reset(long code) {
        bytes.reset(code);
        over(new Closing.Failed(P2pError.CANCELLED, "We have reset the stream."));
    }

    @Override
    public void pause() {
        bytes.pause();
    }

    @Override
    public void resume() {
        bytes.resume();
    }

    private void over(Closing closing) {
        if (!over) {
            over = true;
            onClosed.accept(closing);
        }
    }

    /** Sees the end of the stream on its way to the receiver. */
    private final class Counted implements Receiver {
        private final Receiver receiver;

        private Counted(Receiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void received(ByteBuffer received) {
            receiver.received(received);
        }

        @Override
        public void receivedAll() {
            receiver.receivedAll();
        }

        @Override
        public void ended() {
            receiver.ended();
        }

        @Override
        public void writable() {
            receiver.writable();
        }

        @Override
        public void closed(Closing closing) {
            over(closing);
            receiver.closed(closing);
        }
    }
}
