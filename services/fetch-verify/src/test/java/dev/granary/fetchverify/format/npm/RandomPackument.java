package dev.granary.fetchverify.format.npm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A packument made of a seed: any order of members, any white space, any escapes, unknown members everywhere. */
final class RandomPackument {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> EXTRA = List.of(
            "_id",
            "readme",
            "dependencies",
            "scripts",
            "bin",
            "gypfile",
            "x-\u20ac",
            "engines",
            "tarball",
            "dist2",
            "modified2");

    private final Random random;
    private final Set<String> versions = new LinkedHashSet<>();

    RandomPackument(long seed) {
        this.random = new Random(seed);
        for (int i = random.nextInt(12); i > 0; i--) {
            String version = random.nextInt(3) + "." + random.nextInt(3) + "." + random.nextInt(3);
            versions.add(random.nextInt(3) == 0 ? version + "-rc." + random.nextInt(3) : version);
        }
    }

    Set<String> versions() {
        return versions;
    }

    Set<String> someVersions() {
        List<String> some = new ArrayList<>(versions);
        Collections.shuffle(some, random);
        return Set.copyOf(some.subList(0, some.isEmpty() ? 0 : random.nextInt(some.size() + 1)));
    }

    ObjectNode tree() {
        ObjectNode tree = JSON.objectNode();
        tree.put("name", "demo");
        tree.set("versions", versionsNode());
        tree.set("dist-tags", tags());
        ObjectNode time = tree.putObject("time");
        time.put("modified", "2024-06-01T00:00:00.000Z");
        versions.forEach(version -> time.put(version, "2024-05-01T00:00:00.000Z"));
        extras(tree);
        return shuffled(tree);
    }

    /** The tree as text, with freedom that JSON leaves. */
    String text(JsonNode node) {
        StringBuilder out = new StringBuilder();
        write(node, out);
        return out.append(space()).toString();
    }

    private ObjectNode versionsNode() {
        ObjectNode node = JSON.objectNode();
        for (String version : versions) {
            ObjectNode manifest = JSON.objectNode();
            manifest.put("version", version);
            ObjectNode dist = manifest.putObject("dist");
            dist.put("tarball", PackumentText.UPSTREAM + "demo/-/demo-" + version + ".tgz");
            dist.put("integrity", PackumentText.integrity(version));
            extras(dist);
            manifest.set("dist", shuffled(dist));
            extras(manifest);
            node.set(version, shuffled(manifest));
        }
        return node;
    }

    private ObjectNode tags() {
        ObjectNode tags = JSON.objectNode();
        List<String> all = List.copyOf(versions);
        for (String tag : List.of("latest", "next", "beta", "v1")) {
            if (!all.isEmpty() && random.nextInt(4) > 0) {
                tags.put(tag, all.get(random.nextInt(all.size())));
            }
        }
        return tags;
    }

    private void extras(ObjectNode node) {
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = EXTRA.get(random.nextInt(EXTRA.size()));
            if (!node.has(name)) {
                node.set(name, value(3));
            }
        }
    }

    private JsonNode value(int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> JSON.textNode("t\"\\\n\u20ac\ud83d\ude00/" + random.nextInt());
            case 1 -> JSON.numberNode(random.nextInt());
            case 2 -> JSON.booleanNode(random.nextBoolean());
            case 3 -> JSON.nullNode();
            case 4 -> JSON.numberNode(random.nextInt(1000) / 8.0);
            case 5 -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = JSON.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set("install" + random.nextInt(3), value(depth - 1));
                }
                yield object;
            }
        };
    }

    private ObjectNode shuffled(ObjectNode node) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
        Collections.shuffle(members, random);
        ObjectNode shuffled = JSON.objectNode();
        members.forEach(member -> shuffled.set(member.getKey(), member.getValue()));
        return shuffled;
    }

    private void write(JsonNode node, StringBuilder out) {
        out.append(space());
        if (node.isObject()) {
            String comma = "{";
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                out.append(comma).append(space());
                quote(member.getKey(), out);
                out.append(space()).append(':');
                write(member.getValue(), out);
                out.append(space());
                comma = ",";
            }
            out.append(node.isEmpty() ? "{" + space() + "}" : "}");
        } else if (node.isArray()) {
            String comma = "";
            out.append('[');
            for (JsonNode element : node) {
                out.append(comma);
                write(element, out);
                comma = space() + ",";
            }
            out.append(space()).append(']');
        } else if (node.isTextual() && !node.textValue().startsWith(PackumentText.UPSTREAM)) {
            quote(node.textValue(), out);
        } else {
            out.append(node);
        }
    }

    private void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean must = c == '"' || c == '\\' || c < ' ';
            if (must || random.nextInt(8) == 0) {
                out.append("\\u%04x".formatted((int) c));
            } else if (Character.isSurrogate(c)) {
                out.append("\\u%04X".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private String space() {
        return List.of("", "", "", " ", "\n", "\t \r").get(random.nextInt(6));
    }
}
