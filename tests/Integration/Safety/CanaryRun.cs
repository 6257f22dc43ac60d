using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Providers.Age;

namespace SecretsKit.Integration.Safety;

/// <summary>What a command may do with the secrets of its run, beside reading them.</summary>
/// <param name="Exit">Its status.</param>
/// <param name="OnOutput">Whether plaintext belongs on its standard output.</param>
/// <param name="InMemory">Whether plaintext may be in the memory folder: an editor runs.</param>
/// <param name="DataKeyToGpg">Whether the data key may go through a pipe between the program and gpg.</param>
/// <param name="File">A file that plaintext was asked to be in, or null.</param>
internal sealed record Allowed(int Exit = 0, bool OnOutput = false, bool InMemory = false, bool DataKeyToGpg = false, string? File = null);

/// <summary>
/// Runs commands on marked secrets and fails wherever a mark leaves the program other than as allowed. Plaintext in a file that the test wrote
/// itself is no finding; a new file is one.
/// </summary>
internal sealed class CanaryRun : IDisposable
{
    public const string Value = "cAnArY-value-5f0e7b1d2c";
    public const string Second = "cAnArY-second-83b6e4a0";
    public const string Comment = "cAnArY-comment-9d27c3f1";

    private readonly Canaries _values = new();
    private readonly Canaries _keys = new();

    public CanaryRun()
    {
        _values.Add("value", Encoding.ASCII.GetBytes(Value));
        _values.Add("second value", Encoding.ASCII.GetBytes(Second));
        _values.Add("comment", Encoding.ASCII.GetBytes(Comment));
        var identity = File.ReadAllLines(Path.Combine(Bench.Home, "keys.txt")).Single(line => line.StartsWith("AGE-SECRET-KEY-1", StringComparison.Ordinal));
        _keys.Add("identity", Encoding.ASCII.GetBytes(identity));
        _keys.Add("identity without prefix", Encoding.ASCII.GetBytes(identity["AGE-SECRET-KEY-1".Length..]));
    }

    public Workbench Bench { get; } = new();

    public void Dispose() => Bench.Dispose();

    /// <summary>Learns the data key of a file, so that it is looked for too.</summary>
    public async Task KnowDataKeyOfAsync(string name, DocumentFormat format)
    {
        var file = EncryptedFile.Load(await File.ReadAllBytesAsync(Bench.FileAt(name)), format);
        var wrapped = file.Metadata.Groups.SelectMany(group => group.Keys).Select(key => key.Wrapped).First(text => text.Contains("BEGIN AGE", StringComparison.Ordinal));
        _keys.Add("data key", await AgeFile.DecryptAsync(Encoding.ASCII.GetBytes(wrapped), [Bench.Identity], AgeEncoding.Detect, default));
    }

    /// <summary>Runs sops, checks its status and every way out.</summary>
    public async Task<BenchRun> SopsAsync(Allowed allowed, byte[]? input, params string[] arguments)
    {
        var before = Bench.Everything();
        var (run, trace) = await SystemCallTrace.SopsAsync(Bench, input, arguments);
        Assert.True(run.ExitCode == allowed.Exit, $"{run.ExitCode}: {run.ErrorText}");
        var program = trace.All[0].Process;
        var findings = new List<string>();
        foreach (var call in trace.All)
        {
            Check(call, call.Process == program, allowed, findings);
        }

        // Data can be cut anywhere between two writes.
        foreach (var stream in trace.All.Where(call => call.Call.Contains("write", StringComparison.Ordinal)).GroupBy(call => (call.Process, call.Descriptor, call.Target)))
        {
            var joined = new TracedCall(stream.Key.Process, "writes", stream.Key.Descriptor, stream.Key.Target, [.. stream.SelectMany(Payload)]);
            Check(joined, joined.Process == program, allowed, findings);
        }

        findings.AddRange(Find(run.Error).Select(name => "standard error: " + name));
        findings.AddRange((allowed.OnOutput ? _keys.In(run.Output) : Find(run.Output)).Select(name => "standard output: " + name));
        foreach (var entry in Bench.Everything().Except(before).Where(entry => entry != "work:" + allowed.File))
        {
            var path = Path.Combine(entry.StartsWith("work:", StringComparison.Ordinal) ? Bench.Folder : "/nowhere", entry[(entry.IndexOf(':') + 1)..]);
            findings.AddRange(!File.Exists(path) ? [entry + " was left"] : Find(await File.ReadAllBytesAsync(path)).Select(name => $"{entry}: {name}"));
        }

        Assert.Empty(findings.Distinct());
        return run;
    }

    private void Check(TracedCall call, bool isProgram, Allowed allowed, List<string> findings)
    {
        var target = call.Target;
        var keysAllowed = false;
        var valuesAllowed = allowed.InMemory && target.StartsWith(Bench.Memory + "/", StringComparison.Ordinal);
        if (target.StartsWith("pipe:", StringComparison.Ordinal))
        {
            valuesAllowed |= allowed.OnOutput && isProgram && call.Descriptor == 1;
            keysAllowed = allowed.DataKeyToGpg && !(isProgram && call.Descriptor is 1 or 2);
        }
        else if (allowed.File is { } file)
        {
            // The file itself is written under a temporary name of its own first.
            valuesAllowed |= target.StartsWith(Path.Combine(Bench.Folder, "." + file + "."), StringComparison.Ordinal) && target.EndsWith(".dec", StringComparison.Ordinal);
        }

        var found = (valuesAllowed ? [] : _values.In(call.Line)).Concat(keysAllowed ? [] : _keys.In(call.Line));
        findings.AddRange(found.Select(name => $"{call.Call} to {(target.Length > 0 ? target : "the system")}: {name}"));

        // Shared writable pages of a file would be a way out that no later call shows.
        if (call.Call == "mmap" && Encoding.ASCII.GetString(call.Line) is var text && text.Contains("PROT_WRITE", StringComparison.Ordinal)
            && text.Contains("MAP_SHARED", StringComparison.Ordinal) && text.Contains("</", StringComparison.Ordinal) && !text.Contains("</memfd:", StringComparison.Ordinal))
        {
            findings.Add("shared writable pages: " + text);
        }
    }

    private static IEnumerable<byte> Payload(TracedCall call)
    {
        var first = call.Line.AsSpan().IndexOf((byte)'"');
        var last = call.Line.AsSpan().LastIndexOf((byte)'"');
        return first < 0 || last <= first ? [] : call.Line[(first + 1)..last];
    }

    private IEnumerable<string> Find(byte[] bytes) => _values.In(bytes).Concat(_keys.In(bytes));
}
