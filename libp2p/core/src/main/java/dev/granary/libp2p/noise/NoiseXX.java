package dev.granary.libp2p.noise;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The handshake XX: {@code -> e}, {@code <- e, ee, s, es}, {@code -> s, se}. The two sides call {@link #write} and
 * {@link #read} in turn, the initiator first; after three messages the handshake is complete.
 *
 * <p>Knows nothing of libp2p: payloads are opaque. A failed {@code read} leaves it unusable.
 */
final class NoiseXX {
    private static final String NAME = "Noise_XX_25519_ChaChaPoly_SHA256";
    private static final int MESSAGES = 3;

    private final Role role;
    private final KeyPair own;
    private final KeyPair ephemeral;
    private final SymmetricState state = new SymmetricState(NAME);
    private byte @Nullable [] remoteStatic;
    private byte @Nullable [] remoteEphemeral;
    private int message;

    /** @param ephemeral fresh for this handshake */
    NoiseXX(Role role, KeyPair own, KeyPair ephemeral) {
        this.role = role;
        this.own = own;
        this.ephemeral = ephemeral;
    }

    boolean isComplete() {
        return message == MESSAGES;
    }

    /** Whether it is our turn to speak. */
    boolean mustWrite() {
        return !isComplete() && (message % 2 == 0) == (role == Role.INITIATOR);
    }

    /** The next message of ours. */
    byte[] write(byte[] payload) throws P2pException {
        ByteBuffer out = ByteBuffer.allocate(2 * (KeyPair.SIZE + CipherState.TAG) + payload.length);
        switch (message++) {
            case 0 -> writeEphemeral(out);
            case 1 -> {
                writeEphemeral(out);
                state.mixKey(ephemeral.agree(known(remoteEphemeral)));
                out.put(state.encryptAndHash(own.publicKey()));
                state.mixKey(own.agree(known(remoteEphemeral)));
            }
            default -> {
                out.put(state.encryptAndHash(own.publicKey()));
                state.mixKey(own.agree(known(remoteEphemeral)));
            }
        }
        out.put(state.encryptAndHash(payload)).flip();
        byte[] bytes = new byte[out.remaining()];
        out.get(bytes);
        return bytes;
    }

    /** Takes the next message of the remote, and returns its payload. */
    byte[] read(byte[] bytes) throws P2pException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        switch (message++) {
            case 0 -> readEphemeral(in);
            case 1 -> {
                readEphemeral(in);
                state.mixKey(ephemeral.agree(known(remoteEphemeral)));
                readStatic(in);
            }
            default -> readStatic(in);
        }
        return state.decryptAndHash(take(in, in.remaining()));
    }

    /** The static key that the remote has shown. */
    byte[] remoteStatic() {
        return known(remoteStatic).clone();
    }

    /** The keys for what we send and for what we receive. */
    Ciphers split() {
        byte[][] keys = state.split();
        CipherState initiator = new CipherState(keys[0]);
        CipherState responder = new CipherState(keys[1]);
        return role == Role.INITIATOR ? new Ciphers(initiator, responder) : new Ciphers(responder, initiator);
    }

    /** The two directions of a connection. */
    record Ciphers(CipherState sending, CipherState receiving) {}

    private void writeEphemeral(ByteBuffer out) {
        byte[] key = ephemeral.publicKey();
        state.mixHash(key);
        out.put(key);
    }

    private void readEphemeral(ByteBuffer in) throws P2pException {
        remoteEphemeral = take(in, KeyPair.SIZE);
        state.mixHash(remoteEphemeral);
    }

    /** The remote's static key, and its agreement with our ephemeral one: es for the initiator, se for the responder. */
    private void readStatic(ByteBuffer in) throws P2pException {
        remoteStatic = state.decryptAndHash(take(in, KeyPair.SIZE + state.overhead()));
        state.mixKey(ephemeral.agree(remoteStatic));
    }

    private static byte[] take(ByteBuffer in, int size) throws P2pException {
        if (in.remaining() < size) {
            throw new P2pException(P2pError.MALFORMED, "A handshake message is too short.");
        }
        byte[] bytes = new byte[size];
        in.get(bytes);
        return bytes;
    }

    private static byte[] known(byte @Nullable [] key) {
        if (key == null) {
            throw new IllegalStateException("the remote has not spoken yet");
        }
        return key;
    }
}
