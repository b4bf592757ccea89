package dev.granary.libp2p.stream;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;

/** How a stream or connection came to its end. */
public sealed interface Closing {
    /** Both sides had ended their direction. */
    record Complete() implements Closing {}

    /** The remote aborted, with the code that it gave; 0 when it gave none. */
    record RemoteReset(long code) implements Closing {}

    /** We aborted, or what the stream ran on failed. */
    record Failed(P2pError error, String detail) implements Closing {
        /** The end that {@code failure} brought about. */
        public static Failed of(P2pException failure) {
            return new Failed(failure.error(), failure.detail());
        }
    }

    /** This end as a failure, for whoever still waited for something. */
    default P2pException asException() {
        return switch (this) {
            case Complete() -> new P2pException(P2pError.CLOSED, "The stream has ended.");
            case RemoteReset(long code) ->
                new P2pException(P2pError.REMOTE_RESET, "The remote reset the stream with code " + code + ".");
            case Failed(P2pError error, String detail) -> new P2pException(error, detail);
        };
    }
}
