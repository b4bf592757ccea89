package dev.granary.libp2p.pubsub.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.testkit.Refusal;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RpcTest {
    private static final ByteString ID = ByteString.fromHex("0102");

    static final Rpc FULL = new Rpc(
            List.of(new SubscriptionChange(true, "a"), new SubscriptionChange(false, "b")),
            List.of(new PubsubMessage(
                    ByteString.fromHex("aa"),
                    ByteString.copyFromUtf8("hi"),
                    ByteString.fromHex("0000000000000001"),
                    "a",
                    ByteString.fromHex("bb"),
                    ByteString.fromHex("cc"))),
            new Control(
                    List.of(new Offer("a", List.of(ID))),
                    List.of(ID),
                    List.of("a"),
                    List.of(new Prune(
                            "a",
                            List.of(new Prune.Other(ByteString.fromHex("dd"), ByteString.fromHex("ee"))),
                            OptionalLong.of(60))),
                    List.of(ID)));

    /** As the specification's protobuf, written by hand. */
    private static final String GOLDEN = "0a05" + "0801" + "120161"
            + "0a05" + "0800" + "120162"
            + "121a" + "0a01aa" + "12026869" + "1a080000000000000001" + "220161" + "2a01bb" + "3201cc"
            + "1a29"
            + "0a07" + "0a0161" + "12020102"
            + "1204" + "0a020102"
            + "1a03" + "0a0161"
            + "220d" + "0a0161" + "1206" + "0a01dd" + "1201ee" + "183c"
            + "2a04" + "0a020102";

    private static P2pError refusal(byte[] bytes, RpcLimits limits) {
        try {
            Rpc.decode(bytes, limits);
            throw new AssertionError("was taken");
        } catch (P2pException refused) {
            return refused.error();
        }
    }

    @Test
    void everyFieldIsWhereTheSpecificationHasIt() {
        // When
        byte[] bytes = FULL.encode();

        // Then
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(GOLDEN);
    }

    @Test
    void whatIsWrittenReadsTheSame() throws P2pException {
        // When
        Rpc read = Rpc.decode(HexFormat.of().parseHex(GOLDEN), RpcLimits.STANDARD);

        // Then
        assertThat(read).isEqualTo(FULL);
    }

    @Test
    void controlInSeveralPartsAndUnknownFieldsAreTaken() throws P2pException {
        // Given
        byte[] bytes = HexFormat.of().parseHex("1a051a030a0161" + "1a051a030a0162" + "7a0100" + "780f");

        // When
        Rpc read = Rpc.decode(bytes, RpcLimits.STANDARD);

        // Then
        assertThat(read.control().grafts()).containsExactly("a", "b");
    }

    @Test
    void anOfferOfNothingIsNone() throws P2pException {
        // Given
        byte[] bytes = HexFormat.of().parseHex("1a05" + "0a03" + "0a0161");

        // When
        Rpc read = Rpc.decode(bytes, RpcLimits.STANDARD);

        // Then
        assertThat(read.control()).isEqualTo(Control.NONE);
    }

    @Test
    void eachKindOfEntryHasItsLimit() {
        // Given
        RpcLimits tight = new RpcLimits(1000, 2, 2, 2, 2, 2, 4, 4);
        List<ByteString> ids = List.of(ID, ID, ID);
        Prune.Other other = new Prune.Other(ID, ByteString.EMPTY);
        List<List<Piece>> tooMuch = List.of(
                IntStream.range(0, 3)
                        .mapToObj(i -> Piece.of(new SubscriptionChange(true, "a")))
                        .toList(),
                IntStream.range(0, 3)
                        .mapToObj(i -> Piece.of(PubsubMessage.unsigned("a", ID), Piece.Kind.PUBLISHED))
                        .toList(),
                IntStream.range(0, 3).mapToObj(i -> Piece.graft("a")).toList(),
                Piece.of(new Offer("a", ids)),
                Piece.wanted(ids),
                Piece.unwanted(ids),
                List.of(Piece.of(new Prune("a", List.of(other, other, other), OptionalLong.empty()))),
                List.of(Piece.graft("abcde")),
                Piece.wanted(List.of(ByteString.fromHex("0102030405"))),
                List.of(Piece.of(
                        PubsubMessage.unsigned("a", ByteString.copyFrom(new byte[1001])), Piece.Kind.PUBLISHED)));

        // Then
        for (List<Piece> pieces : tooMuch) {
            RpcWriter writer = new RpcWriter();
            pieces.forEach(writer::add);
            assertThat(refusal(writer.toBytes(), tight)).isEqualTo(P2pError.LIMIT);
        }
    }

    @Test
    void aMillionEmptyEntriesAreRefusedBeforeAnyIsBuilt() {
        // Given
        byte[] bytes = new byte[RpcLimits.STANDARD.bytes()];
        for (int i = 0; i < bytes.length; i += 2) {
            bytes[i] = 0x12;
        }
        long before = allocated();

        // When
        P2pError error = refusal(bytes, RpcLimits.STANDARD);

        // Then
        assertThat(error).isEqualTo(P2pError.LIMIT);
        assertThat(allocated() - before).isLessThan(200_000);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    @Test
    void aTopicThatIsNoTextIsMalformed() {
        // Given
        byte[] bytes = HexFormat.of().parseHex("0a05" + "0801" + "1201ff");

        // Then
        assertThat(refusal(bytes, RpcLimits.STANDARD)).isEqualTo(P2pError.MALFORMED);
    }

    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, 300), LongStream.of(new Random().nextLong()));
    }

    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void bytesThatWereChangedOrCutAreTakenOrRefusedInTheTypedWay(long seed) {
        // Given
        Random random = new Random(seed);
        byte[] bytes = FULL.encode();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));

        // Then
        Refusal.orElse(() -> {
            Rpc read = Rpc.decode(cut, RpcLimits.STANDARD);
            assertThat(Rpc.decode(read.encode(), RpcLimits.STANDARD)).isEqualTo(read);
        });
    }

    @Test
    void manyIdsGoInSeveralPiecesThatReadAsOne() throws P2pException {
        // Given
        List<ByteString> ids = IntStream.range(0, 3_000)
                .mapToObj(i -> ByteString.copyFrom(new byte[100 + i % 3]))
                .toList();

        // When
        List<Piece> pieces = Piece.wanted(ids);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        RpcWriter writer = new RpcWriter();
        pieces.forEach(writer::add);
        whole.writeBytes(writer.toBytes());

        // Then
        assertThat(pieces).hasSize(3);
        assertThat(Rpc.decode(whole.toByteArray(), RpcLimits.STANDARD).control().wanted())
                .isEqualTo(ids);
    }
}
