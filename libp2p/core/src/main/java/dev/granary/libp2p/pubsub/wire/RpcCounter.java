package dev.granary.libp2p.pubsub.wire;

import com.google.protobuf.CodedInputStream;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.io.IOException;

/** Counts what an RPC holds, building nothing. */
final class RpcCounter {
    private static final int NOTHING = 0;

    private final RpcLimits limits;
    private int subscriptions;
    private int messages;
    private int controls;
    private int ids;
    private int peers;

    RpcCounter(RpcLimits limits) {
        this.limits = limits;
    }

    void check(byte[] bytes) throws P2pException {
        require(bytes.length, limits.bytes(), "bytes");
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                count(tag, in);
            }
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private void count(int tag, CodedInputStream in) throws IOException, P2pException {
        if (tag == Wire.sized(Wire.CONTROL)) {
            countControl(in);
            return;
        }
        if (tag == Wire.sized(Wire.SUBSCRIPTION)) {
            require(++subscriptions, limits.subscriptions(), "subscriptions");
        } else if (tag == Wire.sized(Wire.MESSAGE)) {
            require(++messages, limits.messages(), "messages");
        }
        in.skipField(tag);
    }

    private void countControl(CodedInputStream in) throws IOException, P2pException {
        int outer = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            require(++controls, limits.controls(), "control messages");
            int counted = counted(tag);
            if (counted == NOTHING) {
                in.skipField(tag);
            } else {
                countEntries(in, counted, tag == Wire.sized(Wire.PRUNE));
            }
        }
        in.popLimit(outer);
    }

    /** The tag of what there may be many of in a control message. */
    private static int counted(int tag) {
        return switch (tag >>> 3) {
            case Wire.IHAVE -> tag == Wire.sized(Wire.IHAVE) ? Wire.sized(Wire.IHAVE_ID) : NOTHING;
            case Wire.IWANT -> tag == Wire.sized(Wire.IWANT) ? Wire.sized(Wire.IWANT_ID) : NOTHING;
            case Wire.PRUNE -> tag == Wire.sized(Wire.PRUNE) ? Wire.sized(Wire.PRUNE_PEER) : NOTHING;
            case Wire.IDONTWANT -> tag == Wire.sized(Wire.IDONTWANT) ? Wire.sized(Wire.IDONTWANT_ID) : NOTHING;
            default -> NOTHING;
        };
    }

    private void countEntries(CodedInputStream in, int counted, boolean ofPeers) throws IOException, P2pException {
        int outer = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == counted && ofPeers) {
                require(++peers, limits.exchangedPeers(), "exchanged peers");
            } else if (tag == counted) {
                require(++ids, limits.ids(), "message ids");
            }
            in.skipField(tag);
        }
        in.popLimit(outer);
    }

    static P2pException malformed(IOException cause) {
        return new P2pException(P2pError.MALFORMED, "An RPC is not protobuf.", cause);
    }

    static void require(int count, int limit, String what) throws P2pException {
        if (count > limit) {
            throw new P2pException(P2pError.LIMIT, "An RPC of more than " + limit + " " + what + ".");
        }
    }
}
