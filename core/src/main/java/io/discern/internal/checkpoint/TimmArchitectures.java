package io.discern.internal.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.discern.internal.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What timm's names of architectures stand for: the arguments of the network's constructor. {@code tools/timm_architectures.py}
 * writes the table from timm itself.
 */
final class TimmArchitectures {
    private static final String TABLE = "timm-architectures.json";

    private static final class Holder {
        static final JsonNode NAMES = read();
    }

    private TimmArchitectures() {}

    /** The arguments, with {@code class}; empty for a name that is not in the table. */
    static Optional<ObjectNode> find(String name) {
        return Optional.ofNullable(Holder.NAMES.get(name)).map(args -> (ObjectNode) args.deepCopy());
    }

    private static JsonNode read() {
        try (InputStream in = TimmArchitectures.class.getResourceAsStream(TABLE)) {
            return Json.tree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(TABLE + " in this jar cannot be read", e);
        }
    }
}
