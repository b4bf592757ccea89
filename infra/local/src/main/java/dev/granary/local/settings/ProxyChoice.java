package dev.granary.local.settings;

/** Whether the outside is reached through somebody else. */
public sealed interface ProxyChoice {
    /** It is reached directly, whatever other sources say. */
    record Direct() implements ProxyChoice {}

    /** It is reached through a proxy. */
    record Via(ProxyAddress proxy) implements ProxyChoice {}
}
