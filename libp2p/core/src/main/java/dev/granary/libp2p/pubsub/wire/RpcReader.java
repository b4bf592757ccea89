package dev.granary.libp2p.pubsub.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Builds an RPC whose parts were counted before. Bytes are copied, so that no small part keeps the whole alive. */
final class RpcReader {
    private final RpcLimits limits;
    private final List<SubscriptionChange> subscriptions = new ArrayList<>(0);
    private final List<PubsubMessage> messages = new ArrayList<>(0);
    private final ControlReader control;

    RpcReader(RpcLimits limits) {
        this.limits = limits;
        this.control = new ControlReader(this);
    }

    /** Reads fields in any order. */
    interface Fields {
        /** Takes the field of {@code tag}; says no when it is none of its own. */
        boolean take(int tag, CodedInputStream in) throws IOException, P2pException;
    }

    Rpc read(byte[] bytes) throws P2pException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        try {
            each(in, this::take);
        } catch (IOException e) {
            throw RpcCounter.malformed(e);
        }
        return new Rpc(subscriptions, messages, control.build());
    }

    private boolean take(int tag, CodedInputStream in) throws IOException, P2pException {
        if (tag == Wire.sized(Wire.SUBSCRIPTION)) {
            subscriptions.add(subscription(in));
        } else if (tag == Wire.sized(Wire.MESSAGE)) {
            MessageFields fields = new MessageFields();
            nested(in, fields);
            messages.add(fields.build());
        } else if (tag == Wire.sized(Wire.CONTROL)) {
            nested(in, control);
        } else {
            return false;
        }
        return true;
    }

    private SubscriptionChange subscription(CodedInputStream in) throws IOException, P2pException {
        boolean[] subscribed = {false};
        String[] topic = {""};
        nested(in, (tag, inner) -> {
            if (tag == Wire.number(Wire.SUBSCRIBE)) {
                subscribed[0] = inner.readBool();
            } else if (tag == Wire.sized(Wire.SUBSCRIBED_TOPIC)) {
                topic[0] = topic(inner);
            } else {
                return false;
            }
            return true;
        });
        return new SubscriptionChange(subscribed[0], topic[0]);
    }

    static void each(CodedInputStream in, Fields fields) throws IOException, P2pException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!fields.take(tag, in)) {
                in.skipField(tag);
            }
        }
    }

    static void nested(CodedInputStream in, Fields fields) throws IOException, P2pException {
        int outer = in.pushLimit(in.readRawVarint32());
        each(in, fields);
        in.popLimit(outer);
    }

    String topic(CodedInputStream in) throws IOException, P2pException {
        ByteString name = in.readBytes();
        RpcCounter.require(name.size(), limits.topicBytes(), "bytes in the name of a topic");
        if (!name.isValidUtf8()) {
            throw new P2pException(P2pError.MALFORMED, "The name of a topic is not UTF-8.");
        }
        return name.toStringUtf8();
    }

    ByteString id(CodedInputStream in) throws IOException, P2pException {
        ByteString id = in.readBytes();
        RpcCounter.require(id.size(), limits.idBytes(), "bytes in the id of a message");
        return id;
    }

    /** One message, its fields in any order. */
    private final class MessageFields implements Fields {
        private ByteString from = ByteString.EMPTY;
        private ByteString data = ByteString.EMPTY;
        private ByteString sequence = ByteString.EMPTY;
        private String topic = "";
        private ByteString signature = ByteString.EMPTY;
        private ByteString key = ByteString.EMPTY;

        @Override
        public boolean take(int tag, CodedInputStream in) throws IOException, P2pException {
            if (tag != Wire.sized(tag >>> 3)) {
                return false;
            }
            switch (tag >>> 3) {
                case PubsubMessage.FROM -> from = in.readBytes();
                case PubsubMessage.DATA -> data = in.readBytes();
                case PubsubMessage.SEQUENCE -> sequence = in.readBytes();
                case PubsubMessage.TOPIC -> topic = topic(in);
                case PubsubMessage.SIGNATURE -> signature = in.readBytes();
                case PubsubMessage.KEY -> key = in.readBytes();
                default -> {
                    return false;
                }
            }
            return true;
        }

        private PubsubMessage build() {
            return new PubsubMessage(from, data, sequence, topic, signature, key);
        }
    }
}
