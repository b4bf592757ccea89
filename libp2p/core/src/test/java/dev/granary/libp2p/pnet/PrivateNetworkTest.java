package dev.granary.libp2p.pnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.multistream.MultistreamSelect;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.testkit.VirtualConformance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateNetworkTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] KEY =
            HexFormat.of().parseHex("dffb7e3135399a8b1612b2aaca1c36a3a8ac2cd0cca51ceeb2ced87d308cac6d");
    private static final PrivateNetwork NETWORK = PrivateNetwork.ofKey(KEY);

    private final VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
    private final MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT);

    @Nested
    class Streams extends VirtualConformance {
        @Override
        protected Ends connect(VirtualLoop on) {
            MemoryPipe between = new MemoryPipe(on, MemoryLink.DIRECT.splitBy(on.random()));
            return new Ends(NETWORK.protect(between.first(), RANDOM), NETWORK.protect(between.second(), RANDOM));
        }
    }

    @Test
    void isReadFromEachFormOfItsFile() {
        // Given
        byte[] base16 = NETWORK.toKeyFile().getBytes(StandardCharsets.US_ASCII);
        byte[] base64 = "/key/swarm/psk/1.0.0/\n/base64/\n3/t+MTU5mosWErKqyhw2o6isLNDMpRzuss7YfTCMrG0="
                .getBytes(StandardCharsets.US_ASCII);
        byte[] head = "/key/swarm/psk/1.0.0/\n/bin/\n".getBytes(StandardCharsets.US_ASCII);
        byte[] binary = Arrays.copyOf(head, head.length + KEY.length);
        System.arraycopy(KEY, 0, binary, head.length, KEY.length);
        byte[] windows = NETWORK.toKeyFile().replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);

        // Then
        for (byte[] file : List.of(base16, base64, binary, windows)) {
            assertThat(PrivateNetwork.parse(file).toKeyFile()).isEqualTo(NETWORK.toKeyFile());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/key/swarm/psk/1.0.0/\n",
                "/key/swarm/psk/1.0.0/\n/base16/\n00",
                "/key/swarm/psk/1.0.0/\n/base16/\nxx",
                "/key/swarm/psk/1.0.0/\n/base32/\naaaa",
                "/key/swarm/psk/1.0.0/\n/bin/\nshort",
                "/key/swarm/psk/2.0.0/\n/base16/\n"
            })
    void isNotReadFromAnotherFile(String file) {
        assertThatThrownBy(() -> PrivateNetwork.parse(file.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotShowItsKeyInItsNames() {
        assertThat(NETWORK.fingerprint())
                .hasSize(32)
                .isEqualTo(PrivateNetwork.ofKey(KEY).fingerprint());
        assertThat(NETWORK.toString()).doesNotContain(HexFormat.of().formatHex(KEY));
        assertThat(PrivateNetwork.generate(RANDOM).fingerprint()).isNotEqualTo(NETWORK.fingerprint());
    }

    @Test
    void theNonceLeavesWithTheFirstBytesAndTheRestIsEncryptedUnderIt() {
        // Given
        Recorder wire = new Recorder();
        pipe.second().start(wire);
        ByteStream near = NETWORK.protect(pipe.first(), RANDOM);

        // When
        near.write(ByteBuffer.wrap("in the clear".getBytes(StandardCharsets.UTF_8)));
        near.flush();
        loop.runDue();

        // Then
        assertThat(wire.batches()).isOne();
        XSalsa20Engine cipher = new XSalsa20Engine();
        cipher.init(false, new ParametersWithIV(new KeyParameter(KEY), Arrays.copyOf(wire.bytes(), 24)));
        byte[] plain = new byte[wire.size() - 24];
        cipher.processBytes(wire.bytes(), 24, plain.length, plain, 0);
        assertThat(plain).asString().isEqualTo("in the clear");
    }

    @Test
    void theNonceLeavesEvenWhenThereIsNothingToSay() {
        // Given
        Recorder wire = new Recorder();
        pipe.second().start(wire);

        // When
        NETWORK.protect(pipe.first(), RANDOM).start(new Recorder());
        loop.runDue();

        // Then
        assertThat(wire.size()).isEqualTo(24);
    }

    @RepeatedTest(300)
    void membersOfAnotherNetworkAreRefusedAtOnceByBothRoles() {
        // Given
        MultistreamSelect select = new MultistreamSelect(MultistreamSelect.USUAL_TIMEOUT);
        MemoryPipe other = new MemoryPipe(loop, MemoryLink.DIRECT);
        PrivateNetwork theirs = PrivateNetwork.generate(RANDOM);
        ByteStream eager = theirs.protect(other.second(), RANDOM);

        // When
        var responding = select.respond(NETWORK.protect(pipe.second(), RANDOM), "/noise"::equals);
        var refused = select.propose(theirs.protect(pipe.first(), RANDOM), List.of("/noise"));
        var proposing = select.propose(NETWORK.protect(other.first(), RANDOM), List.of("/noise"));
        eager.start(new Recorder());
        eager.write(ByteBuffer.wrap("\u0013/multistream/1.0.0\n".getBytes(StandardCharsets.US_ASCII)));
        eager.flush();
        loop.runDue();

        // Then
        assertThat(Stages.error(responding)).contains(P2pError.PROTOCOL_VIOLATION);
        assertThat(Stages.error(refused)).contains(P2pError.REMOTE_RESET);
        assertThat(Stages.error(proposing)).contains(P2pError.PROTOCOL_VIOLATION);
    }

    @RepeatedTest(20)
    void whoHasNoKeyAndWhoHasOneRefuseEachOtherAtOnce() {
        // Given
        MultistreamSelect select = new MultistreamSelect(MultistreamSelect.USUAL_TIMEOUT);
        MemoryPipe other = new MemoryPipe(loop, MemoryLink.DIRECT);

        // When
        var open = select.respond(pipe.second(), "/noise"::equals);
        var member = select.propose(NETWORK.protect(pipe.first(), RANDOM), List.of("/noise"));
        var closed = select.respond(NETWORK.protect(other.second(), RANDOM), "/noise"::equals);
        var stranger = select.propose(other.first(), List.of("/noise"));
        loop.runDue();

        // Then
        assertThat(List.of(open, member, closed, stranger))
                .allSatisfy(side -> assertThat(Stages.error(side)).isPresent());
    }
}
