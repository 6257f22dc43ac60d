using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Crypto.Hpke;
using SecretsKit.Core.Crypto.MlKem;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Text;

namespace SecretsKit.Benchmarks;

/// <summary>A few figures in seconds, one <c>name value</c> per line, for scripts. Each is the best of several rounds.</summary>
internal static class QuickFigures
{
    private const int Values = LargeFile.Values;
    private static readonly TimeSpan TimePerFigure = TimeSpan.FromSeconds(0.5);

    public static void Print(TextWriter output)
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        byte[] nonce = [.. key];
        byte[] path = [.. "database:password:"u8];
        byte[] kilobyte = new byte[1_000], result = new byte[1_000], tag = new byte[16], platformTag = new byte[16];
        var shortValue = kilobyte.AsMemory(0, 100);
        using var ours = new AnyNonceAesGcm(key);
        using var platform = new AesGcm(key, 16);

        var seal = Nanoseconds(() => ours.Seal(nonce, kilobyte, result, tag, path));
        var platformSeal = Nanoseconds(() => platform.Encrypt(nonce.AsSpan(0, 12), kilobyte, result, platformTag, path));
        var sealShort = Nanoseconds(() => ours.Seal(nonce, shortValue.Span, result.AsSpan(0, 100), tag, path));
        byte[] sealedShort = [.. result.AsSpan(0, 100)];
        var openShort = Nanoseconds(() => ours.TryOpen(nonce, sealedShort, tag, result.AsSpan(0, 100), path));
        Line(output, "gcm-path", ours.Path.ToString());
        Line(output, "gcm-1kB-ns", seal);
        Line(output, "gcm-1kB-speed-relative-to-AesGcm", platformSeal / seal);
        Line(output, "gcm-100B-seals-per-second", 1e9 / sealShort);
        Line(output, "gcm-100B-opens-per-second", 1e9 / openShort);
        Line(output, "random-32B-ns", Nanoseconds(() => RandomSource.System(result.AsSpan(0, 32))));
        PrintEncapsulations(output);
        PrintValues(output, path);
        PrintFiles(output, DocumentFormat.Yaml);
        PrintFiles(output, DocumentFormat.Json);
        PrintTemplates(output);
    }

    private static void PrintTemplates(TextWriter output)
    {
        var chart = new TemplateBenchmarks();
        chart.Setup();
        Line(output, "chart-output-bytes", chart.Execute());
        Work(output, "chart-parse", () => chart.Parse());
        Work(output, "chart-execute", () => chart.Execute());
        var whole = new ChartBenchmarks();
        whole.Setup();
        Work(output, "chart-render-once", () => whole.RenderOnce());
        Work(output, "chart-render-again", () => whole.RenderAgain());
        Work(output, "chart-sort", () => whole.Sort());
        Work(output, "chart-values-to-yaml", () => whole.ToYaml());
        Work(output, "chart-values-from-yaml", () => whole.FromYaml());
    }

    private static void PrintFiles(TextWriter output, DocumentFormat format)
    {
        using var file = new LargeFile(format);
        var codec = DocumentFormats.Plain(format);
        var name = format == DocumentFormat.Yaml ? "yaml" : "json";
        Work(output, $"{name}-parse-{Values}-values", () => codec.Read(file.Plain, DocumentLimits.Default));
        Work(output, $"{name}-emit-{Values}-values", () => LargeFile.Write(codec, file.Tree));
        Work(output, $"{name}-seal-{Values}-values", () => file.Seal());
        Work(output, $"{name}-open-{Values}-values", () => file.Open());
    }

    private static void Work(TextWriter output, string name, Action work)
    {
        Line(output, $"{name}-ms", Nanoseconds(work, repeat: 1) / 1e6);
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        Line(output, $"{name}-allocated-MB", (GC.GetAllocatedBytesForCurrentThread() - before) / 1e6);
    }

    private static void PrintEncapsulations(TextWriter output)
    {
        var key = new byte[MlKem768.PrivateKeySize];
        MlKem768.ExpandKey([.. Enumerable.Range(0, MlKem768.SeedSize).Select(i => (byte)i)], key);
        byte[] publicKey = [.. MlKem768.PublicKeyOf(
            key)], message = new byte[32], ciphertext = new byte[MlKem768.CiphertextSize], shared = new byte[32];
        Line(
            output,
            "mlkem768-encapsulate-ns",
            Nanoseconds(() => MlKem768.Encapsulate(publicKey, message, ciphertext, shared), repeat: 500));
        Line(output, "mlkem768-decapsulate-ns", Nanoseconds(() => MlKem768.Decapsulate(key, ciphertext, shared), repeat: 500));

        byte[] seed = new byte[HybridKem.SeedSize], hybridKey = new byte[HybridKem.PublicKeySize],
            carrier = new byte[HybridKem.EncapsulationSize];
        HybridKem.DerivePublicKey(seed, hybridKey);
        Line(
            output,
            "hybrid-encapsulate-ns",
            Nanoseconds(() => HybridKem.TryEncapsulate(hybridKey, RandomSource.System, carrier, shared), repeat: 500));
        Line(output, "hybrid-decapsulate-ns", Nanoseconds(() => HybridKem.TryDecapsulate(seed, carrier, shared), repeat: 500));
    }

    private static void PrintValues(TextWriter output, byte[] path)
    {
        using var key = DataKey.Generate(RandomSource.System);
        using var cipher = new ValueCipher(key, RandomSource.System);
        var leaf = new StringNode(new ByteString(new string('v', 80)));
        var texts = new ByteString[Values];
        var encrypt = Nanoseconds(() => { for (var i = 0; i < Values; i++) { texts[i] = cipher.Encrypt(leaf, path); } }, repeat: 1);
        var decrypt = Nanoseconds(() => { foreach (var text in texts) { cipher.Decrypt(text, path); } }, repeat: 1);
        var keep = Nanoseconds(() =>
        {
            using var stash = new IvStash(RandomSource.System);
            using var keeping = new ValueCipher(key, RandomSource.System, stash);
            foreach (var text in texts)
            {
                keeping.Encrypt(keeping.Decrypt(text, path), path);
            }
        }, repeat: 1);
        Line(output, "encrypt-10000-values-ms", encrypt / 1e6);
        Line(output, "decrypt-10000-values-ms", decrypt / 1e6);
        Line(output, "decrypt-and-encrypt-again-10000-values-ms", keep / 1e6);
    }

    private static double Nanoseconds(Action work, int repeat = 5_000)
    {
        var best = double.MaxValue;
        var begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) < TimePerFigure)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < repeat; i++)
            {
                work();
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / repeat);
        }

        return best;
    }

    private static void Line(TextWriter output, string name, double value) =>
        Line(output, name, value.ToString("0.##", CultureInfo.InvariantCulture));

    private static void Line(TextWriter output, string name, string value) => output.WriteLine($"{name} {value}");
}
