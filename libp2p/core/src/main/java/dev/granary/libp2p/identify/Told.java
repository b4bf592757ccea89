package dev.granary.libp2p.identify;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.identity.PublicKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.peerstore.CertifiedRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A message that was checked against what the connection proves. */
record Told(Identified identified, Optional<CertifiedRecord> certified) {
    static Told by(Connection connection, IdentifyMessage message, RecordOpener records) throws P2pException {
        PeerId peer = connection.remotePeer();
        if (message.publicKey().isPresent()) {
            byte[] encoded = message.publicKey().get().toByteArray();
            // what is equal to the proven key byte by byte need not be judged once more
            if (!Arrays.equals(encoded, connection.remoteKey().encoded())
                    && !PublicKey.decode(encoded).peerId().equals(peer)) {
                throw new P2pException(P2pError.UNAUTHENTICATED, peer + " names the key of another peer as its own.");
            }
        }
        Optional<CertifiedRecord> certified = certified(message, peer, records);
        List<Multiaddr> addresses = certified
                .map(record -> record.content().addresses())
                .orElseGet(() -> readable(message.listenAddresses()));
        return new Told(
                new Identified(
                        addresses,
                        message.protocols(),
                        message.observedAddress().flatMap(Told::readable),
                        message.protocolVersion(),
                        message.agentVersion(),
                        certified.isPresent()),
                certified);
    }

    /** A record that proves nothing is as good as none: what the peer says unsigned is taken instead. */
    private static Optional<CertifiedRecord> certified(IdentifyMessage message, PeerId peer, RecordOpener records) {
        if (message.signedPeerRecord().isEmpty()) {
            return Optional.empty();
        }
        try {
            CertifiedRecord record =
                    records.open(message.signedPeerRecord().get().toByteArray());
            return record.content().peer().equals(peer) ? Optional.of(record) : Optional.empty();
        } catch (P2pException invalid) {
            return Optional.empty();
        }
    }

    private static List<Multiaddr> readable(List<ByteString> encoded) {
        List<Multiaddr> addresses = new ArrayList<>();
        encoded.forEach(bytes -> readable(bytes).ifPresent(addresses::add));
        return addresses;
    }

    /** Protocols that we do not know cost their address only. */
    private static Optional<Multiaddr> readable(ByteString bytes) {
        try {
            return Optional.of(Multiaddr.decode(bytes.toByteArray()));
        } catch (P2pException unknown) {
            return Optional.empty();
        }
    }
}
