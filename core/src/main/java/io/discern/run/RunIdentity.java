package io.discern.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.EncoderInfo;
import io.discern.dataset.LabeledImage;
import io.discern.dataset.LabeledImages;
import io.discern.internal.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What decides the rows of a run, and nothing else: what the encoder states of itself (its model, preprocessing, engine and device), how many
 * images it takes at once, and the images by what stands for their pixels. Labels, groups and places of files do not.
 *
 * @param facts name to value
 * @param images the data set
 */
record RunIdentity(Map<String, String> facts, LabeledImages images) {
    /** Another one where a release computes other rows from the same. */
    private static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    static RunIdentity of(EncoderInfo encoder, int atOnce, LabeledImages images) {
        Map<String, String> facts = new TreeMap<>();
        encoder.provenance().forEach((key, value) -> facts.put("encoder's " + key, value));
        facts.put("encoder's dimension", Integer.toString(encoder.dimension()));
        facts.put("encoder's embeddings", encoder.normalized() ? "normalized" : "not normalized");
        facts.put("images at once", Integer.toString(atOnce));
        return new RunIdentity(facts, images);
    }

    /** Whether every image has been looked at, so that it is known by its pixels. */
    boolean knowsImages() {
        return images.images().stream().noneMatch(image -> image.content().isEmpty());
    }

    /** Whether the encoder states the hash of its model, so that no other passes for it. */
    boolean knowsModel() {
        return facts.keySet().stream().anyMatch(key -> key.endsWith("model sha256"));
    }

    /** The identity as JSON: {@code format}, {@code facts}, and {@code images} as pairs of id and content. */
    ObjectNode toJson() {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT);
        ObjectNode named = json.putObject("facts");
        facts.forEach(named::put);
        ArrayNode listed = json.putArray("images");
        for (LabeledImage image : images.images()) {
            listed.addArray().add(image.id()).add(image.content());
        }
        return json;
    }

    /** SHA-256 of the JSON: equal for two runs if and only if they give the same rows. */
    String hash() {
        return Sha256.ofText(toJson().toString());
    }

    /** The first thing in which an earlier run was another, in words. */
    Optional<String> difference(JsonNode earlier) {
        JsonNode own = toJson();
        if (earlier.equals(own)) {
            return Optional.empty();
        }
        if (earlier.path("format").asInt() != FORMAT) {
            return Optional.of("it has format " + earlier.path("format") + ", this version writes " + FORMAT);
        }
        Map<String, String> before = new TreeMap<>();
        earlier.path("facts")
                .properties()
                .forEach(fact -> before.put(fact.getKey(), fact.getValue().asText()));
        Map<String, String> all = new TreeMap<>(before);
        all.putAll(facts);
        for (String fact : all.keySet()) {
            String then = before.getOrDefault(fact, "not stated");
            String now = facts.getOrDefault(fact, "not stated");
            if (!then.equals(now)) {
                return Optional.of("the " + fact + " was " + then + " and is " + now);
            }
        }
        return Optional.of(imageDifference(earlier.path("images"), own.path("images")));
    }

    private String imageDifference(JsonNode then, JsonNode now) {
        int same = 0;
        while (same < Math.min(then.size(), now.size()) && then.get(same).equals(now.get(same))) {
            same++;
        }
        if (same == now.size()) {
            return "image " + then.get(same).path(0).asText() + " is gone (" + then.size() + " images then, "
                    + now.size() + " now)";
        }
        String path = images.images().get(same).path();
        String id = now.get(same).get(0).asText();
        if (same < then.size() && then.get(same).path(0).asText().equals(id)) {
            return path + " has changed: it was " + then.get(same).path(1).asText() + " and is "
                    + now.get(same).get(1).asText();
        }
        return "image " + (same + 1) + " was "
                + (same < then.size() ? then.get(same).path(0).asText() : "none") + " and is " + path + " ("
                + then.size() + " images then, " + now.size() + " now)";
    }
}
