package dev.granary.libp2p.pubsub.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import dev.granary.libp2p.P2pException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The control part of an RPC. Sent in several parts, it is all of them. */
final class ControlReader implements RpcReader.Fields {
    private final RpcReader reader;
    private final List<Offer> offers = new ArrayList<>(0);
    private final List<ByteString> wanted = new ArrayList<>(0);
    private final List<String> grafts = new ArrayList<>(0);
    private final List<Prune> prunes = new ArrayList<>(0);
    private final List<ByteString> unwanted = new ArrayList<>(0);

    ControlReader(RpcReader reader) {
        this.reader = reader;
    }

    Control build() {
        return new Control(offers, wanted, grafts, prunes, unwanted);
    }

    @Override
    public boolean take(int tag, CodedInputStream in) throws IOException, P2pException {
        if (tag != Wire.sized(tag >>> 3)) {
            return false;
        }
        switch (tag >>> 3) {
            case Wire.IHAVE -> offer(in);
            case Wire.IWANT -> ids(in, Wire.IWANT_ID, wanted);
            case Wire.GRAFT -> grafts.add(graft(in));
            case Wire.PRUNE -> prunes.add(prune(in));
            case Wire.IDONTWANT -> ids(in, Wire.IDONTWANT_ID, unwanted);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Takes an offer; one of nothing is none. */
    private void offer(CodedInputStream in) throws IOException, P2pException {
        String[] topic = {""};
        List<ByteString> ids = new ArrayList<>();
        RpcReader.nested(in, (tag, inner) -> {
            if (tag == Wire.sized(Wire.CONTROL_TOPIC)) {
                topic[0] = reader.topic(inner);
            } else if (tag == Wire.sized(Wire.IHAVE_ID)) {
                ids.add(reader.id(inner));
            } else {
                return false;
            }
            return true;
        });
        if (!ids.isEmpty()) {
            offers.add(new Offer(topic[0], ids));
        }
    }

    private void ids(CodedInputStream in, int field, List<ByteString> ids) throws IOException, P2pException {
        RpcReader.nested(in, (tag, inner) -> {
            if (tag != Wire.sized(field)) {
                return false;
            }
            ids.add(reader.id(inner));
            return true;
        });
    }

    private String graft(CodedInputStream in) throws IOException, P2pException {
        String[] topic = {""};
        RpcReader.nested(in, (tag, inner) -> {
            if (tag != Wire.sized(Wire.CONTROL_TOPIC)) {
                return false;
            }
            topic[0] = reader.topic(inner);
            return true;
        });
        return topic[0];
    }

    private Prune prune(CodedInputStream in) throws IOException, P2pException {
        PruneFields fields = new PruneFields();
        RpcReader.nested(in, fields);
        return new Prune(fields.topic, fields.others, fields.backoff);
    }

    /** One PRUNE, its fields in any order. */
    private final class PruneFields implements RpcReader.Fields {
        private final List<Prune.Other> others = new ArrayList<>(0);
        private String topic = "";
        private OptionalLong backoff = OptionalLong.empty();

        @Override
        public boolean take(int tag, CodedInputStream in) throws IOException, P2pException {
            if (tag == Wire.sized(Wire.CONTROL_TOPIC)) {
                topic = reader.topic(in);
            } else if (tag == Wire.sized(Wire.PRUNE_PEER)) {
                others.add(other(in));
            } else if (tag == Wire.number(Wire.PRUNE_BACKOFF)) {
                backoff = OptionalLong.of(in.readUInt64());
            } else {
                return false;
            }
            return true;
        }

        private Prune.Other other(CodedInputStream in) throws IOException, P2pException {
            ByteString[] fields = {ByteString.EMPTY, ByteString.EMPTY};
            RpcReader.nested(in, (tag, inner) -> {
                if (tag == Wire.sized(Wire.PEER_ID)) {
                    fields[0] = inner.readBytes();
                } else if (tag == Wire.sized(Wire.PEER_RECORD)) {
                    fields[1] = inner.readBytes();
                } else {
                    return false;
                }
                return true;
            });
            return new Prune.Other(fields[0], fields[1]);
        }
    }
}
