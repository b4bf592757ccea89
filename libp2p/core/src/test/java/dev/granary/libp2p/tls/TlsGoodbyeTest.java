package dev.granary.libp2p.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.Role;
import dev.granary.libp2p.identity.IdentityCertificate;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.security.Secured;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.memory.MemoryLink;
import dev.granary.libp2p.stream.memory.MemoryPipe;
import dev.granary.libp2p.testkit.Recorder;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.testkit.VirtualConformance;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A remote that goes on speaking after its goodbye: the engine takes none of that, however often it is offered. */
class TlsGoodbyeTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<String> MUXERS = List.of("/yamux/1.0.0");

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
    private final VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
    private final MemoryPipe pipe = new MemoryPipe(loop, MemoryLink.DIRECT);
    private final ByteStream far = pipe.second();

    private TlsEngines engines() {
        PrivateKey key = PrivateKey.generate(KeyType.ED25519, RANDOM);
        return new TlsEngines(IdentityCertificate.issue(key, RANDOM, VirtualConformance.START), MUXERS, memory);
    }

    @Test
    @Timeout(20)
    void whatFollowsAGoodbyeIsPassedOver() throws P2pException, SSLException {
        // Given
        Judgement judgement = new Judgement(loop, Optional.empty());
        TlsEngine engine = engines().open(Role.RESPONDER, judgement);
        CompletionStage<Secured> secured =
                new TlsSecurity(engines(), MUXERS).secure(pipe.first(), Role.INITIATOR, Optional.empty());
        new TlsHandshake(far, engine, judgement, MUXERS).run();
        loop.runDue();
        Recorder reader = new Recorder();
        Stages.result(secured).stream().start(reader);

        // When
        engine.wrap(ByteBuffer.wrap(new byte[] {1, 2, 3}), far::write);
        engine.sayGoodbye(far::write);
        far.write(ByteBuffer.wrap(HexFormat.of().parseHex("1703030014" + "00".repeat(20))));
        far.flush();
        loop.runDue();

        // Then
        assertThat(reader.bytes()).containsExactly(1, 2, 3);
        assertThat(reader.hasEnded()).isTrue();
        far.reset(0);
        loop.runFor(Duration.ofMinutes(1));
        assertThat(memory.metric().usedDirectMemory()).isZero();
    }
}
