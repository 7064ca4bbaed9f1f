package dev.lemma.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPoolTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyTaskRunsOnce(int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            for (int round = 0; round < 2_000; round++) {
                int tasks = round % 17;
                AtomicIntegerArray seen = new AtomicIntegerArray(tasks);
                pool.run(tasks, (index, worker) -> {
                    assertThat(worker).isBetween(0, threads - 1);
                    seen.incrementAndGet(index);
                });
                for (int i = 0; i < tasks; i++) {
                    assertThat(seen.get(i)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void allThreadsWorkAtOnce() {
        try (WorkerPool pool = new WorkerPool(4)) {
            CountDownLatch together = new CountDownLatch(4);
            pool.run(4, (index, worker) -> {
                together.countDown();
                try {
                    together.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(together.getCount()).isZero();
        }
    }

    @Test
    void whatATaskThrowsReachesTheCallerAndThePoolGoesOn() {
        try (WorkerPool pool = new WorkerPool(3)) {
            for (int round = 0; round < 100; round++) {
                assertThatThrownBy(() -> pool.run(50, (index, worker) -> {
                            if (index == 7) {
                                throw new IllegalArgumentException("seven");
                            }
                        }))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("seven");
                AtomicInteger count = new AtomicInteger();
                pool.run(10, (index, worker) -> count.incrementAndGet());
                assertThat(count).hasValue(10);
            }
        }
    }

    @Test
    void callersTakeTurns() throws InterruptedException {
        try (WorkerPool pool = new WorkerPool(2)) {
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            AtomicInteger done = new AtomicInteger();
            Thread[] callers = new Thread[4];
            for (int c = 0; c < callers.length; c++) {
                callers[c] = Thread.ofPlatform().start(() -> {
                    for (int round = 0; round < 200; round++) {
                        pool.run(5, (index, worker) -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            done.incrementAndGet();
                            running.decrementAndGet();
                        });
                    }
                });
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(done).hasValue(4 * 200 * 5);
            assertThat(most.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void anInterruptIsKeptForTheCaller() {
        try (WorkerPool pool = new WorkerPool(2)) {
            Thread.currentThread().interrupt();
            AtomicInteger count = new AtomicInteger();
            pool.run(100, (index, worker) -> count.incrementAndGet());
            assertThat(Thread.interrupted()).isTrue();
            assertThat(count).hasValue(100);
        }
    }

    @Test
    void aRunAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] sums = new long[64];
        WorkerPool.Task task = (index, worker) -> sums[index]++;
        try (WorkerPool pool = new WorkerPool(2)) {
            for (int round = 0; round < 20_000; round++) {
                pool.run(64, task);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int round = 0; round < 1_000; round++) {
                pool.run(64, task);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
        }
        assertThat(sums).containsOnly(21_000);
    }

    @Test
    void wrongUseIsRefused() {
        assertThatThrownBy(() -> new WorkerPool(0)).hasMessage("threads = 0, not in [1, 1024]");
        WorkerPool pool = new WorkerPool(2);
        assertThatThrownBy(() -> pool.run(-1, (index, worker) -> {})).hasMessage("tasks = -1, not at least 0");
        assertThatThrownBy(() -> pool.run(2, (index, worker) -> pool.run(1, (i, w) -> {})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a task starts a run on its own pool");
        pool.close();
        pool.close();
        assertThatThrownBy(() -> pool.run(1, (index, worker) -> {})).hasMessage("the pool is closed");
    }
}
