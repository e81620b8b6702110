package io.discern.dicom;

import io.discern.image.RefusedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The 348 bytes that begin a NIfTI-1 file.
 *
 * @param order of bytes
 * @param sides of the volume: columns, rows, slices, volumes
 * @param type of a voxel, by NIfTI's number
 * @param bytes of a voxel
 * @param offset of the first voxel
 * @param slope and intercept of the values; slope 0 means neither
 * @param black value that the file displays as black
 * @param white value that the file displays as white; not above {@code black} where the file says nothing
 */
record NiftiHeader(
        ByteOrder order,
        int[] sides,
        int type,
        int bytes,
        long offset,
        double slope,
        double intercept,
        double black,
        double white) {
    static final int SIZE = 348;
    private static final int MAGIC = 344;

    /** Whether bytes begin a NIfTI-1 file of one piece. */
    static boolean recognises(byte[] head) {
        return head.length >= SIZE && head[MAGIC] == 'n' && head[MAGIC + 1] == '+' && head[MAGIC + 2] == '1';
    }

    static NiftiHeader of(byte[] head) throws RefusedException {
        ByteBuffer in = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(0) != SIZE) {
            in.order(ByteOrder.BIG_ENDIAN);
        }
        int dimensions = in.getShort(40);
        if (in.getInt(0) != SIZE || dimensions < 2 || dimensions > 7) {
            throw new RefusedException("damaged NIfTI: a header of " + in.getInt(0) + " bytes with " + dimensions
                    + " dimensions; expected 348 and 2 to 7. Fetch the file again.");
        }
        int[] sides = {1, 1, 1, 1};
        for (int i = 0; i < dimensions; i++) {
            int side = in.getShort(42 + 2 * i);
            if (side < 1 || i > 3 && side > 1) {
                throw new RefusedException("NIfTI whose dimension " + i + " has " + side
                        + " entries; expected at least 1, and 1 beyond the fourth. Split it first.");
            }
            if (i < 4) {
                sides[i] = side;
            }
        }
        int type = in.getShort(70);
        int bytes = bytes(type);
        float offset = in.getFloat(108);
        if (bytes == 0 || !(offset >= SIZE && offset < 1e9)) {
            throw new RefusedException("NIfTI of data type " + type + " at byte " + offset
                    + "; expected whole numbers, single or double precision, or RGB. Convert it first.");
        }
        return new NiftiHeader(
                in.order(),
                sides,
                type,
                bytes,
                (long) offset,
                in.getFloat(112),
                in.getFloat(116),
                in.getFloat(128),
                in.getFloat(124));
    }

    private static int bytes(int type) {
        return switch (type) {
            case 2, 256 -> 1;
            case 4, 512 -> 2;
            case 128 -> 3;
            case 8, 16, 768 -> 4;
            case 64, 1024, 1280 -> 8;
            default -> 0;
        };
    }

    /** The first byte behind the voxels. */
    long end() {
        return offset + (long) sides[0] * sides[1] * sides[2] * sides[3] * bytes;
    }

    /** The value of a voxel in a buffer, rescaled. */
    double value(ByteBuffer voxels, long at) {
        int place = Math.toIntExact(at);
        double value = switch (type) {
            case 2 -> voxels.get(place) & 0xff;
            case 256 -> voxels.get(place);
            case 4 -> voxels.getShort(place);
            case 512 -> voxels.getShort(place) & 0xffff;
            case 8 -> voxels.getInt(place);
            case 768 -> voxels.getInt(place) & 0xffff_ffffL;
            case 16 -> voxels.getFloat(place);
            case 64 -> voxels.getDouble(place);
            case 1024 -> voxels.getLong(place);
            default -> unsigned(voxels.getLong(place));
        };
        return slope == 0 || !Double.isFinite(slope) ? value : value * slope + intercept;
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : (value >>> 1 | value & 1) * 2.0;
    }

    /** The least and greatest value that the type can hold, rescaled; not numbers for floating point. */
    double[] bounds() {
        double[] bounds = switch (type) {
            case 2 -> new double[] {0, 255};
            case 256 -> new double[] {-128, 127};
            case 4 -> new double[] {Short.MIN_VALUE, Short.MAX_VALUE};
            case 512 -> new double[] {0, 65_535};
            case 8 -> new double[] {Integer.MIN_VALUE, Integer.MAX_VALUE};
            case 768 -> new double[] {0, 4_294_967_295.0};
            case 1024 -> new double[] {Long.MIN_VALUE, Long.MAX_VALUE};
            case 1280 -> new double[] {0, Math.pow(2, 64)};
            default -> new double[] {Double.NaN, Double.NaN};
        };
        for (int i = 0; i < 2 && slope != 0 && Double.isFinite(slope); i++) {
            bounds[i] = bounds[i] * slope + intercept;
        }
        return new double[] {Math.min(bounds[0], bounds[1]), Math.max(bounds[0], bounds[1])};
    }
}
