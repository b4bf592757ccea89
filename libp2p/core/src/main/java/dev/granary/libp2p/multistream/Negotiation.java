package dev.granary.libp2p.multistream;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs one dialogue on one stream until it is over. After an agreement the stream is paused, with all that followed still
 * unread; after a failure it is reset.
 */
final class Negotiation implements ByteStream.Receiver {
    /** libp2p's code for it. */
    private static final long CODE_NEGOTIATION_FAILED = 0x1001;

    private final ByteStream stream;
    private final Dialogue dialogue;
    private final Outcome outcome;
    private final Loop.Timer timer;
    private final Message.Reader reader = new Message.Reader();
    private boolean over;

    /** Whoever waits for the result. */
    interface Outcome {
        void agreed(String protocol);

        void failed(Closing why);

        default void writable() {}
    }

    Negotiation(ByteStream stream, Dialogue dialogue, Outcome outcome, Duration timeout) {
        this.stream = stream;
        this.dialogue = dialogue;
        this.outcome = outcome;
        this.timer = stream.loop().schedule(timeout, this::tooLate);
    }

    @Override
    public void received(ByteBuffer bytes) {
        try {
            Optional<String> message = Optional.of("");
            while (!over && message.isPresent()) {
                message = reader.read(bytes);
                message.map(dialogue::next).ifPresent(this::perform);
            }
        } catch (P2pException malformed) {
            fail(malformed.error(), malformed.detail());
        }
    }

    @Override
    public void receivedAll() {
        stream.flush();
    }

    @Override
    public void ended() {
        fail(P2pError.CLOSED, "The remote ended the stream before a protocol was agreed on.");
    }

    @Override
    public void writable() {
        outcome.writable();
    }

    @Override
    public void closed(Closing why) {
        if (finish()) {
            outcome.failed(why);
        }
    }

    private void perform(Dialogue.Step step) {
        switch (step) {
            case Dialogue.Step.Await() -> {}
            case Dialogue.Step.Say(String message) -> stream.write(Message.encode(List.of(message)));
            case Dialogue.Step.Accept(String protocol) -> {
                stream.write(Message.encode(List.of(protocol)));
                agree(protocol);
                stream.flush(); // behind what the protocol may have had to say first
            }
            case Dialogue.Step.Agreed(String protocol) -> agree(protocol);
            case Dialogue.Step.Fail(P2pError error, String detail) -> fail(error, detail);
        }
    }

    private void agree(String protocol) {
        if (finish()) {
            stream.pause();
            outcome.agreed(protocol);
        }
    }

    private void tooLate() {
        fail(P2pError.TIMEOUT, "The remote took too long to agree on a protocol.");
    }

    /** What we said last, a refusal perhaps, still goes out: a remote that has sent on in hope is to learn why. */
    private void fail(P2pError error, String detail) {
        if (finish()) {
            stream.pause();
            stream.flush();
            stream.loop().execute(() -> stream.reset(CODE_NEGOTIATION_FAILED));
            outcome.failed(new Closing.Failed(error, detail));
        }
    }

    private boolean finish() {
        boolean first = !over;
        over = true;
        timer.cancel();
        return first;
    }
}
