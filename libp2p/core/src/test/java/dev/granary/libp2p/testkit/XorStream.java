package dev.granary.libp2p.testkit;

import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import java.nio.ByteBuffer;

/** Stands for the protection of a private network: who has another key understands nothing. */
public record XorStream(ByteStream raw, int key) implements ByteStream {
    private ByteBuffer mixed(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        while (bytes.hasRemaining()) {
            copy.put((byte) (bytes.get() ^ key));
        }
        return copy.flip();
    }

    @Override
    public Loop loop() {
        return raw.loop();
    }

    @Override
    public void start(Receiver receiver) {
        raw.start(new Receiver() {
            @Override
            public void received(ByteBuffer bytes) {
                int before = bytes.position();
                ByteBuffer plain = mixed(bytes);
                receiver.received(plain);
                bytes.position(before + plain.position());
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
                receiver.closed(closing);
            }
        });
    }

    @Override
    public boolean write(ByteBuffer bytes) {
        return raw.write(mixed(bytes));
    }

    @Override
    public void flush() {
        raw.flush();
    }

    @Override
    public void end() {
        raw.end();
    }

    @Override
    public void reset(long code) {
        raw.reset(code);
    }

    @Override
    public void pause() {
        raw.pause();
    }

    @Override
    public void resume() {
        raw.resume();
    }
}
