import static org.bytedeco.pytorch.global.torch.get_num_threads;
import static org.bytedeco.pytorch.global.torch.matmul_out;
import static org.bytedeco.pytorch.global.torch.randn;
import static org.bytedeco.pytorch.global.torch.set_num_threads;
import static org.bytedeco.pytorch.global.torch.empty;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

// LibTorch's side of a comparison: started by TorchPeer, which compiles this file against JavaCPP's jars.
//
// Standard input has one request a line, "OP name=number ...", for example "gemm m=512 n=512 k=512 reps=5". The
// answer is
// one line of JSON with the median and the least time in milliseconds, or {"error": "..."}. To add an operation,
// add a
// case to prepare.
public class TorchPeerProcess {
    private TorchPeerProcess() {}

    public static void main(String[] arguments) throws IOException {
        set_num_threads(Integer.parseInt(arguments[0]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("{\"ready\":true,\"threads\":" + get_num_threads() + "}");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (NoGradGuard noGradients = new NoGradGuard()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(answer(line));
            }
        }
    }

    static String answer(String request) {
        try (PointerScope scope = new PointerScope()) {
            String[] words = request.strip().split(" +");
            Map<String, Long> numbers = new TreeMap<>();
            for (int i = 1; i < words.length; i++) {
                String[] pair = words[i].split("=", 2);
                numbers.put(pair[0], Long.parseLong(pair[1]));
            }
            Runnable operation = prepare(words[0], numbers);
            return measure(words[0], operation, Math.toIntExact(numbers.getOrDefault("reps", 1L)));
        } catch (RuntimeException e) {
            return "{\"error\":\"" + String.valueOf(e).replaceAll("[\"\\\\\\p{Cntrl}]", "'") + "\"}";
        }
    }

    // Makes the inputs, outside the time that is measured.
    static Runnable prepare(String op, Map<String, Long> numbers) {
        switch (op) {
            case "gemm": {
                long m = number(numbers, "m");
                long n = number(numbers, "n");
                long k = number(numbers, "k");
                Tensor a = randn(m, k);
                Tensor b = randn(k, n);
                Tensor c = empty(m, n);
                return () -> matmul_out(c, a, b);
            }
            default:
                throw new IllegalArgumentException("unknown operation " + op);
        }
    }

    static long number(Map<String, Long> numbers, String name) {
        Long value = numbers.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + "=NUMBER is missing");
        }
        return value;
    }

    // One run more, the first, does not count.
    static String measure(String op, Runnable operation, int reps) {
        double[] times = new double[reps];
        for (int r = -1; r < reps; r++) {
            long start = System.nanoTime();
            try (PointerScope scope = new PointerScope()) {
                operation.run();
            }
            if (r >= 0) {
                times[r] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(times);
        return String.format(
                Locale.ROOT,
                "{\"op\":\"%s\",\"reps\":%d,\"ms\":%.4f,\"min_ms\":%.4f}",
                op,
                reps,
                times[reps / 2],
                times[0]);
    }
}
