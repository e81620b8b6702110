package io.discern.backend.cuda;

import java.util.ArrayList;
import java.util.List;

/** The kernels' host build as a device for towers. */
final class HostSource implements CudaTowers.Source {
    private static final int STAGING_BYTES = 1 << 20;
    private static final long ARENA_BYTES = 16 << 20;

    private final HostEngine.ThreadOrder order;
    private final long freeBytes;
    private final int capability;
    private final List<HostEngine> opened = new ArrayList<>();

    HostSource(HostEngine.ThreadOrder order, long freeBytes, int capability) {
        this.order = order;
        this.freeBytes = freeBytes;
        this.capability = capability;
    }

    @Override
    public long freeBytes() {
        return freeBytes;
    }

    @Override
    public Engine open() {
        HostEngine engine = HostEngine.open(order, ARENA_BYTES, STAGING_BYTES);
        engine.limitCapability(capability);
        opened.add(engine);
        return engine;
    }

    @Override
    public String name() {
        return "host";
    }

    /** How many engines were opened and not closed. */
    long live() {
        return opened.stream().filter(HostEngine::isOpen).count();
    }

    /** Ends what is left. */
    void kill() {
        opened.forEach(HostEngine::kill);
    }
}
