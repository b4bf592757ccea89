package dev.granary.service.health;

/**
 * One part that is away.
 *
 * @param name the part
 * @param detail what does not work meanwhile, for a person
 */
public record DegradedMode(String name, String detail) {}
