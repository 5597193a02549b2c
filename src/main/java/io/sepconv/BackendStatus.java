package io.sepconv;

import java.util.Map;

/**
 * Whether a backend can run here.
 *
 * @param name the name by which it is chosen
 * @param available whether it can run
 * @param reason why it cannot, with its first cause; empty where it can
 * @param description versions and properties to show, in order; empty where it cannot run
 */
public record BackendStatus(
    String name, boolean available, String reason, Map<String, String> description) {}
