package dev.granary.libp2p.pubsub.router;

/** Why something that a peer sent had no effect. */
public enum Refusal {
    /** An RPC is not one, or holds more than one may. */
    BAD_RPC(Blame.BREACH),
    /** The peer's score is too low to be listened to. */
    GRAYLISTED(Blame.NONE),
    /** We can't check all that comes, and the peer's share was used up, or chance was against it. */
    THROTTLED(Blame.NONE),
    /** More topics than a peer may subscribe to. */
    TOO_MANY_TOPICS(Blame.NONE),
    /** A message of a topic that we did not subscribe to. */
    NOT_SUBSCRIBED(Blame.NONE),
    TOO_LARGE(Blame.NONE),
    /** It claims to be ours, and we do not know it. */
    OWN_AUTHOR(Blame.NONE),
    /** A topic of signed messages, and this one is not. */
    NOT_SIGNED(Blame.INVALID),
    /** A topic of messages without author, and this one has signature, author, key or sequence number. */
    SIGNED(Blame.INVALID),
    /** Author or sequence number are none. */
    MALFORMED(Blame.INVALID),
    BAD_SIGNATURE(Blame.INVALID),
    /** The author's sequence numbers have gone beyond this one long ago. */
    SEQUENCE_WENT_BACK(Blame.NONE),
    /** The validator ignored it. */
    IGNORED(Blame.NONE),
    /** The validator rejected it. */
    REJECTED(Blame.INVALID),
    /** The peer grafted us before its time. */
    GRAFT_IN_BACKOFF(Blame.BREACH),
    /** The peer grafted us with a score below zero, or as one that mesh traffic goes to anyway, or into a full mesh. */
    GRAFT_REFUSED(Blame.NONE),
    /** More offers of messages than a peer may make. */
    TOO_MANY_OFFERS(Blame.NONE),
    /** More requests for messages than a peer may make. */
    TOO_MANY_REQUESTS(Blame.NONE),
    /** More unwanted messages than a peer may name. */
    TOO_MANY_UNWANTED(Blame.NONE),
    /** The peer offered a message and did not send it. */
    BROKEN_PROMISE(Blame.BREACH),
    /** The peers that it names are not to be trusted, as it is not, or as they have not signed. */
    UNTRUSTED_EXCHANGE(Blame.NONE);

    private final Blame blame;

    Refusal(Blame blame) {
        this.blame = blame;
    }

    /** What it does to the score of the peer. */
    Blame blame() {
        return blame;
    }

    /** Part of the score that suffers. */
    enum Blame {
        NONE,
        INVALID,
        BREACH
    }
}
