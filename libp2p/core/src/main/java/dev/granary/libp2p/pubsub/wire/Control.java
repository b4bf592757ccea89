package dev.granary.libp2p.pubsub.wire;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * What peers say about meshes and messages.
 *
 * @param offers IHAVE
 * @param wanted IWANT, of all topics together
 * @param grafts topics for which the sender takes the receiver into its mesh
 * @param unwanted IDONTWANT: the sender has these already
 */
public record Control(
        List<Offer> offers,
        List<ByteString> wanted,
        List<String> grafts,
        List<Prune> prunes,
        List<ByteString> unwanted) {
    /** Nothing said. */
    public static final Control NONE = new Control(List.of(), List.of(), List.of(), List.of(), List.of());

    public Control {
        offers = List.copyOf(offers);
        wanted = List.copyOf(wanted);
        grafts = List.copyOf(grafts);
        prunes = List.copyOf(prunes);
        unwanted = List.copyOf(unwanted);
    }
}
