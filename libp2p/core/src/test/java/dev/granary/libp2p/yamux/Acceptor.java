package dev.granary.libp2p.yamux;

import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.MuxedConnection;
import dev.granary.libp2p.testkit.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the streams that a remote opens, and reads them. */
class Acceptor implements MuxedConnection.Receiver {
    private final List<ByteStream> streams = new ArrayList<>();
    private final List<Recorder> recorders = new ArrayList<>();
    private @Nullable Closing closing;

    @Override
    public void opened(ByteStream stream) {
        if (closing != null) {
            throw new AssertionError("a stream after the end");
        }
        Recorder recorder = new Recorder();
        streams.add(stream);
        recorders.add(recorder);
        stream.start(recorder);
    }

    @Override
    public void closed(Closing why) {
        if (closing != null) {
            throw new AssertionError("closed twice");
        }
        closing = why;
    }

    ByteStream stream(int index) {
        return streams.get(index);
    }

    Recorder recorder(int index) {
        return recorders.get(index);
    }

    int count() {
        return streams.size();
    }

    Optional<Closing> closing() {
        return Optional.ofNullable(closing);
    }
}
