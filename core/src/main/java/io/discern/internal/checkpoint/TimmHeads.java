package io.discern.internal.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The number of attention heads of a timm network, which no weight shows. */
final class TimmHeads {
    private static final Logger LOG = LoggerFactory.getLogger(TimmHeads.class);

    private TimmHeads() {}

    /**
     * As the arguments say. Where they do not, and the network is not as wide as its name says, the greatest common divisor of what
     * the name says and the width, with a warning. Published networks are as wide as their names say.
     *
     * @param args of the network
     * @param architecture what its name stands for
     */
    static int of(Config args, JsonNode architecture, int dim) {
        args.ignore("embed_dim");
        int named = architecture.path("num_heads").asInt(12);
        int heads = args.size("num_heads", named);
        int width = architecture.path("embed_dim").asInt(768);
        if (heads == named && dim != width) {
            int common = BigInteger.valueOf(heads).gcd(BigInteger.valueOf(dim)).intValue();
            LOG.warn(
                    "{}: \"num_heads\" is missing, and these weights are {} wide instead of the {} (and {} heads) that the name stands for:"
                            + " taken for {} heads. Compare with the model in Python, or state it in model_args",
                    args,
                    dim,
                    width,
                    named,
                    common);
            return common;
        }
        return Shapes.heads(args, "num_heads", heads, dim);
    }
}
