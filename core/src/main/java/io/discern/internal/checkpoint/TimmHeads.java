package io.discern.internal.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;

/** The number of attention heads of a timm network, which no weight shows. */
final class TimmHeads {
    private TimmHeads() {}

    /**
     * As the arguments say. Where they do not, and the network is not as wide as its name says, as many as divide both widths can
     * be: the greatest common divisor. Published networks are as wide as their names say.
     *
     * @param args of the network
     * @param architecture what its name stands for
     */
    static int of(Config args, JsonNode architecture, int dim) {
        args.ignore("embed_dim");
        int named = architecture.path("num_heads").asInt(12);
        int heads = args.size("num_heads", named);
        int width = architecture.path("embed_dim").asInt(768);
        if (heads == named && dim != width && dim % heads != 0) {
            return BigInteger.valueOf(heads).gcd(BigInteger.valueOf(dim)).intValue();
        }
        return Shapes.heads(args, "num_heads", heads, dim);
    }
}
