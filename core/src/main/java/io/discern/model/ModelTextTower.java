package io.discern.model;

import io.discern.text.TokenBatch;
import java.util.OptionalInt;

/**
 * A tower for texts.
 *
 * @param tower the tower
 * @param fixedLength the only number of tokens it takes, if there is one
 * @param hasMask whether it is told which tokens are padding
 */
public record ModelTextTower(ModelTower<TokenBatch> tower, OptionalInt fixedLength, boolean hasMask) {}
